"""Each alternative is the best by its aim of all that reach nearly as much; 1,000: ./dev bench alternatives."""

from collections import Counter
from functools import cache

from planner.aims import Aim
from tests.planner.aimed import compared


@cache
def _rows():
    return [found for found in map(compared, range(1, 120, 4)) if found]


def test_each_is_the_best_by_its_aim():
    """The least money, the earliest last day, recognition within one percent of the most; then the greatest value."""
    assert [found.faults for found in _rows() if found.faults] == []


def test_all_aims_matter():
    """In enough of these instances each aim gives a plan of its own, also where items have days of their own."""
    counted = Counter[str]()
    for found in _rows():
        for one in found.alternatives:
            counted[one.aim] += one.same is None
            counted[f"{one.aim} dated"] += one.same is None and found.dated
    assert min(counted[aim] for aim in Aim) >= 3, counted
    assert counted["earliest dated"] >= 3, counted
