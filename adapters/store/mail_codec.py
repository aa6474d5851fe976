"""Events and messages to rows of the inbox and outbox, and back. No SQL here."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from adapters.store import codec
from bot.traffic import Event, Outgoing, Rate, State

AGAIN = -1  # `free_at` of a message that is ready once more; see mail_tables
HELD = codec.LARGEST
FURTHEST = 60_000_000  # microseconds
_NO_ROOM = "\ufffd"  # what stands for a character that databases refuse
_OWN = ("place", "number", "attempt")  # of the row, not of what happened


def clean(text: str) -> str:
    """The text without NUL and halves of characters: an event is kept whatever somebody managed to send."""
    if text.isascii() and "\x00" not in text:
        return text
    return "".join(_NO_ROOM if c == "\x00" or "\ud800" <= c <= "\udfff" else c for c in text)


def event_text(event: Event) -> str:
    """The JSON text of an event, without what the row itself says. ValueError for a naive time."""
    codec.to_instant(event.sent_at)
    values = codec.to_json(event)
    for name in _OWN:
        del values[name]
    text = codec.dumps(values)
    if "\\u0000" in text or "\\ud" in text:  # perhaps (it may be an emoji or be written out): then look closely
        text = codec.dumps(_cleaned(values))
    return text


def _cleaned(value: Any) -> Any:
    match value:
        case str():
            return clean(value)
        case list():
            return [_cleaned(item) for item in value]
        case dict():
            return {clean(key): _cleaned(item) for key, item in value.items()}
        case _:
            return value


def event_from(text: str, place: str, number: int, attempt: int) -> Event:
    """The event of a row. Raises BadRequest or ValueError for a text that is no event (an emptied one, say)."""
    return replace(codec.from_json(Event, json.loads(text)), place=place, number=number, attempt=attempt)


def written_by(platform: str, tenant: str, id: str) -> str:
    """How the text of each event of this person contains who it was. Nothing that was written can imitate it: its
    quotation marks are escaped.
    """
    who = codec.dumps({"tenant": tenant, "platform": platform, "id": id})
    return f'"person":{who[:-1]},'


def free_at(message: Outgoing) -> int | None:
    """When a message that is put into the outbox may be claimed."""
    if message.state == State.READY:
        return AGAIN if message.attempt else 0
    return HELD if message.state in (State.SENDING, State.CLAIMED) else None


def message_row(message: Outgoing) -> codec.Row:
    """The columns of a new message."""
    row = codec.checked_row(message)
    del row["number"]
    row["state"] = str(row["state"])
    row["free_at"] = free_at(message)
    return row


def message_from(row: codec.Columns) -> Outgoing:
    """The message of a row."""
    return codec.from_row(Outgoing, row)


def rate_key(key: str) -> str:
    """What a rate's key is kept as: the key of a private chat would name a person."""
    return hashlib.blake2b(key.encode("utf-8", "replace"), digest_size=16).hexdigest()


def slots(
    rates: list[Rate], kept: Mapping[str, tuple[int, int]], now: int, until: int
) -> tuple[int, dict[str, tuple[int, int]] | None]:
    """The first instant at which all of these rates allow one more, and what to keep of each then: GCRA (ITU-T I.371).
    None when nothing was taken: because that is after `until`, or because the first rate, the widest, would allow it
    earlier. To take its turn there and not use it would hold up all others, and to use it later would be too many at
    that time. So who waits for its own chat comes back when the chat is free.

    `kept` is, by key, the theoretical arrival time and the end of a pause, in microseconds. Nothing is taken further
    ahead than FURTHEST: what is kept beyond was written by a clock that has been set back since.
    """
    until = min(until, now + FURTHEST)
    first, own, after = now, [], dict(kept)
    for rate in rates:
        interval = -int(-1_000_000 // rate.per_second)
        due, paused = after.get(rate.key, (0, 0))
        if due > now + FURTHEST + max(rate.burst, 1) * interval:
            due = now
        own.append(max(now, paused, due - (max(rate.burst, 1) - 1) * interval))
        first = max(first, own[-1])
    if rates and first > now and (first > until or own[0] < first):
        return first, None
    for rate in rates:
        interval = -int(-1_000_000 // rate.per_second)
        due, paused = after.get(rate.key, (0, 0))
        if due > now + FURTHEST + max(rate.burst, 1) * interval:
            due = now
        after[rate.key] = (max(due, first) + interval, paused)
    return first, after


def to_instants(*times: datetime) -> tuple[int, ...]:
    """Each as an integer. Raises ValueError for a naive time."""
    return tuple(codec.to_instant(time) for time in times)
