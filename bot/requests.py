"""From what is known about a person to a planner Request."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from bot.records import GoalRecord, LearnerRecord, Profile
from bot.wish import Wish
from knowledge.catalog import Catalog
from planner.request import Budget, Goal, Held, Only, Request, Target

HORIZON_DAYS = 365
"""A wish without a deadline is planned within a year, and says so."""


def goal_of(role: str, by: date | None, catalog: Catalog) -> Goal:
    """A planner goal for an occupation id, "credential:ID" or "skill:ID"."""
    kind, _, id = role.rpartition(":")
    if kind == "credential":
        credential = catalog.credentials[id]
        return Goal(targets=tuple(Target(s.skill, s.level) for s in credential.skills), by=by)
    if kind == "skill":
        return Goal(targets=(Target(id, 3),), by=by)
    return Goal(role=role, by=by)


def goal_name(role: str, catalog: Catalog) -> str:
    """What people call the goal."""
    kind, _, id = role.rpartition(":")
    if kind == "credential":
        return catalog.credentials[id].short
    if kind == "skill":
        return catalog.skills[id].name
    return catalog.occupations[role].name


def profile_with(profile: Profile, wish: Wish) -> Profile:
    """The profile with what the wish says about the person."""
    changes: dict[str, object] = {}
    if wish.hours is not None:
        changes["hours_per_week"] = wish.hours
    if wish.cents is not None or wish.no_limit:
        changes |= {"budget_cents": None if wish.no_limit else wish.cents, "no_budget_limit": wish.no_limit}
        changes["currency"] = wish.currency or profile.currency
    for name, value in (
        ("zone", wish.zone),
        ("language", wish.language),
        ("experience_years", wish.experience),
    ):
        if value is not None:
            changes[name] = value
    changes["excluded"] = tuple(c for c in _union(profile.excluded, wish.excluded) if c not in wish.locked)
    changes["excluded_issuers"] = _union(profile.excluded_issuers, wish.excluded_issuers)
    changes["locked"] = tuple(
        c for c in _union(profile.locked, wish.locked) if c not in wish.held and c not in wish.excluded
    )
    changes["only"] = _union(profile.only, wish.only)
    return replace(profile, **changes)  # type: ignore[arg-type]


def _union(first: Iterable[str], second: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *second)))


def request_for(record: LearnerRecord, goals: tuple[GoalRecord, ...], today: date, catalog: Catalog) -> Request:
    """The planner's request for these goals, from the whole record. Needs `hours_per_week`."""
    profile = record.profile
    passed = tuple(dict.fromkeys(a.credential for a in record.achievements if a.credential in catalog.credentials))
    wanted = (id for g in goals for kind, _, id in [g.role.rpartition(":")] if kind == "credential")
    locked = tuple(c for c in _union(profile.locked, wanted) if c not in passed)
    budget = None
    if profile.budget_cents is not None and not profile.no_budget_limit:
        budget = Budget(profile.budget_cents, profile.currency)
    return Request(
        goals=tuple(goal_of(g.role, g.by or today + timedelta(days=HORIZON_DAYS), catalog) for g in goals),
        start=today,
        hours_per_week=profile.hours_per_week or 0,
        budget=budget,
        held=Held(passed, dict(record.skills)),
        locked=locked,
        excluded=tuple(c for c in profile.excluded if c not in locked),
        excluded_issuers=profile.excluded_issuers,
        only=Only(**dict.fromkeys(profile.only, True)),
        language=profile.language,
        experience_years=profile.experience_years,
    )
