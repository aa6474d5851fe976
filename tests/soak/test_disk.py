"""A disk that is full and a database that cannot be written: nothing is acknowledged that is not saved, and all goes on
when there is room again.
"""

import asyncio
import json
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event as listen

from adapters.app import SystemClock
from adapters.inbox import Intake
from adapters.store import open_store
from adapters.store.batch import Batch
from adapters.store.unit_of_work import SqlStore
from bot.messages import Person
from bot.traffic import Event

LONG = "x" * 2_000
NOW = datetime(2027, 1, 4, tzinfo=UTC)


def event(n: int) -> Event:
    return Event(f"Ev{n}", Person("home", "slack", f"U{n}"), f"D{n}", "dm", "message", NOW, LONG)


async def taken(store: SqlStore, first: int, count: int) -> tuple[set[str], int]:
    """Events put one by one: which were acknowledged, and how many were refused."""
    batch = Batch(store)
    intake = Intake(batch.do, SystemClock())
    fine, refused = set(), 0
    for n in range(first, first + count):
        try:
            await intake.put([event(n)])
            fine.add(f"Ev{n}")
        except Exception:
            refused += 1
    batch.close()
    return fine, refused


def story(path: Path, full: Callable[[SqlStore], None], room: Callable[[SqlStore], None]) -> dict[str, Any]:
    """Room, none, and room again."""
    store = open_store(path)
    before, no = asyncio.run(taken(store, 0, 30))
    assert no == 0
    full(store)
    during, refused = asyncio.run(taken(store, 30, 70))
    room(store)
    after, none = asyncio.run(taken(store, 100, 30))
    store.close()
    with sqlite3.connect(path) as file:
        stored = {row[0] for row in file.execute("SELECT id FROM inbox")}
        sound = file.execute("PRAGMA integrity_check").fetchone()[0]
    acknowledged = before | during | after
    return {
        "acknowledged": len(acknowledged), "refused": refused, "refused_after": none, "integrity": sound,
        "unsaved": len(acknowledged - stored), "not_acknowledged_but_saved": len(stored - acknowledged),
    }  # fmt: skip


def pragma(store: SqlStore, statement: str) -> None:
    """For every connection from now on."""

    def set_(connection: sqlite3.Connection, _: object) -> None:
        connection.execute(statement)

    store.engine.dispose()
    listen.listen(store.engine, "connect", set_)


def full_by_pages(store: SqlStore) -> None:
    with store.begin() as work:
        pages = work.connection.exec_driver_sql("PRAGMA page_count").scalar()
    pragma(store, f"PRAGMA max_page_count = {int(pages or 0) + 20}")


def full_by_size(store: SqlStore) -> None:
    """No file may grow any more: what a full disk is to a process. SIGXFSZ is ignored by Python."""
    path = Path(str(store.engine.url.database))
    size = max(path.stat().st_size, Path(f"{path}-wal").stat().st_size)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 60_000, resource.RLIM_INFINITY))


def room_by_size(store: SqlStore) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


WAYS: dict[str, tuple[Callable[[SqlStore], None], Callable[[SqlStore], None]]] = {
    "pages": (full_by_pages, lambda store: pragma(store, "PRAGMA max_page_count = 1000000")),
    "size": (full_by_size, room_by_size),
    "read-only": (
        lambda store: pragma(store, "PRAGMA query_only = 1"),
        lambda store: pragma(store, "PRAGMA query_only = 0"),
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_nothing_is_acknowledged_unsaved(way: str, tmp_path: Path) -> None:
    """In a process of its own, whose limits are nobody else's."""
    said = subprocess.run(
        [sys.executable, "-m", "tests.soak.test_disk", way, tmp_path / "credpath.db"],
        check=True, stdout=subprocess.PIPE, text=True,
    ).stdout  # fmt: skip
    found = json.loads(said)
    assert found["refused"] > 0
    assert found["unsaved"] == 0
    assert found["refused_after"] == 0
    assert found["integrity"] == "ok"


if __name__ == "__main__":
    print(json.dumps(story(Path(sys.argv[2]), *WAYS[sys.argv[1]])))  # noqa: T201
