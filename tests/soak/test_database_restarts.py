"""A database that is broken off in the middle: what was committed stays, and the processes come back by themselves."""

import pytest

from adapters.store import open_store
from tests.adapters.store.postgres import CAREFUL, machine
from tests.benchmarks.report import report
from tests.soak.killing import run
from tests.soak.scale import scaled
from tests.soak.test_chat_kills import kept_count


@pytest.mark.soak
@pytest.mark.parametrize(
    ("messages", "kills", "restarts"),
    [(150, 0, 1), (scaled(10_000), scaled(60), scaled(20))],
    ids=["short", "long"],
)
def test_restarts(messages: int, kills: int, restarts: int) -> None:
    """`pg_ctl -m immediate`: no connection is closed in order, and the server recovers from its log."""
    with machine(CAREFUL) as (url, restart):
        open_store(url).close()
        due = [(n + 1) / (restarts + 1) for n in range(restarts)]

        def disturb(done: float) -> bool:
            if not due or done < due[0]:
                return False
            due.pop(0)
            restart()
            return True

        count = run(url, messages, kills, replicas=2, disturb=disturb)
    report("database-restarts", count.table())
    assert count.restarts == restarts
    assert count.back < 10
    kept_count(count)
