"""Values and bounds of all methods agree, and what is fixed away is never part of the best plan."""

import pytest

import planner.search as search
from knowledge.catalog import Catalog
from planner.anytime import plans
from planner.check import check
from planner.dates import in_order, value
from planner.fixing import priced
from planner.greedy import greedy
from planner.model import model
from planner.plan import plan
from planner.problem import build
from planner.reach import trim
from planner.search import at_once, best
from planner.solve import Found, Limits
from tests.benchmarks.generated import catalog, people
from tests.planner.instances import instance
from tests.planner.pairs import claims
from tests.planner.random_requests import random_request

SEEDS = range(30)


@pytest.fixture
def small_core(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every problem counts as big, and its core is tiny."""
    monkeypatch.setattr(search, "SMALL", 0)
    monkeypatch.setattr(search, "CORE", 2)


@pytest.mark.usefixtures("small_core")
@pytest.mark.parametrize("seed", SEEDS)
def test_core_and_fixing_lose_no_optimum(seed: int) -> None:
    """By a core and by fixing the plan is that of the whole model, ties included."""
    problem = trim(build(*instance(seed)))
    whole = at_once(model(problem), greedy(problem), Limits())
    staged = best(problem, Limits())
    # Where the same steps serve an early and a late deadline alike, the solver may name either.
    assert sorted((c.item, c.award) for c in staged.choices) == sorted((c.item, c.award) for c in whole.choices)
    assert (staged.found, staged.value, staged.bound) == (whole.found, whole.value, whole.bound)


@pytest.mark.usefixtures("small_core")
def test_fixing_is_exercised() -> None:
    """On the small instances the core alone is sometimes proven best, and sometimes more is needed; items are fixed."""
    fixed = left = 0
    for seed in SEEDS:
        problem = trim(build(*instance(seed)))
        found, outcome = priced(model(problem), Limits()), best(problem, Limits())
        if found and outcome.found is Found.OPTIMAL:
            keep = found.could_be_in(outcome.value)
            fixed += len(keep) < len(problem.items)
            left += len(keep) > len(outcome.choices)
    assert fixed >= 8
    assert left >= 5


@pytest.mark.parametrize("person", range(4))
def test_no_value_is_above_any_bound(person: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """All pairs of methods on bigger instances (200 of them in ./dev bench planner)."""
    monkeypatch.setattr(search, "SMALL", 20)
    monkeypatch.setattr(search, "CORE", 12)
    known = catalog(300, person % 2)
    found = claims(trim(build(known, people(known, person, person + 1)[person])))
    assert len(found.values) >= 6
    assert len(found.bounds) >= 4
    assert found.contradictions() == []


def test_random_requests_leave_no_violation(real_catalog: Catalog) -> None:
    """Plans at once and plans proven, for any request, pass the check (5,000 of them in ./dev bench planner)."""
    for seed in range(10):
        request = random_request(real_catalog, seed)
        given = list(plans(real_catalog, request))
        assert [check(real_catalog, pathway) for pathway in given] == [[]] * len(given), seed


def test_the_plan_at_once_is_never_better_than_the_last() -> None:
    """The first answer is checked and comes before the proof; the last is the plan itself."""
    known = catalog(300, 0)
    for request in people(known, 0, 4):
        first, *rest = plans(known, request)
        assert rest == [plan(known, request)]
        assert first.value <= rest[-1].value
        assert first.bound is None


def test_without_prices_the_whole_model_is_solved(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the linear relaxation says nothing the plan is the same."""
    monkeypatch.setattr(search, "SMALL", 0)
    problem = trim(build(*instance(3)))
    staged = best(problem, Limits())
    monkeypatch.setattr(search, "priced", lambda *_: None)
    assert best(problem, Limits()) == staged
    assert staged.value == value(problem, in_order(problem, staged.choices))
