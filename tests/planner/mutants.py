"""Valid plans, and plans with exactly one thing wrong: what `planner.check` must accept and must reject.

Valid plans are optima of the oracle and their variants; broken ones come from the modules in SOURCES.
"""

import random
from dataclasses import dataclass, replace
from functools import cache
from itertools import count

from knowledge.catalog import Catalog
from planner.pathway import Pathway, Status
from planner.request import Goal, Held
from tests.planner import breaks_choice, breaks_days, breaks_goals, breaks_steps
from tests.planner.breaks import BREAKS, Plan
from tests.planner.builder import SKILLS
from tests.planner.instances import instance
from tests.planner.oracle import best
from tests.planner.plans import pathway
from tests.planner.variants import late, variants

SOURCES = (breaks_choice, breaks_steps, breaks_goals, breaks_days)
SEEDS = range(1000, 1064)
EACH = 36
"""Broken plans for every rule."""


@dataclass(frozen=True)
class Case:
    """A plan; `rule` is what is wrong with it ("" for a valid one), `alone` says that nothing else is."""

    rule: str
    catalog: Catalog
    pathway: Pathway
    alone: bool
    note: str


@cache
def plans() -> tuple[tuple[int, Catalog, Pathway], ...]:
    """The optima of the oracle that have steps, and some of people without a gap or with a goal without targets."""
    made = []
    for seed in SEEDS:
        catalog, request = instance(seed)
        asked = [request]
        if seed % 4 == 0:
            asked.append(replace(request, goals=(*request.goals, Goal(weight=2)), budget=None))
        if seed % 4 == 1:
            expert = Held(request.held.credentials, dict.fromkeys(SKILLS, 4))
            asked.append(replace(request, held=expert))
            linked = [c.id for c in catalog.credentials.values() if c.prerequisites.required and c.status == "active"]
            asked.append(replace(request, held=expert, locked=tuple(linked[:1])))
        rows = [(seed, catalog, pathway(catalog, ask, best(catalog, ask))) for ask in asked]
        made += [row for row in rows if row[2].status == Status.PROVEN]
    return tuple(made)


@cache
def valid() -> tuple[Case, ...]:
    """Plans that the check must accept."""
    return tuple(
        Case("", *made, True, f"{seed}: {note}")
        for seed, catalog, path in plans()
        for vary in (variants, late)
        for note, made in vary(Plan(catalog, path, random.Random(seed)))  # noqa: S311
        if made
    )


@cache
def broken(rule: str) -> tuple[Case, ...]:
    """At least EACH plans that break one rule, if there are so many, from as many plans as possible."""
    cases: list[Case] = []
    for turn in count():
        for seed, catalog, path in plans():
            function, alone = BREAKS[rule][(turn + seed) % len(BREAKS[rule])]
            rng = random.Random(f"{seed} {turn} {rule}")  # noqa: S311
            made = function(Plan(catalog, path, rng))
            if made:
                cases.append(Case(rule, *made, alone, f"{seed}.{turn}"))
            if (len(cases) >= EACH and turn >= len(BREAKS[rule]) - 1) or len(cases) >= 3 * EACH:
                return tuple(cases)
        if turn > 20:
            return tuple(cases)
    return tuple(cases)


def wrong(check, case: Case) -> str:
    """What a check gets wrong about a case; "" when it is right."""
    rules = {violation.rule for violation in check(case.catalog, case.pathway)}
    if case.rule not in rules and case.rule:
        return f"{case.rule} not found in {case.note}: {sorted(rules)}"
    if case.alone and rules - {case.rule}:
        return f"{sorted(rules)} found in {case.note}, which breaks {case.rule or 'nothing'}"
    return ""
