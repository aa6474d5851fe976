"""Evidence: what is read as a deed and what is not, what it shows, and files."""

import json

import pytest

from adapters.console.talk import Talk
from adapters.store import people
from bot.evidence import LARGEST, MOST, exported
from bot.intents import Kind
from bot.messages import Attachment
from bot.reading import read
from bot.turn import Dialogue
from bot.wording import en
from knowledge.catalog import Catalog
from knowledge.finder import Finder
from tests.bot.many_accounts import World
from tests.bot.stored import WISH, record
from tests.conftest import NOW

DEEDS = [
    "save as evidence: passed 3 hours of labs",
    "evidence: a blog post about SQL https://example.org",
    "I built a Kubernetes homelab",
    "I've just published a Python package https://pypi.org/project/x/",
    "yesterday I gave a talk about Terraform",
    "we open-sourced our pipeline https://github.com/a/b",
]
NO_DEEDS = [
    ("I built websites for 3 years and want to become a cloud engineer", Kind.WISH),
    ("I have built nothing, I want to be a data analyst", Kind.WISH),
    ("what have I built?", Kind.PORTFOLIO),
    ("I made a mistake", None),
    ("I passed Security+ yesterday", Kind.PASSED),
    ("studied 2 hours", Kind.STUDIED),
    ("done with module 3", Kind.MILESTONE),
    ("did I build this?", None),
]


@pytest.mark.parametrize("said", DEEDS)
def test_a_deed(said: str, real_catalog: Catalog, real_finder: Finder) -> None:
    assert read(said, NOW.date(), real_catalog, real_finder).kind is Kind.EVIDENCE


@pytest.mark.parametrize(("said", "kind"), NO_DEEDS)
def test_no_deed(said: str, kind: Kind | None, real_catalog: Catalog, real_finder: Finder) -> None:
    """Wishes, reports and questions stay what they are."""
    found = read(said, NOW.date(), real_catalog, real_finder).kind
    assert found is not Kind.EVIDENCE
    assert kind in {None, found}


def test_an_answer_is_no_deed(real_catalog: Catalog, real_finder: Finder) -> None:
    """While a question is open, only a link makes a sentence evidence."""
    asked = Dialogue(asking="role")
    said = "I built computers as a child"
    assert read(said, NOW.date(), real_catalog, real_finder, asked).kind is not Kind.EVIDENCE
    with_link = f"{said} https://example.org"
    assert read(with_link, NOW.date(), real_catalog, real_finder, asked).kind is Kind.EVIDENCE


def test_what_is_kept(talk: Talk) -> None:
    """The deed without the link and without I, what it shows, the day only when it was told."""
    talk.say("I've just built a Kubernetes homelab: https://example.org/lab.")
    talk.say("on 3 May 2026 I wrote a Terraform module")
    talk.say("save as evidence: 3 May 2026 talk about Security+")
    first, *rest = record(talk).evidence
    assert (first.note, first.url, first.on) == ("Built a Kubernetes homelab", "https://example.org/lab", None)
    assert (first.credential or "").startswith("skill:")
    assert rest[-1].credential == "comptia-security-plus"
    assert str(rest[-1].on) == "2026-05-03"
    assert all(e.source == "said" for e in record(talk).evidence)


def test_evidence_is_nothing_verified(talk: Talk) -> None:
    """It never becomes an achievement or a skill, and plans do not count it."""
    talk.say("save as evidence: passed Security+ with 800 points https://example.org/badge")
    kept = record(talk)
    assert kept.achievements == ()
    assert kept.skills == {}
    assert kept.progress == ()
    plan = talk.say(WISH)
    assert "Security+" not in str(plan.blocks[:3])


def test_it_is_taken_along_and_back(talk: Talk) -> None:
    """In the export, through import, and undone."""
    talk.say("I built a Kubernetes homelab https://example.org/lab")
    mine = record(talk)
    document = people.export(talk.store, mine.tenant, mine.key)
    talk.say("undo")
    assert record(talk).evidence == ()
    people.import_(talk.store, mine.tenant, talk.person, document)
    assert record(talk).evidence == mine.evidence


def test_there_is_an_end(talk: Talk) -> None:
    talk.say("hi")
    for n in range(3):
        talk.say(f"save as evidence: deed number {n}")
    mine = record(talk)
    from dataclasses import replace

    with talk.store.begin() as work:
        many = tuple(replace(mine.evidence[0], note=f"deed {n}") for n in range(MOST))
        work.learners.save(replace(mine, evidence=many))
        work.commit()
    assert talk.say("save as evidence: one more").summary == en.EVIDENCE_FULL.format(most=MOST)
    assert len(record(talk).evidence) == MOST


@pytest.mark.parametrize(
    ("text", "taken", "why"),
    [
        ('{"format":"credpath-person/1","record":{}}', True, ""),
        ('\ufeff {"format":"credpath-person/1","record":{}}', True, ""),
        ('{"format":"credpath-person/2","record":{}}', False, en.FILE_FORMAT),
        ('{"format":"credpath-person/1","record":[]}', False, en.FILE_SHAPE),
        ('{"format":"credpath-person/1","record":{"key":"k"}}', False, en.FILE_SHAPE),
        ('{"format":"credpath-person/1","record":{"goals":{}}}', False, en.FILE_SHAPE),
        ('{"format":"credpath-person/1","record":{},"more":1}', False, en.FILE_SHAPE),
        ('{"format":"credpath-person/1","record":{"pathway":[]}}', False, en.FILE_SHAPE),
        ('{"format":"credpath-person/1","record":', False, en.FILE_SHAPE),
        ('{"format":"credpath-person/1","record":' + "[" * 100_000, False, en.FILE_SHAPE),
        ('{"format":"credpath-person/1","record":{}}' + " " * LARGEST, False, en.FILE_LARGE),
    ],
    ids=range(11),
)
def test_an_export_in_a_file(text: str, taken: bool, why: str) -> None:
    found = exported(text)
    assert found is not None
    assert (found[0] is not None, found[1]) == (taken, why)


@pytest.mark.parametrize("text", ["", "hello", "{}", "[1]", '{"format": 1, "record": 2}', "{" * 9, "%PDF-1.7"])
def test_any_other_file(text: str) -> None:
    assert exported(text) is None


def test_a_file_with_words(real_catalog: Catalog, real_finder: Finder) -> None:
    """The words count; the file is said to be unread, and nothing is claimed from it."""
    world = World(real_catalog, real_finder)
    certificate = Attachment("ccna\u202e.pdf", "application/pdf", 9, "ref", "Passed CISSP")
    reply = world.say("slack anna", "I passed CCNA", (certificate,))
    assert "Congratulations! CCNA" in reply.summary
    assert "I got ccna.pdf, but I cannot read such files yet" in str(reply.blocks)
    found = world.record("slack anna")
    assert found is not None
    assert [a.credential for a in found.achievements] == ["cisco-ccna"]
    assert found.evidence == ()


def test_a_file_drops_no_plan(real_catalog: Catalog, real_finder: Finder) -> None:
    """A plan that waits still waits."""
    world = World(real_catalog, real_finder)
    world.say("slack anna", WISH)
    world.say("slack anna", "", (Attachment("a.pdf", "application/pdf", 9),))
    assert "Good: your plan is set" in world.say("slack anna", "accept").summary


def test_a_yes_brings_in_only_after_the_offer(real_catalog: Catalog, real_finder: Finder) -> None:
    """Something else in between, and a late yes changes nothing."""
    world = World(real_catalog, real_finder)
    document = {"format": "credpath-person/1", "record": {"skills": {"S1": 2}, "profile": {"country": "\ud800"}}}
    file = Attachment("x.json", "application/json", 9, "ref", json.dumps(document))
    world.say("slack anna", "", (file,))
    world.say("slack anna", "I live in Berlin")
    world.say("slack anna", "yes")
    found = world.record("slack anna")
    assert found is not None
    assert found.skills == {}
