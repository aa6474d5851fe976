"""Linking accounts: codes that cannot be guessed, kept only as digests, and records that are never lost unasked."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.store.memory_accounts import MemoryAccounts
from bot import accounts
from bot.accounts import LETTERS, MOST_TRIES, digest, empty
from bot.intents import Kind
from bot.messages import Choices, Person, Reply
from bot.reading import read
from bot.records import Achievement, LearnerRecord, Profile
from bot.traffic import Code
from bot.wording import en
from knowledge.catalog import Catalog
from knowledge.finder import Finder
from tests.bot.many_accounts import TENANT, World
from tests.conftest import NOW

NOT = en.CODE_NOT.format(minutes=10)
CCNA, CISSP = Achievement("cisco-ccna"), Achievement("isc2-cissp")


@pytest.fixture
def world(real_catalog: Catalog, real_finder: Finder) -> World:
    """No accounts yet."""
    return World(real_catalog, real_finder)


def code_of(reply: Reply) -> str:
    found = re.search(r"code is (\w{4}-\w{4})", reply.summary)
    assert found
    return found[1]


def offered(world: World, who: str = "slack anna", tenant: str = TENANT) -> str:
    return code_of(world.say(who, "link my account", tenant=tenant))


def having(*more: Achievement) -> Callable[[LearnerRecord], LearnerRecord]:
    return lambda record: replace(record, achievements=more)


def held(world: World, who: str) -> tuple[Achievement, ...]:
    record = world.record(who)
    assert record is not None
    return record.achievements


def two(world: World) -> str:
    """Two accounts with a record each, and the code written into the second."""
    world.say("slack anna", "hi")
    world.say("telegram anna", "hi")
    world.change("slack anna", having(CCNA))
    world.change("telegram anna", having(CISSP))
    assert world.say("telegram anna", f"link {offered(world)}").summary == en.LINK_WHICH
    return "telegram anna"


def test_codes_are_readable_and_differ() -> None:
    """8 characters, none that look alike, no two the same."""
    assert not set("IL1O0") & set(LETTERS)
    assert len(set(LETTERS)) == len(LETTERS)
    codes = {accounts.code() for _ in range(500)}
    assert len(codes) == 500
    assert all(len(c) == 8 and set(c) <= set(LETTERS) for c in codes)
    assert set("".join(codes)) == set(LETTERS)


def test_every_code_is_read(real_catalog: Catalog, real_finder: Finder) -> None:
    """As shown, in small letters, without the hyphen, and alone; names of platforms are no codes."""
    for _ in range(200):
        code = accounts.code()
        shown = f"{code[:4]}-{code[4:]}"
        for said in (f"link {shown}", f"/link {shown.lower()}", f"link {code}", f"link: {shown}", shown):
            found = read(said, NOW.date(), real_catalog, real_finder)
            assert (found.kind, found.subject) == (Kind.LINK_CODE, code), said
    for said in ("link telegram", "link my telegram account", "link", "/link"):
        assert read(said, NOW.date(), real_catalog, real_finder).kind is Kind.LINK


def test_only_the_digest_is_kept(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the store gets does not tell the code, and the code is shown in private."""
    kept: list[Code] = []
    offer = MemoryAccounts.offer

    def keeping(self: MemoryAccounts, code: Code) -> None:
        kept.append(code)
        offer(self, code)

    monkeypatch.setattr(MemoryAccounts, "offer", keeping)
    reply = world.say("slack anna", "link my account")
    code = code_of(reply).replace("-", "")
    assert reply.visibility == "private"
    assert code not in repr(kept[0])
    assert (kept[0].digest, kept[0].expires_at) == (digest(code), NOW + timedelta(minutes=10))


@pytest.mark.parametrize("case", ["wrong", "used", "expired", "replaced", "foreign"])
def test_codes_that_do_not_work_say_the_same(case: str, world: World) -> None:
    """Nobody learns why, and nothing changes."""
    world.say("telegram ben", "hi")
    code = offered(world, tenant="other" if case == "foreign" else TENANT)
    match case:
        case "wrong":
            code = "AAAA-AAAA"
        case "used":
            world.say("terminal anna", f"link {code}")
        case "expired":
            world.clock.at = NOW + timedelta(minutes=10)
        case "replaced":
            offered(world)
    before = world.record("telegram ben")
    reply = world.say("telegram ben", f"link {code}")
    assert reply.summary == NOT
    assert world.record("telegram ben") == before


def test_a_code_works_until_its_last_second(world: World) -> None:
    code = offered(world)
    world.clock.at = NOW + timedelta(minutes=9, seconds=59)
    assert "one person" in world.say("telegram anna", f"link {code}").summary


def test_guessing_is_stopped(world: World) -> None:
    """After five wrong codes even the right one is refused, for an hour; others are not held up."""
    code = offered(world)
    for _ in range(MOST_TRIES):
        assert world.say("telegram eve", "link AAAA-AAAA").summary == NOT
    assert world.say("telegram eve", f"link {code}").summary == en.CODE_LIMIT
    assert "one person" in world.say("telegram anna", f"link {code}").summary
    world.clock.at = NOW + timedelta(hours=1, seconds=1)
    assert world.say("telegram eve", "link AAAA-AAAA").summary == NOT


def test_a_new_account_joins_at_once(world: World) -> None:
    """Nothing is lost, so nothing is asked, whichever of the two is empty; all accounts see the one record."""
    code = offered(world)
    world.change("slack anna", having(CCNA))
    world.say("telegram anna", f"link {code}")
    assert held(world, "telegram anna") == (CCNA,)
    code = offered(world, "terminal anna")
    world.say("slack anna", f"link {code}")
    for who in ("slack anna", "telegram anna", "terminal anna"):
        assert held(world, who) == (CCNA,)


def test_two_records_are_never_lost_unasked(world: World) -> None:
    """Which one is kept is asked; a no keeps both."""
    second = two(world)
    world.say(second, "no")
    assert held(world, "slack anna") == (CCNA,)
    assert held(world, second) == (CISSP,)
    assert world.say(second, "keep this record").summary == en.LINK_NONE


@pytest.mark.parametrize(
    ("said", "kept"), [("keep the other record", CCNA), ("keep this record", CISSP), ("1", CCNA), ("2", CISSP)]
)
def test_one_record_is_kept(said: str, kept: Achievement, world: World) -> None:
    second = two(world)
    world.say(second, "export")  # one may look before deciding
    assert "one person" in world.say(second, said).summary
    for who in ("slack anna", second):
        assert held(world, who) == (kept,)


def test_a_choice_that_comes_too_late(world: World) -> None:
    second = two(world)
    world.clock.at = NOW + timedelta(minutes=11)
    assert "longer than 10 minutes" in world.say(second, "keep the other record").summary
    assert held(world, second) == (CISSP,)


def test_a_record_that_is_gone_by_then(world: World) -> None:
    second = two(world)
    world.say("slack anna", "forget me")
    world.say("slack anna", "yes")
    assert world.say(second, "keep the other record").summary == en.LINK_GONE
    assert held(world, second) == (CISSP,)


def test_only_what_was_asked_is_answered(world: World) -> None:
    """The choice is offered with what each record holds, an export first, and a way out."""
    world.say("slack anna", "hi")
    world.say("telegram anna", "hi")
    world.change("slack anna", having(CCNA))
    world.change("telegram anna", having(CISSP, CCNA))
    reply = world.say("telegram anna", f"link {offered(world)}")
    says = [c.says for b in reply.blocks if isinstance(b, Choices) for c in b.choices]
    assert says == ["keep the other record", "keep this record", "export", "no"]
    assert "This account: 2 credentials." in str(reply.blocks)
    assert "The other account: 1 credential." in str(reply.blocks)


def test_what_an_empty_record_is() -> None:
    """A zone comes from the platform; anything the person said does not."""
    bare = LearnerRecord("k", "t", 3)
    assert empty(replace(bare, profile=Profile(zone="Europe/Berlin")))
    for record in (
        replace(bare, profile=Profile(hours_per_week=5)),
        replace(bare, achievements=(CCNA,)),
        replace(bare, skills={"s": 1}),
    ):
        assert not empty(record)


def leave(self: MemoryAccounts, person: Person) -> None:
    """What the port still lacks, for the twin in memory."""
    del self._shelf.identities[person.tenant, person.platform, person.id]


def test_unlinking_needs_another_account(world: World) -> None:
    world.say("slack anna", "unlink")
    assert world.say("slack anna", "yes").summary == en.UNLINK_ONE


def test_unlinking(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """This account starts anew, the other keeps the record; a no keeps it as it was."""
    world.say("slack anna", "hi")
    world.change("slack anna", having(CCNA))
    world.say("telegram anna", f"link {offered(world)}")
    world.say("telegram anna", "unlink")
    world.say("telegram anna", "no")
    assert held(world, "telegram anna") == (CCNA,)
    monkeypatch.setattr(MemoryAccounts, "leave", leave, raising=False)
    world.say("telegram anna", "unlink")
    assert world.say("telegram anna", "yes").summary == en.UNLINKED
    assert held(world, "slack anna") == (CCNA,)
    assert held(world, "telegram anna") == ()
    assert world.say("slack anna", "which accounts are linked?").summary == en.LINKED_ONE
