"""The steps of a plan one after another, with their true numbers and dates, for the check (docs/planner.md, Dates)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.catalog import Catalog
from knowledge.credentials import Credential
from planner.check_days import Days
from planner.check_money import FREE, Price, study_price, study_time
from planner.check_rests import Same, advised, credit, rests_on
from planner.pathway import Basis, Pathway, Step

Finding = tuple[str, str, str]
"""The rule that is broken, the credential or goal where, and what was found."""


@dataclass(frozen=True, slots=True)
class Found:
    """A step and what the replay found for it.

    `study` is what studying the credential costs and takes; `price`, `quarter_hours`, `hours_basis`, `start`,
    `studied` and `end` are those of the step by its route. `begin` and `done` are the study time (planner/check_days)
    at which it is begun and complete. `missed` is the rule that says why it can be neither.
    """

    step: Step
    credential: Credential
    study: tuple[Price, tuple[int, Basis]]
    price: Price
    quarter_hours: int
    hours_basis: Basis
    start: date
    studied: date
    end: date
    begin: int
    done: int
    missed: str = ""


def replay(catalog: Catalog, pathway: Pathway, same: Same) -> list[Found]:
    """The steps in their order, each as early as it may be."""
    days, free = Days(pathway.request), 0
    steps: list[Found] = []
    for step in pathway.steps:
        found = (_award if step.route == "award" else _study)(catalog, pathway, step, steps, same, days, free)
        if step.route != "award":
            free = max(free, found.begin + 7 * found.quarter_hours)
        steps.append(found)
    return steps


def _there(pathway: Pathway, steps: Sequence[Found], moment: int) -> set[str]:
    """What is held or complete by then."""
    return set(pathway.request.held.credentials) | {f.step.credential for f in steps if f.done <= moment}


def _satisfied(pathway: Pathway, step: Step, credential: Credential, steps: Sequence[Found], same: Same) -> int:
    """The first moment at which the step has all that it rests on; 0 when it never has (another rule tells)."""
    for moment in sorted({0, *(found.done for found in steps)}):
        if rests_on(credential, step.route, _there(pathway, steps, moment), same):
            return moment
    return 0


def _award(
    catalog: Catalog, pathway: Pathway, step: Step, steps: Sequence[Found], same: Same, days: Days, free: int
) -> Found:
    credential = catalog.credentials[step.credential]
    study = study_price(catalog, pathway.request, credential), study_time(catalog, pathway.request, credential)
    given = _satisfied(pathway, step, credential, steps, same)
    day = days.day(days.ends_on(given))
    return Found(step, credential, study, FREE, 0, Basis.KNOWN, day, day, day, given, given)


def _study(
    catalog: Catalog, pathway: Pathway, step: Step, steps: Sequence[Found], same: Same, days: Days, free: int
) -> Found:
    credential, request = catalog.credentials[step.credential], pathway.request
    begin = max(free, _satisfied(pathway, step, credential, steps, same))
    # A credential that the step names and that shortens it, or is advised before it, is waited for.
    helpers = {name for name in step.needs if credit(credential, {name}, same)}
    waited = helpers | (set(step.needs) & advised(credential, same))
    begin = max([begin, *(found.done for found in steps if found.step.credential in waited)])
    study = study_price(catalog, request, credential), study_time(catalog, request, credential)
    saved = credit(credential, helpers, same)
    spent, basis = study_time(catalog, request, credential, saved)
    first = days.next_session(credential, begin, spent > 0)
    done = (
        None if first is None else days.next_exam(credential, request.not_before.get(credential.id), first + 7 * spent)
    )
    if first is None or done is None:
        missed = "session" if first is None else "exam-window"
        return Found(
            step, credential, study, study[0], spent, basis, step.start, step.studied_by or step.end, step.end,
            begin if first is None else first, begin + 7 * spent, missed,
        )  # fmt: skip
    start = days.day(days.starts_on(first) if spent else days.ends_on(first))
    studied, end = (days.day(days.ends_on(moment)) for moment in (first + 7 * spent, done))
    return Found(step, credential, study, study[0], spent, basis, start, studied, end, first, done)
