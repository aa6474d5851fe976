"""Every step of a plan on its own, for the check: bars, route, numbers, dates (docs/planner.md)."""

from collections.abc import Iterator, Sequence
from datetime import date

from planner.check_replay import Finding, Found
from planner.pathway import Basis, Pathway
from planner.request import Request


def bars(request: Request, found: Found) -> Iterator[Finding]:
    """Why a credential may not be a candidate."""
    item, only, exam = found.credential, request.only, found.credential.exam
    price, (_, hours_basis) = found.study
    unsure = Basis.UNKNOWN in (hours_basis, price.basis)
    asked_for = item.id in request.locked
    reasons = {
        "retired": item.status == "retired",
        "retiring": item.status == "retiring" and (not item.retires_on or found.end >= item.retires_on),
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
        ("dates", (step.start, step.studied_by or step.end, step.end), (found.start, found.studied, found.end)),
    ):
        if claimed != real:
            yield rule, step.credential, f"{claimed} instead of {real}"
    if found.missed:
        yield found.missed, step.credential, "no day is left"


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


def renewals(pathway: Pathway, steps: Sequence[Found]) -> Iterator[Finding]:
    """What expires before the target day, or the plan's end without one, is named."""
    days = [goal.by for goal in pathway.request.goals if goal.by] or [found.end for found in steps]
    expected = {
        found.credential.id
        for found in steps
        if found.credential.validity_months and _later(found.end, found.credential.validity_months) < max(days)
    }
    named = {name for code in pathway.assumptions for kind, _, name in [code.partition(":")] if kind == "renewal"}
    for name in sorted(expected ^ named):
        yield (
            "renewal",
            name,
            "expires before the target day and is not named" if name in expected else "does not expire",
        )


def _later(day: date, months: int) -> date:
    """The same day of a later month, its last day where the month is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    if day.year + years > date.max.year:
        return date.max
    for number in range(day.day, 27, -1):
        try:
            return date(day.year + years, month + 1, number)
        except ValueError:
            continue
    return date(day.year + years, month + 1, day.day)
