"""Events and reminders through processes that are killed at every point: nothing lost, nothing done twice.

`./dev soak` runs the long ones; each prints its line for docs/reliability.md.
"""

import sqlite3
from pathlib import Path

import pytest

from tests.benchmarks.report import report
from tests.soak.child import KINDS
from tests.soak.killing import Count, run
from tests.soak.lives import POINTS
from tests.soak.scale import scaled

LONG = (scaled(10_000), scaled(300))
SPARE = 1.1
"""So many times as many deaths are planned: the last messages may be through before all have come."""


def kept(count: Count, kills: int) -> None:
    """What has to hold."""
    assert sum(count.deaths.values()) >= kills
    assert all(count.deaths[point] >= kills // len(POINTS) for point in POINTS)
    assert count.caught["sending"] >= count.deaths["sending"] // 2
    kept_count(count)


def kept_count(count: Count) -> None:
    """What has to hold whatever happens."""
    assert count.unfinished == 0
    assert count.lost() == set()
    assert count.twice() == set()
    assert set(count.applied) == {f"Ev{n}" for n in range(count.events)}
    assert count.copies(KINDS[0]) == 0  # the platform was asked
    assert count.copies(KINDS[2]) == 0  # rather never than twice
    assert count.unexplained() == set()  # once more, once


@pytest.mark.parametrize(
    ("messages", "kills"), [(150, 5), pytest.param(*LONG, marks=pytest.mark.soak)], ids=["short", "long"]
)
def test_sqlite(messages: int, kills: int, tmp_path: Path) -> None:
    count = run(str(tmp_path / "credpath.db"), messages, round(kills * SPARE), replicas=1)
    report("kills-sqlite", count.table())
    kept(count, kills)
    with sqlite3.connect(tmp_path / "credpath.db") as file:
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.parametrize(
    ("messages", "kills", "replicas"),
    [
        (150, 5, 2),
        pytest.param(*LONG, 2, marks=pytest.mark.soak),
        pytest.param(*LONG, 4, marks=pytest.mark.soak),
    ],
    ids=["short", "two", "four"],
)
def test_postgresql(messages: int, kills: int, replicas: int, postgres_url: str) -> None:
    count = run(postgres_url, messages, round(kills * SPARE), replicas)
    report(f"kills-postgresql-{replicas}", count.table())
    kept(count, kills)
