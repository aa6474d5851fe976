"""Adds single facts and what the person says to a small catalog, and the request at last."""

from dataclasses import replace
from datetime import date, timedelta

from knowledge.credentials import (
    Award,
    Credit,
    Exam,
    Fee,
    StudyHours,
)
from knowledge.vocabulary import Occupation
from planner.request import Budget, Goal, Held, Only, Request, Target
from tests.planner.builder import LIMIT, Builder


class Facts(Builder):
    """A builder that also sets facts, each method for the feature of its name, and writes the request."""

    def useful(self) -> str:
        """A credential that shows a skill of its own and is not used up by another feature."""
        free = [n for n, c in self.credentials.items() if c.skills and not c.award_only and n not in self.used]
        name = self.rng.choice(free) if free and (not self.room(1) or self.rng.random() < 0.6) else None
        if name is None:
            name = (
                self.add([(self.skill(), self.rng.randrange(2, 5))])
                if self.room(1)
                else self.rng.choice(sorted(self.credentials))
            )
        self.used.add(name)
        return name

    def worthy(self) -> str:
        """A credential that is worth some trouble."""
        if self.room(1):
            new = self.skill()
            skills = [(new, 3), *((old, 3) for old in self.rng.sample(self.skills, 1) if old != new)]
            name = self.add(skills, price=self.rng.choice([3000, 9000]), hours=self.rng.choice([6, 15]))
            self.used.add(name)
            return name
        return self.useful()

    def held(self) -> None:
        if self.room(2) and "held" not in self.fields:
            a = self.add([(self.skill(), self.rng.randrange(1, 3))])
            self.add([(self.skill(), 3)], requires=a)
            self.fields["held"] = a
            self.used.add(a)

    def held_equivalent(self) -> None:
        if self.room(3) and "held" not in self.fields:
            a = self.add()
            b = self.add([(self.skill(), 3)], equivalent_to=(a,))
            self.add([(self.skill(), 4)], price=3000, hours=5, requires=b)
            self.fields["held"] = a
            self.used |= {a, b}

    def locked(self) -> None:
        idle = self.add() if self.room(1) else self.useful()
        self.put("locked", idle)

    def excluded(self) -> None:
        self.put("excluded", self.useful())

    def excluded_issuer(self) -> None:
        self.change(self.useful(), issuer="east")
        self.put("excluded_issuers", "east")

    def retired(self) -> None:
        self.change(self.useful(), status="retired")

    def retiring(self) -> None:
        self.change(self.useful(), status="retiring", retires_on=self.rng.choice(["before", "on", "after", None]))

    def language(self) -> None:
        self.change(self.useful(), languages=("en", "ja"))
        self.change(self.useful(), languages=("de",))
        self.fields["language"] = "de"

    def experience(self) -> None:
        name = self.useful()
        years = self.rng.choice([2, 3])
        self.change(name, prerequisites=replace(self.credentials[name].prerequisites, years_required=years))
        self.fields["experience_years"] = self.rng.choice([None, 1.5, 2, 2])

    def filter(self) -> None:
        kind = self.rng.choice(["hands_on", "proctored", "credit", "hands_on", "proctored", "free"])
        self.only = Only(**{kind: True})
        good = {"exam": Exam(30, True, True), "credit": Credit(5, None, None, ())}
        for name in sorted(self.credentials)[::2]:
            self.change(name, **good, **({"fees": ()} if kind == "free" else {}))
        if kind == "free" and self.rng.random() < 0.5:
            self.change(self.useful(), fees=(Fee("exam", None, "USD"),))

    def subscription(self) -> None:
        fees = (
            Fee("subscription", self.rng.randrange(8, 30) * 100, "USD", per="month"),
            Fee("exam", 4900, "USD", count=2),
        )
        quarter = self.weekly * 13 / 4  # exactly three months
        edges = [(quarter, quarter), (quarter, quarter + 0.5), (quarter - 1, quarter)]
        low, high = self.rng.choice([(40, 70), (40, 100.3), (40, 160), (1, 2), (0, 0), *edges])
        name = self.add(self.strong()) if self.room(1) else self.useful()
        self.used.add(name)
        self.change(name, fees=fees, hours=StudyHours(low, high, "bucket"))

    def foreign(self) -> None:
        for currency in self.rng.sample(["EUR", "GBP", "JPY"], 2):
            cents = self.rng.randrange(10_000, 40_000) * (100 if currency == "JPY" else 1)
            fees = (Fee("exam", cents, currency, count=self.rng.choice([1, 2])), Fee("course", 1000, "USD"))
            self.change(self.useful(), fees=fees)

    def euro_budget(self) -> None:
        self.fields["currency"] = "EUR"

    def unknown_fee(self) -> None:
        fee = self.rng.choice([Fee("exam", None, "USD"), Fee("exam", 7700, "XAF")])
        self.change(self.worthy(), fees=(fee, Fee("course", 2500, "USD")), issuer="north")
        self.change(
            self.useful(),
            fees=(Fee("exam", 31_100, "USD"), Fee("exam", 90_000, "USD", per="month", optional=True)),
            issuer="north",
        )

    def unknown_hours(self) -> None:
        self.change(self.useful(), hours=None, issuer="south")
        self.change(self.useful(), hours=StudyHours(20, 33.3, "stated"), issuer="south")

    def no_estimate(self) -> None:
        self.change(self.useful(), issuer="lonely", fees=(Fee("travel", None, "USD"), Fee("exam", 5000, "USD")))
        self.change(self.useful(), issuer="lone", hours=None)

    def locked_unknown(self) -> None:
        a, b = self.useful(), self.useful()
        self.change(a, issuer="hermit", fees=(Fee("application", None, "EUR"), Fee("exam", 5000, "EUR")))
        prerequisites = replace(self.credentials[b].prerequisites, years_required=9)
        self.change(b, issuer="monk", hours=None, prerequisites=prerequisites)
        self.put("locked", self.rng.choice([a, b]))

    def member(self) -> None:
        fees = tuple(
            Fee(kind, cents, "USD", audience=audience)
            for kind, cents, audience in (
                ("membership", self.rng.choice([5000, 15_000]), "member"),
                ("exam", 20_000, "member"),
                ("exam", self.rng.choice([30_000, 60_000]), "non-member"),
            )
        )
        self.change(self.useful(), fees=fees)
        self.fields["member"] = True

    def studied(self) -> None:
        name = self.useful()
        item = self.credentials[name]
        whole = int(2 * (item.hours.low + item.hours.high)) if item.hours else 40
        self.fields["studied"] = {name: self.rng.choice([whole // 2, whole - 1, whole, whole + 50])}

    def optional(self) -> None:
        self.change(self.useful(), fees=(Fee("exam", 12_000, "USD"), Fee("course", 250_000, "USD", optional=True)))

    def disagree(self) -> None:
        self.change(self.useful(), fees=(Fee("exam", 12_000, "USD", disagree={"x": 45_000, "y": 100}),))

    def ties(self) -> None:
        name = self.worthy()
        if len(self.credentials) < LIMIT:
            twin = self.names.pop()
            self.credentials[twin] = replace(self.credentials[name], id=twin)
        if len(self.credentials) < LIMIT:
            self.add(awarded_by=Award(1, (name, twin)), award_only=True)

    # At last the numbers of the request.

    def request(self, on: set[str]) -> Request:
        rng, start = self.rng, date(2026, 1, 1) + timedelta(self.rng.randrange(300))
        total = sum(int(c.hours.low + c.hours.high) * 2 for c in self.credentials.values() if c.hours)
        days = 7 * total // self.weekly + 7
        fraction = rng.choice([0.1, 0.2, 0.3]) if "deadline" in on else 0.5 if "some-deadline" in on else 1.6
        by = start + timedelta(max(3, int(days * fraction)))
        targets = [Target(s, rng.choice([1, 2, 3, 3, 4, 4]), rng.choice([10, 10, 4])) for s in self.skills]
        minimum = rng.choice([0.4, 0.5, 0.6, 0.75]) if "minimum" in on else rng.choice([0, 0, 0.1])
        last = by if on & {"deadline", "some-deadline"} or rng.random() < 0.5 else None
        if "two-goals" in on and len(targets) > 1:
            rng.shuffle(targets)
            soon = start + timedelta(max(2, int((by - start).days * rng.choice([0.08, 0.15, 0.3]))))
            half = len(targets) // 2
            shared = targets[:1] if rng.random() < 0.5 else []
            goals = [
                Goal(targets=tuple(targets[:half]), by=soon, weight=rng.choice([1, 2])),
                Goal(targets=(*targets[half:], *shared), by=last, min_coverage=minimum, weight=rng.choice([1, 3])),
            ]
            rng.shuffle(goals)
        elif rng.random() < 0.5:
            goals = [Goal(targets=tuple(targets), by=last, min_coverage=minimum)]
        else:
            goals = [Goal(role="role", by=last, min_coverage=minimum)]
        self.role = Occupation(
            id="role",
            name="Role",
            family="data",
            aliases=(),
            essential={t.skill: t.need for t in targets if t.weight == 10},
            optional={t.skill: t.need for t in targets if t.weight != 10},
        )
        for name, item in self.credentials.items():
            if isinstance(item.retires_on, str):
                at = {"before": -1, "on": 0, "after": 1}[item.retires_on]
                self.change(name, retires_on=by + timedelta(at))
        prices = [
            sum(f.cents or 0 for f in c.fees if f.currency != "JPY" and not f.optional)
            for c in self.credentials.values()
        ]
        budget = None
        if "budget" in on:
            chosen = rng.sample(prices, max(2, int(len(prices) * rng.choice([0.2, 0.3, 0.4]))))
            budget = Budget(max(0, sum(chosen) + rng.choice([0, 0, -1, 4000])))
        elif rng.random() < 0.4 or on & {"no-estimate", "locked-unknown", "euro-budget", "unknown-fee"}:
            budget = Budget(sum(prices) * 3)
        if budget and "currency" in self.fields:
            budget = Budget(int(budget.cents * 0.95), "EUR")
        skills = {}
        if "held-skill" in on:
            skills = {s: rng.randrange(1, 4) for s in rng.sample(self.skills, max(1, len(self.skills) // 2))}
        held = (self.fields["held"],) if "held" in self.fields else ()
        names = ("locked", "excluded", "excluded_issuers", "language", "experience_years", "member", "studied")
        return Request(
            goals=tuple(goals),
            start=start,
            hours_per_week=self.weekly / 4,
            budget=budget,
            held=Held(held, skills),
            only=self.only,
            **{name: self.fields[name] for name in names if name in self.fields},
        )
