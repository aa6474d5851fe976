"""The planner's entry: a request in, the best dated pathway that can be proved out. Checked before it leaves."""

from knowledge.catalog import Catalog
from planner.check import check
from planner.compose import compose, none
from planner.conflicts import conflicts, relaxations
from planner.greedy import greedy
from planner.pathway import Pathway, Status
from planner.problem import Problem, build
from planner.reach import trim
from planner.request import Request
from planner.search import Outcome, best
from planner.shortlist import narrowed
from planner.solve import Found, Limits
from planner.valid import BadRequest, validate

ALL = 4_000
"""Up to this many candidates the proof covers them all; beyond, those of the shortlist."""


class PlannerError(RuntimeError):
    """The planner made a plan that its own check refuses, and had no simpler one: a defect, never the person's."""


def plan(catalog: Catalog, request: Request, limits: Limits | None = None) -> Pathway:
    """The best plan for the request, with its status and proof (docs/planner.md).

    Raises BadRequest with one sentence when the request asks for the impossible or the unknown, and PlannerError
    when no plan passes the check.
    """
    return proven(asked(catalog, request), limits or Limits())


def asked(catalog: Catalog, request: Request) -> Problem:
    """The request as a problem, not yet narrowed. Raises BadRequest."""
    wrong = validate(catalog, request)
    if wrong:
        raise BadRequest(wrong[0])
    return build(catalog, request)


def proven(built: Problem, limits: Limits) -> Pathway:
    """The best plan of a problem. Raises PlannerError."""
    problem = narrowed(built, ALL)
    outcome = best(problem, limits)
    if outcome.found is Found.INFEASIBLE and problem.shortened:
        problem = trim(built)
        outcome = best(problem, limits)
    if outcome.found is Found.INFEASIBLE:
        core = conflicts(built.catalog, built.request, limits)
        return none(problem, Status.INFEASIBLE, core, relaxations(built.catalog, built.request, core, limits))
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
