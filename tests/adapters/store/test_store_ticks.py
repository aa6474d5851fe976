"""Two schedulers on one database: each occurrence becomes exactly one message, and both have a share in it."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select, text

from adapters import scheduler
from adapters.scheduler import tick
from adapters.store import codec, open_store, tables
from adapters.store.mail_tables import outbox
from bot.errors import StaleRecord
from bot.messages import Person
from bot.ports import START
from bot.records import Reminder
from knowledge.catalog import Catalog
from tests.benchmarks.due import DUE, fill
from tests.soak.scale import scaled

WEEK = timedelta(days=7)


def people(store, count: int) -> None:
    fill(store, count)


def both(stores, catalog: Catalog, now: datetime) -> list[int]:
    """Each ticks at the same time as the other."""
    start = threading.Barrier(len(stores))

    def one(store) -> int:
        start.wait(30)
        return tick(store, catalog, now)

    with ThreadPoolExecutor(len(stores)) as pool:
        return list(pool.map(one, stores))


@pytest.mark.parametrize(
    ("count", "rounds"),
    [(60, 2), pytest.param(scaled(10_000), scaled(20), marks=pytest.mark.soak)],
    ids=["short", "long"],
)
def test_each_occurrence_once(count: int, rounds: int, place: str, real_catalog: Catalog, monkeypatch) -> None:
    monkeypatch.setattr(scheduler, "BATCH", max(7, count // 100))
    stores = [open_store(place) for _ in range(2)]
    people(stores[0], count)
    for week in range(rounds):
        now = DUE + week * WEEK
        assert sum(both(stores, real_catalog, now)) == count
        with stores[0].begin() as work:
            rows = select(
                func.count(), func.count(func.distinct(outbox.c.id)), func.count(func.distinct(outbox.c.learner))
            )
            assert tuple(work.connection.execute(rows).one()) == ((week + 1) * count, (week + 1) * count, count)
            still = select(func.count()).where(tables.reminders.c.next_due_at <= codec.to_instant(now))
            assert work.connection.scalar(still) == 0
            work.connection.execute(text("UPDATE reminders SET ignored = 0"))
            work.commit()
    for store in stores:
        store.close()


def test_what_another_one_holds_is_left_to_it(postgres, real_catalog: Catalog) -> None:
    """On PostgreSQL a claim skips what is claimed; and somebody who writes is not waited for."""
    people(postgres, 10)
    other = open_store(postgres.engine.url.render_as_string(hide_password=False))
    with postgres.begin() as one, other.begin() as two:
        first, _ = one.reminders.claim(DUE, 4, START)
        second, mark = two.reminders.claim(DUE, 4, START)
        assert len(first) == 4
        assert second == []
        third, _ = two.reminders.claim(DUE, 4, mark)
        assert not {r.key for r in first} & {r.key for r in third}
        assert len(third) == 4
    other.close()


def test_what_is_loaded_is_what_is_stored(database, real_catalog: Catalog) -> None:
    """Many at once are read and written as one by one."""
    people(database, 3)
    with database.begin() as work:
        claimed, mark = work.reminders.claim(DUE, 9)
        assert mark is None
        one_by_one = [work.learners.get(r.tenant, r.key) for r in claimed]
        assert claimed == one_by_one
        assert work.reminders.oldest(DUE) == DUE
        assert work.reminders.oldest(DUE - WEEK) is None
    with database.begin() as work:
        assert work.learners.find(Person("home", "telegram", "1")).key == "k1"


def test_a_held_record_can_be_saved(place: str) -> None:
    """Somebody who reads, thinks and saves in one unit of work is never too late; the other one waits for it."""
    stores = [open_store(place) for _ in range(2)]
    people(stores[0], 1)
    start = threading.Barrier(2)

    def one(i: int) -> int:
        start.wait(30)
        for _ in range(8):
            with stores[i].begin("home") as work:
                record = work.learners.hold("home", "k0")
                work.learners.save(replace(record, skills={**record.skills, f"s{len(record.skills)}": 1}))
                work.commit()
        return 8

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(one, range(2))) == 16
    with stores[0].begin("home") as work:
        assert len(work.learners.get("home", "k0").skills) == 16
        assert work.learners.hold("home", "nobody") is None
    for store in stores:
        store.close()


def test_claiming_is_the_same_for_all_stores(store) -> None:
    """Page by page, oldest first, paused ones left out; many saved at once, all or none."""
    for n in range(5):
        with store.begin("acme") as work:
            record = work.learners.add(Person("acme", "slack", f"U{n}"))
            rule = Reminder(f"r{n}", "weekly-check-in", 0, "09:00", "UTC", DUE + n * timedelta(hours=1), "slack", "p")
            work.learners.save(replace(record, reminders=(replace(rule, paused=n == 1),)))
            work.commit()
    ids = lambda records: [r.reminders[0].id for r in records]  # noqa: E731
    with store.begin() as work:
        first, mark = work.reminders.claim(DUE + timedelta(hours=3), 2)
        assert ids(first) == ["r0", "r2"]
        assert mark is not None
        second, end = work.reminders.claim(DUE + timedelta(hours=3), 2, mark)
        assert (ids(second), end) == (["r3"], None)
        assert work.reminders.oldest(DUE + timedelta(hours=3)) == DUE
        later = [replace(r.reminders[0], next_due_at=DUE + WEEK) for r in first]
        pairs = [(r, replace(r, reminders=(rule,), skills={"s": 2})) for r, rule in zip(first, later, strict=True)]
        work.learners.save_all(pairs)
        work.commit()
    with store.begin() as work:
        saved = [work.learners.get("acme", r.key) for r in first]
        assert saved == [replace(after, version=before.version + 1) for before, after in pairs]
        assert ids(work.reminders.claim(DUE + timedelta(hours=3), 9)[0]) == ["r3"]
    with store.begin() as work, pytest.raises(StaleRecord):
        work.learners.save_all(pairs)
    with store.begin() as work:
        assert [work.learners.get("acme", r.key) for r in first] == saved
