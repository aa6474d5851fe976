"""Events in, answers queued: once each, in order, whatever breaks in between."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from adapters.wire import Failure, Outcome
from bot.errors import StaleRecord
from bot.messages import Attachment
from bot.wording import chat
from tests.adapters.mail import ANA, Stage, event, run


def test_a_message_is_answered_once() -> None:
    stage = Stage()

    async def story() -> None:
        assert await stage.intake.put([event(1, "hello")]) == [True]
        assert await stage.intake.put([event(1, "hello")]) == [False]
        await stage.round()
        assert await stage.intake.put([event(1, "hello")]) == [False]
        await stage.round()

    run(story())
    assert stage.echo.heard == ["hello"]
    assert stage.platform.sent == [("D1", "hello\n  [1] Again")]
    assert stage.platform.shown == ["thinking"]


def test_events_of_a_place_are_answered_in_order_and_places_side_by_side() -> None:
    stage = Stage()

    async def story() -> None:
        await stage.intake.put([event(n, f"{n} in {c}", c) for n, c in enumerate("ABABAB")])
        worker = stage.worker()
        assert await worker.step() == 2  # one of each place
        await worker.jobs.idle()
        await stage.round(worker)

    run(story())
    assert [t for t in stage.echo.heard if t.endswith("A")] == ["0 in A", "2 in A", "4 in A"]
    assert [t for t in stage.echo.heard if t.endswith("B")] == ["1 in B", "3 in B", "5 in B"]


def test_puts_at_the_same_time_share_a_commit() -> None:
    stage = Stage()
    commits = []
    plain = stage.do

    def counting(action):  # type: ignore[no-untyped-def]
        commits.append(1)
        return plain(action)

    stage.intake.do = counting

    async def story() -> None:
        answers = await asyncio.gather(*(stage.intake.put([event(n)]) for n in range(40)))
        assert answers == [[True]] * 40

    run(story())
    assert len(commits) < 40


def test_a_caller_that_gives_up_takes_nobody_along() -> None:
    stage = Stage()

    async def story() -> None:
        first = asyncio.create_task(stage.intake.put([event(1)]))
        second = asyncio.create_task(stage.intake.put([event(2)]))
        await asyncio.sleep(0)
        first.cancel()
        assert await second == [True]
        await stage.round()

    run(story())
    assert stage.echo.heard == ["message 1", "message 2"]  # the first was on its way and is kept


def test_what_fails_is_tried_again_and_holds_up_only_its_place() -> None:
    stage = Stage()
    stage.echo.broken["bad"] = [StaleRecord(), ValueError("secret text")]

    async def story() -> None:
        await stage.intake.put([event(1, "bad", "A"), event(2, "after", "A"), event(3, "other", "B")])
        await stage.round()
        assert stage.echo.heard == ["other"]
        stage.later(seconds=2)
        await stage.round()
        assert stage.echo.heard == ["other"]
        stage.later(seconds=6)
        await stage.round()

    run(story())
    assert stage.echo.heard == ["other", "bad", "after"]


def test_what_fails_three_times_is_given_up_with_a_word() -> None:
    stage = Stage()
    stage.echo.broken["bad"] = [ValueError("x")] * 3

    async def story() -> None:
        await stage.intake.put([event(1, "bad"), event(2, "next")])
        for _ in range(4):
            await stage.round()
            stage.later(seconds=10)

    run(story())
    assert stage.echo.heard == ["next"]
    assert " ".join(stage.platform.sent[0][1].split()) == chat.SORRY


def test_a_dead_process_loses_its_lease_and_nothing_is_answered_twice() -> None:
    stage = Stage()

    async def story() -> None:
        await stage.intake.put([event(1, "hello")])
        now = stage.clock.now()
        with stage.store.begin() as work:
            [taken] = work.inbox.claim("dead", now, now + timedelta(seconds=60), 5)
            work.commit()
        await stage.round()
        assert stage.echo.heard == []
        stage.later(seconds=61)
        await stage.round()
        with stage.store.begin() as work:
            assert not work.inbox.done(taken.number, taken.attempt)  # the dead one comes back too late

    run(story())
    assert stage.echo.heard == ["hello"]


def test_somebody_new_is_introduced_once() -> None:
    stage = Stage()

    async def story() -> None:
        await stage.intake.put([event(1), event(2)])
        await stage.round()

    run(story())
    assert stage.platform.people == [ANA]


def test_small_text_files_come_with_their_text() -> None:
    stage = Stage()
    seen = []
    answer = stage.echo.answer
    stage.echo.answer = lambda incoming: (seen.append(incoming.files), answer(incoming))[1]  # type: ignore[method-assign]
    files = (Attachment("a.txt", "text/plain", 4, "F1"), Attachment("b.png", "image/png", 9, "F2"))

    async def story() -> None:
        await stage.intake.put([replace(event(1), files=files)])
        await stage.round()

    run(story())
    assert [f.content for f in seen[0]] == ["text", None]


def test_a_place_that_was_left_is_dead_until_somebody_writes() -> None:
    stage = Stage()

    async def story() -> None:
        await stage.intake.put([event(1, "hello")])
        await stage.round()
        await stage.intake.put([replace(event(2), kind="left", text="blocked")])
        await stage.round()
        assert stage.place().dead == "blocked"
        await stage.intake.put([event(3, "back")])
        await stage.round()
        assert stage.place().dead == ""

    run(story())
    assert [text for _, text in stage.platform.sent] == ["hello\n  [1] Again", "back\n  [1] Again"]


def test_an_invitation_is_answered_in_public_and_feedback_is_kept_without_a_name() -> None:
    stage = Stage()

    async def story() -> None:
        await stage.intake.put([event(1, "x", "C1", kind="joined", kind_of_place="channel")])
        await stage.intake.put([event(2, "bad", kind="feedback")])
        await stage.round()

    run(story())
    assert stage.platform.sent[0][0] == "C1"
    assert " ".join(stage.platform.sent[0][1].split()) == chat.HELLO_ALL
    with stage.store.begin() as work:
        [report] = work.reports.all("home")
    assert report.text == "an answer was rated bad"
    assert "U1" not in repr(report)


def test_the_file_that_cannot_be_fetched_stays_a_name() -> None:
    stage = Stage()

    async def refuse(tenant: str, attachment: Attachment) -> Attachment:
        raise Failure(Outcome.REFUSED, "too_large")

    stage.platform.fetch = refuse  # type: ignore[method-assign]

    async def story() -> None:
        await stage.intake.put([replace(event(1), files=(Attachment("a.txt", "text/plain", 4, "F1"),))])
        await stage.round()

    run(story())
    assert stage.echo.heard == ["message 1"]
