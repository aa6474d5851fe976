"""Days on which a person wants no reminders: weekdays that are not for work, public holidays, away."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from bot.records import Away, Rhythm


def off(day: date, rhythm: Rhythm) -> str:
    """Why a day is free, as a code ("weekend", "holiday:Christmas Day", "free"), "" when it is not.

    What the person says about a single day wins over the calendar.
    """
    if day in rhythm.open:
        return ""
    if day in rhythm.free:
        return "free"
    if rhythm.working_days and day.weekday() not in rhythm.working_days:
        return "weekend"
    name = holiday(day, rhythm.holidays) if rhythm.holidays else ""
    return f"holiday:{name}" if name else ""


def away(day: date, rhythm: Rhythm) -> Away | None:
    """The absence that a day belongs to."""
    return next((a for a in rhythm.away if a.first <= day <= a.last), None)


def merged(periods: tuple[Away, ...], today: date) -> tuple[Away, ...]:
    """The absences that are not over, in order, with those that overlap or touch made one."""
    found: list[Away] = []
    for period in sorted((a for a in periods if a.last >= today), key=lambda a: (a.first, a.last)):
        if found and period.first <= found[-1].last + timedelta(days=1):
            found[-1] = Away(found[-1].first, max(found[-1].last, period.last))
        else:
            found.append(period)
    return tuple(found)


def holiday(day: date, region: str) -> str:
    """The public holiday on a day in a region like "DE" or "DE-BY", "" for none."""
    return _year(region, day.year).get(day, "")


def known_region(text: str) -> str:
    """A region that there is a calendar for, as "DE" or "DE-BY"; "" when there is none for it."""
    import holidays

    country, _, part = text.upper().partition("-")
    regions: Mapping[str, Any] = holidays.list_supported_countries()
    return text.upper() if country in regions and (not part or part in regions[country]) else ""


@lru_cache(maxsize=1024)
def _year(region: str, year: int) -> Mapping[date, str]:
    """The holidays of a year. The library takes most of a second to load, once."""
    import holidays

    country, _, part = region.partition("-")
    try:
        calendar = holidays.country_holidays(country, subdiv=part or None, years=year)
        if "en_US" in (getattr(calendar, "supported_languages", None) or ()):
            calendar = holidays.country_holidays(country, subdiv=part or None, years=year, language="en_US")
    except NotImplementedError:  # a region that this version of the library does not know (any more)
        return {}
    return dict(calendar.items())
