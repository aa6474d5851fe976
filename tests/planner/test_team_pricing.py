"""The pricing of a team's kinds: what is left away for speed never changes the best way, and every bound is true."""

from dataclasses import replace

import numpy as np
import pytest

from planner import team_pricing
from planner.request import Budget
from planner.solve import Found, Limits, solve
from planner.team_columns import UNIT, Prices, kinds, profit, simple
from planner.team_pricing import Pricing
from planner.team_request import HeadCount, Member, Team
from tests.benchmarks.generated import catalog, people

LIMITS = Limits(work=20)
PRICES = (
    Prices((0, 0, 0), 0),
    Prices((200_000 * UNIT, 0, 900_000 * UNIT), 40),
    Prices((10_000 * UNIT, 2_000_000 * UNIT, 0), 150),
    Prices((0, 300_000 * UNIT, 300_000 * UNIT), 12),
)


@pytest.fixture(scope="module")
def asked() -> list[tuple[Pricing, list[int]]]:
    """Kinds of people, and the most that any of their ways is worth at each of the PRICES, by the whole model."""
    known = catalog(300, 0)
    members = tuple(Member(replace(one, budget=None)) for one in people(known, 0, 5))
    wanted = [target.skill for member in members for target in member.request.goals[0].targets[:1]]
    heads = tuple(HeadCount(skill, 2, 3) for skill in dict.fromkeys(wanted))[:3]
    found = []
    for k, kind in enumerate(kinds(known, Team(members, heads, Budget(200_000)))):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(team_pricing, "SMALL", 0)  # as if it were big
            pricing = Pricing(kind, k)
        answers = [solve(kind.built, pricing.objective(prices), LIMITS) for prices in PRICES]
        assert all(answer.found is Found.OPTIMAL for answer in answers)
        found.append((pricing, [max(0, answer.objective) for answer in answers]))
    return found


def test_the_best_way_is_that_of_the_whole_model(asked: list[tuple[Pricing, list[int]]]) -> None:
    """One model that is asked again and again, and of which most rows are left away, finds the same."""
    smaller = 0
    for pricing, best in asked:
        start = simple(pricing.kind, pricing.place)
        for prices, real in [*zip(PRICES, best, strict=True)] * 2:
            most, way = pricing.best(prices, LIMITS, start, quick=False)
            assert most == real
            assert real == max(0, profit(way, prices) if way else 0)
            found = pricing.fixing.priced(LIMITS, pricing.objective(prices))
            less, _ = pricing.part(found.bound + found.reduced >= real, pricing.objective(prices))
            smaller += len(less.rows) < 0.7 * len(pricing.kind.built.rows)
    assert smaller >= 15  # else this test sees nothing


def test_a_model_with_nothing_left_away_is_the_whole_one(asked: list[tuple[Pricing, list[int]]]) -> None:
    """Rows that always hold and questions that are the same once more change nothing."""
    fewer = 0
    for pricing, best in asked:
        for prices, real in zip(PRICES, best, strict=True):
            terms = pricing.objective(prices)
            less, place = pricing.part(np.ones(len(pricing.kind.built.upper), np.bool_), terms)
            answer = solve(less, [(place[v], c) for v, c in terms if v in place], LIMITS)
            assert max(0, answer.objective) == real
            fewer += len(set(place.values())) < len(place)
    assert fewer >= 4


def test_a_quick_look_bounds_the_best_way(asked: list[tuple[Pricing, list[int]]], monkeypatch) -> None:
    """With few candidates the way may be worse, and the bound is still true."""
    monkeypatch.setattr(team_pricing, "FEW", 3)
    worse = 0
    for pricing, best in asked:
        for prices, real in zip(PRICES, best, strict=True):
            most, way = pricing.best(prices, LIMITS, None, quick=True)
            got = profit(way, prices) if way else 0
            assert got <= real <= most
            worse += got < real
    assert worse >= 3
