"""A restored copy is told from the original, on both databases; resuming it drops what the original has seen to."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from mail_records import action, event, letter, put, queue, take
from sqlalchemy import create_engine, make_url, text
from store_records import NOW

from adapters.store import copies, open_store
from adapters.store.clock import DatabaseClock


def backup(path: Path, to: Path) -> Path:
    """The online backup, as docs/operations.md has it."""
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(to)) as target:
        source.backup(target)
    return to


def test_a_file_that_is_simply_used_again(file):
    """Stopped and started, crashed between two marks: no copy."""
    store = open_store(file)
    assert not copies.restored(store)
    copies.touch(store)
    store.close()
    store = open_store(file)
    assert not copies.restored(store)
    copies._write(store, [*copies._read(copies._beside(store))["marks"], "new"])  # died before the commit
    assert not copies.restored(store)
    copies.touch(store)
    assert not copies.restored(store)
    assert copies._beside(store).stat().st_mode & 0o77 == 0
    store.close()


def test_an_older_file_is_put_back(file, tmp_path):
    """In the same place, and elsewhere."""
    store = open_store(file)
    copies.touch(store)
    saved = backup(file, tmp_path / "saved.db")
    copies.touch(store)
    store.close()
    elsewhere = open_store(saved)
    assert copies.restored(elsewhere)
    elsewhere.close()
    for more in ("-wal", "-shm"):
        Path(f"{file}{more}").unlink(missing_ok=True)
    shutil.copy(saved, file)
    store = open_store(file)
    assert copies.restored(store)
    copies.resume(store, keep=False)
    assert not copies.restored(store)
    store.close()


def test_a_folder_that_is_copied(file, tmp_path):
    """With the mark beside it: the path tells."""
    store = open_store(file)
    copies.touch(store)
    store.close()
    there = tmp_path / "there"
    there.mkdir()
    for each in file.parent.glob("credpath.db*"):
        shutil.copy(each, there)
    store = open_store(there / "credpath.db")
    assert copies.restored(store)
    store.close()


def test_rows_that_were_dumped_and_put_back(databases):
    """What a dump does: the row is inserted anew, with the same values. And a mark that was deleted by hand."""
    with databases.new() as url:
        store = open_store(url)
        assert not copies.restored(store)
        copies.touch(store)
        copies.touch(store)
        assert not copies.restored(store)
        with store.begin() as work:
            mark = copies._mark(work.connection)
            work.connection.execute(text("DELETE FROM copies"))
            work.connection.execute(copies.insert(copies.copies), {"name": copies.ONE, "mark": mark})
            work.commit()
        assert copies.restored(store)
        copies.resume(store, keep=False)
        assert not copies.restored(store)
        with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM (FREEZE, FULL) copies"))
        assert not copies.restored(store)
        put(store, event())
        with store.begin() as work:
            work.connection.execute(text("DELETE FROM copies"))
            work.commit()
        assert copies.restored(store)
        store.close()


def test_a_dump_into_another_database(databases):
    """With PostgreSQL's own templates: the files are copied as they are, so here somebody has to delete the mark."""
    with databases.new() as url, databases.new() as other:
        store = open_store(url)
        copies.touch(store)
        store.close()
        admin = create_engine(
            make_url(url).set(drivername="postgresql+psycopg", database="postgres"), isolation_level="AUTOCOMMIT"
        )
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {make_url(other).database}"))
            connection.execute(text(f"CREATE DATABASE {make_url(other).database} TEMPLATE {make_url(url).database}"))
        admin.dispose()
        copy = open_store(other)
        assert not copies.restored(copy)  # known, and written down
        copy.close()


@pytest.mark.parametrize("keep", [False, True])
def test_resuming(database, keep):
    """What waited is dropped, or kept when asked for; what was sent stays sent."""
    copies.touch(database)
    queue(database, letter("ready"), letter("claimed", "p2"), letter("sending", "p3"), letter("sent", "p4"))
    put(database, event())
    taken = {m.id: m for m in take(database, limit=4)}
    with database.begin() as work:
        work.outbox.sending(taken["sending"], NOW)
        work.outbox.sending(taken["sent"], NOW)
        work.outbox.arrived(taken["sent"], "r", NOW, more=False)
        work.outbox.release(taken["ready"], NOW, "")
        work.actions.add([action()])
        work.commit()
    dropped = copies.resume(database, keep=keep)
    assert dropped == ({"messages": 0, "events": 0} if keep else {"messages": 3, "events": 1})
    with database.begin() as work:
        states = {id: work.outbox.get("acme", id).state for id in taken}
        assert work.inbox.waiting()[0] == int(keep)
    kept = {"ready": "ready", "claimed": "ready", "sending": "sending", "sent": "sent"}
    assert states == (kept if keep else {**dict.fromkeys(kept, "expired"), "sent": "sent"})
    assert not copies.restored(database)


def test_the_clock_of_the_database(postgres):
    """The server's, whatever the host says; a steady clock counts in between, also while the server is away."""
    steady = [100.0]
    clock = DatabaseClock(postgres.engine, lambda: steady[0])
    first = clock.now()
    with postgres.begin() as work:
        said = work.connection.scalar(text("SELECT clock_timestamp()"))
    assert abs((said - first).total_seconds()) < 60
    steady[0] += 20
    assert (clock.now() - first).total_seconds() == pytest.approx(20)
