"""SIGTERM under load: what is under way is finished, what is not begun is given back, nothing is in doubt."""

import random
import sqlite3
from pathlib import Path

import pytest

from adapters.store import open_store
from tests.benchmarks.report import report
from tests.soak.killing import Count, _drain, _read, event, order_of, remind
from tests.soak.lives import Deaths, Life
from tests.soak.parent import Platform
from tests.soak.scale import scaled


def stopped(database: str, events: int, stops: int) -> tuple[Count, float, int]:
    """Events while the process is told to stop again and again; also the longest stop, and rows left in `sending`."""
    dice = random.Random(1)  # noqa: S311 - when it is told
    count = Count(events, 0)
    order = order_of(events, dice)
    store = open_store(database)
    remind(store, 1)
    batches = [order[i : i + 10] for i in range(0, len(order), 10)]
    told = set(dice.sample(range(len(batches)), min(stops, len(batches))))
    longest, doubtful = 0.0, 0
    with Platform().running() as platform:
        life = Life(database, platform.port, alone=True)
        life.start()
        for at, batch in enumerate(batches):
            while not life.put([event(n) for n in batch]):
                pass
            if at in told:
                longest = max(longest, life.stop(15))
                assert life.process is not None
                assert life.process.exitcode == 0
                with store.begin() as work:
                    states = work.outbox.waiting()
                doubtful += states["sending"] + states["in-doubt"] + states["claimed"]
                life.start()
        _drain([life], Deaths(dice, 0, 1), store, count)
        life.stop(15)
        count.arrived = platform.arrived
    _read(store, count)
    store.close()
    return count, longest, doubtful


@pytest.mark.parametrize(
    ("events", "stops"),
    [(80, 2), pytest.param(scaled(3_000), scaled(100), marks=pytest.mark.soak)],
    ids=["short", "long"],
)
def test_sigterm(events: int, stops: int, tmp_path: Path) -> None:
    count, longest, doubtful = stopped(str(tmp_path / "credpath.db"), events, stops)
    copies = sum(n - 1 for n in count.arrived.values())
    report("sigterm", {"stops": stops, "longest_s": longest, "in_doubt": doubtful, "copies": copies, **count.table()})
    assert longest < 10
    assert doubtful == 0
    assert copies == 0
    assert count.unfinished == 0
    assert count.lost() == count.twice() == set()
    with sqlite3.connect(tmp_path / "credpath.db") as file:
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
