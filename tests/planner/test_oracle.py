"""The planner against brute force on 200 small instances, with a count of what they really exercise."""

from collections import Counter
from functools import cache

import pytest

from knowledge.credentials import AllOf, AnyOf
from planner.check import check
from planner.pathway import Basis, Status
from planner.plan import plan
from tests.planner.builder import LIMIT
from tests.planner.instances import FEATURES, chosen, instance
from tests.planner.oracle import best, equal, meets
from tests.planner.plans import leaves, pathway
from tests.planner.without import without

SEEDS = range(200)
LEAST = 10
"""How often the 200 instances must exercise each feature."""

REMOVED = (
    *("budget", "deadline", "two-goals", "minimum", "held", "held-equivalent", "held-skill", "locked", "excluded"),
    *("excluded-issuer", "retired", "retiring", "language", "experience", "filter", "member", "twins", "stack"),
    *("stack-or-buy", "subscription", "optional", "disagree", "no-estimate", "studied", "hobby"),
)
"""Features that count when taking them away changes the value or the chosen ids."""
SEEN = (
    *("award", "award-only", "award-or-buy", "dated-award", "or", "nested", "equivalent-support", "component"),
    *("foreign", "euro-budget", "unknown-fee", "unknown-hours", "locked-unknown", "months"),
)
"""Features that count when they are part of the optimum."""
OTHERS = ("circle", "infeasible", "ties")


@cache
def solved(seed):
    """The instance of a seed, the oracle's optimum and the planner's pathway."""
    catalog, request = instance(seed)
    return catalog, request, best(catalog, request), plan(catalog, request)


def answer(found):
    return found and (found.value, found.ids)


def seen(catalog, request, found):
    """The features that an optimum uses."""
    marks = set()
    replayed = pathway(catalog, request, found)
    routes = dict(found.order)
    have = set(request.held.credentials)
    if request.budget and request.budget.currency == "EUR" and replayed.cents:
        marks.add("euro-budget")
    for step in replayed.steps:
        item = catalog.credentials[step.credential]
        required = item.prerequisites.required
        asked = leaves(required)
        bought = {one for one in have if routes.get(one) == "study"}
        around = {other for one in have for other in equal(catalog, one)}
        if step.route == "award":
            marks |= {"award", "award-only" if item.award_only else "award-or-buy"}
        if any(routes.get(one) == "award" for one in step.needs) and step.route == "study":
            marks.add("dated-award")
        if isinstance(required, AnyOf) and bought & set(asked):
            marks.add("or")
        if isinstance(required, AllOf | AnyOf) and any(not isinstance(part, str) for part in required.parts):
            marks.add("nested")
        if meets(required, around) and not meets(required, have):
            marks.add("equivalent-support")
        awards = [c.awarded_by.of for c in catalog.credentials.values() if routes.get(c.id) == "award"]
        if any(one in of for of in awards for one in asked if one in routes):
            marks.add("component")
        bases = {step.cost_basis, step.hours_basis}
        if step.about:
            marks.add("foreign")
        if step.cost_basis == Basis.ESTIMATE:
            marks.add("unknown-fee")
        if step.hours_basis == Basis.ESTIMATE:
            marks.add("unknown-hours")
        if Basis.UNKNOWN in bases:
            marks.add("locked-unknown")
        months = -(-step.quarter_hours * 12 // (int(request.hours_per_week * 4) * 52))
        if step.route == "study" and months > 1 and any(fee.per == "month" for fee in item.fees):
            marks.add("months")
        have.add(step.credential)
    return marks


def exercised(seed):
    """The features that one instance exercises."""
    catalog, request, found, _ = solved(seed)
    marks = seen(catalog, request, found) if found else {"infeasible"}
    if found and found.ties > 1:
        marks.add("ties")
    if answer(best(catalog, request, circles=True)) != answer(found):
        marks.add("circle")
    for feature in (chosen(seed) | {"hobby"}) & set(REMOVED):
        changed = without(feature, catalog, request)
        if changed != (catalog, request) and answer(best(*changed)) != answer(found):
            marks.add(feature)
    return marks


def test_planner_equals_brute_force():
    """Value and chosen ids are the oracle's on every instance, or both find that there is no plan."""
    differences = []
    for seed in SEEDS:
        _, _, found, made = solved(seed)
        none = made.status in (Status.INFEASIBLE, Status.UNKNOWN)
        mine = None if none else (made.value, tuple(sorted(step.credential for step in made.steps)))
        if mine != answer(found):
            differences.append((seed, made.status, mine, answer(found)))
    assert not differences


def test_no_plan_is_rejected():
    """The check finds nothing in any pathway of the planner."""
    rejected = {seed: check(solved(seed)[0], solved(seed)[3]) for seed in SEEDS}
    assert not {seed: found for seed, found in rejected.items() if found}


def test_oracle_passes_the_check():
    """Oracle and check read the rules alike: every optimum of the oracle, as a pathway, is valid."""
    for seed in SEEDS:
        catalog, request, found, _ = solved(seed)
        assert check(catalog, pathway(catalog, request, found)) == [], seed


def test_features_are_exercised():
    """Every feature is in the optimum, or changes it, in at least LEAST instances."""
    counter = Counter(mark for seed in SEEDS for mark in exercised(seed))
    rare = {name: counter[name] for name in (*REMOVED, *SEEN, *OTHERS) if counter[name] < LEAST}
    assert not rare


@pytest.mark.parametrize("feature", FEATURES)
def test_features_can_be_switched(feature):
    """A feature that is asked for by name gives an instance of at most 12 credentials that the oracle can solve."""
    catalog, request = instance(5, **{feature.replace("-", "_"): True})
    assert len(catalog.credentials) <= LIMIT
    assert check(catalog, pathway(catalog, request, best(catalog, request))) == []
