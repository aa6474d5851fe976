"""Every plan with what alternatives are about, by brute force: money, last day, and recognition at its low end.

Shares no code with planner/alternatives.py. An order of the same steps is forgotten only when another is at least as
good in all of these.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from planner import worth as known
from tests.planner.oracle import states_of
from tests.planner.oracle_value import trouble
from tests.planner.oracle_walk import Walk


class Both(NamedTuple):
    """Points of evidence, and points of evidence that counts for the low end of its recognition."""

    evidence: int
    sure: int

    def __add__(self, other):
        return (
            Both(self[0] + other[0], self[1] + other[1]) if isinstance(other, Both) else Both(self[0] + other, self[1])
        )

    __radd__ = __add__

    def __sub__(self, number):
        return Both(self[0] - number, self[1])

    def __ge__(self, other):
        return self[0] >= other[0] and self[1] >= other[1]


class AimedWalk(Walk):
    """Points are Both."""

    def __init__(self, catalog, request):
        super().__init__(catalog, request, False)
        goals = sum(g.weight for g in request.goals)
        self.sure = []  # per goal and target: [(points, mask)]
        for g, targets in enumerate(self.opened):
            weights = sum(w for _, _, w in targets.values())
            self.sure.append([])
            for skill, (held, need, weight) in targets.items():
                found = []
                for i, item in enumerate(self.items):
                    low = known.recognised(catalog, item[0])[0]
                    for shows in catalog.credentials[item[0]].skills:
                        if shows.skill == skill and shows.level > held:
                            part = Fraction(request.goals[g].weight * weight, goals * weights)
                            closed = Fraction(min(shows.level, need) - held, need - held)
                            found.append((int(1_000_000 * part * closed * low / 100), 1 << i))
                self.sure[-1].append(found)

    def _goal_points(self, g, mask):
        evidence = super()._goal_points(g, mask)
        if evidence is None:
            return None
        best = [max([points for points, bit in found if bit & mask], default=0) for found in self.sure[g]]
        return Both(evidence, sum(best))


@dataclass(frozen=True)
class Plan:
    """One plan in one order. `trouble` is what its steps take, money and hours aside; `day` from 0."""

    ids: tuple
    value: int
    evidence: int
    trouble: int
    cents: int
    day: int
    sure: int


def plans(catalog, request):
    """Every plan, in each order that may be best in something."""
    walk, found = AimedWalk(catalog, request), []
    for ids, mask, states in states_of(catalog, request, walk, False):
        inside = [i for i in range(len(walk.items)) if mask >> i & 1]
        penalty = sum(walk.penalty[i] for i in inside)
        steps = sum(trouble(catalog, request, walk.items[i][0]) for i in inside if walk.items[i][1] == "study")
        cents = sum(walk.items[i][2] for i in inside)
        for state in states:
            value = walk.value(mask, state)
            if value is None:
                continue
            if not isinstance(value, Both):  # no goal has anything open
                value = Both(value, 0)
            evidence = value.evidence + 50 * state.hours + penalty
            day = walk.time.on(max([state.at, *state.marks.values()]))
            found.append(Plan(ids, value.evidence, evidence, steps, cents, day, value.sure))
    return found
