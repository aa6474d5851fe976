"""The twin's outbox in memory."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from adapters.store import codec, mail_codec
from adapters.store.mail_codec import AGAIN, HELD
from adapters.store.shelf import Shelf
from bot.traffic import Outgoing, State

COUNTED = ("ready", "claimed", "sending", "in-doubt", "failed")
FAREWELL = "farewell"
UNDER_WAY = ("claimed", "sending")


class MemoryOutbox:
    """Messages to send."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def _set(self, message: Outgoing, free_at: int | None) -> Outgoing:
        self._shelf.outbox[message.tenant, message.id] = message
        self._shelf.free_at[message.tenant, message.id] = free_at
        return message

    def _free_at(self, message: Outgoing) -> int | None:
        return self._shelf.free_at[message.tenant, message.id]

    def add(self, message: Outgoing) -> None:
        """Queue a message unless its id exists; it takes the place of ready ones with the same `replaces`."""
        codec.checked(message)
        if (message.tenant, message.id) in self._shelf.outbox:
            return
        if message.replaces:
            for other in list(self._shelf.outbox.values()):
                same = (other.tenant, other.replaces, other.state) == (message.tenant, message.replaces, "ready")
                if same:
                    self._set(replace(other, state="replaced"), None)
        number = self._shelf.number("outbox")
        self._set(replace(message, number=number, state=str(message.state)), mail_codec.free_at(message))

    def add_all(self, messages: Sequence[Outgoing]) -> None:
        """Queue many."""
        for message in messages:
            self.add(message)

    def rewrite(self, tenant: str, id: str, body: str) -> None:
        """Another text for a message that has not been sent."""
        kept = self._shelf.outbox.get((tenant, id))
        if kept is not None and (free_at := self._free_at(kept)) is not None:
            self._set(replace(kept, body=codec.checked(body)), free_at)

    def get(self, tenant: str, id: str) -> Outgoing | None:
        """One message."""
        return self._shelf.outbox.get((tenant, id))

    def _to(self, tenant: str, platform: str, conversation: str, state: str) -> list[Outgoing]:
        wanted = (tenant, platform, conversation, state)
        return [m for m in self._shelf.outbox.values() if (m.tenant, m.platform, m.conversation, m.state) == wanted]

    def take(self, tenant: str, platform: str, conversation: str, now: datetime, limit: int) -> list[Outgoing]:
        """Ready messages of one conversation that are due, oldest first, all marked `sending`."""
        at = codec.to_instant(now)
        ready = self._to(tenant, platform, conversation, "ready")
        due = sorted((m for m in ready if codec.to_instant(m.due_at) <= at), key=lambda m: (m.due_at, m.number))
        return [self._set(replace(m, state="sending"), HELD) for m in due[:limit]]

    def sent(self, tenant: str, id: str, at: datetime) -> None:
        """Mark one as sent. Nothing happens when it is gone (its learner was forgotten) or was sent before."""
        codec.to_instant(at)
        message = self._shelf.outbox.get((tenant, id))
        if message is not None and message.state != "sent":
            self._set(replace(message, state="sent", sent_at=at), None)

    def requeue(self, tenant: str, platform: str, conversation: str) -> int:
        """Give back what a dead process left in `sending`; returns how many."""
        stuck = self._to(tenant, platform, conversation, "sending")
        for message in stuck:
            self._set(replace(message, state="ready"), AGAIN if message.attempt else 0)
        return len(stuck)

    def claim(self, platforms: Sequence[str], owner: str, now: datetime, until: datetime, limit: int) -> list[Outgoing]:
        """Take ready messages that are due, at most one a place, and mark them claimed."""
        at, end = mail_codec.to_instants(now, until)
        busy: set[tuple[str, str, str]] = set()
        first_again: dict[tuple[str, str, str], int] = {}
        for m in self._shelf.outbox.values():
            free = self._free_at(m)
            if free is not None and free > 0:
                busy.add(_place(m))
            if free == AGAIN:
                first_again[_place(m)] = min(m.number, first_again.get(_place(m), m.number))
        open_: dict[tuple[str, str, str], Outgoing] = {}
        for m in sorted(self._shelf.outbox.values(), key=lambda m: (m.priority, m.due_at, m.number)):
            due = m.state == "ready" and m.platform in platforms and codec.to_instant(m.due_at) <= at
            if due and _place(m) not in busy and m.number <= first_again.get(_place(m), m.number):
                open_.setdefault(_place(m), m)
        return [self._hold(m, "claimed", owner, end) for m in list(open_.values())[:limit]]

    def _hold(self, message: Outgoing, state: str, owner: str, until: int) -> Outgoing:
        return self._set(replace(message, state=state, owner=owner, attempt=message.attempt + 1), until)

    def _mine(self, message: Outgoing, *states: str) -> Outgoing | None:
        kept = self._shelf.outbox.get((message.tenant, message.id))
        if kept is None or kept.state not in states:
            return None
        wanted = (message.number, message.owner, message.attempt)
        return kept if (kept.number, kept.owner, kept.attempt) == wanted else None

    def sending(self, message: Outgoing, until: datetime) -> bool:
        """Just before a call: claimed becomes sending. False when the lease was lost."""
        kept, end = self._mine(message, "claimed"), codec.to_instant(until)
        if kept is not None:
            self._set(replace(kept, state="sending"), end)
        return kept is not None

    def arrived(self, message: Outgoing, receipt: str, at: datetime, more: bool) -> bool:
        """A part arrived: claimed when there are more parts, else sent. False when the row or the lease is lost."""
        codec.to_instant(at)
        kept = self._mine(message, "sending")
        if kept is None:
            return False
        receipts = f"{kept.receipts} {'' if message.kind == FAREWELL else receipt}".strip(" ")
        kept = replace(kept, part=kept.part + 1, receipts=receipts)
        if more:
            self._set(replace(kept, state="claimed", sent_at=None), self._free_at(kept))
        else:
            self._set(replace(kept, state="sent", sent_at=at), None)
        return True

    def release(self, message: Outgoing, due_at: datetime, reason: str) -> None:
        """It certainly did not arrive: ready again from `due_at` on."""
        self._again(message, due_at, reason, 0)

    def put_off(self, message: Outgoing, due_at: datetime, reason: str) -> None:
        """Not now: ready from `due_at` on, and what comes after it does not wait for it."""
        self._again(message, due_at, reason, 0, free_at=0)

    def drop(self, message: Outgoing, state: State, reason: str) -> None:
        """Nobody wants it any more."""
        self._end(message, state.value, reason)

    def _again(self, message: Outgoing, due_at: datetime, reason: str, doubts: int, free_at: int = AGAIN) -> None:
        codec.to_instant(due_at)
        kept = self._mine(message, *UNDER_WAY)
        if kept is not None:
            ready = replace(kept, state="ready", owner="", due_at=due_at, reason=reason, doubts=kept.doubts + doubts)
            self._set(ready, free_at)

    def _end(self, message: Outgoing, state: str, reason: str) -> None:
        kept = self._mine(message, *UNDER_WAY)
        if kept is not None:
            self._set(replace(kept, state=state, owner="", reason=reason), None)

    def fail(self, message: Outgoing, reason: str) -> None:
        """It will never arrive."""
        self._end(message, "failed", reason)

    def doubt(self, message: Outgoing, reason: str, again: bool, due_at: datetime) -> None:
        """Nobody knows whether it arrived: ready once more from `due_at` on, or flagged `in-doubt` for good."""
        if again:
            self._again(message, due_at, reason, 1)
        else:
            self._end(message, "in-doubt", reason)

    def hand_back(self, owner: str) -> int:
        """What an owner that stops has claimed and not begun to send is ready again."""
        mine = [m for m in self._shelf.outbox.values() if m.state == "claimed" and m.owner == owner]
        for message in mine:
            self._set(replace(message, state="ready", owner=""), AGAIN)
        return len(mine)

    def lapsed(self, now: datetime, owner: str, until: datetime, limit: int) -> list[Outgoing]:
        """Rows whose lease is over: claimed ones become ready; those in `sending` are taken over and returned."""
        at, end = mail_codec.to_instants(now, until)
        over = [m for m in self._shelf.outbox.values() if 0 < (self._free_at(m) or 0) <= at]
        for m in over:
            if m.state == "claimed":
                self._set(replace(m, state="ready", owner=""), AGAIN)
        stuck = sorted((m for m in over if m.state == "sending"), key=lambda m: m.number)
        return [self._hold(m, "sending", owner, end) for m in stuck[:limit]]

    def pause(self, tenant: str, place: str, reason: str) -> int:
        """A place is dead: everything that is ready for it fails; returns how many."""
        every = self._shelf.outbox.values()
        ready = [m for m in every if (m.tenant, m.conversation, m.state) == (tenant, place, "ready")]
        for message in ready:
            self._set(replace(message, state="failed", reason=reason), None)
        return len(ready)

    def waiting(self) -> dict[str, int]:
        """How many rows are in each unfinished or flagged state."""
        states = [str(m.state) for m in self._shelf.outbox.values()]
        return {state: states.count(state) for state in COUNTED}

    def oldest(self, now: datetime) -> datetime | None:
        """When the oldest ready message that is due was due."""
        at = codec.to_instant(now)
        ready = [m.due_at for m in self._shelf.outbox.values() if m.state == "ready"]
        return min((due for due in ready if codec.to_instant(due) <= at), default=None)

    def doubtful(self, tenant: str | None, limit: int) -> list[Outgoing]:
        """Messages flagged `in-doubt`, newest first."""
        flagged = [m for m in self._shelf.outbox.values() if m.state == "in-doubt" and tenant in (None, m.tenant)]
        return sorted(flagged, key=lambda m: -m.number)[:limit]

    def prune(self, before: datetime) -> int:
        """Empty the bodies of finished rows that were due before an instant; returns how many."""
        at = codec.to_instant(before)
        finished = [m for m in self._shelf.outbox.values() if self._free_at(m) is None and m.body]
        old = [m for m in finished if codec.to_instant(m.due_at) < at]
        for message in old:
            self._set(replace(message, body=""), None)
        return len(old)


def _place(message: Outgoing) -> tuple[str, str, str]:
    return message.tenant, message.platform, message.conversation
