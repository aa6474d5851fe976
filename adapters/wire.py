"""What the sender and the worker need of a chat platform: calls, outcomes, and one Protocol. No platform in here."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from bot.messages import Attachment, Person, Reply
from bot.ports import UnitOfWork
from bot.traffic import Event, Outgoing, Place, Rate

T = TypeVar("T")


class Outcome(StrEnum):
    """What became of a call that did not succeed."""

    LATER = "later"  # certainly not done: 429, connection refused; try again
    REFUSED = "refused"  # certainly not done, and never will be: the platform says no (4xx)
    DEAD = "dead"  # REFUSED because nothing can be sent to this place any more
    DOUBT = "doubt"  # nobody knows: timeout, reset, 5xx


class Failure(Exception):
    """A call did not succeed. `reason` is the platform's error name or a class name, never a text with a token in it;
    `retry_after` is in seconds, of the `key` (a Rate's) that the platform named, "" for the call's own.
    """

    def __init__(self, outcome: Outcome, reason: str, retry_after: float = 0, key: str = "") -> None:
        super().__init__(f"{outcome}: {reason}")
        self.outcome = outcome
        self.reason = reason
        self.retry_after = retry_after
        self.key = key


class CannotStart(Exception):
    """The settings cannot work. The text says in one sentence what to change; it holds no secret."""


@dataclass(frozen=True, slots=True, eq=False)
class Upload:
    """A file that goes with a call. `source` is what is in it, or makes it: a reply is rendered more often than it is
    sent, and a big table takes longer than all of its message.
    """

    name: str
    media_type: str
    source: bytes | Callable[[], bytes]

    @property
    def content(self) -> bytes:
        """What is in it, made anew each time."""
        return self.source if isinstance(self.source, bytes) else self.source()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Upload):
            return NotImplemented
        return (self.name, self.media_type, self.content) == (other.name, other.media_type, other.content)

    def __hash__(self) -> int:
        return hash((self.name, self.media_type))


@dataclass(frozen=True, slots=True)
class Call:
    """One call to a platform: its method, its parameters as JSON values, and the rates it counts against."""

    method: str
    params: Mapping[str, Any]
    rates: tuple[Rate, ...] = ()
    upload: Upload | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """A message with all that is needed to render it. `person` is the platform's own id of whom it is for ("" unknown);
    `edited` are the receipts of the message that it changes. An edit changes the last part only: that is where a
    renderer puts buttons and whatever has pages.
    """

    message: Outgoing
    reply: Reply
    place: Place
    person: str
    edited: tuple[str, ...] = ()


class Platform(Protocol):
    """A chat platform, as the worker and the sender use it. Asynchronous; holds no truth of its own."""

    name: str

    def calls(self, letter: Letter) -> Sequence[Call]:
        """The parts of a letter, in order. Pure, never raises; the same letter gives the same calls. Empty only when a
        message is to be changed that the platform does not let change (ephemeral ones).
        """
        ...

    async def send(self, tenant: str, call: Call) -> str:
        """Make one call; returns the platform's id of the message ("" where there is none). Raises Failure. Never
        tries again by itself.
        """
        ...

    async def seen(self, letter: Letter, part: int, since: datetime) -> str | None:
        """After a crash: the receipt of a part that did arrive, "" when it certainly did not, None when the platform
        cannot tell.
        """
        ...

    async def show(self, place: Place, thread: str | None, reply: Reply, person: str) -> None:
        """Show a provisional reply, best effort: raises nothing and leaves nothing that has to be cleaned up."""
        ...

    async def introduce(self, person: Person) -> Person:
        """The person with name, zone and locale as far as the platform tells; best effort, raises nothing."""
        ...

    async def fetch(self, tenant: str, attachment: Attachment) -> Attachment:
        """The attachment with its text, when it is a small text file; unchanged otherwise. Raises Failure."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...


Receive = Callable[[asyncio.Event], Awaitable[None]]
"""Receives until the event is set."""


class Holding(Protocol):
    """Decides when a process may receive what only one may: `adapters.holding`."""

    async def __call__(self, receive: Receive, stop: asyncio.Event, settled: asyncio.Event) -> None:
        """Call `receive`, perhaps several times, until `stop` is set. `settled` is set once it is known that another
        process receives.
        """
        ...


class Do(Protocol):
    """Run a function in a unit of work that is committed before the future is done; many share one commit."""

    def __call__(self, action: Callable[[UnitOfWork], T], /) -> "Future[T]":
        """The future of what the function returns."""
        ...


class Put(Protocol):
    """Commit events to the inbox; False for one that was there already. Returns once they are on disk."""

    async def __call__(self, events: Sequence[Event]) -> list[bool]:
        """Whether each one is new."""
        ...
