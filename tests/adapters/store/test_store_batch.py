"""The group-commit door: shared commits, single failures, nothing resolved before it is on disk."""

import sqlite3
import threading
from concurrent.futures import CancelledError, wait

import pytest
from mail_records import event, put
from store_records import NOW

from adapters.store.batch import Batch
from adapters.store.memory import MemoryStore


class Counting:
    """A store that counts commits, and can hold the first one back."""

    def __init__(self, store, held=False):
        self.store, self.commits, self.sizes = store, 0, []
        self.reached, self.go = threading.Event(), threading.Event()
        if not held:
            self.go.set()

    def begin(self, tenant=None):
        work = self.store.begin()
        commit = work.commit

        def counted():
            self.reached.set()
            assert self.go.wait(30)
            commit()
            self.commits += 1

        work.commit = counted
        return work


def putting(*ids):
    return lambda work: work.inbox.put([event(id, f"D{id}") for id in ids], NOW)


def count(store) -> int:
    with store.begin() as work:
        return work.inbox.waiting()[0]


def test_what_waits_shares_a_commit(store):
    """Whatever comes while a commit runs goes into the next one; results come back to whom they belong."""
    counting = Counting(store, held=True)
    batch = Batch(counting)
    first = batch.do(putting("first"))
    assert counting.reached.wait(30)
    futures = [batch.do(putting(f"E{i}", "E0")) for i in range(50)]
    assert not first.done()
    counting.go.set()
    assert [future.result(30) for future in futures] == [[True, False]] + [[True, False]] * 49
    assert first.result(30) == [True]
    assert counting.commits == 2
    batch.close()
    assert count(store) == 51


def test_nothing_is_done_before_it_is_on_disk(sql, file):
    """The future resolves after the commit: a reader with a connection of its own sees the row then."""
    counting = Counting(sql, held=True)
    batch = Batch(counting)
    future = batch.do(putting("E1"))
    assert counting.reached.wait(30)
    reader = sqlite3.connect(file)
    assert reader.execute("SELECT count(*) FROM inbox").fetchone() == (0,)
    assert not future.done()
    seen = []
    future.add_done_callback(
        lambda _: seen.append(sqlite3.connect(file).execute("SELECT count(*) FROM inbox").fetchone())
    )
    counting.go.set()
    future.result(30)
    batch.close()
    reader.close()
    assert seen == [(1,)]


def test_only_the_guilty_one_fails(store):
    """One that raises takes nobody along, nor what it had written itself."""
    counting = Counting(store, held=True)
    batch = Batch(counting)
    first = batch.do(lambda work: None)
    assert counting.reached.wait(30)

    def guilty(work):
        work.inbox.put([event("bad", "Dbad")], NOW)
        raise LookupError("no")

    futures = [batch.do(putting("a")), batch.do(guilty), batch.do(putting("b"))]
    counting.go.set()
    wait([first, *futures], 30)
    assert isinstance(futures[1].exception(), LookupError)
    assert futures[0].result() == futures[2].result() == [True]
    assert batch.do(lambda work: "after").result(30) == "after"
    batch.close()
    assert count(store) == 2


def test_a_database_error_fails_one(database):
    """On PostgreSQL an error breaks the whole transaction: the others are done again without it."""
    counting = Counting(database, held=True)
    batch = Batch(counting)
    batch.do(lambda work: None)
    assert counting.reached.wait(30)
    futures = [batch.do(putting("a")), batch.do(lambda work: work.connection.exec_driver_sql("SELECT nonsense"))]
    counting.go.set()
    assert futures[0].result(30) == [True]
    assert "nonsense" in str(futures[1].exception(30)) or "42703" in str(futures[1].exception(30))
    batch.close()


def test_a_failing_commit_fails_all_of_it():
    """Nobody is told that something was kept when it was not."""
    store = MemoryStore()

    class Full(Counting):
        def begin(self, tenant=None):
            work = super().begin()

            def full():
                raise OSError("disk full")

            work.commit = full
            return work

    batch = Batch(Full(store))
    futures = [batch.do(putting(f"E{i}")) for i in range(5)]
    assert {type(future.exception(30)) for future in futures} == {OSError}
    batch.close()
    assert count(store) == 0


def test_closing_runs_what_waits():
    """And takes nothing more on."""
    store = MemoryStore()
    counting = Counting(store, held=True)
    batch = Batch(counting)
    futures = [batch.do(putting(f"E{i}")) for i in range(450)]
    closing = threading.Thread(target=batch.close)
    closing.start()
    counting.go.set()
    closing.join(30)
    assert all(future.result(0) == [True] for future in futures)
    assert count(store) == 450
    assert counting.commits >= 3  # at most 200 at once
    with pytest.raises(RuntimeError, match="closed"):
        batch.do(putting("late"))
    batch.close()


def test_a_cancelled_one_is_not_run():
    """Whoever gave up before it began gets nothing done."""
    store = MemoryStore()
    counting = Counting(store, held=True)
    batch = Batch(counting)
    batch.do(lambda work: None)
    assert counting.reached.wait(30)
    given_up, other = batch.do(putting("a")), batch.do(putting("b"))
    assert given_up.cancel()
    counting.go.set()
    assert other.result(30) == [True]
    with pytest.raises(CancelledError):
        given_up.result(30)
    batch.close()
    assert count(store) == 1


def test_collecting_company():
    """With a moment to wait, functions of several threads share one commit; every one is done."""
    counting = Counting(MemoryStore())
    batch = Batch(counting, collect=0.01)
    futures = [batch.do(putting(f"E{i}")) for i in range(20)]
    assert all(future.result(30) == [True] for future in futures)
    batch.close()
    assert counting.commits <= 20


def test_units_of_work_beside_it(store):
    """Others may use the store while the door is open."""
    batch = Batch(store)
    futures = [batch.do(putting(f"E{i}")) for i in range(10)]
    for i in range(10):
        put(store, event(f"X{i}", f"DX{i}"))
    assert all(future.result(30) == [True] for future in futures)
    batch.close()
    assert count(store) == 20
