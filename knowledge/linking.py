"""Free text to the things it names: a phrase that means one thing, or a sentence that names many.

Exact names first, then other spellings and word order, then typing errors, then shared words; meaning (vectors)
only for what these leave open. A code or an acronym is found exactly or not at all.
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

from knowledge.catalog import Catalog
from knowledge.context import Mention
from knowledge.mentions import mentions
from knowledge.names import HEAD, KINDS, Entry, Kind, Names
from knowledge.words import SMALL, keys, lengthen, word_set

__all__ = ["KINDS", "Kind", "Linker", "Match", "Mention", "Nearest"]

Nearest = Callable[[str, Kind, int], list[tuple[str, float]]]
"""Ids of a kind nearest in meaning to a phrase with their cosine, best first; empty when no model is there."""

CLEAR = 0.8
"""From this score on, shared words are enough and meaning is not asked."""
WORDS_FLOOR, FLOOR = 0.3, 0.18
"""What stays below is no answer: by shared words alone, and by words and meaning together (a cosine of 0.36 when no
word is shared; own phrases: "someone who hacks companies legally" 0.21, "plumber", "lawyer" 0.17)."""
_LEAD = word_set("my your some any senior junior sr jr entry level mid experienced certified good exam test cert")
_TAIL = word_set(
    "job role career position work skill certification certificate cert credential exam course guy person dude"
)
_CODE = re.compile(r"\s*[A-Za-z]{1,4}[\s-]?[A-Za-z]?\d{1,4}\s*")


@dataclass(frozen=True, slots=True)
class Match:
    """One thing that a phrase may mean. `score` 0-1: from 0.88 named outright, below 0.5 a guess; equal ones: ask.

    `why`: name, alias, wording (order, short forms, left-out words), spelling, words (shared) or meaning.
    """

    id: str
    name: str
    score: float
    why: str


class Linker:
    """Links phrases and sentences to a catalog. Safe to share between threads."""

    def __init__(self, catalog: Catalog, nearest: Nearest | None = None) -> None:
        self.names = Names(catalog)
        self._nearest = nearest

    def mentions(self, text: str, kinds: Collection[Kind] = KINDS) -> list[Mention]:
        """Everything of these kinds that a sentence names, in reading order, without overlap within a kind."""
        return mentions(self.names, text, kinds)

    def link(self, text: str, kind: Kind, k: int = 3) -> list[Match]:
        """What a phrase means, at most `k`, best first; all of the equally good ones of an ambiguous name."""
        if sure := self.named(text, kind):
            return sure[: max(k, sum(match.score == sure[0].score for match in sure))]
        parts = _trim(keys(text))
        if _CODE.fullmatch(text) or not parts:
            return []
        return self._unsure(text, parts, kind, k)

    def named(self, text: str, kind: Kind) -> list[Match]:
        """What a phrase names outright, by any spelling; nothing when it only resembles something."""
        parts = keys(text)
        return self._sure(parts, kind) or (self._sure(_trim(parts), kind) if _trim(parts) != parts else [])

    def _sure(self, parts: tuple[str, ...], kind: Kind) -> list[Match]:
        """Matches by name, in falling order of strictness."""
        names = self.names
        if found := names.best(names.exact.get(" ".join(parts), ()), kind):
            return self._matches(found, 1.0, None)
        if found := names.best(names.compact.get("".join(parts), ()), kind):
            return self._matches(found, 0.98, "wording")
        if found := names.best(names.bags.get(" ".join(sorted(lengthen(parts))), ()), kind):
            return self._matches(found, 0.95, "wording")
        corrected = self._corrected(parts)
        if corrected == parts:
            return []
        for key, table in ((" ".join(corrected), names.exact), ("".join(corrected), names.compact)):
            if found := names.best(table.get(key, ()), kind):
                return self._matches(found, 0.9, "spelling")
        found = names.best(names.bags.get(" ".join(sorted(lengthen(corrected))), ()), kind)
        return self._matches(found, 0.88, "spelling")

    def _matches(self, entries: list[Entry], score: float, why: str | None) -> list[Match]:
        """Equal scores for equal ranks; a preferred name leaves the aliases behind."""
        if not entries:
            return []
        best = entries[0].rank
        return [
            Match(
                entry.id,
                self.names.name(entry.kind, entry.id),
                score if entry.rank == best else round(score - 0.1 * (entry.rank - best) - 0.1, 2),
                why or ("name", "alias", "wording", "wording")[entry.rank],
            )
            for entry in entries
        ]

    def _corrected(self, parts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(next(iter(self.names.spelling.corrections(part)), part) for part in parts)

    def _unsure(self, text: str, parts: tuple[str, ...], kind: Kind, k: int) -> list[Match]:
        """Shared words, and meaning where they are not clear."""
        shared = self._shared(lengthen(self._corrected(parts)), kind)
        ranked = sorted(shared.items(), key=lambda item: (-item[1], item[0]))[: max(k, 20)]
        if ranked and ranked[0][1] >= CLEAR and (len(ranked) < 2 or ranked[1][1] < ranked[0][1]):
            return [self._match(kind, id, score, "words") for id, score in ranked[:k] if score >= WORDS_FLOOR]
        lone = len(parts) == 1 and len(parts[0]) < 6
        near = {} if self._nearest is None or (lone and kind == "credential") else dict(self._nearest(text, kind, 20))
        if not near:
            return [self._match(kind, id, score, "words") for id, score in ranked[:k] if score >= WORDS_FLOOR]
        digits = {part for part in parts if part.isdigit()}
        fused = {
            id: (0.5 * shared.get(id, 0.0) + 0.5 * max(0.0, near.get(id, 0.0)), id in shared)
            for id in {*near, *dict(ranked)}
            if not digits or digits <= self._digits(kind, id)
        }
        best = sorted(fused.items(), key=lambda item: (-item[1][0], item[0]))[:k]
        return [
            self._match(kind, id, score, "words" if words else "meaning")
            for id, (score, words) in best
            if score >= FLOOR
        ]

    def _match(self, kind: Kind, id: str, score: float, why: str) -> Match:
        return Match(id, self.names.name(kind, id), round(min(score, 0.85), 3), why)

    def _digits(self, kind: Kind, id: str) -> set[str]:
        return {
            w for entry, form in self.names.forms if (entry.kind, entry.id) == (kind, id) for w in form if w.isdigit()
        }

    def _shared(self, parts: tuple[str, ...], kind: Kind) -> dict[str, float]:
        """Per id the best harmonic mean of how much of the phrase and of a name is shared, by rarity; at most .85.

        Related words (same first five letters) count 0.6. All numbers of the phrase must be in the name.
        """
        names = self.names
        wanted = frozenset(parts)
        weight = {word: names.rarity(word) for word in wanted}
        total = sum(weight.values())
        digits = {word for word in wanted if word.isdigit()}
        heads = {word[:HEAD]: word for word in wanted if len(word) > HEAD}
        related = [w for head in heads for w in names.by_head.get(head, ())]
        scores: dict[str, float] = {}
        for place in {place for word in {*wanted, *related} for place in names.by_word.get(word, ())}:
            entry, form = names.forms[place]
            if entry.kind != kind or not digits <= form:
                continue
            both = sum(weight[word] for word in wanted & form)
            for word in form - wanted:
                kin = heads.get(word[:HEAD]) if len(word) > HEAD else None
                if kin and kin not in form:
                    both += 0.6 * weight[kin]
            whole = sum(names.rarity(word) for word in form)
            score = 0.85 * 2 * both / (total + whole) if both else 0.0
            scores[entry.id] = max(scores.get(entry.id, 0.0), score)
        return scores


def _trim(parts: tuple[str, ...]) -> tuple[str, ...]:
    """Without what people put around a name: "a senior ...", "... certification"."""
    start, end = 0, len(parts)
    while start < end - 1 and (parts[start] in _LEAD or parts[start] in SMALL):
        start += 1
    while end > start + 1 and parts[end - 1] in _TAIL:
        end -= 1
    return parts[start:end]
