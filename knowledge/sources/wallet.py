"""Reads the public badges of a Credly account (badges.json): what somebody holds, and the badges as credentials.

Of the person nothing is read: no name, no photo, no address of a single badge, no evidence. When a badge was issued
and when it expires goes into the proposal to that person, never into a catalog.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from knowledge.sources.draft import Draft, Giver, Held, Links, Offer, Source, Taught
from knowledge.sources.reading import Broken, File, Problem, broken, each, link, text

_KINDS = {"certification": "certification", "validation": "badge", "learning": "badge", "experience": "badge"}
_LEVELS = {"foundational": 1, "intermediate": 2, "advanced": 4}
_SUFFIX = re.compile(r"/org/[^/?#]+/badge/[^/?#]+")


def is_wallet(value: Any) -> bool:
    """Whether parsed JSON has the shape of such a file."""
    badges = value.get("data") if isinstance(value, Mapping) else value
    return (
        isinstance(badges, list)
        and bool(badges)
        and all(isinstance(badge, Mapping) and "badge_template" in badge for badge in badges)
    )


def read(files: Sequence[File]) -> Draft:
    """Every badge. Raises Broken with each badge that has no name or issuer."""
    draft = Draft("wallet")
    problems: list[Problem] = []
    for file in files:
        value = file.json()
        if not is_wallet(value):
            raise broken(file.name, "this is not a list of badges with their templates")
        for number, badge in enumerate(value["data"] if isinstance(value, Mapping) else value, 1):
            try:
                _badge(draft, badge, f"{file.name} badge {number}")
            except Broken as error:
                problems += error.problems
    if problems:
        raise Broken(problems)
    _stacks(draft)
    return draft


def _badge(draft: Draft, badge: Mapping[str, Any], where: str) -> None:
    template = badge["badge_template"]
    if not isinstance(template, Mapping) or not (name := text(template.get("name"))):
        raise broken(where, "the badge has no name")
    giver = _giver(badge.get("issuer")) or _giver(template.get("issuer"))
    if giver is None:
        raise broken(where, "the badge does not say who issued it")
    key = text(template.get("id")) or f"{giver.key} {name}"
    on, until = _day(badge.get("issued_at_date"), where), _day(badge.get("expires_at_date"), where)
    draft.held.append(Held(key, name, giver.name, on, until, text(badge.get("state"))))
    draft.givers.setdefault(giver.key, giver)
    if key in draft.offers:
        return
    kind = _KINDS.get(text(template.get("type_category")).lower(), "badge")
    page = link(template.get("global_activity_url")) or _public(template)
    facts: dict[str, Any] = {}
    if level := _LEVELS.get(text(template.get("level")).lower()):
        facts["level"] = level
    if text(template.get("cost")).lower() == "free":
        facts["fees"] = [{"kind": "exam" if kind == "certification" else "course", "amount": 0, "currency": "USD"}]
    skills = [text(s.get("name")) for s in each(template.get("skills")) if isinstance(s, Mapping)]
    draft.offers[key] = Offer(
        key=key,
        where=where,
        name=name,
        giver=giver.key,
        kind=kind,
        url=page,
        facts=facts,
        links=Links(awarded_for=_parts(template)),
        skills=tuple(Taught(skill) for skill in skills if skill),
        source=Source(f"{name}, badge page", _public(template)),
    )


def _public(template: Mapping[str, Any]) -> str:
    """The template's own page; an address that belongs to one person's badge is not taken."""
    address = link(template.get("url"))
    return address if _SUFFIX.search(address) else ""


def _parts(template: Mapping[str, Any]) -> tuple[str, ...]:
    """The badges that it is given for."""
    activities = [a for a in each(template.get("badge_template_activities")) if isinstance(a, Mapping)]
    return tuple(id for a in activities if (id := text(a.get("required_badge_template_id"))))


def _giver(issuer: Any) -> Giver | None:
    entities = each(issuer.get("entities")) if isinstance(issuer, Mapping) else []
    entities = sorted((e for e in entities if isinstance(e, Mapping)), key=lambda e: not e.get("primary"))
    for item in entities:
        entity = item.get("entity")
        if isinstance(entity, Mapping) and (name := text(entity.get("name"))):
            return Giver(name.casefold(), name, link(entity.get("vanity_url")) or link(entity.get("url")))
    return None


def _stacks(draft: Draft) -> None:
    """A stack is told when every part of it is in the wallet; parts that nobody can name say nothing."""
    for key, offer in list(draft.offers.items()):
        if missing := [part for part in offer.links.awarded_for if part not in draft.offers]:
            draft.notes.append(f"{offer.where}: it is given for {len(missing)} badges that are not in the wallet")
            draft.offers[key] = replace(offer, links=Links())


def _day(value: Any, where: str) -> date | None:
    said = text(value)[:10]
    if not said:
        return None
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise broken(where, f"{said!r} is not a date") from None
