"""Use case of the person's plan as a calendar file (RFC 5545): times to study, steps, booked exams, renewals.

Titles say what is due and nothing of goals, money or how it goes: calendars are often shared. The same thing keeps its
UID from one export to the next, so that a second import changes entries instead of doubling them.
"""

import hashlib
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.intents import Intent
from bot.messages import File, Reply, Text
from bot.records import LearnerRecord, StudySlot
from bot.reminding.clock import instant
from bot.reminding.dated import stands
from bot.reminding.daysoff import away, off
from bot.requests import pathway_from_text
from bot.turn import Outcome, Turn
from bot.wording import nudges as words
from knowledge.catalog import Catalog

if TYPE_CHECKING:
    from icalendar import Event

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
AHEAD = timedelta(days=366)
"""How far times to study go where no plan says when it ends."""
_OVER = {"done", "skipped"}
_SHORTEST, _USUAL, _LONGEST = 2, 4, 16  # quarter-hours of one time to study


def export(turn: Turn, intent: Intent) -> Outcome:
    """The calendar as a file, shown to the person only; one sentence when there is nothing to put in it."""
    document = calendar(turn.record, turn.catalog, turn.now)
    if not document:
        return Outcome(Reply(words.CALENDAR_EMPTY, (Text(words.CALENDAR_EMPTY),), visibility="private"))
    file = File("credpath.ics", "text/calendar", document)
    return Outcome(Reply(words.CALENDAR, (Text(words.CALENDAR),), visibility="private", files=(file,)))


def calendar(record: LearnerRecord, catalog: Catalog, now: datetime) -> str:
    """The text of an iCalendar file, "" when nothing is ahead. `now` is its DTSTAMP (UTC)."""
    import icalendar

    zone = record.profile.zone
    today = now.astimezone(ZoneInfo(zone)).date()
    events = [*_study(record, now, today), *_steps(record, catalog, now, today), *_dated(record, catalog, now, today)]
    if not events:
        return ""
    made = icalendar.Calendar()
    made.add("prodid", "-//Credpath//Plan//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", words.CALENDAR_NAME)
    for event in events:
        made.add_component(event)
    made.add_missing_timezones(first_date=today - AHEAD, last_date=_end(record, today) + AHEAD)
    return str(made.to_ical(), "utf-8")


def _study(record: LearnerRecord, now: datetime, today: date) -> list["Event"]:
    """One repeating event a slot. Days without reminders (days off, away) are left out of it."""
    slots, end = record.profile.rhythm.study, _end(record, today)
    return [event for slot in slots if (event := _slot(record, slot, now, today, end)) is not None]


def _slot(record: LearnerRecord, slot: StudySlot, now: datetime, today: date, end: date) -> "Event | None":
    rhythm, zone = record.profile.rhythm, record.profile.zone
    first = today + timedelta(days=(slot.weekday - today.weekday()) % 7)
    days = [first + timedelta(days=7 * n) for n in range((end - first).days // 7 + 1)]
    if all(off(day, rhythm) or away(day, rhythm) for day in days):
        return None
    wall = time.fromisoformat(slot.at)
    event = _event(record, f"study {slot.weekday} {slot.at}", words.CALENDAR_STUDY, now)
    event.add("dtstart", datetime.combine(first, wall, ZoneInfo(zone)))
    event.add("duration", _length(record))
    until = instant(datetime.combine(days[-1], time(23, 59)), zone)
    event.add("rrule", {"freq": "weekly", "byday": DAYS[slot.weekday], "until": until})
    for day in days:
        if off(day, rhythm) or away(day, rhythm):
            event.add("exdate", datetime.combine(day, wall, ZoneInfo(zone)))
    return event


def _length(record: LearnerRecord) -> timedelta:
    """The week's hours, shared by its times to study; an hour where they are not known."""
    hours, many = record.profile.hours_per_week, len(record.profile.rhythm.study)
    quarters = round(4 * hours / many) if hours else _USUAL
    return timedelta(minutes=15 * min(max(quarters, _SHORTEST), _LONGEST))


def _end(record: LearnerRecord, today: date) -> date:
    """The last day of the plan, or a year from now where it is over or there is none."""
    steps = pathway_from_text(record.pathway.plan).steps if record.pathway else ()
    last = max((step.end for step in steps), default=today)
    return last if last > today else today + AHEAD


def _steps(record: LearnerRecord, catalog: Catalog, now: datetime, today: date) -> list["Event"]:
    """The steps that are open, from their first study day to the day on which they are due."""
    if record.pathway is None:
        return []
    over = {state.credential for state in record.pathway.steps if state.status in _OVER}
    return [
        _days(record, f"step {step.credential}", _name(catalog, step.credential), now, step.start, step.end)
        for step in pathway_from_text(record.pathway.plan).steps
        if step.credential not in over and step.end >= today
    ]


def _dated(record: LearnerRecord, catalog: Catalog, now: datetime, today: date) -> list["Event"]:
    """Booked exams that are not passed, and the days on which credentials expire."""
    have = {held.credential for held in record.achievements}
    found = [
        _days(record, f"exam {exam.credential}", _titled(words.CALENDAR_EXAM, catalog, exam.credential), now, exam.on)
        for exam in record.profile.rhythm.exams
        if exam.credential not in have and exam.on >= today
    ]
    for held in record.achievements:
        standing = stands(record, held, catalog, today)
        if standing is None or standing.expires is None or standing.expires < today:
            continue
        title = _titled(words.CALENDAR_RENEWAL, catalog, held.credential)
        found.append(_days(record, f"renewal {held.credential}", title, now, standing.expires))
    return found


def _days(
    record: LearnerRecord, what: str, title: str, now: datetime, first: date, last: date | None = None
) -> "Event":
    """Whole days, which leave the person free: DTEND is the day after the last one."""
    event = _event(record, what, title, now)
    event.add("dtstart", first)
    event.add("dtend", (last or first) + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    return event


def _event(record: LearnerRecord, what: str, title: str, now: datetime) -> "Event":
    from icalendar import Event

    event = Event()
    mark = hashlib.sha256(f"{record.tenant}/{record.key}/{what}".encode()).hexdigest()[:32]
    event.add("uid", f"{mark}@credpath")
    event.add("dtstamp", now)
    event.add("summary", title)
    event.add("class", "PRIVATE")
    return event


def _titled(form: str, catalog: Catalog, credential: str) -> str:
    return form.format(name=_name(catalog, credential))


def _name(catalog: Catalog, credential: str) -> str:
    known = catalog.credentials.get(credential)
    return known.short if known else credential
