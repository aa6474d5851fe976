"""Hours a week, as people write them."""

import pytest

from bot.slots.hours import hours_per_week, studied

WEEKLY = [
    ("6 hours a week", 6.0),
    ("6 hrs/week", 6.0),
    ("about 6h per week", 6.0),
    ("six hours each week", 6.0),
    ("1 hour a day", 7.0),
    ("an hour a day", 7.0),
    ("half an hour a day", 3.5),
    ("30 minutes a day", 3.5),
    ("30 min every day", 3.5),
    ("45 mins daily", 5.25),
    ("2 hours per weekday", 10.0),
    ("2 hours every workday", 10.0),
    ("10 hours weekly", 10.0),
    ("5-6 hours a week", 5.0),
    ("5 to 6 hours a week", 5.0),
    ("4.5 hours a week", 4.5),
    ("4,5 hours a week", 4.5),
    ("20 hours a month", 4.5),
    ("8 hours on weekends", 8.0),
    ("3 hours a weekend", 3.0),
    ("full time", 40.0),
    ("full-time study", 40.0),
    ("half-time", 20.0),
    ("a couple of hours a week", 2.0),
    ("a few hours a week", 3.0),
    ("ten hours a week", 10.0),
    ("max 5 hours a week please", 5.0),
    ("2 hours every evening", 14.0),
    ("one and a half hours a day", 10.5),
    ("7 hours per week, up to $1.2k", 7.0),
    ("1000 hours a week", 1000.0),
    ("I can do 12h/wk", 12.0),
    ("an hour every evening except weekends", 5.0),
]


@pytest.mark.parametrize(("text", "hours"), WEEKLY, ids=[t for t, _ in WEEKLY])
def test_hours_a_week(text: str, hours: float) -> None:
    """A rate in any wording becomes hours a week."""
    assert hours_per_week(text)[0] == hours


NOT_HOURS = [
    "I have a full-time job",
    "in 6 weeks",
    "a 4 hour exam",
    "I am 24 years old",
    "800 dollars",
    "my part-time job",
    "passed after 300 hours",
    "I work full time as a nurse",
]


@pytest.mark.parametrize("text", NOT_HOURS)
def test_no_hours_a_week(text: str) -> None:
    """What is no rate is not read as one."""
    assert hours_per_week(text)[0] is None


BARE = [
    ("6", 6.0),
    ("6 hours", 6.0),
    ("about 6", 6.0),
    ("maybe 4", 4.0),
    ("no, 4 hours", 4.0),
    ("five", 5.0),
    ("4h", 4.0),
    ("90 minutes", 1.5),
    ("an hour", 1.0),
    ("5-6", 5.0),
    ("around 7 or 8", 7.0),
    ("10 I guess", 10.0),
    ("6.", 6.0),
]


@pytest.mark.parametrize(("text", "hours"), BARE, ids=[t for t, _ in BARE])
def test_a_bare_answer(text: str, hours: float) -> None:
    """An answer to "how many hours a week" needs no unit."""
    assert hours_per_week(text, bare=True)[0] == hours


STUDIED = [
    ("studied 2 hours", 2.0),
    ("90 minutes today", 1.5),
    ("half an hour this morning", 0.5),
    ("did 1.5h yesterday", 1.5),
    ("an hour and a half", 1.5),
    ("1h30 of labs", 1.5),
    ("2 hours and 30 minutes", 2.5),
    ("nothing", None),
]


@pytest.mark.parametrize(("text", "hours"), STUDIED, ids=[t for t, _ in STUDIED])
def test_studied(text: str, hours: float | None) -> None:
    """Time that was spent, in hours."""
    assert studied(text) == hours


def test_what_was_read_is_masked() -> None:
    """The text comes back without the hours, so that the budget does not read them again."""
    _, rest = hours_per_week("6 hours a week, 800 dollars")
    assert "6" not in rest
    assert rest.strip().endswith("800 dollars")
