"""The store's twin in memory: the same behaviour as `SqlStore`, no file, no SQL. For tests and trying things out."""

import json
import secrets
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from adapters.store import codec
from adapters.store.gate import Gate
from bot.errors import NotFound, StaleRecord
from bot.messages import Person
from bot.ports import Dialogues, Journal, Learners, Outbox, Reminders, Reports, Store
from bot.records import Change, FactReport, LearnerRecord, Outgoing

JOURNAL_KEPT = 20


@dataclass(slots=True)
class _Shelf:
    """Everything that is stored. Values are frozen, so that a copy of the dicts is a snapshot."""

    learners: dict[tuple[str, str], LearnerRecord] = field(default_factory=dict)  # tenant, key
    identities: dict[tuple[str, str, str], tuple[str, str]] = field(default_factory=dict)  # -> name, key
    journal: dict[tuple[str, str], tuple[Change, ...]] = field(default_factory=dict)
    dialogues: dict[tuple[str, str, str], str] = field(default_factory=dict)  # tenant, key, conversation -> JSON
    outbox: dict[tuple[str, str], Outgoing] = field(default_factory=dict)  # tenant, id
    reports: dict[tuple[str, str], FactReport] = field(default_factory=dict)

    def copy(self) -> "_Shelf":
        return _Shelf(
            dict(self.learners),
            dict(self.identities),
            dict(self.journal),
            dict(self.dialogues),
            dict(self.outbox),
            dict(self.reports),
        )


def _exact(record: LearnerRecord) -> LearnerRecord:
    """The record as a database would give it back, sharing nothing that can change."""
    return codec.from_json(LearnerRecord, codec.to_json(codec.checked(record)))


class MemoryLearners:
    """Learner records, whole."""

    def __init__(self, shelf: _Shelf) -> None:
        self._shelf = shelf

    def find(self, person: Person) -> LearnerRecord | None:
        """The record of a person on a platform, or None."""
        found = self._shelf.identities.get((person.tenant, person.platform, person.id))
        return None if found is None else self.get(person.tenant, found[1])

    def add(self, person: Person) -> LearnerRecord:
        """A new, empty record linked to the person. Raises StaleRecord when the person has one already."""
        codec.checked(person)
        identity = (person.tenant, person.platform, person.id)
        if identity in self._shelf.identities:
            raise StaleRecord
        record = LearnerRecord(key=secrets.token_hex(12), tenant=person.tenant)
        self._shelf.identities[identity] = (person.name, record.key)
        self._shelf.learners[record.tenant, record.key] = record
        return replace(record, skills={})

    def get(self, tenant: str, key: str) -> LearnerRecord | None:
        """The record with this key."""
        record = self._shelf.learners.get((tenant, key))
        return None if record is None else replace(record, skills=dict(record.skills))

    def save(self, record: LearnerRecord) -> LearnerRecord:
        """Write the record. Raises StaleRecord when the stored version is another one, or the learner is gone."""
        exact = _exact(record)
        stored = self._shelf.learners.get((record.tenant, record.key))
        if stored is None or stored.version != record.version:
            raise StaleRecord
        self._shelf.learners[record.tenant, record.key] = replace(exact, version=record.version + 1)
        return replace(record, version=record.version + 1)

    def forget(self, tenant: str, key: str) -> None:
        """Delete everything that belongs to the learner."""
        shelf = self._shelf
        shelf.learners.pop((tenant, key), None)
        shelf.journal.pop((tenant, key), None)
        for identity, (_, linked) in list(shelf.identities.items()):
            if (identity[0], linked) == (tenant, key):
                del shelf.identities[identity]
        for place in [place for place in shelf.dialogues if place[:2] == (tenant, key)]:
            del shelf.dialogues[place]
        for id, message in list(shelf.outbox.items()):
            if (message.tenant, message.learner) == (tenant, key):
                del shelf.outbox[id]


class MemoryJournal:
    """The last changes of each learner."""

    def __init__(self, shelf: _Shelf) -> None:
        self._shelf = shelf

    def push(self, change: Change) -> None:
        """Remember a change and drop what is older than the newest 20. NotFound when the learner is gone."""
        codec.checked(change)
        place = (change.before.tenant, change.before.key)
        if place not in self._shelf.learners:
            raise NotFound
        kept = replace(change, before=_exact(change.before))
        self._shelf.journal[place] = (*self._shelf.journal.get(place, ()), kept)[-JOURNAL_KEPT:]

    def pop(self, tenant: str, key: str) -> Change | None:
        """Take the newest entry off."""
        entries = self._shelf.journal.get((tenant, key), ())
        if not entries:
            return None
        self._shelf.journal[tenant, key] = entries[:-1]
        return entries[-1]


class MemoryDialogues:
    """Open conversations."""

    def __init__(self, shelf: _Shelf) -> None:
        self._shelf = shelf

    def load(self, tenant: str, key: str, conversation: str) -> dict[str, Any]:
        """The state as it was saved, {} when there is none."""
        state: dict[str, Any] = json.loads(self._shelf.dialogues.get((tenant, key, conversation), "{}"))
        return state

    def save(self, tenant: str, key: str, conversation: str, state: dict[str, Any]) -> None:
        """Replace the state; {} removes it. NotFound when the learner is gone and the state is not {}."""
        codec.checked(conversation)
        text = codec.dumps(state)
        self._shelf.dialogues.pop((tenant, key, conversation), None)
        if not state:
            return
        if (tenant, key) not in self._shelf.learners:
            raise NotFound
        self._shelf.dialogues[tenant, key, conversation] = text


class MemoryReminders:
    """Due reminders."""

    def __init__(self, shelf: _Shelf) -> None:
        self._shelf = shelf

    def due(self, now: datetime, limit: int) -> list[tuple[str, str]]:
        """(tenant, learner key), each once, with an unpaused reminder due at or before `now`, oldest first."""
        codec.to_instant(now)
        found = []
        for place, record in self._shelf.learners.items():
            waiting = [r.next_due_at for r in record.reminders if not r.paused and r.next_due_at <= now]
            if waiting:
                found.append((min(waiting), place))
        return [place for _, place in sorted(found)[:limit]]


class MemoryOutbox:
    """Messages to send."""

    def __init__(self, shelf: _Shelf) -> None:
        self._shelf = shelf

    def add(self, message: Outgoing) -> None:
        """Queue a message; an id that exists already is ignored, whatever became of it."""
        self._shelf.outbox.setdefault((message.tenant, message.id), codec.checked(message))

    def claim(self, tenant: str, platform: str, conversation: str, now: datetime, limit: int) -> list[Outgoing]:
        """Take ready messages due at or before `now`, oldest first, and mark them `sending`."""
        codec.to_instant(now)
        due = [m for m in self._to(tenant, platform, conversation) if m.state == "ready" and m.due_at <= now]
        taken = [replace(m, state="sending") for m in sorted(due, key=lambda m: m.due_at)[:limit]]
        for message in taken:
            self._shelf.outbox[tenant, message.id] = message
        return taken

    def sent(self, tenant: str, id: str, at: datetime) -> None:
        """Mark one as sent. Nothing happens when it is gone (its learner was forgotten) or was sent before."""
        codec.to_instant(at)
        message = self._shelf.outbox.get((tenant, id))
        if message is not None and message.state != "sent":
            self._shelf.outbox[tenant, id] = replace(message, state="sent", sent_at=at)

    def requeue(self, tenant: str, platform: str, conversation: str) -> int:
        """Give back what a dead process left in `sending`; returns how many."""
        stuck = [m for m in self._to(tenant, platform, conversation) if m.state == "sending"]
        for message in stuck:
            self._shelf.outbox[tenant, message.id] = replace(message, state="ready")
        return len(stuck)

    def _to(self, tenant: str, platform: str, conversation: str) -> list[Outgoing]:
        place = (tenant, platform, conversation)
        return [m for m in self._shelf.outbox.values() if (m.tenant, m.platform, m.conversation) == place]


class MemoryReports:
    """What people said about wrong facts."""

    def __init__(self, shelf: _Shelf) -> None:
        self._shelf = shelf

    def add(self, report: FactReport) -> None:
        """Keep a report; an id that exists already is ignored."""
        self._shelf.reports.setdefault((report.tenant, report.id), codec.checked(report))

    def all(self, tenant: str) -> list[FactReport]:
        """Every report of the tenant, oldest first."""
        return sorted((r for r in self._shelf.reports.values() if r.tenant == tenant), key=lambda r: r.at)


class MemoryUnitOfWork:
    """Works on a copy of the shelf; `commit` puts it in the place of the stored one."""

    learners: Learners
    journal: Journal
    dialogues: Dialogues
    reminders: Reminders
    outbox: Outbox
    reports: Reports

    def __init__(self, store: "MemoryStore") -> None:
        self._store = store

    def __enter__(self) -> Self:
        self._store.gate.enter()
        self._shelf = shelf = self._store.shelf.copy()
        self.learners = MemoryLearners(shelf)
        self.journal = MemoryJournal(shelf)
        self.dialogues = MemoryDialogues(shelf)
        self.reminders = MemoryReminders(shelf)
        self.outbox = MemoryOutbox(shelf)
        self.reports = MemoryReports(shelf)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._store.gate.leave()

    def commit(self) -> None:
        """Make it last, for as long as the store lives."""
        self._store.shelf = self._shelf.copy()


class MemoryStore:
    """A store that lives as long as the object. Threads may share it."""

    def __init__(self) -> None:
        self.gate = Gate()
        self.shelf = _Shelf()

    def begin(self) -> MemoryUnitOfWork:
        """A unit of work, to be used in a `with` statement."""
        return MemoryUnitOfWork(self)

    def scrub(self) -> bool:
        """Nothing is left behind in memory: True."""
        self.gate.enter()
        self.gate.leave()
        return True

    def close(self) -> None:
        """Nothing to close."""


if TYPE_CHECKING:
    _STORE: type[Store] = MemoryStore
