"""Journal, dialogues, reminders and reports on SQL. Each works on the connection of one unit of work."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from adapters.store import codec, many, tables
from adapters.store.engine import insert_new
from bot.errors import NotFound
from bot.ports import START, Mark
from bot.records import Change, FactReport, LearnerRecord

JOURNAL_KEPT = 20


_learner = (
    select(tables.learners.c.version)
    .where(tables.learners.c.tenant == bindparam("tenant"), tables.learners.c.key == bindparam("key"))
    .with_for_update(read=True, key_share=True)
)


def require(connection: Connection, tenant: str, key: str) -> None:
    """Raise NotFound unless the learner exists; on PostgreSQL it cannot be forgotten before the commit then."""
    if connection.scalar(_learner, {"tenant": tenant, "key": key}) is None:
        raise NotFound


class SqlJournal:
    """The last changes of each learner; `before` is the whole record as JSON."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def push(self, change: Change) -> None:
        """Remember a change and drop what is older than the newest 20. NotFound when the learner is gone."""
        codec.checked(change)
        tenant, key = change.before.tenant, change.before.key
        require(self._connection, tenant, key)
        self._connection.execute(
            insert(tables.journal),
            {
                "tenant": tenant,
                "learner": key,
                "at": codec.to_instant(change.at),
                "label": change.label,
                "before": codec.dumps(codec.to_json(change.before)),
            },
        )
        t = tables.journal.c
        newest = select(t.number).where(t.tenant == tenant, t.learner == key).order_by(t.number.desc())
        last = self._connection.scalar(newest.offset(JOURNAL_KEPT - 1).limit(1))
        if last is not None:
            self._connection.execute(
                delete(tables.journal).where(t.tenant == tenant, t.learner == key, t.number < last)
            )

    def pop(self, tenant: str, key: str) -> Change | None:
        """Take the newest entry off."""
        t = tables.journal.c
        row = self._connection.execute(
            select(t.number, t.at, t.label, t.before)
            .where(t.tenant == tenant, t.learner == key)
            .order_by(t.number.desc())
            .limit(1)
        ).first()
        if row is None:
            return None
        self._connection.execute(delete(tables.journal).where(t.number == row.number))
        before = codec.from_json(LearnerRecord, json.loads(row.before))
        return Change(codec.from_instant(row.at), row.label, before)


_d = tables.dialogues.c
_here = (_d.tenant == bindparam("of"), _d.learner == bindparam("by"), _d.conversation == bindparam("in"))
_load_state = select(_d.state).where(*_here)
_drop_state = delete(tables.dialogues).where(*_here)
_change_state = update(tables.dialogues).where(*_here).values(state=bindparam("text"))


class SqlDialogues:
    """Open conversations, JSON text."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def load(self, tenant: str, key: str, conversation: str) -> dict[str, Any]:
        """The state as it was saved, {} when there is none."""
        text = self._connection.scalar(_load_state, {"of": tenant, "by": key, "in": conversation})
        state: dict[str, Any] = {} if text is None else json.loads(text)
        return state

    def save(self, tenant: str, key: str, conversation: str, state: dict[str, Any]) -> None:
        """Replace the state; {} removes it. NotFound when the learner is gone and the state is not {}."""
        codec.checked(conversation)
        text = codec.dumps(state)
        place = {"of": tenant, "by": key, "in": conversation}
        if not state:
            self._connection.execute(_drop_state, place)
            return
        if self._connection.execute(_change_state, {**place, "text": text}).rowcount:
            return
        require(self._connection, tenant, key)
        row = {"tenant": tenant, "learner": key, "conversation": conversation, "state": text}
        if not insert_new(self._connection, tables.dialogues, row):  # another process was faster
            self._connection.execute(_change_state, {**place, "text": text})


class SqlReminders:
    """Due reminders, by index."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def due(self, now: datetime, limit: int) -> list[tuple[str, str]]:
        """(tenant, learner key), each once, with an unpaused reminder due at or before `now`, oldest first."""
        t = tables.reminders.c
        first = func.min(t.next_due_at)
        rows = self._connection.execute(
            select(t.tenant, t.learner)
            .where(t.next_due_at <= codec.to_instant(now), tables.UNPAUSED)
            .group_by(t.tenant, t.learner)
            .order_by(first, t.tenant, t.learner)
            .limit(limit)
        )
        return [(row.tenant, row.learner) for row in rows]

    def claim(self, now: datetime, limit: int, behind: Mark = START) -> tuple[list[LearnerRecord], Mark | None]:
        """Learners with an unpaused reminder due, whole and held, and from where to go on."""
        keys, mark = many.due(self._connection, codec.to_instant(now), behind, limit)
        return many.load(self._connection, keys), mark

    def oldest(self, now: datetime) -> datetime | None:
        """When the oldest unpaused reminder that is due was due."""
        c = tables.reminders.c.next_due_at
        first = self._connection.scalar(select(func.min(c)).where(tables.UNPAUSED, c <= codec.to_instant(now)))
        return None if first is None else codec.from_instant(first)


class SqlReports:
    """What people said about wrong facts."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, report: FactReport) -> None:
        """Keep a report; an id that exists already is ignored."""
        insert_new(self._connection, tables.reports, codec.to_row(codec.checked(report)))

    def all(self, tenant: str) -> list[FactReport]:
        """Every report of the tenant, oldest first."""
        t = tables.reports.c
        rows = self._connection.execute(
            select(tables.reports).where(t.tenant == tenant).order_by(t.at, t.number)
        ).mappings()
        return [codec.from_row(FactReport, dict(row)) for row in rows]
