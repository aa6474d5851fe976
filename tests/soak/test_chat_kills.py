"""Events through processes that are killed: none lost, none done twice. `./dev soak` runs the long ones."""

import sqlite3
from pathlib import Path

import pytest

from tests.benchmarks.report import report
from tests.soak.killing import Count, run


def kept(count: Count, kills: int) -> None:
    """What has to hold."""
    assert count.kills >= kills
    assert count.lost == 0
    assert count.twice == 0
    assert count.unfinished == 0
    assert set(count.applied) == {f"Ev{n}" for n in range(count.events)}
    assert count.extra == 0  # the platform can be asked, so not even a copy


@pytest.mark.parametrize(
    ("events", "kills"), [(300, 4), pytest.param(10_000, 60, marks=pytest.mark.soak)], ids=["short", "long"]
)
def test_sqlite(events: int, kills: int, tmp_path: Path) -> None:
    count = run(str(tmp_path / "credpath.db"), events, kills, replicas=1)
    report("chat-kills-sqlite", count.table())
    kept(count, kills)
    with sqlite3.connect(tmp_path / "credpath.db") as file:
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.parametrize(
    ("events", "kills", "replicas"),
    [
        (300, 4, 2),
        pytest.param(10_000, 60, 2, marks=pytest.mark.soak),
        pytest.param(10_000, 60, 4, marks=pytest.mark.soak),
    ],
    ids=["short", "two", "four"],
)
def test_postgresql(events: int, kills: int, replicas: int, postgres_url: str) -> None:
    count = run(postgres_url, events, kills, replicas)
    report(f"chat-kills-postgresql-{replicas}", count.table())
    kept(count, kills)
