"""Builders of small catalogs and requests; everything not named is harmless."""

from datetime import date
from decimal import Decimal
from typing import Any

from knowledge.catalog import Catalog, Rate
from knowledge.credentials import Award, Credential, Fee, Issuer, Prerequisites, Requirement, Shows, StudyHours
from knowledge.vocabulary import Occupation, Skill
from planner.request import Budget, Goal, Request, Target

START = date(2027, 1, 4)


def credential(
    id: str,
    skills: dict[str, int] | None = None,
    *,
    dollars: float | None = 100,
    hours: float | None = 10,
    needs: Requirement | None = None,
    award: Award | None = None,
    years: float = 0,
    **more: Any,
) -> Credential:
    """A credential with one exam fee."""
    cents = None if dollars is None else round(dollars * 100)
    fields: dict[str, Any] = {
        "id": id,
        "name": id.title(),
        "short": id,
        "issuer": "acme",
        "kind": "certification",
        "level": 1,
        "domain": "cloud",
        "url": "https://example.org",
        "fees": (Fee("exam", cents, "USD"),),
        "hours": None if hours is None else StudyHours(hours, hours, "stated"),
        "prerequisites": Prerequisites(required=needs, years_required=years),
        "awarded_by": award,
        "skills": tuple(Shows(skill, level, "tested") for skill, level in (skills or {}).items()),
    }
    return Credential(**(fields | more))


def catalog(*credentials: Credential, rates: dict[str, str] | None = None) -> Catalog:
    """A catalog of these credentials with all skills and issuers they name, and one role `clerk` (a 2, b 2)."""
    names = {"a", "b", "c", "d"} | {s.skill for one in credentials for s in one.skills}
    return Catalog(
        issuers={i: Issuer(i, i, "vendor", "https://example.org") for i in {"acme", *(c.issuer for c in credentials)}},
        credentials={c.id: c for c in credentials},
        skills={name: Skill(name, name) for name in names},
        occupations={"clerk": Occupation("clerk", "Clerk", "service", (), {"a": 2}, {"b": 2})},
        references={},
        rates={k: Rate(k, Decimal(v), START, ()) for k, v in (rates or {"EUR": "1.25"}).items()},
        version="test",
    )


def goal(targets: dict[str, int], **more: Any) -> Goal:
    """A goal of equally weighted targets."""
    return Goal(targets=tuple(Target(skill, need) for skill, need in targets.items()), **more)


def request(*goals: Goal, hours: float = 10, dollars: float | None = None, **more: Any) -> Request:
    """A request that starts on Monday 4 January 2027 with 10 hours a week."""
    if dollars is not None:
        more["budget"] = Budget(round(dollars * 100))
    return Request(goals=goals, start=START, hours_per_week=hours, **more)
