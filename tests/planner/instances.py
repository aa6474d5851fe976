"""Small random instances (at most 12 credentials) in which the rules of docs/planner.md bite.

`instance(seed)` picks four of FEATURES by the seed and builds each into the catalog and the request; keyword
arguments switch features on or off by name. `without(feature, catalog, request)` takes a feature away again, so that a
test can see whether it changed the answer.
"""

import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from knowledge.catalog import Catalog, Rate
from knowledge.credentials import (
    AllOf,
    AnyOf,
    Award,
    Credential,
    Credit,
    Exam,
    Fee,
    Issuer,
    Prerequisites,
    Shows,
    StudyHours,
)
from knowledge.vocabulary import Occupation, Skill
from planner.request import Budget, Goal, Held, Only, Request, Target

FEATURES = (
    *("or", "nested", "stack", "stack-only", "stack-or-buy", "equivalent-support", "twins", "cycle", "component"),
    *(
        "held",
        "held-equivalent",
        "held-skill",
        "locked",
        "excluded",
        "excluded-issuer",
        "retired",
        "retiring",
        "language",
    ),
    *("experience", "filter", "budget", "deadline", "two-goals", "minimum", "subscription", "foreign", "euro-budget"),
    *("unknown-fee", "unknown-hours", "no-estimate", "locked-unknown", "member", "optional", "disagree", "dated-award"),
    "ties",
)
SKILLS = tuple(f"skill-{i}" for i in range(10))
LIMIT = 12
RATES = {
    "EUR": Rate("EUR", Decimal("1.0837"), date(2026, 1, 1), ()),
    "GBP": Rate("GBP", Decimal("1.2745"), date(2026, 1, 1), ()),
    "JPY": Rate("JPY", Decimal("0.00667"), date(2026, 1, 1), ()),
}


class _Builder:
    """A catalog and a request in the making."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)  # noqa: S311
        self.names = [f"{letter}{self.rng.randrange(10)}" for letter in "abcdefghijklmnop"]
        self.rng.shuffle(self.names)
        self.credentials: dict[str, Credential] = {}
        self.skills: list[str] = []
        self.weekly = self.rng.choice([4, 8, 10, 17, 24])
        self.fields: dict[str, object] = {}
        self.only = Only()

    def room(self, count: int) -> bool:
        return len(self.credentials) + count <= LIMIT and len(self.skills) < len(SKILLS)

    def skill(self) -> str:
        self.skills.append(SKILLS[len(self.skills)])
        return self.skills[-1]

    def add(self, skills=(), price=None, hours=None, requires=None, **fields) -> str:
        name = self.names.pop()
        price = self.rng.randrange(30, 300) * 100 if price is None else price
        hours = self.rng.choice([4, 6.25, 9.1, 15, 20.5, 30]) if hours is None else hours
        shows = [Shows(s, level, "tested") for s, level in skills]
        if self.skills and self.rng.random() < 0.3:
            extra = self.rng.choice(self.skills)
            if extra not in dict(skills):
                shows.append(Shows(extra, self.rng.randrange(1, 3), "taught"))
        fields = {
            "issuer": self.rng.choice(["north", "south", "west"]),
            "fees": (Fee("exam", price, "USD"),),
            "hours": StudyHours(hours, hours * self.rng.choice([1, 1.5, 2]), "stated"),
            "exam": self.rng.choice([None, Exam(60, True, True), Exam(60, True, True), Exam(60, True, False)]),
            "credit": self.rng.choice([None, Credit(6, None, None, ("U",))]),
            **fields,
        }
        self.credentials[name] = Credential(
            id=name,
            name=name.upper(),
            short=name,
            kind="certification",
            level=2,
            domain="data",
            url=f"https://example.org/{name}",
            skills=tuple(shows),
            prerequisites=Prerequisites(required=requires, years_required=fields.pop("years", 0)),
            **fields,
        )
        return name

    def change(self, name: str, **fields) -> None:
        self.credentials[name] = replace(self.credentials[name], **fields)

    def put(self, key: str, *names: str) -> None:
        self.fields[key] = (*self.fields.get(key, ()), *names)

    # One method a feature: structures first.

    def or_(self) -> None:
        a, b = self.add(), self.add()
        self.add([(self.skill(), 3)], requires=AnyOf((a, b)))

    def nested(self) -> None:
        a, b, c = self.add(), self.add(), self.add([(self.skill(), 1)])
        shape = self.rng.choice([AllOf((a, AnyOf((b, c)))), AnyOf((AllOf((a, b)), AllOf((a, c))))])
        self.add([(self.skill(), 3), (self.skill(), 2)], requires=shape)

    def _parts(self, count: int) -> tuple[str, ...]:
        first = self.add([(self.skill(), 2)], price=5000)
        return (first, *(self.add(price=6000) for _ in range(count - 1)))

    def stack(self) -> None:
        parts = self._parts(3)
        self.add([(self.skill(), 3)], awarded_by=Award(2, parts), price=50000)

    def stack_only(self) -> None:
        parts = self._parts(2)
        self.add([(self.skill(), 3)], awarded_by=Award(2, parts), award_only=True, fees=(), hours=None)

    def stack_or_buy(self) -> None:
        parts = self._parts(2)
        self.add([(self.skill(), 3)], awarded_by=Award(self.rng.choice([1, 2]), parts), price=60000, hours=60)

    def dated_award(self) -> None:
        parts = self._parts(2)
        award = self.add(awarded_by=Award(2, parts), award_only=True, requires=self.rng.choice([None, parts[0]]))
        self.add([(self.skill(), 4), (self.skill(), 3)], requires=award)

    def component(self) -> None:
        a, b = self.add(), self.add()
        self.add([(self.skill(), 2)], requires=a)
        self.add([(self.skill(), 3)], awarded_by=Award(2, (a, b)), award_only=True, requires=self.rng.choice([None, b]))

    def equivalent_support(self) -> None:
        a = self.add(price=70000, hours=70)
        if self.rng.random() < 0.5:
            b = self.add(price=9000, hours=3, equivalent_to=(a,))
        else:
            b = self.add(price=9000, hours=3)
            self.change(a, equivalent_to=(b,))
        self.add([(self.skill(), 3)], requires=a)

    def twins(self) -> None:
        one, two = self.skill(), self.skill()
        a = self.add([(one, 3), (two, 1)])
        self.add([(two, 3), (one, 1)], equivalent_to=(a,))

    def cycle(self) -> None:
        a, b, c = self.names[-1], self.names[-2], self.names[-3]
        self.add([(self.skill(), 2)], requires=c)
        self.add([], price=self.rng.randrange(100, 900) * 100)
        self.add([(self.skill(), 3)], requires=AnyOf((a, b)))

    # Then single facts and what the person says, on what is there.

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

    used: set[str]

    def held(self) -> None:
        if self.room(2):
            a = self.add([(self.skill(), self.rng.randrange(1, 3))])
            self.add([(self.skill(), 3)], requires=a)
            self.fields["held"] = a
            self.used.add(a)

    def held_equivalent(self) -> None:
        if self.room(3):
            a = self.add()
            b = self.add([(self.skill(), 3)], equivalent_to=(a,))
            self.add([(self.skill(), 3)], requires=b)
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
            Fee("subscription", self.rng.randrange(20, 60) * 100, "USD", per="month"),
            Fee("exam", 9900, "USD", count=2),
        )
        quarter = self.weekly * 13 / 4  # exactly three months
        edges = [(quarter, quarter), (quarter, quarter + 0.5), (quarter - 1, quarter)]
        low, high = self.rng.choice([(40, 70), (40, 100.3), (40, 160), (1, 2), (0, 0), *edges])
        self.change(self.useful(), fees=fees, hours=StudyHours(low, high, "bucket"))

    def foreign(self) -> None:
        for currency in self.rng.sample(["EUR", "GBP", "JPY"], 2):
            cents = self.rng.randrange(10_000, 40_000) * (100 if currency == "JPY" else 1)
            fees = (Fee("exam", cents, currency, count=self.rng.choice([1, 2])), Fee("course", 1000, "USD"))
            self.change(self.useful(), fees=fees)

    def euro_budget(self) -> None:
        self.fields["currency"] = "EUR"

    def unknown_fee(self) -> None:
        fee = self.rng.choice([Fee("exam", None, "USD"), Fee("exam", 7700, "XAF")])
        self.change(self.useful(), fees=(fee, Fee("course", 2500, "USD")), issuer="north")
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

    def optional(self) -> None:
        self.change(self.useful(), fees=(Fee("exam", 12_000, "USD"), Fee("course", 250_000, "USD", optional=True)))

    def disagree(self) -> None:
        self.change(self.useful(), fees=(Fee("exam", 12_000, "USD", disagree={"x": 45_000, "y": 100}),))

    def ties(self) -> None:
        name = self.useful()
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
        fraction = rng.choice([0.1, 0.2, 0.3]) if "deadline" in on else 1.6
        by = start + timedelta(max(3, int(days * fraction)))
        targets = [Target(s, rng.choice([1, 2, 3, 3, 4, 4]), rng.choice([10, 10, 4])) for s in self.skills]
        minimum = rng.choice([0.5, 0.6, 0.75, 0.9]) if "minimum" in on else rng.choice([0, 0, 0.1])
        last = by if "deadline" in on or rng.random() < 0.5 else None
        if "two-goals" in on and len(targets) > 1:
            rng.shuffle(targets)
            soon = start + timedelta(max(2, int((by - start).days * rng.choice([0.05, 0.1, 0.2]))))
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
        names = ("locked", "excluded", "excluded_issuers", "language", "experience_years", "member")
        return Request(
            goals=tuple(goals),
            start=start,
            hours_per_week=self.weekly / 4,
            budget=budget,
            held=Held(held, skills),
            only=self.only,
            **{name: self.fields[name] for name in names if name in self.fields},
        )


STRUCTURES = {
    "or": (_Builder.or_, 3),
    "nested": (_Builder.nested, 4),
    "stack": (_Builder.stack, 4),
    "stack-only": (_Builder.stack_only, 3),
    "stack-or-buy": (_Builder.stack_or_buy, 3),
    "dated-award": (_Builder.dated_award, 4),
    "component": (_Builder.component, 4),
    "equivalent-support": (_Builder.equivalent_support, 3),
    "twins": (_Builder.twins, 2),
    "cycle": (_Builder.cycle, 3),
}


def chosen(seed: int) -> set[str]:
    """The features that a seed asks for: every feature comes up about equally often."""
    block, place = divmod(seed, 5)
    rng = random.Random(block * 7919)  # noqa: S311
    structures, facts = sorted(STRUCTURES), [name for name in FEATURES if name not in STRUCTURES]
    rng.shuffle(structures)
    rng.shuffle(facts)
    return {*structures[place::5], *facts[place::5]}


def instance(seed: int, **features: bool) -> tuple[Catalog, Request]:
    """A catalog of at most 12 credentials and a request; the same seed and features give the same."""
    asked = {name.replace("_", "-"): wanted for name, wanted in features.items()}
    on = (chosen(seed) | {name for name, wanted in asked.items() if wanted}) - {n for n, w in asked.items() if not w}
    builder = _Builder(seed)
    builder.used = set()
    for name, (build, size) in STRUCTURES.items():
        if name in on and builder.room(size) and len(builder.skills) <= len(SKILLS) - 2:
            build(builder)
    if builder.room(2):
        builder.add([(builder.skill(), 3)])
    for name in FEATURES:
        build = getattr(builder, name.replace("-", "_"), None)
        if name in on and name not in STRUCTURES and build:
            build()
    request = builder.request(on)
    issuers = {c.issuer for c in builder.credentials.values()}
    names = sorted(builder.credentials)
    builder.rng.shuffle(names)
    catalog = Catalog(
        issuers={i: Issuer(i, i.title(), "vendor", f"https://example.org/{i}") for i in sorted(issuers)},
        credentials={name: builder.credentials[name] for name in names},
        skills={s: Skill(s, s) for s in SKILLS},
        occupations={"role": builder.role},
        references={},
        rates=RATES,
        version=f"{seed:064x}",
    )
    return catalog, request


def each(catalog: Catalog, change) -> Catalog:
    """The catalog with every credential changed by a function."""
    return replace(catalog, credentials={name: change(item) for name, item in catalog.credentials.items()})


def _late(request: Request) -> Request:
    far = request.start + timedelta(365 * 30)
    return replace(request, goals=tuple(replace(g, by=far if g.by else None) for g in request.goals))


def _fee(item: Credential, **fields) -> Credential:
    return replace(item, fees=tuple(replace(fee, **fields) for fee in item.fees))


def _same_day(request: Request) -> Request:
    days = [goal.by for goal in request.goals]
    last = None if None in days else max(days)
    return replace(request, goals=tuple(replace(goal, by=last) for goal in request.goals))


def without(feature: str, catalog: Catalog, request: Request) -> tuple[Catalog, Request]:
    """The same instance with a feature taken away."""
    match feature:
        case "budget":
            return catalog, replace(request, budget=replace(request.budget, cents=10**9)) if request.budget else request
        case "deadline":
            return catalog, _late(request)
        case "two-goals":
            return catalog, _same_day(request)
        case "minimum":
            return catalog, replace(request, goals=tuple(replace(g, min_coverage=0.0) for g in request.goals))
        case "held" | "held-equivalent":
            return catalog, replace(request, held=replace(request.held, credentials=()))
        case "held-skill":
            return catalog, replace(request, held=replace(request.held, skills={}))
        case "locked":
            return catalog, replace(request, locked=())
        case "excluded":
            return catalog, replace(request, excluded=())
        case "excluded-issuer":
            return catalog, replace(request, excluded_issuers=())
        case "retired" | "retiring":
            alive = {"status": "active"}
            return each(catalog, lambda c: replace(c, **alive) if c.status == feature else c), request
        case "language":
            return catalog, replace(request, language=None)
        case "experience":
            return catalog, replace(request, experience_years=99)
        case "filter":
            return catalog, replace(request, only=Only())
        case "member":
            return catalog, replace(request, member=False)
        case "twins":
            return each(catalog, lambda c: replace(c, equivalent_to=())), request
        case "stack" | "stack-or-buy":
            return each(catalog, lambda c: c if c.award_only else replace(c, awarded_by=None)), request
        case "subscription":
            return each(catalog, lambda c: _fee(c, per=None)), request
        case "optional":
            return each(catalog, lambda c: _fee(c, optional=False)), request
        case "disagree":
            return each(catalog, lambda c: _fee(c, disagree={})), request
        case "no-estimate":
            known = StudyHours(1, 1, "stated")
            easy = each(catalog, lambda c: replace(c, hours=c.hours or known))
            return each(easy, lambda c: replace(c, fees=tuple(replace(f, cents=f.cents or 0) for f in c.fees))), request
    raise KeyError(feature)
