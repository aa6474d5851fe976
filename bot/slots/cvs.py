"""What a CV says that somebody holds and knows: plain text, JSON Resume, a LinkedIn data export. Proposals only."""

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.slots.cues import claimed_level
from knowledge.catalog import Catalog
from knowledge.finder import Finder
from knowledge.matching import Matcher
from knowledge.names import Kind
from knowledge.sources.draft import Giver

MOST = 40
"""Credentials or skills that are proposed at once."""
_UNFINISHED = re.compile(
    r"\b(?:in progress|expected|planned|planning|preparing|studying|pursuing|working (?:towards?|on)|want(?:s|ed)? to|would like|interested in|aspir\w+"
    r"|goals?|upcoming|scheduled|not yet|ongoing|failed|expired)\b",
    re.I,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WHEN = re.compile(rf"\b(?:(?P<d>\d{{1,2}})\.? )?(?P<m>{'|'.join(_MONTHS)})[a-z]*\.?,? (?P<y>(?:19|20)\d\d)\b", re.I)
_ISO = re.compile(r"\b(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)(?:-(?P<d>\d\d))?\b")
_HIGH, _LOW = (
    re.compile(r"master|expert|advanced|senior|fluent", re.I),
    re.compile(r"begin|basic|novice|elementary", re.I),
)


@dataclass(frozen=True, slots=True)
class Held:
    """A credential that a CV names; `on` only where it gives a month at least."""

    id: str
    on: date | None


@dataclass(frozen=True, slots=True)
class Cv:
    """What a CV proposes: credentials, skills with a level 1-4, and what is named there as not finished."""

    held: tuple[Held, ...] = ()
    skills: tuple[tuple[str, int], ...] = ()
    unfinished: tuple[str, ...] = ()


class _Reading:
    """What was found so far."""

    def __init__(self, catalog: Catalog, finder: Finder) -> None:
        self.catalog, self.finder = catalog, finder
        self.held: dict[str, date | None] = {}
        self.skills: dict[str, int] = {}
        self.unfinished: list[str] = []
        self._matcher: Matcher | None = None

    def matcher(self) -> Matcher:
        """Finds credentials by name and issuer."""
        self._matcher = self._matcher or Matcher(self.catalog)
        return self._matcher

    def line(self, text: str, kinds: tuple[Kind, ...] = ("credential", "skill"), on: date | None = None) -> None:
        """One line of a text, or one entry of a list."""
        for mention in self.finder.mentions(text, kinds):
            clause = _clause(text, mention.start, mention.end)
            if mention.kind == "credential":
                self.credential(mention.ids[0], on or _when(clause), done=not _UNFINISHED.search(clause))
            elif not _UNFINISHED.search(clause):
                self.skill(mention.ids[0], _level(text, mention.start))

    def credential(self, id: str, on: date | None, *, done: bool = True) -> None:
        """A credential; what is named as finished anywhere is."""
        if done:
            self.held[id] = self.held.get(id) or on
        elif id not in self.unfinished:
            self.unfinished.append(id)

    def skill(self, id: str, level: int) -> None:
        """A skill, at the highest level that is claimed."""
        self.skills[id] = max(level, self.skills.get(id, 0))

    def cv(self) -> Cv:
        """The proposals."""
        return Cv(
            tuple(Held(id, on) for id, on in list(self.held.items())[:MOST]),
            tuple(list(self.skills.items())[:MOST]),
            tuple(id for id in self.unfinished if id not in self.held),
        )


def read_cv(text: str, catalog: Catalog, finder: Finder) -> Cv:
    """A CV in plain words."""
    reading = _Reading(catalog, finder)
    for line in re.split(r"[\n\r•●▪|]+|(?<=[.!?;])\s+(?=[A-Z])", text):
        if line.strip():
            reading.line(line.strip())
    return reading.cv()


def read_json_resume(text: str, catalog: Catalog, finder: Finder) -> Cv | None:
    """A JSON Resume (jsonresume.org/schema); None when the text is another JSON or none."""
    try:
        value = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict) or not (_SECTIONS & set(value)) or "format" in value:
        return None
    reading = _Reading(catalog, finder)
    for entry in _dicts(value.get("certificates")):
        _certificate(reading, _text(entry, "name"), _text(entry, "issuer"), _date(_text(entry, "date")))
    for entry in _dicts(value.get("skills")):
        level = _text(entry, "level")
        claimed = 3 if _HIGH.search(level) else 1 if _LOW.search(level) else 2
        for name in (_text(entry, "name"), *[k for k in _list(entry.get("keywords")) if isinstance(k, str)]):
            for mention in finder.mentions(name[:200], _SKILLS):
                reading.skill(mention.ids[0], claimed)
    for part in ("work", "volunteer", "projects", "education"):
        for entry in _dicts(value.get(part)):
            texts = [_text(entry, "summary"), _text(entry, "description")]
            texts += [
                h
                for name in ("highlights", "courses", "keywords")
                for h in _list(entry.get(name))
                if isinstance(h, str)
            ]
            for one in texts:
                reading.line(one[:1000])
    if isinstance(basics := value.get("basics"), dict):
        reading.line(_text(basics, "summary")[:2000])
    return reading.cv()


_SKILLS: tuple[Kind, ...] = ("skill",)
_SECTIONS = {"basics", "work", "certificates", "skills"}


def read_linkedin(text: str, catalog: Catalog, finder: Finder) -> Cv | None:
    """Certifications.csv, Skills.csv or both of a LinkedIn data export; None when the text is no such table.

    Several tables stand one behind the other, each under its own head row.
    """
    tables = list(_tables(text))
    if not tables:
        return None
    reading = _Reading(catalog, finder)
    for head, rows in tables:
        for row in rows:
            cells = dict(zip(head, row, strict=False))
            name = cells.get("name", "").strip()
            if len(head) > 1:
                _certificate(reading, name, cells.get("authority", ""), _date(cells.get("started on", "")))
            else:
                for mention in finder.mentions(name[:200], _SKILLS):
                    reading.skill(mention.ids[0], 2)
    return reading.cv()


def _tables(text: str) -> Iterator[tuple[list[str], list[list[str]]]]:
    head: list[str] = []
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text.lstrip("\ufeff"))):
            keys = [c.strip().lower() for c in row]
            if keys == ["name"] or {"name", "authority"} <= set(keys):
                if head:
                    yield head, rows
                head, rows = keys, []
            elif head and any(c.strip() for c in row):
                rows.append(row)
            elif not head and any(c.strip() for c in row):
                return  # something else stands before the first head row
    except csv.Error:
        return
    if head:
        yield head, rows


def _certificate(reading: _Reading, name: str, issuer: str, on: date | None) -> None:
    """One entry of a list of certificates: by name and issuer first, then as any line would be read."""
    if not name:
        return
    matcher = reading.matcher()
    giver = matcher.issuer(Giver("", issuer)) if issuer else None
    if giver and (id := matcher.named(name, giver)):
        reading.credential(id, on)
        return
    reading.line(name[:200], ("credential",), on)


def _level(text: str, start: int) -> int:
    """The level that the words of the same list entry claim: "advanced SQL, Python" says nothing of Python."""
    begin = max((m.end() for m in re.finditer(r"[,;:.]", text[:start])), default=0)
    return claimed_level(text[begin:], start - begin)


def _clause(text: str, start: int, end: int) -> str:
    """The part of a line around a name: from the comma or bracket before it to the next separator behind it."""
    before = max((m.end() for m in re.finditer(r"[;,]| and (?=[A-Z])", text[:start])), default=0)
    after = re.search(
        r";|,(?! ?(?:in progress|expected|\d|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \d))", text[end:]
    )
    return text[before : end + after.start() if after else len(text)]


def _when(text: str) -> date | None:
    """The first date in a text that names its month; the day is the first where none is said."""
    found = _WHEN.search(text)
    if found:
        month = _MONTHS.index(found["m"][:3].lower()) + 1
        return _safe(int(found["y"]), month, int(found["d"] or 1))
    if iso := _ISO.search(text):
        return _safe(int(iso["y"]), int(iso["m"]), int(iso["d"] or 1))
    return None


def _date(text: str) -> date | None:
    return _when(text) if text else None


def _safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _text(entry: dict[str, Any], name: str) -> str:
    value = entry.get(name)
    return value if isinstance(value, str) else ""


def _list(value: Any) -> list[Any]:
    return value[:200] if isinstance(value, list) else []


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [v for v in _list(value) if isinstance(v, dict)]
