"""Linking at scale: many texts against a big vocabulary in one go, or honestly against nothing.

What a text names outright comes first, a preferred name before an alias; what several things are called comes with
equal scores. The rest is ranked by meaning (cosine), shared words and how common a thing is, with weights fitted on
validation data only; where the best of it is not like anything, there is no match (docs/vocabulary.md).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.lexicon import TABLES, Lexicon, Shared
from knowledge.linking import Match
from knowledge.names import NAME, Kind
from knowledge.titles import plain, readings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from knowledge.index import Embeds

BLOCK = 4_096
"""Texts embedded together: long enough that few are padded."""
_STRIP = 128
"""Texts whose cosines with everything are in memory at a time."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How a score is made: cosine + forms * (covered forms) + names * (BM25 of the name) + common * (how common).

    Below `phrase` (texts of at most PHRASE meaningful words) or `sentence` in Matcher.likeness there is no match.
    """

    forms: float
    names: float
    common: float
    phrase: float
    sentence: float


WEIGHTS = {"skill": Weights(0.2, 0.2, 0.0, 0.6, 0.45), "occupation": Weights(0.15, 0.0, 0.04, 0.6, 0.54)}
"""Fitted on validation data only: TECH and HOUSE for skills, one half of the job titles for occupations.

The limits keep 97 of 100 texts that are linked rightly without being named (docs/vocabulary.md)."""
PHRASE = 4
OVERLAP = 0.5
WORDS_ALONE = 0.35
"""The cosine assumed where no model is."""
_OUTRIGHT = {"exact": (1.0, 0.97), "compact": (0.96, 0.95), "bag": (0.94, 0.93)}
"""Score of a preferred name and of an alias, by how it was found."""
_MISTYPED = 0.05
"""What a corrected typing error costs."""
_MOST = 0.89
"""What is not named outright stays below."""


class Matcher:
    """Links texts to one kind of one vocabulary. Safe between threads.

    `vectors` (entries, width) hold a unit vector an entry, `common` (entries,) how common each is, 0 for unknown.
    """

    def __init__(
        self,
        lexicon: Lexicon,
        kind: Kind,
        vectors: "NDArray[np.float32] | None",
        common: "NDArray[np.float32]",
        embedder: "Embeds | None",
    ) -> None:
        self.lexicon, self.kind = lexicon, kind
        self._vectors, self._common, self._embedder = vectors, common, embedder
        self.weights = WEIGHTS[kind]

    def match(self, texts: Sequence[str], k: int = 5, done: Callable[[int], None] | None = None) -> list[list[Match]]:
        """At most `k` matches a text, best first, and all of equally good names; none when nothing is like it.

        The same text is worked out once. `done` hears how many of the different texts are linked.
        """
        wanted = list(dict.fromkeys(plain(text) for text in texts))
        found: dict[str, list[Match]] = {}
        for start in range(0, len(wanted), BLOCK):
            block = wanted[start : start + BLOCK]
            for text, cosines in zip(block, self._cosines(block), strict=True):
                found[text] = self._one(text, cosines, k)
            if done:
                done(start + len(block))
        return [found[plain(text)] for text in texts]

    def _cosines(self, texts: Sequence[str]) -> Iterator["NDArray[np.float32] | None"]:
        if self._embedder is None or self._vectors is None:
            yield from [None] * len(texts)
            return
        queries = self._embedder.embed(texts)
        for start in range(0, len(texts), _STRIP):
            yield from queries[start : start + _STRIP] @ self._vectors.T

    def _one(self, text: str, cosines: "NDArray[np.float32] | None", k: int) -> list[Match]:
        parts = self._words(text)
        if not parts:
            return []
        named = self._named(text, cosines)
        equal = sum(match.score == named[0].score for match in named) if named else 0
        named = named[: max(k, equal)]
        if len(named) >= k:
            return named
        seen = {match.id for match in named}
        rest = self._ranked(parts, cosines, k + len(named), sure=bool(named))
        return named + [match for match in rest if match.id not in seen][: k - len(named)]

    def _words(self, text: str) -> tuple[str, ...]:
        from knowledge.words import keys, lengthen

        return lengthen(self._corrected(keys(text)))

    def _corrected(self, parts: tuple[str, ...]) -> tuple[str, ...]:
        spelling = self.lexicon.spelling
        return tuple([next(iter(spelling.corrections(part)), part) for part in parts])

    def _named(self, text: str, cosines: "NDArray[np.float32] | None") -> list[Match]:
        """What the text names outright: the fullest reading that names anything, mistyped words corrected last."""
        forms = list(readings(text)) if self.kind == "occupation" else [next(readings(text), ())]
        for mend in (False, True):
            for parts in forms:
                words = self._corrected(parts) if mend else parts
                if not words or (mend and words == parts):
                    continue
                for table in TABLES:
                    if found := self.lexicon.outright(words, table):
                        return self._matches(found, table, mend, cosines)
        return []

    def _matches(
        self, found: list[tuple[int, int]], table: str, mended: bool, cosines: "NDArray[np.float32] | None"
    ) -> list[Match]:
        """Preferred names, then aliases; equal ones keep one score, the likelier first."""
        likely = {entry: float(cosines[entry]) if cosines is not None else 0.0 for entry, _ in found}
        best = found[0][1]
        matches = []
        for entry, rank in sorted(found, key=lambda item: (item[1], -likely[item[0]] - 0.04 * self._common[item[0]])):
            score = _OUTRIGHT[table][min(rank, 1)] - (_MISTYPED if mended else 0.0)
            if rank > best:
                score = min(score, _MOST + 0.005)
            why = "spelling" if mended else "wording" if table != "exact" else "name" if rank == NAME else "alias"
            id, name = self.lexicon.things[entry]
            matches.append(Match(id, name, round(score, 4), why))
        return matches

    def _ranked(self, parts: tuple[str, ...], cosines: "NDArray[np.float32] | None", k: int, sure: bool) -> list[Match]:
        """The best by meaning and words; nothing when it is like nothing (unless something was named: `sure`)."""
        import numpy as np

        weights = self.weights
        shared = self.lexicon.shared(parts)
        score = self._common * weights.common if cosines is None else cosines + self._common * weights.common
        if shared is not None:
            score = score + (weights.forms * shared.forms + weights.names * shared.names)
        elif cosines is None:
            return []
        count = min(k, len(score))
        top = np.argpartition(-score, count - 1)[:count]
        top = top[np.argsort(-score[top], kind="stable")]
        limit = weights.phrase if len(parts) <= PHRASE else weights.sentence
        if not sure and self.likeness(top[:3].tolist(), shared, cosines) < limit:
            return []
        most = 1 + weights.forms + weights.names + 4 * weights.common
        matches = []
        for entry in top.tolist():
            id, name = self.lexicon.things[entry]
            matches.append(Match(id, name, round(min(_MOST, max(0.0, float(score[entry])) / most), 4), "meaning"))
        return matches

    def likeness(self, entries: Sequence[int], shared: "Shared | None", cosines: "NDArray[np.float32] | None") -> float:
        """How like the best of these entries the text is: its cosine and OVERLAP times the overlap with its names."""
        return max(
            (float(cosines[entry]) if cosines is not None else WORDS_ALONE)
            + OVERLAP * (self.lexicon.overlap(shared, entry) if shared else 0.0)
            for entry in entries
        )
