"""`credpath work` and `credpath resume`: a restored copy sends nothing until somebody says so."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from adapters.store import copies, open_store
from adapters.store.unit_of_work import SqlStore
from tests.adapters.commands import Run
from tests.adapters.reminded import DUE, WEEK, learner, stored, waiting

LATER = (DUE + 3 * WEEK).isoformat()

pytestmark = pytest.mark.usefixtures("planned")


def restored(data: Path, migrated: Path) -> SqlStore:
    """A data folder whose database was put back from a copy."""
    path = Path(shutil.copy(migrated, data / "credpath.db"))
    store = open_store(path)
    learner(store)
    copies.touch(store)
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(data / "saved")) as target:
        source.backup(target)
    copies.touch(store)
    store.close()
    for more in ("-wal", "-shm"):
        Path(f"{path}{more}").unlink(missing_ok=True)
    (data / "saved").rename(path)
    return open_store(path)


def test_a_restored_copy_sends_nothing_until_it_is_resumed(run: Run, migrated: Path, tmp_path: Path) -> None:
    store = restored(tmp_path, migrated)
    now = ("--now", LATER)
    for command in (("work", "--once"), ("work",)):
        status, answer = run(*command, *now, data=tmp_path)
        assert (status, answer["error"]["code"]) == (1, "restored")
    status, answer = run("resume", *now, data=tmp_path)
    assert (status, answer) == (0, {"resumed": True, "reminders_passed_over": 1, "messages": 1, "events": 0})
    assert run("resume", data=tmp_path) == (0, {"resumed": False})
    assert waiting(store) == []
    assert run("work", "--once", *now, data=tmp_path) == (0, {"queued": 0})
    with store.begin() as work:
        record = work.learners.find(work.accounts.of("home", work.reminders.due(DUE + 9 * WEEK, 1)[0][1])[0])
    assert record is not None
    assert stored(store, record).reminders[0].next_due_at == DUE + 4 * WEEK
    assert run("work", "--once", "--now", (DUE + 4 * WEEK).isoformat(), data=tmp_path) == (0, {"queued": 1})
    store.close()


def test_what_waited_can_be_kept(run: Run, migrated: Path, tmp_path: Path) -> None:
    store = restored(tmp_path, migrated)
    status, answer = run("resume", "--keep", "--now", LATER, data=tmp_path)
    assert (status, answer["reminders_passed_over"]) == (0, 0)
    assert run("work", "--once", "--now", DUE.isoformat(), data=tmp_path) == (0, {"queued": 1})
    store.close()
