"""Days and study time for the test oracle, counted one day after another. Shares no code with the planner or the check.

Study time is in sevenths of a quarter-hour, so every day has a whole number of them.
"""

from datetime import timedelta
from functools import lru_cache

HORIZON = 6_000
"""Days that are looked at."""


class Time:
    def __init__(self, request):
        self.start, self.day = request.start, []
        self.sum = [0]
        for n in range(HORIZON):
            date = request.start + timedelta(n)
            hours = request.hours_per_week
            for span in request.weeks:
                if span.first <= date <= span.last:
                    hours = span.hours
            for span in request.away:
                if span.first <= date <= span.last:
                    hours = 0
            self.day.append(int(hours * 4))
            self.sum.append(self.sum[-1] + self.day[-1])
            if self.sum[-1] > 10**6:
                break
        self.on = lru_cache(None)(self._on)

    def _on(self, amount):
        """The day by whose evening so much is done."""
        low, high = 0, len(self.day)
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if self.sum[middle + 1] >= amount else (middle + 1, high)
        return low

    def date(self, amount):
        return self.start + timedelta(self.on(amount))

    def first(self, amount, study):
        """The day on which a step begins that is taken up when so much is done."""
        return self.on(amount + 1) if study else self.on(amount)

    def session(self, item, amount, study):
        """When a course can be joined: (study time) or None."""
        if not item.sessions:
            return amount
        for n in sorted((date - self.start).days for date in item.sessions):
            if 0 <= n < len(self.day) and self.day[n]:
                for at in (max(amount, self.sum[n]), max(amount, self.sum[n] + 1)):
                    if self.first(at, study) == n:
                        return at
        return None

    def exam(self, item, not_before, amount):
        """When a step is complete whose study is done by then: (study time) or None."""

        def possible(n):
            date = self.start + timedelta(n)
            windows = item.exam_windows or ()
            return (not windows or any(w.opens <= date <= w.closes for w in windows)) and not (
                not_before and date < not_before
            )

        today = self.on(amount)
        if possible(today):
            return amount
        last = max([w.closes for w in item.exam_windows or ()] + [not_before or self.start])
        for n in range(today + 1, min(len(self.day), (last - self.start).days + 400)):
            if self.day[n] and possible(n):
                return self.sum[n] + 1
        return None
