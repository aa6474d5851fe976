"""The commands of the chat platforms: names and texts that platforms take, words that the bot understands."""

import re

import pytest

from bot.commands import COMMANDS, PROMPTS, said
from bot.intents import Kind
from bot.reading import read
from knowledge.catalog import Catalog
from knowledge.finder import Finder
from tests.conftest import NOW

DUMB = {Kind.UNKNOWN, Kind.EMPTY, Kind.FOREIGN, Kind.TOO_LONG}
MORE = {
    "goal": "data analyst by June, 5 hours a week",
    "why": "not CISSP",
    "evidence": "built a homelab https://example.org",
    "reminders": "every Sunday 18:00",
    "link": "ABCD-EFGH",
}


def test_platforms_take_them() -> None:
    """Telegram: 100 commands of 32 characters with 256 of description; no name twice."""
    names = [c.name for c in COMMANDS]
    assert len(names) == len(set(names)) <= 100
    for command in COMMANDS:
        assert re.fullmatch(r"[a-z0-9_]{1,32}", command.name)
        assert 1 <= len(command.description) <= 256
    assert {"plan", "goal", "progress", "why", "settings", "portfolio", "reminders", "privacy", "export"} <= set(names)
    assert {"forget", "link", "help", "undo"} <= set(names)
    assert len(PROMPTS) == 4


@pytest.mark.parametrize("command", COMMANDS, ids=[c.name for c in COMMANDS])
def test_each_is_understood(command, real_catalog: Catalog, real_finder: Finder) -> None:
    """With and without words behind it, typed with a slash or said."""
    for text in (said(command.name, ""), said(f"/{command.name}@credpath_bot", " "), command.says):
        assert text == command.says
        assert read(text, NOW.date(), real_catalog, real_finder).kind not in DUMB, text
    assert read(f"/{command.name}", NOW.date(), real_catalog, real_finder).kind not in DUMB
    if command.more:
        text = said(command.name, MORE[command.name])
        assert read(text, NOW.date(), real_catalog, real_finder).kind not in DUMB, text


@pytest.mark.parametrize(("title", "message"), PROMPTS)
def test_each_prompt_is_understood(title: str, message: str, real_catalog: Catalog, real_finder: Finder) -> None:
    assert title
    assert read(message, NOW.date(), real_catalog, real_finder).kind not in DUMB


@pytest.mark.parametrize(
    ("name", "rest", "meant"),
    [
        ("goal", "data analyst by June", "I want to become a data analyst by June"),
        ("goal", "an SRE", "I want to become an SRE"),
        ("goal", "I want to be a nurse", "I want to be a nurse"),
        ("why", "CCNA?", "why CCNA?"),
        ("link", "ABCD-EFGH", "link ABCD-EFGH"),
        ("reminders", "off", "reminders off"),
        ("plan", "the rest again", "plan the rest again"),
        ("studied", "2 hours", "studied 2 hours"),
        ("I", "want to be a data analyst", "I want to be a data analyst"),
        ("/Help", "", "help"),
        ("/xyz@bot", "", "xyz"),
    ],
)
def test_what_is_meant(name: str, rest: str, meant: str) -> None:
    """Known commands put the words in their place, unknown ones are the words themselves."""
    assert said(name, rest) == meant
