"""Study time over the days: how much of it lies before a day, and on which day a given amount is reached.

Study time counts in marks, sevenths of a quarter-hour since the start, so that a day of w quarter-hours a week is
exactly w marks long and a step keeps its length whatever the weeks are like.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from planner.request import Request

MARKS = 7
"""Marks in a quarter-hour."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """From day `changes[k]` (0 is the start) on, each day has `rates[k]` marks; `sums[k]` lie before it."""

    start: date
    changes: tuple[int, ...]
    rates: tuple[int, ...]
    sums: tuple[int, ...]

    def before(self, day: int) -> int:
        """Marks before a day, counted from the start; 0 for earlier days."""
        if day <= 0:
            return 0
        k = bisect_right(self.changes, day) - 1
        return self.sums[k] + self.rates[k] * (day - self.changes[k])

    def until(self, day: date) -> int:
        """Marks before a date."""
        return self.before((day - self.start).days)

    def reached(self, mark: int) -> int:
        """The day on which so much is done; the start for nothing."""
        if mark <= 0:
            return 0
        k = bisect_left(self.sums, mark) - 1
        return self.changes[k] + -(-(mark - self.sums[k]) // self.rates[k]) - 1

    def begun(self, mark: int) -> int:
        """The day on which the study after that mark begins."""
        return self.reached(mark + 1)

    def date(self, day: int) -> date:
        """The date of a day, the last possible one at most."""
        return self.start + timedelta(min(day, (date.max - self.start).days))


def calendar_of(request: Request) -> Calendar:
    """The person's study time."""
    edges = {request.start}
    spans = [(week.first, week.last) for week in request.weeks] + [(away.first, away.last) for away in request.away]
    for first, last in spans:
        edges |= {max(first, request.start), max(last + timedelta(1), request.start)}
    changes: list[int] = []
    rates: list[int] = []
    sums: list[int] = []
    for day in sorted(edges):
        offset, rate = (day - request.start).days, _rate(request, day)
        sums.append(sums[-1] + rates[-1] * (offset - changes[-1]) if sums else 0)
        changes.append(offset)
        rates.append(rate)
    return Calendar(request.start, tuple(changes), tuple(rates), tuple(sums))


def _rate(request: Request, day: date) -> int:
    """Quarter-hours in a week like that day's, which are marks a day."""
    if any(span.first <= day <= span.last for span in request.away):
        return 0
    hours = [span.hours for span in request.weeks if span.first <= day <= span.last]
    return round((hours[-1] if hours else request.hours_per_week) * 4)


Spans = tuple[tuple[int, int], ...]
"""Marks that are allowed, as intervals in order, both ends included."""
FOREVER = 2**40
"""Later than anything."""


def sessions(calendar: Calendar, days: Sequence[date], timeless: bool) -> Spans:
    """At which marks a step may begin so that it begins on one of the days; `timeless` for one that takes no time."""
    found: list[tuple[int, int]] = []
    for day in sorted(set(days)):
        low, high = calendar.until(day), calendar.until(day + timedelta(1))
        if day >= calendar.start and low < high:
            first = day == calendar.start
            found.append((low + 1 if not first else 0, high) if timeless else (low, high - 1))
    return tuple(found)


def completions(calendar: Calendar, windows: Sequence[tuple[date, date]] | None, not_before: date | None) -> Spans:
    """At which marks a step may be complete: on a study day in a window and not before a day."""
    earliest = max(not_before or calendar.start, calendar.start)
    found: list[tuple[int, int]] = []
    for opens, closes in sorted(windows) if windows else [(earliest, date.max)]:
        first = max(opens, earliest)
        low = calendar.until(first) + (first > calendar.start)
        high = FOREVER if closes == date.max else calendar.until(closes + timedelta(1))
        if first <= closes and low <= high:
            found.append((low, high))
    return tuple(_apart(found))


def _apart(spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Without overlaps."""
    last = -1
    for low, high in spans:
        if high > last:
            yield max(low, last + 1), high
            last = high


def next_in(spans: Spans | None, mark: int) -> int | None:
    """The first allowed mark from `mark` on; None when there is none."""
    if spans is None:
        return mark
    return next((max(low, mark) for low, high in spans if mark <= high), None)
