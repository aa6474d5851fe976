"""A hundred thousand people who are due at the same minute, and who queues their messages how fast. Run as a process
of its own, so that its memory can be seen:

`python -m tests.benchmarks.due fill PLACE PEOPLE` | `tick PLACE` | `jobs PLACE FOLDER PEOPLE SECONDS WORK`
"""

import json
import resource
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import func, insert, select

from adapters.scheduler import _singly, tick
from adapters.store import codec, open_store, tables
from adapters.store.mail_tables import outbox, places
from adapters.store.unit_of_work import SqlStore
from bot.ports import START
from bot.records import Profile
from bot.turn import canonical
from knowledge.catalog import Catalog
from knowledge.sources.own import read_folder
from planner.plan import plan
from planner.request import Goal, Request
from planner.wire import pathway_to

DUE = datetime(2026, 11, 29, 9, tzinfo=UTC)
CHUNK = 5000


def rows(n: int, text: str, steps: tuple[str, ...]) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Person `n`: somebody on Telegram with an accepted plan and a weekly check-in."""
    own = {"tenant": "home", "learner": f"k{n}"}
    profile = codec.profile_text(Profile(zone="Europe/Berlin", hours_per_week=n % 40 / 4 + 1, quiet_to="07:00"))
    yield tables.learners, {"tenant": "home", "key": f"k{n}", "version": 3, "profile": profile, "created_at": 0}
    yield tables.identities, {**own, "platform": "telegram", "platform_id": str(n), "name": f"N{n}", "position": 0}
    yield tables.pathways, {**own, "position": 0, "plan": text, "accepted_at": 0}
    for at, credential in enumerate(steps):
        step = {"status": "planned", "logged_quarter_hours": 0, "milestones": "[]", "done_on": None}
        yield tables.steps, {**own, "position": at, "credential": credential, **step}
    yield tables.goals, {**own, "position": 0, "role": "data-analyst", "by": None, "said": ""}
    for at in range(3):
        entry = {"at": at, "kind": "hours", "credential": steps[0], "amount": 2.0, "note": ""}
        yield tables.progress, {**own, "position": at, **entry}
    where = {"platform": "telegram", "conversation": f"p{n}"}
    rule = {"id": f"r{n}", "kind": "weekly-check-in", "weekday": 6, "at": "10:00", "zone": "Europe/Berlin"}
    due = {"next_due_at": codec.to_instant(DUE), "reason": "agreed", "paused": False, "ignored": 0}
    yield tables.reminders, {**own, "position": 0, **rule, **where, **due}
    place = {"tenant": "home", "id": f"p{n}", "platform": "telegram", "conversation": str(n), "kind": "dm", "dead": ""}
    yield places, {**place, "learner": f"k{n}"}


@cache
def accepted() -> tuple[str, tuple[str, ...]]:
    """A plan, and its steps."""
    made = plan(read_folder(), Request(goals=(Goal(role="data-analyst"),), start=DUE.date(), hours_per_week=5))
    return canonical(pathway_to(made)), tuple(step.credential for step in made.steps)


def fill(store: SqlStore, people: int) -> None:
    """Write them all."""
    text, steps = accepted()
    for first in range(0, people, CHUNK):
        found: dict[Any, list[dict[str, Any]]] = {}
        for n in range(first, min(people, first + CHUNK)):
            for table, row in rows(n, text, steps):
                found.setdefault(table, []).append(row)
        with store.begin() as work:
            for table, several in found.items():
                work.connection.execute(insert(table), several)
            work.commit()
    if store.engine.dialect.name == "postgresql":
        with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE")


def queued(store: SqlStore) -> tuple[int, int]:
    """Rows of the outbox, and how many different people they are for."""
    with store.begin() as work:
        wanted = select(func.count(), func.count(func.distinct(outbox.c.learner))).select_from(outbox)
        count, different = work.connection.execute(wanted).one()
    return count, different


def ticked(store: SqlStore) -> dict[str, float]:
    """One tick for all of them."""
    catalog = read_folder()
    began, busy = time.perf_counter(), time.process_time()
    count = tick(store, catalog, DUE)
    seconds, busy = time.perf_counter() - began, time.process_time() - busy
    rows_, people = queued(store)
    return {"queued": count, "rows": rows_, "people": people, "seconds": seconds, "cpu_seconds": busy, "rss_mb": _rss()}


def _rss() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


class Counter:
    """What the jobs call: APScheduler pickles a reference to it, so there is one."""

    def __init__(self) -> None:
        self.done = 0
        self.lock = threading.Lock()
        self.work: Callable[[], object] = lambda: None


COUNTER = Counter()


def job(n: int) -> None:
    """One person's job."""
    COUNTER.work()
    with COUNTER.lock:
        COUNTER.done += 1


def jobs(url: str, people: int, seconds: float, work: Callable[[], object], wal: bool) -> dict[str, float]:
    """APScheduler as its guide shows it: a weekly job a person in an SQLAlchemyJobStore, all due now."""
    from apscheduler.executors.pool import ThreadPoolExecutor
    from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
    from apscheduler.schedulers.background import BackgroundScheduler

    kept = SQLAlchemyJobStore(url=url)
    if wal:
        with kept.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA journal_mode=WAL")
    scheduler = BackgroundScheduler(
        jobstores={"default": kept}, executors={"default": ThreadPoolExecutor(10)}, timezone=UTC
    )
    scheduler.start(paused=True)
    for n in range(people):
        # started in the past: the first run is due at once
        scheduler.add_job(
            job, "interval", weeks=1, args=[n], id=f"j{n}", misfire_grace_time=None,
            next_run_time=datetime.now(UTC) - timedelta(seconds=1),
        )  # fmt: skip
    COUNTER.work, COUNTER.done = work, 0
    began = time.perf_counter()
    scheduler.resume()
    while COUNTER.done < people and time.perf_counter() - began < seconds:
        time.sleep(0.01)
    took, done = time.perf_counter() - began, COUNTER.done
    scheduler.shutdown(wait=False)
    return {"jobs": done, "seconds": took, "a_second": done / took, "rss_mb": _rss()}


def one_person(store: SqlStore, catalog: Catalog) -> Callable[[], object]:
    """What one job would do of the same work: claim, move on, queue, commit."""
    from adapters import scheduler

    scheduler.BATCH = 1
    return lambda: _singly(store, catalog, DUE, START)


def main(words: list[str]) -> None:
    """One of the modes."""
    match words:
        case ["fill", place, people]:
            fill(open_store(place), int(people))
        case ["tick", place]:
            print(json.dumps(ticked(open_store(place))))  # noqa: T201
        case ["jobs", place, url, people, seconds, work]:
            nothing: Callable[[], object] = lambda: None  # noqa: E731
            doing = one_person(open_store(place), read_folder()) if work == "same" else nothing
            print(json.dumps(jobs(url, int(people), float(seconds), doing, work == "wal")))  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
