"""Somebody with a weekly check-in, for the tests of the tick and of the delivery."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.messages import Person
from bot.ports import Store
from bot.records import LearnerRecord, PathwayRecord, Reminder, StepState

DUE = datetime(2026, 11, 29, 18, tzinfo=UTC)
WEEK = timedelta(days=7)
PLAN: list[str] = []
"""The text of one accepted plan, made once."""


def person(name: str = "anna") -> Person:
    """Somebody at the terminal."""
    return Person("home", "terminal", name, name, "UTC")


def learner(store: Store, name: str = "anna", due: datetime = DUE, done: bool = False, **rule: Any) -> LearnerRecord:
    """Somebody on the way to a credential, with a check-in."""
    with store.begin() as work:
        record = work.learners.add(person(name))
        reminder = Reminder(
            f"r-{name}", "weekly-check-in", 6, "18:00", "UTC", due, "terminal", name, "the check-in you agreed to"
        )
        state = StepState("isc2-cissp", "done" if done else "planned")
        record = replace(
            record, pathway=PathwayRecord(PLAN[0], DUE - WEEK, (state,)), reminders=(replace(reminder, **rule),)
        )
        record = work.learners.save(record)
        work.commit()
    return record


def waiting(store: Store, name: str = "anna", now: datetime = DUE + 52 * WEEK) -> list[str]:
    """The ids of the ready messages; they are claimed and given back."""
    with store.begin() as work:
        return [m.id for m in work.outbox.take("home", "terminal", name, now, 1000)]


def stored(store: Store, record: LearnerRecord) -> LearnerRecord:
    """The record as it is now."""
    with store.begin() as work:
        found = work.learners.get(record.tenant, record.key)
    assert found is not None
    return found
