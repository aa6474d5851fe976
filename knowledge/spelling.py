"""Typing errors: the words of the catalog that a mistyped word may stand for.

Short words, codes and acronyms must be right, so that CISM never becomes CISA, nor AZ-104 AZ-204.
"""

import gzip
from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import cache, lru_cache
from pathlib import Path

SURE = 6
"""Letters from which a corrected word may name something by itself inside a sentence."""
_ENGLISH = Path(__file__).parent / "data" / "english.txt.gz"


@cache
def english() -> frozenset[str]:
    """20,000 frequent English words of 4 letters or more: what stands here is no typing error.

    They are the whole words of BERT's uncased vocabulary (Apache-2.0), as in the model's own vocab.txt.
    """
    return frozenset(gzip.decompress(_ENGLISH.read_bytes()).decode().split())


class Spelling:
    """Corrects against the words of `vocabulary`; `acronyms` are the words that are written in capitals."""

    def __init__(self, vocabulary: Mapping[str, int], acronyms: Collection[str]) -> None:
        from rapidfuzz import process  # 20 ms, paid with the lexicon and not by every import
        from rapidfuzz.distance import OSA

        self._extract, self._distance = process.extract, OSA.distance
        self._vocabulary = vocabulary
        self._acronyms = frozenset(acronyms)
        self._by_letter: dict[str, list[str]] = defaultdict(list)
        for word in vocabulary:
            if len(word) > 3 and word.isalpha():
                self._by_letter[word[0]].append(word)
        self.corrections = lru_cache(maxsize=5_000)(self._corrections)

    def _corrections(self, word: str) -> tuple[str, ...]:
        """Catalog words one edit away (two from 8 letters on, swaps count one), nearest first, at most 3.

        Nothing for a known or an English word, for fewer than 4 letters, or for anything with a digit; the first
        letter holds.
        An acronym of 5 letters or more is met only by the same letters ("CISPP"), a shorter one never.
        """
        if len(word) < 4 or not word.isalpha() or word in self._vocabulary or word in english():
            return ()
        limit = 2 if len(word) >= 8 else 1
        near = self._extract(word, self._by_letter[word[0]], scorer=self._distance, score_cutoff=limit, limit=8)
        kept = [(distance, -self._vocabulary[f], f) for f, distance, _ in near if self._allowed(word, f)]
        return tuple(found for _, _, found in sorted(kept)[:3])

    def slip(self, word: str, found: str) -> bool:
        """Whether one typing error (a wrong, missing, doubled or swapped letter) lies between two words."""
        return bool(self._distance(word, found) == 1)

    def _allowed(self, word: str, found: str) -> bool:
        if found in self._acronyms:
            return len(found) > 4 and set(found) == set(word)
        return len(found) > 4 or len(word) > 4 or sorted(found) == sorted(word)
