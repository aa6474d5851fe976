"""Reminders are asked again in the transaction that marks them as sending; answers never are."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.messages import Reply, Text, to_json
from bot.records import LearnerRecord
from tests.adapters.mail import NOW, Stage, event, run

ROW = "re:slack:Ev1"
QUIET = {"quiet_from": f"{NOW - timedelta(hours=1):%H:%M}", "quiet_to": f"{NOW + timedelta(hours=1):%H:%M}"}
NEVER = {"quiet_from": "00:00", "quiet_to": "00:00"}


def waiting(kind: str = "weekly-check-in", old: timedelta = timedelta(0), profile: Any = None) -> Stage:
    """Somebody who has said hello, and what waits for them; `profile` changes after it was queued."""
    stage = Stage()
    body = json.dumps(to_json(Reply("due", (Text("due"),))))

    async def story() -> None:
        await stage.intake.put([event(1, "hello")])
        await stage.round()
        first = stage.queued(ROW)
        with stage.store.begin() as work:
            record = work.learners.get("home", first.learner)
            assert isinstance(record, LearnerRecord)
            work.learners.save(replace(record, profile=replace(record.profile, **(profile or NEVER))))
            row = replace(first, id="due", kind=kind, body=body, state="ready", attempt=0, owner="")
            work.outbox.add(replace(row, receipts="", part=0, sent_at=None, due_at=NOW - old))
            work.commit()
        await stage.round()

    run(story())
    return stage


def said(stage: Stage) -> int:
    return sum(call.params["kind"] != "reply" for call in stage.platform.tried)


def test_a_wanted_one_is_sent() -> None:
    stage = waiting()
    assert (stage.queued("due").state, said(stage)) == ("sent", 1)


def test_a_week_late_is_not_sent() -> None:
    stage = waiting(old=timedelta(days=8))
    row = stage.queued("due")
    assert (row.state, row.reason, said(stage)) == ("expired", "stale", 0)


def test_at_night_it_is_put_off_and_holds_nothing_up() -> None:
    """Quiet hours set after it was queued count; an answer that comes later goes out before it."""
    stage = waiting(profile=QUIET)
    row = stage.queued("due")
    assert (row.state, row.reason, said(stage)) == ("ready", "not-now", 0)
    assert row.due_at > NOW

    async def morning() -> None:
        await stage.intake.put([event(2, "still there?")])
        await stage.round()
        assert stage.queued("re:slack:Ev2").state == "sent"
        stage.later(hours=1, minutes=1)
        await stage.round()

    run(morning())
    assert (stage.queued("due").state, said(stage)) == ("sent", 1)


def test_a_forgotten_person_is_not_written_to() -> None:
    """A row of nobody is dropped; a reply of nobody still goes where it belongs."""
    stage = Stage()

    async def story() -> None:
        await stage.intake.put([event(1, "hello")])
        await stage.round()
        row = replace(stage.queued(ROW), learner="nobody", state="ready", attempt=0, owner="", receipts="", part=0)
        with stage.store.begin() as work:
            for id, kind in (("a", "weekly-check-in"), ("b", "reply")):
                work.outbox.add(replace(row, id=id, kind=kind, sent_at=None))
            work.commit()
        for _ in range(3):
            stage.later(seconds=5)
            await stage.round()

    run(story())
    assert (stage.queued("a").state, stage.queued("b").state) == ("expired", "sent")


@pytest.mark.parametrize("kind", ["reply", "broadcast", "edit"])
def test_other_kinds_are_never_asked(kind: str) -> None:
    assert waiting(kind=kind, old=timedelta(days=8), profile=QUIET).queued("due").state != "expired"
