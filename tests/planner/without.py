"""Takes a feature away from an instance again, so that a test can see whether it changed the answer."""

from dataclasses import replace
from datetime import timedelta

from knowledge.catalog import Catalog
from knowledge.credentials import (
    Credential,
    StudyHours,
)
from planner.request import Only, Request
from tests.planner.builder import HOBBY


def each(catalog: Catalog, change) -> Catalog:
    """The catalog with every credential changed by a function."""
    return replace(catalog, credentials={name: change(item) for name, item in catalog.credentials.items()})


def _late(request: Request) -> Request:
    far = request.start + timedelta(365 * 30)
    return replace(request, goals=tuple(replace(g, by=far if g.by else None) for g in request.goals))


def _fee(item: Credential, **fields) -> Credential:
    return replace(item, fees=tuple(replace(fee, **fields) for fee in item.fees))


def _same_day(request: Request) -> Request:
    days = [goal.by for goal in request.goals]
    last = None if None in days else max(days)
    return replace(request, goals=tuple(replace(goal, by=last) for goal in request.goals))


def without(feature: str, catalog: Catalog, request: Request) -> tuple[Catalog, Request]:
    """The same instance with a feature taken away."""
    match feature:
        case "budget":
            return catalog, replace(request, budget=replace(request.budget, cents=10**9)) if request.budget else request
        case "deadline":
            return catalog, _late(request)
        case "two-goals":
            return catalog, _same_day(request)
        case "minimum":
            return catalog, replace(request, goals=tuple(replace(g, min_coverage=0.0) for g in request.goals))
        case "held" | "held-equivalent":
            return catalog, replace(request, held=replace(request.held, credentials=()))
        case "held-skill":
            return catalog, replace(request, held=replace(request.held, skills={}))
        case "locked":
            return catalog, replace(request, locked=())
        case "hobby":
            return each(catalog, lambda c: replace(c, skills=tuple(s for s in c.skills if s.skill != HOBBY))), request
        case "studied":
            return catalog, replace(request, studied={})
        case "excluded":
            return catalog, replace(request, excluded=())
        case "excluded-issuer":
            return catalog, replace(request, excluded_issuers=())
        case "retired" | "retiring":
            alive = {"status": "active"}
            return each(catalog, lambda c: replace(c, **alive) if c.status == feature else c), request
        case "language":
            return catalog, replace(request, language=None)
        case "experience":
            return catalog, replace(request, experience_years=99)
        case "filter":
            return catalog, replace(request, only=Only())
        case "member":
            return catalog, replace(request, member=False)
        case "twins":
            return each(catalog, lambda c: replace(c, equivalent_to=())), request
        case "stack" | "stack-or-buy":
            return each(catalog, lambda c: c if c.award_only else replace(c, awarded_by=None)), request
        case "subscription":
            return each(catalog, lambda c: _fee(c, per=None)), request
        case "optional":
            return each(catalog, lambda c: _fee(c, optional=False)), request
        case "disagree":
            return each(catalog, lambda c: _fee(c, disagree={})), request
        case "no-estimate":
            known = StudyHours(1, 1, "stated")
            easy = each(catalog, lambda c: replace(c, hours=c.hours or known))
            return each(easy, lambda c: replace(c, fees=tuple(replace(f, cents=f.cents or 0) for f in c.fees))), request
        case "session":
            return each(catalog, lambda c: replace(c, sessions=None)), request
        case "window":
            return each(catalog, lambda c: replace(c, exam_windows=None)), request
        case "retake":
            return catalog, replace(request, not_before={})
        case "calendar":
            return catalog, replace(request, away=(), weeks=())
        case "credit" | "credit-held":
            held = set(request.held.credentials)
            mine = feature == "credit-held"
            return each(
                catalog, lambda c: _shortened(c, [s for s in c.shortened_by if (s.credential in held) != mine])
            ), request
        case "advised":
            return each(
                catalog, lambda c: replace(c, prerequisites=replace(c.prerequisites, recommended=None))
            ), request
        case "recognition":
            return replace(catalog, version="0" * 64), request
        case "alternative":
            first = {
                s.skill: name
                for name in sorted(catalog.credentials, reverse=True)
                for s in catalog.credentials[name].skills
            }
            return each(
                catalog, lambda c: replace(c, skills=tuple(s for s in c.skills if first[s.skill] == c.id))
            ), request
    raise KeyError(feature)


def _shortened(item: Credential, entries) -> Credential:
    return replace(item, shortened_by=tuple(entries))
