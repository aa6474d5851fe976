"""Phrases and sentences: what is meant is found, what only looks alike is not."""

import csv
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.catalog import Catalog
from knowledge.finder import Finder
from knowledge.linking import Linker
from knowledge.names import Kind
from tests.knowledge.fixture import small_catalog

WISH = (
    "I want to be a cloud security engineer by June, 6 hours a week, 800 dollars, I have Security+ and az 900. "
    "I know python, go and k8s"
)


@pytest.fixture(scope="module")
def linker() -> Linker:
    return Linker(small_catalog())


def said(linker: Linker, text: str) -> list[tuple[str, str]]:
    return [(mention.text, "|".join(mention.ids)) for mention in linker.mentions(text)]


@pytest.mark.parametrize(
    ("text", "kind", "id"),
    [
        ("kubernets", "skill", "kubernetes"),
        ("teraform", "skill", "terraform"),
        ("pyhton", "skill", "python"),
        ("penetration tseting", "skill", "penetration-testing"),
        ("cloud security enginer", "occupation", "cloud-security-engineer"),
        ("project maanger", "occupation", "project-manager"),
        ("CISPP", "credential", "isc2-cissp"),
    ],
)
def test_typing_errors(linker: Linker, text: str, kind: Kind, id: str) -> None:
    """One slip in a longer word is forgiven."""
    found = linker.link(text, kind)
    assert (found[0].id, found[0].why) == (id, "spelling")


@pytest.mark.parametrize("text", ["AZ-205", "az 105", "CISN", "CISO", "CCSQ", "CSSK", "PMQ", "SY0-601", "xyzzy", "A-"])
def test_codes_and_acronyms_are_exact(linker: Linker, text: str) -> None:
    """A code or an acronym that is not in the catalog is never turned into a neighbour, with or without vectors."""
    everything = Linker(small_catalog(), lambda text, kind, k: [("microsoft-az-204", 0.9), ("isaca-cisa", 0.9)])
    assert linker.link(text, "credential") == []
    assert everything.link(text, "credential") == []
    assert said(linker, f"I passed {text} last year") == []


def test_wrong_number_is_never_offered() -> None:
    """A number in a phrase must be in the name, however near the meaning is."""
    near = Linker(small_catalog(), lambda text, kind, k: [("microsoft-az-204", 0.9)])
    assert near.link("azure developer exam 205", "credential") == []


def test_meaning_is_asked_last() -> None:
    """Vectors are asked only when no name answers, and then rank the rest."""
    asked: list[str] = []

    def nearest(text: str, kind: Kind, k: int) -> list[tuple[str, float]]:
        asked.append(text)
        return [("penetration-tester", 0.7), ("data-analyst", 0.1)]

    linker = Linker(small_catalog(), nearest)
    assert linker.link("pentester", "occupation")[0].score == 1.0
    assert asked == []
    found = linker.link("someone who breaks into networks", "occupation")
    assert (found[0].id, found[0].why) == ("penetration-tester", "meaning")
    assert asked


def test_wish(linker: Linker) -> None:
    """The wish of the design page yields its role, its credentials and its skills, and nothing else."""
    assert said(linker, WISH) == [
        ("cloud security engineer", "cloud-security-engineer"),
        ("Security+", "comptia-security-plus"),
        ("az 900", "microsoft-az-900"),
        ("python", "python"),
        ("go", "go-language"),
        ("k8s", "kubernetes"),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("AZ500, az-104 and SAA-C03", ["AZ500", "az-104", "SAA-C03"]),
        ("I have A+, network+ and sec plus", ["A+", "network+", "sec plus"]),
        ("i have a plus already", ["a plus"]),
        ("i use excel and spark daily", ["excel", "spark"]),
        ("python, go and rust", ["python", "go", "rust"]),
        ("I write R, C++ and C# at work", ["R", "C++", "C#"]),
        ("I know word and excel, spark", ["excel", "spark"]),
        ("the go language", ["go"]),
        ("i want to be a pm", ["pm"]),
        ("learning kubernets and teraform", ["kubernets", "teraform"]),
        ("pen tester or k8s admin", ["pen tester", "k8s admin"]),
        ("AWS Solutions Architect Associate", ["AWS Solutions Architect Associate"]),
        ("go", ["go"]),
        ("I hold security +, network +", ["security +", "network +"]),
        ("ci/cd, dot net", ["ci/cd", "dot net"]),
    ],
)
def test_mentions(linker: Linker, text: str, found: list[str]) -> None:
    """Names inside a sentence are found as people write them, the longest first."""
    assert [mention.text for mention in linker.mentions(text)] == found


@pytest.mark.parametrize(
    "text",
    [
        "I want to go to a new job",
        "I Want To Go To The Top",
        "do you want to go for it",
        "rust on my car and a spark of joy",
        "I excel at sports",
        "we have an r&d team",
        "it would be a plus",
        "plan c, then",
        "call me at 3 PM",
        "I'd like to start in spring",
        "security, plus a salary",
        "security + a salary",
        "I took A. Smith's advice",
        "",
    ],
)
def test_everyday_words_are_not_names(linker: Linker, text: str) -> None:
    """Words that are names elsewhere mean nothing by themselves."""
    assert said(linker, text) == []


def test_ambiguous_mention(linker: Linker) -> None:
    """An ambiguous name inside a sentence carries every id."""
    (mention,) = linker.mentions("I want to become a PM")
    assert mention.ids == ("product-manager", "project-manager")


def test_longer_name_swallows_the_shorter(linker: Linker) -> None:
    """A skill or a role inside the name of a credential is part of that name, whatever kinds are asked for."""
    text = "the Azure Administrator Associate and AWS"
    assert [(m.kind, m.text) for m in linker.mentions(text)] == [
        ("credential", "Azure Administrator Associate"),
        ("skill", "AWS"),
    ]
    assert [m.text for m in linker.mentions(text, ["skill"])] == ["AWS"]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("I want to be an azure administrator", ["occupation"]),
        ("I passed the azure administrator", ["credential"]),
        ("azure administrator exam", ["credential"]),
        ("I have CISSP, azure administrator", ["credential", "credential"]),
        ("pentester or azure administrator", ["occupation", "occupation"]),
        ("azure administrator", ["credential", "occupation"]),
    ],
)
def test_name_of_two_kinds(text: str, kinds: list[str]) -> None:
    """Where a role and a credential share a name, the words around it tell which is meant; else both stay."""
    catalog = small_catalog()
    role = replace(catalog.occupations["data-analyst"], id="azure-admin", name="Azure Administrator", aliases=())
    linker = Linker(replace(catalog, occupations={**catalog.occupations, role.id: role}))
    assert [mention.kind for mention in linker.mentions(text)] == kinds


def test_no_overlap_and_right_places(linker: Linker) -> None:
    """Mentions carry their own text and never overlap within a kind."""
    for text in (WISH, WISH.upper(), WISH.replace(" ", "  "), "é " * 5 + WISH):
        last: dict[str, int] = {}
        for mention in linker.mentions(text):
            assert text[mention.start : mention.end] == mention.text
            assert mention.start >= last.get(mention.kind, 0)
            last[mention.kind] = mention.end


def test_phrases_of_real_people(
    real_catalog: Catalog, real_finder: Finder, record_property: Callable[[str, object], None]
) -> None:
    """At least 85 % of 120 own-written phrases find their id first and 95 % among three."""
    known = {
        "credential": real_catalog.credentials,
        "skill": real_catalog.skills,
        "occupation": real_catalog.occupations,
    }
    with (Path(__file__).parent / "links.tsv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    first = third = 0
    missed = []
    for row in rows:
        expected = set(row["expected"].split("|"))
        kind: Kind = row["kind"]  # type: ignore[assignment]
        assert expected <= set(known[kind]), f"not in the catalog: {expected - set(known[kind])}"
        ids = [match.id for match in real_finder.link(row["text"], kind, 3)]
        first += bool(expected & set(ids[:1]))
        third += bool(expected & set(ids[:3]))
        if not expected & set(ids[:1]):
            missed.append((row["text"], ids))
    report = f"R@1 {first / len(rows):.3f}, R@3 {third / len(rows):.3f} of {len(rows)}; not first: {missed}"
    record_property("phrases", report)
    assert real_finder.lexical_only is None
    assert len(rows) >= 120
    assert first / len(rows) >= 0.85, report
    assert third / len(rows) >= 0.95, report


@pytest.mark.parametrize(
    "text",
    [
        "hi, how are you today?",
        "I want to go back to school and get better at life",
        "can you remind me on friday at 3 pm please",
        "my boss wants me to take a cert before spring",
        "make the plan shorter and cheaper, I have 500 dollars",
        "I can study 6 hours a week but not in july or august",
        "I failed the exam, the test was hard",
        "that would be a plus for my resume",
        "what about risk? is it safe to quit my job now",
        "I lead a team of five and manage a small project",
        "do I need a degree? I have a bachelor of arts",
        "the cloud is the future, right?",
        "I have a black belt, and I am on call this week for some Ad hoc work",
        "my employer gives me 3000 CAD",
        "our SaaS product has a dashboard with user ids",
        "I am submitting my application next week, the common form is linked",
    ],
)
def test_chat_names_nothing_in_the_real_catalog(real: Linker, text: str) -> None:
    """Ordinary chat names nothing of the real catalog."""
    assert said(real, text) == []


@pytest.mark.parametrize("text", ["plumber", "my dog eats pizza", "asdfgh qwerty", "no idea", "lawyer", "?"])
def test_what_is_no_role(real_finder: Finder, text: str) -> None:
    """A phrase that is far from every role links to none, so that the bot asks instead of guessing."""
    assert real_finder.link(text, "occupation") == []


def test_article_is_no_name(real: Linker) -> None:
    """ "a CSM" is a CSM, not the A-CSM; that needs its hyphen."""
    assert said(real, "I have a CSM") == [("CSM", "scrum-alliance-csm")]
    assert said(real, "I have an A-CSM") == [("A-CSM", "scrum-alliance-acsm")]


@pytest.fixture(scope="module")
def real(real_catalog: Catalog) -> Linker:
    return Linker(real_catalog)
