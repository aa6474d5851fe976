"""Filling an index: copy the vectors that are known, embed the rest, a part at a time.

Knows Chroma's collections only by their methods; knowledge/index.py opens and names them.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from typing import TYPE_CHECKING, Any, Protocol

from knowledge.documents import SHELVES, Document

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_BATCH = 1_000
PART = 512
"""How many texts are embedded before they are written: what a crash can cost."""
_PAGE = 5_000
_HASH = "text"

Progress = Callable[[int, int], None]
"""Told how many texts are done, and of how many."""


class Embeds(Protocol):
    """What the index needs of an embedding model."""

    digest: str

    def embed(self, texts: Sequence[str], progress: Progress | None = None) -> "NDArray[np.float32]":
        """Unit vectors of shape (n, width)."""
        ...


class Vectors:
    """Vectors that other indexes of the same model hold, by content hash; each is opened only while it is needed."""

    def __init__(self, digest: str) -> None:
        self.digest = digest
        self._places: list[tuple[Callable[[], AbstractContextManager[Any]], str]] = []

    def add(self, opened: Callable[[], AbstractContextManager[Any]], of: str = "") -> None:
        """A client to look in, and what the names of its collections must contain."""
        self._places.append((opened, of))

    def find(self, wanted: set[str]) -> dict[str, "NDArray[np.float32]"]:
        """The vectors of these hashes that are there. What cannot be read (torn by a crash) is passed over."""
        found: dict[str, NDArray[np.float32]] = {}
        for opened, of in self._places:
            if not wanted - found.keys():
                break
            with suppress(Exception), opened() as client:
                for collection in client.list_collections():
                    if of in collection.name and collection.name.endswith(SHELVES):
                        found |= _known(collection, wanted)
        return found


def content(text: str) -> str:
    """The hash under which the vector of a text is found again."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def fill(
    client: Any,
    prefix: str,
    shelves: Mapping[str, Sequence[Document]],
    embedder: Embeds,
    known: Vectors,
    progress: Progress | None,
) -> None:
    """Write every document's vector: one collection a shelf, cosine distance. What is there already stays.

    Raises RuntimeError when a collection does not hold exactly its documents in the end.
    """
    collections, missing = {}, []
    for shelf, documents in shelves.items():
        collection = client.get_or_create_collection(
            prefix + shelf, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
        )
        collections[shelf] = collection
        there = set(collection.get(include=[])["ids"]) if collection.count() else set()
        missing += [(shelf, document.id, document.text) for document in documents if document.id not in there]
    copied = known.find({content(text) for _, _, text in missing}) if missing else {}
    old = [row for row in missing if content(row[2]) in copied]
    new = sorted((row for row in missing if content(row[2]) not in copied), key=lambda row: len(row[2]))
    done, total = len(old), len(missing)
    _write(collections, old, [copied[content(text)] for _, _, text in old])
    if progress and old:
        progress(done, total)
    for start in range(0, len(new), PART):
        part = new[start : start + PART]
        before = done + start
        told = (lambda n, _, before=before: progress(before + n, total)) if progress else None
        _write(collections, part, embedder.embed([text for _, _, text in part], told))
    for shelf, documents in shelves.items():
        if (count := collections[shelf].count()) != len(documents):
            raise RuntimeError(f"the index holds {count} of {len(documents)} texts of {shelf}")


def read(collection: Any) -> "tuple[list[str], NDArray[np.float32]]":
    """Every id of a collection and its vector, shape (n, width), scaled to length one."""
    import numpy as np

    ids: list[str] = []
    parts = []
    while part := collection.get(include=["embeddings"], limit=_PAGE, offset=len(ids)):
        if not part["ids"]:
            break
        ids += part["ids"]
        parts.append(np.asarray(part["embeddings"], dtype=np.float32))
    vectors = np.concatenate(parts) if parts else np.zeros((0, 1), dtype=np.float32)
    return ids, vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)


def _known(collection: Any, wanted: set[str]) -> dict[str, "NDArray[np.float32]"]:
    import numpy as np

    found: dict[str, NDArray[np.float32]] = {}
    start = 0
    while (part := collection.get(include=["embeddings", "metadatas"], limit=_PAGE, offset=start))["ids"]:
        start += len(part["ids"])
        for vector, kept in zip(part["embeddings"], part["metadatas"], strict=True):
            if (text := (kept or {}).get(_HASH)) in wanted:
                found[text] = np.asarray(vector, dtype=np.float32)
    return found


def _write(
    collections: Mapping[str, Any],
    rows: Sequence[tuple[str, str, str]],
    vectors: "Sequence[NDArray[np.float32]] | NDArray[np.float32]",
) -> None:
    for shelf, collection in collections.items():
        here = [place for place, row in enumerate(rows) if row[0] == shelf]
        for start in range(0, len(here), _BATCH):
            part = here[start : start + _BATCH]
            collection.upsert(
                ids=[rows[place][1] for place in part],
                embeddings=[vectors[place] for place in part],
                metadatas=[{_HASH: content(rows[place][2])} for place in part],
            )
