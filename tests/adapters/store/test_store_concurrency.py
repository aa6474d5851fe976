"""Several stores on one file, several threads, and processes that die."""

import signal
import sqlite3
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from store_records import ANA, NOW, full, message

from adapters.store import open_store
from adapters.store.gate import Gate
from adapters.store.memory import MemoryStore
from bot.errors import StaleRecord


@pytest.fixture(params=["two files' handles", "one handle", "memory", "two on postgres"])
def pair(request, file):
    """Two stores over the same content (or one store twice)."""
    if request.param == "memory":
        store = MemoryStore()
        yield store, store
        return
    place = request.getfixturevalue("databases").emptied() if request.param.endswith("postgres") else file
    first = open_store(place)
    second = open_store(place) if request.param.startswith("two") else first
    yield first, second
    first.close()
    second.close()


def test_no_update_is_lost(pair):
    """Readers close before they write; each retries when stale: every one of 40 additions counts."""
    with pair[0].begin() as work:
        key = work.learners.add(ANA).key
        work.commit()
    stale = []

    def count(store):
        for _ in range(10):
            while True:
                with store.begin() as work:
                    record = work.learners.get("acme", key)
                changed = replace(record, skills={"S": record.skills.get("S", 0) + 1})
                try:
                    with store.begin() as work:
                        work.learners.save(changed)
                        work.commit()
                    break
                except StaleRecord:
                    stale.append(1)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(count, [*pair, *pair]))
    with pair[0].begin() as work:
        record = work.learners.get("acme", key)
    assert (record.skills, record.version) == ({"S": 40}, 40)


@pytest.mark.parametrize("pair", ["two files' handles", "one handle", "memory"], indirect=True)
def test_read_then_write_in_one_unit_never_goes_stale(pair):
    """A unit of work holds the write lock from its first statement (on PostgreSQL nobody waits: it may go stale)."""
    with pair[0].begin() as work:
        key = work.learners.add(ANA).key
        work.commit()

    def count(store):
        for _ in range(10):
            with store.begin() as work:
                record = work.learners.get("acme", key)
                work.learners.save(replace(record, skills={"S": record.skills.get("S", 0) + 1}))
                work.commit()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(count, [*pair, *pair]))
    with pair[0].begin() as work:
        assert work.learners.get("acme", key).skills == {"S": 40}


def test_claims_never_overlap(pair):
    """Four workers take 100 messages, each exactly once."""
    with pair[0].begin() as work:
        for i in range(100):
            work.outbox.add(message(f"m{i}"))
        work.commit()

    def drain(store):
        mine = []
        while True:
            with store.begin() as work:
                taken = work.outbox.take("acme", "slack", "D0ANA", NOW, 7)
                work.commit()
            if not taken:
                return mine
            mine += [m.id for m in taken]

    with ThreadPoolExecutor(4) as pool:
        claimed = [id for ids in pool.map(drain, [*pair, *pair]) for id in ids]
    assert sorted(claimed) == sorted(f"m{i}" for i in range(100))


def test_two_first_messages_make_one_learner(pair):
    """Whoever comes second finds the record or gets StaleRecord; there is one key in the end."""

    def meet(store):
        with store.begin() as work:
            found = work.learners.find(ANA)
        if found is None:
            try:
                with store.begin() as work:
                    found = work.learners.add(ANA)
                    work.commit()
            except StaleRecord:
                with store.begin() as work:
                    found = work.learners.find(ANA)
        return found.key

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(meet, [*pair] * 4))) == 1


def test_reading_locks_out_writers_at_once(sql, file):
    """BEGIN IMMEDIATE: after its first read a unit of work is sure to be able to write; nobody else can begin."""
    other = sqlite3.connect(file, timeout=0, isolation_level=None)
    with sql.begin() as work:
        work.learners.find(ANA)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
    other.execute("BEGIN IMMEDIATE")
    other.close()


def test_a_gate_that_is_never_left_is_named():
    """Waiting ends with TimeoutError, not in a hang."""
    gate = Gate(patience=0.02)
    thread = threading.Thread(target=gate.enter)
    thread.start()
    thread.join()
    with pytest.raises(TimeoutError, match="not left"):
        gate.enter()


def test_processes_opening_a_new_file_together(tmp_path):
    """Two processes and two threads create one schema, and all of them can write."""
    path = tmp_path / "deep" / "new.db"
    source = f"""
from adapters.store import open_store
from bot.messages import Person
import os
store = open_store({str(path)!r})
with store.begin() as work:
    work.learners.add(Person("acme", "slack", str(os.getpid())))
    work.commit()
"""
    others = [subprocess.Popen([sys.executable, "-c", source]) for _ in range(2)]

    def one(_):
        open_store(path).close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(one, range(2)))
    assert [process.wait(20) for process in others] == [0, 0]
    store = open_store(path)
    with store.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM identities").scalar() == 2
        assert connection.exec_driver_sql("SELECT count(*) FROM alembic_version").scalar() == 1
    store.close()


WRITER = """
import os, signal, sys
from dataclasses import replace
from pathlib import Path
from adapters.store import open_store
from store_records import ANA, full, message
store = open_store(sys.argv[1])
with store.begin() as work:
    record = work.learners.add(ANA)
    work.commit()
print("ready", flush=True)
"""
DIE = "os.kill(os.getpid(), signal.SIGKILL)"
ONCE = """
work = store.begin().__enter__()
work.learners.save(full(record))
work.outbox.add(message())
"""
FOREVER = """
while True:
    with store.begin() as work:
        work.outbox.add(message("m%d" % record.version))
        record = work.learners.save(replace(record, skills={"S": record.version + 1}))
        work.commit()
    print(record.version, flush=True)
"""


def run(source, file):
    folder = str(Path(__file__).parent)
    return subprocess.Popen(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {folder!r})\n{source}", str(file)],
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("committed", [True, False])
def test_killed_around_the_commit(file, committed):
    """SIGKILL right after the commit loses nothing; right before it, nothing of the unit is there."""
    process = run(WRITER + ONCE + ("work.commit()\n" if committed else "") + DIE, file)
    assert process.wait(20) == -signal.SIGKILL
    process.stdout.close()
    store = open_store(file)
    with store.begin() as work:
        record = work.learners.find(ANA)
        assert record.version == committed
        assert (record == replace(full(record), version=1)) == committed
        assert len(work.outbox.take("acme", "slack", "D0ANA", NOW, 9)) == committed
    store.close()


def test_killed_at_any_moment(file):
    """What was acknowledged is there; record and outbox agree, because they share a transaction."""
    process = run(WRITER + FOREVER, file)
    assert process.stdout.readline() == "ready\n"
    acknowledged = [int(process.stdout.readline())]
    time.sleep(0.3)
    process.kill()
    acknowledged += [int(line) for line in process.stdout.read().split()]
    process.wait()
    process.stdout.close()
    store = open_store(file)
    with store.begin() as work:
        record = work.learners.find(ANA)
        queued = work.outbox.take("acme", "slack", "D0ANA", NOW, 100_000)
    store.close()
    assert record.version in (acknowledged[-1], acknowledged[-1] + 1)
    assert record.skills == {"S": record.version}
    assert len(queued) == record.version
