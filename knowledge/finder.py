"""Everything that finds, in one object: names, sentences, meaning and search over one catalog."""

from collections.abc import Collection, Sequence
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from knowledge.catalog import Catalog
from knowledge.linking import Linker, Match, Mention
from knowledge.names import KINDS, Kind
from knowledge.search import Hit, Search

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from knowledge.embedding import Embedder
    from knowledge.index import Index, Progress, Server
    from knowledge.meaning import Cosines

PATIENCE = 15.0
"""Seconds a question waits for a model and index that another thread is preparing, before words alone answer."""


class Finder:
    """Owns the embedding model and the index, and opens them when first needed or in `warm`.

    When they cannot be had, everything still answers from the words alone and `lexical_only` says why. Safe between
    threads. `folder` holds the indexes, `server` a Chroma server that holds them instead; `model_path` is a folder
    with model.safetensors and tokenizer.json; `progress` hears how far the building of an index is.
    """

    def __init__(
        self,
        catalog: Catalog,
        folder: Path,
        model_path: Path | None = None,
        progress: "Progress | None" = None,
        server: "Server | None" = None,
    ) -> None:
        self._catalog = catalog
        self._folder = folder
        self._server = server
        self._progress = progress
        self._model_path = model_path
        self._opening = Lock()
        self._open: tuple[Embedder, Index] | None = None
        self._reason: str | None = None
        self._vector = lru_cache(maxsize=64)(self._embed)
        self._linker = Linker(catalog, self._near)
        self._search = Search(catalog, self._linker, self)

    @property
    def lexical_only(self) -> str | None:
        """Why only words answer, or None when meaning does or has not been needed yet."""
        return self._reason

    def find(
        self, text: str, kind: Kind | None = None, k: int = 10, within: Collection[str] | None = None
    ) -> list[Hit]:
        """See Search.find."""
        return self._search.find(text, kind, k, within)

    def link(self, text: str, kind: Kind, k: int = 3) -> list[Match]:
        """See Linker.link."""
        return self._linker.link(text, kind, k)

    def mentions(self, text: str, kinds: Collection[Kind] = KINDS) -> list[Mention]:
        """See Linker.mentions."""
        return self._linker.mentions(text, kinds)

    def warm(self, progress: "Progress | None" = None) -> bool:
        """Open the model and the index, building it if needed (seconds); True when meaning can answer.

        Meant for a background thread at start. After a failure it tries again.
        """
        with self._opening:
            return self._prepare(progress)

    def nearest(self, text: str, kind: Kind, k: int) -> list[tuple[str, float]] | None:
        """Ids of a kind nearest in meaning with their cosine, best first; None when only words can answer."""
        if (index := self._ready()) is None:
            return None
        try:
            return index.query(self._vector(text), kind, k)
        except Exception as error:  # a server that went away, a file that was removed: words still answer
            self._lost(index, error)
            return None

    def cosines(self, text: str, shelves: Sequence[str]) -> "Cosines | None":
        """The exact cosine of everything on these shelves with a text; None when only words can answer."""
        if (index := self._ready()) is None:
            return None
        try:
            vector = self._vector(text)
            return {shelf: index.cosines(vector, shelf) for shelf in shelves}
        except Exception as error:  # as above
            self._lost(index, error)
            return None

    def close(self) -> None:
        """Give the index's files back; the next question opens them again."""
        with self._opening:
            if self._open is not None:
                self._open[1].close()
                self._open = None

    def _near(self, text: str, kind: Kind, k: int) -> list[tuple[str, float]]:
        return self.nearest(text, kind, k) or []

    def _embed(self, text: str) -> "NDArray[np.float32]":
        if (opened := self._open) is None:
            raise RuntimeError("the index was closed")
        vector: NDArray[np.float32] = opened[0].embed([text])[0]
        return vector

    def _ready(self) -> "Index | None":
        """The open index; prepared when nobody has tried yet."""
        if self._open is None and self._reason is None:
            if not self._opening.acquire(timeout=PATIENCE):
                return None
            try:
                if self._open is None and self._reason is None:
                    self._prepare(self._progress)
            finally:
                self._opening.release()
        return None if self._open is None else self._open[1]

    def _lost(self, index: "Index", error: Exception) -> None:
        """The index stopped answering: remember why, until `warm` opens it again. One closed meanwhile is not lost."""
        with self._opening:
            if self._open is not None and self._open[1] is index:
                self._open, self._reason = None, f"{type(error).__name__}: {error}"

    def _prepare(self, progress: "Progress | None") -> bool:
        """Open both; the reason is kept when that fails. Call it with the lock held."""
        from knowledge.embedding import Embedder
        from knowledge.index import Index, build

        if self._open is None:
            try:
                embedder = Embedder(self._model_path)
                place = build(self._catalog, embedder, self._folder, progress, self._server)
                self._open = (embedder, Index(place))
                self._reason = None
            except Exception as error:  # whatever is wrong with a model or an index, words still answer
                self._reason = f"{type(error).__name__}: {error}"
        return self._open is not None
