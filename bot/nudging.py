"""The tick's use case: which reminders are due for one learner, and what they say. Pure."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.messages import Block
from bot.progress import current
from bot.records import LearnerRecord, Reminder
from bot.reminding.dated import nudges
from bot.reminding.firing import Scene, fire
from bot.reminding.rows import Wanted, armed, moved_on
from bot.requests import pathway_from_text
from bot.traffic import Outgoing
from bot.views.facts import renewed_how
from bot.views.pictures import studied
from knowledge.catalog import Catalog
from planner.nudges import streak

_DONE = {"hours", "milestone", "passed"}
"""What counts as having been at it, beside "still on it"."""


def due(record: LearnerRecord, now: datetime, catalog: Catalog) -> tuple[LearnerRecord, list[Outgoing]]:
    """The record with its reminders moved past `now`, and the message (at most one) to queue in the same transaction.

    Cheap when nothing is due: the plan is read only for what is really sent.
    """
    if not any(not r.paused and r.next_due_at <= now for r in record.reminders):
        return record, []
    today = now.astimezone(ZoneInfo(record.profile.zone)).date()
    state = current(record)
    dated = nudges(record, catalog, today)
    scene = Scene(
        title=_name(catalog, state.credential) if state else None,
        step=state.credential if state else "",
        late=lambda: _end(record, state.credential) if state else None,
        weeks=lambda: _weeks(record, today),
        nudges=dated,
        name=lambda credential: _name(catalog, credential),
        how=lambda credential: renewed_how(catalog, credential),
        month=lambda: _month(record, catalog, today),
    )
    after, out = fire(record, now, scene)
    return moved_on(record, after, now, Wanted(state is not None, dated)), out


def rearmed(
    record: LearnerRecord, now: datetime, catalog: Catalog, place: tuple[str, str] | None = None
) -> LearnerRecord:
    """A changed record with the reminders it should have now. `place` (platform, conversation): where new ones go."""
    if place is None and not record.reminders:
        return record
    today = now.astimezone(ZoneInfo(record.profile.zone)).date()
    wanted = Wanted(current(record) is not None, nudges(record, catalog, today))
    return armed(record, now, wanted, place)


def carried(before: LearnerRecord, current: LearnerRecord) -> LearnerRecord:
    """The record that an undo brings back, with what has been sent since: it must not be sent again."""
    now = {r.id: r for r in current.reminders}

    def kept(row: Reminder) -> Reminder:
        newer = now.get(row.id)
        if newer is None:
            return row
        same = (row.weekday, row.at, row.zone, row.rule) == (newer.weekday, newer.at, newer.zone, newer.rule)
        if not same:
            return replace(row, log=newer.log, occurrence=None)
        return replace(
            newer, paused=row.paused, stopped=row.stopped, platform=row.platform, conversation=row.conversation
        )

    return replace(before, reminders=tuple(kept(r) for r in before.reminders))


def _name(catalog: Catalog, credential: str) -> str:
    known = catalog.credentials.get(credential)
    return known.short if known else credential


def _end(record: LearnerRecord, credential: str) -> date | None:
    """The planned end of a step, read from the plan's text without making a Pathway of it: this runs for everybody."""
    if record.pathway is None:
        return None
    try:
        steps = json.loads(record.pathway.plan)["steps"]
        return next((date.fromisoformat(s["end"]) for s in steps if s["credential"] == credential), None)
    except (ValueError, KeyError, TypeError):  # brought in from outside: any JSON object
        return None


def _weeks(record: LearnerRecord, today: date) -> int:
    place = ZoneInfo(record.profile.zone)
    days = [
        e.at.astimezone(place).date()
        for e in record.progress
        if e.kind in _DONE or (e.kind == "checked-in" and e.note == "still")
    ]
    resting = [
        a.first + timedelta(days=n) for a in record.profile.rhythm.away for n in range((a.last - a.first).days + 1)
    ]
    return streak(days, today, resting)


def _month(record: LearnerRecord, catalog: Catalog, today: date) -> Sequence[Block]:
    if record.pathway is None:
        return ()
    try:
        pathway = pathway_from_text(record.pathway.plan)
    except (ValueError, KeyError, TypeError, AttributeError):
        return ()
    return (studied(catalog, pathway, {s.credential: s for s in record.pathway.steps}, today),)
