"""The vector index: the one home of chromadb.

An index is immutable: it belongs to one catalog version and one embedding model. On disk it is a folder that is built
aside under a file lock, renamed into place when complete, and then opened by any number of processes that only read
it. On a Chroma server it is a set of collections, the last of which ("ready") is made when the others are complete.
It can always be rebuilt, so older ones are removed. What an older or unfinished index already holds is copied by
content hash, so only changed texts are embedded and a build that was stopped goes on where it was.
Chroma is given vectors and never a model of its own (embedding_function=None).
"""

import os
import shutil
import sys
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from knowledge.catalog import Catalog
from knowledge.documents import FORMAT, SHELVES, shelves
from knowledge.filling import Embeds, Progress, Vectors, fill, read
from knowledge.names import Kind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Embeds", "Index", "Progress", "Remote", "Server", "build", "place"]

KEPT = 8
"""How many complete indexes stay in a place, newest first: organisations with catalogs of their own have one each."""
_PREFIX, _ASIDE = "index-", "building-"
_READY = "ready"
_PATIENCE = 30.0
"""Seconds for one answer of a server."""


@dataclass(frozen=True, slots=True)
class Server:
    """A Chroma server. `token` is sent as a bearer token, for the proxy that must stand before a public one."""

    url: str
    token: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Remote:
    """A complete index on a server: the collections whose names begin with `prefix`."""

    server: Server
    prefix: str


def place(folder: Path, catalog: Catalog, digest: str) -> Path:
    """Where the index of a catalog and a model is, or will be."""
    return folder / f"{_PREFIX}{_key(catalog, digest)}"


def build(
    catalog: Catalog, embedder: Embeds, folder: Path, progress: Progress | None = None, server: Server | None = None
) -> Path | Remote:
    """Build the index unless it is there; returns where. Waits for another process that builds in `folder`.

    Nothing is written outside `folder` and `server`, and a crash leaves nothing that would be taken for an index.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if server is not None:
        with locked(folder / "lock"):
            return _build_remote(catalog, embedder, server, progress)
    target = place(folder, catalog, embedder.digest)
    if target.is_dir():
        return target
    with locked(folder / "lock"):
        if not target.is_dir():
            _build_local(catalog, embedder, folder, target, progress)
            _prune(folder, target)
    return target


class Index:
    """An index that is open for reading. Safe between threads; close it, or use it as a context manager."""

    def __init__(self, where: Path | Remote) -> None:
        """Open a built index; raises FileNotFoundError when there is none at that place."""
        if isinstance(where, Path) and not where.is_dir():
            raise FileNotFoundError(f"no index at {where}")
        prefix = where.prefix if isinstance(where, Remote) else ""
        self._open = ExitStack()
        client = self._open.enter_context(_opened(where.server if isinstance(where, Remote) else where))
        self._collections = {shelf: client.get_collection(prefix + shelf, embedding_function=None) for shelf in SHELVES}
        self._sizes = {shelf: collection.count() for shelf, collection in self._collections.items()}
        self._reading = Lock()
        self._rows: dict[str, dict[str, int]] = {}
        self._read: dict[str, tuple[list[str], NDArray[np.float32]]] = {}

    def __enter__(self) -> "Index":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def query(
        self, vector: "NDArray[np.float32]", kind: Kind, k: int, within: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        """The `k` ids of a kind nearest to a vector of shape (width,), with their cosine, best first.

        `within` are the ids that count. They are ranked exactly and not by Chroma's filters, which would cost 10 to
        80 times an unfiltered query (docs/retrieval.md).
        """
        if within is not None:
            _, vectors = self._vectors(kind)
            rows = self._rows[kind]
            kept = [id for id in dict.fromkeys(within) if id in rows]
            values = (vectors[[rows[id] for id in kept]] @ vector).tolist() if kept else []
            return sorted(zip(kept, values, strict=True), key=lambda item: (-item[1], item[0]))[: max(k, 0)]
        count = min(k, self._sizes[kind])
        if count < 1:
            return []
        found = self._collections[kind].query(
            query_embeddings=vector.reshape(1, -1), n_results=count, include=["distances"]
        )
        return [(id, 1.0 - distance) for id, distance in zip(found["ids"][0], found["distances"][0], strict=True)]

    def cosines(self, vector: "NDArray[np.float32]", shelf: str) -> "tuple[Sequence[str], NDArray[np.float32]]":
        """Every id of a shelf and its exact cosine with a unit vector of shape (width,)."""
        ids, vectors = self._vectors(shelf)
        return ids, vectors @ vector

    def _vectors(self, shelf: str) -> "tuple[list[str], NDArray[np.float32]]":
        """The ids and unit vectors (n, width) of a shelf, read from Chroma once."""
        if shelf not in self._read:
            with self._reading:
                if shelf not in self._read:
                    ids, vectors = read(self._collections[shelf])
                    self._rows[shelf] = {id: row for row, id in enumerate(ids)}
                    self._read[shelf] = ids, vectors
        return self._read[shelf]

    def close(self) -> None:
        """Give the files back."""
        self._open.close()


def _build_local(catalog: Catalog, embedder: Embeds, folder: Path, target: Path, progress: Progress | None) -> None:
    """Aside, from what older and unfinished folders hold, then into place."""
    left = list(folder.glob(f"{_ASIDE}*"))
    older = [path for path in _newest_first(folder) if path.name.endswith(embedder.digest[:16])]
    aside = folder / f"{_ASIDE}{os.getpid()}"
    while aside.exists():
        aside = aside.with_name(f"{aside.name}-")
    aside.mkdir()
    with _opened(aside) as client:
        known = Vectors(embedder.digest)
        for path in (*left, *older):
            known.add(partial(_opened, path))
        fill(client, "", shelves(catalog), embedder, known, progress)
    aside.rename(target)
    for path in left:
        shutil.rmtree(path, ignore_errors=True)


def _build_remote(catalog: Catalog, embedder: Embeds, server: Server, progress: Progress | None) -> Remote:
    """Collections under one prefix, then the one that says that they are complete."""
    remote = Remote(server, f"credpath-{_key(catalog, embedder.digest)}.")
    with _opened(server) as client:
        names = {collection.name for collection in client.list_collections()}
        if remote.prefix + _READY not in names:
            known = Vectors(embedder.digest)
            known.add(partial(_opened, server), f"{embedder.digest[:16]}.")
            fill(client, remote.prefix, shelves(catalog), embedder, known, progress)
            _finish(client, remote.prefix)
    return remote


def _finish(client: Any, prefix: str) -> None:
    """Mark an index as complete, with a number that rises, and remove what is older than the newest KEPT."""
    done = {
        collection.name.removesuffix(_READY): int((collection.metadata or {}).get("number", 0))
        for collection in client.list_collections()
        if collection.name.startswith("credpath-") and collection.name.endswith(f".{_READY}")
    }
    number = max(done.values(), default=0) + 1
    client.get_or_create_collection(prefix + _READY, embedding_function=None, metadata={"number": number})
    for old in sorted(done, key=lambda name: done[name], reverse=True)[KEPT - 1 :]:
        for name in (_READY, *SHELVES):
            client.delete_collection(old + name)


def _key(catalog: Catalog, digest: str) -> str:
    return f"{FORMAT}-{catalog.version[:16]}-{digest[:16]}"


@contextmanager
def _opened(where: Path | Server) -> Iterator[Any]:
    """A client of Chroma inside this process, on these files alone, or of a server. Closed in the end.

    Raises ValueError for an address that is none. No telemetry, and no .env of the working folder.
    """
    import chromadb
    from chromadb.config import Settings

    settings = Settings(_env_file=None, anonymized_telemetry=False)
    if isinstance(where, Path):
        client: Any = chromadb.PersistentClient(where, settings)
        sessions = []
    else:
        parts = urlsplit(where.url)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/"):
            raise ValueError(f"{where.url} is not the address of a Chroma server, such as http://127.0.0.1:8000")
        secure = parts.scheme == "https"
        headers = {"Authorization": f"Bearer {where.token}"} if where.token else None
        port = parts.port or (443 if secure else 8000)
        client = chromadb.HttpClient(parts.hostname, port, ssl=secure, headers=headers, settings=settings)
        sessions = [client._server._session, client._admin_client._server._session]
        sessions[0].timeout = _PATIENCE  # Chroma would wait for ever
    try:
        yield client
    finally:
        client.close()
        for session in sessions:
            session.close()  # which Chroma forgets


def _newest_first(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"{_PREFIX}*"), key=lambda path: path.stat().st_mtime, reverse=True)


def _prune(folder: Path, newest: Path) -> None:
    """Keep the newest complete indexes; a process that still reads an older one keeps its open files."""
    for path in [path for path in _newest_first(folder) if path != newest][KEPT - 1 :]:
        shutil.rmtree(path, ignore_errors=True)


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Hold an exclusive lock; it goes with the process. Where the system has none, the rename alone decides."""
    with file.open("a") as handle:
        if sys.platform != "win32":
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
