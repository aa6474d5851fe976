"""What linking is compared with, computed in the same run: char-TFIDF on all names, and paired bootstrap intervals."""

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray


def grams(text: str, size: int = 3) -> list[str]:
    """Character trigrams inside words, with the ends of the words."""
    found = []
    for word in re.sub(r"[^\w+#.]+", " ", text.lower()).split():
        padded = f" {word} "
        found += [padded[i : i + size] for i in range(max(1, len(padded) - size + 1))]
    return found


class Tfidf:
    """Cosine of TF-IDF vectors of features, with sublinear counts, the best over the texts of an entry."""

    def __init__(self, names: Sequence[Sequence[str]], features: Callable[[str], Sequence[str]] = grams) -> None:
        self._features = features
        texts = [(entry, text) for entry, several in enumerate(names) for text in dict.fromkeys(several)]
        self._starts = np.searchsorted([entry for entry, _ in texts], range(len(names)))
        words: dict[str, int] = {}
        cells = [
            (row, words.setdefault(gram, len(words)), 1 + math.log(n))
            for row, (_, text) in enumerate(texts)
            for gram, n in Counter(features(text)).items()
        ]
        rows, columns, weights = (np.array(part) for part in zip(*cells, strict=True))
        counts = np.bincount(columns)
        self._rarity = np.log((1 + len(texts)) / (1 + counts)) + 1
        weights = weights * self._rarity[columns]
        weights /= np.sqrt(np.bincount(rows, weights**2, minlength=len(texts)))[rows]
        order = np.argsort(columns, kind="stable")
        self._rows, self._weights = rows[order], weights[order]
        self._places = np.concatenate([[0], np.cumsum(counts)])
        self._words, self._size = words, len(texts)

    def scores(self, text: str) -> NDArray[np.float64]:
        """One score an entry; not scaled by the length of the query, which changes no order."""
        counts = Counter(gram for gram in self._features(text) if gram in self._words)
        if not counts:
            return np.zeros(len(self._starts))
        spans = [(self._words[gram], n) for gram, n in counts.items()]
        rows = np.concatenate([self._rows[self._places[w] : self._places[w + 1]] for w, _ in spans])
        weights = np.concatenate(
            [
                self._weights[self._places[w] : self._places[w + 1]] * self._rarity[w] * (1 + math.log(n))
                for w, n in spans
            ]
        )
        return np.maximum.reduceat(np.bincount(rows, weights, minlength=self._size), self._starts)


def best(scores: NDArray[np.floating], k: int) -> list[int]:
    """The entries with the `k` highest scores above 0, best first."""
    top = np.argsort(-scores, kind="stable")[:k]
    return [int(entry) for entry in top if scores[entry] > 0]


def interval(better: Sequence[float], worse: Sequence[float], rounds: int = 4_000) -> tuple[float, float, float]:
    """Mean difference in points and its paired 95 % bootstrap interval."""
    difference = 100 * (np.array(better) - np.array(worse))
    drawn = np.random.default_rng(7).integers(0, len(difference), (rounds, len(difference)))
    low, high = np.quantile(difference[drawn].mean(axis=1), (0.025, 0.975))
    return float(difference.mean()), float(low), float(high)
