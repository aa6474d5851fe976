"""Why a step is there, and why another credential is not."""

from datetime import date

import pytest

from planner.explain import why, why_not
from planner.pathway import Status
from planner.plan import plan
from tests.planner.small import catalog, credential, goal, request

KNOWN = catalog(
    credential("cheap", {"a": 2}, needs="base"),
    credential("base", dollars=50),
    credential("dear", {"a": 2}, dollars=4000),
    credential("only", {"b": 2}),
    credential("senior", {"a": 2}, dollars=1, years=5),
)
ASKED = request(goal({"a": 2, "b": 2}, by=date(2028, 1, 1)), dollars=4300)


def test_a_step_is_worth_what_the_plan_without_it_loses():
    """Without it the dearer one comes in; the loss and the extra cost are told."""
    found = why(KNOWN, plan(KNOWN, ASKED), "cheap")
    assert found.without is not None
    assert (found.without.added, found.without.removed) == (("dear",), ("base", "cheap"))
    assert (found.without.status, found.without.cents) == (Status.PROVEN, 400_000 - 15_000)
    assert found.without.points == (200_000 + 2_000 + 20_000) - (7_500 + 4_000 + 20_000 + 100_000)
    assert [e.skill for e in found.evidence] == ["a"]


def test_a_prerequisite_names_what_rests_on_it():
    """A step without evidence of its own supports another."""
    found = why(KNOWN, plan(KNOWN, ASKED), "base")
    assert (found.evidence, found.supports) == ((), ("cheap",))


def test_a_step_without_which_nothing_works_is_necessary():
    """No plan is left, and the constraint that makes it necessary is named."""
    known = catalog(credential("only", {"b": 2}))
    found = why(known, plan(known, request(goal({"b": 2}))), "only")
    assert found.without is None
    assert found.conflicts == ("coverage:0",)


def test_a_locked_step_says_so():
    """What the person asked for by name is marked, and its cost shown by leaving it out."""
    locked = plan(KNOWN, request(goal({"b": 2}), locked=("dear",)))
    found = why(KNOWN, locked, "dear")
    assert found.locked
    assert found.without is not None
    assert found.without.cents == -400_000


def test_another_credential_can_be_forced_in():
    """What it costs to insist on it."""
    found = why_not(KNOWN, plan(KNOWN, ASKED), "dear")
    assert found.barred is None
    assert found.forced is not None
    assert (found.forced.added, found.forced.cents) == (("dear",), 385_000)


def test_a_constraint_can_forbid_it():
    """Too dear for the budget: the constraint and the budget that would do are named."""
    asked = request(goal({"b": 2}), dollars=500)
    found = why_not(KNOWN, plan(KNOWN, asked), "dear")
    assert found.forced is None
    assert found.conflicts == ("budget", "locked:dear")
    assert next((r.constraint, r.value) for r in found.relaxations) == ("budget", "410000")


def test_a_barred_credential_says_why():
    """Experience bars it; a lock would lift that, so the forced plan is shown too."""
    found = why_not(KNOWN, plan(KNOWN, ASKED), "senior")
    assert found.barred is not None
    assert (found.barred.why, found.barred.detail) == ("experience", "5")
    assert found.forced is not None


def test_questions_about_the_wrong_credential_are_refused():
    """Asking why for no step, and why not for a step, are errors."""
    found = plan(KNOWN, ASKED)
    with pytest.raises(ValueError, match="not a step"):
        why(KNOWN, found, "dear")
    with pytest.raises(ValueError, match="already"):
        why_not(KNOWN, found, "cheap")
    with pytest.raises(ValueError, match="knows no credential"):
        why_not(KNOWN, found, "zz")
