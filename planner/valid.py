"""Whether a request makes sense by itself and in a catalog. Each fault is one sentence that names the field."""

import math
from collections.abc import Iterator
from datetime import date

from knowledge.catalog import Catalog
from planner.gap import targets_of
from planner.request import Goal, Request

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
MOST_CENTS = 10**11
MOST_WEIGHT = 1000


class BadRequest(ValueError):
    """The request cannot be planned as it stands; the message is a sentence for the person who made it."""


def validate(catalog: Catalog, request: Request) -> tuple[str, ...]:
    """Everything wrong with the request, as sentences; empty when it can be planned."""
    return (*number_faults(request), *_unknown(catalog, request))


def number_faults(request: Request) -> tuple[str, ...]:
    """What is wrong whatever the catalog says: impossible numbers and dates."""
    return tuple(_numbers(request))


def _numbers(request: Request) -> Iterator[str]:
    hours = request.hours_per_week
    if not math.isfinite(hours) or not 0.25 <= hours <= 168:
        yield "hours_per_week must be between 0.25 and 168."
    elif hours * 4 % 1:
        yield "hours_per_week must be a multiple of 0.25."
    if request.budget and not 0 <= request.budget.cents <= MOST_CENTS:
        yield f"budget must be between 0 and {MOST_CENTS // 100:,}."
    years = request.experience_years
    if years is not None and not (math.isfinite(years) and 0 <= years <= 80):
        yield "experience_years must be between 0 and 80."
    if not FIRST_DAY <= request.start <= LAST_DAY:
        yield f"start must be between {FIRST_DAY} and {LAST_DAY}."
    for skill, level in request.held.skills.items():
        if not 0 <= level <= 4:
            yield f"held.skills.{skill} must be a level from 0 to 4."
    for credential, behind in request.studied.items():
        if behind < 0:
            yield f"studied.{credential} must not be negative."
    yield from _calendar(request)
    if not request.goals:
        yield "goals must name at least one goal."
    for index, goal in enumerate(request.goals):
        yield from (f"goals.{index}.{fault}" for fault in _goal(goal))


def _calendar(request: Request) -> Iterator[str]:
    spans = [(f"away.{i}", a.first, a.last) for i, a in enumerate(request.away)]
    spans += [(f"weeks.{i}", w.first, w.last) for i, w in enumerate(request.weeks)]
    for name, first, last in spans:
        if not FIRST_DAY <= first <= last <= LAST_DAY:
            yield f"{name}: first must not be after last, both between {FIRST_DAY} and {LAST_DAY}."
    for i, week in enumerate(request.weeks):
        if not math.isfinite(week.hours) or not 0 <= week.hours <= 168 or week.hours * 4 % 1:
            yield f"weeks.{i}.hours must be a multiple of 0.25 from 0 to 168."
    for credential, day in request.not_before.items():
        if not FIRST_DAY <= day <= LAST_DAY:
            yield f"not_before.{credential} must be between {FIRST_DAY} and {LAST_DAY}."


def _goal(goal: Goal) -> Iterator[str]:
    if goal.role is None and not goal.targets:
        yield "role is missing: a goal needs a role or targets."
    if goal.by is not None and not FIRST_DAY <= goal.by <= LAST_DAY:
        yield f"by must be between {FIRST_DAY} and {LAST_DAY}."
    if not (math.isfinite(goal.min_coverage) and 0 <= goal.min_coverage <= 1):
        yield "min_coverage must be between 0 and 1."
    if not 1 <= goal.weight <= MOST_WEIGHT:
        yield f"weight must be between 1 and {MOST_WEIGHT}."
    seen: set[str] = set()
    for target in goal.targets:
        if not 1 <= target.need <= 4:
            yield f"targets: the level of {target.skill} must be from 1 to 4."
        if not 1 <= target.weight <= MOST_WEIGHT:
            yield f"targets: the weight of {target.skill} must be between 1 and {MOST_WEIGHT}."
        if target.skill in seen:
            yield f"targets names {target.skill} twice."
        seen.add(target.skill)


def _unknown(catalog: Catalog, request: Request) -> Iterator[str]:
    for index, goal in enumerate(request.goals):
        if goal.role is not None and goal.role not in catalog.occupations:
            yield f"goals.{index}.role: the catalog knows no role {goal.role!r}."
            continue
        for target in targets_of(catalog, goal):
            if target.skill not in catalog.skills:
                yield f"goals.{index}.targets: the catalog knows no skill {target.skill!r}."
    named = {
        "held.credentials": request.held.credentials,
        "locked": request.locked,
        "excluded": request.excluded,
        "studied": tuple(request.studied),
        "not_before": tuple(request.not_before),
    }
    for field, ids in named.items():
        for credential in ids:
            if credential not in catalog.credentials:
                yield f"{field}: the catalog knows no credential {credential!r}."
    for skill in request.held.skills:
        if skill not in catalog.skills:
            yield f"held.skills: the catalog knows no skill {skill!r}."
    for issuer in request.excluded_issuers:
        if issuer not in catalog.issuers:
            yield f"excluded_issuers: the catalog knows no issuer {issuer!r}."
    currency = request.budget.currency if request.budget else "USD"
    if currency != "USD" and currency not in catalog.rates:
        yield f"budget.currency: the catalog has no rate for {currency!r}."
