"""The planner against brute force on small instances of all kinds; all 500 with their counts: ./dev bench oracle."""

from collections import Counter

import pytest

from planner.check import check
from planner.pathway import Status
from tests.planner.builder import LIMIT
from tests.planner.exercise import answer, kinds, seen, solved
from tests.planner.instances import FEATURES, instance
from tests.planner.oracle import best
from tests.planner.plans import pathway

SEEDS = range(0, 480, 4)


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


def test_all_kinds_are_there():
    """The instances of this run hold every kind, and optima wait for exams and use awards."""
    counter = Counter(mark for seed in SEEDS for mark in kinds(seed))
    counter.update(mark for seed in SEEDS if solved(seed)[2] for mark in seen(*solved(seed)[:3]))
    assert min(counter[name] for name in ("cyclic", "stack", "credit", "windows", "alternatives", "unknown")) >= 10
    assert min(counter[name] for name in ("two goals", "calendar", "award", "waiting", "meanwhile", "or")) >= 5


@pytest.mark.parametrize("feature", FEATURES)
def test_features_can_be_switched(feature):
    """A feature that is asked for by name gives an instance of at most 12 credentials that the oracle can solve."""
    catalog, request = instance(5, **{feature.replace("-", "_"): True})
    assert len(catalog.credentials) <= LIMIT
    assert check(catalog, pathway(catalog, request, best(catalog, request))) == []
