"""Linking against imported vocabularies: names first, ambiguity shown, nothing where nothing is like it."""

from pathlib import Path

import numpy as np
import pytest

from knowledge.catalog import Catalog
from knowledge.likeness import Matcher
from knowledge.names import Kind
from knowledge.prepared import build, matcher
from knowledge.sources.official import read_official
from knowledge.thesaurus import NotImported, choose
from knowledge.titles import readings
from knowledge.vectors import embed_kept
from knowledge.vocabularies import Term, save
from knowledge.vocabulary import Occupation, Skill
from tests.knowledge.fixture import WordVectors, embedder, small_catalog
from tests.knowledge.official import JOB, SKILL, esco_members, onet_folder, zipped


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with both small vocabularies."""
    place = tmp_path_factory.mktemp("data")
    for vocabulary in read_official([zipped(place / "esco.zip", esco_members()), onet_folder(place / "onet")]):
        save(vocabulary, place / "vocabularies")
    return place


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    """Three own skills and a role: one is an ESCO concept and an O*NET tool, one a tool, one only ours."""
    small = small_catalog()
    skills = {
        "python": Skill("python", "Python", ("py",), esco=SKILL.format("s2"), onet="Docker"),
        "aws": Skill("aws", "Amazon Web Services", ("amazon cloud",), onet="Amazon Web Services AWS software"),
        "rust": Skill("rust", "Rust", ()),
    }
    roles = {
        "web": Occupation("web", "Web person", "software", (), {}, {}, esco=JOB.format("o1"), onet_soc="15-1254.00")
    }
    return Catalog(small.issuers, {}, skills, roles, {}, {}, "linking-1")


@pytest.fixture(scope="module")
def skills(folder: Path, catalog: Catalog) -> Matcher:
    return matcher(catalog, folder, "esco", "skill", embedder())


@pytest.fixture(scope="module")
def jobs(folder: Path, catalog: Catalog) -> Matcher:
    return matcher(catalog, folder, "esco", "occupation", embedder())


def ids(matching: Matcher, text: str, k: int = 5) -> list[str]:
    return [match.id.rsplit("/", 1)[-1] for match in matching.match([text], k)[0]]


@pytest.mark.parametrize(
    ("choice", "kind", "expected"),
    [
        ("own", "skill", {"python", "aws", "rust"}),
        ("esco", "skill", {"s1", "s2", "s3", "s4", "s5", "s6"}),
        ("onet", "skill", {"onet:Docker", "onet:Amazon Web Services AWS software"}),
        ("all", "skill", {"s1", "s2", "s3", "s4", "s5", "s6", "onet:Amazon Web Services AWS software", "rust"}),
        ("all", "occupation", {"o1", "o2", "o3", "47-2152.00"}),
    ],
)
def test_one_entry_a_thing(choice: str, kind: Kind, expected: set[str], folder: Path, catalog: Catalog) -> None:
    """What an own entry ties together appears once, under the imported id."""
    found = choose(catalog, folder / "vocabularies", choice, kind)
    assert [term.id.rsplit("/", 1)[-1] for term in found] == list(
        dict.fromkeys(term.id.rsplit("/", 1)[-1] for term in found)
    )
    assert {term.id.rsplit("/", 1)[-1] for term in found} == expected


def test_an_own_name_finds_the_imported_entry(folder: Path, catalog: Catalog, skills: Matcher) -> None:
    """Our aliases work on the entry that they are tied to, and its name is the imported one."""
    (first, *_) = skills.match(["py"])[0]
    assert (first.id, first.name) == (SKILL.format("s2"), "Python (computer programming)")
    tools = matcher(catalog, folder, "onet", "skill", None)
    assert ids(tools, "AWS", 1) == ids(tools, "amazon cloud", 1) == ["onet:Amazon Web Services AWS software"]


def test_not_imported(tmp_path: Path, catalog: Catalog) -> None:
    """Asking for what is not there is refused; "all" then is our own."""
    with pytest.raises(NotImported, match="ESCO is not imported"):
        choose(catalog, tmp_path, "esco", "skill")
    assert len(choose(catalog, tmp_path, "all", "skill")) == 3


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("project management", "s4"),
        ("Project commissioning", "s3"),
        ("PLAN PROJECTS", "s1"),
        ("projects: plan!", "s1"),
        ("python", "s2"),
        ("pyhton", "s2"),
        ("weld metl", "s5"),
    ],
)
def test_names_first(skills: Matcher, text: str, first: str) -> None:
    """A preferred name beats an alias; case, order, brackets and a slip do not matter."""
    assert ids(skills, text)[0] == first


def test_ambiguous_alias(skills: Matcher) -> None:
    """All that an alias names come with one score; context tells which comes first."""
    found = skills.match(["join parts"], 1)[0]
    assert {match.id for match in found} == {SKILL.format("s5"), SKILL.format("s6")}
    assert len({match.score for match in found}) == 1
    assert ids(skills, "join parts of steel by welding metal in our workshop")[0] == "s5"
    assert ids(skills, "join parts of wood with glue in our workshop")[0] == "s6"


@pytest.mark.parametrize(
    "text", ["", "   ", "asdf", "xqzt wvkp", "?!", "<ORGANIZATION>", "happy birthday", "kubernetes"]
)
def test_no_match(skills: Matcher, jobs: Matcher, text: str) -> None:
    """Nonsense, small talk and what the vocabulary does not have are linked to nothing."""
    assert ids(skills, text) == []
    assert ids(jobs, text) == []


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Sr. Cloud Sec Eng (remote, DACH)", "o3"),
        ("Senior Full Stack Developer (m/f/d) - Berlin", "o1"),
        ("URGENT!! Plumber needed @ Leeds", "o2"),
        ("Intern / Frontend Developer", "o1"),
        ("plumer", "o2"),
    ],
)
def test_titles(jobs: Matcher, text: str, first: str) -> None:
    """Level, place, contract and slips around a title do not hide it."""
    assert ids(jobs, text)[0] == first


def test_readings() -> None:
    """The fullest reading comes first, bare ones last."""
    found = list(readings("Sr. Cloud Sec Eng (remote, DACH)"))
    assert found[0] == ("sr", "cloud", "sec", "eng", "remote", "dach")
    assert ("cloud", "security", "engineer") in found


def test_many_at_once_is_one_by_one(jobs: Matcher) -> None:
    """A batch gives what single texts give, in order, repeated texts included."""
    texts = ["plumber", "asdf", "web developer wanted", "plumber", "someone who fixes pipes and taps"]
    assert jobs.match(texts) == [jobs.match([text])[0] for text in texts]
    assert all(len(row) <= 2 for row in jobs.match(texts, 2))


def test_words_alone(folder: Path, catalog: Catalog) -> None:
    """Without a model names and shared words still link."""
    matching = matcher(catalog, folder, "esco", "skill", None)
    assert ids(matching, "planning of projects", 1) == ["s1"]
    assert ids(matching, "asdf") == []


class Stops(WordVectors):
    """Embeds so many texts, then the power goes."""

    def __init__(self, after: int) -> None:
        self.left = after
        self.seen: list[str] = []

    def embed(self, texts, progress=None):  # type: ignore[no-untyped-def]
        if len(texts) > 1 and self.left <= 0:
            raise RuntimeError("out of power")
        self.left -= len(texts)
        self.seen += [text for text in texts if text != "width"]
        return super().embed(texts, progress)


def test_a_stopped_build_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Complete batches are never embedded again, a torn end is cut off, and the vectors are the same."""
    monkeypatch.setattr("knowledge.vectors.BATCH", 10)
    terms = [Term(f"t{n}", "skill", f"skill number {n}") for n in range(35)]
    vectors = tmp_path / f"vectors-{WordVectors.digest[:16]}"
    with pytest.raises(RuntimeError, match="out of power"):
        build(terms, "skill", tmp_path / "terms", Stops(20))
    assert not (tmp_path / "terms").exists()
    with (vectors / "rows").open("ab") as file:
        file.write(b"torn")
    later = Stops(1_000)
    heard: list[tuple[int, int]] = []
    build(terms, "skill", tmp_path / "terms", later, lambda done, total: heard.append((done, total)))
    assert heard == [(20, 35), (30, 35), (35, 35)]
    assert len(set(later.seen)) == len(later.seen) == 15
    names = [term.name for term in terms]
    np.testing.assert_array_equal(embed_kept(names, Stops(0), vectors), WordVectors().embed(names))
