"""Twelve months in thirty zones with crashes, aways and answers: nothing lost, doubled, at night or after done."""

from collections import Counter

import pytest

from knowledge.catalog import Catalog
from tests.bot.year import Year

ZONES = [
    "UTC",
    "Europe/Berlin",
    "Europe/London",
    "Europe/Dublin",
    "Europe/Lisbon",
    "Europe/Chisinau",
    "America/New_York",
    "America/St_Johns",
    "America/Havana",
    "America/Santiago",
    "America/Nuuk",
    "America/Sao_Paulo",
    "America/Los_Angeles",
    "Africa/Casablanca",
    "Africa/Cairo",
    "Africa/Lagos",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Asia/Gaza",
    "Asia/Beirut",
    "Asia/Tokyo",
    "Asia/Jerusalem",
    "Atlantic/Azores",
    "Australia/Lord_Howe",
    "Australia/Adelaide",
    "Pacific/Auckland",
    "Pacific/Chatham",
    "Pacific/Apia",
    "Pacific/Kiritimati",
    "Antarctica/Troll",
]


def play(zone: str, seed: int, catalog: Catalog) -> Year:
    """A year, looked at: no fault of any kind."""
    year = Year(zone, seed, catalog).play()
    assert year.faults == Counter(), (zone, seed, year.faults)
    assert year.lost() == [], (zone, seed)
    return year


def test_a_year_in_some_zones(real_catalog: Catalog) -> None:
    """The short one."""
    years = [play(zone, 1, real_catalog) for zone in ("Europe/Berlin", "Australia/Lord_Howe", "Africa/Cairo")]
    assert sum(len(y.sent) for y in years) > 60
    assert sum(y.crashes for y in years) > 300


@pytest.mark.soak
def test_a_year_in_thirty_zones(real_catalog: Catalog) -> None:
    """The long one: 30 zones, 5 people each."""
    years = [play(zone, seed, real_catalog) for zone in ZONES for seed in range(5)]
    sent, crashes = sum(len(y.sent) for y in years), sum(y.crashes for y in years)
    did = sum((y.did for y in years), Counter())
    print(f"\n{len(years)} years, {sent} sent, {crashes} crashes, {dict(did)}")  # noqa: T201
    assert len(ZONES) == 30
    assert sent > 3000
