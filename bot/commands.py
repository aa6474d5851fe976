"""The commands that chat platforms list, and what a person who uses one would have said."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """`name` is [a-z0-9_]{1,32}; `says` the words it stands for; `description` at most 256 characters. Words behind the
    name take the place of {} in `more`; without `more` they are said together with the name, like any message.
    """

    name: str
    says: str
    description: str
    more: str = ""


COMMANDS: tuple[Command, ...] = (
    Command("plan", "show my plan", "Your plan, step by step"),
    Command("goal", "set a goal", "What you want to become, by when, with how many hours", "I want to become {}"),
    Command("progress", "progress", "How far you are, and whether that is on time"),
    Command("why", "why", "Why these steps, or why a certain one: /why CCNA", "why {}?"),
    Command("picture", "draw my plan", "Your plan as a picture"),
    Command("portfolio", "portfolio", "What you have done: credentials and evidence"),
    Command("evidence", "add evidence", "Keep something you made or did", "save as evidence: {}"),
    Command("settings", "settings", "Time zone, quiet hours, hours a week, weekly check-in"),
    Command("reminders", "my reminders", "When I write to you by myself, and how to stop that", "remind me {}"),
    Command("undo", "undo", "Take back the last change"),
    Command("link", "link my account", "Use me from another account too, with the same plan", "link {}"),
    Command("export", "export", "Everything I keep about you, as one file"),
    Command("privacy", "who sees this?", "Who sees what you tell me"),
    Command("forget", "forget me", "Delete everything about you for good"),
    Command("help", "help", "What you can say"),
)
"""In the order that platforms list them."""

PROMPTS: tuple[tuple[str, str], ...] = (
    ("Plan my next credentials", "I want to be a cloud security engineer by June, 6 hours a week, 800 dollars"),
    ("I don't know where to start", "I don't know what to become"),
    ("Which credentials for data?", "which certs for data engineering?"),
    ("What can you do?", "help"),
)
"""Suggested first messages: (title, message)."""


def said(name: str, rest: str) -> str:
    """What somebody means who sends the command `name` with `rest` behind it.

    `name` comes with or without "/" and "@bot". An unknown command is what it says: its own words.
    """
    word, rest = name.strip().lstrip("/").split("@")[0], " ".join(rest.split())
    command = _NAMED.get(word.lower())
    if command is None or (rest and not command.more):
        return f"{word} {rest}".strip()
    if not rest:
        return command.says
    if command.name == "goal" and _WHOLE.match(rest):
        return rest
    if command.name == "reminders" and rest.lower() in {"on", "off"}:
        return f"reminders {rest}"
    article = "a " if command.name == "goal" and not _ARTICLE.match(rest) else ""
    return command.more.replace("{}", article + rest.rstrip("?"))


_NAMED = {command.name: command for command in COMMANDS}
_WHOLE = re.compile(r"(?:i|i'd|i'm|my|to)\b", re.I)
_ARTICLE = re.compile(r"(?:an?|the)\b", re.I)
