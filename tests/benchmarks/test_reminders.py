"""A hundred thousand people due at 09:00: the tick beside APScheduler with a job a person. ./dev bench reminders

Both run as processes of their own, one after the other, on the same databases with their defaults: what is committed
survives. APScheduler runs a job that does nothing ("jobs"), and one that does what the tick does for one person
("same"); it is measured for as long as JOBS jobs take, because adding 100,000 would take many minutes.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.adapters.store.postgres import CAREFUL, Databases, server
from tests.benchmarks.report import report

pytestmark = pytest.mark.benchmark
PEOPLE = 100_000
JOBS = 1_000
SECONDS = 60


def due(*words: Any) -> Any:
    """One of the modes of tests/benchmarks/due.py."""
    command = [sys.executable, "-m", "tests.benchmarks.due", *(str(word) for word in words)]
    said = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, timeout=3000).stdout
    return json.loads(said) if said else None


@pytest.fixture(params=["sqlite", "postgresql"])
def places(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, str, str]]:
    """Its name, where the tick's database is, and where APScheduler keeps its jobs."""
    if request.param == "sqlite":
        yield "sqlite", str(tmp_path / "credpath.db"), f"sqlite:///{tmp_path}/jobs.db"
        return
    with server(CAREFUL) as url:
        databases = Databases(url)
        with databases.new() as ours, databases.new() as theirs:
            yield "postgresql", ours, theirs.replace("postgresql:", "postgresql+psycopg:")
        databases.close()


def test_due_at_nine(places: tuple[str, str, str]) -> None:
    name, place, jobs = places
    due("fill", place, PEOPLE)
    nothing = due("jobs", place, jobs, JOBS, SECONDS, "nothing")
    tick = due("tick", place)
    rate = tick["queued"] / tick["seconds"]
    table = {**tick, "a_second": rate, "jobs_a_second": nothing["a_second"], "ratio": rate / nothing["a_second"]}
    if name == "sqlite":
        wal = due("jobs", place, jobs.replace("jobs.db", "wal.db"), JOBS, SECONDS, "wal")
        table |= {"wal_jobs_a_second": wal["a_second"], "ratio_wal": rate / wal["a_second"]}
    report(f"due-at-nine-{name}", table)
    assert tick["queued"] == tick["rows"] == tick["people"] == PEOPLE
    assert tick["seconds"] < 60
    assert tick["rss_mb"] < 200
    assert table["ratio"] >= 20


def test_the_same_work(places: tuple[str, str, str]) -> None:
    """A job a person that claims, moves on, queues and commits for one person, beside the tick: fewer of both."""
    name, place, jobs = places
    due("fill", place, 4 * JOBS)
    same = due("jobs", place, jobs, JOBS, SECONDS, "same")
    tick = due("tick", place)
    rate = tick["queued"] / tick["seconds"]
    report(f"same-work-{name}", {"a_second": rate, "jobs_a_second": same["a_second"], "ratio": rate / same["a_second"]})
    assert tick["rows"] == tick["people"] == 4 * JOBS
