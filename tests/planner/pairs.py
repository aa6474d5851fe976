"""Feasible values and claimed bounds of every method on one problem, to compare all pairs."""

from collections.abc import Mapping
from dataclasses import dataclass

import planner.search as search
from planner.dates import Choice, in_order, value
from planner.fixing import priced
from planner.greedy import greedy
from planner.model import model
from planner.problem import Problem
from planner.shortlist import shortlist
from planner.solve import Limits

LITTLE, ENOUGH = Limits(work=0.02, seconds=20), Limits(work=6, seconds=60)


@dataclass(frozen=True)
class Claims:
    """`values` of plans that are valid for the problem; `bounds` that hold for it; `most` per credential in a plan."""

    values: Mapping[str, int]
    bounds: Mapping[str, float]
    plans: Mapping[str, tuple[str, ...]]
    most: Mapping[str, float]

    def contradictions(self) -> list[str]:
        """Every value above a bound, and every plan that is worth more than is said of one of its credentials."""
        found = [
            f"{one} {worth} > {other} {bound}"
            for one, worth in self.values.items()
            for other, bound in self.bounds.items()
            if worth > bound + 0.01
        ]
        return found + [
            f"{one} {self.values[one]} > {name} {self.most[name]}"
            for one, names in self.plans.items()
            for name in names
            if name in self.most and self.values[one] > self.most[name] + 0.01
        ]


def claims(problem: Problem) -> Claims:
    """What the methods say: simple, staged, in one go, with little work and enough, on all and on few candidates."""
    short = shortlist(problem, 30)
    outcomes = {
        f"{name} {work.work}": (where, method(where, work))
        for name, where, method in (
            ("staged", problem, search.best),
            ("at once", problem, _at_once),
            ("short staged", short, search.best),
        )
        for work in (LITTLE, ENOUGH)
    }
    chosen = {name: (where, found.choices) for name, (where, found) in outcomes.items() if found.choices}
    for name, where in (("greedy", problem), ("short greedy", short)):
        if choices := greedy(where):
            chosen[name] = (where, tuple(choices))
    built = model(problem)
    linear = priced(built, ENOUGH)
    bounds = {n: float(o.bound) for n, (where, o) in outcomes.items() if o.bound is not None and where is problem}
    return Claims(
        values={name: _worth(where, choices) for name, (where, choices) in chosen.items()},
        bounds=bounds | ({"linear": linear.bound} if linear else {}),
        plans={name: tuple(where.items[c.item].id for c in choices) for name, (where, choices) in chosen.items()},
        most={item.id: linear.most(i) for i, item in enumerate(problem.items)} if linear else {},
    )


def _at_once(problem: Problem, limits: Limits) -> search.Outcome:
    return search.at_once(model(problem), greedy(problem), limits)


def _worth(problem: Problem, choices: tuple[Choice, ...]) -> int:
    return value(problem, in_order(problem, choices))
