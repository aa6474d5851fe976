"""Filters, years of experience, languages and time zones, as people write them."""

import pytest

from bot.slots.flags import experience, language, only, zone

ONLY = [
    ("hands-on only", ("hands_on",)),
    ("only hands on exams", ("hands_on",)),
    ("practical exams please", ("hands_on",)),
    ("no multiple choice", ("hands_on",)),
    ("proctored only", ("proctored",)),
    ("with university credit", ("credit",)),
    ("ECTS would be great", ("credit",)),
    ("free only", ("free",)),
    ("only free ones", ("free",)),
    ("free and hands-on only", ("hands_on", "free")),
    ("I have free time on weekends", ()),
    ("a credit card", ()),
    ("I have hands-on experience with AWS", ()),
    ("not proctored", ()),
    ("it need not be hands-on", ()),
]


@pytest.mark.parametrize(("text", "filters"), ONLY, ids=[t for t, _ in ONLY])
def test_only(text: str, filters: tuple[str, ...]) -> None:
    """Filters are read where they are meant, and nowhere else."""
    assert only(text) == filters


YEARS = [
    ("5 years in IT", 5.0),
    ("5 years of experience", 5.0),
    ("five years experience", 5.0),
    ("10+ years of experience", 10.0),
    ("I have worked 3 years as an admin", 3.0),
    ("3 yrs in security", 3.0),
    ("no experience", 0.0),
    ("without any experience", 0.0),
    ("complete beginner", 0.0),
    ("in 2 years", None),
    ("within 2 years as a goal", None),
    ("I'm 25 years old", None),
    ("over the next 2 years", None),
    ("six months of experience", 0.5),
    ("I've been a sysadmin for 12 years", 12.0),
    ("at home with my kids for 6 years", None),
]


@pytest.mark.parametrize(("text", "years"), YEARS, ids=[t for t, _ in YEARS])
def test_experience(text: str, years: float | None) -> None:
    """Years of work experience, and no other years."""
    assert experience(text) == years


LANGUAGES = [
    ("exams in German", "de"),
    ("only exams in French", "fr"),
    ("I want to take it in Spanish", "es"),
    ("courses in Japanese please", "ja"),
    ("Spanish only", "es"),
    ("in english", None),
    ("I speak German", None),
    ("I live in Germany", None),
    ("exams in english or german", "en"),
]


@pytest.mark.parametrize(("text", "code"), LANGUAGES, ids=[t for t, _ in LANGUAGES])
def test_language(text: str, code: str | None) -> None:
    """The language that exams are wanted in."""
    assert language(text) == code


ZONES = [
    ("I live in Berlin", "Europe/Berlin"),
    ("my time zone is Asia/Kathmandu", "Asia/Kathmandu"),
    ("timezone Europe/Paris", "Europe/Paris"),
    ("I'm in New York", "America/New_York"),
    ("i live in tokyo", "Asia/Tokyo"),
    ("based in Sao Paulo", "America/Sao_Paulo"),
    ("my time zone is UTC", "UTC"),
    ("I'm in sales", None),
    ("I'm in cybersecurity", None),
    ("I live in Mordor", None),
    ("from June on", None),
    ("CI/CD", None),
    ("UTC+2", "Etc/GMT-2"),
    ("I live in Munich", "Europe/Berlin"),
]


@pytest.mark.parametrize(("text", "name"), ZONES, ids=[t for t, _ in ZONES])
def test_zone(text: str, name: str | None) -> None:
    """A time zone by its name or by a city."""
    assert zone(text) == name
