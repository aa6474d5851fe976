"""Any message at any moment: labels, numbers and strange texts are answered with words."""

import pytest

from adapters.console.talk import Talk
from adapters.console.text import plain
from bot.messages import Choices, Reply
from tests.bot.stored import WISH, record


def test_a_label_can_be_typed(talk: Talk) -> None:
    """The words on a button do what the button does."""
    talk.say(WISH)
    reply = talk.say("accept")
    labels = [c.label for b in reply.blocks if isinstance(b, Choices) for c in b.choices]
    assert "No reminders" in labels
    talk.say("no reminders")
    assert record(talk).reminders == () or record(talk).reminders[0].paused


def test_numbers_mean_the_buttons_last_shown(talk: Talk) -> None:
    """A number after an answer without buttons does not press a button that scrolled away unseen."""
    talk.say(WISH)
    talk.say("thanks")
    talk.say("1")
    # The proposal's buttons are the last that were shown: pressing the first accepts.
    assert record(talk).pathway is not None


def test_every_answer_has_a_summary_and_some_text(talk: Talk) -> None:
    """No message is answered with nothing."""
    for said in ("hi", WISH, "why", "7", "99", "accept", "1", "progress", "done", "swap", "lift x", "lift only:free"):
        reply = talk.say(said)
        assert reply.summary
        assert plain(reply).strip()


WEIRD = [
    "\udcff data analyst",
    "\x00",
    "\x1b[2J\x1b[31mred",
    "‮evil",
    "I want to be a \x1b[31mwizard\x1b[0m",
    "￿",
    "🏳️‍🌈" * 200,
    "lift ",
    "lift constraint:;;",
    "lift only",
    "lift language",
    "lift goal:1",
    "include ",
    "why not ?",
    "passed passed passed",
    "I'm 999999999999 weeks late",
    "studied 1e99 hours",
    "studied 0 hours",
    "studied 99999999999999999999 hours",
    "in 999999 years",
    "by 31 June",
    "by 2027-13-45",
    "passed CCNA on 29 February",
    "budget 99999999999999999999999 dollars",
    "1e5 hours a week",
    "٣ hours a week",
    "②",
    "１２",
    "%s %d {text} {0}",
    "<script>alert(1)</script>",
    "a" * 1999,
    "data analyst " * 100,
    "\n\n\n",
    "I want\nto be\na data analyst",
]


@pytest.mark.parametrize("said", WEIRD, ids=range(len(WEIRD)))
@pytest.mark.parametrize("stage", ["fresh", "asked", "proposed", "accepted"])
def test_no_message_crashes(stage: str, said: str, talk: Talk) -> None:
    """Whatever is said at whatever moment is answered with words, and without control characters."""
    for line in {"fresh": [], "asked": ["data analyst"], "proposed": [WISH], "accepted": [WISH, "accept"]}[stage]:
        talk.say(line)
    reply: Reply = talk.say(said)
    assert reply.summary
    shown = plain(reply)
    assert not set(shown) & {"\x00", "\x1b", "\x07", "‮"}
