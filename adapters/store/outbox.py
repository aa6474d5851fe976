"""The outbox on SQL. What is written under a lease names the row, its owner and its attempt, and counts the rows."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, case, func, select, text, union_all, update

from adapters.store import codec, mail_codec
from adapters.store.engine import insert_many, insert_new
from adapters.store.mail_tables import AGAIN, HELD, outbox
from adapters.store.turns import turns
from bot.traffic import Outgoing, State

FLAGGED = ("in-doubt", "failed")
COUNTED = ("ready", "claimed", "sending", *FLAGGED)
FAREWELL = "farewell"

_o = outbox.c
_flagged = text("state IN ('in-doubt', 'failed')")  # as in the index
_by_numbers = _o.number.in_(bindparam("numbers", expanding=True))
_rows = select(outbox).where(_by_numbers)
_claim = (
    update(outbox)
    .where(_by_numbers)
    .values(state=bindparam("becomes"), owner=bindparam("by"), free_at=bindparam("until"), attempt=_o.attempt + 1)
)
_held = (_o.number == bindparam("of"), _o.owner == bindparam("by"), _o.attempt == bindparam("tried"))
_sending = update(outbox).where(*_held, _o.state == "claimed").values(state="sending", free_at=bindparam("until"))
_arrived = (
    update(outbox)
    .where(*_held, _o.state == "sending")
    .values(
        state=bindparam("becomes"),
        sent_at=bindparam("at"),
        free_at=case((bindparam("more") == 1, _o.free_at), else_=None),
        part=_o.part + 1,
        receipts=func.trim(_o.receipts + " " + bindparam("receipt")),
    )
)
_under_way = _o.state.in_(("claimed", "sending"))
_ready = (
    update(outbox)
    .where(*_held, _under_way)
    .values(
        state="ready",
        owner="",
        free_at=bindparam("free"),
        due_at=bindparam("due"),
        reason=bindparam("why"),
        doubts=_o.doubts + bindparam("more"),
    )
)
_end = (
    update(outbox)
    .where(*_held, _under_way)
    .values(state=bindparam("becomes"), owner="", free_at=None, reason=bindparam("why"))
)
_get = select(outbox).where(_o.tenant == bindparam("of"), _o.id == bindparam("which"))
_rewrite = (
    update(outbox)
    .where(_o.tenant == bindparam("of"), _o.id == bindparam("which"), _o.free_at.is_not(None))
    .values(body=bindparam("text"))
)
_replace = (
    update(outbox)
    .where(
        _o.tenant == bindparam("of"),
        text("state = 'ready' AND replaces <> ''"),
        _o.replaces == bindparam("same"),
        _o.id != bindparam("which"),
    )
    .values(state="replaced", free_at=None)
)
_lapsed = (
    select(_o.number)
    .where(text("free_at <> 0"), _o.free_at > 0, _o.free_at <= bindparam("now"), _o.state == bindparam("in"))
    .order_by(_o.number)
    .with_for_update(skip_locked=True)
)
_some_lapsed = _lapsed.limit(bindparam("most"))
_back = update(outbox).where(_by_numbers).values(state="ready", owner="", free_at=AGAIN)

_counts = union_all(
    *(
        select(_o.state, func.count()).where(*where).group_by(_o.state)
        for where in ((text("state = 'ready'"),), (text("free_at <> 0"), _o.state != "ready"), (_flagged,))
    )
)


def ready_messages(tenant: str, platform: str, conversation: str, now: datetime) -> Select[Any]:
    """The query for messages due, oldest first. Locks its rows where the database can; SQLite gets no such clause."""
    return (
        select(outbox)
        .where(
            _o.tenant == tenant,
            _o.platform == platform,
            _o.conversation == conversation,
            text("state = 'ready'"),
            _o.due_at <= codec.to_instant(now),
        )
        .order_by(_o.due_at, _o.number)
        .with_for_update(skip_locked=True)
    )


class SqlOutbox:
    """Messages to send; an id is unique within its tenant."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, message: Outgoing) -> None:
        """Queue a message unless its id exists; it takes the place of ready ones with the same `replaces`."""
        new = insert_new(self._connection, outbox, mail_codec.message_row(message))
        if new and message.replaces:
            self._connection.execute(_replace, {"of": message.tenant, "same": message.replaces, "which": message.id})

    def add_all(self, messages: Sequence[Outgoing]) -> None:
        """Queue many: the same as `add` for each, in three statements."""
        last = {(m.tenant, m.replaces): m.id for m in messages if m.replaces}
        there = self._there(messages) if last else set()
        insert_many(self._connection, outbox, [mail_codec.message_row(message) for message in messages])
        freed = [{"of": of, "same": same, "which": id} for (of, same), id in last.items() if (of, id) not in there]
        if freed:
            self._connection.execute(_replace, freed)

    def _there(self, messages: Sequence[Outgoing]) -> set[tuple[str, str]]:
        """Tenant and id of those that exist already."""
        known = select(_o.id).where(_o.id.in_(bindparam("ids", expanding=True)))
        by_tenant: dict[str, list[str]] = {}
        for message in messages:
            by_tenant.setdefault(message.tenant, []).append(message.id)
        found: set[tuple[str, str]] = set()
        for tenant, ids in by_tenant.items():
            kept = self._connection.scalars(known.where(_o.tenant == tenant), {"ids": ids})
            found |= {(tenant, id) for id in kept}
        return found

    def rewrite(self, tenant: str, id: str, body: str) -> None:
        """Another text for a message that has not been sent."""
        self._connection.execute(_rewrite, {"of": tenant, "which": id, "text": codec.checked(body)})

    def get(self, tenant: str, id: str) -> Outgoing | None:
        """One message."""
        row = self._connection.execute(_get, {"of": tenant, "which": id}).mappings().first()
        return None if row is None else mail_codec.message_from(row)

    def take(self, tenant: str, platform: str, conversation: str, now: datetime, limit: int) -> list[Outgoing]:
        """Ready messages of one conversation that are due, oldest first, all marked `sending`.

        No two calls take the same message: on SQLite the transaction holds the write lock; on PostgreSQL a locked
        row is skipped.
        """
        wanted = ready_messages(tenant, platform, conversation, now).limit(limit)
        taken = [mail_codec.message_from(row) for row in self._connection.execute(wanted).mappings()]
        if taken:
            change = update(outbox).where(_o.number == bindparam("of")).values(state="sending", free_at=HELD)
            self._connection.execute(change, [{"of": message.number} for message in taken])
        return [replace(message, state="sending") for message in taken]

    def sent(self, tenant: str, id: str, at: datetime) -> None:
        """Mark one as sent. Nothing happens when it is gone (its learner was forgotten) or was sent before."""
        self._connection.execute(
            update(outbox)
            .where(_o.tenant == tenant, _o.id == id, _o.state != "sent")
            .values(state="sent", sent_at=codec.to_instant(at), free_at=None)
        )

    def requeue(self, tenant: str, platform: str, conversation: str) -> int:
        """Give back what a dead process left in `sending`; returns how many."""
        return self._connection.execute(
            update(outbox)
            .where(
                _o.tenant == tenant,
                _o.platform == platform,
                _o.conversation == conversation,
                text("free_at <> 0"),
                _o.state == "sending",
            )
            .values(state="ready", free_at=case((_o.attempt > 0, AGAIN), else_=0))
        ).rowcount

    def claim(self, platforms: Sequence[str], owner: str, now: datetime, until: datetime, limit: int) -> list[Outgoing]:
        """Take ready messages that are due, at most one a place, and mark them claimed."""
        at, end = mail_codec.to_instants(now, until)
        return self._hold(turns(self._connection, platforms, at, limit), "claimed", owner, end)

    def _hold(self, numbers: list[int], state: str, owner: str, until: int) -> list[Outgoing]:
        """Put a lease on rows; they are given back as they are then, in this order."""
        if not numbers:
            return []
        self._connection.execute(_claim, {"numbers": numbers, "becomes": state, "by": owner, "until": until})
        rows = self._connection.execute(_rows, {"numbers": numbers}).mappings()
        held = {row["number"]: mail_codec.message_from(row) for row in rows}
        return [held[number] for number in numbers]

    def _write(self, statement: Any, message: Outgoing, **values: Any) -> bool:
        given = {"of": message.number, "by": message.owner, "tried": message.attempt, **values}
        return self._connection.execute(statement, given).rowcount == 1

    def sending(self, message: Outgoing, until: datetime) -> bool:
        """Just before a call: claimed becomes sending. False when the lease was lost."""
        return self._write(_sending, message, until=codec.to_instant(until))

    def arrived(self, message: Outgoing, receipt: str, at: datetime, more: bool) -> bool:
        """A part arrived: claimed when there are more parts, else sent. False when the row or the lease is lost.

        The receipts of a farewell are not kept: they may name whom it went to, and nobody will change it.
        """
        return self._write(
            _arrived,
            message,
            becomes="claimed" if more else "sent",
            at=None if more else codec.to_instant(at),
            more=int(more),
            receipt="" if message.kind == FAREWELL else receipt,
        )

    def release(self, message: Outgoing, due_at: datetime, reason: str) -> None:
        """It certainly did not arrive: ready again from `due_at` on."""
        self._write(_ready, message, due=codec.to_instant(due_at), why=reason, more=0, free=AGAIN)

    def put_off(self, message: Outgoing, due_at: datetime, reason: str) -> None:
        """Not now: ready from `due_at` on, and what comes after it does not wait for it."""
        self._write(_ready, message, due=codec.to_instant(due_at), why=reason, more=0, free=0)

    def drop(self, message: Outgoing, state: State, reason: str) -> None:
        """Nobody wants it any more."""
        self._write(_end, message, becomes=state.value, why=reason)

    def fail(self, message: Outgoing, reason: str) -> None:
        """It will never arrive."""
        self._write(_end, message, becomes="failed", why=reason)

    def doubt(self, message: Outgoing, reason: str, again: bool, due_at: datetime) -> None:
        """Nobody knows whether it arrived: ready once more from `due_at` on, or flagged `in-doubt` for good."""
        if again:
            self._write(_ready, message, due=codec.to_instant(due_at), why=reason, more=1, free=AGAIN)
        else:
            self._write(_end, message, becomes="in-doubt", why=reason)

    def hand_back(self, owner: str) -> int:
        """What an owner that stops has claimed and not begun to send is ready again."""
        mine = update(outbox).where(text("free_at <> 0 AND free_at > 0"), _o.owner == owner, _o.state == "claimed")
        return self._connection.execute(mine.values(state="ready", owner="", free_at=AGAIN)).rowcount

    def lapsed(self, now: datetime, owner: str, until: datetime, limit: int) -> list[Outgoing]:
        """Rows whose lease is over: claimed ones become ready; those in `sending` are taken over and returned."""
        at, end = mail_codec.to_instants(now, until)
        claimed = list(self._connection.scalars(_lapsed, {"now": at, "in": "claimed"}))
        if claimed:
            self._connection.execute(_back, {"numbers": claimed})
        stuck = list(self._connection.scalars(_some_lapsed, {"now": at, "in": "sending", "most": limit}))
        return self._hold(stuck, "sending", owner, end)

    def pause(self, tenant: str, place: str, reason: str) -> int:
        """A place is dead: everything that is ready for it fails; returns how many."""
        return self._connection.execute(
            update(outbox)
            .where(_o.tenant == tenant, _o.conversation == place, text("state = 'ready'"))
            .values(state="failed", free_at=None, reason=reason)
        ).rowcount

    def waiting(self) -> dict[str, int]:
        """How many rows are in each unfinished or flagged state."""
        found = {row[0]: row[1] for row in self._connection.execute(_counts)}
        return {state: found.get(state, 0) for state in COUNTED}

    def oldest(self, now: datetime) -> datetime | None:
        """When the oldest ready message that is due was due."""
        due = codec.to_instant(now)
        first = self._connection.scalar(select(func.min(_o.due_at)).where(text("state = 'ready'"), _o.due_at <= due))
        return None if first is None else codec.from_instant(first)

    def doubtful(self, tenant: str | None, limit: int) -> list[Outgoing]:
        """Messages flagged `in-doubt`, newest first."""
        wanted = select(outbox).where(_flagged, _o.state == State.IN_DOUBT.value).order_by(_o.number.desc())
        if tenant is not None:
            wanted = wanted.where(_o.tenant == tenant)
        return [mail_codec.message_from(row) for row in self._connection.execute(wanted.limit(limit)).mappings()]

    def prune(self, before: datetime) -> int:
        """Empty the bodies of finished rows that were due before an instant; returns how many."""
        return self._connection.execute(
            update(outbox)
            .where(text("free_at IS NULL AND body <> ''"), _o.due_at < codec.to_instant(before))
            .values(body="")
        ).rowcount
