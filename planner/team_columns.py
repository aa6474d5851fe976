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
FEW = 60
"""Candidates that a quick look is about."""
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


def objective(kind: Kind, prices: Prices) -> Terms:
    """The profit as terms of the kind's model."""
    terms = [(v, UNIT * c) for v, c in kind.built.value()]
    terms += [(v, -prices.cent * cents) for v, cents in kind.built.of_study("cents")] if prices.cent else []
    for t, gap in enumerate(kind.gaps):
        if gap and gap in kind.built.reached and prices.heads[t]:
            terms.append((kind.built.reached[gap], prices.heads[t]))
    return terms


def priced(
    kind: Kind, place: int, prices: Prices, limits: Limits, start: Column | None = None, quick: bool = False
) -> tuple[int, Column | None]:
    """The most that any way of the kind is worth at these prices (UNITs, a bound), and the best way found.

    `start` is a way that is known. Of a big kind only what could be in one as good is looked at; with `quick` only the
    FEW candidates of which the bound thinks most, and the bound is that of the linear relaxation.
    """
    terms = objective(kind, prices)
    floor = max(0, profit(start, prices)) if start else 0
    own = start.choices if start else ()
    if len(kind.problem.items) <= SMALL or kind.problem.dated or not (found := row_prices(kind.built, limits, terms)):
        most, chosen = _asked(kind, terms, own, limits)
        way = column(kind, place, chosen) if chosen else start
    else:
        slack = SLACK * UNIT
        if found.bound + slack <= floor:
            return floor, start
        all_ = range(len(kind.problem.items))
        alive = set(found.best_items(FEW)) if quick else {i for i in all_ if found.most(i) + slack >= floor}
        problem = restrict(kind.problem, closure(kind.problem, alive, alive) | {c.item for c in own})
        less = replace(kind, problem=problem, built=model(problem))
        most, chosen = _asked(less, objective(less, prices), moved(own, kind.problem, problem), limits)
        most = int(found.bound + slack) if quick else min(most, int(found.bound + slack))
        way = column(kind, place, moved(chosen, problem, kind.problem)) if chosen else start
    if way:  # the order may let it be worth more than the rows say
        most = max(most, profit(way, prices))
    return max(most, floor), way


def _asked(kind: Kind, terms: Terms, start: Sequence[Choice], limits: Limits) -> tuple[int, tuple[Choice, ...]]:
    answer = solve(kind.built, terms, limits, hint=hint(kind.built, start) if start else None)
    if answer.found is Found.INFEASIBLE:
        return 0, ()
    most = answer.bound
    if most is None:  # nothing is known: what all that is good together would be worth
        most = sum(max(c, 0) * kind.built.upper[v] for v, c in terms)
    return most, read(kind.built, answer.values) if answer.values else ()
