"""The independent check: replays a pathway from the catalog and the request alone (docs/planner.md).

It imports nothing that makes plans. A plan that leaves any violation reaches nobody.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isfinite

from knowledge.catalog import Catalog
from planner.check_money import in_usd, plan_currency, weekly, worth_usd
from planner.check_replay import Finding, Found, replay
from planner.check_rests import Same, equivalents
from planner.check_steps import bars, numbers, renewals, totals
from planner.check_support import support
from planner.check_value import Gap, gaps, goals, steep, wanted
from planner.pathway import Pathway, Status
from planner.request import Request

RULES = (
    *("catalog", "request", "unknown-id", "currency", "status", "conflicts", "candidates"),
    *("duplicate", "equivalents", "held", "locked", "idle", "route", "award-only"),
    *("retired", "retiring", "excluded", "excluded-issuer", "filter", "language", "experience", "estimate"),
    *("cost", "cost-basis", "about", "hours", "hours-basis", "total-cents", "total-hours", "budget"),
    *("prerequisite", "award", "circular", "order", "needs", "dates", "deadline", "session", "exam-window"),
    *("evidence", "evidence-deadline", "evidence-once", "evidence-best", "points"),
    *("value", "bound", "gap", "coverage", "open", "coverage-minimum", "renewal"),
)
"""The name of every rule that can be broken."""

WITHOUT_STEPS = (Status.INFEASIBLE, Status.UNKNOWN)
CONFLICT = re.compile(
    r"budget|hours|deadline|language|experience|coverage:\d+|(locked|excluded|excluded-issuer):.+"
    r"|only:(hands_on|proctored|credit|free)"
)
GAP_ERROR = 0.01


@dataclass(frozen=True, slots=True)
class Violation:
    """A broken rule (one of RULES), the credential, skill or goal `where` it is broken, and what was found."""

    rule: str
    where: str
    text: str


def check(catalog: Catalog, pathway: Pathway) -> list[Violation]:
    """Every rule that the pathway breaks; an empty list for a valid one."""
    found = list(_entry(catalog, pathway))
    if not found:
        found = list(_no_steps(pathway) if pathway.status in WITHOUT_STEPS else _plan(catalog, pathway))
    return [Violation(*finding) for finding in found]


def _entry(catalog: Catalog, pathway: Pathway) -> Iterator[Finding]:
    """What must hold before a replay makes sense."""
    if pathway.catalog != catalog.version:
        yield "catalog", "", "made from another catalog"
    yield from _asked(catalog, pathway.request)
    currency = plan_currency(pathway.request)
    if pathway.currency != currency or not worth_usd(catalog, currency):
        yield "currency", pathway.currency, f"the plan counts in {currency}, which needs a rate"
    for step in pathway.steps:
        for name in (step.credential, *step.needs):
            if name not in catalog.credentials:
                yield "unknown-id", name, "no such credential"


def _asked(catalog: Catalog, request: Request) -> Iterator[Finding]:
    hours = request.hours_per_week
    if not (isfinite(hours) and hours > 0 and weekly(request).denominator == 1):
        yield "request", "hours_per_week", f"{hours} is not a positive number of quarter-hours"
    for week in request.weeks:
        if not (isfinite(week.hours) and week.hours >= 0 and (Fraction(str(week.hours)) * 4).denominator == 1):
            yield "request", "weeks", f"{week.hours} is not a number of quarter-hours"
    for index, goal in enumerate(request.goals):
        skills = {target.skill for target in goal.targets}
        weights = [goal.weight, *(target.weight for target in goal.targets)]
        if min(weights) <= 0 or len(skills) < len(goal.targets) or not isfinite(goal.min_coverage):
            yield "request", str(index), "a weight, a doubled target or the coverage makes no sense"
        if goal.role is not None and goal.role not in catalog.occupations:
            yield "unknown-id", goal.role, "no such role"


def _no_steps(pathway: Pathway) -> Iterator[Finding]:
    if pathway.steps or pathway.cents or pathway.quarter_hours or pathway.value:
        yield "status", "", f"{pathway.status} with steps, cost or value"
    well_formed = all(CONFLICT.fullmatch(name) for name in pathway.conflicts)
    if not well_formed or bool(pathway.conflicts) != (pathway.status == Status.INFEASIBLE):
        yield "conflicts", "", f"{pathway.status} because of {pathway.conflicts}"


def _plan(catalog: Catalog, pathway: Pathway) -> Iterator[Finding]:
    same = equivalents(catalog)
    steps = replay(catalog, pathway, same)
    opened = gaps(catalog, pathway.request)
    yield from _choice(pathway, steps, same)
    yield from _idle(pathway, opened)
    for found in steps:
        yield from bars(pathway.request, found)
        yield from numbers(found)
    yield from totals(pathway, steps)
    yield from renewals(pathway, steps)
    yield from support(pathway, steps, same)
    currency = plan_currency(pathway.request)
    dollars = sum(in_usd(catalog, found.price.cents, currency) // 2 for found in steps)
    topics = {skill for goal in pathway.request.goals for skill in wanted(catalog, goal)}
    points = dollars + steep(catalog, pathway.request, steps, same)
    yield from goals(catalog, pathway, steps, opened, points, topics)
    yield from _proof(pathway)


def _choice(pathway: Pathway, steps: Sequence[Found], same: Same) -> Iterator[Finding]:
    """Which credentials are in the plan, each once."""
    held = set(pathway.request.held.credentials)
    names = [found.step.credential for found in steps]
    for name in sorted(set(names)):
        others = same.get(name, set()) - {name}
        if names.count(name) > 1:
            yield "duplicate", name, "earned twice"
        if others & set(names):
            yield "equivalents", name, "in a plan with its equivalent"
        if ({name} | others) & held:
            yield "held", name, "held already, or its equivalent is"
    for name in pathway.request.locked:
        if name not in held and name not in names:
            yield "locked", name, "asked for and not in the plan"
    if pathway.candidates < len(names):
        yield "candidates", "", f"{len(names)} steps from {pathway.candidates} candidates"


def _idle(pathway: Pathway, opened: Sequence[Mapping[str, Gap]]) -> Iterator[Finding]:
    """Without a gap nobody needs more than what was asked for and what that rests on."""
    if any(opened):
        return
    used = {need for step in pathway.steps for need in step.needs}
    for step in pathway.steps:
        if step.credential not in pathway.request.locked and step.credential not in used:
            yield "idle", step.credential, "no goal has a gap and nothing asked for needs it"


def _proof(pathway: Pathway) -> Iterator[Finding]:
    """Status, bound and gap agree with each other; conflicts are for requests without a plan."""
    value, bound, gap = pathway.value, pathway.bound, pathway.gap
    if pathway.conflicts:
        yield "conflicts", "", "a plan has none"
    if bound is not None and bound < value:
        yield "bound", "", f"{bound} is below the value {value}"
    proven = bound is not None and bound == value
    if (pathway.status, proven, bound is None) not in (
        (Status.PROVEN, True, False),
        (Status.GAP, False, False),
        (Status.HEURISTIC, False, True),
    ):
        yield "status", "", f"{pathway.status} with value {value} and bound {bound}"
    if pathway.status == Status.GAP and bound is not None:
        real = 100 * (bound - value) / max(1, abs(value))
        if gap is None or not abs(gap - real) <= GAP_ERROR:
            yield "gap", "", f"{gap} instead of {real}"
    elif gap:
        yield "gap", "", f"{pathway.status} with a gap of {gap}"
