"""Asked again before it goes out; clocks that jump; undo; how much it costs to look."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.nudging import carried, due, rearmed
from bot.records import (
    Achievement,
    Away,
    BookedExam,
    LearnerRecord,
    PathwayRecord,
    Profile,
    ProgressEntry,
    Reminder,
    Rhythm,
    StepState,
)
from bot.reminding.wanted import still_wanted, verdict
from bot.traffic import Outgoing, State
from knowledge.catalog import Catalog

DUE = datetime(2026, 11, 29, 18, tzinfo=UTC)
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)


def learner(rhythm: Rhythm | None = None, **more: object) -> LearnerRecord:
    """Somebody with a step to do and a check-in on Sundays at 18:00 UTC."""
    row = Reminder("r", "weekly-check-in", 6, "18:00", "UTC", DUE, "slack", "D1", "because", occurrence=DUE)
    plan = PathwayRecord('{"steps": []}', DUE - WEEK, (StepState("csa-ccsk"), StepState("isc2-cissp")))
    profile = Profile(rhythm=rhythm or Rhythm())
    return LearnerRecord("k", "t", profile=profile, pathway=plan, reminders=(row,), **more)  # type: ignore[arg-type]


def sent(record: LearnerRecord, catalog: Catalog, now: datetime = DUE) -> tuple[LearnerRecord, Outgoing]:
    """The record and its one message."""
    after, out = due(record, now, catalog)
    assert len(out) == 1
    return after, out[0]


def done(record: LearnerRecord, credential: str) -> LearnerRecord:
    assert record.pathway is not None
    steps = tuple(replace(s, status="done") if s.credential == credential else s for s in record.pathway.steps)
    return replace(record, pathway=replace(record.pathway, steps=steps))


def test_it_goes_out(real_catalog: Catalog) -> None:
    """At once, while nothing has changed; what is no reminder is not looked at."""
    after, message = sent(learner(), real_catalog)
    assert verdict(after, message, DUE + HOUR) == verdict(after, replace(message, kind="reply"), DUE + 30 * DAY)
    assert still_wanted(after, message, DUE)


def test_done_meanwhile(real_catalog: Catalog) -> None:
    """The step it asks about is done: it is not asked about any more, though another one is at hand."""
    after, message = sent(learner(), real_catalog)
    found = verdict(done(after, "csa-ccsk"), message, DUE + HOUR)
    assert (found.state, found.reason) == (State.EXPIRED, "done")
    assert still_wanted(done(after, "isc2-cissp"), message, DUE)


def test_stopped_meanwhile(real_catalog: Catalog) -> None:
    """Paused after it was queued: not sent. Paused because it was the last one: sent."""
    after, message = sent(learner(), real_catalog)
    row = after.reminders[0]
    off = replace(after, reminders=(replace(row, paused=True, stopped="you"), *after.reminders[1:]))
    assert verdict(off, message, DUE).reason == "off"
    last = replace(after, reminders=(replace(row, paused=True, stopped="ignored"), *after.reminders[1:]))
    assert still_wanted(last, message, DUE)
    assert not still_wanted(None, message, DUE)


def test_overtaken_and_stale(real_catalog: Catalog) -> None:
    """A later one has asked the same: replaced. Older than a week: expired."""
    after, first = sent(learner(), real_catalog)
    later, second = sent(after, real_catalog, DUE + WEEK)
    assert verdict(later, first, DUE + WEEK).state is State.REPLACED
    assert still_wanted(later, second, DUE + WEEK)
    assert verdict(later, second, DUE + 2 * WEEK + HOUR).state is State.EXPIRED
    assert first.replaces == second.replaces != ""


def test_night_and_away_at_the_last_moment(real_catalog: Catalog) -> None:
    """It waited in the outbox until the night, or until the person had gone."""
    after, message = sent(learner(), real_catalog)
    assert verdict(after, message, DUE + 4 * HOUR).not_before == datetime(2026, 11, 30, 8, tzinfo=UTC)
    gone = Rhythm(away=(Away(date(2026, 11, 29), date(2026, 12, 2)),))
    away = replace(after, profile=replace(after.profile, rhythm=gone))
    assert verdict(away, message, DUE + HOUR).reason == "away"


def exam(catalog: Catalog, on: date = date(2026, 12, 6), **limits: object) -> LearnerRecord:
    """With an exam that is booked."""
    record = learner(Rhythm(exams=(BookedExam("isc2-cissp", on),), **limits))  # type: ignore[arg-type]
    return rearmed(record, DUE - 12 * DAY, catalog)


def test_a_digest_and_its_parts(real_catalog: Catalog) -> None:
    """Due together: one message, wanted as long as one part of it is."""
    record = exam(real_catalog)
    after, message = sent(record, real_catalog)
    assert message.kind == "digest"
    assert message.replaces == ""
    text = json.loads(message.body)["summary"]
    assert "exam is in 7 days" in text
    assert "CCSK" in text
    assert still_wanted(done(after, "csa-ccsk"), message, DUE)
    passed = replace(done(after, "csa-ccsk"), achievements=(Achievement("isc2-cissp"),))
    assert not still_wanted(passed, message, DUE)


def test_an_exam_that_the_cap_would_keep_back(real_catalog: Catalog) -> None:
    """With one message a week, what comes before the next one comes along; each rung is told once."""
    record, told = exam(real_catalog, date(2026, 12, 3), weekly_cap=1), []
    for n in range(24):
        record, out = due(record, DUE + n * DAY, real_catalog)
        told += [json.loads(m.body)["summary"] for m in out]
    assert "exam is in 4 days" in told[0]
    assert sum("exam is" in t for t in told) == 1
    assert sum("How did it go" in t for t in told) == 1


def test_what_came_along_early_is_not_told_again(real_catalog: Catalog) -> None:
    """A rung of a renewal that came along with the one message of a week is over with that, though it is still true."""
    held = (Achievement("comptia-security-plus", on=date(2024, 1, 31)),)  # 60 days before its end: 2 December
    record, told = rearmed(learner(Rhythm(weekly_cap=1), achievements=held), DUE - DAY, real_catalog), []
    for n in range(25):
        record, out = due(record, DUE + n * DAY, real_catalog)
        told += [json.loads(m.body)["summary"] for m in out]
    assert ["Security+" in t for t in told] == [True, False, False, False]


def test_late_is_told_while_it_is_of_use(real_catalog: Catalog) -> None:
    """Ten days down: the newest rung, once; three weeks: nothing of the exam but the question, which goes stale too."""
    record = exam(real_catalog, date(2026, 12, 10))
    after, message = sent(record, real_catalog, DUE + 9 * DAY)
    assert "exam is in 2 days" in json.loads(message.body)["summary"]
    assert verdict(after, message, DUE + 9 * DAY).state is None
    much_later, out = due(record, DUE + 40 * DAY, real_catalog)
    assert "exam" not in json.loads(out[0].body)["summary"]
    assert {e.kind for e in much_later.progress} == {"reminder-dropped"}


@pytest.mark.parametrize("jump", [HOUR, -HOUR, DAY, -DAY])
def test_the_clock_jumps(jump: timedelta, real_catalog: Catalog) -> None:
    """Forward, back, and on again: no occurrence is told twice, and none is left out."""
    record, ids = learner(Rhythm(weekly_cap=14, ignored_limit=20)), []
    at, wild = DUE - 2 * HOUR, DUE
    for n in range(60 * 24):  # four weeks and more, by half hours
        at += timedelta(minutes=30)
        wild = at + jump if n % 97 > 60 else at
        record, out = due(record, wild, real_catalog)
        ids += [m.id for m in out]
    assert len(ids) == len(set(ids))
    assert len(ids) == 5


def test_undo_does_not_send_again(real_catalog: Catalog) -> None:
    """What was sent since a change is not sent once more because the change is taken back."""
    before = learner()
    after, _ = sent(before, real_catalog)
    back = rearmed(carried(before, after), DUE + HOUR, real_catalog)
    assert due(back, DUE + HOUR, real_catalog)[1] == []
    assert back.reminders[0].next_due_at == DUE + WEEK
    changed = replace(before, reminders=(replace(before.reminders[0], weekday=2),))
    assert due(rearmed(carried(changed, after), DUE + HOUR, real_catalog), DUE + HOUR, real_catalog)[1] == []


def test_arming_is_at_rest(real_catalog: Catalog) -> None:
    """Looking again changes nothing; a plan that goes on starts what a finished one had stopped."""
    record = exam(real_catalog)
    assert rearmed(record, DUE - 12 * DAY, real_catalog) is record
    stopped, out = due(done(done(learner(), "csa-ccsk"), "isc2-cissp"), DUE, real_catalog)
    assert out == []
    assert stopped.reminders[0].stopped == "done"
    again = rearmed(replace(stopped, pathway=learner().pathway), DUE + HOUR, real_catalog)
    assert not again.reminders[0].paused
    assert again.reminders[0].next_due_at == DUE + WEEK


def test_renewed_meanwhile(real_catalog: Catalog) -> None:
    """The ladder of a renewed credential is not told from the old period."""
    held = (Achievement("comptia-security-plus", on=date(2024, 1, 28)),)
    record = rearmed(learner(achievements=held), DUE - DAY, real_catalog)
    now = DUE + 2 * DAY
    after, message = sent(replace(record, reminders=record.reminders[1:]), real_catalog, now)
    assert "60 days" in json.loads(message.body)["summary"] or "Security+" in json.loads(message.body)["summary"]
    entry = ProgressEntry(now + HOUR, "renewed", "comptia-security-plus", None, now.date().isoformat())
    renewed = replace(after, progress=(entry,))
    assert verdict(renewed, message, now + HOUR).reason == "done"
    assert due(rearmed(renewed, now + HOUR, real_catalog), now + 5 * DAY, real_catalog)[1] == []


def test_looking_is_cheap(real_catalog: Catalog) -> None:
    """Nothing due: the record itself comes back, and no plan is read."""
    record = replace(learner(), pathway=PathwayRecord("not even JSON", DUE, (StepState("csa-ccsk"),)))
    assert due(record, DUE - HOUR, real_catalog) == (record, [])
    assert due(record, DUE, real_catalog)[1]
