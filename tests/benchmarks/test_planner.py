"""How long a plan takes on the shipped catalog, and how much is proved: ./dev bench planner."""

import time
from datetime import date

import pytest

from knowledge.catalog import Catalog
from planner.pathway import Status
from planner.plan import plan
from planner.request import Budget, Goal, Request
from tests.benchmarks.report import report


@pytest.mark.benchmark
def test_planner(real_catalog: Catalog) -> None:
    """Every role, 800 USD, 6 hours a week, six months: proven, and each within a second."""
    seconds, proven, infeasible = [], 0, 0
    asked = [
        Request((Goal(role, by=date(2027, 6, 1)),), date(2026, 11, 23), 6, Budget(80_000))
        for role in sorted(real_catalog.occupations)
    ]
    plan(real_catalog, asked[0])  # loads the solver
    for request in asked:
        began = time.perf_counter()
        found = plan(real_catalog, request)
        seconds.append(time.perf_counter() - began)
        proven += found.status is Status.PROVEN
        infeasible += found.status is Status.INFEASIBLE
    seconds.sort()
    table = {
        "roles": len(asked),
        "proven": proven,
        "infeasible": infeasible,
        "median_s": round(seconds[len(seconds) // 2], 3),
        "max_s": round(seconds[-1], 3),
    }
    report("planner", table)
    assert proven + infeasible == len(asked)
    assert seconds[-1] < 1
