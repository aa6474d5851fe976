"""Hybrid search over the catalog: names first, then shared words and meaning, joined by rank.

The two rankings are joined by weighted reciprocal rank fusion (Cormack, Clarke and Buettcher 2009). Weights and the
rank constant were chosen on the validation half of tests/evaluation alone (docs/retrieval.md). Without a model or an
index shared words alone answer.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import Protocol

from knowledge.catalog import Catalog
from knowledge.lexical import Asked, Lexical
from knowledge.linking import Linker
from knowledge.meaning import Cosines, Meaning, Near
from knowledge.names import KINDS, Kind
from knowledge.wanting import Wanting
from knowledge.words import keys

RANK_CONSTANT = 10
"""Fusion adds 1 / (10 + rank): smaller than the usual 60, because these lists are short and their tops are good."""
MEANING: Mapping[Kind, float] = {"credential": 2.0, "skill": 4.0, "occupation": 4.0}
"""How much more meaning counts than words: short names share words by chance more often than long ones."""
_WORDS_BEST = 0.8
_SHOWN = 4

Thing = tuple[Kind, str]


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found. `score` 0-1 orders one answer and is not comparable between answers.

    `why` is what matched: name, alias, wording or spelling (see linking.Match) for what the text names; else the
    shared words and the skill that is near, as in "words: azure, security; skill: Cloud security"; else "meaning".
    """

    id: str
    kind: Kind
    name: str
    score: float
    why: str


class Nearness(Protocol):
    """Where nearness in meaning comes from (knowledge.finder)."""

    def cosines(self, text: str, shelves: Sequence[str]) -> Cosines | None:
        """The cosine of everything on these shelves with a text; None when no model or index is there."""
        ...


class Search:
    """Finds credentials, skills and occupations. Safe between threads."""

    def __init__(self, catalog: Catalog, linker: Linker, nearness: Nearness | None = None) -> None:
        self._catalog = catalog
        self._linker = linker
        self._nearness = nearness
        self._building = Lock()

    def find(
        self, text: str, kind: Kind | None = None, k: int = 10, within: Collection[str] | None = None
    ) -> list[Hit]:
        """At most `k` things, best first; nothing for a text without words.

        `within` are the ids that may be found: they are chosen before anything is ranked, so none is lost. What the
        text names exactly comes first, and is answered without opening the model or the index.
        """
        if not keys(text):
            return []
        kinds: Sequence[Kind] = (kind,) if kind else KINDS
        allowed = None if within is None else frozenset(within)
        named = [hit for hit in self._named(text, kinds) if allowed is None or hit.id in allowed]
        query = self._lexical.asked(text)
        words = {
            thing: (score, place)
            for place, score in self._lexical.scores(query).items()
            if (thing := self._lexical.things[place])[0] in kinds and (allowed is None or thing[1] in allowed)
        }
        if named:
            found = {(hit.kind, hit.id) for hit in named}
            rest = [hit for hit in self._by_words(query, words, k + len(named)) if (hit.kind, hit.id) not in found]
            return [*named, *rest][:k]
        cosines = self._nearness.cosines(text, Meaning.shelves(kinds)) if self._nearness else None
        if cosines is None:
            return self._by_words(query, words, k)
        near = self._meaning.near(cosines, kinds)
        if allowed is not None:
            near = {thing: how for thing, how in near.items() if thing[1] in allowed}
        return self._fused(query, words, near, self._wanting.weights(text), k)

    def warm(self) -> None:
        """Prepare what the first search needs."""
        _ = self._lexical, self._meaning, self._wanting

    @cached_property
    def _meaning(self) -> Meaning:
        return Meaning(self._catalog)

    @cached_property
    def _wanting(self) -> Wanting:
        return Wanting(self._catalog)

    @property
    def _lexical(self) -> Lexical:
        with self._building:
            return self._words

    @cached_property
    def _words(self) -> Lexical:
        return Lexical(self._catalog, self._linker.names.spelling)

    def _named(self, text: str, kinds: Sequence[Kind]) -> list[Hit]:
        """What the lexicon is sure of."""
        hits = [
            Hit(match.id, kind, match.name, match.score, match.why)
            for kind in kinds
            for match in self._linker.named(text, kind)
        ]
        return sorted(hits, key=lambda hit: (-hit.score, KINDS.index(hit.kind), hit.id))

    def _by_words(self, query: Sequence[Asked], words: Mapping[Thing, tuple[float, int]], k: int) -> list[Hit]:
        """The best by shared words, scores scaled to at most 0.8."""
        ranked = sorted(words.items(), key=lambda item: (-item[1][0], item[0]))[:k]
        best = ranked[0][1][0] if ranked else 1.0
        return [
            self._hit(thing, _WORDS_BEST * score / best, [self._said(query, place)]) for thing, (score, place) in ranked
        ]

    def _fused(
        self,
        query: Sequence[Asked],
        words: Mapping[Thing, tuple[float, int]],
        near: Near,
        weight: Callable[[str], float],
        k: int,
    ) -> list[Hit]:
        by_words = sorted(words, key=lambda thing: (-words[thing][0], thing))
        by_meaning = sorted(near, key=lambda thing: (-near[thing][0], thing))
        scores = {
            thing: MEANING[thing[0]] / (1 + MEANING[thing[0]]) * _share(rank) for rank, thing in enumerate(by_meaning)
        }
        for rank, thing in enumerate(by_words):
            scores[thing] = scores.get(thing, 0.0) + _share(rank) / (1 + MEANING[thing[0]])
        scores = {
            thing: score * weight(thing[1]) if thing[0] == "credential" else score for thing, score in scores.items()
        }
        hits = []
        for thing, score in sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:k]:
            skill = near[thing][1] if thing in near else None
            said = [self._said(query, words[thing][1])] if thing in words else []
            shown = [f"skill: {self._linker.names.name('skill', skill)}"] if skill else []
            hits.append(self._hit(thing, score, [*said, *shown]))
        return hits

    def _said(self, query: Sequence[Asked], place: int) -> str:
        return "words: " + ", ".join(self._lexical.shared(query, place)[:_SHOWN])

    def _hit(self, thing: Thing, score: float, why: Sequence[str]) -> Hit:
        kind, id = thing
        return Hit(id, kind, self._linker.names.name(kind, id), round(score, 4), "; ".join(why) or "meaning")


def _share(rank: int) -> float:
    """What a rank, from 0, adds: 1 for the first."""
    return (RANK_CONSTANT + 1) / (RANK_CONSTANT + 1 + rank)
