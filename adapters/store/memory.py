"""The store's twin in memory: the same behaviour as `SqlStore`, no file, no SQL. For tests and trying things out."""

from types import TracebackType
from typing import TYPE_CHECKING, Self

from adapters.store.gate import Gate
from adapters.store.memory_accounts import MemoryAccounts
from adapters.store.memory_inbox import MemoryInbox
from adapters.store.memory_limits import MemoryLimits
from adapters.store.memory_outbox import MemoryOutbox
from adapters.store.memory_people import MemoryDialogues, MemoryJournal, MemoryLearners, MemoryReminders, MemoryReports
from adapters.store.memory_places import MemoryActions, MemoryPlaces
from adapters.store.shelf import Shelf
from bot.mailroom import Accounts, Actions, Inbox, Limits, Outbox, Places
from bot.ports import Dialogues, Journal, Learners, Reminders, Reports, Store


class MemoryUnitOfWork:
    """Works on a copy of the shelf; `commit` puts it in the place of the stored one."""

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

    def __init__(self, store: "MemoryStore") -> None:
        self._store = store

    def __enter__(self) -> Self:
        self._store.gate.enter()
        self.shelf = shelf = self._store.shelf.copy()
        self.learners = MemoryLearners(shelf)
        self.journal = MemoryJournal(shelf)
        self.dialogues = MemoryDialogues(shelf)
        self.reminders = MemoryReminders(shelf)
        self.reports = MemoryReports(shelf)
        self.inbox = MemoryInbox(shelf)
        self.outbox = MemoryOutbox(shelf)
        self.actions = MemoryActions(shelf)
        self.places = MemoryPlaces(shelf)
        self.accounts = MemoryAccounts(shelf)
        self.limits = MemoryLimits(shelf)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._store.gate.leave()

    def commit(self) -> None:
        """Make it last, for as long as the store lives."""
        self._store.shelf = self.shelf.copy()


class MemoryStore:
    """A store that lives as long as the object. Threads may share it."""

    def __init__(self) -> None:
        self.gate = Gate()
        self.shelf = Shelf()

    def begin(self, tenant: str | None = None) -> MemoryUnitOfWork:
        """A unit of work, to be used in a `with` statement; it does not keep tenants apart by itself."""
        return MemoryUnitOfWork(self)

    def erase(self, tenant: str) -> None:
        """Delete everything of a tenant, and commit."""
        with self.begin() as work:
            work.shelf.erase(tenant)
            work.commit()

    def scrub(self) -> bool:
        """Nothing is left behind in memory: True."""
        self.gate.enter()
        self.gate.leave()
        return True

    def close(self) -> None:
        """Nothing to close."""


if TYPE_CHECKING:
    _STORE: type[Store] = MemoryStore
