"""Wall times and IANA zones to UTC instants, and the rules that give wall times.

A wall time that a clock change skips is moved forward by the gap; one that happens twice is its first occurrence
(PEP 495, fold 0). Two wall times can so be one instant (Apia had no 30 December 2011): whoever counts occurrences
counts instants.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from bot.records import Reminder

_RULE = re.compile(
    r"(?:DTSTART:\d{8}T\d{6}\n)?(?:RRULE:)?FREQ=(?:DAILY|WEEKLY|MONTHLY|YEARLY)"
    r"(?:;(?:INTERVAL=[1-9]\d?|BYDAY=[-+0-9A-Z,]{2,40}|BYMONTHDAY=-?\d{1,2}|BYSETPOS=-?\d{1,2}))*"
)
_ANCHOR = date(2020, 1, 1)
_SPANS = tuple(timedelta(days=n) for n in (8, 40, 400, 4000))


def instant(wall: datetime, zone: str) -> datetime:
    """The UTC instant of a naive wall time."""
    return wall.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)


def local(at: datetime, zone: str) -> datetime:
    """The wall time of an instant, naive."""
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def on_day(day: date, at: str, zone: str) -> datetime:
    """The instant of a wall time "HH:MM" on a day."""
    return instant(datetime.combine(day, time.fromisoformat(at)), zone)


def next_due(weekday: int, at: str, zone: str, after: datetime) -> datetime:
    """The first instant (UTC) strictly after `after` with this local weekday and wall time.

    A time that a clock change skips is moved forward by the gap; one that happens twice is its first occurrence.
    """
    place, wall = ZoneInfo(zone), time.fromisoformat(at)
    today = after.astimezone(place).date()
    # yesterday's may still lie ahead: a gap around midnight moves it into today
    first = (weekday - today.weekday() + 1) % 7 - 1
    for days in (first, first + 7, first + 14):
        due = instant(datetime.combine(today + timedelta(days=days), wall), zone)
        if due > after:
            return due
    raise AssertionError("every weekday comes within three weeks")


def following(row: Reminder, after: datetime) -> datetime:
    """The first occurrence of a repeating reminder strictly after an instant, by its rule alone."""
    if not row.rule:
        return next_due(row.weekday, row.at, row.zone, after)
    from_wall = local(after, row.zone) - timedelta(days=2)
    rule = _expanded(row.rule, row.at, _anchor(row.rule, from_wall.date()))
    while True:
        wall = rule.after(from_wall)
        if wall is None:
            return datetime.max.replace(tzinfo=UTC)
        if (due := instant(wall, row.zone)) > after:
            return due
        from_wall = wall


def latest(row: Reminder, first: datetime, now: datetime) -> datetime:
    """The last occurrence at or before `now`, from `first` on, which is one of them."""
    found = first
    for span in _SPANS:  # not through all the years that nobody looked
        if now - span <= first:
            break
        if (near := following(row, now - span)) <= now:
            found = near
            break
    while (later := following(row, found)) <= now:
        found = later
    return found


def readable(rule: str) -> bool:
    """Whether a rule is one that reminders may have: no more often than daily, no end."""
    if not _RULE.fullmatch(rule):
        return False
    try:
        _expanded(rule, "12:00", _ANCHOR)
    except (ValueError, TypeError):
        return False
    return True


def _anchor(rule: str, near: date) -> date:
    """From where on a rule is expanded: shortly before `near` where that gives the same days, because every day since
    the anchor is walked through.
    """
    if "INTERVAL" in rule or "DTSTART" in rule:
        return _ANCHOR
    if "FREQ=DAILY" in rule or ("FREQ=WEEKLY" in rule and "BYDAY" in rule):
        return (near.replace(day=1) - timedelta(days=1)).replace(day=1)
    return date(near.year - 1, 1, 1) if "FREQ=MONTHLY" in rule or "FREQ=YEARLY" in rule else _ANCHOR


@lru_cache(maxsize=512)
def _expanded(rule: str, at: str, anchor: date) -> Any:
    """An RRULE over naive wall times. dateutil knows no gaps, so it must never see a zone."""
    from dateutil.rrule import rrulestr

    return rrulestr(rule, dtstart=datetime.combine(anchor, time.fromisoformat(at)))


def quiet(at: str, start: str, end: str) -> bool:
    """Whether a wall time lies in the quiet hours, which may pass midnight."""
    return start <= at or at < end if start > end else start <= at < end
