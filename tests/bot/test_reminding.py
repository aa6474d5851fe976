"""The weekly check-in: due times over clock changes, quiet hours, and what the tick makes of it."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages import Choices, reply_from
from bot.records import LearnerRecord, Reminder, Rhythm
from bot.reminders import next_due, quiet
from bot.reminding import firing
from bot.traffic import Outgoing

ZONES = [
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Africa/Cairo",
    "Africa/Casablanca",
    "America/St_Johns",
    "Pacific/Apia",
    "Pacific/Chatham",
    "Asia/Gaza",
    "America/Sao_Paulo",
]

INSTANTS = st.datetimes(datetime.fromisoformat("2026-01-01"), datetime.fromisoformat("2029-12-31"))
"""Naive: hypothesis wants its bounds so."""


MOST_IGNORED = Rhythm().ignored_limit


def fire(record: LearnerRecord, now: datetime, title: str | None) -> tuple[LearnerRecord, list[Outgoing]]:
    """What is due, with a step of that name at hand."""
    return firing.fire(record, now, firing.Scene(title))


def at(text: str) -> datetime:
    """A UTC instant."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@given(
    st.sampled_from(ZONES),
    st.integers(0, 6),
    st.integers(0, 23),
    st.sampled_from([0, 15, 30, 59]),
    INSTANTS,
)
def test_next_due_is_the_first_such_wall_time(zone: str, weekday: int, hour: int, minute: int, after: datetime) -> None:
    """Strictly after, at most eight days off, on the weekday and at the wall time unless the clock skips it."""
    start, wall = after.replace(tzinfo=UTC), f"{hour:02d}:{minute:02d}"
    due = next_due(weekday, wall, zone, start)
    assert due.tzinfo is UTC
    assert start < due <= start + timedelta(days=7, hours=2)
    local = due.astimezone(ZoneInfo(zone))
    if f"{local:%H:%M}" == wall:
        assert local.weekday() == weekday
        assert local.fold == 0
    else:
        naive = local.replace(tzinfo=None)
        asked = naive.replace(hour=hour, minute=minute)
        assert timedelta(0) < (naive - asked) % timedelta(days=1) <= timedelta(hours=1)


@given(
    st.sampled_from(ZONES),
    st.integers(0, 6),
    st.integers(0, 23),
    INSTANTS,
)
def test_weeks_never_skip(zone: str, weekday: int, hour: int, after: datetime) -> None:
    """From one due time to the next it is a week, give or take the clock change; none is skipped or doubled."""
    due = next_due(weekday, f"{hour:02d}:30", zone, after.replace(tzinfo=UTC))
    for _ in range(4):
        later = next_due(weekday, f"{hour:02d}:30", zone, due)
        assert timedelta(days=7, hours=-2) <= later - due <= timedelta(days=7, hours=2)
        due = later


@pytest.mark.parametrize(
    ("weekday", "wall", "zone", "after", "due"),
    [
        (6, "02:30", "Europe/Berlin", "2027-03-27T00:00", "2027-03-28T01:30"),  # gap: 02:30 is 03:30 summer time
        (6, "02:30", "Europe/Berlin", "2027-10-30T00:00", "2027-10-31T00:30"),  # fold: the first 02:30
        (6, "02:30", "Europe/Berlin", "2027-10-31T00:30", "2027-11-07T01:30"),  # and not again an hour later
        (6, "18:00", "Europe/Berlin", "2027-03-22T00:00", "2027-03-28T16:00"),
        (6, "18:00", "Europe/Berlin", "2027-03-15T00:00", "2027-03-21T17:00"),
        (6, "02:15", "Australia/Lord_Howe", "2026-10-03T12:00", "2026-10-03T15:45"),  # half an hour's gap
        (0, "09:00", "Asia/Kathmandu", "2026-11-22T00:00", "2026-11-23T03:15"),
        (4, "00:30", "Africa/Cairo", "2027-04-29T12:00", "2027-04-29T22:30"),  # midnight is skipped
        (0, "09:00", "UTC", "2026-11-23T09:00", "2026-11-30T09:00"),  # strictly after
        (0, "09:00", "UTC", "2026-11-23T08:59", "2026-11-23T09:00"),
    ],
)
def test_known_instants(weekday: int, wall: str, zone: str, after: str, due: str) -> None:
    """Clock changes that have been looked up."""
    assert next_due(weekday, wall, zone, at(after)) == at(due)


@pytest.mark.parametrize(
    ("wall", "start", "end", "silent"),
    [
        ("19:59", "20:00", "08:00", False),
        ("20:00", "20:00", "08:00", True),
        ("23:30", "20:00", "08:00", True),
        ("00:00", "20:00", "08:00", True),
        ("07:59", "20:00", "08:00", True),
        ("08:00", "20:00", "08:00", False),
        ("12:30", "12:00", "13:00", True),
        ("13:00", "12:00", "13:00", False),
        ("11:59", "12:00", "13:00", False),
        ("09:00", "08:00", "08:00", False),
    ],
)
def test_quiet_hours(wall: str, start: str, end: str, silent: bool) -> None:
    """Quiet hours may pass midnight; their end is not quiet; equal ends mean none."""
    assert quiet(wall, start, end) is silent


DUE = at("2026-11-29T18:00")


def learner(**changes: object) -> LearnerRecord:
    """A learner with one check-in on Sundays at 18:00 UTC."""
    reminder = Reminder("r", "weekly-check-in", 6, "18:00", "UTC", DUE, "terminal", "anna", "because")
    return LearnerRecord("k", "t", reminders=(replace(reminder, **changes),))  # type: ignore[arg-type]


def test_nothing_is_fired_early() -> None:
    """One second before is not yet."""
    record = learner()
    assert fire(record, DUE - timedelta(seconds=1), "CCSK") == (record, [])


def test_due_is_fired_once_and_moves_on() -> None:
    """The message carries the question; the next is a week later."""
    after, out = fire(learner(), DUE, "CCSK")
    assert len(out) == 1
    assert out[0].due_at == DUE
    assert (out[0].platform, out[0].conversation, out[0].learner, out[0].tenant) == ("terminal", "anna", "k", "t")
    assert "CCSK" in reply_from(json.loads(out[0].body)).summary
    assert after.reminders[0].next_due_at == DUE + timedelta(days=7)
    assert after.reminders[0].ignored == 1
    assert fire(after, DUE, "CCSK") == (after, [])


@given(st.integers(1, 400), st.integers(0, 6))
def test_missed_weeks_are_one_message_and_never_stale(weeks: int, days: int) -> None:
    """However long nobody looked: at most one message, about the last due time, and the next lies ahead."""
    now = DUE + timedelta(weeks=weeks, days=days)
    after, out = fire(learner(), now, "CCSK")
    assert len(out) == 1
    assert now - out[0].due_at < timedelta(days=7)
    assert after.reminders[0].next_due_at > now


def test_the_same_due_time_has_the_same_id() -> None:
    """Two ticks make the same message id, so that the outbox keeps one."""
    assert fire(learner(), DUE, "A")[1][0].id == fire(learner(), DUE + timedelta(hours=1), "A")[1][0].id


def test_the_fourth_ignored_is_the_last() -> None:
    """It says so, and then it is paused."""
    record, said = learner(), []
    now = DUE
    for _ in range(MOST_IGNORED + 2):
        record, out = fire(record, now, "CCSK")
        said += [reply_from(json.loads(m.body)) for m in out]
        now += timedelta(days=7)
    assert len(said) == MOST_IGNORED
    texts = [" ".join(b.text for b in r.blocks if hasattr(b, "text")) for r in said]
    assert ["resume" in t for t in texts] == [False, False, False, True]
    assert record.reminders[0].paused


def test_a_paused_one_is_silent() -> None:
    """Paused is paused, and stays as it is."""
    record = learner(paused=True)
    assert fire(record, DUE + timedelta(days=30), "CCSK") == (record, [])


def test_a_finished_plan_stops_it() -> None:
    """Nothing left to do: nothing is sent, and it stops."""
    after, out = fire(learner(), DUE, None)
    assert out == []
    assert after.reminders[0].paused


def test_the_message_has_buttons() -> None:
    """A check-in can be answered with one tap."""
    reply = reply_from(json.loads(fire(learner(), DUE, "CCSK")[1][0].body))
    assert [len(b.choices) for b in reply.blocks if isinstance(b, Choices)] == [6]
