"""Cheaper and faster plans that reach nearly as much."""

from planner.alternatives import cheaper, faster
from planner.check import check
from planner.pathway import Status
from planner.plan import plan
from tests.planner.small import catalog, credential, goal, request

KNOWN = catalog(
    credential("best", {"a": 4, "b": 4}, dollars=400, hours=40),
    credential("cheap", {"a": 4, "b": 4}, dollars=10, hours=400),
    credential("quick", {"a": 4, "b": 4}, dollars=1500, hours=5),
    credential("poor", {"a": 1}, dollars=0, hours=1),
)
ASKED = request(goal({"a": 4, "b": 4}))


def test_the_cheaper_plan_costs_less_and_reaches_as_much():
    """The cheapest of the plans that keep 90 % of the evidence, with its distance from the recommended one."""
    best = plan(KNOWN, ASKED)
    found = cheaper(KNOWN, ASKED, best)
    assert [s.credential for s in best.steps] == ["best"]
    assert found is not None
    assert [s.credential for s in found.steps] == ["cheap"]
    assert (found.status, found.bound) == (Status.GAP, best.value)
    assert check(KNOWN, found) == []


def test_the_faster_plan_ends_earlier():
    """The plan that ends first among those that keep 90 %."""
    best = plan(KNOWN, ASKED)
    found = faster(KNOWN, ASKED, best)
    assert found is not None
    assert [s.credential for s in found.steps] == ["quick"]
    assert found.steps[-1].end < best.steps[-1].end


def test_an_alternative_is_not_filled_with_whatever_is_free():
    """Cheap and short things beside the goal do not replace a credential that is about it."""
    known = catalog(
        credential("about", {"a": 2, "b": 2}, dollars=60, hours=20),
        credential("beside-1", {"a": 2, "c": 1, "d": 1}, dollars=0, hours=5),
        credential("beside-2", {"b": 2, "c": 1, "d": 1}, dollars=0, hours=5),
    )
    asked = request(goal({"a": 2, "b": 2}))
    best = plan(known, asked)
    assert [s.credential for s in best.steps] == ["about"]
    assert cheaper(known, asked, best) is None


def test_the_same_plan_is_no_alternative():
    """Where the recommended plan is the cheapest already there is none."""
    known = catalog(credential("best", {"a": 2}))
    asked = request(goal({"a": 2}))
    assert cheaper(known, asked, plan(known, asked)) is None
    assert faster(known, asked, plan(known, asked)) is None


def test_without_a_plan_there_is_no_alternative():
    """An infeasible request has no cheaper plan."""
    asked = request(goal({"d": 2}))
    assert cheaper(KNOWN, asked, plan(KNOWN, asked)) is None
