"""`credpath chat --script`: one message a line; `@ 2027-01-04T09:00` moves the clock and delivers what is due."""

from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, Protocol

from adapters.console.talk import Talk
from adapters.console.text import plain
from bot.messages import Reply


class Movable(Protocol):
    """A clock that can be moved."""

    at: datetime


class BadLine(ValueError):
    """A line of the script cannot be played."""


def shape(reply: Reply) -> dict[str, Any]:
    """A reply for --json."""
    return {"summary": reply.summary, "text": plain(reply), "blocks": [asdict(b) for b in reply.blocks]}


def play(talk: Talk, script: Iterable[str], clock: Movable, heard: Callable[[dict[str, Any]], None]) -> None:
    """Play a script; `heard` gets {said, at, reply, delivered} after each line. Empty lines and # are left out."""
    talk.recover()
    for n, raw in enumerate(script, 1):
        line = raw.rstrip("\r\n")
        if not line.strip() or line.startswith("#"):
            continue
        delivered: list[Reply] = []
        if line.startswith("@"):
            try:
                to = datetime.fromisoformat(line[1:].strip())
                to = to.replace(tzinfo=UTC) if to.tzinfo is None else to.astimezone(UTC)
            except (ValueError, OverflowError):
                raise BadLine(f"line {n}: {line[1:].strip()!r} is not an ISO date or time.") from None
            clock.at = to
            talk.due(delivered.append)
            reply = Reply("")
            value = {"summary": "", "text": "", "blocks": []}
        else:
            talk.due(delivered.append)
            reply = talk.say(line)
            value = shape(reply)
        heard({"said": line, "at": clock.at.isoformat(), "reply": value, "delivered": [shape(d) for d in delivered]})
