"""Small random instances (at most 12 credentials) in which the rules of docs/planner.md bite.

`instance(seed)` picks some of FEATURES by the seed and builds each into the catalog and the request; keyword
arguments switch features on or off by name.
"""

import random
from datetime import date
from decimal import Decimal

from knowledge.catalog import Catalog, Rate
from knowledge.credentials import (
    Issuer,
)
from knowledge.recognition import ranges
from knowledge.vocabulary import Skill
from planner.request import Request
from tests.planner.builder import HOBBY, SKILLS
from tests.planner.builder import STRUCTURES as UNDATED
from tests.planner.dated import STRUCTURES as MORE
from tests.planner.dated import Dated

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
    *("ties", "studied", "session", "window", "retake", "calendar", "credit", "credit-held", "recognition"),
    *("alternative", "expiry", "advised"),
)
RARE = ("nested", "dated-award", "stack-or-buy", "component", "twins", "equivalent-support", "stack")
ELUSIVE = (
    *("session", "window", "retake", "calendar", "retiring", "ties", "unknown-fee", "credit-held", "expiry"),
    *("minimum", "unknown-hours", "experience", "session", "window", "retake", "window", "retake"),
)
"""Structures and facts that seldom make a difference among many others: every third instance has few besides them."""
STRUCTURES = {**UNDATED, **MORE}
RANGES: dict[str, dict[str, tuple[int, int]]] = {}
"""Recognition ranges, by catalog version."""


RATES = {
    "EUR": Rate("EUR", Decimal("1.0837"), date(2026, 1, 1), ()),
    "GBP": Rate("GBP", Decimal("1.2745"), date(2026, 1, 1), ()),
    "JPY": Rate("JPY", Decimal("0.00667"), date(2026, 1, 1), ()),
}


def known_ranges(catalog: Catalog) -> dict[str, tuple[int, int]]:
    """In place of `planner.worth.ranges`: catalogs of instances bring their own, all others are as ever."""
    own = RANGES.get(catalog.version)
    return dict(ranges(catalog)) if own is None else own


def chosen(seed: int) -> set[str]:
    """The features that a seed asks for: every feature comes up about equally often."""
    block, place = divmod(seed, 4)
    rng, more = random.Random(block * 7919), random.Random(seed * 104_729)  # noqa: S311
    structures = sorted(STRUCTURES)
    facts = [name for name in FEATURES if name not in STRUCTURES and name != "advised"]
    rng.shuffle(structures)
    rng.shuffle(facts)
    advised = {"advised"} if seed % 3 == 1 or seed % 5 == 0 else set()
    if seed % 3 == 2:
        return {*more.sample(RARE, 1), *more.sample(ELUSIVE, 3), *advised}
    return {*structures[place::4], *facts[place::4], *advised}


def instance(seed: int, **features: bool) -> tuple[Catalog, Request]:
    """A catalog of at most 12 credentials and a request; the same seed and features give the same."""
    asked = {name.replace("_", "-"): wanted for name, wanted in features.items()}
    on = (chosen(seed) | {name for name, wanted in asked.items() if wanted}) - {n for n, w in asked.items() if not w}
    builder = Dated(seed)
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
    issuers = {c.issuer for c in builder.credentials.values()} | set(request.excluded_issuers)
    names = sorted(builder.credentials)
    builder.rng.shuffle(names)
    catalog = Catalog(
        issuers={i: Issuer(i, i.title(), "vendor", f"https://example.org/{i}") for i in sorted(issuers)},
        credentials={name: builder.credentials[name] for name in names},
        skills={s: Skill(s, s) for s in (*SKILLS, HOBBY)},
        occupations={"role": builder.role},
        references={},
        rates=RATES,
        version=f"{seed:064x}",
    )
    RANGES[catalog.version] = builder.ranges
    return catalog, request
