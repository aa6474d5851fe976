"""Whether a name inside a sentence is meant: capitals, the words beside it, and the list it stands in.

Everyday words ("go", "excel", "a plus") need such a sign, and where a role, a skill and a credential share a name
the same signs tell which is meant.
"""

import re
from dataclasses import dataclass
from itertools import groupby

from knowledge.everyday import AFTER, BEFORE, KNOWING, OTHERWISE, PAPERS, TELLING
from knowledge.names import KINDS, Kind
from knowledge.words import Word

STOP = re.compile(r"[.;!?]\s|\n")
"""The end of a sentence; no name goes across it."""
_LIST = re.compile(r"\s*(?:[,/&+]|\s)\s*(?:(?:and|or|plus)\s+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mention:
    """`text[start:end]` names one of `ids`; several ids mean that the name is ambiguous: ask."""

    start: int
    end: int
    text: str
    kind: Kind
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate: words `first` to before `after` of the sentence; `sure` when no sign is needed."""

    mention: Mention
    first: int
    after: int
    sure: bool


def believed(text: str, line: list[Word], found: list[Found]) -> list[Found]:
    """Without the everyday words that nothing supports: no capitals, no telling neighbour, no list of names."""
    capitals_tell = _capitals_tell(text, line)
    meant = {f for f in found if f.sure or _told(text, line, f, capitals_tell)}
    waiting = [f for f in found if f not in meant and not _other(line, f)]
    while grown := {w for w in waiting if any(_listed(text, w, b) for b in meant)} - meant:
        meant |= grown
    return [f for f in found if f in meant]


def settled(text: str, line: list[Word], kept: list[Found]) -> list[Found]:
    """Of a name that several kinds share ("Azure administrator") only the kind that the words around it tell.

    The word before or after tells, else what it is listed with; all stay where nothing tells.
    """
    result: list[Found] = []
    for _, same in groupby(kept, key=lambda f: (f.first, f.after)):
        group = list(same)
        told = _meant(line, group[0])
        listed = {other.mention.kind for other in result for f in group if _listed(text, f, other)}
        for wanted in (told, listed):
            if len(group) > 1 and (some := [f for f in group if f.mention.kind in wanted]):
                group = some
        result += group
    return result


def _told(text: str, line: list[Word], found: Found, capitals_tell: bool) -> bool:
    """Whether the word itself or the words beside it say that a name is meant."""
    mention = found.mention
    if len(line) == found.after - found.first:
        return True
    if _attached(text, mention):
        return False
    before = line[found.first - 1].key if found.first else ""
    following = line[found.after].key if found.after < len(line) else ""
    raw = mention.text
    if len(raw) < 4 and before.isdigit():
        return False  # 3 PM, 3000 CAD
    told = before in BEFORE[mention.kind]
    if _other(line, found):
        return before in TELLING[mention.kind]
    if "+" in raw or following in AFTER:
        return True
    opens = not found.first or STOP.search(text, line[found.first - 1].end, mention.start) is not None
    head = raw.split()[0]
    if capitals_tell and raw[0].isupper() and (not opens or (head.isupper() and len(head) > 1)):
        return True
    if mention.kind == "skill" and not opens and (before in {"and", "or"} or "," in text[: mention.start].split()[-1]):
        told = told or any(word.key in KNOWING for word in line[max(0, found.first - 5) : found.first])
    return told and (before, line[found.first].key) != ("in", "spring")


def _meant(line: list[Word], found: Found) -> set[Kind]:
    """The kinds that the word before ("be a", "passed", "know") or after ("exam") tells."""
    if found.after < len(line) and line[found.after].key in PAPERS:
        return {"credential"}
    first = found.first - 1
    while first > 0 and line[first].key in {"the", "my"}:
        first -= 1
    before = line[first].key if first >= 0 else ""
    return {kind for kind in KINDS if before in TELLING[kind]}


def _attached(text: str, mention: Mention) -> bool:
    """Whether a single letter is part of something else: R&D, C-level, "I'd", "e.g."."""
    if mention.end - mention.start > 1:
        return False
    beside = text[max(0, mention.start - 1) : mention.start] + text[mention.end : mention.end + 1]
    dotted = re.match(r"\.\w", text[mention.end : mention.end + 2])
    return bool(dotted) or any(sign in "&-'’$€£" for sign in beside)


def _other(line: list[Word], found: Found) -> bool:
    """Whether the next word makes it another expression: "go to", "ad hoc"."""
    following = line[found.after].key if found.after < len(line) else ""
    return following in OTHERWISE.get(line[found.first].key, ())


def _listed(text: str, found: Found, other: Found) -> bool:
    """Whether two mentions of a kind are neighbours in a list: "python, go and rust"."""
    a, b = sorted((found, other), key=lambda f: f.first)
    if a.mention.kind != b.mention.kind or a.after > b.first:
        return False
    gap = text[a.mention.end : b.mention.start]
    return gap.strip() != "" and len(gap) < 8 and _LIST.fullmatch(gap) is not None


def _capitals_tell(text: str, line: list[Word]) -> bool:
    """False when most words begin with a capital ("I Want To Go"), so that capitals say nothing."""
    raised = sum(text[word.start].isupper() for word in line[1:])
    return raised * 2 <= max(2, len(line) - 1) or len(line) < 4
