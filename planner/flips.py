"""Whether a plan's choice hangs on how well its credentials are recognised, within what the evidence allows."""

from dataclasses import dataclass, replace

from knowledge.catalog import Catalog
from planner.conflicts import instance
from planner.gap import counted
from planner.pathway import Pathway, Status
from planner.problem import Problem
from planner.search import best
from planner.shortlist import shortlist
from planner.solve import Found, Limits
from planner.worth import recognised

CASES = ("low", "high", "against")
"""All at the low end, all at the high end, and the plan's own at the low end with all others at the high end."""


@dataclass(frozen=True, slots=True)
class Flip:
    """In that case (one of CASES) the best plan takes `added` and leaves out `removed`."""

    case: str
    added: tuple[str, ...]
    removed: tuple[str, ...]


def flips(catalog: Catalog, pathway: Pathway, limits: Limits | None = None) -> tuple[Flip, ...]:
    """The cases in which another choice is best, each solved again; empty when the choice stands in all of them.

    A case that cannot be solved to the end within the limits tells nothing and is left out.
    """
    if pathway.status in (Status.INFEASIBLE, Status.UNKNOWN):
        return ()
    problem = shortlist(instance(catalog, pathway.request))
    ranges = {item.id: recognised(catalog, item.id) for item in problem.items}
    if all(low == high for low, high in ranges.values()):
        return ()
    mine = {step.credential for step in pathway.steps}
    found: list[Flip] = []
    for case in CASES:
        ends = {
            id: low if case == "low" or (case == "against" and id in mine) else high
            for id, (low, high) in ranges.items()
        }
        outcome = best(_counting(problem, ends), limits or Limits())
        if outcome.found is not Found.OPTIMAL:
            continue
        chosen = {problem.items[choice.item].id for choice in outcome.choices}
        if chosen != mine:
            found.append(Flip(case, tuple(sorted(chosen - mine)), tuple(sorted(mine - chosen))))
    return tuple(found)


def _counting(problem: Problem, ends: dict[str, int]) -> Problem:
    """The problem with each credential's recognition at one value."""
    items = []
    for item in problem.items:
        counts = counted((ends[item.id], ends[item.id]))
        items.append(replace(item, points=tuple(problem.targets[t].points(k, counts) for t, k in item.shows)))
    return replace(problem, items=tuple(items))
