"""Builds a small catalog: the structures between credentials that random instances are made of."""

import random
from dataclasses import replace

from knowledge.credentials import (
    AllOf,
    AnyOf,
    Award,
    Credential,
    Credit,
    Exam,
    Fee,
    Prerequisites,
    Shows,
    StudyHours,
)
from planner.request import Only

SKILLS = tuple(f"skill-{i}" for i in range(16))
LIMIT = 12
HOBBY = "hobby"
"""A skill that no goal asks for."""


class Builder:
    """A catalog and a request in the making."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)  # noqa: S311
        self.names = [f"{letter}{self.rng.randrange(10)}" for letter in "abcdefghijklmnop"]
        self.rng.shuffle(self.names)
        self.credentials: dict[str, Credential] = {}
        self.skills: list[str] = []
        self.used: set[str] = set()
        self.weekly = self.rng.choice([4, 8, 10, 17, 24])
        self.fields: dict[str, object] = {}
        self.only = Only()

    def room(self, count: int) -> bool:
        return len(self.credentials) + count <= LIMIT and len(self.skills) < len(SKILLS) - 3

    def skill(self) -> str:
        self.skills.append(SKILLS[len(self.skills)])
        return self.skills[-1]

    def add(self, skills=(), price=None, hours=None, requires=None, **fields) -> str:
        name = self.names.pop()
        price = self.rng.randrange(15, 150) * 100 if price is None else price
        hours = self.rng.choice([3, 4, 6.25, 9.1, 12, 20.5]) if hours is None else hours
        shows = [Shows(s, level, "tested") for s, level in skills]
        if not skills and self.rng.random() < 0.9:
            shows = [Shows(self.rng.choice(SKILLS[:3]), 1, "taught")]
        if self.rng.random() < 0.2:
            shows.append(Shows(HOBBY, 2, "taught"))
        if self.skills and self.rng.random() < 0.3:
            extra = self.rng.choice(self.skills)
            if extra not in {s.skill for s in shows}:
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

    def strong(self) -> list[tuple[str, int]]:
        """Enough to be worth several steps before: two skills of its own where there are so many, and another one."""
        old = self.rng.sample(self.skills, min(1, len(self.skills)))
        own = [self.skill() for _ in range(2) if len(self.skills) < len(SKILLS)]
        return [(skill, 4) for skill in (*old, *own)]

    def or_(self) -> None:
        a, b = self.add(), self.add()
        self.add([(self.skill(), 3)], requires=AnyOf((a, b)))

    def nested(self) -> None:
        a, b = (self.add(price=self.rng.randrange(10, 60) * 100, hours=3) for _ in range(2))
        c = self.add([(self.skill(), 1)])
        shape = self.rng.choice([AllOf((a, AnyOf((b, c)))), AnyOf((AllOf((a, b)), AllOf((a, c))))])
        self.used.add(self.add(self.strong(), price=3000, hours=5, requires=shape))

    def _parts(self, count: int) -> tuple[str, ...]:
        first = self.add([(self.skill(), 2)], price=4000, hours=6)
        return (first, *(self.add(price=4000, hours=4) for _ in range(count - 1)))

    def stack(self) -> None:
        parts = self._parts(3)
        self.add([(self.skill(), 3)], awarded_by=Award(2, parts), price=50000)

    def stack_only(self) -> None:
        parts = self._parts(2)
        self.add([(self.skill(), 3)], awarded_by=Award(2, parts), award_only=True, fees=(), hours=None)

    def stack_or_buy(self) -> None:
        parts = self._parts(2)
        self.add([(self.skill(), 3)], awarded_by=Award(self.rng.choice([1, 2]), parts), price=90000, hours=80)

    def dated_award(self) -> None:
        parts = self._parts(2)
        award = self.add(awarded_by=Award(2, parts), award_only=True, requires=self.rng.choice([None, parts[0]]))
        self.used.add(self.add(self.strong(), price=3000, hours=5, requires=award))

    def component(self) -> None:
        a, b = self.add(), self.add()
        self.used.add(self.add(self.strong(), price=3000, hours=5, requires=a))
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
        self.used |= {a, self.add([(two, 3), (one, 1)], equivalent_to=(a,))}

    def cycle(self) -> None:
        a, b, c = self.names[-1], self.names[-2], self.names[-3]
        self.add([(self.skill(), 2)], requires=c)
        self.add([], price=self.rng.randrange(100, 900) * 100)
        self.add([(self.skill(), 3)], requires=AnyOf((a, b)))


STRUCTURES = {
    "or": (Builder.or_, 3),
    "nested": (Builder.nested, 4),
    "stack": (Builder.stack, 4),
    "stack-only": (Builder.stack_only, 3),
    "stack-or-buy": (Builder.stack_or_buy, 3),
    "dated-award": (Builder.dated_award, 4),
    "component": (Builder.component, 4),
    "equivalent-support": (Builder.equivalent_support, 3),
    "twins": (Builder.twins, 2),
    "cycle": (Builder.cycle, 3),
}
