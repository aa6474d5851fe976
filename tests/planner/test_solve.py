"""The model and the solver: optimal choices, exact ties, no support through circles."""

from datetime import date

import pytest

from knowledge.catalog import Catalog
from knowledge.credentials import AllOf, AnyOf, Award
from planner.model import Row, model
from planner.problem import build
from planner.request import Held, Request
from planner.search import Outcome, best
from planner.solve import Found, Limits, solve
from tests.planner.small import catalog, credential, goal, request


def _best(known: Catalog, asked: Request) -> tuple[list[str], Outcome]:
    problem = build(known, asked)
    found = best(problem, Limits())
    return [problem.items[c.item].id for c in found.choices], found


def test_one_credential_that_shows_two_skills_beats_two():
    """Each open target counts once, by the best evidence."""
    known = catalog(credential("x", {"a": 2}), credential("y", {"b": 2}), credential("z", {"a": 2, "b": 2}))
    ids, found = _best(known, request(goal({"a": 2, "b": 2})))
    assert ids == ["z"]
    assert found.value == found.bound == 850_000 - 10_000 // 2 - 40 * 50 - 20_000


def test_ties_go_to_fewer_steps_then_smallest_ids():
    """Among equal values one step beats two, and sorted ids decide the rest."""
    free = {"dollars": 0, "hours": 0}
    known = catalog(
        credential("d", {"a": 2}, **free),
        credential("c", {"a": 2}, **free),
        credential("b", {"a": 1}, **free),
        credential("e", {"b": 2}, **free),
        credential("f", {"b": 2}, **free),
    )
    assert _best(known, request(goal({"a": 2, "b": 2})))[0] == ["c", "e"]


def test_credentials_cannot_support_each_other():
    """Two that need one another, in a circle with a way in from outside: the way in is bought."""
    known = catalog(
        credential("x", {"a": 2}, needs=AnyOf(("y", "in"))),
        credential("y", {"b": 2}, needs="x"),
        credential("in", dollars=500),
    )
    assert _best(known, request(goal({"a": 2, "b": 2})))[0] == ["in", "x", "y"]
    alone = catalog(credential("x", {"a": 2}, needs="y"), credential("y", {"b": 2}, needs="x"))
    assert _best(alone, request(goal({"a": 2, "b": 2})))[1].found is Found.INFEASIBLE


def test_an_award_and_its_component_cannot_support_each_other():
    """A stack whose part needs the stack itself is never given."""
    known = catalog(
        credential("s", {"a": 2}, award=Award(2, ("p", "q")), award_only=True),
        credential("p", needs="s"),
        credential("q"),
    )
    assert _best(known, request(goal({"a": 2})))[1].found is Found.INFEASIBLE


def test_an_award_needs_enough_different_components():
    """Two members of one component count once."""
    known = catalog(
        credential("s", {"a": 2}, award=Award(2, ("p", "q")), award_only=True),
        credential("p", dollars=1),
        credential("o", dollars=1, equivalent_to=("p",)),
        credential("q", dollars=800),
    )
    assert _best(known, request(goal({"a": 2})))[0] == ["o", "q", "s"]


def test_two_equivalents_are_never_both_in_a_plan():
    """An old and a new version show different skills, and still only one is taken."""
    known = catalog(credential("x", {"a": 2}), credential("y", {"b": 2}, equivalent_to=("x",)))
    assert _best(known, request(goal({"a": 2, "b": 2})))[0] == ["x"]


def test_each_goal_counts_only_what_is_earned_in_time():
    """With two deadlines the early goal's evidence comes first, though the later one is dearer."""
    known = catalog(credential("x", {"a": 2}, hours=20), credential("y", {"b": 2}, hours=20))
    early, late = goal({"a": 2}, by=date(2027, 1, 18)), goal({"b": 2}, by=date(2027, 2, 1))
    ids, found = _best(known, request(late, early))
    assert ids == ["x", "y"]
    assert [c.by for c in found.choices] == [0, 1]
    same_day = goal({"b": 2}, by=date(2027, 1, 18))
    assert _best(known, request(same_day, early))[1].found is Found.INFEASIBLE


def test_held_credentials_open_prerequisites():
    """What is held need not be earned."""
    known = catalog(credential("x", {"a": 2}, needs=AllOf(("h", "p"))), credential("h"), credential("p"))
    assert _best(known, request(goal({"a": 2}), held=Held(("h",))))[0] == ["p", "x"]


def test_coverage_is_a_floor():
    """A plan that must close everything takes what it would leave for its price."""
    known = catalog(credential("x", {"a": 2}), credential("y", {"b": 2}, dollars=9000))
    assert _best(known, request(goal({"a": 2, "b": 2})))[0] == ["x"]
    assert _best(known, request(goal({"a": 2, "b": 2}, min_coverage=0.9)))[0] == ["x", "y"]


@pytest.mark.parametrize(("low", "found"), [(1, Found.OPTIMAL), (2, Found.INFEASIBLE)])
def test_rows_bind(low: int, found: Found):
    """An extra row is kept, and one that cannot hold makes it infeasible."""
    built = model(build(catalog(credential("x", {"a": 2})), request(goal({"a": 2}))))
    assert solve(built, [], Limits(), (Row(tuple(built.steps()), low, None, "test"),)).found is found


def test_without_time_the_simple_plan_stands_with_a_bound():
    """A solver without any work allowed gives the greedy plan, never nothing."""
    known = catalog(*(credential(f"x{n:02}", {"abcd"[n % 4]: 1 + n % 3}, dollars=50 + n) for n in range(40)))
    problem = build(known, request(goal({"a": 4, "b": 3, "c": 3, "d": 3}), dollars=300))
    found = best(problem, Limits(work=0.0, seconds=0.0))
    assert found.found in (Found.FEASIBLE, Found.OPTIMAL)
    assert found.choices
    assert found.bound is None or found.bound >= found.value
