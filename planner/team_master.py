"""Which ways the team takes: the relaxation that sets the prices, and whole numbers of people for the plan."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from planner.model import Model, Terms
from planner.solve import Limits, prices, solve
from planner.team_columns import UNIT, Column, Kind, Prices
from planner.team_request import Team

NEAR = 0.0001
"""How near to the best over the known ways whole numbers of people must be (0.01 %)."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What every master of a team shares. `open_heads[t]` people are still wanted; `sure` points are there already."""

    team: Team
    kinds: tuple[Kind, ...]
    open_heads: tuple[int, ...]
    sure: int

    @property
    def budget(self) -> int | None:
        """Cents that all may spend together."""
        return self.team.budget.cents if self.team.budget else None


def _rows(frame: Frame, ways: Sequence[Column]) -> tuple[Model, Terms]:
    """Variables: people per way, then people counted per target. Rows: kinds, targets, budget."""
    built = Model(frame.kinds[0].problem)  # the solver looks at rows and variables alone
    taken = [built.variable(frame.kinds[way.kind].people) for way in ways]
    counted = [built.variable(heads) for heads in frame.open_heads]
    for k, kind in enumerate(frame.kinds):
        built.row([(v, 1) for v, way in zip(taken, ways, strict=True) if way.kind == k], None, kind.people, "people")
    for t, v in enumerate(counted):
        reached = [(w, -1) for w, way in zip(taken, ways, strict=True) if t in way.reaches]
        built.row([(v, 1), *reached], None, 0, "heads")
    if frame.budget is not None:
        paid = [(v, way.cents) for v, way in zip(taken, ways, strict=True) if way.cents]
        built.row(paid, None, frame.budget, "budget")
    gains = [(v, way.value) for v, way in zip(taken, ways, strict=True)]
    return built, gains + [(v, t.worth) for v, t in zip(counted, frame.team.targets, strict=True)]


def market(frame: Frame, ways: Sequence[Column], limits: Limits) -> Prices | None:
    """Prices at which the known ways are balanced; any prices make a true bound."""
    built, objective = _rows(frame, ways)
    found = prices(built, objective, limits)
    if found is None:
        return None
    named = list(zip(built.rows, found, strict=True))
    heads = tuple(max(0, round(UNIT * dual)) for row, dual in named if row.name == "heads")
    cent = next((max(0, round(UNIT * dual)) for row, dual in named if row.name == "budget"), 0)
    return Prices(heads, cent)


def bound(frame: Frame, asked: Prices, most: Sequence[int]) -> int:
    """Lagrange's bound in points: no plan is worth more, whatever the prices, when `most` bounds each kind's ways."""
    whole = sum(kind.people * each for kind, each in zip(frame.kinds, most, strict=True))
    whole += asked.cent * (frame.budget or 0)
    for heads, target, price in zip(frame.open_heads, frame.team.targets, asked.heads, strict=True):
        whole += heads * max(0, UNIT * target.worth - price)
    return whole // UNIT + frame.sure


def chosen(frame: Frame, ways: Sequence[Column], limits: Limits, before: Sequence[int]) -> tuple[int, tuple[int, ...]]:
    """The best whole numbers of people per way: points, and the numbers. Never worse than `before`."""
    old = (*before, *[0] * (len(ways) - len(before)))
    best = worth(frame, ways, old), old
    built, objective = _rows(frame, ways)
    answer = solve(built, objective, replace(limits, near=NEAR), hint=dict(enumerate(old)))
    if answer.values:
        new = answer.values[: len(ways)]
        best = max(best, (worth(frame, ways, new), new), key=lambda pair: pair[0])
    return best


def worth(frame: Frame, ways: Sequence[Column], numbers: Sequence[int]) -> int:
    """Points of so many people on each way."""
    points = frame.sure
    for t, (target, heads) in enumerate(zip(frame.team.targets, frame.open_heads, strict=True)):
        reached = sum(n for way, n in zip(ways, numbers, strict=True) if t in way.reaches)
        points += target.worth * min(heads, reached)
    return points + sum(n * way.value for way, n in zip(ways, numbers, strict=True))
