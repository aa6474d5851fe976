"""What people say about being reminded, and what it is read as."""

from datetime import date

import pytest

from bot.intents import Kind
from bot.reading import read
from bot.slots.days import future_day, period
from knowledge.catalog import Catalog
from knowledge.finder import Finder

TODAY = date(2026, 11, 23)  # a Monday

SAID = """
snooze | snooze
/snooze | snooze
snooze 3 days | snooze amount=3
snooze for 2 hours | snooze amount=2 hours
snooze until friday | snooze 2026-11-27
remind me tomorrow | snooze 2026-11-24
ask me later | snooze
not now | snooze
I'm on holiday next week | away 2026-11-30 2026-12-06
I'm away 3-14 August | away 2027-08-03 2027-08-14
i am away from 20 december to 3 january | away 2026-12-20 2027-01-03
/away until Monday | away 2026-11-23 2026-11-29
away until 5 December | away 2026-11-23 2026-12-05
on vacation for two weeks | away 2026-11-23 2026-12-06
I'll be away tomorrow | away 2026-11-24 2026-11-24
pause until 1 December | away 2026-11-23 2026-12-01
no reminders for 3 days | away 2026-11-23 2026-11-25
no reminders over christmas | away 2026-12-24 2026-12-26
away | away
I'm back | back
back from holiday | back
max 1 a week | cap amount=1
at most 2 reminders per week | cap amount=2
only remind me once a week | cap amount=1
fewer reminders | cap
stop asking after 2 | ignored amount=2
give up after 3 | ignored amount=3
only on weekdays | working-days 0 1 2 3 4
no reminders on weekends | working-days 0 1 2 3 4
my working days are Monday to Thursday | working-days 0 1 2 3
never on fridays | working-days 0 1 2 3 5 6
weekends are fine | working-days 0 1 2 3 4 5 6
no reminders on public holidays | holidays
skip German holidays | holidays DE
holidays in DE-BY | holidays DE-BY
holidays don't matter | holidays off
8 December is free | single-day 2026-12-08 free
I work on 26 December | single-day 2026-12-26 open
stop bugging me | pause
stop pinging me please | pause
don't remind me anymore | pause
stop reminders | pause
stop the check-ins | stop-kind weekly-check-in
no more exam reminders | stop-kind exam-countdown
stop the renewal reminders | stop-kind renewal
no pictures | stop-kind progress-picture
why did I get this? | why-reminded
why are you writing to me? | why-reminded
remind me on tuesdays at 7 pm | check-in
my CCSK exam is on 18 December | exam 2026-12-18 csa-ccsk
I booked Security+ for 3 May | exam 2027-05-03 comptia-security-plus
my exam is on 18 December | exam 2026-12-18
renewed Security+ yesterday | renewed 2026-11-22 comptia-security-plus
my Security+ is valid until 3 May 2028 | valid-until 2028-05-03 comptia-security-plus
Security+ expires on 1 June 2027 | valid-until 2027-06-01 comptia-security-plus
pick a study time | study-time
I study on tuesdays at 7pm | study-time weekday=1 19:00
study on Saturday | study-time weekday=5
no fixed time | study-time none
"""
NOT = """
I want to be a data analyst by June, 6 hours a week
at most 6 hours a week
only on weekends I can study, 4 hours
I want the exam by June
I failed the exam on Monday
I passed Security+ yesterday
what is Security+ valid for?
I have 5 hours a week
is there an exam?
I know Python and I'm good at SQL
I took a holiday job in retail
studied 2 hours
done
later
"""


def rows(text: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]


@pytest.mark.parametrize(("said", "meant"), rows(SAID), ids=[r[0] for r in rows(SAID)])
def test_meant(said: str, meant: str, real_catalog: Catalog, real_finder: Finder) -> None:
    """The intent with its days, numbers and names."""
    found = read(said, TODAY, real_catalog, real_finder)
    told = [found.kind.value]
    if found.kind is Kind.CHECK_IN:
        assert meant == "check-in"
        return
    told += [f"weekday={found.weekday}"] if found.weekday is not None else []
    told += [f"amount={found.amount:g}"] if found.amount is not None else []
    told += [found.source] if found.source else []
    told += [found.day.isoformat()] if found.day else []
    told += [found.until] if found.until else []
    told += [found.at] if found.at else []
    mine = {Kind.PAUSE, Kind.WHY_REMINDED}
    told += [found.subject] if found.subject and found.kind not in mine else []
    told += list(found.credentials)
    assert " ".join(told) == meant


@pytest.mark.parametrize("said", [r[0] for r in rows(NOT)])
def test_not_meant(said: str, real_catalog: Catalog, real_finder: Finder) -> None:
    """What sounds like it and is not."""
    found = read(said, TODAY, real_catalog, real_finder).kind
    new = {Kind.SNOOZE, Kind.AWAY, Kind.BACK, Kind.CAP, Kind.IGNORED, Kind.WORKING_DAYS, Kind.HOLIDAYS, Kind.SINGLE_DAY}
    assert found not in new | {Kind.STUDY_TIME, Kind.EXAM, Kind.RENEWED, Kind.VALID_UNTIL, Kind.STOP_KIND}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("29 February", "2028-02-29"),
        ("31 June", None),
        ("23 November", "2026-11-23"),
        ("22 November", "2027-11-22"),
        ("Dec 1st", "2026-12-01"),
        ("next monday", "2026-11-30"),
        ("monday", "2026-11-30"),
        ("next sunday", "2026-12-06"),
        ("in two weeks", "2026-12-07"),
        ("2027-02-30", None),
        ("tomorrow at 9", "2026-11-24"),
    ],
)
def test_days(text: str, day: str | None) -> None:
    """Days ahead, leap day included; a day that no year has is none."""
    found = future_day(text, TODAY)
    assert (found.isoformat() if found else None) == day


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("28 December - 3 January", "2026-12-28 2027-01-03"),
        ("Dec 20 to 27", "2026-12-20 2026-12-27"),
        ("2027-01-04 to 2027-01-08", "2027-01-04 2027-01-08"),
        ("from Wednesday to Friday", "2026-11-25 2026-11-27"),
        ("from 1 December until 10 December", "2026-12-01 2026-12-10"),
        ("in August", "2027-08-01 2027-08-31"),
        ("this week", "2026-11-23 2026-11-29"),
        ("next weekend", "2026-12-05 2026-12-06"),
        ("over new year", "2026-12-31 2027-01-01"),
        ("on friday", "2026-11-27 2026-11-27"),
        ("sometime", None),
    ],
)
def test_periods(text: str, days: str | None) -> None:
    """From the first to the last day."""
    found = period(text, TODAY)
    assert (f"{found[0]} {found[1]}" if found else None) == days
