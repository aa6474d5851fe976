"""Other plans that a person may prefer: a cheaper and a faster one that reach nearly as much.

Money, or hours, count ten times as much as in the recommended plan. The rest of the objective stays, or a plan would be
filled with whatever is free and short.
"""

from knowledge.catalog import Catalog
from planner.conflicts import instance
from planner.dates import Choice, in_order, value
from planner.model import Model, Row, Terms, model
from planner.pathway import Pathway, Status
from planner.plan import checked
from planner.problem import CENTS_A_POINT, PER_QUARTER_HOUR, Problem
from planner.request import Request
from planner.search import Outcome, read, settle
from planner.shortlist import shortlist
from planner.solve import Found, Limits, solve

TIMES = 10
REACH_PERCENT = 90
"""Share of the recommended plan's evidence points that an alternative must keep."""


def cheaper(catalog: Catalog, request: Request, pathway: Pathway, limits: Limits | None = None) -> Pathway | None:
    """A plan that costs less money and keeps 90 % of the evidence; None when there is none worth it.

    Its status compares it with the recommended plan's objective: usually GAP, the price of being cheaper.
    """
    return _least(catalog, request, pathway, "cents", limits or Limits())


def faster(catalog: Catalog, request: Request, pathway: Pathway, limits: Limits | None = None) -> Pathway | None:
    """A plan that ends earlier and keeps 90 % of the evidence; None when there is none worth it."""
    return _least(catalog, request, pathway, "quarter_hours", limits or Limits())  # steps follow one another


def _least(catalog: Catalog, request: Request, pathway: Pathway, measure: str, limits: Limits) -> Pathway | None:
    if pathway.status in (Status.INFEASIBLE, Status.UNKNOWN) or not pathway.steps:
        return None
    problem = shortlist(instance(catalog, request))
    built = model(problem)
    reached = Row(tuple(built.evidence()), -(-_evidence(problem, pathway) * REACH_PERCENT // 100), None, "reach")
    cost = _cost(built, measure)
    least = solve(built, [(v, -c) for v, c in cost], limits, (reached,))
    if not least.values:
        return None
    answer = settle(built, limits, (reached, Row(tuple(cost), None, -least.objective, "least")))
    choices = read(built, answer.values or least.values)
    found = checked(problem, Outcome(Found.FEASIBLE, choices, bound=pathway.bound))
    same = {s.credential for s in found.steps} == {s.credential for s in pathway.steps}
    return None if same or getattr(found, measure) >= getattr(pathway, measure) else found


def _cost(built: Model, measure: str) -> Terms:
    """What each studied item costs when its money, or its hours, count TIMES as much."""
    if measure == "cents":
        more = {v: n * (TIMES - 1) // CENTS_A_POINT for v, n in built.of_study("us_cents")}
    else:
        more = {v: n * (TIMES - 1) * PER_QUARTER_HOUR for v, n in built.of_study("quarter_hours")}
    return [(v, toll + more.get(v, 0)) for v, toll in built.of_study("toll")]


def _evidence(problem: Problem, pathway: Pathway) -> int:
    """Points of the gaps that the recommended plan closes. Raises ValueError when it is of another catalog."""
    choices: list[Choice] = []
    for step in pathway.steps:
        i = problem.index(step.credential)
        if i is None:
            raise ValueError(f"{step.credential} is no candidate for this request")
        choices.append(Choice(i, step.route == "award", len(problem.deadlines) - 1))
    ordered = in_order(problem, choices)
    return value(problem, ordered) + sum(problem.items[c.item].toll for c in ordered if not c.award)
