"""Planning the rest again without upsetting it: nearly the best value first, then as few changes as possible."""

from collections.abc import Collection

from knowledge.catalog import Catalog
from planner.conflicts import instance
from planner.model import model
from planner.pathway import Pathway
from planner.plan import checked, plan
from planner.request import Request
from planner.rows import Row
from planner.search import Outcome, read, settle
from planner.shortlist import shortlist
from planner.solve import Found, Limits, solve

WITHIN_PERCENT = 2
"""Share of the best value that may be given up for fewer changes."""


def replan(catalog: Catalog, request: Request, old: Collection[str], limits: Limits | None = None) -> Pathway:
    """The plan with the fewest credentials added to or gone from `old` among those within 2 % of the best value.

    Of these the best. What was started is locked in `request`. Its bound is the best plan's, so it says what it gives
    up. Raises BadRequest and PlannerError as `plan` does.
    """
    limits = limits or Limits()
    best = plan(catalog, request, limits)
    if not best.steps:
        return best
    problem = shortlist(instance(catalog, request))
    built = model(problem)
    least = best.value - abs(best.value) * WITHIN_PERCENT // 100
    worth = Row(tuple(built.value()), least, None, "worth")
    alike = [
        term for i, item in enumerate(problem.items) for term in built.earned(i, times=1 if item.id in old else -1)
    ]
    near = solve(built, alike, limits, (worth,))
    if not near.values:
        return best
    answer = settle(built, limits, (worth, Row(tuple(alike), near.objective, None, "alike")))
    found = checked(problem, Outcome(Found.FEASIBLE, read(built, answer.values or near.values), bound=best.bound))
    # What could not be dated was made anew by simple means: it may be worth less than was asked for.
    return found if found.value >= least and changes(old, found) < changes(old, best) else best


def changes(old: Collection[str], new: Pathway) -> int:
    """How many credentials were added or removed."""
    return len(set(old) ^ {step.credential for step in new.steps})
