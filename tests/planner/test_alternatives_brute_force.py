"""Each alternative is the best by its aim among all plans that reach nearly as much, on small instances."""

from collections import Counter
from functools import cache

from planner.aims import SURE, Aim, recognition
from planner.alternatives import alternatives
from planner.check import check
from planner.pathway import Status
from tests.planner.exercise import solved
from tests.planner.oracle_aims import plans

SEEDS = range(1, 120, 4)


@cache
def made(seed):
    """Catalog, recommended plan, alternatives, and by brute force all plans that reach nearly as much."""
    catalog, request, _, pathway = solved(seed)
    if pathway.status is not Status.PROVEN or not pathway.steps:
        return None
    everything = plans(catalog, request)
    ids = tuple(sorted(step.credential for step in pathway.steps))
    mine = next(one for one in everything if (one.ids, one.value) == (ids, pathway.value))
    allowed = [
        one for one in everything if 10 * one.evidence >= 9 * mine.evidence and one.trouble <= mine.trouble + 40_000
    ]
    return catalog, pathway, alternatives(catalog, request, pathway), allowed


def rows():
    """What `made` gives for all instances with a plan."""
    return [row for row in map(made, SEEDS) if row]


def test_each_is_the_best_by_its_aim():
    """The least money, the earliest last day, recognition within one percent of the most; then the greatest value."""
    wrong = []
    for catalog, pathway, found, allowed in rows():
        start = pathway.request.start
        cheapest, earliest, surest = (one.pathway for one in found)
        cents, day = min(one.cents for one in allowed), min(one.day for one in allowed)
        sure = max(one.sure for one in allowed)
        best = [
            max(one.value for one in allowed if one.cents == cents),
            max(one.value for one in allowed if one.day == day),
            max(one.value for one in allowed if one.sure >= sure - SURE),
        ]
        ends = [(step.end - start).days for step in earliest.steps]
        got = (cheapest.cents, max(ends), [one.value for one in (cheapest, earliest, surest)])
        if got != (cents, day, best):
            wrong.append((catalog.version[-4:], got, (cents, day, best)))
        if recognition(catalog, surest)[0] * 1_000_000 < sure - SURE:
            wrong.append((catalog.version[-4:], recognition(catalog, surest), sure))
    assert not wrong


def test_each_is_proven_and_valid():
    """Small instances are solved to the end, and no alternative breaks a rule."""
    for catalog, pathway, found, _ in rows():
        assert [one.aim for one in found] == list(Aim)
        assert all(one.proven for one in found)
        assert [check(catalog, one.pathway) for one in found] == [[], [], []]
        for one in found:
            assert (one.same == "recommended") == (one.pathway.steps == pathway.steps)


def test_all_aims_matter():
    """In enough of these instances each aim gives a plan of its own, also where items have days of their own."""
    counted = Counter[str]()
    for catalog, _, found, _ in rows():
        dated = any(c.exam_windows or c.sessions for c in catalog.credentials.values())
        counted["instances"] += 1
        for one in found:
            counted[one.aim] += one.same is None
            counted[f"{one.aim} dated"] += one.same is None and dated
    assert min(counted[aim] for aim in Aim) >= 3
    assert counted["earliest dated"] >= 3
