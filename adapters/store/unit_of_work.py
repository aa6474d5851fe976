"""One transaction on SQL, and the store that opens them."""

from collections.abc import Callable
from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING, Self

from sqlalchemy import Connection, Engine

from adapters.store import engine as sql
from adapters.store.gate import Gate, utc_now
from adapters.store.learners import SqlLearners
from adapters.store.repositories import (
    SqlDialogues,
    SqlJournal,
    SqlOutbox,
    SqlReminders,
    SqlReports,
)
from bot.ports import Dialogues, Journal, Learners, Outbox, Reminders, Reports, Store


class SqlUnitOfWork:
    """A transaction from its first statement to `commit`; what comes after a commit begins another one."""

    learners: Learners
    journal: Journal
    dialogues: Dialogues
    reminders: Reminders
    outbox: Outbox
    reports: Reports

    def __init__(self, engine: Engine, gate: Gate, now: Callable[[], datetime]) -> None:
        self._engine = engine
        self._gate = gate
        self._now = now

    def __enter__(self) -> Self:
        self._gate.enter()
        try:
            connection = self._engine.connect()
        except BaseException:
            self._gate.leave()
            raise
        self._connection: Connection = connection
        self.learners = SqlLearners(connection, self._now)
        self.journal = SqlJournal(connection)
        self.dialogues = SqlDialogues(connection)
        self.reminders = SqlReminders(connection)
        self.outbox = SqlOutbox(connection)
        self.reports = SqlReports(connection)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._connection.close()  # rolls back what was not committed
        finally:
            self._gate.leave()

    def commit(self) -> None:
        """Make it last: on disk when this returns."""
        self._connection.commit()


class SqlStore:
    """The store in a database. Threads may share it; several processes may open the same file."""

    def __init__(self, engine: Engine, now: Callable[[], datetime] | None = None) -> None:
        self.engine = engine
        self._gate = Gate()
        self._now = now or utc_now

    def begin(self) -> SqlUnitOfWork:
        """A unit of work, to be used in a `with` statement."""
        return SqlUnitOfWork(self.engine, self._gate, self._now)

    def scrub(self) -> bool:
        """Remove the remnants of deleted rows from the files; after the commit of `forget`, outside a unit of work.

        False when another process used the database meanwhile: the rows are gone, remnants may be left, call again.
        """
        self._gate.enter()
        try:
            return sql.scrub(self.engine)
        finally:
            self._gate.leave()

    def close(self) -> None:
        """Close the connections."""
        self.engine.dispose()


if TYPE_CHECKING:
    _STORE: type[Store] = SqlStore
