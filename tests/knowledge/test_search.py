"""Search: names first, meaning where it helps, words alone when there is no model."""

import socket
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from knowledge.finder import Finder
from knowledge.ranking import Bm25, fuse
from knowledge.search import Hit
from tests.knowledge.fixture import small_catalog


@pytest.fixture(scope="module")
def finder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Finder]:
    finder = Finder(small_catalog(), tmp_path_factory.mktemp("index"))
    assert finder.warm()
    yield finder
    finder.close()


def top(hits: list[Hit]) -> list[str]:
    return [hit.id for hit in hits]


def test_names_need_no_model(tmp_path: Path) -> None:
    """What is named exactly is answered before anything is opened, and related things follow by words."""
    finder = Finder(small_catalog(), tmp_path / "index", tmp_path / "no-model")
    first = finder.find("Kubernetes")[0]
    assert (first.kind, first.id, first.score, first.why) == ("skill", "kubernetes", 1.0, "name")
    assert "kubernetes-administrator" in top(finder.find("Kubernetes"))
    assert finder.lexical_only is None
    assert not (tmp_path / "index").exists()


def test_short_phrase_by_meaning(finder: Finder) -> None:
    """A short phrase that shares no word is found by its meaning."""
    hits = finder.find("breaking into computers", "occupation", 3)
    assert "penetration-tester" in top(hits)
    assert {hit.why for hit in hits} == {"meaning"}
    assert all(0 <= hit.score <= 1 for hit in hits)


def test_sentence_by_words_and_meaning(finder: Finder) -> None:
    """A sentence is answered by both rankings fused."""
    hits = finder.find("I would like a certificate that proves I can keep an Azure cloud secure", "credential", 3)
    assert "microsoft-az-500" in top(hits)
    assert hits[0].why == "words and meaning"


def test_every_kind_or_one(finder: Finder) -> None:
    """Without a kind all three are searched, with one only that; k bounds the answer."""
    assert {hit.kind for hit in finder.find("securing cloud platforms")} > {"credential"}
    assert {hit.kind for hit in finder.find("securing cloud platforms", "skill")} == {"skill"}
    assert len(finder.find("securing cloud platforms", k=2)) == 2
    assert finder.find("  ?") == []


def test_without_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Building, opening and searching use no network."""

    def refuse(*_: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket.socket, "connect_ex", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    finder = Finder(small_catalog(), tmp_path)
    assert finder.find("breaking into computers", "occupation", 3)
    assert finder.lexical_only is None
    finder.close()


def test_without_model(tmp_path: Path) -> None:
    """Without a model the words alone answer, and say so."""
    finder = Finder(small_catalog(), tmp_path / "index", tmp_path)
    hits = finder.find("an exam for azure security people who engineer things", "credential", 3)
    assert hits[0].id == "microsoft-az-500"
    assert {hit.why for hit in hits} == {"words only"}
    assert "ModelUnavailable" in (finder.lexical_only or "")
    assert finder.link("cloud sec engineer", "occupation")[0].id == "cloud-security-engineer"
    assert finder.link("security for clouds", "skill")[0].id == "cloud-security"
    assert not finder.warm()


def test_unusable_folder(tmp_path: Path) -> None:
    """A folder that cannot hold an index leaves the words."""
    (tmp_path / "file").write_text("not a folder")
    finder = Finder(small_catalog(), tmp_path / "file")
    assert finder.find("breaking into many office computers now", "skill")
    assert finder.lexical_only


def test_many_threads_open_once(tmp_path: Path) -> None:
    """Threads that ask while the index is being prepared all get the same full answer."""
    finder = Finder(small_catalog(), tmp_path)
    told: list[tuple[int, int]] = []
    answers: list[list[str]] = []
    threads = [Thread(target=finder.warm, args=(lambda done, total: told.append((done, total)),))]
    threads += [
        Thread(target=lambda: answers.append(top(finder.find("breaking into computers", "occupation", 3))))
        for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    finder.close()
    assert len(answers) == 6
    assert all(answer == answers[0] for answer in answers)
    assert "penetration-tester" in answers[0]
    assert finder.find("breaking into computers", "occupation", 3)[0].id == answers[0][0]
    finder.close()


def test_bm25_prefers_rare_words() -> None:
    """A rare shared word outweighs a frequent one, and a text without shared words has no score."""
    ranking = Bm25([["cloud", "security"], ["cloud", "python"], ["cloud"], ["risk"]])
    scores = ranking.scores(["cloud", "security"])
    assert scores[0] > scores[2] > 0
    assert 3 not in scores
    assert Bm25([]).scores(["cloud"]) == {}


def test_fusion() -> None:
    """First in every ranking is 1; being in both beats being high in one."""
    fused = fuse(["a", "b", "c"], ["a", "c"])
    assert fused["a"] == pytest.approx(1.0)
    assert fused["c"] > fused["b"]
    assert fuse() == {}
