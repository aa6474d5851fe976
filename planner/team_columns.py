"""The kinds of people of a team, and the ways that a person of each kind may go, one at a time for given prices."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.catalog import Catalog
from planner.dates import Choice, fits, in_order, levels, value
from planner.fixing import SLACK, closure
from planner.fixing import priced as row_prices
from planner.greedy import greedy
from planner.model import Model, Terms, model
from planner.problem import Problem, build, restrict
from planner.search import SMALL, hint, moved, read
from planner.shortlist import narrowed
from planner.solve import Found, Limits, solve
from planner.team_request import Team, offered
from planner.wire import request_to

ENOUGH = 120
"""Candidates per kind: the bound is over these."""
UNIT = 100
"""Prices count in hundredths of a point, so that they are whole numbers and the bound is exact."""


@dataclass(frozen=True, slots=True)
class Kind:
    """People with the same request: how many, which member entries with how many each, and their problem.

    `gaps[t]` is (target of the problem, levels to close) for team target t, None where it is reached already.
    """

    people: int
    members: tuple[tuple[int, int], ...]
    problem: Problem
    built: Model
    gaps: tuple[tuple[int, int] | None, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One way for a person of kind number `kind`: choices, personal points, cents, and the team targets it reaches."""

    kind: int
    choices: tuple[Choice, ...]
    value: int
    cents: int
    reaches: frozenset[int]


@dataclass(frozen=True, slots=True)
class Prices:
    """UNITs of a point: per team target for a person who reaches it, and for each cent spent. None is negative."""

    heads: tuple[int, ...]
    cent: int

    def between(self, other: "Prices") -> "Prices":
        """Half-way to other prices."""
        heads = tuple((a + b) // 2 for a, b in zip(self.heads, other.heads, strict=True))
        return Prices(heads, (self.cent + other.cent) // 2)


@dataclass(frozen=True, slots=True)
class Aim:
    """What a plan is to be good for: times of the personal points, and points that each cent costs besides."""

    personal: int = 1
    cent: int = 0


PERSONAL = Aim()


def kinds(catalog: Catalog, team: Team) -> list[Kind]:
    """People whose requests are alike once; sorted, so that the members' order means nothing."""
    found: dict[str, list[tuple[int, int]]] = {}
    for i, member in enumerate(team.members):
        text = json.dumps(request_to(offered(catalog, team, member)), sort_keys=True)
        found.setdefault(text, []).append((i, member.people))
    made = []
    for _, members in sorted(found.items()):
        problem = narrowed(build(catalog, offered(catalog, team, team.members[members[0][0]])), ENOUGH)
        open_ = {
            target.skill: (t, target) for t, target in reversed(list(enumerate(problem.targets))) if not target.goal
        }
        gaps = tuple(
            (open_[head.skill][0], head.level - open_[head.skill][1].held)
            if head.skill in open_ and open_[head.skill][1].held < head.level
            else None
            for head in team.targets
        )
        made.append(Kind(sum(n for _, n in members), tuple(members), problem, model(problem), gaps))
    return made


def column(kind: Kind, place: int, choices: Sequence[Choice]) -> Column:
    """The way that choices are."""
    ordered = in_order(kind.problem, choices)
    closed = levels(kind.problem, ordered)
    reaches = frozenset(t for t, gap in enumerate(kind.gaps) if gap and closed.get(gap[0], 0) >= gap[1])
    cents = sum(kind.problem.items[c.item].cents for c in ordered if not c.award)
    return Column(place, tuple(ordered), value(kind.problem, ordered), cents, reaches)


def simple(kind: Kind, place: int) -> Column | None:
    """A way without a solver."""
    choices = greedy(kind.problem)
    if not choices or not fits(kind.problem, in_order(kind.problem, choices)):
        return None
    return column(kind, place, choices)


def profit(way: Column, prices: Prices, aim: Aim) -> int:
    """What a way is worth at these prices, in UNITs."""
    own = UNIT * (aim.personal * way.value - aim.cent * way.cents)
    return own + sum(prices.heads[t] for t in way.reaches) - prices.cent * way.cents


def objective(kind: Kind, prices: Prices, aim: Aim) -> Terms:
    """The profit as terms of the kind's model."""
    terms = [(v, UNIT * aim.personal * c) for v, c in kind.built.value()] if aim.personal else []
    paid = prices.cent + UNIT * aim.cent
    terms += [(v, -paid * cents) for v, cents in kind.built.of_study("cents")] if paid else []
    for t, gap in enumerate(kind.gaps):
        if gap and gap in kind.built.reached and prices.heads[t]:
            terms.append((kind.built.reached[gap], prices.heads[t]))
    return terms


def priced(
    kind: Kind, place: int, prices: Prices, limits: Limits, start: Column | None = None, aim: Aim = PERSONAL
) -> tuple[int, Column | None]:
    """The most that any way of the kind is worth at these prices (UNITs, a bound), and the best way found.

    `start` is a way that is known. Of a big kind only what could be in one as good is looked at.
    """
    terms = objective(kind, prices, aim)
    floor = max(0, profit(start, prices, aim)) if start else 0
    if len(kind.problem.items) > SMALL and not kind.problem.dated and (found := row_prices(kind.built, limits, terms)):
        slack = SLACK * UNIT
        if found.bound + slack <= floor:
            return floor, start
        alive = {i for i in range(len(kind.problem.items)) if found.most(i) + slack >= floor}
        keep = closure(kind.problem, alive, alive) | {c.item for c in (start.choices if start else ())}
        problem = restrict(kind.problem, keep)
        less = replace(kind, problem=problem, built=model(problem))
        choices = moved(start.choices, kind.problem, problem) if start else ()
        most, chosen = _asked(less, objective(less, prices, aim), choices, limits)
        most = min(most, int(found.bound + slack))
        way = column(kind, place, moved(chosen, problem, kind.problem)) if chosen else start
    else:
        most, chosen = _asked(kind, terms, start.choices if start else (), limits)
        way = column(kind, place, chosen) if chosen else start
    if way:  # the order may let it be worth more than the rows say
        most = max(most, profit(way, prices, aim))
    return max(most, floor), way


def _asked(kind: Kind, terms: Terms, start: Sequence[Choice], limits: Limits) -> tuple[int, tuple[Choice, ...]]:
    answer = solve(kind.built, terms, limits, hint=hint(kind.built, start) if start else None)
    if answer.found is Found.INFEASIBLE:
        return 0, ()
    most = answer.bound
    if most is None:  # nothing is known: what all that is good together would be worth
        most = sum(max(c, 0) * kind.built.upper[v] for v, c in terms)
    return most, read(kind.built, answer.values) if answer.values else ()
