"""The vector index on disk: the one home of chromadb.

An index is an immutable folder for one catalog version and one embedding model. It is built aside under a file lock,
renamed into place when complete, and then opened by any number of processes that only read it. It can always be
rebuilt, so older ones are removed. Chroma is given vectors and never a model of its own (embedding_function=None).
"""

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from knowledge.catalog import Catalog
from knowledge.documents import FORMAT, documents
from knowledge.names import KINDS, Kind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

KEPT = 2
"""How many complete indexes stay in a folder, newest first."""
_PREFIX, _ASIDE = "index-", "building-"
_BATCH = 1_000

Progress = Callable[[int, int], None]
"""Told how many texts are done, and of how many."""


class Embeds(Protocol):
    """What the index needs of an embedding model."""

    digest: str

    def embed(self, texts: Sequence[str], progress: Progress | None = None) -> "NDArray[np.float32]":
        """Unit vectors of shape (n, width)."""
        ...


def place(folder: Path, catalog: Catalog, digest: str) -> Path:
    """Where the index of a catalog and a model is, or will be."""
    return folder / f"{_PREFIX}{FORMAT}-{catalog.version[:16]}-{digest[:16]}"


def build(catalog: Catalog, embedder: Embeds, folder: Path, progress: Progress | None = None) -> Path:
    """Build the index unless it is there; returns its folder. Waits for another process that builds in `folder`.

    Nothing is written outside `folder`, and a crash leaves nothing that would be taken for an index.
    """
    target = place(folder, catalog, embedder.digest)
    if target.is_dir():
        return target
    folder.mkdir(parents=True, exist_ok=True)
    with locked(folder / "lock"):
        if target.is_dir():
            return target
        for left in folder.glob(f"{_ASIDE}*"):
            shutil.rmtree(left)
        aside = folder / f"{_ASIDE}{os.getpid()}"
        aside.mkdir()
        try:
            _fill(aside, catalog, embedder, progress)
            aside.rename(target)
        except BaseException:
            shutil.rmtree(aside, ignore_errors=True)
            raise
        _prune(folder, target)
    return target


class Index:
    """An index that is open for reading. Safe between threads; close it, or use it as a context manager."""

    def __init__(self, path: Path) -> None:
        """Open a built index; raises FileNotFoundError when there is none at `path`."""
        if not path.is_dir():
            raise FileNotFoundError(f"no index at {path}")
        self._client = _client(path)
        self._collections = {kind: self._client.get_collection(kind, embedding_function=None) for kind in KINDS}
        self._sizes = {kind: collection.count() for kind, collection in self._collections.items()}

    def __enter__(self) -> "Index":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def query(self, vector: "NDArray[np.float32]", kind: Kind, k: int) -> list[tuple[str, float]]:
        """The `k` ids of a kind nearest to a vector of shape (width,), with their cosine, best first."""
        count = min(k, self._sizes[kind])
        if count < 1:
            return []
        found = self._collections[kind].query(
            query_embeddings=vector.reshape(1, -1), n_results=count, include=["distances"]
        )
        return [(id, 1.0 - distance) for id, distance in zip(found["ids"][0], found["distances"][0], strict=True)]

    def close(self) -> None:
        """Give the files back."""
        self._client.close()


def _fill(path: Path, catalog: Catalog, embedder: Embeds, progress: Progress | None) -> None:
    """Write every document's vector: one collection a kind, cosine distance."""
    everything = documents(catalog)
    vectors = embedder.embed([document.text for document in everything], progress)
    client = _client(path)
    try:
        for kind in KINDS:
            rows = [row for row, document in enumerate(everything) if document.kind == kind]
            collection = client.create_collection(
                kind, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
            )
            for start in range(0, len(rows), _BATCH):
                part = rows[start : start + _BATCH]
                collection.add(ids=[everything[row].id for row in part], embeddings=vectors[part])
    finally:
        client.close()


def _client(path: Path) -> Any:
    """Chroma inside this process, on these files alone: no telemetry, and no .env of the working folder."""
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(path, Settings(_env_file=None, anonymized_telemetry=False))


def _prune(folder: Path, newest: Path) -> None:
    """Keep the newest complete indexes; a process that still reads an older one keeps its open files."""
    older = [path for path in folder.glob(f"{_PREFIX}*") if path != newest]
    for path in sorted(older, key=lambda p: p.stat().st_mtime, reverse=True)[KEPT - 1 :]:
        shutil.rmtree(path, ignore_errors=True)


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Hold an exclusive lock; it goes with the process. Where the system has none, the rename alone decides."""
    with file.open("a") as handle:
        if sys.platform != "win32":
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
