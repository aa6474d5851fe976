"""The twin's learners: records, journal, dialogues, reminders and reports in memory."""

import json
import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from adapters.store import codec
from adapters.store.memory_accounts import forget
from adapters.store.shelf import Shelf
from bot.errors import NotFound, StaleRecord
from bot.messages import Person
from bot.ports import START, Mark
from bot.records import Change, FactReport, LearnerRecord

JOURNAL_KEPT = 20


def _exact(record: LearnerRecord) -> LearnerRecord:
    """The record as a database would give it back, sharing nothing that can change."""
    return codec.from_json(LearnerRecord, codec.to_json(codec.checked(record)))


class MemoryLearners:
    """Learner records, whole."""

    def __init__(self, shelf: Shelf) -> None:
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

    def hold(self, tenant: str, key: str) -> LearnerRecord | None:
        """The same: there is one unit of work at a time."""
        return self.get(tenant, key)

    def save(self, record: LearnerRecord) -> LearnerRecord:
        """Write the record. Raises StaleRecord when the stored version is another one, or the learner is gone."""
        exact = _exact(record)
        stored = self._shelf.learners.get((record.tenant, record.key))
        if stored is None or stored.version != record.version:
            raise StaleRecord
        self._shelf.learners[record.tenant, record.key] = replace(exact, version=record.version + 1)
        return replace(record, version=record.version + 1)

    def save_all(self, pairs: Sequence[tuple[LearnerRecord, LearnerRecord]]) -> None:
        """Write many."""
        for before, after in pairs:
            self.save(replace(after, version=before.version))

    def forget(self, tenant: str, key: str) -> None:
        """Delete everything that belongs to the learner."""
        forget(self._shelf, tenant, key)


class MemoryJournal:
    """The last changes of each learner."""

    def __init__(self, shelf: Shelf) -> None:
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

    def __init__(self, shelf: Shelf) -> None:
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

    def __init__(self, shelf: Shelf) -> None:
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

    def claim(self, now: datetime, limit: int, behind: Mark = START) -> tuple[list[LearnerRecord], Mark | None]:
        """Learners with an unpaused reminder due, whole, and from where to go on."""
        at = codec.to_instant(now)
        every = [
            (codec.to_instant(r.next_due_at), *place)
            for place, record in self._shelf.learners.items()
            for r in record.reminders
            if not r.paused
        ]
        found = sorted(mark for mark in every if behind < mark and mark[0] <= at)[:limit]
        keys = dict.fromkeys((tenant, key) for _, tenant, key in found)
        held = [self._shelf.learners[key] for key in keys]
        return [replace(r, skills=dict(r.skills)) for r in held], found[-1] if len(found) == limit else None

    def oldest(self, now: datetime) -> datetime | None:
        """When the oldest unpaused reminder that is due was due."""
        every = [r for record in self._shelf.learners.values() for r in record.reminders if not r.paused]
        return min((r.next_due_at for r in every if r.next_due_at <= now), default=None)


class MemoryReports:
    """What people said about wrong facts."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def add(self, report: FactReport) -> None:
        """Keep a report; an id that exists already is ignored."""
        self._shelf.reports.setdefault((report.tenant, report.id), codec.checked(report))

    def all(self, tenant: str) -> list[FactReport]:
        """Every report of the tenant, oldest first."""
        return sorted((r for r in self._shelf.reports.values() if r.tenant == tenant), key=lambda r: r.at)
