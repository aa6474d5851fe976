"""Records of a catalog as the plain values of our own format (docs/catalog.md): the inverse of `own`."""

from collections.abc import Mapping
from dataclasses import MISSING, fields
from datetime import date
from decimal import Decimal
from typing import Any

from knowledge.catalog import Rate
from knowledge.credentials import AllOf, AnyOf, Award, Credential, Fee, Prerequisites, Reference, Renewal, Requirement
from knowledge.credentials import Issuer as Giver
from knowledge.vocabulary import Occupation, Skill

Raw = dict[str, Any]
_ALWAYS = {"id", "name", "issuer", "kind", "level", "domain", "url", "family", "essential"}


def amount(cents: int | None) -> int | float | None:
    """Cents as the whole units of our format; with decimals only where there are some."""
    return None if cents is None else cents // 100 if cents % 100 == 0 else float(Decimal(cents) / 100)


def reference(r: Reference) -> Raw:
    """One reference, without its id (which is its key)."""
    more = {"derived_from": r.derived_from} if r.derived_from else {}
    return {"title": r.title, "url": r.url, "as_of": r.dated, **more}


def rate(r: Rate) -> Raw:
    """One rate, without its currency (which is its key)."""
    usd = int(r.usd) if r.usd == int(r.usd) else float(r.usd)
    return {"usd": usd, "as_of": r.as_of.isoformat(), "sources": list(r.sources)}


def record(value: Skill | Occupation | Giver | Credential) -> Raw:
    """One record; what is unknown or at its harmless default is left out."""
    found: Raw = {}
    for field in fields(value):
        content = getattr(value, field.name)
        default = field.default if field.default is not MISSING else None
        if field.name in _ALWAYS or (content != default and content not in (None, (), {}, Prerequisites())):
            found[field.name] = fact(content)
    return found


def fact(content: Any) -> Any:
    """The plain form of any field's value."""
    match content:
        case Fee():
            return _fee(content)
        case Renewal():
            found = {"rule": content.rule, "ce_hours": content.ce_hours, "fee": amount(content.cents)}
            return {k: v for k, v in {**found, "currency": content.currency}.items() if v is not None}
        case Prerequisites():
            return _prerequisites(content)
        case AllOf() | AnyOf():
            return requirement(content)
        case Award():
            return {"at_least": content.at_least, "of": list(content.of)}
        case Mapping():
            return {key: fact(value) for key, value in content.items()}
        case tuple() | list():
            return [fact(value) for value in content]
        case date():
            return content.isoformat()
        case str() | int() | float() | None:
            return content
        case _:  # exam, hours, credit, shown skills: as they are, without what is unknown
            plain = {field.name: fact(getattr(content, field.name)) for field in fields(content)}
            if "skill" in plain:
                plain = {"id": plain.pop("skill"), **plain}
            return {key: value for key, value in plain.items() if value is not None and (key != "none" or value)}


def requirement(value: Requirement | None) -> Any:
    """A prerequisite expression: an id, {all: [...]} or {any: [...]}."""
    match value:
        case AllOf(parts):
            return {"all": [requirement(part) for part in parts]}
        case AnyOf(parts):
            return {"any": [requirement(part) for part in parts]}
        case _:
            return value


def _prerequisites(value: Prerequisites) -> Raw:
    found: Raw = {"required": requirement(value.required), "recommended": requirement(value.recommended)}
    years = {"required": value.years_required, "recommended": value.years_recommended}
    if any(years.values()):
        found["experience_years"] = {key: number for key, number in years.items() if number}
    return {key: content for key, content in found.items() if content}


def _fee(fee: Fee) -> Raw:
    found: Raw = {"kind": fee.kind, "amount": amount(fee.cents), "currency": fee.currency}
    defaults = {"audience": "any", "count": 1, "per": None, "optional": False, "unconfirmed": False}
    found |= {key: getattr(fee, key) for key, usual in defaults.items() if getattr(fee, key) != usual}
    if fee.sources:
        found["sources"] = list(fee.sources)
    if fee.disagree:
        found["disagree"] = {key: amount(cents) for key, cents in fee.disagree.items()}
    return found
