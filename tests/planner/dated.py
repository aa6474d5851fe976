"""Adds days, credit, recognition and other evidence to a small catalog; each method for the feature of its name."""

import random
from dataclasses import replace
from datetime import date, timedelta

from knowledge.credentials import AllOf, AnyOf, Shortening, Window
from planner.request import Away, Request, Weeks
from tests.planner.facts import Facts


class Dated(Facts):
    """A builder that also sets what depends on days; the days themselves are chosen with the request."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.sessions: list[str] = []
        self.windows: list[str] = []
        self.retakes: list[str] = []
        self.gone: list[str] = []
        self.ranges: dict[str, tuple[int, int]] = {}
        self.changed = False

    def session(self) -> None:
        self.sessions.append(self.worthy())
        if self.rng.random() < 0.3:
            self.sessions.append(self.useful())

    def window(self) -> None:
        self.windows.append(self.worthy())
        if self.rng.random() < 0.5:
            self.windows.append(self.useful())

    def retake(self) -> None:
        self.retakes.append(self.worthy())

    def retiring(self) -> None:
        if self.rng.random() < 0.3:
            super().retiring()
        else:
            name = self.worthy()
            self.change(name, status="retiring")
            self.gone.append(name)

    def advised(self) -> None:
        """By a generator of its own, on what is there: instances stay what they were without it."""
        rng = random.Random(f"advised {sorted(self.credentials)}")  # noqa: S311
        high = sorted(n for n, c in self.credentials.items() if any(s.level > 2 for s in c.skills))
        for name in rng.sample(high, min(len(high), rng.choice([1, 2, 3]))):
            others = sorted(set(self.credentials) - {name})
            if len(others) > 1:
                few = rng.sample(others, 2)
                before = rng.choice([few[0], few[0], AnyOf(tuple(few)), AllOf(tuple(few))])
                self.change(name, prerequisites=replace(self.credentials[name].prerequisites, recommended=before))

    def calendar(self) -> None:
        self.changed = True

    def expiry(self) -> None:
        self.change(self.worthy(), validity_months=self.rng.choice([1, 1, 2, 3]))

    def credit(self) -> None:
        if not self.room(2):
            return
        long = self.rng.random() < 0.5
        hours = 160 if long else self.rng.choice([12, 30.5])
        a = self.add([] if long else [(self.skill(), 3)], price=1000, hours=3)
        b = self.add(self.strong(), price=3000, hours=hours)
        self.used |= {a, b}
        self.change(b, shortened_by=(Shortening(a, hours if self.rng.random() < 0.2 else hours * 0.7),))
        others = sorted(set(self.credentials) - {a, b})
        if others and self.rng.random() < 0.5:
            more = Shortening(self.rng.choice(others), 9.3)
            self.change(b, shortened_by=(*self.credentials[b].shortened_by, more))
        if self.rng.random() < 0.3:  # each shortens the other, or the one needs what it shortens
            back = {"shortened_by": (Shortening(b, 2.5),)}
            needs = replace(self.credentials[a].prerequisites, required=b)
            self.change(a, **(back if self.rng.random() < 0.6 else {"prerequisites": needs}))

    def credit_held(self) -> None:
        if self.room(1) and "held" not in self.fields:
            name = self.add(hours=2)
            self.fields["held"] = name
            self.used.add(name)
        if "held" in self.fields:
            name = self.worthy()
            self.change(name, shortened_by=(Shortening(self.fields["held"], self.rng.choice([2.3, 5, 90])),))

    def recognition(self) -> None:
        for name in sorted(self.credentials):
            if self.rng.random() < 0.7:
                low = self.rng.randrange(0, 101)
                self.ranges[name] = (low, self.rng.randrange(low, 101))

    def alternative(self) -> None:
        skill = self.skill()
        price = self.rng.randrange(20, 120) * 100
        self.used |= {
            self.add([(skill, 2)], price=price),
            self.add([(skill, 3)], price=price * 2),
            *([self.add([(skill, 4)], price=price * 4)] if self.room(1) else []),
        }

    # The days.

    def request(self, on: set[str]) -> Request:
        own = self.sessions or self.windows or self.retakes or self.changed
        asked = super().request(on | {"some-deadline"} if own and self.rng.random() < 0.9 else on)
        work = sum(int(c.hours.low + c.hours.high) * 2 for c in self.credentials.values() if c.hours)
        ends = [(goal.by - asked.start).days for goal in asked.goals if goal.by]
        self.length = max(6, min([7 * work // self.weekly, *ends]))
        self.start = asked.start
        for name in self.sessions:
            days = {self.day(1.3) for _ in range(self.rng.choice([1, 2, 3]))}
            self.change(name, sessions=tuple(sorted(days)))
        for name in self.windows:
            opens = sorted({self.day(1.7) for _ in range(self.rng.choice([1, 1, 2, 3]))})
            windows = [Window(day, day + timedelta(self.rng.choice([0, 1, 4]))) for day in opens]
            ends = [window.closes for window in windows]
            apart = [w for i, w in enumerate(windows) if i == 0 or w.opens > ends[i - 1]]
            self.change(name, exam_windows=tuple(apart))
        for name in self.gone:
            self.change(name, retires_on=self.day(0.4))
        fields: dict[str, object] = {"not_before": {name: self.day(1.6) for name in self.retakes}}
        if self.changed:
            spans = [sorted((self.day(0.5), self.day(0.7))) for _ in range(3)]
            fields["away"] = tuple(Away(*span) for span in spans[: self.rng.choice([0, 1, 2])])
            fields["weeks"] = tuple(
                Weeks(*sorted((self.day(0.5), self.day(1))), hours=self.rng.choice([0, 0.25, 1.5, 5, 12]))
                for _ in range(self.rng.choice([1, 2]))
            )
        return replace(asked, **fields)

    def day(self, most: float) -> date:
        """A day in the first part of the time that there is."""
        return self.start + timedelta(self.rng.randrange(-1, max(2, int(self.length * most))))


STRUCTURES = {"credit": (Dated.credit, 2), "alternative": (Dated.alternative, 3)}
