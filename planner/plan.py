"""The planner's entry: a request in, the best dated pathway that can be proved out. Checked before it leaves."""

from knowledge.catalog import Catalog
from planner.check import check
from planner.compose import compose, none
from planner.conflicts import conflicts, instance, relaxations
from planner.greedy import greedy
from planner.pathway import Pathway, Status
from planner.problem import Problem
from planner.request import Request
from planner.search import Outcome, best
from planner.shortlist import shortlist
from planner.solve import Found, Limits
from planner.valid import BadRequest, validate


class PlannerError(RuntimeError):
    """The planner made a plan that its own check refuses, and had no simpler one: a defect, never the person's."""


def plan(catalog: Catalog, request: Request, limits: Limits | None = None) -> Pathway:
    """The best plan for the request, with its status and proof (docs/planner.md).

    Raises BadRequest with one sentence when the request asks for the impossible or the unknown, and PlannerError
    when no plan passes the check.
    """
    wrong = validate(catalog, request)
    if wrong:
        raise BadRequest(wrong[0])
    limits = limits or Limits()
    whole = instance(catalog, request)
    problem = shortlist(whole)
    outcome = best(problem, limits)
    if outcome.found is Found.INFEASIBLE and problem.shortened:
        problem, outcome = whole, best(whole, limits)
    if outcome.found is Found.INFEASIBLE:
        core = conflicts(catalog, request, limits)
        return none(problem, Status.INFEASIBLE, core, relaxations(catalog, request, core, limits))
    if outcome.found is Found.NOTHING:
        return none(problem, Status.UNKNOWN)
    return checked(problem, outcome)


def checked(problem: Problem, outcome: Outcome) -> Pathway:
    """The outcome as a pathway that passes the check, else the simple plan. Raises PlannerError."""
    pathway = compose(problem, outcome)
    violations = check(problem.catalog, pathway)
    if not violations:
        return pathway
    choices = greedy(problem)
    if choices:
        simple = compose(problem, Outcome(Found.FEASIBLE, tuple(choices)))
        if not check(problem.catalog, simple):
            return simple
    raise PlannerError(f"no plan passes the check: {violations}")
