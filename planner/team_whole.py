"""A small team as one model, every person in it: proves the plan where whole numbers of people leave a gap."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from planner.model import Model, Terms
from planner.search import hint, read
from planner.solve import Found, Limits, solve
from planner.team_columns import Column, column
from planner.team_master import Frame, worth


@dataclass(frozen=True, slots=True)
class Whole:
    """Ways with their numbers of people, the points, and a bound on any plan's."""

    ways: tuple[Column, ...]
    numbers: tuple[int, ...]
    value: int
    bound: int


def whole(frame: Frame, ways: Sequence[Column], numbers: Sequence[int], limits: Limits) -> Whole | None:
    """The best plan of the team in one solve, with the known plan as a hint; None when the solver has none."""
    built = Model(frame.kinds[0].problem)
    known: list[Column | None] = []
    people: list[tuple[int, int]] = []
    objective: Terms = []
    paid: Terms = []
    reached: list[Terms] = [[] for _ in frame.team.targets]
    hints: dict[int, int] = {}
    for k, kind in enumerate(frame.kinds):
        taken = [way for way, n in zip(ways, numbers, strict=True) for _ in range(n) if way.kind == k]
        known = [*taken, *[None] * (kind.people - len(taken))]
        for way in known:
            at = _person(built, kind.built)
            people.append((k, at))
            objective += [(v + at, c) for v, c in kind.built.value()]
            paid += [(v + at, c) for v, c in kind.built.of_study("cents")]
            for t, gap in enumerate(kind.gaps):
                if gap and gap in kind.built.reached:
                    reached[t].append((kind.built.reached[gap] + at, -1))
            hints.update({v + at: n for v, n in hint(kind.built, way.choices if way else ()).items()})
    for t, target in enumerate(frame.team.targets):
        counted = built.variable(frame.open_heads[t])
        built.row([(counted, 1), *reached[t]], None, 0, "heads")
        objective.append((counted, target.worth))
    if frame.budget is not None:
        built.row(paid, None, frame.budget, "budget")
    answer = solve(built, objective, replace(limits, work=4 * limits.work), hint=hints)
    if answer.found not in (Found.OPTIMAL, Found.FEASIBLE) or answer.bound is None:
        return None
    found: dict[Column, int] = {}
    for k, at in people:
        kind = frame.kinds[k]
        choices = read(kind.built, answer.values[at : at + len(kind.built.upper)])
        if choices:
            way = column(kind, k, choices)
            found[way] = found.get(way, 0) + 1
    points = worth(frame, list(found), list(found.values()))
    return Whole(tuple(found), tuple(found.values()), points, answer.bound + frame.sure)


def _person(built: Model, own: Model) -> int:
    """Adds a person's rows and one variable after them: whether anything is offered. Tells where they begin."""
    at = len(built.upper)
    built.upper += own.upper
    offered = built.variable()
    for row in own.rows:
        asks = row.name.startswith(("coverage:", "locked:"))
        given = (*(v + at for v in row.given), *((offered,) if asks else ()))
        terms = tuple((v + at, c) for v, c in row.terms)
        if not terms and asks:  # nothing can satisfy it: nothing is offered
            terms, given = ((offered, -1),), ()
            built.rows.append(replace(row, terms=terms, low=0, high=None, given=given))
            continue
        built.rows.append(replace(row, terms=terms, given=given))
    for i in range(len(own.problem.items)):
        for v, _ in own.earned(i):
            built.row([(v + at, 1), (offered, -1)], None, 0, "offered")
    return at
