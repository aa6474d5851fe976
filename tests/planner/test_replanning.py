"""Planning the rest again changes as little as 2 % of the value allow."""

import random

import pytest

from planner.check import check
from planner.pathway import Status
from planner.plan import plan
from planner.replanning import WITHIN_PERCENT, changes, replan
from tests.planner.instances import instance
from tests.planner.oracle import every
from tests.planner.small import catalog, credential, goal, request

KNOWN = catalog(
    credential("new", {"a": 2}, dollars=100),
    credential("old", {"a": 2}, dollars=140),
    credential("dear", {"a": 2}, dollars=900),
)
ASKED = request(goal({"a": 2}))


def _ids(found):
    return [step.credential for step in found.steps]


def test_a_little_better_is_no_reason_to_change():
    """Within 2 % the old step stays, and the plan says that it is not the best; beyond, it goes."""
    assert _ids(plan(KNOWN, ASKED)) == ["new"]
    kept = replan(KNOWN, ASKED, ["old"])
    assert (_ids(kept), kept.status, check(KNOWN, kept)) == (["old"], Status.GAP, [])
    assert kept.gap is not None
    assert 0 < kept.gap < 2.1
    assert _ids(replan(KNOWN, ASKED, ["dear"])) == ["new"]


def test_the_best_plan_itself_stays_proven():
    """Where the old plan is the best one nothing is given up."""
    assert replan(KNOWN, ASKED, ["new"]).status is Status.PROVEN


@pytest.mark.parametrize("seed", range(60))
def test_no_plan_within_two_percent_changes_less(seed):
    """Against all plans that there are: the fewest changes first, then the best of those."""
    catalog, asked = instance(seed)
    plans = every(catalog, asked)
    rng = random.Random(seed)  # noqa: S311
    old = set(rng.choice(sorted(plans))) if plans else set()
    old ^= set(rng.sample(sorted(catalog.credentials), rng.randrange(3)))
    found = replan(catalog, asked, old)
    if not plans or not max(plans.items(), key=lambda plan: (plan[1], -len(plan[0])))[0]:
        assert not found.steps
        return
    best = max(plans.values())
    near = {ids: value for ids, value in plans.items() if value >= best - abs(best) * WITHIN_PERCENT // 100}
    least = min(len(old ^ set(ids)) for ids in near)
    assert (changes(old, found), check(catalog, found)) == (least, [])
    assert found.value == max(value for ids, value in near.items() if len(old ^ set(ids)) == least)
    assert (found.status is Status.PROVEN) == (found.value == best)
