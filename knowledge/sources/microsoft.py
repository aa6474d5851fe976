"""Reads saved answers of Microsoft Learn's catalog, in both shapes.

The Catalog API (snake_case, one object with lists; documented to work until June 2026) and the Learn Platform API
(camelCase, pages of {"value": [...], "nextLink"}). Neither states a price, and `renewal_frequency_in_days` says 0
both for never and for unknown: price and validity stay unknown.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from knowledge.sources.draft import Draft, Giver, Links, Offer, Source, Taught
from knowledge.sources.reading import Broken, File, Problem, broken, each, link, text

MICROSOFT = Giver("microsoft", "Microsoft", "https://www.microsoft.com", "vendor")
_LISTS = ("mergedCertifications", "certifications", "appliedSkills", "exams")
_OTHERS = ("modules", "units", "learningPaths", "courses", "levels", "roles", "products", "subjects")
_LEVELS = {"beginner": 1, "intermediate": 2, "advanced": 3}
_EXAM = re.compile(r"^(?:exam|examination)\.(.+)$", re.I)
_CODE = re.compile(r"\b([A-Z]{2,3}-\d{3,4})\b")
_TRACKING = re.compile(r"\?WT\.mc_id=[^&#]*$")
Item = Mapping[str, Any]


def is_microsoft(value: Any) -> bool:
    """Whether parsed JSON has one of the two shapes."""
    if isinstance(value, list):
        return bool(value) and all(is_microsoft(page) for page in value)
    if not isinstance(value, Mapping):
        return False
    if any(isinstance(value.get(name), list) for name in (*_LISTS, *_OTHERS)):
        return all(_has_id(item) for name in _LISTS for item in each(value.get(name)))
    items = value.get("value")
    return isinstance(items, list) and bool(items) and all(_has_id(item) and "title" in item for item in items)


def _has_id(item: Any) -> bool:
    return isinstance(item, Mapping) and bool(item.get("uid") or item.get("id"))


def read(files: Sequence[File]) -> Draft:
    """Certifications and applied skills; exams give codes and minutes. Raises Broken with each item that fails."""
    draft = Draft("microsoft", {MICROSOFT.key: MICROSOFT})
    problems: list[Problem] = []
    items: dict[str, tuple[str, str, Item]] = {}
    exams: dict[str, Item] = {}
    for file in files:
        for kind, where, item in _items(file.json(), file.name):
            key = _key(item)
            if not text(item.get("title")):
                problems.append(Problem(where, f"{key!r} has no title"))
            elif kind == "exams":
                exams[key] = item
            elif key not in items or kind == "mergedCertifications":
                other = items.get(key, ("", "", {}))[2]
                items[key] = (kind, where, {**other, **item})
    if problems:
        raise Broken(problems)
    if not items:
        raise broken(files[0].name, "there is no certification or applied skill in it")
    for key, (kind, where, item) in items.items():
        draft.offers[key] = _offer(key, kind, where, item, exams)
    if exams:
        draft.notes.append(f"{len(exams)} exams give their codes and minutes to the certifications that name them")
    return draft


def _items(value: Any, name: str) -> Iterator[tuple[str, str, Item]]:
    """(list it is in, where, item) for both shapes; a folder or list of pages is read page by page."""
    for number, page in enumerate(each(value), 1):
        place = f"{name} page {number}" if isinstance(value, list) else name
        if not is_microsoft(page):
            raise broken(place, "this is neither an answer of the Catalog API nor a page of the Learn Platform API")
        for kind in _LISTS:
            for n, item in enumerate(each(page.get(kind)), 1):
                yield kind, f"{place} {kind} {n}", item
        for n, item in enumerate(each(page.get("value")), 1):
            kind = _platform_kind(item)
            if kind:
                yield kind, f"{place} value {n}", item


def _platform_kind(item: Item) -> str:
    """Which list an item of a page would be in: by its type, else by the beginning of its id."""
    said = f"{text(item.get('type'))} {_key(item)}".lower()
    if "exam" in text(item.get("type")).lower() or _key(item).lower().startswith("exam"):
        return "exams"
    if "applied" in said:
        return "appliedSkills"
    return "certifications" if "cert" in said else ""


def _key(item: Item) -> str:
    return text(item.get("uid") or item.get("id"))


def _both(item: Item, snake: str) -> Any:
    """A field by its name in either shape."""
    head, *tail = snake.split("_")
    return item.get(snake, item.get(head + "".join(word.capitalize() for word in tail)))


def _words(values: Any) -> list[str]:
    """Taxonomy terms: plain ids in one shape, {"id", "name"} in the other."""
    return [text(v.get("id") or v.get("name")) if isinstance(v, Mapping) else text(v) for v in each(values)]


def _offer(key: str, kind: str, where: str, item: Item, exams: Mapping[str, Item]) -> Offer:
    mine = [(id, exams.get(id, {})) for id in _words(item.get("exams"))]
    page = _TRACKING.sub("", link(item.get("url")))
    facts: dict[str, Any] = {}
    levels = [_LEVELS[word.lower()] for word in _words(item.get("levels")) if word.lower() in _LEVELS]
    if levels:
        facts["level"] = max(levels)
    own = _minutes(item)
    lengths = [own] if own else [minutes for _, exam in mine if (minutes := _minutes(exam))]
    if len(lengths) == 1 and lengths[0]:
        facts["exam"] = {"minutes": lengths[0]}
    if retires := _day(_both(item, "retirement_date")):
        facts |= {"status": "retiring", "retires_on": retires}
    before = [text(id) for id in each(item.get("prerequisites")) if text(id)]
    codes = [code for id, exam in mine if (code := _code(id, exam))]
    skills = [text(skill) for skill in each(item.get("skills")) if text(skill)]
    return Offer(
        key=key,
        where=where,
        name=text(item["title"]),
        giver=MICROSOFT.key,
        kind="micro-credential" if kind == "appliedSkills" else "certification",
        code=codes[0] if len(codes) == 1 else "",
        url=page,
        facts=facts,
        links=Links(recommended={"all": before} if before else None),
        skills=tuple(Taught(skill, role="tested") for skill in skills),
        source=Source(
            f"{text(item['title'])}, Microsoft Learn catalog",
            page,
            _day(_both(item, "last_modified")) or _day(item.get("updatedAt")),
        ),
    )


def _minutes(item: Item) -> int | None:
    said = _both(item, "exam_duration_in_minutes")
    return said if isinstance(said, int) and not isinstance(said, bool) and said > 0 else None


def _code(id: str, exam: Item) -> str:
    """AZ-104, from the exam's id or display name."""
    for said in (text(_both(exam, "display_name")), _EXAM.sub(r"\1", id).upper(), text(exam.get("title"))):
        if found := _CODE.search(said.upper()):
            return found[1]
    return ""


def _day(value: Any) -> str:
    found = re.match(r"\d{4}-\d{2}-\d{2}", text(value))
    return found[0] if found else ""
