"""What comes in and goes out on chat platforms, as rows. Ports, implemented by `adapters/store` twice.

Instants are aware UTC. `owner` names a process that works on rows; it holds them until a lease runs out, and every
write under a lease checks owner and attempt, so that a process that was taken for dead changes nothing.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.messages import Person
from bot.traffic import Action, Code, Event, Outgoing, Place, Rate, Slot, State


class Inbox(Protocol):
    """What happened on the platforms, each thing once."""

    def put(self, events: Sequence[Event], at: datetime) -> list[bool]:
        """Keep events; False for one whose (tenant, platform, id) is there already, finished or not.

        A place that is new gets its row here; one that was dead is alive again.
        """
        ...

    def claim(self, owner: str, now: datetime, until: datetime, limit: int) -> list[Event]:
        """Take the oldest unfinished event of up to `limit` places, with `place`, `number` and `attempt` set.

        A place with an event under way (claimed, lease not over) gives nothing, so that events of one place are
        answered in the order they were put. An event whose lease is over is taken anew. One that failed waits until
        its `again_at`, and so does everything behind it.
        """
        ...

    def done(self, number: int, attempt: int) -> bool:
        """Mark as answered and wipe what was written, keeping the id. False when the row is not claimed for this
        attempt any more (done already, gone, or taken over): then the caller must not commit.
        """
        ...

    def failed(self, number: int, attempt: int, reason: str, again_at: datetime | None) -> None:
        """Let go of an event that could not be answered: tried again at `again_at`; None gives it up and wipes it.
        `reason` is a class name, never a text that somebody wrote.
        """
        ...

    def release(self) -> int:
        """Give back whatever is claimed, whoever holds it: for a process that knows it is alone. Returns how many."""
        ...

    def prune(self, before: datetime) -> int:
        """Delete finished rows that came before an instant; returns how many."""
        ...

    def waiting(self) -> tuple[int, datetime | None]:
        """How many events are unfinished, and when the oldest came."""
        ...


class Outbox(Protocol):
    """Messages to send; an id is unique within its tenant."""

    def add(self, message: Outgoing) -> None:
        """Queue a message; an id that exists already is ignored, whatever became of it. Earlier ready rows of the
        tenant with the same `replaces` become `replaced`.
        """
        ...

    def add_all(self, messages: Sequence[Outgoing]) -> None:
        """Queue many: the same as `add` for each."""
        ...

    def rewrite(self, tenant: str, id: str, body: str) -> None:
        """Another text for a message that has not been sent."""
        ...

    def get(self, tenant: str, id: str) -> Outgoing | None:
        """One message."""
        ...

    def take(self, tenant: str, platform: str, conversation: str, now: datetime, limit: int) -> list[Outgoing]:
        """For one conversation that nobody else serves (a terminal): ready messages that are due, oldest first, all
        marked `sending`.
        """
        ...

    def sent(self, tenant: str, id: str, at: datetime) -> None:
        """Mark one of these as sent. Nothing happens when it is gone or was sent before."""
        ...

    def requeue(self, tenant: str, platform: str, conversation: str) -> int:
        """Give back what a dead terminal left in `sending`; returns how many."""
        ...

    def claim(self, platforms: Sequence[str], owner: str, now: datetime, until: datetime, limit: int) -> list[Outgoing]:
        """Take ready messages that are due, lowest `priority` first, then oldest: at most one a place, and none of a
        place where another one is under way or an earlier one waits to be tried again. Marks them claimed.
        """
        ...

    def sending(self, message: Outgoing, until: datetime) -> bool:
        """Just before a call: claimed becomes sending. False when the lease was lost: do not call."""
        ...

    def arrived(self, message: Outgoing, receipt: str, at: datetime, more: bool) -> bool:
        """A part arrived: `part` and `receipts` grow; claimed when there are more parts, else sent. False when the
        row is gone or the lease was lost.
        """
        ...

    def release(self, message: Outgoing, due_at: datetime, reason: str) -> None:
        """It certainly did not arrive: ready again from `due_at` on."""
        ...

    def put_off(self, message: Outgoing, due_at: datetime, reason: str) -> None:
        """It was not tried and is not wanted before `due_at`; later rows of its place do not wait for it."""
        ...

    def drop(self, message: Outgoing, state: State, reason: str) -> None:
        """Nobody wants it any more: it ends as `state` (expired or replaced) and is never sent."""
        ...

    def fail(self, message: Outgoing, reason: str) -> None:
        """It will never arrive."""
        ...

    def doubt(self, message: Outgoing, reason: str, again: bool, due_at: datetime) -> None:
        """Nobody knows whether it arrived. With `again` ready once more from `due_at` on, `doubts` grows; else flagged
        `in-doubt` for good.
        """
        ...

    def hand_back(self, owner: str) -> int:
        """What an owner that stops has claimed and not begun to send is ready again; returns how many."""
        ...

    def lapsed(self, now: datetime, owner: str, until: datetime, limit: int) -> list[Outgoing]:
        """Rows whose lease is over: claimed ones become ready; those in `sending` are taken over by `owner` (attempt
        grows) and returned, for the caller to decide with `arrived` or `doubt`.
        """
        ...

    def pause(self, tenant: str, place: str, reason: str) -> int:
        """A place is dead: everything that waits for it fails; returns how many."""
        ...

    def waiting(self) -> dict[str, int]:
        """How many rows are in each unfinished or flagged state (ready, claimed, sending, in-doubt, failed)."""
        ...

    def oldest(self, now: datetime) -> datetime | None:
        """When the oldest ready message that is due was due."""
        ...

    def doubtful(self, tenant: str | None, limit: int) -> list[Outgoing]:
        """Messages flagged `in-doubt`, newest first."""
        ...

    def prune(self, before: datetime) -> int:
        """Empty the bodies of finished rows that were due before an instant; returns how many."""
        ...


class Actions(Protocol):
    """What the buttons stand for."""

    def add(self, actions: Sequence[Action]) -> None:
        """Keep them."""
        ...

    def find(self, tenant: str, token: str) -> Action | None:
        """The action behind a token, spent and expired ones included."""
        ...

    def spend(self, tenant: str, group: str, label: str) -> None:
        """Mark every `say` action of a message as spent."""
        ...

    def prune(self, before: datetime) -> int:
        """Delete what expired before an instant."""
        ...


class Places(Protocol):
    """Where people are talked to. A place with a learner is forgotten with them."""

    def find(self, tenant: str, platform: str, conversation: str) -> Place | None:
        """The place that the platform calls so."""
        ...

    def get(self, tenant: str, id: str) -> Place | None:
        """The place with this id."""
        ...

    def keep(self, place: Place) -> Place:
        """Add a place, or give the one that is there; a `learner` is written into one that had none."""
        ...

    def of(self, tenant: str, learner: str) -> list[Place]:
        """The private places of a learner, in a fixed order."""
        ...

    def bury(self, tenant: str, id: str, reason: str) -> None:
        """Nothing can be sent there any more; "" brings it back."""
        ...

    def remove(self, tenant: str, id: str) -> None:
        """Delete the row, unless it has a learner or something waits there (an event, or a message to send)."""
        ...


class Accounts(Protocol):
    """Which accounts on platforms are one learner."""

    def of(self, tenant: str, learner: str) -> list[Person]:
        """The learner's accounts, in the order they were added."""
        ...

    def offer(self, code: Code) -> None:
        """Keep a code; an older one of the learner is void."""
        ...

    def redeem(self, tenant: str, digest: str, now: datetime) -> str | None:
        """Take a code that has not expired off; returns the learner it was offered by."""
        ...

    def tried(self, tenant: str, learner: str, now: datetime, most: int) -> bool:
        """Count a wrong code; False once there were `most` within the last hour."""
        ...

    def leave(self, person: Person) -> None:
        """Take an account off its learner, and with it the learner's private places on that platform: its next message
        starts a new record.
        """
        ...

    def move(self, tenant: str, from_learner: str, to_learner: str) -> None:
        """Give accounts and places of one learner to another one; what else the first has is deleted."""
        ...


class Limits(Protocol):
    """Rates that all processes share, and leases on what only one process may do."""

    def reserve(self, rates: Sequence[Rate], now: datetime, until: datetime | None = None) -> Slot:
        """The first instant at or after `now` at which all the rates allow one more. It is taken unless it is after
        `until`, or later than the first rate alone would allow: then ask again at that time.
        """
        ...

    def reserve_all(self, wanted: Sequence[Sequence[Rate]], now: datetime, until: Sequence[datetime]) -> list[Slot]:
        """The same for several things, one after the other, in one go."""
        ...

    def pause(self, key: str, until: datetime) -> None:
        """Nothing under this key before an instant."""
        ...

    def lease(self, name: str, owner: str, now: datetime, until: datetime) -> bool:
        """Hold a name until an instant, or hold it longer; False while another owner holds it."""
        ...

    def let_go(self, name: str, owner: str) -> None:
        """Give a held name back."""
        ...
