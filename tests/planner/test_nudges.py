"""Which nudge and when: dates only."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from planner.nudges import asks_when, exam_nudges, shows_picture, streak

D = date.fromisoformat
MONDAY = D("2027-03-01")
DAYS = st.dates(D("2026-01-01"), D("2027-12-31"))


def test_exam_days() -> None:
    """14, 7 and 1 days before, of no use after the exam; the day after it a question."""
    found = exam_nudges("x", D("2027-03-10"))
    assert [(n.on.isoformat(), n.days, n.why) for n in found] == [
        ("2027-02-24", 14, "exam-near"),
        ("2027-03-03", 7, "exam-near"),
        ("2027-03-09", 1, "exam-near"),
        ("2027-03-11", -1, "exam-over"),
    ]
    assert {n.until for n in found[:3]} == {D("2027-03-10")}


def week(n: int) -> date:
    """A day in the week n weeks before the one of MONDAY."""
    return MONDAY - timedelta(weeks=n, days=-2)


def test_streaks() -> None:
    """Weeks in a row; this week never breaks it, a week away does not either, a missed one does."""
    today = MONDAY + timedelta(days=1)
    assert streak([], today) == 0
    assert streak([week(1), week(2)], today) == 2
    assert streak([MONDAY, week(1), week(2)], today) == 3
    assert streak([week(1), week(3)], today) == 1
    assert streak([week(2)], today) == 0
    assert streak([week(1), week(3)], today, [week(2)]) == 2
    assert streak([week(3)], today, [week(1), week(2)]) == 1


@given(st.lists(DAYS, max_size=30), DAYS, st.lists(DAYS, max_size=5))
def test_a_streak_is_no_longer_than_the_weeks(days: list[date], today: date, resting: list[date]) -> None:
    """It never counts what was not done, and resting never shortens it."""
    weeks = {d - timedelta(days=d.weekday()) for d in days if d <= today}
    assert streak(days, today) <= streak(days, today, resting) <= len(weeks)


def test_plan_prompt_once_after_a_lapse() -> None:
    """Asked at one place of a row of unanswered questions only, and not when there is a time already."""
    assert [asks_when(n, False) for n in range(5)] == [False, False, True, False, False]
    assert not any(asks_when(n, True) for n in range(5))


def test_pictures_need_progress() -> None:
    """No empty pictures."""
    assert not shows_picture([], D("2027-01-01"))
    assert not shows_picture([D("2027-01-01")], D("2027-01-01"))
    assert shows_picture([D("2027-01-02")], D("2027-01-01"))
