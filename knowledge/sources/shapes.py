"""Whether records from outside have the shape of our own format (docs/catalog.md), field by field.

The reader of the shipped catalog trusts its files; what somebody imports is looked at first.
"""

from collections.abc import Callable, Iterator
from typing import Any

Shape = Any
"""A type, None or a tuple of shapes (any of them), a list of one shape, a dict of fields, or a function."""
_WORDS: dict[Any, str] = {
    str: "a text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    None: "nothing",
}
TEXTS: Shape = [str]
_SOURCES: Shape = (None, {str: TEXTS})


def _requirement(value: Any) -> str | None:
    """A credential id, {all: [...]} or {any: [...]}, nested."""
    if value is None or isinstance(value, str):
        return None
    if isinstance(value, dict) and len(value) == 1 and value.keys() <= {"all", "any"}:
        ((_, parts),) = value.items()
        if isinstance(parts, list) and parts and not any(part is None for part in parts):
            return next((wrong for part in parts if (wrong := _requirement(part))), None)
    return "an id, {all: [...]} or {any: [...]} is expected"


def _skill(value: Any) -> str | None:
    """A name, or a record with id or name."""
    if isinstance(value, str):
        return None
    wrong = next(misfits(value, {"id": (None, str), "name": (None, str), "level": int, "role": str}), None)
    return wrong or (None if value.get("id") or value.get("name") else "an id or a name is expected")


_MONEY: Shape = (None, int, float)
_FEE: Shape = {
    **dict.fromkeys(("kind", "currency", "audience"), str),
    "amount": _MONEY,
    "count": int,
    "per": (None, str),
    "optional": bool,
    "unconfirmed": bool,
    "sources": TEXTS,
    "disagree": (None, {str: _MONEY}),
}
_YEARS: Shape = {"required": (None, int, float), "recommended": (None, int, float)}
CREDENTIAL: Shape = {
    **dict.fromkeys(("id", "name", "short", "issuer", "kind", "domain", "url", "status"), str),
    **dict.fromkeys(("code", "retires_on", "replaced_by", "outline_url"), (None, str)),
    **dict.fromkeys(
        ("aliases", "equivalent_to", "part_of", "employer_partners", "languages", "unconfirmed"), (None, TEXTS)
    ),
    "level": int,
    "fees": (None, [_FEE]),
    "exam": (None, {"minutes": (None, int), **dict.fromkeys(("proctored", "hands_on", "none"), (None, bool))}),
    "hours": (None, {"low": (int, float), "high": (int, float), "basis": str}),
    "validity_months": (None, int),
    "renewal": (None, {"rule": str, "ce_hours": (None, int), "fee": _MONEY, "currency": (None, str)}),
    "prerequisites": (
        None,
        {"required": _requirement, "recommended": _requirement, "experience_years": (None, _YEARS)},
    ),
    "awarded_by": (None, {"at_least": int, "of": TEXTS}),
    "award_only": bool,
    "credit": (None, {"ects": _MONEY, "us": _MONEY, "level": (None, str), "institutions": TEXTS}),
    "skills": (None, [_skill]),
    "sources": _SOURCES,
    "disagree": (None, {str: {str: lambda _value: None}}),
}
ISSUER: Shape = {
    **dict.fromkeys(("id", "name", "kind", "url"), str),
    **dict.fromkeys(("country", "verify_url"), (None, str)),
    **dict.fromkeys(("aliases", "employer_partners", "unconfirmed"), (None, TEXTS)),
    "sources": _SOURCES,
}
SKILL: Shape = {"id": str, "name": str, "aliases": (None, TEXTS), "esco": (None, str), "onet": (None, str)}
ROLE: Shape = {
    **dict.fromkeys(("id", "name", "family"), str),
    **dict.fromkeys(("esco", "onet_soc", "nice"), (None, str)),
    **dict.fromkeys(("aliases", "unconfirmed"), (None, TEXTS)),
    "essential": {str: int},
    "optional": (None, {str: int}),
    "sources": _SOURCES,
}
REFERENCE: Shape = {"title": str, "url": str, "as_of": (str, int), "derived_from": (None, str)}
RECORDS = {"issuers": ISSUER, "credentials": CREDENTIAL, "skills": SKILL, "roles": ROLE}


def misfits(value: Any, shape: Shape, at: str = "") -> Iterator[str]:
    """What does not fit, each as "place: what is expected"."""
    place = f"{at}: " if at else ""
    match shape:
        case tuple():
            if all(any(misfits(value, one, at)) for one in shape):
                yield from misfits(value, shape[-1], at)  # the last one says it best: nothing comes first
        case list():
            if not isinstance(value, list):
                yield f"{place}a list is expected"
                return
            for number, item in enumerate(value, 1):
                yield from misfits(item, shape[0], f"{at} {number}".strip())
        case dict():
            yield from _fields(value, shape, at, place)
        case type() | None:
            fits = value is None if shape is None else isinstance(value, shape)
            if not fits or (isinstance(value, bool) and shape is not bool):
                yield f"{place}{_WORDS[shape]} is expected"
        case _:
            yield from _checked(value, shape, place)


def _fields(value: Any, shape: Shape, at: str, place: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{place}a record is expected"
        return
    for key, content in value.items():
        if str in shape:  # any key
            inner = shape[str] if isinstance(key, str) else None
        else:
            inner = shape.get(key, KeyError) if isinstance(key, str) else KeyError
        if inner is KeyError:
            yield f"{place}unknown field {str(key)[:40]!r}"
        else:
            yield from misfits(content, inner, f"{at} {str(key)[:40]}".strip())


def _checked(value: Any, check: Callable[[Any], str | None], place: str) -> Iterator[str]:
    if wrong := check(value):
        yield f"{place}{wrong}"
