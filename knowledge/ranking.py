"""Lexical ranking (BM25) and the fusion of rankings (reciprocal rank)."""

import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

K1, B = 1.2, 0.75
"""Usual BM25 constants (Robertson and Zaragoza 2009): saturation of repeated words, weight of length."""
RANK_CONSTANT = 60
"""Reciprocal rank fusion as Cormack et al. 2009: 1 / (60 + rank), rank from 1."""


T = TypeVar("T", bound=Hashable)


class Bm25:
    """Scores texts against a query by shared words, rare words more; texts are given as compared words."""

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        counts = [Counter(text) for text in texts]
        lengths = [max(1, len(text)) for text in texts]
        average = sum(lengths) / max(1, len(lengths))
        self._weights: dict[str, list[tuple[int, float]]] = defaultdict(list)
        seen = Counter(word for count in counts for word in count)
        for row, count in enumerate(counts):
            for word, times in count.items():
                rarity = math.log(1 + (len(texts) - seen[word] + 0.5) / (seen[word] + 0.5))
                norm = K1 * (1 - B + B * lengths[row] / average)
                self._weights[word].append((row, rarity * times * (K1 + 1) / (times + norm)))

    def scores(self, query: Iterable[str]) -> dict[int, float]:
        """Row of a text -> score above 0, for the texts that share a word."""
        found: dict[int, float] = defaultdict(float)
        for word in set(query):
            for row, weight in self._weights.get(word, ()):
                found[row] += weight
        return found


def fuse(*rankings: Sequence[T]) -> dict[T, float]:
    """Reciprocal rank fusion of rankings (best first), scaled so that first everywhere is 1."""
    best = len(rankings) / (RANK_CONSTANT + 1)
    fused: dict[T, float] = defaultdict(float)
    for ranking in rankings:
        for rank, item in enumerate(ranking, 1):
            fused[item] += 1 / (RANK_CONSTANT + rank) / best
    return fused
