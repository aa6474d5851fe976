"""The tick: a due reminder becomes exactly one message, whatever crashes or runs at the same time."""

import shutil
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from adapters import scheduler
from adapters.app import SetClock
from adapters.scheduler import BATCH, tick, ticking
from adapters.store import open_store
from adapters.store.memory import MemoryStore
from bot.ports import Store
from bot.records import LearnerRecord, PathwayRecord, StepState
from knowledge.catalog import Catalog
from tests.adapters.reminded import DUE, PLAN, WEEK, learner, stored, waiting

pytestmark = pytest.mark.usefixtures("planned")


def test_two_ticks_queue_once(store: Store, real_catalog: Catalog) -> None:
    """The second tick of the same instant finds nothing to do."""
    record = learner(store)
    assert tick(store, real_catalog, DUE) == 1
    assert tick(store, real_catalog, DUE) == 0
    assert len(waiting(store)) == 1
    assert stored(store, record).reminders[0].next_due_at == DUE + WEEK


def test_nothing_is_queued_early_or_when_paused_or_done(store: Store, real_catalog: Catalog) -> None:
    """Not before its time, not when paused, not when nothing is left to do."""
    learner(store, "early")
    learner(store, "paused", paused=True)
    done = learner(store, "done", done=True)
    assert tick(store, real_catalog, DUE - timedelta(seconds=1)) == 0
    assert tick(store, real_catalog, DUE) == 1
    assert waiting(store, "early")
    assert not waiting(store, "paused")
    assert not waiting(store, "done")
    assert stored(store, done).reminders[0].paused


def test_a_crash_before_the_commit_queues_later(store: Store, real_catalog: Catalog) -> None:
    """What was not committed did not happen: neither the message nor the next date."""
    record = learner(store)
    commits = iter([True])

    class Dies:
        """A store whose first commit does not come back."""

        def begin(self) -> Any:
            work = store.begin()
            enter = type(work).__enter__

            class Work:
                def __enter__(self) -> Any:
                    inner = enter(work)
                    real = inner.commit

                    def commit() -> None:
                        if next(commits, False):
                            raise KeyboardInterrupt
                        real()

                    inner.commit = commit
                    return inner

                def __exit__(self, *args: Any) -> None:
                    work.__exit__(*args)

            return Work()

        def scrub(self) -> bool:
            return False

    with pytest.raises(KeyboardInterrupt):
        tick(Dies(), real_catalog, DUE)
    assert waiting(store) == []
    assert stored(store, record).reminders[0].next_due_at == DUE
    assert tick(store, real_catalog, DUE) == 1
    assert len(waiting(store)) == 1


def test_concurrent_ticks_never_double(migrated: Path, tmp_path: Path, real_catalog: Catalog) -> None:
    """Six processes' worth of ticks on one file queue each message once and lose none."""
    path = shutil.copy(migrated, tmp_path / "credpath.db")
    stores = [open_store(path) for _ in range(6)]
    try:
        names = [f"p{n}" for n in range(20)]
        for name in names:
            learner(stores[0], name)
        start = threading.Barrier(len(stores))

        def run(store: Store) -> int:
            start.wait()
            return tick(store, real_catalog, DUE)

        with ThreadPoolExecutor(len(stores)) as pool:
            queued = list(pool.map(run, stores))
        assert sum(queued) >= len(names)
        tick(stores[0], real_catalog, DUE)
        for name in names:
            assert len(waiting(stores[0], name)) == 1
    finally:
        for store in stores:
            store.close()


def test_a_person_who_writes_meanwhile_loses_nothing(
    store: Store, real_catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When a batch is tried one by one, a record that changed under the tick is left to the next tick."""
    record = learner(store)
    real, begun = store.begin, []

    class Meddles:
        """A store in which somebody writes between the tick's look and its save."""

        def begin(self, tenant: str | None = None) -> Any:
            begun.append(1)
            if len(begun) == 3:
                with real() as work:
                    mine = work.learners.get(record.tenant, record.key)
                    assert mine is not None
                    work.learners.save(replace(mine, profile=replace(mine.profile, country="DE")))
                    work.commit()
            return real()

        def scrub(self) -> bool:
            return False

    def fails(*args: Any) -> Any:
        raise ConnectionError

    with monkeypatch.context() as patch:
        patch.setattr(scheduler, "_batch", fails)
        assert tick(Meddles(), real_catalog, DUE) == 0
    assert len(begun) == 3
    assert tick(store, real_catalog, DUE) == 1
    assert len(waiting(store)) == 1
    assert stored(store, record).profile.country == "DE"


def test_one_that_cannot_be_dealt_with_holds_nobody_up(
    store: Store, real_catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither one whose reminder cannot be worked out nor one that cannot be saved: both are looked at again."""
    broken = {learner(store, name).key: name for name in ("odd", "unsaved")}
    for n in range(5):
        learner(store, f"p{n}")
    real = scheduler.due

    def due(record: LearnerRecord, now: Any, catalog: Catalog) -> Any:
        if broken.get(record.key) == "odd":
            raise LookupError
        after, said = real(record, now, catalog)
        if broken.get(record.key) == "unsaved":
            after = replace(after, reminders=(replace(after.reminders[0], reason="\x00"),))
        return after, said

    with monkeypatch.context() as patch:
        patch.setattr(scheduler, "due", due)
        assert tick(store, real_catalog, DUE) == 5
    assert tick(store, real_catalog, DUE) == 2


def test_more_than_a_batch(real_catalog: Catalog) -> None:
    """One tick goes on until nothing is due."""
    store = MemoryStore()
    for n in range(BATCH + 5):
        learner(store, f"p{n}")
    assert tick(store, real_catalog, DUE) == BATCH + 5


def test_a_broken_record_does_not_stop_the_others(real_catalog: Catalog) -> None:
    """A credential that left the catalog is named by its id; the rest is queued."""
    store = MemoryStore()
    learner(store, "fine")
    odd = learner(store, "odd")
    with store.begin() as work:
        pathway = PathwayRecord(PLAN[0], DUE - WEEK, (StepState("gone-from-catalog"),))
        work.learners.save(replace(odd, pathway=pathway))
        work.commit()
    assert tick(store, real_catalog, DUE) == 2


def test_ticking_stops(real_catalog: Catalog) -> None:
    """The background job ends with its context and leaves no thread."""
    before = threading.active_count()
    after: Callable[[], None] = lambda: None  # noqa: E731
    with ticking(MemoryStore(), real_catalog, SetClock(DUE), after):
        assert threading.active_count() > before
    assert threading.active_count() == before
