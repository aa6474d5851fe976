"""Who is spoken to. In a group the bot reads only what is addressed to it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from bot.commands import COMMANDS

_OURS = frozenset(("start", *(c.name for c in COMMANDS)))
_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@(\w+))?(?:\s+(.*))?\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Me:
    """The bot as Telegram knows it: its user id and its name without "@" ("" until it is known)."""

    tenant: str
    id: int
    name: str = ""
    mention: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        name = re.escape(self.name) if self.name else "(?!)"
        object.__setattr__(self, "mention", re.compile(rf"(?<![\w@])@{name}(?!\w)", re.IGNORECASE))


class Command(NamedTuple):
    """`/name@whose rest`."""

    name: str
    whose: str
    rest: str


def command(text: str) -> Command | None:
    """The command that a text is."""
    found = _COMMAND.fullmatch(text) if text.startswith("/") else None
    return Command(found[1].lower(), found[2] or "", (found[3] or "").strip()) if found else None


def addressed(message: Mapping[str, Any], text: str, me: Me) -> bool:
    """Whether a message in a group is for this bot: a command of its own, a mention, or a reply to it."""
    found = command(text)
    if found is not None and found.whose:
        return found.whose.casefold() == me.name.casefold()
    if found is not None and found.name in _OURS:
        return True
    if me.mention.search(text) or _named(message, me):
        return True
    answered = message.get("reply_to_message")
    # In a topic each message is a reply to the one that made the topic, which may have been the bot.
    return (
        answered is not None
        and "forum_topic_created" not in answered
        and (answered.get("from") or {}).get("id") == me.id
    )


def _named(message: Mapping[str, Any], me: Me) -> bool:
    """Whether the bot is mentioned by its display name, as clients do where somebody has no user name."""
    marks = message.get("entities") or message.get("caption_entities") or ()
    return any(mark["type"] == "text_mention" and mark["user"]["id"] == me.id for mark in marks)


def without_name(text: str, me: Me) -> str:
    """The text without the bot's name in it: that only says who is spoken to."""
    if "@" not in text or not me.mention.search(text):
        return text
    return " ".join(me.mention.sub(" ", text).split()).strip(" ,:")
