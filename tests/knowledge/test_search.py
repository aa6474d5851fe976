"""Search: names first, meaning where it helps, words alone when there is no model."""

import socket
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from knowledge.finder import Finder
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
    assert next(h.why for h in hits if h.id == "penetration-tester").endswith("skill: Penetration testing")
    assert all(0 <= hit.score <= 1 for hit in hits)


def test_sentence_by_words_and_meaning(finder: Finder) -> None:
    """A sentence is answered by both rankings fused."""
    hits = finder.find("I would like a certificate that proves I can keep an Azure cloud secure", "credential", 3)
    assert "microsoft-az-500" in top(hits)
    assert hits[0].why == "words: certificate, Azure, cloud, secure; skill: Microsoft Azure"


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
    assert hits[0].why == "words: azure, security, engineer"
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


def test_filters_lose_nothing(finder: Finder) -> None:
    """Within some ids the answer is every one of them, in the order of the full answer, named or not."""
    for text in ("securing cloud platforms", "Certified Cloud Security Professional"):
        everything = top(finder.find(text, "credential", 99))
        some = {"pmi-pmp", "comptia-a-plus", "aws-clf"}
        assert set(top(finder.find("securing cloud platforms", "credential", 99, some))) == some
        assert top(finder.find(text, "credential", 99, {"isc2-ccsp"})) == ["isc2-ccsp"]
        assert "isc2-ccsp" in everything
    assert finder.find("securing cloud platforms", "credential", 99, []) == []


def test_typing_errors_and_kin(finder: Finder) -> None:
    """A mistyped word is corrected, and related words are shared words."""
    hits = finder.find("kuberntes for developers who deploy things", "occupation", 3)
    assert hits[0].id == "kubernetes-administrator"
    assert "kuberntes" in hits[0].why
    assert finder.find("somebody who would administer the systems of an office", "occupation", 1)[0].why.startswith(
        "words: administer, systems"
    )


def test_an_index_that_went_away(tmp_path: Path) -> None:
    """When the index stops answering, words do, and say so; warming brings meaning back."""
    finder = Finder(small_catalog(), tmp_path)
    assert finder.warm()
    assert finder._open is not None
    finder._open[1].close()
    finder._open[1]._read.clear()
    hits = finder.find("an exam for azure security people", "credential", 3)
    assert hits[0].id == "microsoft-az-500"
    assert finder.lexical_only
    assert finder.warm()
    assert finder.lexical_only is None
    finder.close()
