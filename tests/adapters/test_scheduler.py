"""The tick: a due reminder becomes exactly one message, whatever crashes or runs at the same time."""

import json
import shutil
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from adapters.app import SetClock
from adapters.console.talk import Talk
from adapters.scheduler import BATCH, tick, ticking
from adapters.store import open_store
from adapters.store.memory import MemoryStore
from bot.messages import Person, Reply, reply_from
from bot.ports import Store
from bot.records import LearnerRecord, PathwayRecord, Reminder, StepState
from bot.turn import Dialogue, canonical
from knowledge.catalog import Catalog
from planner.plan import plan
from planner.request import Goal, Request
from planner.wire import pathway_to

DUE = datetime(2026, 11, 29, 18, tzinfo=UTC)
WEEK = timedelta(days=7)


PLAN: list[str] = []
"""The text of one accepted plan, made once."""


@pytest.fixture(scope="module", autouse=True)
def planned(real_catalog: Catalog) -> None:
    """A plan for the store, which takes no other text."""
    if not PLAN:
        request = Request(goals=(Goal(role="data-analyst"),), start=DUE.date(), hours_per_week=5)
        PLAN.append(canonical(pathway_to(plan(real_catalog, request))))


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database."""
    path = tmp_path_factory.mktemp("empty") / "credpath.db"
    open_store(path).close()
    return path


@pytest.fixture(params=["sql", "memory"])
def store(request: pytest.FixtureRequest, migrated: Path, tmp_path: Path) -> Iterator[Store]:
    """Each of the two stores, empty."""
    if request.param == "memory":
        yield MemoryStore()
        return
    sql = open_store(shutil.copy(migrated, tmp_path / "credpath.db"))
    yield sql
    sql.close()


def person(name: str = "anna") -> Person:
    """Somebody at the terminal."""
    return Person("home", "terminal", name, name, "UTC")


def learner(store: Store, name: str = "anna", due: datetime = DUE, done: bool = False, **rule: Any) -> LearnerRecord:
    """Somebody on the way to a credential, with a check-in."""
    with store.begin() as work:
        record = work.learners.add(person(name))
        reminder = Reminder(
            f"r-{name}", "weekly-check-in", 6, "18:00", "UTC", due, "terminal", name, "the check-in you agreed to"
        )
        state = StepState("isc2-cissp", "done" if done else "planned")
        record = replace(
            record, pathway=PathwayRecord(PLAN[0], DUE - WEEK, (state,)), reminders=(replace(reminder, **rule),)
        )
        record = work.learners.save(record)
        work.commit()
    return record


def waiting(store: Store, name: str = "anna", now: datetime = DUE + 52 * WEEK) -> list[str]:
    """The ids of the ready messages; they are claimed and given back."""
    with store.begin() as work:
        return [m.id for m in work.outbox.claim("home", "terminal", name, now, 1000)]


def stored(store: Store, record: LearnerRecord) -> LearnerRecord:
    """The record as it is now."""
    with store.begin() as work:
        found = work.learners.get(record.tenant, record.key)
    assert found is not None
    return found


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


def test_a_person_who_writes_meanwhile_loses_nothing(store: Store, real_catalog: Catalog) -> None:
    """A record that changed under the tick is left to the next tick."""
    record = learner(store)
    real, meddled = store.begin, []

    class Meddles:
        """A store in which somebody writes between the tick's look and its save."""

        def begin(self) -> Any:
            if len(meddled) == 1:
                with real() as work:
                    mine = work.learners.get(record.tenant, record.key)
                    assert mine is not None
                    work.learners.save(replace(mine, profile=replace(mine.profile, country="DE")))
                    work.commit()
            meddled.append(1)
            return real()

        def scrub(self) -> bool:
            return False

    tick(Meddles(), real_catalog, DUE)
    tick(store, real_catalog, DUE)
    assert len(waiting(store)) == 1
    assert stored(store, record).profile.country == "DE"


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


def terminal(store: Store, catalog: Catalog, clock: SetClock, tmp_path: Path, name: str = "anna") -> Talk:
    """A terminal that only shows what is due."""
    return Talk(person(name), None, store, clock, lambda now: tick(store, catalog, now), tmp_path)  # type: ignore[arg-type]


def test_delivery_marks_sent(store: Store, real_catalog: Catalog, tmp_path: Path) -> None:
    """What was shown is not shown again, and its buttons are what numbers mean."""
    record = learner(store)
    talk, shown = terminal(store, real_catalog, SetClock(DUE), tmp_path), []
    assert talk.due(shown.append) == 1
    assert talk.due(shown.append) == 0
    talk.recover()
    assert talk.due(shown.append) == 0
    assert len(shown) == 1
    with store.begin() as work:
        state = Dialogue.from_json(work.dialogues.load("home", record.key, "anna"))
    assert [says for _, says in state.choices][:2] == ["done", "still on it"]


def test_a_crash_while_showing_shows_it_again(store: Store, real_catalog: Catalog, tmp_path: Path) -> None:
    """A terminal that dies in the middle gives back what it had taken: rather twice than never."""
    learner(store)
    talk, shown = terminal(store, real_catalog, SetClock(DUE), tmp_path), []

    def dies(reply: Reply) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        talk.due(dies)
    assert talk.due(shown.append) == 0
    talk.recover()
    assert talk.due(shown.append) == 1
    assert "CISSP" in shown[0].summary


def test_only_ones_own_messages(store: Store, real_catalog: Catalog, tmp_path: Path) -> None:
    """A terminal shows nobody else's reminders."""
    learner(store, "anna")
    learner(store, "ben")
    talk, shown = terminal(store, real_catalog, SetClock(DUE), tmp_path), []
    assert talk.due(shown.append) == 1
    assert waiting(store, "ben")


def test_coming_back_after_weeks(store: Store, real_catalog: Catalog, tmp_path: Path) -> None:
    """Whoever opens the terminal after weeks gets one check-in, not one for each week."""
    learner(store)
    talk, shown = terminal(store, real_catalog, SetClock(DUE + 5 * WEEK + timedelta(days=2)), tmp_path), []
    assert talk.due(shown.append) == 1


@pytest.mark.parametrize("weeks", [3, 6])
def test_a_worker_that_ticks_while_nobody_looks(
    weeks: int, store: Store, real_catalog: Catalog, tmp_path: Path
) -> None:
    """With `credpath work` running and the terminal closed, coming back shows at most one check-in."""
    learner(store)
    for n in range(weeks):
        tick(store, real_catalog, DUE + n * WEEK)
    talk, shown = terminal(store, real_catalog, SetClock(DUE + (weeks - 1) * WEEK + timedelta(days=1)), tmp_path), []
    talk.due(shown.append)
    assert len(shown) <= 1


def test_forgetting_takes_queued_messages_along(store: Store, real_catalog: Catalog, tmp_path: Path) -> None:
    """Nobody who was forgotten is written to."""
    record = learner(store)
    tick(store, real_catalog, DUE)
    with store.begin() as work:
        work.learners.forget(record.tenant, record.key)
        work.commit()
    assert waiting(store) == []
    assert tick(store, real_catalog, DUE + WEEK) == 0


def test_the_message_is_a_reply(store: Store, real_catalog: Catalog) -> None:
    """The stored body reads back as a reply with a summary."""
    learner(store)
    tick(store, real_catalog, DUE)
    with store.begin() as work:
        messages = work.outbox.claim("home", "terminal", "anna", DUE, 10)
    assert [reply_from(json.loads(m.body)).summary for m in messages] == ["Weekly check-in: how is CISSP going?"]


def test_ticking_stops(real_catalog: Catalog) -> None:
    """The background job ends with its context and leaves no thread."""
    before = threading.active_count()
    after: Callable[[], None] = lambda: None  # noqa: E731
    with ticking(MemoryStore(), real_catalog, SetClock(DUE), after):
        assert threading.active_count() > before
    assert threading.active_count() == before
