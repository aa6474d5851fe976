"""Two schedulers on one database: each occurrence becomes exactly one message, and both have a share in it."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select, text

from adapters import scheduler
from adapters.scheduler import tick
from adapters.store import codec, open_store, tables
from adapters.store.mail_tables import outbox
from bot.messages import Person
from bot.ports import START
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
