"""What the bot needs from the world. Implemented by `adapters/store` twice: SQL and an in-memory twin.

The ports of what comes in and goes out on chat platforms are in `bot/mailroom.py`.
"""

from collections.abc import Sequence
from datetime import datetime
from types import TracebackType
from typing import Any, Protocol, Self

from bot.mailroom import Accounts, Actions, Inbox, Limits, Outbox, Places
from bot.messages import Person
from bot.records import Change, FactReport, LearnerRecord

Mark = tuple[int, str, str]
"""How far a tick got: due time in microseconds, tenant and learner of the last reminder it looked at."""
START: Mark = (-1, "", "")


class Clock(Protocol):
    """The time, injected."""

    def now(self) -> datetime:
        """The current instant, UTC, aware."""
        ...


class Learners(Protocol):
    """Learner records, whole."""

    def find(self, person: Person) -> LearnerRecord | None:
        """The record of a person on a platform, or None."""
        ...

    def add(self, person: Person) -> LearnerRecord:
        """A new, empty record with a random key, linked to the person. Raises StaleRecord when there is one."""
        ...

    def get(self, tenant: str, key: str) -> LearnerRecord | None:
        """The record with this key."""
        ...

    def hold(self, tenant: str, key: str) -> LearnerRecord | None:
        """The same, held until the transaction ends: nobody else can save it in between, so `save` is never stale."""
        ...

    def save(self, record: LearnerRecord) -> LearnerRecord:
        """Write the whole record; returns it with the next version. Raises StaleRecord when it changed meanwhile."""
        ...

    def save_all(self, pairs: Sequence[tuple[LearnerRecord, LearnerRecord]]) -> None:
        """Write many records that were claimed: each as it was and as it is to be. Raises StaleRecord for all."""
        ...

    def forget(self, tenant: str, key: str) -> None:
        """Delete every row that belongs to the learner, identities, journal, dialogue and outbox included."""
        ...


class Journal(Protocol):
    """The last changes of a learner, newest first, at most 20 kept."""

    def push(self, change: Change) -> None:
        """Remember a record as it was before a change. Raises NotFound for a learner that was forgotten."""
        ...

    def pop(self, tenant: str, key: str) -> Change | None:
        """Take the newest entry off."""
        ...


class Dialogues(Protocol):
    """The open conversation of a learner: JSON values, {} when there is none."""

    def load(self, tenant: str, key: str, conversation: str) -> dict[str, Any]:
        """The state as it was saved."""
        ...

    def save(self, tenant: str, key: str, conversation: str, state: dict[str, Any]) -> None:
        """Replace the state; {} removes it. Raises NotFound for a learner that was forgotten."""
        ...


class Reminders(Protocol):
    """Due reminders, read from the learners' records."""

    def due(self, now: datetime, limit: int) -> list[tuple[str, str]]:
        """(tenant, learner key) of learners with an unpaused reminder due at or before `now`, oldest first."""
        ...

    def claim(self, now: datetime, limit: int, behind: Mark = START) -> tuple[list[LearnerRecord], Mark | None]:
        """The same `behind` a mark, whole and held until the transaction ends, and the next mark (None: that was all).

        A learner that another transaction holds is left out, so that two who claim at once share the work. One who is
        due may come along that is not due any more; `limit` counts reminders.
        """
        ...

    def oldest(self, now: datetime) -> datetime | None:
        """When the oldest unpaused reminder that is due was due."""
        ...


class Reports(Protocol):
    """What people said about wrong facts."""

    def add(self, report: FactReport) -> None:
        """Keep a report."""
        ...

    def all(self, tenant: str) -> list[FactReport]:
        """Every report of the tenant, oldest first."""
        ...


class UnitOfWork(Protocol):
    """One transaction: rolls back unless `commit` was called. No solver, model or network call inside."""

    learners: Learners
    journal: Journal
    dialogues: Dialogues
    reminders: Reminders
    reports: Reports
    inbox: Inbox
    outbox: Outbox
    actions: Actions
    places: Places
    accounts: Accounts
    limits: Limits

    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def commit(self) -> None:
        """Make it last."""
        ...


class Store(Protocol):
    """Opens units of work."""

    def begin(self, tenant: str | None = None) -> UnitOfWork:
        """A unit of work, to be used in a `with` statement. With a `tenant` there is nothing but that tenant's rows in
        it, whatever is asked for (PostgreSQL sees to it). Without one it sees all: for what serves all tenants at once
        (claiming, the tick, pruning, metrics), never for what answers one person.
        """
        ...

    def scrub(self) -> bool:
        """Make deleted rows unreadable on disk, after the commit of a `forget`; False while others use the file."""
        ...
