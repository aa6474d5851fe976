"""Steps with days of their own, credit, calendars and recognition, from the request to the checked plan."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from knowledge.credentials import AnyOf, Award, Shortening, Window
from planner import worth
from planner.check import check
from planner.flips import flips
from planner.pathway import Pathway, Status
from planner.plan import plan
from planner.request import Away, Held, Weeks
from tests.planner.small import START, catalog, credential, goal, request

DAY = timedelta(1)


def _days(found: Pathway) -> list[tuple[str, int, int]]:
    return [(s.credential, (s.start - START).days, (s.end - START).days) for s in found.steps]


def test_a_course_begins_with_its_session():
    """The step waits for the day; another fits before it."""
    known = catalog(
        credential("x", {"a": 2}, sessions=(START - DAY, START + 9 * DAY, START + 30 * DAY)), credential("y", {"b": 2})
    )
    found = plan(known, request(goal({"a": 2, "b": 2})))
    assert found.status is Status.PROVEN
    assert _days(found) == [("y", 0, 6), ("x", 9, 15)]


def test_an_exam_waits_for_its_window_while_the_next_step_goes_on():
    """Study ends on day 6, the exam is on day 20; what rests on it begins then, what does not goes on at once."""
    known = catalog(
        credential(
            "x", {"a": 2}, exam_windows=(Window(START, START + 3 * DAY), Window(START + 20 * DAY, START + 25 * DAY))
        ),
        credential("y", {"b": 2}),
        credential("z", {"c": 2}, needs="x"),
    )
    found = plan(known, request(goal({"a": 2, "b": 2, "c": 2})))
    assert _days(found) == [("x", 0, 20), ("y", 7, 13), ("z", 20, 27)]
    assert [s.studied_by for s in found.steps] == [START + 6 * DAY, None, None]


def test_a_window_after_the_deadline_leaves_another_choice():
    """The better credential cannot be had in time, so the relaxed plan does not stand and the joint model decides."""
    late = (Window(START + 40 * DAY, START + 50 * DAY),)
    known = catalog(credential("x", {"a": 3}, dollars=10, exam_windows=late), credential("y", {"a": 2}))
    asked = request(goal({"a": 3}, by=START + 30 * DAY))
    assert [s.credential for s in plan(known, asked).steps] == ["y"]
    assert [s.credential for s in plan(known, request(goal({"a": 3}, by=START + 50 * DAY))).steps] == ["x"]
    alone = plan(known, replace(asked, locked=("x",)))
    assert alone.status is Status.INFEASIBLE
    assert set(alone.conflicts) == {"hours", "deadline", "locked:x"}


def test_after_a_failed_exam_the_next_one_waits():
    """Study goes on, completion is not before the day."""
    known = catalog(credential("x", {"a": 2}))
    asked = request(goal({"a": 2}), studied={"x": 39}, not_before={"x": START + 14 * DAY})
    assert _days(plan(known, asked)) == [("x", 0, 14)]


def test_what_retires_is_earned_in_time_or_not_at_all():
    """Two that retire cannot both be in time; one is, first."""
    gone = {"status": "retiring", "retires_on": START + 10 * DAY}
    known = catalog(credential("y", {"a": 2}), credential("w", {"b": 2}, **gone), credential("x", {"c": 2}, **gone))
    found = plan(known, request(goal({"a": 2, "b": 2, "c": 2})))
    assert _days(found) == [("w", 0, 6), ("y", 7, 13)]
    forced = request(goal({"a": 2, "b": 2, "c": 2}), locked=("w", "x"))
    assert plan(known, forced).status is Status.INFEASIBLE


def test_an_award_has_the_day_of_its_last_component():
    """Its components wait for exams; two of three are enough."""
    known = catalog(
        credential("s", {"a": 2}, award=Award(2, ("p", "q")), award_only=True),
        credential("p", {"b": 1}, exam_windows=(Window(START + 30 * DAY, START + 31 * DAY),)),
        credential("q", {"c": 2}),
    )
    found = plan(known, request(goal({"a": 2, "c": 2})))
    assert _days(found) == [("p", 0, 30), ("q", 7, 13), ("s", 30, 30)]


def test_credit_shortens_what_comes_after():
    """It counts when earned before, held credit always, and never all of the time."""
    known = catalog(
        credential("x", {"a": 2}, hours=100, shortened_by=(Shortening("y", 60.6), Shortening("h", 900))),
        credential("y", {"b": 2}, level=5),
        credential("h"),
    )
    found = plan(known, request(goal({"a": 2, "b": 2})))
    assert [(s.credential, s.quarter_hours, s.needs) for s in found.steps] == [("y", 40, ()), ("x", 158, ("y",))]
    held = plan(known, request(goal({"a": 2, "b": 2}), held=Held(("h",))))
    assert {s.credential: s.quarter_hours for s in held.steps} == {"x": 1, "y": 40}


def test_a_credential_may_be_worth_its_credit_alone():
    """What shows nothing asked for is taken when it saves more than it costs, and only then."""
    saving = {"hours": 300, "shortened_by": (Shortening("y", 290),)}
    known = catalog(credential("x", {"a": 2}, **saving), credential("y", {"a": 1}, dollars=1, hours=1))
    assert [s.credential for s in plan(known, request(goal({"a": 2}))).steps] == ["y", "x"]
    less = catalog(credential("x", {"a": 2}, hours=300, shortened_by=(Shortening("y", 90),)), known.credentials["y"])
    assert [s.credential for s in plan(less, request(goal({"a": 2}))).steps] == ["x"]


def test_two_that_shorten_each_other_do_so_once():
    """Credit cannot go round in a circle."""
    known = catalog(
        credential("x", {"a": 2}, hours=20, shortened_by=(Shortening("y", 10),)),
        credential("y", {"b": 2}, hours=20, shortened_by=(Shortening("x", 5),)),
    )
    assert plan(known, request(goal({"a": 2, "b": 2}))).quarter_hours == 120


def test_holidays_move_the_dates_and_keep_the_hours():
    """A week away and a slow week: the same 40 quarter-hours end later."""
    known = catalog(credential("x", {"a": 2}))
    away = (Away(START + 3 * DAY, START + 9 * DAY),)
    assert _days(plan(known, request(goal({"a": 2}), away=away))) == [("x", 0, 13)]
    slow = (Weeks(START, START + 6 * DAY, 5),)
    assert _days(plan(known, request(goal({"a": 2}), weeks=slow))) == [("x", 0, 10)]
    by = request(goal({"a": 2}, by=START + 13 * DAY), away=away)
    assert plan(known, by).status is Status.INFEASIBLE


def test_an_or_waits_for_the_earlier_of_two():
    """The prerequisite that is complete first opens the step, and is the one that it names."""
    known = catalog(
        credential("p", {"b": 2}, level=1, exam_windows=(Window(START + 60 * DAY, START + 61 * DAY),)),
        credential("q", {"c": 2}, level=2),
        credential("x", {"a": 2}, level=3, needs=AnyOf(("p", "q"))),
    )
    found = plan(known, request(goal({"a": 2, "b": 2, "c": 2})))
    assert [s.needs for s in found.steps if s.credential == "x"] == [("q",)]
    assert max(s.end for s in found.steps) == START + 60 * DAY


def test_what_expires_before_the_target_day_is_named():
    """A month of validity is too short for a deadline three months later."""
    known = catalog(credential("x", {"a": 2}, validity_months=1), credential("y", {"b": 2}, validity_months=36))
    found = plan(known, request(goal({"a": 2, "b": 2}, by=date(2027, 4, 1))))
    assert found.assumptions == ("renewal:x",)
    assert [v.rule for v in check(known, replace(found, assumptions=()))] == ["renewal"]


@pytest.fixture
def recognised(monkeypatch: pytest.MonkeyPatch) -> dict[str, tuple[int, int]]:
    """Ranges by credential id."""
    known: dict[str, tuple[int, int]] = {}
    monkeypatch.setattr(worth, "ranges", lambda catalog: known)
    monkeypatch.setattr(worth, "_known", None)
    return known


def test_recognition_decides_between_two_that_show_the_same(recognised: dict[str, tuple[int, int]]):
    """The better recognised one is taken though it is dearer, and the plan tells that it hangs on that."""
    known = catalog(credential("x", {"a": 2}, dollars=100), credential("y", {"a": 2}, dollars=300))
    asked = request(goal({"a": 2}))
    assert flips(known, plan(known, asked)) == ()
    recognised |= {"x": (44, 50), "y": (45, 85)}
    known = replace(known)
    found = plan(known, asked)
    assert [(s.credential, s.evidence[0].points) for s in found.steps] == [("y", 8950)]
    assert check(known, found) == []
    assert [(f.case, f.added, f.removed) for f in flips(known, found)] == [
        ("low", ("x",), ("y",)),
        ("against", ("x",), ("y",)),
    ]


def test_coverage_goes_by_level_and_points_by_recognition(recognised: dict[str, tuple[int, int]]):
    """A trusted level 3 counts for more than a level 4 that nobody knows; the gap is closed all the same."""
    known = catalog(credential("x", {"a": 3, "b": 2}, dollars=10), credential("y", {"a": 4, "c": 2}, dollars=10))
    recognised |= {"x": (100, 100), "y": (0, 0)}
    found = plan(known, request(goal({"a": 4, "b": 2, "c": 2})))
    assert found.coverage[0].open == ()
    assert [(e.skill, e.level) for s in found.steps for e in s.evidence] == [("a", 3), ("b", 2), ("c", 2)]
