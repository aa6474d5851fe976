"""The cheapest costs over arrays, against value iteration by hand; what is trimmed is in no plan."""

from collections.abc import Callable, Sequence

import pytest

from knowledge.credentials import AnyOf, Award
from planner.dates import supported
from planner.greedy import greedy
from planner.model import model
from planner.problem import Item, Problem, build
from planner.reach import bundle, greatest, hopeless, trim, ways
from planner.search import at_once
from planner.solve import Limits
from tests.benchmarks.generated import catalog as generated
from tests.benchmarks.generated import people
from tests.planner.instances import instance
from tests.planner.small import catalog, credential, goal, request

SEEDS = range(60)
PRICES: dict[str, Callable[[Item], int]] = {
    "toll": lambda item: item.toll,
    "cents": lambda item: item.cents,
    "hours": lambda item: item.quarter_hours,
}


def by_hand(items: Sequence[Item], price: Callable[[Item], int], combine: Callable[[Sequence[int]], int]) -> list[int]:
    """The cheapest cost of each item by trying all until nothing changes; -1 where there is none."""
    cost = [-1] * len(items)
    changed = True
    while changed:
        changed = False
        for i, item in enumerate(items):
            groups = [min((cost[k] for k in group if cost[k] >= 0), default=-1) for group in item.clauses]
            options = [price(item) + combine(groups)] if item.study else []
            if item.stack:
                parts = [min((cost[k] for k in group if cost[k] >= 0), default=-1) for group in item.stack.groups]
                able = sorted(part for part in parts if part >= 0)
                if len(able) >= item.stack.need:
                    options.append(combine(groups + able[: item.stack.need]))
            best = min(options, default=-1)
            if -1 not in groups and best >= 0 and (cost[i] < 0 or best < cost[i]):
                cost[i], changed = best, True
    return cost


def problems() -> list[Problem]:
    """Small instances with every feature, and two of 300 credentials."""
    known = generated(300, 5)
    return [build(*instance(seed)) for seed in SEEDS] + [build(known, asked) for asked in people(known, 5, 2)]


@pytest.mark.parametrize("combine", [sum, greatest])
@pytest.mark.parametrize("price", sorted(PRICES))
def test_costs_are_those_by_hand(price: str, combine: Callable[[Sequence[int]], int]) -> None:
    """Bought and awarded, sums and lower bounds, circles included."""
    awards = 0
    for problem in problems():
        found = ways(problem.items, PRICES[price], combine)
        assert [way.cost if way else -1 for way in found] == by_hand(problem.items, PRICES[price], combine)
        awards += sum(way is not None and way.award for way in found)
    assert awards >= 10


@pytest.mark.parametrize("price", sorted(PRICES))
def test_bundles_can_be_earned_in_some_order(price: str) -> None:
    """No bundle rests on a circle, free items included."""
    for problem in problems():
        known = ways(problem.items, PRICES[price], sum)
        for i in range(len(problem.items)):
            waiting, done = bundle(i, known), []
            while ready := [k for k in waiting if supported(problem.items[k], waiting[k], done)]:
                done += ready
                waiting = {k: award for k, award in waiting.items() if k not in ready}
            assert not waiting


def test_the_lower_bound_is_never_above_the_sum() -> None:
    """The dearest supporter costs no more than all of them."""
    for problem in problems():
        low = ways(problem.items, PRICES["cents"], greatest).costs
        assert (low <= ways(problem.items, PRICES["cents"], sum).costs).all()


@pytest.mark.parametrize("seed", range(100, 130))
def test_what_is_trimmed_is_in_no_best_plan(seed: int) -> None:
    """The trimmed problem has the optimum of the whole one."""
    whole = build(*instance(seed))
    less = trim(whole)
    one, other = (at_once(model(problem), greedy(problem), Limits()) for problem in (whole, less))
    assert (one.found, one.value, one.bound) == (other.found, other.value, other.bound)
    assert [whole.items[c.item].id for c in one.choices] == [less.items[c.item].id for c in other.choices]


def test_a_circle_of_free_awards_supports_nobody() -> None:
    """Two awards, each a component of the other, cost nothing and still need the credential outside."""
    known = catalog(
        credential("s", {"a": 2}, award=Award(1, ("t", "p")), award_only=True),
        credential("t", {"b": 2}, award=Award(1, ("s", "p")), award_only=True),
        credential("p", dollars=50),
        credential("u", {"a": 2}, award=Award(1, ("v",)), award_only=True),
        credential("v", {"b": 2}, award=Award(1, ("u",)), award_only=True),
    )
    problem = build(known, request(goal({"a": 2, "b": 2})))
    found = ways(problem.items, PRICES["cents"], sum)
    costs = {item.id: way and (way.cost, way.award) for item, way in zip(problem.items, found, strict=True)}
    assert costs == {"p": (5000, False), "s": (5000, True), "t": (5000, True), "u": None, "v": None}
    assert set(bundle(problem.index("s") or 0, found)) >= {problem.index("p"), problem.index("s")}


def test_a_barred_item_supports_nobody() -> None:
    """Without the cheap prerequisite the dear one is the way; without both there is none."""
    known = catalog(credential("x", {"a": 2}, needs=AnyOf(("p", "q"))), credential("p", dollars=1), credential("q"))
    items = build(known, request(goal({"a": 2}))).items
    assert [way and way.cost for way in ways(items, PRICES["cents"], sum)] == [100, 10_000, 10_100]
    assert [way and way.cost for way in ways(items, PRICES["cents"], sum, barred=[0])] == [None, 10_000, 20_000]
    assert [way and way.cost for way in ways(items, PRICES["cents"], sum, barred=[0, 1])] == [None, None, None]


def test_no_items_at_all() -> None:
    """A goal that nothing serves."""
    problem = build(catalog(), request(goal({"a": 2})))
    assert list(ways(problem.items, PRICES["toll"], sum)) == []
    assert hopeless(problem) == {}
