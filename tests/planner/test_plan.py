"""The entry point: a request in, a checked pathway out."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest

import planner.plan
from knowledge.credentials import Fee
from planner.check import check
from planner.pathway import Status
from planner.plan import PlannerError, plan
from planner.request import Budget, Goal, Held, Only, Request, Target
from planner.solve import Limits
from planner.valid import BadRequest, validate
from planner.wire import plan_hash
from tests.planner.small import START, catalog, credential, goal, request

KNOWN = catalog(
    credential("x", {"a": 2, "b": 1}, dollars=200, hours=20),
    credential("y", {"b": 2}, dollars=300, hours=30),
    credential("old", {"b": 2}, status="retired"),
)


def test_a_plan_is_dated_proven_and_checked():
    """The ordinary case: steps, totals, coverage and a proof."""
    asked = request(goal({"a": 2, "b": 2}, by=date(2027, 6, 1)), dollars=800)
    found = plan(KNOWN, asked)
    assert (found.status, found.value, found.bound, found.gap) == (Status.PROVEN, found.value, found.value, 0.0)
    assert [(s.credential, s.start, s.end) for s in found.steps] == [
        ("x", START, date(2027, 1, 17)),
        ("y", date(2027, 1, 18), date(2027, 2, 7)),
    ]
    assert (found.cents, found.quarter_hours, found.candidates) == (50_000, 200, 2)
    assert [(c.share, c.open) for c in found.coverage] == [(1.0, ())]
    assert [(left.credential, left.why) for left in found.left_out] == [("old", "retired")]
    assert check(KNOWN, found) == []


def test_without_a_gap_only_locked_steps_are_planned():
    """Who has everything needs nothing, but gets what they asked for by name."""
    asked = request(goal({"a": 1}), held=Held(skills={"a": 3}))
    assert plan(KNOWN, asked).steps == ()
    assert plan(KNOWN, asked).status is Status.PROVEN
    assert [s.credential for s in plan(KNOWN, replace(asked, locked=("y",))).steps] == ["y"]


def test_conflicts_are_named_with_their_least_relaxations():
    """Too little money for the coverage: the exact sum is named, and the most that can be covered."""
    found = plan(KNOWN, request(goal({"a": 2, "b": 2}, min_coverage=0.9), dollars=400))
    assert (found.status, found.conflicts) == (Status.INFEASIBLE, ("budget", "coverage:0"))
    assert [(r.constraint, r.value, r.verified) for r in found.relaxations] == [
        ("budget", "50000", True),
        ("coverage:0", "drop", True),
    ]
    assert found.relaxations[1].text == "Ask for 75 % of goal 1 at most."


def test_hours_and_deadline_are_relaxed_to_the_least_that_works():
    """80 quarter-hours in 7 days need 20 hours a week, or 14 days at 10 hours."""
    asked = request(goal({"a": 2}, by=date(2027, 1, 11)))
    found = plan(KNOWN, asked)
    assert found.conflicts == ("hours", "deadline", "coverage:0")
    assert {r.constraint: r.value for r in found.relaxations} == {
        "hours": "20",
        "deadline": "2027-01-18",
    }  # to leave the only goal out is no way out
    assert plan(KNOWN, replace(asked, hours_per_week=20)).status is Status.PROVEN
    assert plan(KNOWN, replace(asked, hours_per_week=19.75)).status is Status.INFEASIBLE


@pytest.mark.parametrize(
    ("asked", "conflicts"),
    [
        ({"locked": ("old",)}, ("locked:old",)),
        ({"locked": ("y",), "excluded": ("y",)}, ("excluded:y", "locked:y")),
        ({"locked": ("y",), "excluded_issuers": ("acme",)}, ("excluded-issuer:acme", "locked:y")),
        ({"locked": ("y",), "only": Only(free=True)}, ("only:free", "locked:y")),
        ({"only": Only(hands_on=True)}, ("only:hands_on", "coverage:0")),
    ],
)
def test_locks_and_filters_that_cannot_hold_together(asked: dict[str, object], conflicts: tuple[str, ...]):
    """Each pair of wishes that excludes one another is named."""
    assert plan(KNOWN, request(goal({"a": 2}), **asked)).conflicts == conflicts


def test_a_prerequisite_that_is_excluded_is_part_of_the_conflict():
    """The excluded one is named, not only the locked one that needs it."""
    known = catalog(credential("x", {"a": 2}, needs="p"), credential("p"))
    found = plan(known, request(goal({"a": 2}), locked=("x",), excluded=("p",)))
    assert found.conflicts == ("excluded:p", "locked:x")
    assert ("excluded:p", "allow") in [(r.constraint, r.value) for r in found.relaxations]


def test_language_and_experience_can_be_the_cause():
    """Both are named when allowing them would give a plan."""
    known = catalog(credential("x", {"a": 2}, languages=("ja",)), credential("y", {"b": 2}, years=3))
    assert plan(known, request(goal({"a": 2}), language="en")).conflicts == ("language", "coverage:0")
    assert plan(known, request(goal({"b": 2}))).conflicts == ("experience", "coverage:0")


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (Request((Goal(role="king"),), START, 6), "goals.0.role: the catalog knows no role 'king'."),
        (request(goal({"zz": 1})), "goals.0.targets: the catalog knows no skill 'zz'."),
        (request(goal({"a": 1}), held=Held(("zz",))), "held.credentials: the catalog knows no credential 'zz'."),
        (request(goal({"a": 1}), locked=("zz",)), "locked: the catalog knows no credential 'zz'."),
        (request(goal({"a": 1}), excluded=("zz",)), "excluded: the catalog knows no credential 'zz'."),
        (request(goal({"a": 1}), excluded_issuers=("zz",)), "excluded_issuers: the catalog knows no issuer 'zz'."),
        (request(goal({"a": 1}), held=Held(skills={"zz": 1})), "held.skills: the catalog knows no skill 'zz'."),
        (
            replace(request(goal({"a": 1})), budget=Budget(1, "XXX")),
            "budget.currency: the catalog has no rate for 'XXX'.",
        ),
        (request(goal({"a": 1}), studied={"zz": 1}), "studied: the catalog knows no credential 'zz'."),
        (request(goal({"a": 1}), studied={"x": -1}), "studied.x must not be negative."),
        (request(goal({"a": 1}), hours=0), "hours_per_week must be between 0.25 and 168."),
        (request(goal({"a": 1}), hours=float("nan")), "hours_per_week must be between 0.25 and 168."),
        (request(goal({"a": 1}), hours=6.1), "hours_per_week must be a multiple of 0.25."),
        (request(), "goals must name at least one goal."),
        (request(Goal()), "goals.0.role is missing: a goal needs a role or targets."),
        (request(Goal(targets=(Target("a", 5),))), "goals.0.targets: the level of a must be from 1 to 4."),
        (request(Goal(targets=(Target("a", 1), Target("a", 2)))), "goals.0.targets names a twice."),
        (request(goal({"a": 1}, min_coverage=1.1)), "goals.0.min_coverage must be between 0 and 1."),
    ],
)
def test_impossible_requests_get_a_sentence(asked: Request, sentence: str):
    """Unknown ids and impossible numbers are refused before anything is solved."""
    assert validate(KNOWN, asked)[0] == sentence
    with pytest.raises(BadRequest) as refused:
        plan(KNOWN, asked)
    assert str(refused.value) == sentence


def test_estimates_and_conversions_are_assumptions():
    """What the plan takes for granted is listed per step."""
    known = catalog(
        credential("x", {"a": 2}, dollars=None),
        credential("other", dollars=150),
        credential("y", {"b": 2}, fees=(Fee("exam", 100, "EUR"),)),
        credential("z", {"c": 2}, years=2),
    )
    found = plan(known, request(goal({"a": 2, "b": 2, "c": 2}), dollars=900, locked=("z",)))
    assert set(found.assumptions) == {"estimate-cost:x", "converted:y", "experience:z"}


def test_the_same_plan_in_another_process():
    """Determinism: a process with another hash seed gives the same plan hash."""
    asked = request(goal({"a": 2, "b": 2}, by=date(2027, 6, 1)), dollars=800)
    code = (
        "from tests.planner.test_plan import *;"
        "print(plan_hash(plan(KNOWN, request(goal({'a': 2, 'b': 2}, by=date(2027, 6, 1)), dollars=800))))"
    )
    path = os.pathsep.join(p for p in sys.path if p)
    environment = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": path}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == plan_hash(plan(KNOWN, asked))


def test_a_refused_plan_never_leaves(monkeypatch: pytest.MonkeyPatch):
    """When the check finds something the simple plan is tried; when that fails too, it is an internal error."""
    asked = request(goal({"a": 2}))
    answers = iter([["wrong"], []])
    monkeypatch.setattr(planner.plan, "check", lambda *_: next(answers))
    assert plan(KNOWN, asked).status is Status.HEURISTIC
    monkeypatch.setattr(planner.plan, "check", lambda *_: ["wrong"])
    with pytest.raises(PlannerError):
        plan(KNOWN, asked)


def test_no_time_at_all_still_gives_a_valid_plan():
    """The safety stop gives a plan that says that it is not proven."""
    known = catalog(*(credential(f"x{n:02}", {"abcd"[n % 4]: 1 + n % 3}, dollars=50 + n) for n in range(40)))
    found = plan(known, request(goal({"a": 4, "b": 3, "c": 3, "d": 3}), dollars=300), Limits(work=0.0, seconds=0.0))
    assert found.status in (Status.HEURISTIC, Status.GAP, Status.PROVEN)
    assert check(known, found) == []
