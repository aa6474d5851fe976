"""The other repositories of `bot.ports` on SQL. Each works on the connection of one unit of work."""

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, delete, func, insert, select, update

from adapters.store import codec, tables
from adapters.store.engine import insert_new
from bot.errors import NotFound
from bot.records import Change, FactReport, LearnerRecord, Outgoing

JOURNAL_KEPT = 20


def _require(connection: Connection, tenant: str, key: str) -> None:
    """Raise NotFound unless the learner exists."""
    t = tables.learners.c
    if connection.scalar(select(t.version).where(t.tenant == tenant, t.key == key)) is None:
        raise NotFound


class SqlJournal:
    """The last changes of each learner; `before` is the whole record as JSON."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def push(self, change: Change) -> None:
        """Remember a change and drop what is older than the newest 20. NotFound when the learner is gone."""
        codec.checked(change)
        tenant, key = change.before.tenant, change.before.key
        _require(self._connection, tenant, key)
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


class SqlDialogues:
    """Open conversations, JSON text."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def load(self, tenant: str, key: str, conversation: str) -> dict[str, Any]:
        """The state as it was saved, {} when there is none."""
        t = tables.dialogues.c
        text = self._connection.scalar(
            select(t.state).where(t.tenant == tenant, t.learner == key, t.conversation == conversation)
        )
        state: dict[str, Any] = {} if text is None else json.loads(text)
        return state

    def save(self, tenant: str, key: str, conversation: str, state: dict[str, Any]) -> None:
        """Replace the state; {} removes it. NotFound when the learner is gone and the state is not {}."""
        codec.checked(conversation)
        text = codec.dumps(state)
        t = tables.dialogues.c
        self._connection.execute(
            delete(tables.dialogues).where(t.tenant == tenant, t.learner == key, t.conversation == conversation)
        )
        if not state:
            return
        _require(self._connection, tenant, key)
        self._connection.execute(
            insert(tables.dialogues),
            {"tenant": tenant, "learner": key, "conversation": conversation, "state": text},
        )


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
            .where(t.next_due_at <= codec.to_instant(now), t.paused.is_(False))
            .group_by(t.tenant, t.learner)
            .order_by(first, t.tenant, t.learner)
            .limit(limit)
        )
        return [(row.tenant, row.learner) for row in rows]


def ready_messages(tenant: str, platform: str, conversation: str, now: datetime) -> Select[Any]:
    """The query for messages due, oldest first. Locks its rows where the database can; SQLite gets no such clause."""
    t = tables.outbox.c
    return (
        select(tables.outbox)
        .where(
            t.tenant == tenant,
            t.platform == platform,
            t.conversation == conversation,
            t.state == "ready",
            t.due_at <= codec.to_instant(now),
        )
        .order_by(t.due_at, t.number)
        .with_for_update(skip_locked=True)
    )


class SqlOutbox:
    """Messages to send; an id is unique within its tenant."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, message: Outgoing) -> None:
        """Queue a message; an id that exists already is ignored, whatever became of it."""
        insert_new(self._connection, tables.outbox, codec.to_row(codec.checked(message)))

    def claim(self, tenant: str, platform: str, conversation: str, now: datetime, limit: int) -> list[Outgoing]:
        """Take ready messages due at or before `now`, oldest first, and mark them `sending`.

        No two claims take the same message: on SQLite the transaction holds the write lock; on PostgreSQL a locked
        row is skipped.
        """
        t = tables.outbox.c
        wanted = ready_messages(tenant, platform, conversation, now).limit(limit)
        rows = self._connection.execute(wanted).mappings()
        taken = [(row["number"], codec.from_row(Outgoing, dict(row))) for row in rows]
        if taken:
            self._connection.execute(
                update(tables.outbox).where(t.number == bindparam("taken")).values(state="sending"),
                [{"taken": number} for number, _ in taken],
            )
        return [replace(message, state="sending") for _, message in taken]

    def sent(self, tenant: str, id: str, at: datetime) -> None:
        """Mark one as sent. Nothing happens when it is gone (its learner was forgotten) or was sent before."""
        t = tables.outbox.c
        self._connection.execute(
            update(tables.outbox)
            .where(t.tenant == tenant, t.id == id, t.state != "sent")
            .values(state="sent", sent_at=codec.to_instant(at))
        )

    def requeue(self, tenant: str, platform: str, conversation: str) -> int:
        """Give back what a dead process left in `sending`; returns how many."""
        t = tables.outbox.c
        return self._connection.execute(
            update(tables.outbox)
            .where(
                t.tenant == tenant,
                t.platform == platform,
                t.conversation == conversation,
                t.state == "sending",
            )
            .values(state="ready")
        ).rowcount


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
