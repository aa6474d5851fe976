"""Fifty dated renewal cases: leap days, early and late renewals, lapses and extensions, with what is said when."""

from datetime import date

import pytest

from planner.nudges import Nudge, renewal_nudges
from planner.renewals import Event, Terms, months_later, standing

D = date.fromisoformat
FREE = Terms(36)  # what is known of an issuer today: a validity, nothing else
YEAR = Terms(12)
WINDOW = Terms(12, window_days=180)
STRICT = Terms(36, window_days=90, minimum_active_days=365, grace_days=30)
RESTART = Terms(36, basis="completion")
LATE_OK = Terms(24, grace_days=90, basis="completion")


def renewed(*days: str) -> list[Event]:
    return [Event(D(day)) for day in days]


def until(told: str, end: str) -> Event:
    return Event(D(told), D(end))


TERMS = {"FREE": FREE, "YEAR": YEAR, "WINDOW": WINDOW, "STRICT": STRICT, "RESTART": RESTART, "LATE_OK": LATE_OK}
# what is tried | terms (or months, window and minimum) | earned | events | today | state and last valid day
CASES = """
fresh | FREE | 2024-05-15 |  | 2024-05-15 | open 2027-05-15
last day | FREE | 2024-05-15 |  | 2027-05-15 | open 2027-05-15
day after | FREE | 2024-05-15 |  | 2027-05-16 | lapsed 2027-05-15
leap day, one year | YEAR | 2024-02-29 |  | 2025-02-28 | open 2025-02-28
leap day, one year, over | YEAR | 2024-02-29 |  | 2025-03-01 | lapsed 2025-02-28
leap day, four years | 48 | 2024-02-29 |  | 2028-02-29 | open 2028-02-29
leap day renewed | YEAR | 2024-02-29 | +2025-02-01 | 2025-03-01 | open 2026-02-28
into a leap year | YEAR | 2027-02-28 |  | 2028-02-28 | open 2028-02-28
into a leap year, its leap day is over | YEAR | 2027-02-28 |  | 2028-02-29 | lapsed 2028-02-28
31 January plus a month | 1 | 2027-01-31 |  | 2027-02-28 | open 2027-02-28
31 January plus a month, leap | 1 | 2028-01-31 |  | 2028-02-29 | open 2028-02-29
31 August plus six months | 6 | 2026-08-31 |  | 2027-02-01 | open 2027-02-28
31 March plus three months | 3 | 2027-03-31 |  | 2027-06-30 | open 2027-06-30
for ever | 0 | 2010-01-01 |  | 2050-01-01 | forever
unknown | None | 2010-01-01 |  | 2050-01-01 | unknown
unknown, but told | None | 2020-01-01 | 2026-01-01 until 2027-03-01 | 2027-03-01 | open 2027-03-01
unknown, told, over | None | 2020-01-01 | 2026-01-01 until 2027-03-01 | 2027-03-02 | lapsed 2027-03-01
for ever, then not any more | 0 | 2020-01-01 | 2026-01-01 until 2027-03-01 | 2026-05-01 | open 2027-03-01
renewed in time | FREE | 2024-05-15 | +2027-05-01 | 2027-05-20 | open 2030-05-15
renewed on the last day | FREE | 2024-05-15 | +2027-05-15 | 2027-05-20 | open 2030-05-15
renewed years early, nothing lost | FREE | 2024-05-15 | +2025-01-01 | 2027-05-20 | open 2030-05-15
renewed twice | FREE | 2024-05-15 | +2027-05-01, +2030-04-01 | 2031-01-01 | open 2033-05-15
renewals in any order | FREE | 2024-05-15 | +2030-04-01, +2027-05-01 | 2031-01-01 | open 2033-05-15
a renewal that lies ahead does not count yet | FREE | 2024-05-15 | +2027-05-01 | 2027-04-30 | open 2027-05-15
late, no grace: earned anew | FREE | 2024-05-15 | +2027-06-01 | 2027-06-02 | open 2030-06-01
late, no grace, years later | FREE | 2020-05-15 | +2026-01-10 | 2026-02-01 | open 2029-01-10
completion basis begins on the day | RESTART | 2024-05-15 | +2026-01-10 | 2026-02-01 | open 2029-01-10
completion basis on the last day | RESTART | 2024-05-15 | +2027-05-15 | 2027-06-01 | open 2030-05-15
completion basis on a leap day | RESTART | 2024-05-15 | +2024-05-16, +2026-02-28 | 2026-03-01 | open 2029-02-28
before the window | WINDOW | 2026-01-15 |  | 2026-07-18 | active 2027-01-15
window's first day | WINDOW | 2026-01-15 |  | 2026-07-19 | open 2027-01-15
window's last day | WINDOW | 2026-01-15 |  | 2027-01-15 | open 2027-01-15
renewed before the window: too early | WINDOW | 2026-01-15 | +2026-07-18 | 2026-08-01 | open 2027-01-15
renewed on the window's first day | WINDOW | 2026-01-15 | +2026-07-19 | 2026-08-01 | active 2028-01-15
too early, then in the window | WINDOW | 2026-01-15 | +2026-03-01, +2026-12-01 | 2026-12-02 | active 2028-01-15
too early only: lapses | WINDOW | 2026-01-15 | +2026-03-01 | 2027-01-16 | lapsed 2027-01-15
minimum time active | STRICT | 2024-01-01 |  | 2024-12-30 | active 2027-01-01
window counts after the minimum | STRICT | 2024-01-01 |  | 2026-10-02 | active 2027-01-01
window open | STRICT | 2024-01-01 |  | 2026-10-03 | open 2027-01-01
minimum later than the window | 12 300 180 | 2026-01-01 |  | 2026-06-29 | active 2027-01-01
minimum later than the window, over | 12 300 180 | 2026-01-01 |  | 2026-06-30 | open 2027-01-01
first day of grace | STRICT | 2024-01-01 |  | 2027-01-02 | grace 2027-01-01
last day of grace | STRICT | 2024-01-01 |  | 2027-01-31 | grace 2027-01-01
grace over | STRICT | 2024-01-01 |  | 2027-02-01 | lapsed 2027-01-01
renewed in grace keeps the old day | STRICT | 2024-01-01 | +2027-01-31 | 2027-02-01 | active 2030-01-01
renewed after grace: anew | STRICT | 2024-01-01 | +2027-02-01 | 2027-02-01 | active 2030-02-01
grace with completion basis | LATE_OK | 2024-06-01 | +2026-08-01 | 2026-08-02 | open 2028-08-01
extended by the issuer | FREE | 2024-05-15 | 2027-04-01 until 2027-11-15 | 2027-06-01 | open 2027-11-15
extended, over all the same | FREE | 2024-05-15 | 2027-04-01 until 2027-11-15 | 2027-11-16 | lapsed 2027-11-15
extended after it had lapsed | FREE | 2024-05-15 | 2027-06-01 until 2027-12-31 | 2027-06-02 | open 2027-12-31
extended, then renewed | FREE | 2024-05-15 | 2027-04-01 until 2027-11-15, +2027-11-01 | 2027-12-01 | open 2030-11-15
shortened by the issuer | FREE | 2024-05-15 | 2025-01-01 until 2026-05-15 | 2026-05-16 | lapsed 2026-05-15
"""


def terms(text: str) -> Terms:
    """A named one, or its numbers."""
    if text in TERMS:
        return TERMS[text]
    months, *more = text.split()
    return Terms(None if months == "None" else int(months), *(int(n) for n in more))


def event(text: str) -> Event:
    """ "+DAY" renewed, or "DAY until DAY" extended."""
    first, *rest = text.split()
    return until(first, rest[1]) if rest else Event(D(first[1:]))


def cases() -> list[list[str]]:
    """The table."""
    return [[cell.strip() for cell in line.split("|")] for line in CASES.strip().splitlines()]


@pytest.mark.parametrize("case", cases(), ids=[c[0] for c in cases()])
def test_standing(case: list[str]) -> None:
    """The state and the last valid day."""
    _, by, earned, events, today, then = case
    found = standing(terms(by), D(earned), [event(e) for e in events.split(", ") if e], D(today))
    assert f"{found.state} {found.expires or ''}".strip() == then


def test_there_are_fifty() -> None:
    """No case is there twice."""
    assert len({c[0] for c in cases()}) == len(cases()) >= 50


def ladder(terms: Terms, earned: str, events: list[Event], today: str) -> list[tuple[str, str, int]]:
    """What would be said: the day, why, the days left."""
    found = renewal_nudges("x", standing(terms, D(earned), events, D(today)))
    return [(n.on.isoformat(), n.why, n.days) for n in found]


@pytest.mark.parametrize(
    ("terms", "earned", "events", "today", "said"),
    [
        (
            FREE, "2024-05-15", [], "2026-11-01",
            [("2027-02-14", "expires-soon", 90), ("2027-03-16", "expires-soon", 60), ("2027-04-15", "expires-soon", 30),
             ("2027-05-08", "expires-soon", 7), ("2027-05-16", "lapsed", -1)],
        ),
        (  # over a leap day: counted in days
            YEAR, "2027-03-31", [], "2027-04-01",
            [("2028-01-01", "expires-soon", 90), ("2028-01-31", "expires-soon", 60), ("2028-03-01", "expires-soon", 30),
             ("2028-03-24", "expires-soon", 7), ("2028-04-01", "lapsed", -1)],
        ),
        (  # a wide window: told when it opens
            WINDOW, "2026-01-15", [], "2026-02-01",
            [("2026-07-19", "window-opens", 180), ("2026-10-17", "expires-soon", 90),
             ("2026-11-16", "expires-soon", 60),
             ("2026-12-16", "expires-soon", 30), ("2027-01-08", "expires-soon", 7), ("2027-01-16", "lapsed", -1)],
        ),
        (  # a narrow one: nothing is said while nothing can be done
            Terms(12, window_days=45), "2026-01-15", [], "2026-02-01",
            [("2026-12-01", "window-opens", 45), ("2026-12-16", "expires-soon", 30), ("2027-01-08", "expires-soon", 7),
             ("2027-01-16", "lapsed", -1)],
        ),
        (  # a window that opens on a rung is one message
            Terms(12, window_days=30), "2026-01-15", [], "2026-02-01",
            [("2026-12-16", "window-opens", 30), ("2027-01-08", "expires-soon", 7), ("2027-01-16", "lapsed", -1)],
        ),
        (  # grace: still worth doing
            STRICT, "2024-01-01", [], "2026-12-01",
            [("2026-10-03", "window-opens", 90), ("2026-11-02", "expires-soon", 60), ("2026-12-02", "expires-soon", 30),
             ("2026-12-25", "expires-soon", 7), ("2027-01-02", "in-grace", 29)],
        ),
        (  # short-lived: no rung before it was earned
            Terms(1), "2027-01-31", [], "2027-02-01",
            [("2027-02-21", "expires-soon", 7), ("2027-03-01", "lapsed", -1)],
        ),
        (  # renewed: the ladder is that of the next period
            FREE, "2024-05-15", renewed("2027-03-01"), "2027-03-02",
            [("2030-02-14", "expires-soon", 90), ("2030-03-16", "expires-soon", 60), ("2030-04-15", "expires-soon", 30),
             ("2030-05-08", "expires-soon", 7), ("2030-05-16", "lapsed", -1)],
        ),
        (Terms(0), "2024-05-15", [], "2026-01-01", []),
        (Terms(None), "2024-05-15", [], "2026-01-01", []),
    ],
)  # fmt: skip
def test_ladder(terms: Terms, earned: str, events: list[Event], today: str, said: list[tuple[str, str, int]]) -> None:
    """90, 60, 30 and 7 days before, the window's first day, and once when it is over."""
    assert ladder(terms, earned, events, today) == said


def test_rungs_hold_until_the_next() -> None:
    """A rung that could not be told in time is told until the next one comes, and then not any more."""
    found = renewal_nudges("x", standing(FREE, D("2024-05-15"), [], D("2026-11-01")))
    assert [n.until.isoformat() for n in found] == [
        "2027-03-15",
        "2027-04-14",
        "2027-05-07",
        "2027-05-15",
        "2027-06-15",
    ]
    assert all(isinstance(n, Nudge) and n.on <= n.until for n in found)


def test_early_ones_are_named() -> None:
    """A renewal that does not count is not swallowed."""
    found = standing(WINDOW, D("2026-01-15"), renewed("2026-03-01"), D("2026-08-01"))
    assert found.early == (D("2026-03-01"),)
    assert standing(FREE, D("2024-05-15"), renewed("2027-06-01"), D("2027-06-02")).anew


@pytest.mark.parametrize("months", [1, 6, 12, 24, 36])
def test_months_are_monotone(months: int) -> None:
    """A later start never ends earlier, over five years of days."""
    days = [D("2023-01-01").fromordinal(D("2023-01-01").toordinal() + n) for n in range(5 * 366)]
    ends = [months_later(d, months) for d in days]
    assert ends == sorted(ends)
