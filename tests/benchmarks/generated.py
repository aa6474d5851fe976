"""Big catalogs and people for the planner's benchmark, from a seed: the shape that planner.md section 3 measured.

Sizes are credentials/skills: 300/1,000, 3,000/2,000 and 30,000/5,000. Skills lie on a ring, and what lies near belongs
together: a credential shows skills around its own place, a person wants one or two stretches. A credential asks for
other credentials by name, for one of a few, or for a skill (then every credential that shows it at that level counts,
which lets the closure grow over most of a big catalog); prerequisites may run in circles. Stacks are given for 2-3 of
3-4 components.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
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
    Requirement,
    Shows,
    StudyHours,
)
from knowledge.vocabulary import Skill
from planner.request import Budget, Goal, Held, Request, Target

SIZES: Mapping[int, int] = {300: 1_000, 3_000: 2_000, 30_000: 5_000}
"""Skills per number of credentials."""
START = date(2026, 12, 1)
NEAR = 4
"""How far around its place a credential shows and asks for skills."""
CIRCLE = 0.5
"""Share of skill prerequisites that any credential may meet, harder ones included: these make circles."""
NAMED, SKILLED, ASTRAY, STACKED = 0.45, 0.91, 0.15, 0.35
"""Shares: credentials that ask for others by name, or up to SKILLED for skills; skills from elsewhere; stacks."""


@dataclass(slots=True)
class _Maker:
    rng: random.Random
    size: int
    skills: int
    places: list[int] = field(default_factory=list)
    tiers: list[int] = field(default_factory=list)
    shows: list[dict[int, int]] = field(default_factory=list)
    showing: dict[int, list[int]] = field(default_factory=dict)
    around: dict[int, list[int]] = field(default_factory=dict)

    def lay_out(self) -> None:
        """Places, tiers and skills of all credentials."""
        for i in range(self.size):
            self.places.append(self.rng.randrange(self.skills))
            self.tiers.append(self.rng.choice((1, 1, 2, 2, 3, 3, 4, 5)))
            self.around.setdefault(self.places[i] // NEAR, []).append(i)
            self.shows.append(self._shows(i))
            for skill in self.shows[i]:
                self.showing.setdefault(skill, []).append(i)

    def _skill(self, i: int, astray: float) -> int:
        if self.rng.random() < astray:
            return self.rng.randrange(self.skills)
        return (self.places[i] + self.rng.randrange(-NEAR, NEAR + 1)) % self.skills

    def _shows(self, i: int) -> dict[int, int]:
        """The harder the credential, the more skills it shows and the higher."""
        tier = self.tiers[i]
        top = (3, 4, 4, 4, 4)[tier - 1]
        count = self.rng.randrange(2, 4 + tier // 2)
        return {self._skill(i, ASTRAY / 3): self.rng.randrange(top - 1, top + 1) for _ in range(count)}

    def _near(self, i: int, count: int) -> list[int]:
        """Easier credentials from the neighbourhood, or from anywhere when there are none."""
        here = self.places[i] // NEAR
        near = [k for place in (here - 1, here, here + 1) for k in self.around.get(place, ())]
        near += self.rng.sample(range(self.size), 8)
        easier = sorted({k for k in near if self.tiers[k] < self.tiers[i]})
        return self.rng.sample(easier, min(count, len(easier)))

    def award(self, i: int) -> Award | None:
        """A stack of easier credentials nearby, for some."""
        if self.tiers[i] < 3 or self.rng.random() > STACKED:
            return None
        parts = tuple(name(k) for k in self._near(i, self.rng.choice((3, 3, 4))))
        return Award(self.rng.choice((2, 2, len(parts))), parts) if len(parts) > 2 else None

    def required(self, i: int) -> Requirement | None:
        """What it asks for: nothing, credentials by name, or skills."""
        parts: list[Requirement] = []
        kind = self.rng.random()
        if kind < NAMED and self.tiers[i] > 1:
            parts += [_any(self._near(i, self.rng.choice((1, 2, 3))))]
            if kind < NAMED / 3:
                parts += [_any(self._near(i, 1))]
        elif kind < SKILLED and (self.tiers[i] > 1 or self.rng.random() < 0.3):
            parts += [_any(self._able(i)) for _ in range(self.rng.choice((1, 2, 2)))]
        asked = tuple(dict.fromkeys(part for part in parts if part != AnyOf(())))
        return AllOf(asked) if len(asked) > 1 else (asked[0] if asked else None)

    def _able(self, i: int) -> list[int]:
        """Those that show some skill at some level: easier ones only, but for the share CIRCLE."""
        skill, level = self._skill(i, ASTRAY), self.rng.choice((1, 2, 2))
        anyone = self.rng.random() < CIRCLE
        able = [k for k in self.showing.get(skill, ()) if k != i and self.shows[k][skill] >= level]
        return [k for k in able if anyone or self.tiers[k] < self.tiers[i]]


def name(i: int) -> str:
    """The id of credential number i."""
    return f"cred-{i:05}"


def _any(able: list[int]) -> Requirement:
    return name(able[0]) if len(able) == 1 else AnyOf(tuple(name(k) for k in able))


def _skill_id(i: int) -> str:
    return f"skill-{i:04}"


def catalog(size: int, seed: int) -> Catalog:
    """A catalog of `size` credentials; the same seed gives the same in any process."""
    rng = random.Random(f"catalog {size} {seed}")  # noqa: S311
    maker = _Maker(rng, size, SIZES[size])
    maker.lay_out()
    issuers = [f"issuer-{i:03}" for i in range(max(8, size // 40))]
    made = [_credential(maker, i, issuers) for i in range(size)]
    return Catalog(
        issuers={i: Issuer(i, i, "vendor", "https://example.org") for i in issuers},
        credentials={c.id: c for c in made},
        skills={_skill_id(s): Skill(_skill_id(s), _skill_id(s)) for s in range(maker.skills)},
        occupations={},
        references={},
        rates={"EUR": Rate("EUR", Decimal("1.08"), START, ())},
        version=f"generated-{size}-{seed}",
    )


def _credential(maker: _Maker, i: int, issuers: list[str]) -> Credential:
    rng, award = maker.rng, maker.award(i)
    return Credential(
        id=name(i),
        name=name(i).title(),
        short=name(i),
        issuer=rng.choice(issuers),
        kind="certification",
        level=maker.tiers[i],
        domain="data",
        url=f"https://example.org/{i}",
        status="retired" if rng.random() < 0.02 else "active",
        fees=_fees(rng),
        exam=Exam(90, rng.random() < 0.6, rng.random() < 0.3),
        hours=_hours(rng, maker.tiers[i]),
        prerequisites=Prerequisites(required=maker.required(i)),
        equivalent_to=(name(rng.randrange(maker.size)),) if rng.random() < 0.02 else (),
        awarded_by=award,
        award_only=award is not None and rng.random() < 0.3,
        credit=Credit(3, None, None, ("U",)) if rng.random() < 0.1 else None,
        skills=tuple(Shows(_skill_id(s), level, "tested") for s, level in maker.shows[i].items()),
    )


def _fees(rng: random.Random) -> tuple[Fee, ...]:
    kind = rng.random()
    if kind < 0.08:
        return (Fee("exam", 0, "USD"),)
    if kind < 0.12:
        return (Fee("exam", None, "USD"),)
    if kind < 0.2:
        return (Fee("subscription", rng.randrange(15, 60) * 100, "USD", per="month"),)
    cents = round(rng.lognormvariate(4, 0.9)) * 100
    return (Fee("exam", cents, "EUR" if kind < 0.35 else "USD"),)


def _hours(rng: random.Random, tier: int) -> StudyHours | None:
    if rng.random() < 0.03:
        return None
    low = round(rng.lognormvariate(2 + 0.2 * tier, 0.6) * 4) / 4
    return StudyHours(low, low * rng.choice((1, 1.5, 2)), "stated")


def people(known: Catalog, seed: int, count: int) -> list[Request]:
    """Requests of 8-25 targets, some with held credentials and skills, a second goal or a second deadline."""
    rng = random.Random(f"people {known.version} {seed}")  # noqa: S311
    shown = {s.skill for c in known.credentials.values() for s in c.skills}
    return [_person(rng, known, shown) for _ in range(count)]


def _person(rng: random.Random, known: Catalog, shown: set[str]) -> Request:
    by = START + timedelta(days=rng.randrange(120, 400))
    wanted: list[str] = []
    count = rng.randrange(8, 26)
    while len(wanted) < count:  # one stretch of the ring, or two
        place, length = rng.randrange(len(known.skills)), rng.choice((12, 25, 25))
        stretch = [_skill_id((place + k) % len(known.skills)) for k in range(length)]
        wanted += [skill for skill in stretch if skill in shown and skill not in wanted]
    targets = [Target(s, rng.choice((2, 2, 3, 3, 4)), rng.choice((10, 10, 4))) for s in wanted[:count]]
    cut = rng.randrange(3, count - 3) if rng.random() < 0.25 else count
    goals = [Goal(targets=tuple(targets[:cut]), by=by)]
    if targets[cut:]:
        goals.append(Goal(targets=tuple(targets[cut:]), by=rng.choice((by, by + timedelta(days=120)))))
    return Request(
        goals=tuple(goals),
        start=START,
        hours_per_week=rng.choice((3, 4, 5, 6, 8, 10)),
        budget=Budget(rng.randrange(200, 1_500) * 100, rng.choice(("USD", "USD", "USD", "EUR"))),
        held=Held(
            credentials=tuple(rng.sample(sorted(known.credentials), rng.randrange(3))),
            skills={t.skill: 1 for t in rng.sample(targets, 3)},
        ),
    )
