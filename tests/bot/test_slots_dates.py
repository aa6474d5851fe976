"""Deadlines and days, as people write them, on Monday 23 November 2026."""

from datetime import date

import pytest

from bot.slots.dates import deadline, past_day, weekday_and_time

TODAY = date(2026, 11, 23)
D = date

DEADLINES = [
    ("by June", D(2027, 6, 1), D(2027, 7, 1)),
    ("by june 2028", D(2028, 6, 1), D(2028, 7, 1)),
    ("before June", D(2027, 6, 1), None),
    ("until June", D(2027, 6, 1), D(2027, 7, 1)),
    ("by the end of June", D(2027, 7, 1), None),
    ("by end of june", D(2027, 7, 1), None),
    ("by mid June", D(2027, 6, 16), None),
    ("in June", D(2027, 7, 1), None),
    ("by 15 June", D(2027, 6, 16), None),
    ("by June 15", D(2027, 6, 16), None),
    ("by June 15th, 2027", D(2027, 6, 16), None),
    ("before June 15", D(2027, 6, 15), None),
    ("by the 1st of March", D(2027, 3, 2), None),
    ("before 2027-06-10", D(2027, 6, 10), None),
    ("by 2027-06-10", D(2027, 6, 11), None),
    ("in 6 months", D(2027, 5, 23), None),
    ("within 6 months", D(2027, 5, 23), None),
    ("in half a year", D(2027, 5, 23), None),
    ("in a year", D(2027, 11, 23), None),
    ("within a year", D(2027, 11, 23), None),
    ("in two years", D(2028, 11, 23), None),
    ("in 8 weeks", D(2027, 1, 18), None),
    ("in 90 days", D(2027, 2, 21), None),
    ("6 months from now", D(2027, 5, 23), None),
    ("I have 3 months", D(2027, 2, 23), None),
    ("over the next 6 months", D(2027, 5, 23), None),
    ("by next summer", D(2027, 6, 1), D(2027, 9, 1)),
    ("by summer", D(2027, 6, 1), D(2027, 9, 1)),
    ("by Q2", D(2027, 4, 1), D(2027, 7, 1)),
    ("by Q2 2027", D(2027, 4, 1), D(2027, 7, 1)),
    ("end of Q2", None, None),
    ("by the end of the year", D(2027, 1, 1), None),
    ("by year end", D(2027, 1, 1), None),
    ("by end of next year", D(2028, 1, 1), None),
    ("by 2028", D(2028, 1, 1), D(2029, 1, 1)),
    ("by end of 2027", D(2028, 1, 1), None),
    ("by Christmas", D(2026, 12, 25), None),
    ("by Sept", D(2027, 9, 1), D(2027, 10, 1)),
    ("by sep.", D(2027, 9, 1), D(2027, 10, 1)),
    ("no deadline", None, None),
    ("no rush", None, None),
    ("whenever", None, None),
    ("no later than March", D(2027, 3, 1), None),
    ("by 31 June", None, None),
    ("before school starts in September", D(2027, 9, 1), None),
]


@pytest.mark.parametrize(("text", "by", "other"), DEADLINES, ids=[t for t, *_ in DEADLINES])
def test_deadlines(text: str, by: date | None, other: date | None) -> None:
    """A deadline is the first day that is too late, with the second reading where there is one."""
    found, _ = deadline(text, TODAY)
    assert (found.by if found else None) == by
    if other is not None:
        assert found is not None
        assert found.other == other


NOT_DEADLINES = [
    "5 years of experience",
    "6 hours a week",
    "may I ask something?",
    "I may want AWS",
    "studied 2 days ago",
    "marching on",
    "the second module",
    "I was in sales for 10 years",
    "I have 5 years of experience in IT",
]


@pytest.mark.parametrize("text", NOT_DEADLINES)
def test_no_deadline_is_named(text: str) -> None:
    """What is no deadline is not read as one."""
    assert deadline(text, TODAY)[0] is None


BARE = [
    ("June", D(2027, 6, 1)),
    ("june 2027", D(2027, 6, 1)),
    ("6 months", D(2027, 5, 23)),
    ("next year", None),
    ("end of June", D(2027, 7, 1)),
    ("15 June", D(2027, 6, 16)),
    ("christmas", D(2026, 12, 25)),
    ("a year", D(2027, 11, 23)),
    ("6/15/2027", D(2027, 6, 16)),
    ("15.06.2027", D(2027, 6, 16)),
    ("asap", None),
]


@pytest.mark.parametrize(("text", "by"), BARE, ids=[t for t, _ in BARE])
def test_a_bare_answer(text: str, by: date | None) -> None:
    """An answer to "by when" needs no preposition."""
    found, _ = deadline(text, TODAY, bare=True)
    if by is not None:
        assert found is not None
        assert found.by == by


PAST = [
    ("passed it yesterday", D(2026, 11, 22)),
    ("passed it today", D(2026, 11, 23)),
    ("passed it", D(2026, 11, 23)),
    ("passed it 3 days ago", D(2026, 11, 20)),
    ("passed it two weeks ago", D(2026, 11, 9)),
    ("passed it last week", D(2026, 11, 16)),
    ("passed it on Friday", D(2026, 11, 20)),
    ("passed it last Monday", D(2026, 11, 16)),
    ("passed it on 3 May", D(2026, 5, 3)),
    ("passed it on May 3rd, 2025", D(2025, 5, 3)),
    ("passed it on 24 December", D(2025, 12, 24)),
    ("passed it on 2026-10-01", D(2026, 10, 1)),
    ("passed it a month ago", D(2026, 10, 23)),
    ("passed it in March", D(2026, 3, 1)),
    ("passed it last month", D(2026, 10, 23)),
    ("passed it the day before yesterday", D(2026, 11, 21)),
]


@pytest.mark.parametrize(("text", "day"), PAST, ids=[t for t, _ in PAST])
def test_past_days(text: str, day: date) -> None:
    """A day on which something happened is never in the future."""
    found = past_day(text, TODAY)
    assert found <= TODAY
    if "month" in text or "March" in text:
        assert (found.year, found.month) == (day.year, day.month)
    else:
        assert found == day


def test_the_29th_of_february_of_no_leap_year() -> None:
    """A day that last year did not have is no crash."""
    assert past_day("passed it on 29 February", date(2028, 1, 5)) <= date(2028, 1, 5)


SLOTS = [
    ("Sunday 18:00", (6, "18:00")),
    ("Sunday at 6pm", (6, "18:00")),
    ("sundays 6 pm", (6, "18:00")),
    ("wed 18:30", (2, "18:30")),
    ("every Tuesday at 7.30", (1, "07:30")),
    ("Friday", (4, "18:00")),
    ("friday morning", (4, "09:00")),
    ("Saturday noon", (5, "12:00")),
    ("thursday evening", (3, "18:00")),
    ("Monday at 12am", (0, "00:00")),
    ("Monday at 12pm", (0, "12:00")),
    ("Monday 25:00", None),
    ("Monday 9h", (0, "09:00")),
    ("at 6pm", None),
    ("sunday night at 7", (6, "19:00")),
    ("Tuesday at 6:30 in the evening", (1, "18:30")),
]


@pytest.mark.parametrize(("text", "slot"), SLOTS, ids=[t for t, _ in SLOTS])
def test_weekday_and_time(text: str, slot: tuple[int, str] | None) -> None:
    """A weekday with a wall time."""
    assert weekday_and_time(text) == slot


@pytest.mark.parametrize("text", ["it may be money", "I want to be satisfied", "monkeys at 6pm", "satellite 18:00"])
def test_words_that_only_begin_like_a_weekday(text: str) -> None:
    """A word that begins like a weekday is no weekday."""
    assert weekday_and_time(text) is None
