"""Messages out: what becomes of each outcome, and of a crash at each moment."""

import asyncio
import json
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.wire import Failure, Outcome
from bot.messages import Reply, Text, to_json
from bot.traffic import Rate
from bot.turn import choices
from tests.adapters.mail import NOW, Stage, event, run
from tests.fakes.recorder import Recorder

LATER = Failure(Outcome.LATER, "ratelimited", 30, "chat")
DOUBT = Failure(Outcome.DOUBT, "TimeoutError")
ROW = "re:slack:Ev1"


def answered(stage: Stage, rounds: int = 1, **between: float) -> None:
    """One message, answered; the clock moves between rounds."""

    async def story() -> None:
        await stage.intake.put([event(1, "hello")])
        await stage.round()
        for _ in range(rounds - 1):
            stage.later(**between)
            await stage.round()

    run(story())


def test_sent() -> None:
    stage = Stage()
    answered(stage)
    row = stage.queued(ROW)
    assert (row.state, row.receipts, row.part) == ("sent", "r1", 1)
    assert stage.counted == [("slack", "sent")]


def test_parts_go_one_by_one_and_a_failure_resumes_where_it_was() -> None:
    stage = Stage(platform=Recorder(parts=3, failures=[None, Failure(Outcome.LATER, "refused")]))
    answered(stage, rounds=2, seconds=10)
    assert [text for _, text in stage.platform.sent] == ["hello\n  [1] Again", "part 1", "part 2"]
    assert stage.queued(ROW).receipts == "r1 r2 r3"


def test_429_waits_as_long_as_it_was_told_and_holds_its_key() -> None:
    stage = Stage(platform=Recorder(failures=[LATER], rates=(Rate("chat", 1),)))
    answered(stage, rounds=2, seconds=29)
    assert stage.platform.sent == []
    assert stage.queued(ROW).state == "ready"
    run(_again(stage, seconds=1))
    assert len(stage.platform.sent) == 1


async def _again(stage: Stage, **delta: float) -> None:
    stage.later(**delta)
    await stage.round()


def test_refused_is_final() -> None:
    stage = Stage(platform=Recorder(failures=[Failure(Outcome.REFUSED, "invalid_blocks")]))
    answered(stage, rounds=3, seconds=600)
    row = stage.queued(ROW)
    assert (row.state, row.reason) == ("failed", "invalid_blocks")
    assert len(stage.platform.tried) == 1


def test_dead_buries_the_place_and_what_waits_for_it() -> None:
    stage = Stage(platform=Recorder(failures=[Failure(Outcome.DEAD, "account_inactive")]))

    async def story() -> None:
        await stage.intake.put([event(1), event(2)])
        worker = stage.worker()
        for _ in range(2):
            await worker.step()
            await worker.jobs.idle()
        await stage.round(worker)

    run(story())
    assert stage.place().dead == "account_inactive"
    assert [stage.queued(f"re:slack:Ev{n}").state for n in (1, 2)] == ["failed", "failed"]
    assert len(stage.platform.tried) == 1


@pytest.mark.parametrize(("found", "tries", "state"), [("r9", 1, "sent"), ("", 2, "sent"), (None, 2, "sent")])
def test_doubt_asks_the_platform_first(found: str | None, tries: int, state: str) -> None:
    stage = Stage(platform=Recorder(failures=[DOUBT], found=found))
    answered(stage, rounds=2, seconds=1)
    assert len(stage.platform.tried) == tries
    assert stage.platform.asked == 1
    assert stage.queued(ROW).state == state


def test_doubt_is_sent_again_once_and_then_flagged() -> None:
    stage = Stage(platform=Recorder(failures=[DOUBT, DOUBT, DOUBT]))
    answered(stage, rounds=5, seconds=600)
    assert len(stage.platform.tried) == 2
    assert stage.queued(ROW).state == "in-doubt"
    with stage.store.begin() as work:
        assert [m.id for m in work.outbox.doubtful("home", 9)] == [ROW]


@pytest.mark.parametrize("moment", ["claimed", "sending"])
def test_a_crash_leaves_doubt_only_while_sending(moment: str) -> None:
    """A row that was claimed and never attempted is simply sent; one in `sending` is asked about first."""
    stage = Stage(platform=Recorder(found="r7"))

    async def story() -> None:
        await stage.intake.put([event(1, "hello")])
        worker = stage.worker()
        await worker.step()
        await worker.jobs.idle()
        until = NOW + timedelta(seconds=60)
        with stage.store.begin() as work:
            [taken] = work.outbox.claim(("slack",), "dead", NOW, until, 5)
            if moment == "sending":
                assert work.outbox.sending(taken, until)
            work.commit()
        sender = stage.sender("two")
        await stage.round(worker, sender)
        assert stage.platform.tried == []
        stage.later(seconds=61)
        await sender.recover()
        await stage.round(worker, sender)
        with stage.store.begin() as work:
            assert not work.outbox.arrived(taken, "late", NOW, more=False)  # the dead one wakes up: fenced

    run(story())
    assert len(stage.platform.tried) == (1 if moment == "claimed" else 0)
    assert stage.queued(ROW).receipts == ("r1" if moment == "claimed" else "r7")


def test_rates_are_kept_across_senders() -> None:
    stage = Stage(platform=Recorder(rates=(Rate("bot", 10),)))

    async def story() -> None:
        await stage.intake.put([event(n, conversation=f"D{n}") for n in range(30)])
        one, two = stage.sender("one"), stage.sender("two")
        worker = stage.worker()
        while await worker.step():
            await worker.jobs.idle()
        await asyncio.gather(one.step(), two.step())
        await one.jobs.idle()
        await two.jobs.idle()

    run(story())
    assert len(stage.platform.sent) == 30
    assert max(stage.waited) - NOW == timedelta(seconds=2.9)
    assert len(set(stage.waited)) == 29


def test_what_would_wait_too_long_for_a_rate_goes_back_into_the_table() -> None:
    """It is not held in memory beyond a few seconds, and keeps its turn by its due time."""
    stage = Stage(platform=Recorder(rates=(Rate("bot", 0.2),)))

    async def story() -> None:
        await stage.intake.put([event(n, conversation=f"D{n}") for n in range(3)])
        worker, sender = stage.worker(), stage.sender()
        while await worker.step():
            await worker.jobs.idle()
        await sender.step()
        await sender.jobs.idle()

    run(story())
    assert len(stage.platform.sent) == 2
    [left] = [row for n in range(3) if (row := stage.queued(f"re:slack:Ev{n}")).state != "sent"]
    assert (left.state, left.reason, left.due_at - NOW) == ("ready", "rate", timedelta(seconds=10))


def test_a_farewell_does_not_remove_the_place_of_somebody_who_began_anew() -> None:
    stage = Stage()
    answered(stage)
    place = stage.place()
    assert place.learner is not None
    sent = stage.queued(ROW)
    with stage.store.begin() as work:
        work.outbox.add(replace(sent, id="bye", kind="farewell", learner="", state="ready", part=0, receipts=""))
        work.commit()
    run(_again(stage, seconds=1))
    assert stage.queued("bye").state == "sent"
    assert stage.place() == place


def test_pressing_a_button_that_is_spent_marks_the_message() -> None:
    """The edit of a message waits until the message itself was sent, and edits what arrived."""
    stage = Stage()
    answered(stage)
    with stage.store.begin() as work:
        from bot.pressing import edit, marked

        original = work.outbox.get("home", ROW)
        assert original is not None
        work.outbox.add(edit(original, marked(original, "Again"), "Ev2", NOW))
        work.commit()
    run(_again(stage, seconds=1))
    call = stage.platform.tried[-1]
    assert call.params["edits"] == ["r1"]
    assert "✓ Again" in call.params["text"]
    assert call.params["tokens"] == []


@pytest.mark.parametrize("crash", [False, True])
def test_a_reminder_gets_its_tokens_when_it_is_claimed(crash: bool) -> None:
    """Queued by thousands it has none; they are made once, whatever happens to the call, and stand in the store."""
    stage = Stage(platform=Recorder(failures=[None, DOUBT] if crash else [], found=""))
    body = json.dumps(to_json(Reply("due", (Text("due"), choices(("Done", "done"), ("Slipped", "late"))))))

    async def story() -> None:
        await stage.intake.put([event(1, "hello")])
        await stage.round()
        message = replace(stage.queued(ROW), id="due", kind="weekly-check-in", body=body, state="ready", attempt=0)
        with stage.store.begin() as work:
            work.outbox.add_all([replace(message, receipts="", part=0, sent_at=None, owner="")])
            work.commit()
        for _ in range(3):
            stage.later(seconds=10)
            await stage.round()

    run(story())
    tokens = [call.params["tokens"] for call in stage.platform.tried if call.params["kind"] == "weekly-check-in"]
    assert len(tokens) == 1 + crash
    assert len(set(map(tuple, tokens))) == 1
    with stage.store.begin() as work:
        found = [work.actions.find("home", token) for token in tokens[0]]
    assert [(a.says, a.group, a.place) for a in found if a] == [
        ("done", "due", stage.place().id),
        ("late", "due", stage.place().id),
    ]
    assert stage.queued("due").state == "sent"
