"""Three days without a process: whoever comes back gets one message at most, however much fell due meanwhile."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from adapters.scheduler import tick
from adapters.store import open_store
from adapters.store.mail_tables import outbox
from knowledge.catalog import Catalog
from tests.benchmarks.due import DUE, fill
from tests.benchmarks.report import report
from tests.soak.scale import scaled


@pytest.mark.parametrize("people", [200, pytest.param(scaled(10_000), marks=pytest.mark.soak)], ids=["short", "long"])
def test_three_days_down(people: int, tmp_path: Path, real_catalog: Catalog) -> None:
    """And when the clock then jumps an hour or a day, there and back, nobody gets it again."""
    store = open_store(tmp_path / "credpath.db")
    fill(store, people)
    back = DUE + timedelta(days=3)
    queued = [tick(store, real_catalog, back)]
    for jump in (timedelta(hours=1), timedelta(hours=-1), timedelta(days=1), timedelta(days=-1), timedelta()):
        queued.append(tick(store, real_catalog, back + jump))
    with store.begin() as work:
        each = select(func.count().label("n")).select_from(outbox).group_by(outbox.c.learner).subquery()
        most, reached = work.connection.execute(select(func.max(each.c.n), func.count()).select_from(each)).one()
    store.close()
    report("three-days-down", {"people": people, "queued": queued[0], "most_a_person": most, "again": sum(queued[1:])})
    assert most == 1
    assert reached == people
    assert queued[1:] == [0] * 5
