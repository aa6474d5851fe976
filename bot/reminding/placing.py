"""From the time by the rule to the time it is really sent, step by step, each step with its reason.

The order: rule, snooze, days off and public holidays, away, quiet hours, jitter, weekly cap. A step that moves it to
another day starts the walk again from there, so that the time at the end passes all of them.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.records import Profile
from bot.reminding.clock import instant, local, quiet
from bot.reminding.daysoff import away, off

JITTER = timedelta(minutes=10)
"""Messages at a time that we chose are spread over so long, that not everybody is written to in the same second."""
WEEK = 7
_LONGEST = 800  # steps: two years of days off


@dataclass(frozen=True, slots=True)
class Placed:
    """When it is sent (UTC; None: not this time), and what moved it: codes with a detail behind a colon.

    gap, late, snooze, weekend, holiday:NAME, free, away:LAST DAY, quiet:END, jitter, cap:N; skip: not sent.
    """

    at: datetime | None
    moves: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Terms:
    """What a person wants. `sent` are the local days of the messages of the last week, one entry each; `key` spreads
    people over the jitter.
    """

    profile: Profile
    sent: Sequence[date] = ()
    key: str = ""

    def full(self, day: date) -> bool:
        """Whether the seven days that end with `day` have had all their messages."""
        return sum(day - timedelta(days=WEEK) < sent <= day for sent in self.sent) >= self.profile.rhythm.weekly_cap

    def silent(self, wall: datetime) -> bool:
        """Whether a wall time lies in the quiet hours."""
        return quiet(f"{wall.hour:02d}:{wall.minute:02d}", self.profile.quiet_from, self.profile.quiet_to)


def placed(
    wall: datetime,
    zone: str,
    terms: Terms,
    *,
    not_before: datetime | None = None,
    snoozed_to: datetime | None = None,
    repeats: bool = True,
    spread: bool = False,
) -> Placed:
    """Where a wall time (naive, in `zone`) ends up. One that `repeats` is left out while the person is away; one that
    does not waits for the first day back. `not_before` is the present, for something late.
    """
    at, moves = instant(wall, zone), []
    if (here := local(at, zone)) != wall:
        moves.append(f"gap:{here:%H:%M}")
    if snoozed_to is not None and snoozed_to > at:
        at, moves = snoozed_to, ["snooze"]
    if not_before is not None and not_before > at:
        at = not_before
    for _ in range(_LONGEST):
        here = local(at, zone)
        day = here.date()
        if reason := off(day, terms.profile.rhythm):
            moved = _on(day + timedelta(days=1), wall.time(), zone)
        elif gone := away(day, terms.profile.rhythm):
            reason = f"away:{gone.last.isoformat()}"
            if repeats:
                return Placed(None, (*moves, reason, "skip"))
            moved = _on(gone.last + timedelta(days=1), wall.time(), zone)
        elif terms.silent(here):
            reason, moved = f"quiet:{terms.profile.quiet_to}", _morning(at, here, terms.profile, zone)
        elif terms.full(day):
            reason = f"cap:{terms.profile.rhythm.weekly_cap}"
            moved = _on(day + timedelta(days=1), wall.time(), zone)
        else:
            return Placed(*_spread(at, here, terms, zone, moves) if spread and not moves else (at, tuple(moves)))
        if not moves or moves[-1] != reason:
            moves.append(reason)
        at = max(moved, at + timedelta(minutes=1))
    return Placed(None, (*moves, "skip"))


def _on(day: date, wall: time, zone: str) -> datetime:
    return instant(datetime.combine(day, wall), zone)


def _morning(at: datetime, here: datetime, profile: Profile, zone: str) -> datetime:
    """The end of the quiet hours that a wall time lies in."""
    end = time.fromisoformat(profile.quiet_to)
    day = here.date() if here.time() < end else here.date() + timedelta(days=1)
    found = _on(day, end, zone)
    if found > at:
        return found
    again = datetime.combine(day, end, ZoneInfo(zone)).replace(fold=1)  # in an hour that comes twice
    return again.astimezone(UTC)


def _spread(
    at: datetime, here: datetime, terms: Terms, zone: str, moves: Sequence[str]
) -> tuple[datetime, tuple[str, ...]]:
    """The time with the person's own share of the jitter, unless that would be another day or in the quiet hours."""
    share = int.from_bytes(hashlib.blake2b(terms.key.encode(), digest_size=4).digest(), "big")
    later = at + timedelta(seconds=share % int(JITTER.total_seconds()))
    there = local(later, zone)
    if there.date() != here.date() or terms.silent(there):
        return at, tuple(moves)
    return later, (*moves, "jitter")
