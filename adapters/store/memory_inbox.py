"""The twin's inbox in memory."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from adapters.store import codec, mail_codec
from adapters.store.memory_places import MemoryPlaces
from adapters.store.shelf import Shelf, Waiting
from bot.errors import BadRequest
from bot.traffic import Event, Place


class MemoryInbox:
    """What happened on the platforms, each thing once."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._places = MemoryPlaces(shelf)

    def put(self, events: Sequence[Event], at: datetime) -> list[bool]:
        """Keep events; False for one that is there already. Their places get rows, dead ones come to life."""
        came = codec.to_instant(at)
        bodies = [mail_codec.event_text(event) for event in events]
        return [self._put(event, body, came) for event, body in zip(events, bodies, strict=True)]

    def _put(self, event: Event, body: str, came: int) -> bool:
        clean = mail_codec.clean
        tenant, platform, id = clean(event.person.tenant), clean(event.person.platform), clean(event.id)
        if (platform, tenant, id) in self._shelf.known:
            return False
        conversation = clean(event.conversation)
        place = self._places.find(tenant, platform, conversation)
        if place is None:
            place = Place(secrets.token_hex(12), tenant, platform, conversation, event.kind_of_place)
        self._shelf.places[tenant, place.id] = replace(place, dead="")
        number = self._shelf.number("inbox")
        self._shelf.known[platform, tenant, id] = number
        self._shelf.inbox[number] = Waiting(tenant, platform, id, place.id, body, came)
        return True

    def claim(self, owner: str, now: datetime, until: datetime, limit: int) -> list[Event]:
        """Take the oldest unfinished event of up to `limit` places that have nothing under way."""
        at, end = mail_codec.to_instants(now, until)
        heads: dict[tuple[str, str], int] = {}
        for number, row in self._shelf.inbox.items():  # in the order of their numbers
            if row.free_at is not None:
                heads.setdefault((row.tenant, row.place), number)
        free = [number for number in sorted(heads.values()) if (self._shelf.inbox[number].free_at or 0) <= at]
        claimed = []
        for number in free[:limit]:
            row = self._shelf.inbox[number]
            held = replace(row, state="claimed", owner=owner, free_at=end, attempt=row.attempt + 1)
            self._shelf.inbox[number] = held
            try:
                claimed.append(mail_codec.event_from(row.body, row.place, number, held.attempt))
            except (BadRequest, ValueError):
                self._end(number, held.attempt, "done" if row.body == "" else "failed", "unreadable")
        return claimed

    def done(self, number: int, attempt: int) -> bool:
        """Mark as answered and wipe what was written; False when it is not claimed for this attempt any more."""
        return self._end(number, attempt, "done", "")

    def _mine(self, number: int, attempt: int) -> Waiting | None:
        row = self._shelf.inbox.get(number)
        return row if row is not None and (row.state, row.attempt) == ("claimed", attempt) else None

    def _end(self, number: int, attempt: int, state: str, reason: str) -> bool:
        row = self._mine(number, attempt)
        if row is None:
            return False
        self._shelf.inbox[number] = replace(row, state=state, body="", owner="", free_at=None, reason=reason)
        return True

    def failed(self, number: int, attempt: int, reason: str, again_at: datetime | None) -> None:
        """Let go of an event that could not be answered: tried again at `again_at`; None gives it up and wipes it."""
        if again_at is None:
            self._end(number, attempt, "failed", reason)
            return
        again, row = max(1, codec.to_instant(again_at)), self._mine(number, attempt)
        if row is not None:
            self._shelf.inbox[number] = replace(row, state="waiting", owner="", free_at=again, reason=reason)

    def release(self) -> int:
        """Give back whatever is claimed, whoever holds it; returns how many."""
        held = [number for number, row in self._shelf.inbox.items() if row.state == "claimed"]
        for number in held:
            self._shelf.inbox[number] = replace(self._shelf.inbox[number], state="waiting", owner="", free_at=0)
        return len(held)

    def prune(self, before: datetime) -> int:
        """Delete finished rows that came before an instant; returns how many."""
        at, rows = codec.to_instant(before), self._shelf.inbox
        old = [number for number, row in rows.items() if row.free_at is None and row.came_at < at]
        for number in old:
            self._shelf.drop_event(number)
        return len(old)

    def waiting(self) -> tuple[int, datetime | None]:
        """How many events are unfinished, and when the oldest came."""
        came = [row.came_at for row in self._shelf.inbox.values() if row.free_at is not None]
        return len(came), codec.from_instant(min(came)) if came else None
