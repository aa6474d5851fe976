"""Hybrid search over the catalog: names first, then shared words and meaning together.

Which of the two leads depends on the shape of the query, as measured on held-out ESCO phrases and sentences: a short
phrase is found best by meaning, a sentence by the reciprocal rank fusion of BM25 and meaning. Without a model or an
index shared words alone answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from knowledge.catalog import Catalog
from knowledge.documents import documents
from knowledge.linking import Linker
from knowledge.names import KINDS, Kind
from knowledge.ranking import Bm25, fuse
from knowledge.words import keys, lengthen

PHRASE = 4
"""A query of at most so many meaningful words is a phrase, a longer one a sentence."""
_DEEP = 50
_WORDS_BEST = 0.8
_LEXICAL_ONLY = "words only"


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found. `score` 0-1 orders one answer and is not comparable between answers.

    `why`: name, alias, wording, spelling (see linking.Match), words, meaning, words and meaning, or "words only"
    when no model was at hand.
    """

    id: str
    kind: Kind
    name: str
    score: float
    why: str


class Nearness(Protocol):
    """Where nearness in meaning comes from (knowledge.finder)."""

    def nearest(self, text: str, kind: Kind, k: int) -> list[tuple[str, float]] | None:
        """Ids with cosine, best first; None when no model or index is there."""
        ...


class Search:
    """Finds credentials, skills and occupations. Safe between threads."""

    def __init__(self, catalog: Catalog, linker: Linker, nearness: Nearness | None = None) -> None:
        self._catalog = catalog
        self._linker = linker
        self._nearness = nearness

    def find(self, text: str, kind: Kind | None = None, k: int = 10) -> list[Hit]:
        """At most `k` things, best first; nothing for a text without words.

        What the text names exactly comes first, and is answered without opening the model or the index.
        """
        kinds: Sequence[Kind] = (kind,) if kind else KINDS
        query = lengthen(keys(text))
        if not query and not keys(text):
            return []
        named = self._named(text, kinds)
        words = self._by_words(query, kinds)
        if named:
            found = {(hit.kind, hit.id) for hit in named}
            rest = [hit for hit in self._hits(words, "words") if (hit.kind, hit.id) not in found]
            return [*named, *rest][:k]
        near = self._by_meaning(text, kinds, max(k, _DEEP))
        if near is None:
            return self._hits(words, _LEXICAL_ONLY)[:k]
        if len(query) <= PHRASE:
            return self._hits(near, "meaning")[:k]
        return self._fused(words, near)[:k]

    def _named(self, text: str, kinds: Sequence[Kind]) -> list[Hit]:
        """What the lexicon is sure of."""
        hits = [
            Hit(match.id, kind, match.name, match.score, match.why)
            for kind in kinds
            for match in self._linker.named(text, kind)
        ]
        return sorted(hits, key=lambda hit: (-hit.score, KINDS.index(hit.kind), hit.id))

    @cached_property
    def _rows(self) -> list[tuple[Kind, str]]:
        return [(document.kind, document.id) for document in documents(self._catalog)]

    @cached_property
    def _bm25(self) -> Bm25:
        return Bm25([lengthen(keys(document.text)) for document in documents(self._catalog)])

    def _by_words(self, query: Sequence[str], kinds: Sequence[Kind]) -> list[tuple[tuple[Kind, str], float]]:
        """Ranking by shared words, scores scaled to at most 0.8."""
        scores = self._bm25.scores(query)
        best = max(scores.values(), default=1.0)
        ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
        return [(self._rows[row], _WORDS_BEST * score / best) for row, score in ranked if self._rows[row][0] in kinds]

    def _by_meaning(self, text: str, kinds: Sequence[Kind], k: int) -> list[tuple[tuple[Kind, str], float]] | None:
        """Ranking by cosine over the kinds together, None without a model."""
        found: list[tuple[tuple[Kind, str], float]] = []
        for kind in kinds:
            near = self._nearness.nearest(text, kind, k) if self._nearness else None
            if near is None:
                return None
            found += [((kind, id), max(0.0, min(1.0, cosine))) for id, cosine in near]
        return sorted(found, key=lambda item: (-item[1], item[0]))

    def _fused(
        self, words: list[tuple[tuple[Kind, str], float]], near: list[tuple[tuple[Kind, str], float]]
    ) -> list[Hit]:
        by_words = [key for key, _ in words[:_DEEP]]
        by_meaning = [key for key, _ in near]
        both = set(by_words) & set(by_meaning)
        ranked = sorted(fuse(by_words, by_meaning).items(), key=lambda item: (-item[1], item[0]))
        said = set(by_words)
        return [
            self._hit(key, score, "words and meaning" if key in both else "words" if key in said else "meaning")
            for key, score in ranked
        ]

    def _hits(self, ranked: list[tuple[tuple[Kind, str], float]], why: str) -> list[Hit]:
        return [self._hit(key, score, why) for key, score in ranked]

    def _hit(self, key: tuple[Kind, str], score: float, why: str) -> Hit:
        kind, id = key
        return Hit(id, kind, self._linker.names.name(kind, id), round(score, 4), why)
