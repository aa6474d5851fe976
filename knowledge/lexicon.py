"""All names of a big vocabulary as arrays on disk: found outright by hash, ranked by the words they share.

Nothing here loops over entries when a text is looked up. Entries are numbered in the order of the terms; a form is one
name of one entry, and forms of an entry stand together.
"""

import json
import math
from collections.abc import Iterable, Sequence
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from knowledge.names import ALIAS, spoken
from knowledge.ranking import K1, B
from knowledge.words import keys, lengthen

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from knowledge.spelling import Spelling
    from knowledge.vocabularies import Term

TABLES = ("exact", "compact", "bag")
"""How a name is found outright, strictest first: its words in order, its letters, its words in any order."""
_ARRAYS = (
    *(f"{table}_{part}" for table in TABLES for part in ("hash", "entry", "rank")),
    *("starts", "form_places", "form_rows", "form_rarity", "form_mass"),
    *("name_places", "name_rows", "name_weight"),
)


def write(terms: Sequence["Term"], folder: Path) -> None:
    """Build the arrays of these terms in an existing folder. Seconds for 100,000 names."""
    import numpy as np

    found: dict[str, list[tuple[int, int, int]]] = {table: [] for table in TABLES}
    forms: list[frozenset[str]] = []
    starts: list[int] = []
    names: list[tuple[str, ...]] = []
    for entry, term in enumerate(terms):
        starts.append(len(forms))
        kept: dict[frozenset[str], None] = {}
        ranks: dict[str, int] = {}
        for text, rank in spoken(term.name, term.aliases):
            parts = keys(text)
            loose = lengthen(parts)
            rank = min(rank, ALIAS)  # a name without its brackets is as good as an alias here
            for key in filter(None, (" ".join(parts), " ".join(loose))):
                ranks[key] = min(ranks.get(key, rank), rank)
            if loose:
                kept[frozenset(loose)] = None
        for key, rank in ranks.items():
            found["exact"].append((_hash(key), entry, rank))
            found["compact"].append((_hash(key.replace(" ", "")), entry, rank))
            found["bag"].append((_hash(_bag(key.split())), entry, rank))
        names.append(lengthen(keys(term.name)) or keys(term.name) or (term.name,))
        forms += kept or {frozenset(names[-1]): None}
    arrays: dict[str, NDArray[Any]] = {"starts": np.array(starts, np.int64)}
    for table, rows in found.items():
        rows.sort()
        arrays[f"{table}_hash"] = np.array([row[0] for row in rows], np.uint64)
        arrays[f"{table}_entry"] = np.array([row[1] for row in rows], np.int32)
        arrays[f"{table}_rank"] = np.array([row[2] for row in rows], np.int8)
    words = {word: place for place, word in enumerate(sorted({w for form in forms for w in form}))}
    places, rows_ = _postings(forms, words)
    counts = np.diff(places)
    rarity = np.log(1 + len(forms) / (1 + counts)).astype(np.float32)
    mass = np.bincount(rows_, np.repeat(rarity, counts), minlength=len(forms)).astype(np.float32)
    arrays |= {"form_places": places, "form_rows": rows_, "form_rarity": rarity, "form_mass": mass}
    arrays |= _bm25(names, words)
    for name in _ARRAYS:
        np.save(folder / f"{name}.npy", arrays[name])
    (folder / "words.txt").write_text("\n".join(words), "utf-8")
    capitals = sorted({w.lower() for t in terms for n in (t.name, *t.aliases) for w in n.split() if w.isupper()})
    (folder / "capitals.txt").write_text("\n".join(capitals), "utf-8")
    things = [[term.id, term.name] for term in terms]
    (folder / "things.json").write_text(json.dumps(things, ensure_ascii=False), "utf-8")


class Shared(NamedTuple):
    """What the words of a text share with the names.

    `forms` and `names` by entry, each 1 for the best: the best form by covered rarity times covered share, and
    BM25 on the preferred name. `covered` is the rarity covered by form, `whole` that of the text.
    """

    forms: "NDArray[Any]"
    names: "NDArray[Any]"
    covered: "NDArray[Any]"
    whole: float


class Lexicon:
    """The arrays of one vocabulary, mapped from its folder. Safe between threads."""

    def __init__(self, folder: Path) -> None:
        import numpy as np

        # as plain arrays over the mapped files: numpy's own class for these costs at every slice
        self._arrays = {name: np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r")) for name in _ARRAYS}
        starts = self._arrays["starts"]
        self._entries = np.repeat(
            np.arange(len(starts), dtype=np.int32), np.diff(starts, append=len(self._arrays["form_mass"]))
        )
        self._folder = folder
        self.things: list[tuple[str, str]] = [
            (id, name) for id, name in json.loads((folder / "things.json").read_text("utf-8"))
        ]
        words = (folder / "words.txt").read_text("utf-8").split("\n")
        self._words = {word: place for place, word in enumerate(words)}

    def __len__(self) -> int:
        return len(self.things)

    @cached_property
    def spelling(self) -> "Spelling":
        """Corrects against the words of these names."""
        from knowledge.spelling import Spelling

        counts = (self._arrays["form_places"][1:] - self._arrays["form_places"][:-1]).tolist()
        capitals = (self._folder / "capitals.txt").read_text("utf-8").split("\n")
        return Spelling(dict(zip(self._words, counts, strict=True)), capitals)

    def outright(self, parts: Sequence[str], table: str) -> list[tuple[int, int]]:
        """Entries that have exactly this name, with its rank (knowledge.names), best rank first."""
        key = {"exact": " ".join, "compact": "".join, "bag": _bag}[table](parts)
        import numpy as np

        hashes = self._arrays[f"{table}_hash"]
        wanted = _hash(key)
        start, end = (int(np.searchsorted(hashes, np.uint64(wanted), side)) for side in ("left", "right"))
        best: dict[int, int] = {}
        for entry, rank in zip(
            self._arrays[f"{table}_entry"][start:end].tolist(),
            self._arrays[f"{table}_rank"][start:end].tolist(),
            strict=True,
        ):
            best[entry] = min(rank, best.get(entry, rank))
        return sorted(best.items(), key=lambda item: (item[1], item[0]))

    def shared(self, parts: Iterable[str]) -> "Shared | None":
        """How well these words cover each entry's names; None when no word is known."""
        import numpy as np

        a = self._arrays
        wanted: set[int] = set()
        unknown: set[str] = set()
        for part in parts:
            if (place := self._words.get(part)) is None:
                unknown.add(part)
            else:
                wanted.add(place)
        if not wanted:
            return None
        rarity, mass = a["form_rarity"], a["form_mass"]
        covered = self._summed("form", wanted, rarity, len(mass))
        forms = np.zeros(len(self.things))
        touched = np.flatnonzero(covered > 0)  # few of all forms; they stand in the order of their entries
        entries = self._entries[touched]
        first = np.flatnonzero(np.diff(entries, prepend=-1) > 0)
        forms[entries[first]] = np.maximum.reduceat(covered[touched] * (covered[touched] / mass[touched]), first)
        names = self._summed("name", wanted, None, len(self.things))
        whole = sum(float(rarity[place]) for place in wanted) + math.log(1 + len(mass)) * len(unknown)
        return Shared(forms / max(float(forms.max()), 1e-9), names / max(float(names.max()), 1e-9), covered, whole)

    def _summed(self, table: str, words: set[int], rarity: "NDArray[Any] | None", size: int) -> "NDArray[Any]":
        """The weights of these words added up for every row of a table."""
        import numpy as np

        places, rows = self._arrays[f"{table}_places"], self._arrays[f"{table}_rows"]
        spans = [(word, int(places[word]), int(places[word + 1])) for word in words]
        found = np.concatenate([rows[start:end] for _, start, end in spans])
        if rarity is None:
            weights = np.concatenate([self._arrays["name_weight"][start:end] for _, start, end in spans])
        else:
            weights = np.repeat([rarity[word] for word, _, _ in spans], [end - start for _, start, end in spans])
        summed: NDArray[Any] = np.bincount(found, weights, minlength=size)
        return summed

    def overlap(self, shared: "Shared", entry: int) -> float:
        """The best harmonic mean of the shares of the text and of a name of this entry that are the same words, 0-1."""
        starts = self._arrays["starts"]
        start, end = int(starts[entry]), int(starts[entry + 1]) if entry + 1 < len(starts) else None
        return float((2 * shared.covered[start:end] / (self._arrays["form_mass"][start:end] + shared.whole)).max())


def _hash(key: str) -> int:
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big")


def _bag(parts: Iterable[str]) -> str:
    return " ".join(sorted(parts))


def _postings(texts: Sequence[Iterable[str]], words: dict[str, int]) -> tuple["NDArray[np.int64]", "NDArray[np.int32]"]:
    """Which texts hold each word: row numbers of word w are rows[places[w]:places[w + 1]]."""
    import numpy as np

    pairs = np.array([(words[word], row) for row, text in enumerate(texts) for word in text], np.int64).reshape(-1, 2)
    order = np.lexsort((pairs[:, 1], pairs[:, 0]))
    counts = np.bincount(pairs[:, 0], minlength=len(words))
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64), pairs[order, 1].astype(np.int32)


def _bm25(names: Sequence[tuple[str, ...]], words: dict[str, int]) -> dict[str, "NDArray[Any]"]:
    """BM25 weights of the preferred names (a word counts once in a name)."""
    import numpy as np

    known = [frozenset(word for word in name if word in words) for name in names]
    places, rows = _postings(known, words)
    counts = np.diff(places)
    lengths = np.array([max(1, len(name)) for name in names], np.float32)
    rarity = np.log(1 + (len(names) - counts + 0.5) / (counts + 0.5))
    norm = K1 * (1 - B + B * lengths / lengths.mean())
    weight = (np.repeat(rarity, counts) * (K1 + 1) / (1 + norm[rows])).astype(np.float32)
    return {"name_places": places, "name_rows": rows, "name_weight": weight}
