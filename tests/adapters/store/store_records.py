"""Records to store: one full example, and hypothesis strategies for any."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import strategies as st

from bot.messages import Person
from bot.records import (
    Achievement,
    Evidence,
    GoalRecord,
    LearnerRecord,
    PathwayRecord,
    Profile,
    ProgressEntry,
    Reminder,
    StepState,
)
from bot.traffic import Outgoing

NOW = datetime(2027, 1, 4, 9, 30, 0, 123457, tzinfo=UTC)
ANA = Person("acme", "slack", "U0ANA", "Ana", "Europe/Lisbon", "pt")
BEN = Person("acme", "slack", "U0BEN", "Ben")


def reminder(id="r1", due=NOW, **changes):
    given = {"kind": "check-in", "weekday": 0, "at": "18:00", "zone": "Europe/Lisbon", **changes}
    return Reminder(id=id, next_due_at=due, platform="slack", conversation="D0ANA", **given)


def full(record: LearnerRecord) -> LearnerRecord:
    """The record with something in every field."""
    return replace(
        record,
        profile=Profile(
            "Europe/Lisbon", 6.5, 80_000, "EUR", False, 3.25, "pt", "PT", "21:00", "07:30",
            ("hands_on",), ("cissp",), ("isc2",), ("ccsp",),
        ),
        achievements=(Achievement("security-plus", on=date(2025, 5, 6)), Achievement("a-plus")),
        skills={"S2": 3, "S1": 0},
        goals=(GoalRecord("cloud-security-engineer", date(2027, 6, 1), "by June"), GoalRecord("ciso", None)),
        pathway=PathwayRecord(
            '{"b": 1, "a": [2]}',
            NOW,
            (
                StepState("ccsk", "done", 41, ("read", "exam"), date(2027, 2, 3)),
                StepState("ccsp"),
            ),
        ),
        progress=(
            ProgressEntry(NOW, "hours", "ccsk", 2.5, "naïve – ✓ 🎓"),
            ProgressEntry(NOW + timedelta(microseconds=1), "checked-in"),
        ),
        reminders=(reminder(), reminder("r2", paused=True, ignored=2, reason="you asked")),
        evidence=(
            Evidence("skill:S1", date(2026, 5, 6), "a lab at home ✓", "https://example.org/lab", "form"),
            Evidence(None),
        ),
    )  # fmt: skip


def message(id="m1", **changes) -> Outgoing:
    given = {"tenant": "acme", "learner": "k", "platform": "slack", "conversation": "D0ANA", "kind": "answer"}
    return Outgoing(**{**given, "id": id, "body": '{"summary":"hi"}', "due_at": NOW, **changes})


def added(store, person=ANA) -> LearnerRecord:
    """A new learner, committed."""
    with store.begin() as work:
        record = work.learners.add(person)
        work.commit()
    return record


def saved(store, record) -> LearnerRecord:
    """The record, saved and committed."""
    with store.begin() as work:
        record = work.learners.save(record)
        work.commit()
    return record


def got(store, record) -> LearnerRecord | None:
    """The record as it is stored."""
    with store.begin() as work:
        return work.learners.get(record.tenant, record.key)


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
names = st.none() | texts
counts = st.integers(0, 2**53)
numbers = st.floats(0, 100)
days = st.dates()
zones = st.sampled_from([UTC, timezone(timedelta(hours=-9, minutes=-30)), timezone(timedelta(hours=14))])
instants = st.datetimes(NOW.replace(1900, tzinfo=None), NOW.replace(2200, tzinfo=None), timezones=zones)
walls = st.times().map(lambda t: f"{t:%H:%M}")
iana = st.sampled_from(["UTC", "Europe/Lisbon", "America/New_York", "Asia/Kolkata"])


def lists(items):
    return st.lists(items, max_size=3).map(tuple)


profiles = st.builds(
    Profile, iana, st.none() | numbers, st.none() | counts, texts, st.booleans(), st.none() | numbers, names, names,
    walls, walls, lists(texts), lists(texts), lists(texts), lists(texts),
)  # fmt: skip
step_states = st.builds(
    StepState,
    texts,
    st.sampled_from(["planned", "started", "done", "failed", "skipped"]),
    counts,
    lists(texts),
    st.none() | days,
)
plans = st.dictionaries(texts, texts, max_size=2).map(json.dumps)
entries = st.builds(ProgressEntry, instants, texts, names, st.none() | st.floats(-1e9, 1e9), texts)
reminders = st.builds(
    Reminder, texts, texts, st.integers(0, 6), walls, iana, instants, texts, texts, texts, st.booleans(), counts
)
records = st.builds(
    LearnerRecord,
    key=st.just("k"),
    tenant=st.just("acme"),
    profile=profiles,
    achievements=lists(st.builds(Achievement, texts, st.just("self-declared"), st.none() | days)),
    skills=st.dictionaries(texts, st.integers(0, 4), max_size=4),
    goals=lists(st.builds(GoalRecord, texts, st.none() | days, texts)),
    pathway=st.none() | st.builds(PathwayRecord, plans, instants, lists(step_states)),
    progress=lists(entries),
    evidence=lists(
        st.builds(
            Evidence, names, st.none() | days, texts, st.just("https://x.org/a"), st.sampled_from(["said", "file"])
        )
    ),
    reminders=st.lists(reminders, max_size=3, unique_by=lambda r: r.id).map(tuple),
)
