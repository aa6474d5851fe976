"""Other plans that a person may prefer: the cheapest, the earliest and the most recognised that reach nearly as much.

Each is solved for its own aim first, and then for the usual value among the plans that are as good by that aim.
"""

from dataclasses import dataclass, replace

from knowledge.catalog import Catalog
from planner.aims import Aim, limit, reached, recognition, terms
from planner.conflicts import instance
from planner.costs import currency_of
from planner.dates import Choice, fits, in_order, orders, value
from planner.model import Model, Row, model
from planner.pathway import Pathway, Status
from planner.plan import checked
from planner.problem import CENTS_A_POINT, PER_QUARTER_HOUR, PER_STEP, Problem, undated
from planner.request import Request
from planner.search import Outcome, read, settle
from planner.shortlist import shortlist
from planner.solve import Found, Limits, solve

REACH_PERCENT = 90
"""Share of the recommended plan's evidence points that an alternative must keep."""
MORE_TROUBLE = 2 * PER_STEP
"""Points that its steps may be more trouble (Item.trouble), or it would be filled with whatever is free and short."""
RECOMMENDED = "recommended"


@dataclass(frozen=True, slots=True)
class Alternative:
    """The best plan by its aim. `proven`: among all candidates there is none better by that aim that reaches as much.

    `same` names the plan whose steps it has too: "recommended", or the aim of an earlier alternative.
    """

    aim: Aim
    pathway: Pathway
    proven: bool
    same: str | None = None


def alternatives(
    catalog: Catalog, request: Request, pathway: Pathway, limits: Limits | None = None
) -> tuple[Alternative, ...]:
    """One for each aim, in the order of Aim; none without a plan. Raises ValueError (see `alternative`)."""
    found: list[Alternative] = []
    if not _stands(pathway):
        return ()
    for aim in Aim:
        new = alternative(catalog, request, pathway, aim, limits)
        twin = next((other.aim for other in found if other.pathway.steps == new.pathway.steps), None)
        found.append(replace(new, same=new.same or twin))
    return tuple(found)


def alternative(
    catalog: Catalog, request: Request, pathway: Pathway, aim: Aim, limits: Limits | None = None
) -> Alternative:
    """The best plan by the aim that reaches nearly as much as `pathway`; `pathway` itself when none is better.

    It keeps REACH_PERCENT of the evidence points, and is at most MORE_TROUBLE more trouble.

    Its pathway's status compares it with the recommended plan's objective: usually GAP, the price of being cheaper.
    Raises ValueError when `pathway` holds no plan, or a step that is no candidate for the request.
    """
    if not _stands(pathway):
        raise ValueError("there is no plan to compare with")
    problem = shortlist(instance(catalog, request))
    choices, proven = _best(problem, aim, _bounds(problem, pathway), limits or Limits())
    proven &= not problem.shortened
    if choices is None:
        return Alternative(aim, pathway, False, RECOMMENDED)
    found = checked(problem, Outcome(Found.FEASIBLE, choices, bound=pathway.bound))
    if not _better(catalog, aim, found, pathway):
        return Alternative(aim, pathway, proven, RECOMMENDED)
    return Alternative(aim, found, proven)


def _stands(pathway: Pathway) -> bool:
    return pathway.status not in (Status.INFEASIBLE, Status.UNKNOWN) and bool(pathway.steps)


def _better(catalog: Catalog, aim: Aim, found: Pathway, pathway: Pathway) -> bool:
    if aim is Aim.CHEAPEST:
        return found.cents < pathway.cents
    if aim is Aim.EARLIEST:
        return max(step.end for step in found.steps) < max(step.end for step in pathway.steps)
    return recognition(catalog, found) > recognition(catalog, pathway)


def _best(
    problem: Problem, aim: Aim, bounds: tuple[int, int], limits: Limits
) -> tuple[tuple[Choice, ...] | None, bool]:
    """The best choices by the aim, and whether that is proven. The items' own days are looked at only if they bind."""
    if problem.dated:
        loose = undated(problem)
        choices, proven = _solved(loose, aim, bounds, limits)
        if choices:
            goal, points = reached(loose, aim, in_order(loose, choices)), value(loose, in_order(loose, choices))
            for order in orders(problem, choices):
                if fits(problem, order) and value(problem, order) >= points and reached(problem, aim, order) >= goal:
                    return tuple(order), proven
    return _solved(problem, aim, bounds, limits)


def _solved(
    problem: Problem, aim: Aim, bounds: tuple[int, int], limits: Limits
) -> tuple[tuple[Choice, ...] | None, bool]:
    built = model(problem)
    aimed = terms(built, aim)
    reach = _reach(built, bounds)
    first = solve(built, aimed, limits, reach)
    if not first.values:
        return None, False
    answer = settle(built, limits, (*reach, limit(built, aim, aimed, first.objective)))
    return read(built, answer.values or first.values), first.found is Found.OPTIMAL


def _reach(built: Model, bounds: tuple[int, int]) -> tuple[Row, ...]:
    least, most = bounds
    trouble = Row(tuple(built.of_study("trouble")), None, most, "trouble")
    return Row(tuple(built.evidence()), least, None, "reach"), trouble


def _bounds(problem: Problem, pathway: Pathway) -> tuple[int, int]:
    """The evidence points that must be kept, and the trouble that there may be.

    Raises ValueError when it is of another catalog.
    """
    evidence, trouble = pathway.value, 0
    for step in pathway.steps:
        i = problem.index(step.credential)
        if i is None:
            raise ValueError(f"{step.credential} is no candidate for this request")
        if step.route == "study":
            usd = problem.catalog.convert(step.cents, currency_of(problem.request), "USD") or 0
            evidence += usd // CENTS_A_POINT + PER_QUARTER_HOUR * step.quarter_hours + problem.items[i].trouble
            trouble += problem.items[i].trouble
    return -(-evidence * REACH_PERCENT // 100), trouble + MORE_TROUBLE
