"""Cues before a name, numbers, and fixed phrases."""

import pytest

from bot.intents import Kind
from bot.slots.cues import Cue, claimed_level, cue
from bot.slots.numbers import number
from bot.slots.phrases import phrase

CUES = [
    ("I have X", Cue.HELD),
    ("I already have X", Cue.HELD),
    ("I passed X", Cue.HELD),
    ("I'm certified in X", Cue.HELD),
    ("with my X", Cue.HELD),
    ("I know X", Cue.HELD),
    ("I'm good at X", Cue.HELD),
    ("I've got X", Cue.HELD),
    ("I don't have X", Cue.ABSENT),
    ("I do not have X yet", Cue.ABSENT),
    ("I have no X", Cue.ABSENT),
    ("I never passed X", Cue.ABSENT),
    ("I haven't done X", Cue.ABSENT),
    ("no X", Cue.EXCLUDED),
    ("without X", Cue.EXCLUDED),
    ("I don't want X", Cue.EXCLUDED),
    ("anything but X", Cue.EXCLUDED),
    ("instead of X", Cue.EXCLUDED),
    ("please avoid X", Cue.EXCLUDED),
    ("I hate X", Cue.EXCLUDED),
    ("I want X", Cue.WANTED),
    ("I want to get X", Cue.WANTED),
    ("include X", Cue.WANTED),
    ("I want to become a X", Cue.WANTED),
    ("learn X", Cue.LEARN),
    ("get better at X", Cue.LEARN),
    ("I am a X", Cue.CURRENT),
    ("I work as a X", Cue.CURRENT),
    ("I'm currently a X", Cue.CURRENT),
    ("switch from X", Cue.CURRENT),
    ("I don't want Python but X", Cue.NONE),
    ("X", Cue.NONE),
    ("I have Python. I want X", Cue.WANTED),
    ("no, I have X", Cue.HELD),
]


@pytest.mark.parametrize(("text", "meaning"), CUES, ids=[t for t, _ in CUES])
def test_cues(text: str, meaning: Cue) -> None:
    """The words before a name say how it is meant."""
    assert cue(text, text.index("X")) is meaning


@pytest.mark.parametrize(
    ("text", "level"),
    [("I know X", 2), ("expert in X", 3), ("some X", 1), ("basics of X", 1), ("very good at X", 3), ("a bit of X", 1)],
)
def test_claimed_levels(text: str, level: int) -> None:
    """How strongly a skill is claimed."""
    assert claimed_level(text, text.index("X")) == level


@pytest.mark.parametrize(
    ("text", "scale", "value"),
    [
        ("6", None, 6),
        ("1.5", None, 1.5),
        ("1,5", None, 1.5),
        ("1,000", None, 1000),
        ("12,000", None, 12000),
        ("1 000", None, 1000),
        ("six", None, 6),
        ("half an", None, 0.5),
        ("2", "k", 2000),
        ("five", "hundred", 500),
        ("a couple of", None, 2),
        ("1.2", " k", 1200),
    ],
)
def test_numbers(text: str, scale: str | None, value: float) -> None:
    """Numbers in digits and words."""
    assert number(text, scale) == value


PHRASES = [
    ("accept", Kind.ACCEPT),
    ("Accept!", Kind.ACCEPT),
    ("I'll take it", Kind.ACCEPT),
    ("looks good", Kind.ACCEPT),
    ("let's do it", Kind.ACCEPT),
    ("let's go", Kind.ACCEPT),
    ("ok let's go", Kind.ACCEPT),
    ("yes please", Kind.YES),
    ("Yeah.", Kind.YES),
    ("ok", Kind.YES),
    ("no", Kind.NO),
    ("no thanks", Kind.NO),
    ("never mind", Kind.NO),
    ("skip", Kind.SKIP),
    ("I don’t know", Kind.SKIP),
    ("not sure", Kind.SKIP),
    ("too expensive", Kind.CHEAPER),
    ("cheaper please", Kind.CHEAPER),
    ("is there anything cheaper?", Kind.CHEAPER),
    ("better recognised", Kind.RECOGNISED),
    ("a better recognized plan please", Kind.RECOGNISED),
    ("compare the plans", Kind.ALTERNATIVES),
    ("what are the alternatives?", Kind.ALTERNATIVES),
    ("show me my options", Kind.ALTERNATIVES),
    ("other plans", Kind.ALTERNATIVES),
    ("an alternative", Kind.SWAP),
    ("faster", Kind.FASTER),
    ("too slow", Kind.FASTER),
    ("undo", Kind.UNDO),
    ("undo that", Kind.UNDO),
    ("export my data", Kind.EXPORT),
    ("forget me", Kind.FORGET),
    ("delete my data", Kind.FORGET),
    ("delete my account", Kind.FORGET),
    ("help", Kind.HELP),
    ("/help", Kind.HELP),
    ("/start", Kind.HELP),
    ("what can you do?", Kind.HELP),
    ("?", Kind.HELP),
    ("hi", Kind.GREETING),
    ("Hello!", Kind.GREETING),
    ("good morning", Kind.GREETING),
    ("thanks", Kind.THANKS),
    ("thank you so much!", Kind.THANKS),
    ("start over", Kind.START_OVER),
    ("/new", Kind.START_OVER),
    ("show my plan", Kind.SHOW_PLAN),
    ("/plan@credpath_bot", Kind.SHOW_PLAN),
    ("what's next?", Kind.SHOW_PLAN),
    ("show all", Kind.SHOW_ALL),
    ("how am I doing?", Kind.PROGRESS),
    ("still on it", Kind.STILL),
    ("not this week", Kind.NOT_THIS_WEEK),
    ("I'm behind", Kind.SLIPPED),
    ("done", Kind.PASSED),
    ("I passed!", Kind.PASSED),
    ("failed it", Kind.FAILED),
    ("I did not pass", Kind.FAILED),
    ("why did I get this?", Kind.WHY_REMINDED),
    ("pause", Kind.PAUSE),
    ("stop reminding me", Kind.PAUSE),
    ("no reminders", Kind.PAUSE),
    ("unsubscribe", Kind.PAUSE),
    ("resume", Kind.RESUME),
    ("what do you know about me?", Kind.ABOUT_ME),
    ("who sees this?", Kind.PRIVACY),
    ("swap", Kind.SWAP),
    ("plan the rest again", Kind.REPLAN),
    ("why", Kind.WHY),
    ("why?", Kind.WHY),
    ("I want to be a data analyst", None),
    ("no AWS", None),
    ("why CISSP", None),
    ("done with module 3", None),
    ("hi I want to be a data analyst", None),
]


@pytest.mark.parametrize(("text", "kind"), PHRASES, ids=[t for t, _ in PHRASES])
def test_phrases(text: str, kind: Kind | None) -> None:
    """Fixed phrases, and sentences that only begin like one."""
    assert phrase(text) is kind
