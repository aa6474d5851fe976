"""Order and days of chosen items."""

from datetime import date, timedelta

import pytest

from knowledge.credentials import Award
from planner.dates import Choice, Unordered, best_evidence, in_order, value
from planner.problem import Problem, build
from planner.steps import steps
from tests.planner.small import START, catalog, credential, goal, request


def _chain() -> Problem:
    known = catalog(
        credential("last", {"a": 2}, needs="mid", hours=7, level=1),
        credential("mid", needs="start", hours=0),
        credential("start", hours=10.25, level=3),
        credential("title", {"b": 2}, award=Award(2, ("last", "start")), award_only=True),
    )
    return build(known, request(goal({"a": 2, "b": 2})))


def _all(problem: Problem) -> list[Choice]:
    return [Choice(i, not item.study, 0) for i, item in enumerate(problem.items)]


def test_days_follow_the_rules():
    """Start floor(7P/w), end by the day on which the last quarter-hour falls; nothing takes no day."""
    problem = _chain()
    found = [
        (s.credential, (s.start - START).days, (s.end - START).days)
        for s in steps(problem, in_order(problem, _all(problem)))
    ]
    # 40 quarter-hours a week: 41 of them reach into day 7, the next 28 end on day 12.
    assert found == [("start", 0, 7), ("mid", 7, 7), ("last", 7, 12), ("title", 12, 12)]


def test_needs_name_what_a_step_rests_on():
    """Prerequisites and award components are named."""
    problem = _chain()
    found = {s.credential: s.needs for s in steps(problem, in_order(problem, _all(problem)))}
    assert found == {"start": (), "mid": ("start",), "last": ("mid",), "title": ("last", "start")}


def test_a_missing_supporter_is_an_error():
    """Choices that cannot be put in order are refused."""
    problem = _chain()
    with pytest.raises(Unordered, match="cannot be put in order: last"):
        in_order(problem, [Choice(0, False, 0)])


def test_a_free_first_step_is_on_the_first_day():
    """No time at all starts and ends on the start day."""
    problem = build(catalog(credential("x", {"a": 2}, hours=0)), request(goal({"a": 2})))
    assert steps(problem, [Choice(0, False, 0)])[0].end == START


def test_evidence_after_the_deadline_does_not_count():
    """A step that ends on the deadline day is late, one quarter-hour less is in time."""
    known = catalog(credential("x", {"a": 2}, hours=10))
    asked = request(goal({"a": 2}, by=START + timedelta(7)), goal({"b": 2}))
    assert best_evidence(build(known, asked), [Choice(0, False, 0)]) == {0: (850_000 // 2, 0)}
    tight = request(goal({"a": 2}, by=START + timedelta(6)), goal({"b": 2}))
    assert best_evidence(build(known, tight), [Choice(0, False, 0)]) == {}


def test_the_best_evidence_counts_once():
    """A later step that shows more replaces an earlier one; an equal one does not."""
    known = catalog(credential("x", {"a": 1}), credential("y", {"a": 3}), credential("z", {"a": 3}))
    problem = build(known, request(goal({"a": 3})))
    ordered = in_order(problem, [Choice(i, False, 0) for i in range(3)])
    assert best_evidence(problem, ordered) == {0: (850_000, 1)}
    assert [len(s.evidence) for s in steps(problem, ordered)] == [0, 1, 0]
    assert steps(problem, ordered)[1].evidence[0].points == 8500
    assert value(problem, ordered) == 850_000 - 3 * (10_000 // 2 + 2_000 + 20_000)


def test_earlier_deadlines_come_first():
    """An item for the early deadline precedes a lower one for the late deadline."""
    known = catalog(credential("x", {"a": 2}, level=5), credential("y", {"b": 2}, level=1))
    problem = build(known, request(goal({"a": 2}, by=date(2027, 2, 1)), goal({"b": 2})))
    assert [c.item for c in in_order(problem, [Choice(1, False, 1), Choice(0, False, 0)])] == [0, 1]
