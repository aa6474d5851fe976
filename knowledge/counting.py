"""Counts which credentials an organisation's own job postings name. Text is counted and dropped; only counts remain."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from knowledge.catalog import Catalog
from knowledge.credentials import Credential
from knowledge.everyday import EVERYDAY, EVERYDAY_PHRASES
from knowledge.families import family_of_title
from knowledge.windows import Demand, Label, Window

METHOD = "title patterns and credential names, 1"
"""Names this way of counting; windows of another are never compared with it."""
SOURCE = "own postings"
LONGEST = 200_000
"""Characters of a posting that are read."""
_ACRONYM = re.compile(r"\\b(\w+)\\b")
_PLAIN = re.compile(r"\w+")
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9+#./&-]*")


@dataclass(slots=True)
class _Tally:
    postings: Counter[str] = field(default_factory=Counter)
    mentions: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    places: set[str] = field(default_factory=set)


def counted(lines: Iterable[str], catalog: Catalog, source: str = SOURCE) -> Demand:
    """Count postings, one JSON object a line: `title` and `text` are needed, `id`, `date` and `place` may be there.

    Windows are half-years of the dates, and one without a date. What cannot be read is left out and named in
    `bad_lines` by its number from 1; a posting whose id came before counts once.
    """
    labels = _labels(catalog)
    find = _Names(catalog, labels)
    tallies: dict[tuple[str, str] | None, _Tally] = defaultdict(_Tally)
    bad: list[tuple[int, str]] = []
    seen: set[str] = set()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            posting = _posting(line)
        except ValueError as error:
            bad.append((number, str(error)))
            continue
        if posting.id in seen:
            continue
        seen.add(posting.id or f"line {number}")
        tally = tallies[_half_year(posting.day)]
        family = family_of_title(posting.title)
        tally.postings[family] += 1
        tally.mentions[family].update(find.labels_in(f"{posting.title}\n{posting.text}"))
        if posting.place:
            tally.places.add(posting.place)
    windows = [_window(source, span, tally) for span, tally in sorted(tallies.items(), key=lambda s: s[0] or ("", ""))]
    used = {name for w in windows for named in w.mentions.values() for name in named}
    kept = {name: label for name, label in labels.items() if name in used or label.pattern}
    return Demand(tuple(windows), kept, tuple(bad))


@dataclass(frozen=True, slots=True)
class _Posting:
    id: str | None
    title: str
    text: str
    day: date | None
    place: str | None


def _posting(line: str) -> _Posting:
    try:
        value: Any = json.loads(line)
    except (ValueError, RecursionError):
        raise ValueError("this is not JSON") from None
    if not isinstance(value, dict):
        raise ValueError("a posting is an object with title and text")
    title, text = value.get("title"), value.get("text")
    if not isinstance(title, str) or not title.strip():
        raise ValueError("the title is missing")
    if not isinstance(text, str) or not text.strip():
        raise ValueError("the text is missing")
    day, place, id = value.get("date"), value.get("place"), value.get("id")
    try:
        on = date.fromisoformat(str(day)[:10]) if day else None
    except ValueError:
        raise ValueError("the date is not like 2026-05-13") from None
    return _Posting(
        None if id is None else f"id {id}",
        title,
        text[:LONGEST],
        on,
        place.strip() if isinstance(place, str) and place.strip() else None,
    )


def _half_year(day: date | None) -> tuple[str, str] | None:
    if day is None:
        return None
    return (f"{day.year}-01", f"{day.year}-06") if day.month <= 6 else (f"{day.year}-07", f"{day.year}-12")


def _window(source: str, span: tuple[str, str] | None, tally: _Tally) -> Window:
    start, end = span or (None, None)
    places = sorted(tally.places)
    place = None if not places else places[0] if len(places) == 1 else "several places"
    mentions = {family: dict(tally.mentions[family]) for family in tally.postings}
    return Window(source, METHOD, place, start, end, dict(tally.postings), mentions)


def _labels(catalog: Catalog) -> dict[str, Label]:
    """The shipped labels, and every other credential under its short name."""
    labels = dict(catalog.demand.labels) if catalog.demand else {}
    covered = {label.credentials[0] for label in labels.values() if len(label.credentials) == 1}
    for c in catalog.credentials.values():
        if c.id not in covered:
            name = c.short if c.short not in labels else c.id
            labels[name] = Label(name, (c.id,))
    return labels


class _Names:
    """Finds labels in text: the shipped patterns, and names of whole words looked up one by one."""

    def __init__(self, catalog: Catalog, labels: Mapping[str, Label]) -> None:
        self.patterns: list[tuple[str, re.Pattern[str]]] = []
        self.acronyms: dict[str, set[str]] = defaultdict(set)
        for name, label in labels.items():
            if label.pattern and (one := _ACRONYM.fullmatch(label.pattern)):
                self.acronyms[one[1]].add(name)  # a set of words is searched once for all of them
            elif label.pattern:
                self.patterns.append((name, re.compile(label.pattern)))
        self.names: dict[tuple[str, ...], set[str]] = defaultdict(set)
        self.written: dict[tuple[str, ...], str] = {}
        roles = {n.lower() for o in catalog.occupations.values() for n in (o.name, *o.aliases)}
        of: dict[str, list[str]] = defaultdict(list)
        for name, label in labels.items():
            # a group is found by its pattern; one of its members also counts for it
            for id in label.credentials:
                of[id].append(name)
        for id, found in of.items():
            c = catalog.credentials.get(id)
            for written in _written(c, roles) if c else ():
                words = tuple(_WORD.findall(written))
                key = tuple(w.lower().rstrip(".") for w in words)
                self.names[key].update(found)
                if len(words) == 1 and words[0].isupper() and len(words[0]) <= 6:
                    self.written[key] = words[0]
        lengths: dict[str, set[int]] = defaultdict(set)
        for key in self.names:
            lengths[key[0]].add(len(key))
        self.lengths = {word: sorted(long) for word, long in lengths.items()}

    def labels_in(self, text: str) -> set[str]:
        """The labels that the text names, each once."""
        found = {name for name, pattern in self.patterns if pattern.search(text)}
        for acronym in self.acronyms.keys() & set(_PLAIN.findall(text)):
            found |= self.acronyms[acronym]
        words = [w.rstrip("./&-") for w in _WORD.findall(text)]
        lower = [w.lower() for w in words]
        for at, word in enumerate(lower):
            for long in self.lengths.get(word, ()):
                key = tuple(lower[at : at + long])
                # an acronym counts as it is written: "CSA" and not "csa"
                if key in self.names and self.written.get(key, words[at]) == words[at]:
                    found |= self.names[key]
        return found


_TELLING = ("certif", "associate", "professional", "expert", "foundation", "practitioner", "specialty", "plus")


def _written(c: Credential, roles: Collection[str]) -> Iterator[str]:
    """Names under which a posting may mean the credential and nothing else: an everyday word alone is none."""
    for name in (c.name, c.short, c.code, *c.aliases):
        words = _WORD.findall(name or "")
        if not words:
            continue
        lower = " ".join(words).lower()
        if len(words) == 1:
            acronym = words[0].isupper() and len(words[0]) >= 3
            telling = acronym or any(ch.isdigit() or ch == "+" for ch in words[0])
            if not telling or lower in EVERYDAY or len(words[0]) < 3:
                continue
        elif name != c.name and not any(w in lower for w in _TELLING) and not re.search(r"[A-Z]{3}|[0-9+]", name or ""):
            continue  # "Azure Administrator" is a job as well
        if lower not in EVERYDAY_PHRASES and lower not in roles:
            yield name or ""
