"""A plan at once and the proof after it: for a reply that is shown while the planner still thinks."""

from collections.abc import Iterator

from knowledge.catalog import Catalog
from planner.check import check
from planner.compose import compose
from planner.greedy import greedy
from planner.pathway import Pathway
from planner.plan import asked, proven
from planner.problem import Problem
from planner.request import Request
from planner.search import Outcome
from planner.shortlist import narrowed
from planner.solve import Found, Limits


def plans(catalog: Catalog, request: Request, limits: Limits | None = None) -> Iterator[Pathway]:
    """First a checked plan by simple means (HEURISTIC), when there is one; last what `plan` answers.

    Each is better than or as good as the one before; the last is the same in any process. Raises BadRequest before
    the first and PlannerError before the last.
    """
    built = asked(catalog, request)
    first = _at_once(built)
    if first:
        yield first
    yield proven(built, limits or Limits())


def _at_once(built: Problem) -> Pathway | None:
    problem = narrowed(built)
    choices = greedy(problem)
    if choices is None:
        return None
    found = compose(problem, Outcome(Found.FEASIBLE, tuple(choices)))
    return None if check(problem.catalog, found) else found
