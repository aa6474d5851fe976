"""Every zone, every change of its clocks: once a local day, never at a time that there is not, never at night."""

import random
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.records import Profile, Reminder, Rhythm
from bot.reminding.clock import following, instant, latest, local, next_due, quiet, readable
from bot.reminding.placing import Terms, placed
from tests.bot.zones import changes, distinct

WALLS = (
    "00:00",
    "00:15",
    "00:30",
    "01:00",
    "01:30",
    "02:00",
    "02:15",
    "02:30",
    "03:00",
    "09:00",
    "18:00",
    "23:30",
    "23:59",
)
NIGHTS = (("20:00", "08:00"), ("22:30", "06:15"), ("00:00", "02:30"), ("01:15", "01:45"), ("23:45", "00:15"))


def daily(zone: str, at: str) -> Reminder:
    """Every day at a wall time."""
    return Reminder(
        "r", "weekly-check-in", 0, at, zone, datetime(2020, 1, 1, tzinfo=UTC), "slack", "D", rule="FREQ=DAILY"
    )


def wall(*parts: int) -> datetime:
    """A naive wall time."""
    return datetime(*parts, tzinfo=UTC).replace(tzinfo=None)  # type: ignore[misc,arg-type]


def real(at: datetime, zone: str) -> bool:
    """Whether an instant's wall time means that instant: it is no time that the clocks skip."""
    return at.astimezone(ZoneInfo(zone)).astimezone(UTC) == at


def occurrences(zone: str, at: str, start: datetime, end: datetime) -> list[datetime]:
    """Every occurrence of a wall time on any weekday, by the rules of seven weekly reminders."""
    found = []
    for weekday in range(7):
        due = next_due(weekday, at, zone, start)
        while due < end:
            found.append(due)
            due = next_due(weekday, at, zone, due)
    return sorted(found)


def check(zone: str, change: datetime, at: str, nights: Iterable[tuple[str, str]]) -> None:
    """Four days around a change: once a local day, at a time that there is, in no quiet hours."""
    dues = occurrences(zone, at, change - timedelta(days=2), change + timedelta(days=2))
    assert len(set(dues)) == len(dues), (zone, change, at)
    had = [local(d, zone).date() for d in dues]
    gap = next((d for d in dues if f"{local(d, zone):%H:%M}" != at), None)
    for day in days(had[0], had[-1]):
        times = had.count(day)
        moved = gap is not None and abs((local(gap, zone).date() - day).days) <= 1  # over midnight, by the gap
        assert times == 1 or not exists(day, zone) or moved, (zone, change, at, day)
    for night in nights:
        terms, before = Terms(Profile(zone=zone, quiet_from=night[0], quiet_to=night[1])), None
        for due in dues:
            spot = placed(local(due, zone), zone, terms)
            assert spot.at is not None
            assert real(spot.at, zone)
            assert not quiet(f"{local(spot.at, zone):%H:%M}", *night), (zone, change, at, night)
            asleep = quiet(f"{local(due, zone):%H:%M}", *night)
            assert spot.at > due if asleep else spot.at == due, (zone, change, at, night)
            assert before is None or before <= spot.at
            before = spot.at


def days(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def exists(day: date, zone: str) -> bool:
    """Whether a zone has any hour of a day."""
    noon = datetime.combine(day, time(12))
    return local(instant(noon, zone), zone).date() == day


def test_a_sample_of_changes() -> None:
    """Some hundred of them, other ones each time the year changes nothing: seeded."""
    pick = random.Random(4)  # noqa: S311
    zones = pick.sample(distinct_or_known(), 12)
    for zone in (*zones, "Africa/Cairo", "Australia/Lord_Howe", "Asia/Beirut", "America/Scoresbysund"):
        for change in pick.sample(changes(zone), min(3, len(changes(zone)))):
            for at in pick.sample(WALLS, 5):
                check(zone, change, at, NIGHTS)


def distinct_or_known() -> list[str]:
    """Zones whose clocks changed, without looking through all of them."""
    known = (
        "Europe/Berlin Europe/London Europe/Dublin Europe/Lisbon Europe/Chisinau Europe/Volgograd "
        "America/New_York America/St_Johns America/Havana America/Asuncion America/Santiago America/Godthab "
        "America/Nuuk America/Mexico_City America/Chihuahua America/Ojinaga America/Miquelon "
        "America/Port-au-Prince Africa/Casablanca Africa/El_Aaiun Africa/Juba Africa/Cairo Asia/Amman "
        "Asia/Damascus Asia/Gaza Asia/Hebron Asia/Tehran Asia/Jerusalem Asia/Almaty Asia/Qostanay "
        "Atlantic/Azores Australia/Sydney Australia/Adelaide Australia/Lord_Howe Pacific/Auckland "
        "Pacific/Chatham Pacific/Apia Pacific/Fiji Pacific/Easter Pacific/Norfolk Antarctica/Troll "
        "Antarctica/Casey Antarctica/Vostok Atlantic/Stanley "
    )
    return known.split()


@pytest.mark.soak
def test_every_change_of_every_zone() -> None:
    """All zones of the database; those that are other names for the same clock are looked at once."""
    count = 0
    for zone in distinct():
        for change in changes(zone):
            for at in WALLS:
                check(zone, change, at, NIGHTS)
                count += len(NIGHTS)
    print(f"\n{len(distinct())} clocks, {sum(len(changes(z)) for z in distinct())} changes, {count} cases")  # noqa: T201
    assert count > 50_000


def test_the_day_that_apia_did_not_have() -> None:
    """30 December 2011: that day's time and the next day's are one instant, and one occurrence."""
    due, dues = datetime(2011, 12, 28, tzinfo=UTC), []
    rule = "DTSTART:20111201T090000\nRRULE:FREQ=DAILY"
    row = Reminder("r", "weekly-check-in", 0, "09:00", "Pacific/Apia", due, "slack", "D", rule=rule)
    while (due := following(row, due)) < datetime(2012, 1, 1, tzinfo=UTC):
        dues.append(due)
    assert dues == sorted(set(dues))
    assert [local(d, "Pacific/Apia").day for d in dues] == [28, 29, 31, 1]


@pytest.mark.parametrize(
    "rule",
    ["FREQ=MONTHLY;BYDAY=+1SU", "FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH", "FREQ=YEARLY"],
)
def test_rules_never_skip(rule: str) -> None:
    """The latest occurrence before any instant is followed by one after it, however long nobody looked."""
    assert readable(rule)
    row = Reminder("r", "x", 0, "18:00", "Europe/Berlin", datetime(2026, 1, 1, tzinfo=UTC), "slack", "D", rule=rule)
    first = following(row, datetime(2026, 1, 1, tzinfo=UTC))
    all_of_them = [first]
    while all_of_them[-1] < datetime(2028, 1, 1, tzinfo=UTC):
        all_of_them.append(following(row, all_of_them[-1]))
    pick = random.Random(1)  # noqa: S311
    for _ in range(12):
        now = first + timedelta(minutes=pick.randrange(60 * 24 * 700))
        assert latest(row, first, now) == max(d for d in all_of_them if d <= now)


def test_rules_that_are_none() -> None:
    """A rule from outside may not keep the tick busy, and not end."""
    for rule in (
        "FREQ=SECONDLY",
        "FREQ=DAILY;COUNT=3",
        "FREQ=DAILY;UNTIL=20270101T000000",
        "x",
        "FREQ=WEEKLY;BYDAY=XX",
    ):
        assert not readable(rule)


def test_steps_in_their_order() -> None:
    """A Saturday in quiet hours in an absence before a holiday: each step has its say, and its reason."""
    from bot.records import Away

    rhythm = Rhythm(working_days=(0, 1, 2, 3, 4), holidays="DE", away=(Away(date(2026, 12, 19), date(2026, 12, 24)),))
    terms = Terms(Profile(zone="Europe/Berlin", rhythm=rhythm))
    spot = placed(wall(2026, 12, 19, 21), "Europe/Berlin", terms, repeats=False)
    assert spot.at == datetime(2026, 12, 29, 7, tzinfo=UTC)
    assert [m.split(":")[0] for m in spot.moves] == ["weekend", "away", "holiday", "weekend", "quiet"]


def test_quiet_hours_that_end_on_a_day_off() -> None:
    """Friday night becomes Saturday morning, which is no working day: Monday, then, at the time by the rule."""
    terms = Terms(Profile(zone="UTC", rhythm=Rhythm(working_days=(0, 1, 2, 3, 4))))
    spot = placed(wall(2026, 11, 27, 19), "UTC", terms, not_before=datetime(2026, 11, 27, 23, tzinfo=UTC))
    assert spot.at == datetime(2026, 11, 30, 19, tzinfo=UTC)


def test_jitter_is_the_persons_own() -> None:
    """The same each time, another one for somebody else, below ten minutes, never into the quiet hours."""
    nine, shares = wall(2026, 11, 27, 9), set()
    for n in range(200):
        terms = Terms(Profile(), key=f"learner-{n}")
        spot = placed(nine, "UTC", terms, spread=True)
        assert spot == placed(nine, "UTC", terms, spread=True)
        assert spot.at is not None
        assert timedelta(0) <= spot.at - nine.replace(tzinfo=UTC) < timedelta(minutes=10)
        shares.add(spot.at)
        late = placed(wall(2026, 11, 27, 19, 59), "UTC", terms, spread=True)
        assert late.at is not None
        assert late.at.hour == 19
    assert len(shares) > 100


@pytest.mark.parametrize(
    ("region", "day", "name"),
    [("DE-BY", "2026-01-06", "Epiphany"), ("DE", "2026-01-06", ""), ("US", "2026-11-26", "Thanksgiving")],
)
def test_holidays_by_region(region: str, day: str, name: str) -> None:
    """Known in a part of a country, and not in the rest of it; the person's own word wins."""
    from bot.reminding.daysoff import off

    where = date.fromisoformat(day)
    found = off(where, Rhythm(holidays=region))
    assert name in found
    assert bool(found) == bool(name)
    assert off(where, Rhythm(holidays=region, open=(where,))) == ""
    assert off(where, Rhythm(free=(where,))) == "free"
