"""Random requests against any catalog: every field of a request comes up, alone and together."""

import random
from datetime import date, timedelta

from knowledge.catalog import Catalog
from planner.gap import targets_of
from planner.request import Budget, Goal, Held, Only, Request, Target

START = date(2026, 12, 1)


def random_request(catalog: Catalog, seed: int) -> Request:
    """A request that makes sense in the catalog; the same seed gives the same."""
    rng = random.Random(f"request {seed}")  # noqa: S311
    credentials, skills = sorted(catalog.credentials), sorted(catalog.skills)
    goals = tuple(_goal(rng, catalog, skills) for _ in range(rng.choice((1, 1, 1, 2, 3))))
    wanted = [t.skill for goal in goals for t in targets_of(catalog, goal)]
    near = [c for c in credentials if {s.skill for s in catalog.credentials[c].skills} & set(wanted)] or credentials
    return Request(
        goals=goals,
        start=START,
        hours_per_week=rng.choice((0.25, 2, 3.75, 5, 6, 8, 12.5, 20, 40)),
        budget=None if rng.random() < 0.2 else Budget(rng.randrange(0, 3_000) * 100, _currency(rng, catalog)),
        held=Held(_some(rng, near, 4, 0.6), {skill: rng.randrange(5) for skill in _some(rng, wanted, 6, 0.5)}),
        locked=_some(rng, near, 2, 0.15),
        excluded=_some(rng, near, 6, 0.3),
        excluded_issuers=_some(rng, sorted(catalog.issuers), 3, 0.15),
        only=Only(*(rng.random() < 0.05 for _ in range(4))),
        language=rng.choice((None, None, None, "en", "de", "ja")),
        experience_years=rng.choice((None, 0, 1, 3.5, 10)),
        member=rng.random() < 0.2,
        studied={c: rng.randrange(1, 200) for c in _some(rng, near, 3, 0.2)},
    )


def _goal(rng: random.Random, catalog: Catalog, skills: list[str]) -> Goal:
    by = None if rng.random() < 0.25 else START + timedelta(rng.choice((1, 20, 60, 120, 200, 300, 500, 900)))
    least = rng.choice((0.0, 0.0, 0.0, 0.2, 0.5, 0.77, 1.0))
    if catalog.occupations and rng.random() < 0.6:
        return Goal(rng.choice(sorted(catalog.occupations)), (), by, least, rng.randrange(1, 4))
    chosen = rng.sample(skills, min(rng.randrange(1, 12), len(skills)))
    targets = tuple(Target(skill, rng.randrange(1, 5), rng.choice((10, 4, 1))) for skill in chosen)
    return Goal(None, targets, by, least, rng.randrange(1, 4))


def _some(rng: random.Random, ids: list[str], most: int, chance: float) -> tuple[str, ...]:
    if rng.random() > chance or not ids:
        return ()
    return tuple(dict.fromkeys(rng.choice(ids) for _ in range(rng.randrange(1, most + 1))))


def _currency(rng: random.Random, catalog: Catalog) -> str:
    return rng.choice(("USD", "USD", "USD", *sorted(catalog.rates)))
