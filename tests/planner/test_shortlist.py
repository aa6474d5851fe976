"""The shortlist: what stays, what the status then says, and what is remembered of a catalog."""

from dataclasses import replace

import pytest

import planner.plan
from planner.check import check
from planner.greedy import greedy
from planner.model import model
from planner.pathway import Status
from planner.plan import plan
from planner.problem import build
from planner.reach import trim
from planner.request import Budget
from planner.search import at_once, best
from planner.shortlist import narrowed, shortlist
from planner.solve import Found, Limits
from planner.structure import KEPT, structure
from tests.benchmarks.generated import catalog, people
from tests.planner.instances import instance
from tests.planner.small import catalog as small
from tests.planner.small import credential, goal, request

KNOWN = catalog(300, 0)
PEOPLE = people(KNOWN, 0, 6)


@pytest.mark.parametrize("enough", [0, 20, 400])
def test_narrowing_is_trimming_and_shortening(enough: int) -> None:
    """In one go as one after the other, for what is left and why the rest is not."""
    for person in PEOPLE:
        built = build(KNOWN, person)
        apart, together = shortlist(trim(built), enough), narrowed(built, enough)
        assert [item.id for item in together.items] == [item.id for item in apart.items]
        assert (together.left_out, together.shortened) == (apart.left_out, apart.shortened)


def test_a_plan_of_the_shortlist_is_a_plan_of_all() -> None:
    """Proven within fewer candidates it may be worth less, never more, and the check passes it."""
    shorter = 0
    for person in PEOPLE:
        whole, short = trim(build(KNOWN, person)), narrowed(build(KNOWN, person), 0)
        shorter += len(short.items) < len(whole.items)
        one, other = best(short, Limits()), best(whole, Limits())
        assert one.found is other.found is Found.OPTIMAL
        assert one.value <= other.value
    assert shorter >= 3


def test_the_status_counts_the_candidates_of_the_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond ALL candidates a proof is one within the shortlist, and says of how many."""
    person = PEOPLE[0]
    whole = plan(KNOWN, person)
    monkeypatch.setattr(planner.plan, "ALL", 0)
    found = plan(KNOWN, person)
    assert found.status is whole.status is Status.PROVEN
    assert found.candidates == len(narrowed(build(KNOWN, person), 0).items) < whole.candidates
    assert check(KNOWN, found) == []


def test_what_the_shortlist_cannot_do_is_tried_with_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """That no candidate of the shortlist fits the budget proves nothing: the others are tried before "no plan"."""
    monkeypatch.setattr(planner.plan, "ALL", 0)
    monkeypatch.setattr("planner.shortlist.PER_TARGET", 1)
    known = small(
        credential("short", {"a": 4}, dollars=90, hours=1),
        credential("cheap", {"a": 4}, dollars=50, hours=40),
        credential("too", {"b": 1}, dollars=45, hours=0),
    )
    asked = request(goal({"a": 4, "b": 1}, min_coverage=1), dollars=100)
    assert [item.id for item in narrowed(build(known, asked), 0).items] == ["short", "too"]
    assert [step.credential for step in plan(known, asked).steps] == ["too", "cheap"]


@pytest.mark.parametrize("seed", range(200, 230))
def test_small_problems_stay_whole(seed: int) -> None:
    """Up to ENOUGH candidates nothing but the impossible goes, so the optimum stays."""
    built = build(*instance(seed))
    one, other = (at_once(model(p), greedy(p), Limits()) for p in (built, narrowed(built)))
    assert (one.found, one.value) == (other.found, other.value)
    assert not narrowed(built).shortened


def test_what_is_remembered_is_of_this_very_catalog() -> None:
    """Another snapshot, of the same version even, has its own structure; an old one is forgotten in time."""
    first = small(credential("x", {"a": 2}, needs="p"), credential("p"))
    second = small(credential("x", {"a": 2}), credential("p"))
    assert structure(first) is structure(first)
    assert [len(build(known, request(goal({"a": 2}))).items) for known in (first, second, first)] == [2, 1, 2]
    remembered = structure(first)
    for _ in range(KEPT):
        structure(small())
    assert structure(first) is not remembered


def test_prices_are_remembered_per_currency_and_membership() -> None:
    """A person who pays in euros, or is a member, does not get another's prices."""
    known = small(credential("x", {"a": 2}, dollars=100))
    asked = request(goal({"a": 2}), dollars=1_000)
    euros = replace(asked, budget=Budget(100_000, "EUR"))
    assert [plan(known, r).cents for r in (asked, euros, asked)] == [10_000, 8_400, 10_000]
