"""Whether this database is the one that was used last, or a copy of it that was restored.

A restored copy knows of messages to send that the original has sent since, and of reminders that were long ago. So it
sends nothing until somebody has said `credpath resume`, which drops them. It is told by a mark that a copy cannot have:

- SQLite: a random mark in the file, changed with every tick, and the same mark in a file beside it together with the
  path. A copy that is put back has an older mark; one that lies elsewhere has no file beside it, or another path.
- PostgreSQL: a row that names the transaction which inserted it. A dump inserts rows anew, in another transaction.
  A copy of the server's files (a base backup, a snapshot) has the same row: there the mark is deleted by hand,
  `DELETE FROM copies`, before anything is started (docs/operations.md).
"""

import json
import os
import secrets
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete, insert, select, text, update

from adapters.store.engine import insert_new
from adapters.store.mail_tables import AGAIN, copies, inbox, outbox
from adapters.store.unit_of_work import SqlStore

ONE = "this"
REASON = "restored"
_OURS = text("SELECT xmin::text::bigint FROM copies WHERE name = 'this'")
_HERE = text("SELECT pg_current_xact_id()::text::bigint % 4294967296")


def _beside(store: SqlStore) -> Path:
    return Path(f"{store.engine.url.database}.mark")


def _mark(connection: Connection) -> str | None:
    found: str | None = connection.scalar(select(copies.c.mark).where(copies.c.name == ONE))
    return found


def restored(store: SqlStore) -> bool:
    """Whether this is a copy that nobody has resumed. A database that was never used is none."""
    with store.begin() as work:
        mark = _mark(work.connection)
        if store.engine.dialect.name == "postgresql":
            if mark is None:
                return _used(work.connection)
            return mark != str(work.connection.scalar(_OURS))
    known = _read(_beside(store))
    if mark is None:
        return known is not None
    return known is None or known.get("path") != _path(store) or mark not in known.get("marks", ())


def _used(connection: Connection) -> bool:
    """Whether there is anything in the database: then its mark was deleted."""
    return connection.scalar(select(inbox.c.number).limit(1)) is not None or (
        connection.scalar(select(outbox.c.number).limit(1)) is not None
    )


def touch(store: SqlStore) -> None:
    """Leave a new mark: this is the one that is used. Called with each tick; never on a copy that was not resumed."""
    if store.engine.dialect.name == "postgresql":
        with store.begin() as work:
            if _mark(work.connection) is None:
                insert_new(work.connection, copies, {"name": ONE, "mark": str(work.connection.scalar(_HERE))})
                work.commit()
        return
    new, old = secrets.token_hex(8), (_read(_beside(store)) or {}).get("marks", [])
    _write(store, [*old[-1:], new])  # both, for a crash between this and the commit
    with store.begin() as work:
        changed = work.connection.execute(update(copies).where(copies.c.name == ONE).values(mark=new)).rowcount
        if not changed:
            work.connection.execute(insert(copies), {"name": ONE, "mark": new})
        work.commit()
    _write(store, [new])


def resume(store: SqlStore, *, keep: bool) -> dict[str, int]:
    """This is the one to use from now on. What waited to be sent or answered is dropped, unless `keep`: the original
    has seen to it, as far as anybody knows. Returns how much was dropped.
    """
    dropped = {"messages": 0, "events": 0}
    with store.begin() as work:
        connection = work.connection
        if not keep:
            waiting = outbox.c.state.in_(("ready", "claimed", "sending"))
            drop = update(outbox).where(waiting).values(state="expired", free_at=None, owner="", reason=REASON)
            dropped["messages"] = connection.execute(drop).rowcount
            events = update(inbox).where(inbox.c.free_at.is_not(None))
            done = events.values(state="done", body="", owner="", free_at=None, reason=REASON)
            dropped["events"] = connection.execute(done).rowcount
        else:
            held = outbox.c.state.in_(("claimed",))
            connection.execute(update(outbox).where(held).values(state="ready", owner="", free_at=AGAIN))
        connection.execute(delete(copies))
        work.commit()
    if store.engine.dialect.name != "postgresql":
        _beside(store).unlink(missing_ok=True)
    touch(store)
    return dropped


def _path(store: SqlStore) -> str:
    return os.path.realpath(str(store.engine.url.database))


def _read(path: Path) -> dict[str, Any] | None:
    try:
        value = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return value if isinstance(value, dict) else None


def _write(store: SqlStore, marks: list[str]) -> None:
    path = _beside(store)
    aside = path.with_suffix(".new")
    descriptor = os.open(aside, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump({"path": _path(store), "marks": marks}, file)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
