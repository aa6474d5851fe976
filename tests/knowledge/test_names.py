"""The lexicon: names are found however they are written, and never mistaken for their neighbours."""

from dataclasses import replace

import pytest

from knowledge.linking import Linker
from knowledge.names import Kind
from knowledge.words import keys, words
from tests.knowledge.fixture import small_catalog


@pytest.fixture(scope="module")
def linker() -> Linker:
    return Linker(small_catalog())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Security+", "security plus"),
        ("AZ-500", "az 500"),
        ("AZ-500", "az500"),
        ("CI/CD", "ci cd"),
        ("Résumé analysts", "resume analyst"),
        ("(ISC)²", "isc2"),
        ("Technologies", "technology"),
        ("K8s", "Kubernetes"),
        ("R&D", "r and d"),
    ],
)
def test_same_words(one: str, other: str) -> None:
    """Two spellings of one name have the same words."""
    assert keys(one) == keys(other)


@pytest.mark.parametrize(
    ("one", "other"), [("C", "C++"), ("C", "C#"), ("C++", "C#"), (".NET", "net"), ("CPT", "CPTS"), ("SAA", "SaaS")]
)
def test_different_words(one: str, other: str) -> None:
    """Names that differ only by a sign, or an acronym by its last S, stay different."""
    assert keys(one) != keys(other)


def test_places_survive_accents() -> None:
    """A word knows its place in the original text, accents and long lower-case letters included."""
    text = "İé résumé C++"
    assert [text[word.start : word.end] for word in words(text)][-2:] == ["résumé", "C++"]


@pytest.mark.parametrize(
    ("text", "kind", "id"),
    [
        ("Security+", "credential", "comptia-security-plus"),
        ("sec +", "credential", "comptia-security-plus"),
        ("secplus", "credential", "comptia-security-plus"),
        ("comptia sec+", "credential", "comptia-security-plus"),
        ("SY0 701", "credential", "comptia-security-plus"),
        ("sy0701", "credential", "comptia-security-plus"),
        ("az104", "credential", "microsoft-az-104"),
        ("exam AZ-104", "credential", "microsoft-az-104"),
        ("ISC2 CISSP", "credential", "isc2-cissp"),
        ("Certified Information Systems Security Professional", "credential", "isc2-cissp"),
        ("certified ethical hacker", "credential", "ec-council-ceh"),
        ("aws solutions architect - associate", "credential", "aws-saa"),
        ("c#", "skill", "c-sharp"),
        ("C++", "skill", "c-plus-plus"),
        ("C", "skill", "c-language"),
        (".net", "skill", "dotnet"),
        ("CICD", "skill", "ci-cd"),
        ("learning technology", "skill", "technologies-for-learning"),
        ("cloud sec engineers", "occupation", "cloud-security-engineer"),
        ("engineer, cloud security", "occupation", "cloud-security-engineer"),
        ("k8s admin", "occupation", "kubernetes-administrator"),
        ("a senior data analyst role", "occupation", "data-analyst"),
    ],
)
def test_named(linker: Linker, text: str, kind: Kind, id: str) -> None:
    """A phrase that names one thing finds it first."""
    assert next((match.id for match in linker.named(text, kind)), None) == id


def test_preferred_name_beats_alias() -> None:
    """ "Go" is the skill of that name; a thing that only lists it as an alias comes after with a lower score."""
    catalog = small_catalog()
    skills = {**catalog.skills, "game-of-go": type(catalog.skills["python"])("game-of-go", "Board games", ("go",))}
    linker = Linker(type(catalog)(catalog.issuers, {}, skills, {}, {}, {}, "with-go"))
    first, second = linker.link("go", "skill")
    assert (first.id, second.id) == ("go-language", "game-of-go")
    assert first.score > second.score
    assert linker.mentions("I know Go")[0].ids == ("go-language",)


def test_ambiguous_alias(linker: Linker) -> None:
    """An alias of two roles returns both with the same score, so that the bot can ask; even when one is wanted."""
    found = linker.link("pm", "occupation", k=1)
    assert [match.id for match in found] == ["product-manager", "project-manager"]
    assert len({match.score for match in found}) == 1


def test_role_keeps_its_name(linker: Linker) -> None:
    """A role in a sentence is not the credential whose long name contains it; a phrase may still be either."""
    catalog = small_catalog()
    role = catalog.occupations["data-analyst"]
    manager = replace(role, id="information-security-manager", name="Information Security Manager", aliases=())
    linker = Linker(replace(catalog, occupations={manager.id: manager}))
    assert [mention.kind for mention in linker.mentions("I am an information security manager")] == ["occupation"]
    assert linker.link("information security manager", "credential")[0].id == "isaca-cism"


def test_empty_catalog_and_text(linker: Linker) -> None:
    """Nothing is found in nothing."""
    empty = Linker(type(small_catalog())({}, {}, {}, {}, {}, {}, "empty"))
    assert empty.link("python", "skill") == []
    assert empty.mentions("I know Python") == []
    assert linker.link("", "skill") == []
    assert linker.link(" ?! ", "skill") == []
