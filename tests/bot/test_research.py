"""Research in the chat: what is read as a question, that counts and sources are those of the catalog, and privacy."""

import json
from datetime import date

import pytest

from adapters.slack import render as slack
from adapters.telegram import render as telegram
from bot.adgoals import ad_goal, ad_name, ad_targets
from bot.intents import Kind
from bot.messages import Cards, Choices, Reply, Table
from bot.reading import read
from bot.slots.ads import read_ad
from bot.slots.cvs import read_cv, read_json_resume, read_linkedin
from bot.turn import Dialogue
from bot.views.sources import sources
from bot.wording import research as words
from knowledge.catalog import Catalog
from knowledge.finder import Finder
from knowledge.recognition import card
from tests.bot.many_accounts import World

TODAY = date(2026, 11, 23)
READS = [
    ("CCSP or AZ-500 for cloud security?", Kind.COMPARE),
    ("what's the difference between AZ-900 and AZ-104?", Kind.COMPARE),
    ("which are most valued for a penetration tester?", Kind.VALUED),
    ("what do employers want for data engineers", Kind.VALUED),
    ("is CEH worth it?", Kind.WORTH),
    ("is OSCP still relevant?", Kind.WORTH),
    ("what stacks into a degree?", Kind.STACKS),
    ("which of these count towards a bachelor's degree?", Kind.STACKS),
    ("which of mine expire this year?", Kind.EXPIRING),
    ("do I have anything to renew soon?", Kind.EXPIRING),
    ("show me a diverse portfolio: core plus two new directions", Kind.DIVERSE),
    ("sources", Kind.SOURCES),
    ("where did you get that from?", Kind.SOURCES),
    ("what could I become?", Kind.BECOMING),
    ("job ad: we need Python", Kind.AD),
    ("here's my CV: Security+", Kind.CV),
    # and what must stay what it was
    ("I want CCSP or AZ-500 by June, 5 hours a week", Kind.WISH),
    ("I want to become a cloud engineer or a data engineer", Kind.WISH),
    ("why CCSP and not CISSP?", Kind.WHY),
    ("what is CCSP?", Kind.WHAT_IS),
    ("how long is CCNA valid?", Kind.WHAT_IS),
    ("which certs for data engineering?", Kind.SEARCH),
    ("resume", Kind.RESUME),
    ("I passed Security+ yesterday", Kind.PASSED),
    ("only university credit", Kind.WISH),
    ("is life worth it?", Kind.UNKNOWN),
]


@pytest.mark.parametrize(("text", "kind"), READS)
def test_reading(text: str, kind: Kind, real_catalog: Catalog, real_finder: Finder) -> None:
    """Questions are recognised, and wishes, reports and orders are left alone."""
    assert read(text, TODAY, real_catalog, real_finder, Dialogue(topic="isc2-ccsp")).kind is kind


@pytest.fixture
def world(real_catalog: Catalog, real_finder: Finder) -> World:
    """An empty store."""
    return World(real_catalog, real_finder)


def _tables(reply: Reply) -> list[Table]:
    return [b for b in reply.blocks if isinstance(b, Table)]


@pytest.mark.parametrize(
    ("role", "family", "thin"),
    [
        ("penetration tester", "security", False),
        ("cloud architect", "architect", False),
        ("project manager", "project/product", False),
        ("data analyst", "data", True),
    ],
)
def test_most_valued_follows_the_counts(
    world: World, real_catalog: Catalog, role: str, family: str, thin: bool
) -> None:
    """The rows are the shipped counts in their order, with n; where hardly anything is named, that is said."""
    reply = world.say("telegram anna", f"which are most valued for a {role}?")
    assert real_catalog.demand
    window = real_catalog.demand.windows[0]
    counts = sorted(window.mentions[family].values(), reverse=True)
    rows = _tables(reply)[0].rows
    assert [int(r[1].split(" of ")[0]) for r in rows] == counts[: len(rows)]
    assert all(f" of {window.postings[family]} (" in r[1] for r in rows)
    text = str(reply.blocks)
    assert ("evidence is thin" in text) is thin
    assert "Singapore" in text
    assert "Mar 2022" in text
    assert "not enough data" in text


def test_sources_name_every_reference(real_catalog: Catalog) -> None:
    """Whatever a card, a comparison or a range rests on is behind the button, for every credential."""
    for c in real_catalog.credentials.values():
        wanted = {r for refs in c.sources.values() for r in refs}
        wanted -= set(c.sources.get("name", ())) | set(c.sources.get("skills", ()))
        wanted |= {r for fee in c.fees for r in (*fee.sources, *fee.disagree)}
        wanted |= {r for entry in card(real_catalog, c.id).lines for r in entry.sources}
        reply = sources(real_catalog, TODAY, (c.id,))
        assert reply
        shown = {x.title for b in reply.blocks if isinstance(b, Cards) for x in b.cards}
        missing = {real_catalog.references[r].title for r in wanted} - shown
        assert not missing, (c.id, missing)
        assert all(x.url and x.lines[0] for b in reply.blocks if isinstance(b, Cards) for x in b.cards)


def test_range_is_the_cards_own(world: World, real_catalog: Catalog) -> None:
    """The range that a person reads is the reckoned one, in the card, the comparison and "worth it"."""
    shown = card(real_catalog, "isc2-cissp")
    told = f"{shown.low}-{shown.high}, {shown.known} of {shown.of} facts known"
    for text in ("what is CISSP?", "CISSP or CISM?", "is CISSP worth it?"):
        reply = world.say("telegram anna", text)
        assert told in str(reply.blocks), text
        assert any(c.label == words.SOURCES for b in reply.blocks if isinstance(b, Choices) for c in b.choices), text


AD = (
    "Cloud Engineer wanted\nRequirements\n- strong AWS, Terraform\n- CISSP required, CCSP is a plus\n"
    "Nice to have:\n- Kubernetes\nBenefits\n- Python courses"
)


def test_ad_parts(real_catalog: Catalog, real_finder: Finder) -> None:
    """Required and optional by heading and by clause; benefits ask for nothing; words are those of the ad."""
    ad = read_ad(AD, real_catalog, real_finder)
    required = {a.id for a in ad.asked if a.required}
    optional = {a.id for a in ad.asked if not a.required}
    assert ad.role == "cloud-engineer"
    assert {"aws", "terraform", "isc2-cissp"} <= required
    assert {"kubernetes", "isc2-ccsp"} <= optional
    named = {*real_catalog.skills, *real_catalog.credentials}
    assert required | optional <= named
    assert "python" in real_catalog.skills
    assert "python" not in required | optional
    assert all(a.words.strip("…") in AD for a in ad.asked)


def test_ad_goal_round_trip(real_catalog: Catalog) -> None:
    """A goal holds ids and levels only; a forged one plans nothing that the catalog does not know."""
    goal = ad_goal("cloud-engineer", {"terraform": 3}, {"kubernetes": 1})
    assert [(t.skill, t.need, t.weight) for t in ad_targets(goal, real_catalog)] == [
        ("terraform", 3, 10),
        ("kubernetes", 1, 4),
    ]
    assert "Cloud Engineer" in ad_name(goal, real_catalog)
    for forged in ("ad:", "ad:x|y", "ad:a|nonsense=3|", "ad:a|terraform=9|", "skill:terraform"):
        assert ad_targets(forged, real_catalog) == ()


CV = "Anna Secretname\nanna@secret.example\nCertifications\nSecurity+ (May 2024)\nCISSP in progress\nSkills\nPython"


def test_cv_keeps_nothing_before_a_yes(world: World) -> None:
    """Asking changes no record; no word of the CV is in the store, before or after; a no leaves nothing at all."""
    world.say("telegram anna", f"my cv:\n{CV}")
    before = world.record("telegram anna")
    assert before
    assert not before.achievements
    assert not before.skills
    assert "ecret" not in _state(world)
    world.say("telegram anna", "No")
    world.say("telegram anna", "No")
    after = world.record("telegram anna")
    assert after
    assert not after.achievements
    assert not after.skills
    assert "comptia" not in _state(world)
    world.say("telegram anna", f"my cv:\n{CV}")
    world.say("telegram anna", "Yes, all")
    kept = world.record("telegram anna")
    assert kept
    assert [(a.credential, a.kind, a.on) for a in kept.achievements] == [
        ("comptia-security-plus", "self-declared", date(2024, 5, 1))
    ]
    assert not kept.skills
    assert "ecret" not in _state(world)


def _state(world: World) -> str:
    """What the conversation keeps."""
    record = world.record("telegram anna")
    assert record
    with world.store.begin() as work:
        return json.dumps(work.dialogues.load(record.tenant, record.key, "telegram-anna"))


def test_cv_shapes(real_catalog: Catalog, real_finder: Finder) -> None:
    """Text, JSON Resume and LinkedIn tables say the same; other files are none of them."""
    text = read_cv(CV, real_catalog, real_finder)
    assert [h.id for h in text.held] == ["comptia-security-plus"]
    assert text.unfinished == ("isc2-cissp",)
    resume = {"basics": {}, "certificates": [{"name": "CompTIA Security+", "issuer": "CompTIA", "date": "2024-05-01"}]}
    table = "Name,Url,Authority,Started On,Finished On,License Number\nCompTIA Security+,,CompTIA,May 2024,,\n"
    for other in (
        read_json_resume(json.dumps(resume), real_catalog, real_finder),
        read_linkedin(table, real_catalog, real_finder),
    ):
        assert other
        assert [(h.id, h.on) for h in other.held] == [("comptia-security-plus", date(2024, 5, 1))]
    for odd in ("", "{", "[]", '{"a": 1}', '{"format": "credpath-person/1", "skills": []}', "null"):
        assert read_json_resume(odd, real_catalog, real_finder) is None
    assert read_linkedin("First Name,Last Name\nBob,Builder\n", real_catalog, real_finder) is None
    odd_resume = '{"skills": 3, "certificates": [1, {"name": 4}], "work": [{"highlights": "x"}], "basics": []}'
    assert read_json_resume(odd_resume, real_catalog, real_finder)


def test_every_answer_can_be_sent(world: World) -> None:
    """Slack and Telegram render each kind of answer."""
    world.say("telegram anna", "I passed Security+ on 3 May 2024")
    for text in (
        "CCSP or AZ-500?",
        "which are most valued for a soc analyst?",
        "is CEH worth it?",
        "what stacks into a degree?",
        "which of mine expire next year?",
        "sources for CISSP, CCSP",
        f"job ad:\n{AD}",
        f"my cv:\n{CV}\nCCNA, OSCP, Kubernetes",
        "let me choose",
    ):
        reply = world.say("telegram anna", text)
        assert slack.rendered(reply).messages
        assert telegram.parts(reply)
