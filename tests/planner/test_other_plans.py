"""Cheapest, earliest and most recognised plans that reach nearly as much."""

from dataclasses import replace
from datetime import date

import pytest

from knowledge.credentials import Shortening
from planner import worth
from planner.aims import Aim, recognition
from planner.alternatives import alternative, alternatives
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


def _ids(found):
    return [s.credential for s in found.pathway.steps]


def test_the_cheapest_plan_costs_least_and_reaches_as_much():
    """The cheapest of the plans that keep 90 % of the evidence, with its distance from the recommended one."""
    best = plan(KNOWN, ASKED)
    found = alternative(KNOWN, ASKED, best, Aim.CHEAPEST)
    assert [s.credential for s in best.steps] == ["best"]
    assert (_ids(found), found.proven, found.same) == (["cheap"], True, None)
    assert (found.pathway.status, found.pathway.bound) == (Status.GAP, best.value)
    assert check(KNOWN, found.pathway) == []


def test_the_earliest_plan_ends_first():
    """The plan that ends first among those that keep 90 %."""
    best = plan(KNOWN, ASKED)
    found = alternative(KNOWN, ASKED, best, Aim.EARLIEST)
    assert (_ids(found), found.proven) == (["quick"], True)
    assert found.pathway.steps[-1].end < best.steps[-1].end


def test_fewest_hours_are_not_the_earliest_finish():
    """A short course that begins in June ends later than a long one that begins today."""
    known = catalog(
        credential("long", {"a": 4}, dollars=2000, hours=60),
        credential("short", {"a": 4}, dollars=10, hours=5, sessions=(date(2027, 6, 1),)),
    )
    asked = request(goal({"a": 4}))
    best = plan(known, asked)
    found = alternative(known, asked, best, Aim.EARLIEST)
    assert [s.credential for s in best.steps] == ["short"]
    assert (_ids(found), found.proven) == (["long"], True)
    assert found.pathway.quarter_hours > best.quarter_hours


def test_weeks_off_count_for_the_finish():
    """The finish is a day on the person's calendar."""
    known = catalog(
        credential("few", {"a": 4}, dollars=2000, hours=8), credential("more", {"a": 4}, dollars=10, hours=9)
    )
    asked = request(goal({"a": 4}))  # ten hours a week: both are done in the first week, on different days
    found = alternative(known, asked, plan(known, asked), Aim.EARLIEST)
    assert _ids(found) == ["few"]
    a_day = replace(asked, hours_per_week=70)  # both take one day
    assert alternative(known, a_day, plan(known, a_day), Aim.EARLIEST).same == "recommended"


def test_of_plans_that_end_on_the_same_day_the_best_is_taken():
    """An hour less on the last day is worth no money."""
    known = catalog(
        credential("slow", {"a": 4}, dollars=10, hours=90),
        credential("few", {"a": 4}, dollars=3000, hours=8),
        credential("more", {"a": 4}, dollars=2000, hours=9),
    )
    asked = request(goal({"a": 4}), hours=70)
    best = plan(known, asked)
    found = alternative(known, asked, best, Aim.EARLIEST)
    assert ([s.credential for s in best.steps], _ids(found)) == (["slow"], ["more"])


def test_credit_counts_for_the_finish():
    """A step more may end earlier when it shortens another."""
    known = catalog(
        credential("alone", {"a": 4}, hours=40),
        credential("base", {"a": 1}, hours=5),
        credential("after", {"a": 4}, hours=60, shortened_by=(Shortening("base", hours=50),)),
    )
    asked = request(goal({"a": 4}))
    best = plan(known, asked)
    found = alternative(known, asked, best, Aim.EARLIEST)
    assert ([s.credential for s in best.steps], _ids(found)) == (["alone"], ["base", "after"])
    assert (found.proven, found.pathway.quarter_hours) == (True, 4 * 15)


def test_the_most_recognised_plan(monkeypatch):
    """By the low end of what the evidence allows, as the person sees it in the table; one percent is no difference."""
    ranges = {"best": (40, 60), "cheap": (50, 90), "quick": (70, 75)}
    monkeypatch.setattr(worth, "recognised", lambda _, id: ranges.get(id, (50, 50)))
    monkeypatch.setattr("planner.aims.recognised", lambda _, id: ranges.get(id, (50, 50)))
    best = plan(KNOWN, ASKED)
    found = alternative(KNOWN, ASKED, best, Aim.RECOGNISED)
    assert (_ids(found), found.proven) == (["quick"], True)
    assert recognition(KNOWN, found.pathway) == (0.7, 0.75)
    ranges["quick"] = (40, 41)
    ranges["cheap"] = (41, 90)
    assert alternative(KNOWN, ASKED, best, Aim.RECOGNISED).same == "recommended"


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
    assert alternative(known, asked, best, Aim.CHEAPEST).same == "recommended"


def test_the_same_plan_is_said_to_be_the_same():
    """Where the recommended plan is the best by every aim, each alternative is that plan; twins name each other."""
    known = catalog(credential("best", {"a": 2}))
    asked = request(goal({"a": 2}))
    best = plan(known, asked)
    assert [(one.same, one.pathway, one.proven) for one in alternatives(known, asked, best)] == [
        ("recommended", best, True)
    ] * 3
    known = catalog(
        credential("wide", {"a": 4}, dollars=40, hours=40),
        credential("both", {"a": 4, "c": 1}, dollars=30, hours=35),
    )
    asked = request(goal({"a": 4}))
    best = plan(known, asked)
    assert [s.credential for s in best.steps] == ["wide"]
    assert [(one.aim, one.same) for one in alternatives(known, asked, best)][:2] == [
        (Aim.CHEAPEST, None),
        (Aim.EARLIEST, Aim.CHEAPEST),
    ]


def test_without_a_plan_there_is_no_alternative():
    """An infeasible request has no other plan."""
    asked = request(goal({"d": 2}))
    nothing = plan(KNOWN, asked)
    assert alternatives(KNOWN, asked, nothing) == ()
    with pytest.raises(ValueError, match="no plan"):
        alternative(KNOWN, asked, nothing, Aim.CHEAPEST)
