"""From what is known about a person to a planner Request, for a new plan or for the rest of an accepted one."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from bot.adgoals import ad_name, ad_targets
from bot.records import GoalRecord, LearnerRecord, Profile
from bot.wish import Wish
from knowledge.catalog import Catalog
from planner.pathway import Pathway
from planner.request import Budget, Goal, Held, Only, Request, Target
from planner.wire import pathway_from

HORIZON_DAYS = 365
"""A wish without a deadline is planned within a year, and says so."""


def goal_of(role: str, by: date | None, catalog: Catalog) -> Goal:
    """A planner goal for an occupation id, "credential:ID", "skill:ID" or a job ad (`bot.adgoals`)."""
    kind, _, id = role.rpartition(":")
    if kind == "credential":
        credential = catalog.credentials[id]
        return Goal(targets=tuple(Target(s.skill, s.level) for s in credential.skills), by=by)
    if kind == "skill":
        return Goal(targets=_around(id, catalog), by=by)
    if kind == "ad":
        return Goal(targets=ad_targets(role, catalog), by=by)
    return Goal(role=role, by=by)


def _around(skill: str, catalog: Catalog) -> tuple[Target, ...]:
    """A skill as a goal: the skill, and lightly what the credentials named after it show besides.

    So a credential that is about the skill wins over one that merely touches it.
    """
    word = catalog.skills[skill].name.split(" (")[0].lower()
    about = [
        {s.skill: s.level for s in c.skills}
        for c in catalog.credentials.values()
        if c.status == "active" and word in c.name.lower() and any(s.skill == skill for s in c.skills)
    ]
    need = max((shown[skill] for shown in about), default=3)
    beside = {
        s for shown in about for s in shown if s != skill and sum(s in other for other in about) * 2 >= len(about)
    }
    return (Target(skill, need, 100), *(Target(s, 1, 1) for s in sorted(beside)))


def goal_name(role: str, catalog: Catalog) -> str:
    """What people call the goal."""
    kind, _, id = role.rpartition(":")
    if kind == "credential":
        return catalog.credentials[id].short if id in catalog.credentials else id
    if kind == "skill":
        return catalog.skills[id].name if id in catalog.skills else id
    if kind == "ad":
        return ad_name(role, catalog)
    return catalog.occupations[role].name if role in catalog.occupations else role


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
        ("country", wish.country),
        ("experience_years", wish.experience),
    ):
        if value is not None:
            changes[name] = value
    if wish.cents or wish.no_limit:
        profile = replace(profile, only=tuple(f for f in profile.only if f != "free"))
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


def pathway_from_text(text: str) -> Pathway:
    """A stored PLAN.json."""
    return pathway_from(json.loads(text))


def spent(record: LearnerRecord) -> int:
    """Cents that are gone: what the plan counted for exams that were passed or failed since."""
    return round(sum((e.amount or 0) * 100 for e in record.progress if e.kind in {"passed", "failed"}))


def rest_request(record: LearnerRecord, goals: tuple[GoalRecord, ...], today: date, catalog: Catalog) -> Request:
    """The request for the rest of an accepted plan: from today, less what was spent and studied.

    A step that was started stays in the plan.
    """
    request = request_for(record, goals, today, catalog)
    if record.pathway is None:
        return request
    old = pathway_from_text(record.pathway.plan)
    budget = request.budget
    if budget and old.currency == budget.currency:
        budget = Budget(max(0, budget.cents - spent(record)), budget.currency)
    held, out = set(request.held.credentials), {*request.excluded}
    open_steps = [s for s in record.pathway.steps if s.credential not in held and s.credential in catalog.credentials]
    started = [s.credential for s in open_steps if s.status in {"started", "failed"} and s.credential not in out]
    behind = {s.credential: s.logged_quarter_hours for s in open_steps if s.logged_quarter_hours}
    return replace(request, budget=budget, locked=_union(request.locked, started), studied=behind)


def left(old: Pathway, record: LearnerRecord) -> Pathway:
    """The old plan without the steps that are done, to compare with."""
    done = {s.credential for s in record.pathway.steps if s.status == "done"} if record.pathway else set()
    steps = tuple(s for s in old.steps if s.credential not in done)
    return replace(
        old, steps=steps, cents=sum(s.cents for s in steps), quarter_hours=sum(s.quarter_hours for s in steps)
    )
