"""A matcher for a choice of vocabularies: its lexicon and vectors are built once, aside, and renamed into place."""

import os
import shutil
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.catalog import Catalog
from knowledge.index import Embeds, Progress, locked
from knowledge.lexicon import Lexicon, write
from knowledge.likeness import Matcher
from knowledge.names import Kind
from knowledge.thesaurus import choose, version
from knowledge.vectors import embed_kept
from knowledge.vocabularies import Term

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FORMAT = 1
"""Raise it when lexicon or vectors are made in another way: older ones are then built anew."""
NAMES = 16
"""How many names of an occupation its vector is the mean of."""
KEPT = 8
_ADVERTISED = Path(__file__).parent / "data" / "advertised.tsv"


def matcher(
    catalog: Catalog,
    folder: Path,
    choice: str,
    kind: Kind,
    embedder: Embeds | None,
    progress: Progress | None = None,
) -> Matcher:
    """Open, and first build when needed, what links texts to this choice ("own", "esco", "onet", "all").

    `folder` is the data folder. Without an embedder only words link. Raises thesaurus.NotImported.
    """
    import numpy as np

    terms = choose(catalog, folder / "vocabularies", choice, kind)
    digest = embedder.digest[:16] if embedder else "words"
    place = folder / "linking" / f"terms-{FORMAT}-{kind}-{version(terms)[:16]}-{digest}"
    if not place.is_dir():
        build(terms, kind, place, embedder, progress)
    os.utime(place)
    vectors = np.load(place / "vectors.npy", mmap_mode="r") if embedder else None
    lexicon = Lexicon(place)
    return Matcher(lexicon, kind, vectors, common([id for id, _ in lexicon.things], kind), embedder)


def build(
    terms: Sequence[Term], kind: Kind, place: Path, embedder: Embeds | None, progress: Progress | None = None
) -> None:
    """Make the folder `place` for these terms; what was embedded before a stop is not embedded again."""
    import numpy as np

    place.parent.mkdir(parents=True, exist_ok=True)
    vectors = None
    if embedder:
        vectors = entry_vectors(terms, kind, embedder, place.parent / f"vectors-{embedder.digest[:16]}", progress)
    with locked(place.parent / "lock"):
        if place.is_dir():
            return
        for left in place.parent.glob("building-*"):
            shutil.rmtree(left, ignore_errors=True)
        aside = place.parent / f"building-{os.getpid()}"
        aside.mkdir()
        try:
            write(terms, aside)
            if vectors is not None:
                np.save(aside / "vectors.npy", vectors)
            aside.rename(place)
        except BaseException:
            shutil.rmtree(aside, ignore_errors=True)
            raise
        others = sorted(place.parent.glob("terms-*"), key=lambda p: p.stat().st_mtime, reverse=True)
        for old in others[KEPT:]:
            shutil.rmtree(old, ignore_errors=True)


def entry_vectors(
    terms: Sequence[Term], kind: Kind, embedder: Embeds, folder: Path, progress: Progress | None = None
) -> "NDArray[np.float32]":
    """A unit vector an entry (n, width): of a skill its name's, of an occupation the mean of its names'."""
    import numpy as np

    texts: list[str] = []
    starts: list[int] = []
    for term in terms:
        starts.append(len(texts))
        texts += [term.name, *term.aliases][: NAMES if kind == "occupation" else 1]
    vectors = embed_kept(texts, embedder, folder, progress)
    if not terms:
        return vectors
    summed = np.add.reduceat(vectors, np.array(starts), axis=0)
    unit: NDArray[np.float32] = summed / np.maximum(np.linalg.norm(summed, axis=1, keepdims=True), 1e-12)
    return unit


def common(ids: Sequence[str], kind: Kind) -> "NDArray[np.float32]":
    """How common each entry is: log(1 + advertisements) of an occupation in a labelled sample, else 0."""
    import numpy as np

    counts = _advertised() if kind == "occupation" else {}
    return np.log1p(np.array([counts.get(id, 0) for id in ids], np.float32))


@cache
def _advertised() -> dict[str, int]:
    if not _ADVERTISED.is_file():
        return {}
    lines = (line.split("\t") for line in _ADVERTISED.read_text("utf-8").splitlines() if line[0] != "#")
    return {f"http://data.europa.eu/esco/occupation/{id}": int(count) for id, count in lines}
