"""Laws that hold for every request: more room never makes the best plan worse, and order never matters."""

from dataclasses import replace

import pytest

from planner.pathway import Pathway, Status
from planner.plan import plan
from planner.request import Budget
from tests.planner.instances import instance

SEEDS = range(400, 460)


def value(found: Pathway) -> int | None:
    """The objective, None when there is no plan."""
    return found.value if found.status is Status.PROVEN else None


@pytest.mark.parametrize("seed", SEEDS)
def test_more_money_never_hurts(seed: int) -> None:
    """With twice the budget the best plan is at least as good."""
    catalog, request = instance(seed)
    if request.budget is None:
        request = replace(request, budget=Budget(30_000))
    richer = replace(request, budget=replace(request.budget, cents=2 * request.budget.cents + 100))
    poor, rich = value(plan(catalog, request)), value(plan(catalog, richer))
    assert poor is None or (rich is not None and rich >= poor)


@pytest.mark.parametrize("seed", SEEDS)
def test_more_hours_never_hurt(seed: int) -> None:
    """With twice the hours a week the best plan is at least as good, when no fee is paid by the month."""
    catalog, request = instance(seed)
    catalog = replace(
        catalog,
        credentials={
            c.id: replace(c, fees=tuple(replace(f, per=None) for f in c.fees)) for c in catalog.credentials.values()
        },
    )
    slow = value(plan(catalog, request))
    fast = value(plan(catalog, replace(request, hours_per_week=request.hours_per_week * 2)))
    assert slow is None or (fast is not None and fast >= slow)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_order_of_the_catalog_does_not_matter(seed: int) -> None:
    """The same credentials in another order give the same plan."""
    catalog, request = instance(seed)
    turned = replace(catalog, credentials=dict(reversed(catalog.credentials.items())))
    assert plan(turned, request).steps == plan(catalog, request).steps


@pytest.mark.parametrize("seed", SEEDS)
def test_without_the_best_the_rest_is_no_better(seed: int) -> None:
    """Leaving out a step of the best plan never gives a better one."""
    catalog, request = instance(seed)
    found = plan(catalog, request)
    for step in found.steps:
        if step.credential in request.locked:
            continue
        less = value(plan(catalog, replace(request, excluded=(*request.excluded, step.credential))))
        assert less is None or less <= found.value
