"""Big catalogs and people for the planner's benchmark, from a seed: the shape that planner.md section 3 measured.

Sizes are credentials/skills: 300/1,000, 3,000/2,000 and 30,000/5,000. A credential asks for other credentials by name,
for one of a few, or for a skill (then every credential that shows it at that level counts, which lets the closure
grow over most of a big catalog); prerequisites may run in circles. Stacks are given for 2-3 of 3-4 components.
"""

import random
from collections.abc import Mapping
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
CIRCLE = 0.4
"""Share of skill prerequisites that any credential may meet, harder ones included: these make circles."""


def catalog(size: int, seed: int) -> Catalog:
    """A catalog of `size` credentials; the same seed gives the same in any process."""
    rng = random.Random(f"catalog {size} {seed}")  # noqa: S311
    skills = [f"skill-{i:04}" for i in range(SIZES[size])]
    shows = [_shows(rng, skills) for _ in range(size)]
    tiers = [rng.choice((1, 1, 2, 2, 3, 3, 4, 5)) for _ in range(size)]
    names = [f"cred-{i:05}" for i in range(size)]
    showing: dict[str, list[int]] = {}
    for i, mine in enumerate(shows):
        for one in mine:
            showing.setdefault(one.skill, []).append(i)
    made: dict[str, Credential] = {}
    issuers = [f"issuer-{i:03}" for i in range(max(8, size // 40))]
    for i, name in enumerate(names):
        award = _award(rng, i, tiers, names)
        made[name] = Credential(
            id=name,
            name=name.title(),
            short=name,
            issuer=rng.choice(issuers),
            kind="certification",
            level=tiers[i],
            domain="data",
            url=f"https://example.org/{name}",
            status="retired" if rng.random() < 0.02 else "active",
            fees=_fees(rng),
            exam=Exam(90, rng.random() < 0.6, rng.random() < 0.3),
            hours=_hours(rng, tiers[i]),
            prerequisites=Prerequisites(required=_required(rng, i, tiers, names, shows, showing)),
            equivalent_to=(names[rng.randrange(size)],) if rng.random() < 0.02 else (),
            awarded_by=award,
            award_only=award is not None and rng.random() < 0.3,
            credit=Credit(3, None, None, ("U",)) if rng.random() < 0.1 else None,
            skills=shows[i],
        )
    return Catalog(
        issuers={i: Issuer(i, i, "vendor", "https://example.org") for i in issuers},
        credentials=made,
        skills={s: Skill(s, s) for s in skills},
        occupations={},
        references={},
        rates={"EUR": Rate("EUR", Decimal("1.08"), START, ())},
        version=f"generated-{size}-{seed}",
    )


def people(known: Catalog, seed: int, count: int) -> list[Request]:
    """Requests of 8-25 targets, some with held credentials and skills, a second goal or a second deadline."""
    rng = random.Random(f"people {known.version} {seed}")  # noqa: S311
    return [_person(rng, known) for _ in range(count)]


def _person(rng: random.Random, known: Catalog) -> Request:
    shown = sorted({s.skill for c in known.credentials.values() for s in c.skills})
    by = START + timedelta(days=rng.randrange(180, 720))
    targets = [
        Target(skill, rng.randrange(2, 5), rng.choice((10, 10, 4)))
        for skill in rng.sample(shown, rng.randrange(8, 26))
    ]
    cut = rng.randrange(3, len(targets) - 3) if rng.random() < 0.25 else len(targets)
    goals = [Goal(targets=tuple(targets[:cut]), by=by)]
    if targets[cut:]:
        goals.append(Goal(targets=tuple(targets[cut:]), by=rng.choice((by, by + timedelta(days=120)))))
    claimed = rng.sample(targets, 3)
    return Request(
        goals=tuple(goals),
        start=START,
        hours_per_week=rng.choice((4, 6, 8, 10, 12)),
        budget=Budget(rng.randrange(600, 4_000) * 100, rng.choice(("USD", "USD", "USD", "EUR"))),
        held=Held(
            credentials=tuple(rng.sample(sorted(known.credentials), rng.randrange(3))),
            skills={t.skill: 1 for t in claimed},
        ),
    )


def _shows(rng: random.Random, skills: list[str]) -> tuple[Shows, ...]:
    chosen = rng.sample(skills, rng.choice((1, 2, 2, 3, 3, 4, 5)))
    return tuple(Shows(skill, rng.choice((1, 2, 2, 3, 3, 4)), "tested") for skill in chosen)


def _fees(rng: random.Random) -> tuple[Fee, ...]:
    kind = rng.random()
    if kind < 0.08:
        return (Fee("exam", 0, "USD"),)
    if kind < 0.12:
        return (Fee("exam", None, "USD"),)
    if kind < 0.2:
        return (Fee("subscription", rng.randrange(15, 60) * 100, "USD", per="month"),)
    cents = round(rng.lognormvariate(5, 0.8)) * 100
    return (Fee("exam", cents, "EUR" if kind < 0.35 else "USD"),)


def _hours(rng: random.Random, tier: int) -> StudyHours | None:
    if rng.random() < 0.03:
        return None
    low = round(rng.lognormvariate(2.4 + 0.25 * tier, 0.5) * 4) / 4
    return StudyHours(low, low * rng.choice((1, 1.5, 2)), "stated")


def _award(rng: random.Random, i: int, tiers: list[int], names: list[str]) -> Award | None:
    if tiers[i] < 3 or rng.random() > 0.12:
        return None
    parts = rng.sample(range(len(names)), 12)
    below = [names[k] for k in parts if tiers[k] < tiers[i]][: rng.choice((3, 3, 4))]
    return Award(rng.choice((2, 2, len(below))), tuple(below)) if len(below) > 2 else None


def _required(
    rng: random.Random,
    i: int,
    tiers: list[int],
    names: list[str],
    shows: list[tuple[Shows, ...]],
    showing: Mapping[str, list[int]],
) -> Requirement | None:
    parts: list[Requirement] = []
    kind = rng.random()
    if kind < 0.15 and tiers[i] > 1:
        near = [k for k in rng.sample(range(len(names)), 8) if tiers[k] < tiers[i]][:3]
        parts += [names[near[0]]] if len(near) == 1 or (near and kind < 0.05) else []
        parts += [AnyOf(tuple(names[k] for k in near))] if len(near) > 1 and kind >= 0.05 else []
    if kind > 0.3 and (tiers[i] > 1 or rng.random() < 0.3):
        for _ in range(rng.choice((1, 1, 2))):
            parts += _skilled(rng, i, tiers, names, shows, showing)
    return AllOf(tuple(parts)) if len(parts) > 1 else (parts[0] if parts else None)


def _skilled(
    rng: random.Random,
    i: int,
    tiers: list[int],
    names: list[str],
    shows: list[tuple[Shows, ...]],
    showing: Mapping[str, list[int]],
) -> list[Requirement]:
    """A skill at a level, as every credential that shows it; easier ones only, but for the share CIRCLE."""
    skill = f"skill-{rng.randrange(SIZES[len(names)]):04}"
    level = rng.choice((1, 2, 2))
    anyone = rng.random() < CIRCLE
    able = [
        k
        for k in showing.get(skill, ())
        if k != i
        and (anyone or tiers[k] < tiers[i])
        and max(s.level for s in shows[k] if s.skill == skill) >= level
    ]
    return [AnyOf(tuple(names[k] for k in able)) if len(able) > 1 else names[able[0]]] if able else []
