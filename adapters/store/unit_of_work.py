"""One transaction on SQL, and the store that opens them."""

from collections.abc import Callable
from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING, Self

from sqlalchemy import Connection, Engine

from adapters.store import engine as sql
from adapters.store import forgetting
from adapters.store.accounts import SqlAccounts
from adapters.store.gate import Gate, OpenGate, utc_now
from adapters.store.inbox import SqlInbox
from adapters.store.learners import SqlLearners
from adapters.store.limits import SqlLimits
from adapters.store.outbox import SqlOutbox
from adapters.store.places import SqlActions, SqlPlaces
from adapters.store.policies import seeing
from adapters.store.repositories import SqlDialogues, SqlJournal, SqlReminders, SqlReports
from bot.mailroom import Accounts, Actions, Inbox, Limits, Outbox, Places
from bot.ports import Dialogues, Journal, Learners, Reminders, Reports, Store


class SqlUnitOfWork:
    """A transaction from its first statement to `commit`; what comes after a commit begins another one."""

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

    def __init__(
        self, engine: Engine, gate: Gate | OpenGate, now: Callable[[], datetime], tenant: str | None = None
    ) -> None:
        self._engine = engine
        self._tenant = tenant
        self._gate = gate
        self._now = now

    def __enter__(self) -> Self:
        self._gate.enter()
        try:
            connection = seeing(self._engine.connect(), self._tenant)
        except BaseException:
            self._gate.leave()
            raise
        self.connection: Connection = connection
        self.learners = SqlLearners(connection, self._now)
        self.journal = SqlJournal(connection)
        self.dialogues = SqlDialogues(connection)
        self.reminders = SqlReminders(connection)
        self.reports = SqlReports(connection)
        self.inbox = SqlInbox(connection)
        self.outbox = SqlOutbox(connection)
        self.actions = SqlActions(connection)
        self.places = SqlPlaces(connection)
        self.accounts = SqlAccounts(connection)
        self.limits = SqlLimits(connection)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.connection.close()  # rolls back what was not committed
        finally:
            self._gate.leave()

    def commit(self) -> None:
        """Make it last: on disk when this returns."""
        self.connection.commit()


class SqlStore:
    """The store in a database. Threads may share it; several processes may open the same database.

    On SQLite the units of work of a process take turns; on PostgreSQL they run side by side.
    """

    def __init__(self, engine: Engine, now: Callable[[], datetime] | None = None) -> None:
        self.engine = engine
        self._gate = Gate() if engine.dialect.name == "sqlite" else OpenGate()
        self._now = now or utc_now

    def begin(self, tenant: str | None = None) -> SqlUnitOfWork:
        """A unit of work, to be used in a `with` statement: of one tenant, else of all (see `bot.ports.Store`)."""
        return SqlUnitOfWork(self.engine, self._gate, self._now, tenant)

    def erase(self, tenant: str) -> None:
        """Delete every row of a tenant, and commit. Call `scrub` afterwards."""
        with self.begin(tenant) as work:
            forgetting.erase(work.connection, tenant)
            work.commit()

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
