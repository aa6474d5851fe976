"""Study time over the days: away, other weeks, sessions and exam days."""

from datetime import date, timedelta

import pytest

from planner.calendar import FOREVER, calendar_of, completions, next_in, sessions
from planner.request import Away, Weeks
from tests.planner.small import START, goal, request

DAY = timedelta(1)


def _calendar(**fields: object):
    return calendar_of(request(goal({"a": 2}), hours=1, **fields))  # 4 marks a day


@pytest.mark.parametrize("hours", [0.25, 1, 6, 10.75, 168])
def test_equal_weeks_follow_the_formula(hours: float):
    """Mark m is reached on day ceil(m / w) - 1 and study after it begins on day floor(m / w)."""
    w = int(hours * 4)
    known = calendar_of(request(goal({"a": 2}), hours=hours))
    for mark in (1, 2, 6, 7, 39, 40, 41, 700, 12_345):
        assert known.reached(mark) == -(-mark // w) - 1
        assert known.begun(mark) == mark // w
    assert [known.before(n) for n in (-3, 0, 1, 50)] == [0, 0, w, 50 * w]


def test_days_away_hold_no_study():
    """Two days off: what would fall on them comes after."""
    known = _calendar(away=(Away(START + 2 * DAY, START + 3 * DAY),))
    assert [known.before(n) for n in range(7)] == [0, 4, 8, 8, 8, 12, 16]
    assert (known.reached(8), known.begun(8), known.reached(9)) == (1, 4, 4)


def test_later_weeks_win_and_away_wins_over_all():
    """Of overlapping entries the last one counts; before the start nothing does."""
    weeks = (Weeks(START - 9 * DAY, START + DAY, 2), Weeks(START + DAY, START + 4 * DAY, 0.5))
    known = _calendar(weeks=weeks, away=(Away(START + 3 * DAY, START + 3 * DAY),))
    assert [known.before(n + 1) - known.before(n) for n in range(6)] == [8, 2, 2, 0, 2, 4]


def test_a_long_break_at_the_start():
    """Nothing is done before the person is back; no time at all is done on the start day."""
    known = _calendar(away=(Away(START, START + 9 * DAY),))
    assert (known.reached(0), known.begun(0), known.reached(1)) == (0, 10, 10)


def test_sessions_are_joined_on_their_day():
    """A step may begin at any mark of the session's day; days away and past are none."""
    known = _calendar(away=(Away(START + 5 * DAY, START + 5 * DAY),))
    days = [START - DAY, START + 2 * DAY, START + 5 * DAY]
    assert sessions(known, days, timeless=False) == ((8, 11),)
    assert sessions(known, days, timeless=True) == ((9, 12),)


def test_exam_days_are_study_days_in_a_window_and_not_before_a_day():
    """Windows without a study day fall away; without a window any day from the first one on will do."""
    known = _calendar(away=(Away(START + 5 * DAY, START + 6 * DAY),))
    windows = [(START + 5 * DAY, START + 6 * DAY), (START + 8 * DAY, START + 9 * DAY), (START, START + DAY)]
    assert completions(known, windows, None) == ((0, 8), (25, 32))
    assert completions(known, windows, START + DAY) == ((5, 8), (25, 32))
    assert completions(known, None, START + 6 * DAY) == ((21, FOREVER),)
    assert completions(known, [(date(2020, 1, 1), date(2020, 2, 1))], None) == ()


def test_the_next_allowed_mark():
    """Inside an interval at once, between two at the next, after the last never."""
    spans = ((5, 8), (20, 20))
    assert [next_in(spans, mark) for mark in (0, 6, 9, 20, 21)] == [5, 6, 20, 20, None]
    assert next_in(None, 3) == 3
