"""What a job ad asks for: skills and credentials of the catalog, required or optional, with the words they came from.

Only names count; nothing is made up for what the catalog does not have. The text is not kept.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.catalog import Catalog
from knowledge.context import Mention
from knowledge.finder import Finder
from knowledge.names import Kind

_OPTIONAL = re.compile(
    r"\b(?:nice[- ]to[- ]haves?|preferred|preferably|bonus|(?:is |are |as |would be )?an? (?:big |strong |definite )?(?:plus|advantage|asset)|optional(?:ly)?"
    r"|desirable|ideally|beneficial|helpful|good to have|not required|welcome|extra points|pluses)\b",
    re.I,
)
_REQUIRED = re.compile(
    r"\b(?:requirements?|required|must|qualifications?|you have|you bring|your profile|essential|mandatory|minimum|need(?:ed|s)?|skills)\b",
    re.I,
)
_AROUND = re.compile(
    r"^\W*(?:about (?:us|the company)|who we are|our company|what we offer|we offer|benefits|perks|our offer|why (?:us|join)|how to apply|equal opportunity|salary)\b",
    re.I,
)
_DUTIES = re.compile(
    r"^\W*(?:responsibilities|your (?:tasks|role)|what you(?:'ll| will) do|tasks|the role|about the (?:role|job)|duties)\b",
    re.I,
)
_HIGH = re.compile(
    r"\b(?:expert|advanced|strong|deep|in[- ]depth|senior|excellent|extensive|proven|lead(?:ing)?|mastery)\b", re.I
)
_LOW = re.compile(r"\b(?:basic|basics|familiar\w*|awareness|some|exposure|understanding|knowledge)\b", re.I)
_YEARS = re.compile(r"(\d{1,2})\s*(?:\+|plus)?(?:\s*(?:-|–|to)\s*\d{1,2}\+?)?\s*(?:years?|yrs?)", re.I)
_TITLE = re.compile(
    r"\b(?:looking for|hiring|seeking|as|position|role|title|wanted)\b(?: (?:an?|our|the|new|next))*:?\s*(.{3,80})",
    re.I,
)
_ASKS = re.compile(
    r"\b(?:experience|knowledge|skills?|require\w*|must|qualif\w+|you (?:have|bring|will|need|know)|proficien\w+|familiar\w*|certif\w+|looking for|hiring|seeking"
    r"|responsib\w+|ability|degree|plus|preferred|expertise|we need|wanted)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One skill or credential of an ad: the level 1-4 reckoned with, and the words that name it."""

    id: str
    kind: str
    required: bool
    level: int
    words: str


@dataclass(frozen=True, slots=True)
class Ad:
    """A job ad, read. `role` is the role of our catalog that its title names, None where none does."""

    role: str | None
    asked: tuple[Asked, ...]
    years: int | None
    asks: bool

    def of(self, kind: str, *, required: bool) -> tuple[Asked, ...]:
        """The skills or credentials that are required, or optional."""
        return tuple(a for a in self.asked if a.kind == kind and a.required is required)


def segments(text: str) -> list[tuple[str, bool, bool]]:
    """(sentence, optional, about the company) of an ad: headings hold until the next one."""
    found, optional, around = [], False, False
    for line in re.split(r"[\n\r•·●▪*]+|(?<=[.!?;])\s+(?=[A-Z])", text):
        line = line.strip(" \t-–—")
        if not line:
            continue
        heading = len(line.split()) <= 6 and (line.endswith(":") or not line.endswith((".", "!", "?", ";", ",")))
        lead = re.match(r"([^:]{3,50}):\s*(.*)", line)
        head = line if heading else lead[1] if lead else ""
        if head and len(head.split()) <= 6:
            if _OPTIONAL.search(head):
                optional, around = True, False
            elif _AROUND.match(head):
                optional, around = False, True
            elif _REQUIRED.search(head) or _DUTIES.match(head):
                optional, around = False, False
        found.append((line, optional or bool(_OPTIONAL.search(line)), around))
    return found


def _cut(line: str, mention: Mention) -> str:
    """The clause around a mention: "AWS required; Azure a plus" has two."""
    start = max((m.end() for m in re.finditer(r"[;,]|\bbut\b|\bwhile\b", line[: mention.start])), default=0)
    after = re.search(r"[;,]|\bbut\b|\bwhile\b", line[mention.end :])
    return line[start : mention.end + after.start() if after else len(line)]


def read_ad(text: str, catalog: Catalog, finder: Finder) -> Ad:
    """What the ad asks for, required before optional, in the order of the text; each thing once, as the stricter."""
    kinds: tuple[Kind, ...] = ("skill", "credential")
    found: dict[str, Asked] = {}
    years: list[int] = []
    role = title(text, finder)
    needs: Mapping[str, int] = {}
    if role:
        needs = {**catalog.occupations[role].optional, **catalog.occupations[role].essential}
    for line, optional, around in segments(text):
        if around:
            continue
        years += [int(n) for n in _YEARS.findall(line) if int(n) <= 20]
        for mention in finder.mentions(line, kinds):
            id = mention.ids[0]
            clause = _cut(line, mention)
            mixed = _REQUIRED.search(line) and _OPTIONAL.search(line)
            required = not _OPTIONAL.search(clause) if mixed else not optional
            level = _level(clause, needs.get(id))
            new = Asked(id, mention.kind, required, level, _words(line, mention))
            old = found.get(id)
            if old is None or (new.required and not old.required):
                found[id] = new
    asked = sorted(found.values(), key=lambda a: not a.required)
    return Ad(role, tuple(asked), max(years, default=None), bool(_ASKS.search(text)))


def title(text: str, finder: Finder) -> str | None:
    """The role in the title: what the first lines name, else what they look for."""
    kinds: tuple[Kind, ...] = ("occupation",)
    first = [line.strip() for line in text.splitlines() if line.strip()][:3] or [text]
    for line in first:
        if found := finder.mentions(line[:200], kinds):
            return found[0].ids[0]
    if wanted := _TITLE.search(text):
        near = finder.link(re.split(r"[,.;(\n–—|]", wanted[1])[0].strip()[:80], "occupation", 1)
        if near and near[0].score >= 0.7:
            return near[0].id
    near = finder.link(re.split(r"[,;(\n–—|]", first[0])[0][:80], "occupation", 1) if len(first[0]) < 90 else []
    return near[0].id if near and near[0].score >= 0.7 else None


def _level(clause: str, need: int | None) -> int:
    """The level to plan for: what the role needs, else what the words say, else 2."""
    if _HIGH.search(clause):
        return max(3, need or 0)
    if need:
        return need
    return 1 if _LOW.search(clause) else 2


def _words(line: str, mention: Mention, room: int = 22) -> str:
    """The words around the name: "…hands-on with AWS and…"."""
    start, end = max(0, mention.start - room), min(len(line), mention.end + room)
    if start:
        start = min(line.find(" ", start, mention.start) + 1 or mention.start, mention.start)
    if end < len(line):
        end = max(line.rfind(" ", mention.end, end), mention.end)
    return f"{'…' if start else ''}{' '.join(line[start:end].split())}{'…' if end < len(line) else ''}"
