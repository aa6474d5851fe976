"""The kinds of people of a team, and the ways that a person of each kind may go, one at a time for given prices."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.catalog import Catalog
from planner.dates import Choice, fits, in_order, levels, value
from planner.greedy import greedy
from planner.model import Model, model
from planner.problem import Problem, build
from planner.shortlist import narrowed
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


def profit(way: Column, prices: Prices) -> int:
    """What a way is worth at these prices, in UNITs."""
    return UNIT * way.value + sum(prices.heads[t] for t in way.reaches) - prices.cent * way.cents
