"""Every change of the clocks of every zone from 2020 to 2035."""

from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

FIRST, LAST = datetime(2020, 1, 1, tzinfo=UTC), datetime(2036, 1, 1, tzinfo=UTC)
NAMES = sorted(z for z in available_timezones() if z not in {"localtime", "Factory"})


@cache
def changes(zone: str) -> tuple[datetime, ...]:
    """The instants (UTC, to the minute) at which the offset of a zone changes; looked for day by day, then halved."""
    place, found, at = ZoneInfo(zone), [], FIRST
    before = at.astimezone(place).utcoffset()
    while at < LAST:
        later = at + timedelta(days=1)
        if later.astimezone(place).utcoffset() != before:
            low, high = at, later
            while high - low > timedelta(minutes=1):
                middle = low + (high - low) / 2
                middle = middle.replace(second=0, microsecond=0)
                if middle <= low:
                    break
                low, high = (middle, high) if middle.astimezone(place).utcoffset() == before else (low, middle)
            found.append(high)
            before = later.astimezone(place).utcoffset()
        at = later
    return tuple(found)


@cache
def distinct() -> tuple[str, ...]:
    """One zone of each group with the same changes and offsets: the others are other names for the same clock."""
    groups: dict[tuple[object, ...], str] = {}
    for zone in NAMES:
        place = ZoneInfo(zone)
        key = (FIRST.astimezone(place).utcoffset(), *((c, c.astimezone(place).utcoffset()) for c in changes(zone)))
        groups.setdefault(key, zone)
    return tuple(groups.values())
