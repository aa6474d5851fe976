"""The index on a Chroma server, against a real server process."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from knowledge.documents import SHELVES, documents
from knowledge.finder import Finder
from knowledge.index import Index, Progress, Server, _opened, build
from tests.knowledge.chroma_server import guarded, server
from tests.knowledge.fixture import WordVectors, small_catalog

WORDS = WordVectors()


class Counts(WordVectors):
    """Remembers what it embedded, and breaks after `most` texts."""

    def __init__(self, most: int = 10_000) -> None:
        self.seen: list[str] = []
        self.most = most

    def embed(self, texts: Sequence[str], progress: Progress | None = None) -> NDArray[np.float32]:
        if len(self.seen) + len(texts) > self.most:
            raise RuntimeError("out of power")
        self.seen += texts
        return super().embed(texts, progress)


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with server(tmp_path_factory.mktemp("chroma")) as url:
        yield url


def collections(url: str) -> set[str]:
    with _opened(Server(url)) as client:
        return {collection.name for collection in client.list_collections()}


def test_as_on_disk(url: str, tmp_path: Path) -> None:
    """The server gives the answers that files give, writes no index folder, and is not filled twice."""
    catalog, there = small_catalog("as-on-disk"), Server(url)
    with (
        Index(build(catalog, WORDS, tmp_path / "a")) as disk,
        Index(build(catalog, WORDS, tmp_path / "b", server=there)) as remote,
    ):
        for document in documents(catalog)[::9]:
            vector = WORDS.embed([document.text + " and more"])[0]
            for within in (None, [document.id, "nobody"]):
                ours, theirs = (index.query(vector, document.kind, 3, within) for index in (disk, remote))
                assert [id for id, _ in ours] == [id for id, _ in theirs]
                assert [c for _, c in ours] == pytest.approx([c for _, c in theirs], abs=1e-5)
    assert [path.name for path in (tmp_path / "b").iterdir()] == ["lock"]
    again = Counts()
    build(catalog, again, tmp_path / "c", server=there)
    assert again.seen == []


def test_goes_on_and_copies(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stopped build is not taken for an index and goes on where it was; a new catalog embeds only what changed."""
    monkeypatch.setattr("knowledge.filling.PART", 10)
    catalog, there = small_catalog("goes-on"), Server(url)

    def other() -> Counts:
        counts = Counts()
        counts.digest = "2" * 64
        return counts

    stopped, rest, changed = other(), other(), other()
    stopped.most = 30
    with pytest.raises(RuntimeError, match="out of power"):
        build(catalog, stopped, tmp_path, server=there)
    assert not any("goes-on" in name and name.endswith("ready") for name in collections(url))
    build(catalog, rest, tmp_path, server=there)
    assert len(stopped.seen) == 30
    assert not set(stopped.seen) & set(rest.seen)
    python = replace(catalog.skills["python"], aliases=("snake language",))
    catalog = replace(catalog, skills={**catalog.skills, "python": python}, version="changed")
    with Index(build(catalog, changed, tmp_path, server=there)) as index:
        assert changed.seen == ["Python, snake language"]
        assert index.query(WORDS.embed(changed.seen)[0], "skill", 1)[0][0] == "python"


def test_old_ones_go(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The newest few stay on the server, whole."""
    monkeypatch.setattr("knowledge.index.KEPT", 1)
    for n in range(2):
        build(small_catalog(f"go-{n}"), WORDS, tmp_path, server=Server(url))
    left = collections(url)
    assert len({name.split(".")[0] for name in left}) == 1
    assert len(left) == len(SHELVES) + 1


def test_token(url: str, tmp_path: Path) -> None:
    """The token is sent with every request; without it the words alone answer, and neither shows the token."""
    catalog = small_catalog("token")
    with guarded(url, "open sesame") as proxy:
        refused = Finder(catalog, tmp_path / "a", server=Server(proxy, "closed barley"))
        assert refused.find("an exam for azure security people", "credential", 1)[0].id == "microsoft-az-500"
        assert refused.lexical_only
        assert "barley" not in refused.lexical_only + repr(Server(proxy, "closed barley"))
        finder = Finder(catalog, tmp_path / "b", server=Server(proxy, "open sesame"))
        assert finder.warm(), finder.lexical_only
        assert "penetration-tester" in [hit.id for hit in finder.find("breaking into computers", "occupation", 3)]
        finder.close()


@pytest.mark.parametrize("address", ["127.0.0.1:8000", "ftp://x", "http://", "http://host/path"])
def test_no_address(address: str, tmp_path: Path) -> None:
    """What is no address of a server is said in one sentence."""
    finder = Finder(small_catalog(), tmp_path, server=Server(address))
    assert not finder.warm()
    assert f"{address} is not the address of a Chroma server" in (finder.lexical_only or "")


def test_nobody_there(tmp_path: Path) -> None:
    """A server that is down leaves the words, at once and for later questions."""
    finder = Finder(small_catalog(), tmp_path, server=Server("http://127.0.0.1:9"))
    for _ in range(2):
        assert finder.find("an exam for azure security people", "credential", 1)[0].id == "microsoft-az-500"
    assert finder.lexical_only
