"""The calendar file, read back by two readers: icalendar, and dateutil over the bare lines of the file."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from dateutil.rrule import rrulestr

from adapters.console.talk import Talk
from bot.calendars import calendar
from bot.intents import Kind
from bot.reading import read
from bot.records import Achievement, Away, BookedExam, LearnerRecord, Profile, Rhythm, StudySlot
from knowledge.catalog import Catalog
from knowledge.finder import Finder
from tests.bot.stored import record
from tests.conftest import NOW as TALKED

NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)  # a Tuesday
ZONES = ("America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kolkata", "UTC")


def person(zone: str = "Europe/Berlin", **rhythm: object) -> LearnerRecord:
    slots = (StudySlot(1, "19:00"), StudySlot(5, "10:00"))
    kept = replace(Rhythm(study=slots), **rhythm)  # type: ignore[arg-type]
    return LearnerRecord("k", "acme", profile=Profile(zone=zone, hours_per_week=6, rhythm=kept))


def events(text: str) -> dict[str, Any]:
    found = icalendar.Calendar.from_ical(text)
    return {str(event["uid"]): event for event in found.walk("VEVENT")}


def bare(text: str) -> list[list[datetime]]:
    """Wall times of every repeating event, from its lines alone: what a reader that knows no icalendar makes of it."""
    found = []
    for block in re.findall(r"BEGIN:VEVENT(.*?)END:VEVENT", text.replace("\r\n ", "").replace("\r\n", "\n"), re.S):
        if not (rule := re.search(r"^RRULE:(.*)$", block, re.M)):
            continue
        start = datetime.fromisoformat(re.search(r"^DTSTART[^:]*:(\d{8}T\d{6})", block, re.M)[1])  # type: ignore[index]
        until = datetime.fromisoformat(re.search(r"UNTIL=(\d{8}T\d{6})Z", rule[1])[1])  # type: ignore[index]
        naive = re.sub(r"UNTIL=[^;]*", f"UNTIL={until + timedelta(hours=15):%Y%m%dT%H%M%S}", rule[1])
        out = {
            datetime.fromisoformat(one)
            for line in re.findall(r"^EXDATE[^:]*:(.*)$", block, re.M)
            for one in re.findall(r"\d{8}T\d{6}", line)
        }
        found.append([wall for wall in rrulestr(naive, dtstart=start) if wall not in out])
    return found


@pytest.mark.parametrize("zone", ZONES)
def test_study_times_keep_their_wall_time(zone: str, real_catalog: Catalog) -> None:
    """Through both changes of the clocks, as the file's own VTIMEZONE has it."""
    text = calendar(person(zone), real_catalog, NOW)
    walls = bare(text)
    assert [(w[0].weekday(), f"{w[0]:%H:%M}") for w in walls] == [(1, "19:00"), (5, "10:00")]
    place = ZoneInfo(zone)
    if zone != "UTC":
        shipped = next(iter(icalendar.Calendar.from_ical(text).walk("VTIMEZONE"))).to_tz()
        assert f"TZID={zone}" in text
        for wall in (w for each in walls for w in each):
            assert wall.replace(tzinfo=shipped).utcoffset() == wall.replace(tzinfo=place).utcoffset()
    for each in walls:
        assert all(later - earlier == timedelta(days=7) for earlier, later in pairwise(each))
        assert len(each) in {52, 53}


def test_days_without_reminders_are_left_out(real_catalog: Catalog) -> None:
    """Public holidays, single days and away; what the person opens stays."""
    gone = Away(date(2026, 10, 5), date(2026, 10, 18))
    text = calendar(person(away=(gone,), holidays="DE", free=(date(2026, 11, 3),)), real_catalog, NOW)
    days = {wall.date() for each in bare(text) for wall in each}
    assert not days & {date(2026, 10, 3), date(2026, 10, 6), date(2026, 10, 17), date(2026, 11, 3), date(2026, 12, 26)}
    assert {date(2026, 9, 29), date(2026, 10, 20), date(2026, 11, 10)} <= days
    opened = calendar(person(holidays="DE", open=(date(2026, 12, 26),)), real_catalog, NOW)
    assert date(2026, 12, 26) in {wall.date() for each in bare(opened) for wall in each}
    assert len(events(calendar(person(working_days=(0, 1, 2)), real_catalog, NOW))) == 1  # no Saturday at all


def test_exams_and_renewals_are_whole_days(real_catalog: Catalog) -> None:
    """Ahead only, and no exam of what has been passed."""
    renewable = next(c for c in real_catalog.credentials.values() if c.validity_months)
    exam = next(c for c in real_catalog.credentials.values() if c.id != renewable.id)
    rhythm = {
        "study": (),
        "exams": (BookedExam(exam.id, date(2026, 9, 20)), BookedExam(renewable.id, date(2026, 9, 9))),
    }
    who = replace(person(**rhythm), achievements=(Achievement(renewable.id, on=date(2026, 8, 1)),))
    found = {str(e["summary"]): e for e in events(calendar(who, real_catalog, NOW)).values()}
    assert set(found) == {f"Exam: {exam.short}", f"Renew: {renewable.short}"}
    booked = found[f"Exam: {exam.short}"]
    assert (booked["dtstart"].dt, booked["dtend"].dt) == (date(2026, 9, 20), date(2026, 9, 21))
    assert calendar(who, real_catalog, NOW + timedelta(days=6000)) == ""


def test_uids_stay_and_the_stamp_is_the_clock(real_catalog: Catalog) -> None:
    """A later export changes the same entries; somebody else's have other UIDs; nothing tells who it is."""
    first, later = calendar(person(), real_catalog, NOW), calendar(person(), real_catalog, NOW + timedelta(days=9))
    assert events(first).keys() == events(later).keys()
    assert not events(first).keys() & events(calendar(replace(person(), key="other"), real_catalog, NOW)).keys()
    assert {event["dtstamp"].dt for event in events(first).values()} == {NOW}
    assert {event["duration"].dt for event in events(first).values()} == {timedelta(hours=3)}
    assert "acme" not in first


def test_nothing_ahead_is_no_file(real_catalog: Catalog) -> None:
    """Neither for a new person."""
    assert calendar(LearnerRecord("k", "acme"), real_catalog, NOW) == ""


@pytest.mark.parametrize(
    "said", ["export my calendar", "calendar file", "send me the ics", "export as a calendar", "download .ics"]
)
def test_how_it_is_asked_for(said: str, real_catalog: Catalog, real_finder: Finder) -> None:
    """ "export" alone stays the whole record."""
    assert read(said, NOW.date(), real_catalog, real_finder).kind is Kind.CALENDAR
    assert read("export", NOW.date(), real_catalog, real_finder).kind is Kind.EXPORT


def test_steps_and_the_file_in_chat(talk: Talk, real_catalog: Catalog) -> None:
    """What is open of the plan, as whole days; only to the person. What is done is not in it any more."""
    reply = talk.say("calendar file")
    assert not reply.files
    talk.say("I want to be a cloud security engineer by June, 6 hours a week, 800 dollars, I have Security+")
    talk.say("accept")
    reply = talk.say("export my calendar")
    assert reply.visibility == "private"
    [file] = reply.files
    assert (file.name.rpartition(".")[2], file.media_type) == ("ics", "text/calendar")
    kept = record(talk).pathway
    assert kept is not None
    names = [real_catalog.credentials[step.credential].short for step in kept.steps]
    found = events(file.content)
    assert [str(event["summary"]) for event in found.values()] == names
    assert all(event["dtstart"].dt < event["dtend"].dt for event in found.values())
    assert {event["dtstamp"].dt for event in found.values()} == {TALKED}
    talk.say(f"I passed {names[0]}")
    left = events(talk.say("export my calendar").files[0].content) if len(names) > 1 else {}
    assert names[0] not in {str(event["summary"]) for event in left.values()}
    assert left.keys() <= found.keys()
