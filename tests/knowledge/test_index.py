"""The index on disk: complete or absent, rebuilt when the catalog changes, open to any process."""

import multiprocessing
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from knowledge import filling
from knowledge.documents import documents, shelves
from knowledge.index import Index, Progress, build, place
from tests.knowledge.fixture import WordVectors, small_catalog

WORDS = WordVectors()


class Breaks(WordVectors):
    """Fails in the middle of the work."""

    def embed(self, texts: Sequence[str], progress: Progress | None = None) -> NDArray[np.float32]:
        raise RuntimeError("out of power")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("indexes")


@pytest.fixture(scope="module")
def built(folder: Path) -> Path:
    return build(small_catalog(), WORDS, folder)


def test_documents_say_who_and_what() -> None:
    """A credential's text names it, its issuer and its skills; nothing is said twice."""
    texts = {(document.kind, document.id): document.text for document in documents(small_catalog())}
    assert texts["credential", "comptia-security-plus"] == "CompTIA Security+, sec+, secplus, Network security"
    assert texts["skill", "kubernetes"] == "Kubernetes, kube"
    assert texts["occupation", "project-manager"] == "Project Manager, PM"


def test_query(built: Path) -> None:
    """The document itself is nearest to its own vector, with cosine 1."""
    catalog = small_catalog()
    with Index(built) as index:
        for document in documents(catalog)[::7]:
            found = index.query(WORDS.embed([document.text])[0], document.kind, 3)
            assert len(found) == 3
            assert found[0] == (document.id, pytest.approx(1.0, abs=1e-5))
            assert found[0][1] >= found[1][1] >= found[2][1]
        assert len(index.query(WORDS.embed(["x"])[0], "occupation", 500)) == len(catalog.occupations)


def test_built_once(built: Path, folder: Path) -> None:
    """The same catalog and model are not built again."""
    assert build(small_catalog(), Breaks(), folder) == built


def test_empty_catalog(tmp_path: Path) -> None:
    """A catalog of nothing has an index that finds nothing."""
    empty = type(small_catalog())({}, {}, {}, {}, {}, {}, "empty")
    with Index(build(empty, WORDS, tmp_path)) as index:
        assert index.query(WORDS.embed(["x"])[0], "skill", 3) == []


def test_crash_leaves_nothing_half_built(tmp_path: Path) -> None:
    """After a failure in the middle nothing is taken for an index; torn leftovers are passed over and removed."""
    with pytest.raises(RuntimeError, match="out of power"):
        build(small_catalog(), Breaks(), tmp_path)
    assert not list(tmp_path.glob("index-*"))
    (tmp_path / "building-1").mkdir()
    (tmp_path / "building-1" / "chroma.sqlite3").write_bytes(b"torn")
    path = build(small_catalog(), WORDS, tmp_path)
    assert isinstance(path, Path)
    assert sorted(p.name for p in tmp_path.iterdir()) == [path.name, "lock"]


class Counts(WordVectors):
    """Remembers what it embedded, and fails when it has embedded `most` texts."""

    def __init__(self, most: int = 10_000) -> None:
        self.seen: list[str] = []
        self.most = most

    def embed(self, texts: Sequence[str], progress: Progress | None = None) -> NDArray[np.float32]:
        if len(self.seen) + len(texts) > self.most:
            raise RuntimeError("out of power")
        self.seen += texts
        return super().embed(texts, progress)


def test_build_goes_on_where_it_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was embedded before a crash is not embedded again, and the index is the same as without the crash."""
    monkeypatch.setattr(filling, "PART", 10)
    first, second, told = Counts(40), Counts(), []
    with pytest.raises(RuntimeError, match="out of power"):
        build(small_catalog(), first, tmp_path)
    path = build(small_catalog(), second, tmp_path, lambda done, total: told.append((done, total)))
    every = [d.text for shelf in shelves(small_catalog()).values() for d in shelf]
    assert len(first.seen) == 40
    assert sorted([*first.seen, *second.seen]) == sorted(every)
    assert [told[0], told[-1]] == [(40, len(every)), (len(every), len(every))]
    with Index(path) as index:
        assert index.query(WORDS.embed(["Kubernetes, kube"])[0], "skill", 1) == [("kubernetes", pytest.approx(1.0))]


def test_only_changed_texts_are_embedded(tmp_path: Path) -> None:
    """A new catalog version copies the vectors of what did not change; what changed is found by its new words."""
    old = small_catalog()
    build(old, WORDS, tmp_path)
    python = replace(old.skills["python"], aliases=("snake language",))
    counts = Counts()
    path = build(replace(old, skills={**old.skills, "python": python}, version="new"), counts, tmp_path)
    assert counts.seen == ["Python, snake language"]
    with Index(path) as index:
        found = index.query(WORDS.embed(["Python, snake language"])[0], "skill", 1)
        assert found == [("python", pytest.approx(1.0, abs=1e-5))]
        assert index.query(WORDS.embed(["Kubernetes, kube"])[0], "skill", 1)[0][0] == "kubernetes"


def test_vectors_of_another_model_are_not_copied(tmp_path: Path) -> None:
    """Copies come from the same model only."""
    build(small_catalog(), WORDS, tmp_path)
    other = Counts()
    other.digest = "1" * 64
    build(small_catalog(), other, tmp_path)
    assert len(other.seen) == sum(map(len, shelves(small_catalog()).values()))


def test_within_loses_nothing(built: Path) -> None:
    """A filtered query ranks exactly the allowed ids, as a full ranking does with the others struck out."""
    ids = list(small_catalog().skills)
    with Index(built) as index:
        vector = WORDS.embed(["programming in the cloud"])[0]
        everything = index.query(vector, "skill", len(ids), ids)
        assert [id for id, _ in everything] != ids
        for some in (ids[::3], ids[5:6], [], ["nobody"]):
            found = index.query(vector, "skill", 99, some)
            struck = [hit for hit in everything if hit[0] in some]
            assert [id for id, _ in found] == [id for id, _ in struck]
            assert [cosine for _, cosine in found] == pytest.approx([cosine for _, cosine in struck], abs=1e-6)
        assert index.query(vector, "skill", 2, ids) == everything[:2]


def test_old_versions_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The newest few remain; one that is open can still be read after it was removed."""
    monkeypatch.setattr("knowledge.index.KEPT", 2)
    paths = [build(small_catalog("v0"), WORDS, tmp_path)]
    with Index(paths[0]) as oldest:
        paths += [build(small_catalog(f"v{n}"), WORDS, tmp_path) for n in (1, 2)]
        assert [Path(str(path)).is_dir() for path in paths] == [False, True, True]
        assert oldest.query(WORDS.embed(["Kubernetes"])[0], "skill", 1)[0][0] == "kubernetes"
    with pytest.raises(FileNotFoundError):
        Index(paths[0])


def test_key_names_catalog_and_model(tmp_path: Path) -> None:
    """Another catalog version or another model has another folder."""
    places = {place(tmp_path, small_catalog(version), digest) for version in "ab" for digest in "cd"}
    assert len(places) == 4


def _build_and_ask(folder: str) -> str:
    catalog = small_catalog()
    with Index(build(catalog, WORDS, Path(folder))) as index:
        return index.query(WORDS.embed(["Terraform"])[0], "skill", 1)[0][0]


def test_two_processes_build_at_once(tmp_path: Path) -> None:
    """Processes that start together end with one index, and both can read it."""
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        assert pool.map(_build_and_ask, [str(tmp_path)] * 2) == ["terraform", "terraform"]
    assert len(list(tmp_path.glob("index-*"))) == 1
