"""A reminder that is set where others read along is sent to the person alone."""

import uuid

import pytest

from adapters.console.talk import Talk
from bot.messages import Address, Incoming, Person
from bot.records import Reminder
from bot.traffic import Place
from bot.wording import en
from tests.bot.stored import WISH

WHO = Person("home", "slack", "U7", "Ana")


def say(talk: Talk, text: str, conversation: str, public: bool) -> None:
    address = Address("slack", conversation, public=public)
    list(talk.assistant.answer(Incoming(uuid.uuid4().hex, WHO, address, text, talk.clock.now())))


def reminders(talk: Talk) -> tuple[Reminder, ...]:
    with talk.store.begin() as work:
        found = work.learners.find(WHO)
    assert found is not None
    return found.reminders


def place(talk: Talk, id: str) -> Place:
    with talk.store.begin() as work:
        found = work.places.get("home", id)
    assert found is not None
    return found


@pytest.mark.parametrize("known", [True, False])
def test_set_in_a_channel_it_comes_in_direct_messages(talk: Talk, known: bool) -> None:
    """To the direct messages that are known, else to those that the platform has under the person's id."""
    with talk.store.begin() as work:
        channel = work.places.keep(Place("there", "home", "slack", "C1", "channel", None))
        work.commit()
    say(talk, "hello", channel.id, True)
    with talk.store.begin() as work:
        who = work.learners.find(WHO) or work.learners.add(WHO)
        if known:
            work.places.keep(Place("own", "home", "slack", "D7", "dm", who.key))
        work.commit()
    for text in (WISH, "accept", "remind me every Sunday at 6pm"):
        say(talk, text, channel.id, True)
    rows = reminders(talk)
    assert rows
    assert {r.conversation for r in rows}.isdisjoint({channel.id, "C1"})
    own = {place(talk, r.conversation).conversation for r in rows}
    assert own == ({"D7"} if known else {"U7"})


def test_set_in_private_it_stays_there(talk: Talk) -> None:
    with talk.store.begin() as work:
        dm = work.places.keep(Place("own", "home", "slack", "D7", "dm", None))
        work.commit()
    for text in (WISH, "accept", "remind me every Sunday at 6pm"):
        say(talk, text, dm.id, False)
    assert {r.conversation for r in reminders(talk)} == {dm.id}


@pytest.mark.parametrize("rhythm", ["every two weeks", "every other Monday at 9am", "once a month", "on the 1st"])
def test_a_rhythm_that_is_not_weekly_changes_nothing(talk: Talk, rhythm: str) -> None:
    """One clear sentence, never a weekly reminder in its place."""
    for text in (WISH, "accept"):
        say(talk, text, "D7", False)
    before = reminders(talk)
    address = Address("slack", "D7")
    said = Incoming(uuid.uuid4().hex, WHO, address, f"remind me {rhythm}", talk.clock.now())
    assert [reply.summary for reply in talk.assistant.answer(said)][-1] == en.ONLY_WEEKLY
    assert reminders(talk) == before
