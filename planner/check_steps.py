"""Every step of a plan on its own, replayed for the check: bars, route, numbers, dates (docs/planner.md)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, floor

from knowledge.catalog import Catalog
from knowledge.credentials import Credential
from planner.check_money import FREE, Price, study_price, study_time, weekly
from planner.pathway import Basis, Pathway, Step
from planner.request import Request

Finding = tuple[str, str, str]
"""The rule that is broken, the credential or goal where, and what was found."""


@dataclass(frozen=True, slots=True)
class Found:
    """A step and what the replay found for it.

    `study` is what studying the credential costs and takes; `price`, `quarter_hours`, `hours_basis`, `start` and
    `end` are those of the step by its route.
    """

    step: Step
    credential: Credential
    study: tuple[Price, tuple[int, Basis]]
    price: Price
    quarter_hours: int
    hours_basis: Basis
    start: date
    end: date


def replay(catalog: Catalog, pathway: Pathway) -> list[Found]:
    """The steps one after the other, with their true numbers and dates."""
    request = pathway.request
    pace = weekly(request)
    before, steps = 0, []
    for step in pathway.steps:
        credential = catalog.credentials[step.credential]
        study = study_price(catalog, request, credential), study_time(catalog, request, credential)
        price, (spent, basis) = (FREE, (0, Basis.KNOWN)) if step.route == "award" else study
        last = max(ceil(7 * (before + spent) / pace) - 1, 0)
        first = floor(7 * before / pace) if spent else last
        start, end = _day(request.start, first), _day(request.start, last)
        steps.append(Found(step, credential, study, price, spent, basis, start, end))
        before += spent
    return steps


def _day(start: date, days: int) -> date:
    return start + timedelta(min(days, (date.max - start).days))


def bars(request: Request, found: Found) -> Iterator[Finding]:
    """Why a credential may not be a candidate."""
    item, only, exam = found.credential, request.only, found.credential.exam
    price, (_, hours_basis) = found.study
    last = last_deadline(request)
    unsure = Basis.UNKNOWN in (hours_basis, price.basis)
    asked_for = item.id in request.locked
    reasons = {
        "retired": item.status == "retired",
        "retiring": item.status == "retiring" and (not item.retires_on or not last or item.retires_on < last),
        "excluded": item.id in request.excluded,
        "excluded-issuer": item.issuer in request.excluded_issuers,
        "filter": (only.hands_on and not (exam and exam.hands_on))
        or (only.proctored and not (exam and exam.proctored))
        or (only.credit and item.credit is None)
        or (only.free and (price.cents, price.basis) != (0, Basis.KNOWN)),
        "language": request.language and item.languages is not None and request.language not in item.languages,
        "experience": item.prerequisites.years_required > (request.experience_years or 0) and not asked_for,
        "estimate": unsure and not asked_for,
    }
    for rule, barred in reasons.items():
        if barred:
            yield rule, item.id, "not a candidate for this request"


def last_deadline(request: Request) -> date | None:
    """The day before which everything ends; None when a goal has no deadline."""
    days = [goal.by for goal in request.goals if goal.by]
    return max(days) if days and len(days) == len(request.goals) else None


def numbers(found: Found) -> Iterator[Finding]:
    """Route, money, hours and dates that a step claims."""
    step = found.step
    if step.route not in ("study", "award"):
        yield "route", step.credential, f"no such route: {step.route}"
    if found.credential.award_only and step.route != "award":
        yield "award-only", step.credential, "cannot be bought"
    for rule, claimed, real in (
        ("cost", step.cents, found.price.cents),
        ("cost-basis", step.cost_basis, found.price.basis),
        ("about", step.about, found.price.about),
        ("hours", step.quarter_hours, found.quarter_hours),
        ("hours-basis", step.hours_basis, found.hours_basis),
        ("dates", (step.start, step.end), (found.start, found.end)),
    ):
        if claimed != real:
            yield rule, step.credential, f"{claimed} instead of {real}"


def totals(pathway: Pathway, steps: Sequence[Found]) -> Iterator[Finding]:
    """The sums, and what they are limited by: the budget and the last deadline."""
    cents = sum(found.price.cents for found in steps)
    quarter_hours = sum(found.quarter_hours for found in steps)
    budget, last = pathway.request.budget, last_deadline(pathway.request)
    if pathway.cents != cents:
        yield "total-cents", "", f"{pathway.cents} instead of {cents}"
    if pathway.quarter_hours != quarter_hours:
        yield "total-hours", "", f"{pathway.quarter_hours} instead of {quarter_hours}"
    if budget and cents > budget.cents:
        yield "budget", "", f"{cents} of {budget.cents}"
    for found in steps:
        if last and found.end >= last:
            yield "deadline", found.step.credential, f"ends on {found.end}, not before {last}"
