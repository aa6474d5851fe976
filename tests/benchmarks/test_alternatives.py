"""Alternatives against brute force on many instances, and on real roles: ./dev bench alternatives."""

import time
from collections import Counter
from datetime import date
from statistics import median

import pytest

from knowledge.catalog import Catalog
from planner import worth
from planner.aims import Aim
from planner.alternatives import alternatives
from planner.plan import plan
from planner.request import Budget, Goal, Request
from planner.solve import load
from tests.benchmarks.report import report
from tests.planner.aimed import compared
from tests.planner.instances import known_ranges

SEEDS = range(1000)


@pytest.mark.benchmark
def test_against_brute_force(monkeypatch: pytest.MonkeyPatch) -> None:
    """No difference in measure or value, no violation, all proven."""
    monkeypatch.setattr(worth, "ranges", known_ranges)
    load()
    counted, wrong = Counter[str](), []
    for seed in SEEDS:
        found = compared(seed)
        if found is None:
            continue
        counted["plans"] += 1
        wrong += [(seed, fault) for fault in found.faults]
        for one in found.alternatives:
            counted[f"{one.aim} differs"] += one.same is None
            counted[f"{one.aim} differs, dated"] += one.same is None and found.dated
    report("alternatives, instances", {"differences": len(wrong), **dict(sorted(counted.items()))})
    assert wrong == []


@pytest.mark.benchmark
def test_real_catalog(real_catalog: Catalog) -> None:
    """For every role all three are proven."""
    load()
    seconds, unproven, differ, found = [], 0, Counter[str](), 0
    for role in sorted(real_catalog.occupations):
        request = Request((Goal(role, by=date(2027, 6, 1)),), date(2026, 11, 23), 6, Budget(80_000))
        pathway = plan(real_catalog, request)
        began = time.perf_counter()
        others = alternatives(real_catalog, request, pathway)
        seconds.append(time.perf_counter() - began)
        found += bool(others)
        unproven += sum(not one.proven for one in others)
        for one in others:
            differ[one.aim] += one.same is None
    report(
        "alternatives, roles of the real catalog",
        {
            "roles": found,
            "not proven": unproven,
            **{f"{aim} is another plan": differ[aim] for aim in Aim},
            "all three, median s": median(seconds),
            "max s": max(seconds),
        },
    )
    assert unproven == 0
