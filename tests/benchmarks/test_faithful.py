"""Whether the reasons and ways out that are stated are the true ones, on the real catalog: ./dev bench faithful."""

from collections import Counter
from collections.abc import Iterator
from itertools import count

import pytest

from knowledge.catalog import Catalog
from planner.pathway import Pathway, Status
from planner.plan import plan
from planner.solve import load
from tests.benchmarks.report import report
from tests.planner.faithful import kept, relaxed, some_step
from tests.planner.random_requests import random_request

PLANS, REFUSED = 100, 100


def _answers(catalog: Catalog) -> Iterator[tuple[int, Pathway]]:
    for seed in count():
        yield seed, plan(catalog, random_request(catalog, seed))


@pytest.mark.benchmark
def test_reasons(real_catalog: Catalog) -> None:
    """Without the stated reason of a step the best plan is without that step, in at least 95 of 100 plans.

    Where nothing can be planned any more the request does not count. Beside it, as a control, the reason of another
    step of the same plan.
    """
    load()
    own, foreign = Counter[bool | None](), Counter[bool | None]()
    for seed, pathway in _answers(real_catalog):
        if pathway.status is not Status.PROVEN or not pathway.steps:
            continue
        step = some_step(pathway, seed)
        own[kept(real_catalog, pathway, step)] += 1
        others = [one.credential for one in pathway.steps if one.credential != step]
        if others:
            foreign[kept(real_catalog, pathway, step, others[0])] += 1
        if own[True] + own[False] >= PLANS:
            break
    report(
        "faithful, reasons",
        {
            "plans": own[True] + own[False],
            "step dropped": own[False],
            "step stays": own[True],
            "no plan left, not counted": own[None],
            "control: reason of another step, dropped": foreign[False],
            "control: stays": foreign[True],
        },
    )
    assert own[False] >= 0.95 * PLANS


@pytest.mark.benchmark
def test_ways_out(real_catalog: Catalog) -> None:
    """Exactly the change that is named gives a plan, always."""
    load()
    refused, tried, failed = 0, Counter[str](), []
    for seed, pathway in _answers(real_catalog):
        if not pathway.relaxations:
            continue
        refused += 1
        for way in pathway.relaxations:
            tried[way.constraint.partition(":")[0]] += 1
            if plan(real_catalog, relaxed(pathway, way)).status in (Status.INFEASIBLE, Status.UNKNOWN):
                failed.append((seed, way))
        if refused >= REFUSED:
            break
    report(
        "faithful, ways out",
        {"refused": refused, "named": tried.total(), "failed": len(failed), **dict(sorted(tried.items()))},
    )
    assert failed == []
