"""The person's study time, counted day by day again for the check (docs/planner.md, Dates).

It counts in sevenths of a quarter-hour: a day in a week of w quarter-hours has w of them.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from itertools import accumulate

from knowledge.credentials import Credential
from planner.request import Request


class Days:
    """Study time of each day from the start on."""

    def __init__(self, request: Request) -> None:
        """Count every day that is out of the usual; the rest is all alike."""
        self.start = request.start
        last = max([request.start, *(w.last for w in request.weeks), *(a.last for a in request.away)])
        self.usual = _sevenths(request.hours_per_week)
        counted = range((last - request.start).days + 1)
        self.each = [_of(request, request.start + timedelta(n)) for n in counted]
        self.sums = [0, *accumulate(self.each)]

    def total(self, days: int) -> int:
        """Study time of the first so many days."""
        more = max(0, days - len(self.each))
        return self.sums[max(0, min(days, len(self.each)))] + more * self.usual

    def until(self, day: date) -> int:
        """Study time before a day."""
        return self.total((day - self.start).days)

    def ends_on(self, amount: int) -> int:
        """The first day after which so much is done."""
        for n in range(len(self.each)):
            if self.sums[n + 1] >= amount:
                return n
        return len(self.each) + max(0, -(-(amount - self.sums[-1]) // self.usual) - 1)

    def starts_on(self, amount: int) -> int:
        """The day of the next study when so much is done."""
        return self.ends_on(amount + 1)

    def day(self, number: int) -> date:
        """The date of a day, the last possible date at most."""
        return self.start + timedelta(min(number, (date.max - self.start).days))

    def next_session(self, credential: Credential, amount: int, takes_time: bool) -> int | None:
        """The study time at which the next of its sessions can be begun; None after the last."""
        if not credential.sessions:
            return amount
        for day in sorted(credential.sessions):
            number = (day - self.start).days
            if number < 0 or self.total(number) == self.total(number + 1):
                continue
            begin = max(amount, self.total(number))
            if not takes_time and number > 0:
                begin = max(begin, self.total(number) + 1)
            if (self.starts_on(begin) if takes_time else self.ends_on(begin)) == number:
                return begin
        return None

    def next_exam(self, credential: Credential, not_before: date | None, amount: int) -> int | None:
        """The study time at which it is complete when its study is done at `amount`; None after the last window."""
        today = self.day(self.ends_on(amount))
        if _open(credential, not_before, today):
            return amount
        for opens in sorted(_openings(credential, not_before)):
            number = max((opens - self.start).days, 0)
            first = self.starts_on(self.total(number))
            if self.total(first) >= amount and _open(credential, not_before, self.day(first)):
                return self.total(first) + 1
        return None


def _sevenths(hours: float) -> int:
    return int(Fraction(str(hours)) * 4)


def _of(request: Request, day: date) -> int:
    if any(away.first <= day <= away.last for away in request.away):
        return 0
    changed = [w for w in request.weeks if w.first <= day <= w.last]
    return _sevenths(changed[-1].hours if changed else request.hours_per_week)


def _open(credential: Credential, not_before: date | None, day: date) -> bool:
    """Whether its exam can be taken on that day."""
    windows = credential.exam_windows
    inside = not windows or any(w.opens <= day <= w.closes for w in windows)
    return inside and (not_before is None or day >= not_before)


def _openings(credential: Credential, not_before: date | None) -> Iterator[date]:
    """Days on which the exam may become possible."""
    if not_before:
        yield not_before
    for window in credential.exam_windows or ():
        yield window.opens
