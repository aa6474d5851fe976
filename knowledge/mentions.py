"""Finds every credential, role and skill that a free sentence names, and where.

Longest name first; nothing overlaps within a kind, and what stands inside a longer name of any kind is part of it.
"""

import re
from collections.abc import Collection, Iterator
from itertools import pairwise

from knowledge.context import STOP, Found, Mention, believed, settled
from knowledge.everyday import EVERYDAY, EVERYDAY_PHRASES
from knowledge.names import KINDS, LOOSE, Entry, Kind, Names
from knowledge.spelling import SURE
from knowledge.words import FULL, Word, words

_JOINS = re.compile(r"[-–—/&.:()'’,®™_]{0,3}")
"""What may stand between two words of a name."""
_LONGEST = 12


def mentions(names: Names, text: str, kinds: Collection[Kind] = KINDS) -> list[Mention]:
    """The mentions of the wanted kinds in reading order."""
    line = words(text)
    found = [candidate for first in range(len(line)) for candidate in _starting_at(names, text, line, first)]
    found.sort(key=lambda f: (f.first - f.after, f.first))
    kept: list[Found] = []
    for candidate in believed(text, line, found):
        if not any(_clash(candidate, other) for other in kept):
            kept.append(candidate)
    kept.sort(key=lambda f: (f.first, f.after, KINDS.index(f.mention.kind)))
    return [f.mention for f in settled(text, line, kept) if f.mention.kind in kinds]


def _clash(candidate: Found, longer: Found) -> bool:
    """Whether they overlap within a kind, or the candidate stands inside a longer one of another kind."""
    a, b = candidate, longer
    if a.after <= b.first or b.after <= a.first:
        return False
    return a.mention.kind == b.mention.kind or (
        b.first <= a.first and a.after <= b.after and (a.first, a.after) != (b.first, b.after)
    )


def _starting_at(names: Names, text: str, line: list[Word], first: int) -> Iterator[Found]:
    """Every name that begins with the word `first`."""
    states = [""]
    for last in range(first, min(len(line), first + _LONGEST)):
        gap = text[line[last - 1].end : line[last].start].strip() if last > first else ""
        if last > first and (STOP.search(text, line[last - 1].end, line[last].start) or not _JOINS.fullmatch(gap)):
            return
        if last == first + 1 and line[first].key == "a" and not gap and line[last].key != "plus":
            return  # an article: "a CSM" is no A-CSM
        states = _step(names, states, line[last])
        if gap == ",":
            states = [key for key in states if key in names.comma_prefixes]
        entries: list[Entry] = []
        for key in states:
            if key in names.exact and (last > first or key == line[first].key or _slip(names, text, line[first], key)):
                entries = names.exact[key]
                break
        if not entries and last - first < 4 and (joined := _joined(text, line[first : last + 1])):
            entries = names.compact.get(joined, [])
        yield from _candidates(names, text, line, first, last + 1, entries)
        if not states and last - first >= 3:
            return


def _step(names: Names, states: list[str], word: Word) -> list[str]:
    """The beginnings of names that one more word makes of these: as written, written out, corrected."""
    options = [word.key]
    if word.key in FULL:
        options.append(FULL[word.key])
    if word.key not in EVERYDAY:
        options += names.spelling.corrections(word.key)
    grown = [f"{before} {option}" if before else option for before in states for option in options]
    return [key for key in grown if key in names.prefixes]


def _slip(names: Names, text: str, word: Word, key: str) -> bool:
    """Whether a lone word may be a mistyped name: long, one slip, the same last letter, no everyday word.

    A short form alone is never written out.
    """
    written = text[word.start : word.end].lower()
    return (
        len(key) >= SURE
        and key not in EVERYDAY
        and names.spelling.slip(word.key, key)
        and any(entry.text[-1].lower() == written[-1] for entry in names.exact[key])
    )


def _joined(text: str, part: list[Word]) -> str | None:
    """The words written as one ("secplus", "CI/CD", "java script"), None when joining would be a guess."""
    if len(part) > 1:
        gaps = [text[a.end : b.start] for a, b in pairwise(part)]
        spaced = any(gap.strip() != gap or "," in gap for gap in gaps)
        if spaced and (any(gap.strip() for gap in gaps) or any(len(word.key) < 3 for word in part)):
            return None
        if spaced and len(part) > 2:
            return None
    joined = "".join(word.key for word in part)
    return joined if len(joined) > 3 else None


def _candidates(
    names: Names, text: str, line: list[Word], first: int, after: int, entries: list[Entry]
) -> Iterator[Found]:
    """One candidate a kind: the ids of the best rank only, for a preferred name beats an alias."""
    for kind in KINDS:
        best = names.best((e for e in entries if e.rank < LOOSE), kind)
        if not best:
            continue
        ids = tuple(entry.id for entry in best if entry.rank == best[0].rank)
        start, end = line[first].start, line[after - 1].end
        mention = Mention(start, end, text[start:end], kind, ids)
        yield Found(mention, first, after, not _everyday(line[first:after]))


def _everyday(part: list[Word]) -> bool:
    if len(part) == 1:
        return part[0].key in EVERYDAY or len(part[0].key) < 3
    return " ".join(word.key for word in part) in EVERYDAY_PHRASES
