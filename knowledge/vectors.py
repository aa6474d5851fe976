"""Vectors of short texts that stay on disk, so that a long embedding can be stopped and goes on where it was.

Two files only grow: `keys` (16 bytes a text) and `rows` (float32). A batch is appended whole, rows first; what a crash
leaves beyond the last complete pair is cut off when the next process writes. One writer at a time, any readers.
"""

import os
from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.index import Embeds, Progress, locked

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BATCH = 1_024
"""Texts that a kill can cost."""
_KEY = 16


def embed_kept(
    texts: Sequence[str], embedder: Embeds, folder: Path, progress: Progress | None = None
) -> "NDArray[np.float32]":
    """Unit vectors of shape (n, width) in the order of `texts`, from disk where they are there.

    `progress` is told how many of the different texts are done, those on disk included.
    """
    import numpy as np

    folder.mkdir(parents=True, exist_ok=True)
    keys = [_key(text) for text in texts]
    with locked(folder / "lock"):
        done = _known(folder, width := _width(embedder))
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in done}
        total = len(set(keys))
        waiting = sorted(missing.items(), key=lambda item: (len(item[1]), item[1]))
        if progress and waiting:
            progress(total - len(waiting), total)
        with (folder / "rows").open("ab") as rows, (folder / "keys").open("ab") as names:
            for start in range(0, len(waiting), BATCH):
                part = waiting[start : start + BATCH]
                vectors = embedder.embed([text for _, text in part]).astype("<f4")
                rows.write(vectors.tobytes())
                rows.flush()
                os.fsync(rows.fileno())
                names.write(b"".join(key for key, _ in part))
                names.flush()
                if progress:
                    progress(total - len(waiting) + start + len(part), total)
    if not texts:
        return np.zeros((0, width), np.float32)
    places = _known(folder, width)
    kept = np.memmap(folder / "rows", "<f4", "r").reshape(-1, width)
    return np.asarray(kept[[places[key] for key in keys]], np.float32)


def _key(text: str) -> bytes:
    return blake2b(text.encode(), digest_size=_KEY).digest()


def _width(embedder: Embeds) -> int:
    return int(embedder.embed(["width"]).shape[1])


def _known(folder: Path, width: int) -> dict[bytes, int]:
    """The row of every key on disk; cuts off what is not complete (only under the lock)."""
    names, rows = folder / "keys", folder / "rows"
    for path in (names, rows):
        path.touch()
    count = min(names.stat().st_size // _KEY, rows.stat().st_size // (4 * width))
    for path, size in ((names, count * _KEY), (rows, count * 4 * width)):
        if path.stat().st_size > size:
            os.truncate(path, size)
    packed = names.read_bytes()
    return {packed[place * _KEY : (place + 1) * _KEY]: place for place in range(count)}
