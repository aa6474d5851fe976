"""Showing what is due: each message once, to its own person, and again after a crash."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.app import SetClock
from adapters.console.talk import Talk
from adapters.scheduler import tick
from bot.messages import Reply, reply_from
from bot.ports import Store
from bot.turn import Dialogue
from knowledge.catalog import Catalog
from tests.adapters.reminded import DUE, WEEK, learner, person, waiting

pytestmark = pytest.mark.usefixtures("planned")


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
        messages = work.outbox.take("home", "terminal", "anna", DUE, 10)
    assert [reply_from(json.loads(m.body)).summary for m in messages] == ["Weekly check-in: how is CISSP going?"]
