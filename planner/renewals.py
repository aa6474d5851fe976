"""How long a credential is valid and when it may be renewed: states and days, from dates alone.

Terms follow what recertification schemes have in common: a validity in months; a window before the end in which a
renewal counts; a minimum time a period must have been active before it can be renewed; a grace time after the end.
What is unknown about an issuer is None and is not made up: a renewal that the person reports then counts.
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Literal


@dataclass(frozen=True, slots=True)
class Terms:
    """`months` of validity: None unknown, 0 for ever. `window_days` before the end from which on a renewal counts:
    None unknown or at any time. `basis`: the new period begins at the old end (expiry) or on the day of renewal
    (completion). `grace_days` after the end a late renewal still counts.
    """

    months: int | None
    window_days: int | None = None
    minimum_active_days: int = 0
    grace_days: int = 0
    basis: Literal["expiry", "completion"] = "expiry"


@dataclass(frozen=True, slots=True)
class Event:
    """Renewed on the day `on`; or, with `until`, told on that day that it is valid until then (an extension)."""

    on: date
    until: date | None = None


class State(StrEnum):
    """Where a credential stands on a day."""

    UNKNOWN = "unknown"  # nobody knows whether it expires
    FOREVER = "forever"
    ACTIVE = "active"  # too early to renew
    OPEN = "open"  # it can be renewed now
    GRACE = "grace"  # over, and may still be renewed
    LAPSED = "lapsed"  # over


@dataclass(frozen=True, slots=True)
class Standing:
    """`begun` is the first day of the period, `expires` its last valid day, `opens` the first day on which a renewal
    counts (None: not known), `ends` the last one, grace included. `early` are reported renewals that came too early to
    count; `anew` tells that it had lapsed and was earned again.
    """

    state: State
    begun: date
    expires: date | None = None
    opens: date | None = None
    ends: date | None = None
    early: tuple[date, ...] = ()
    anew: bool = False


def months_later(day: date, months: int) -> date:
    """The same day of the month, `months` later; where there is none (29 February, 31 April) the month's last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def standing(terms: Terms, earned: date, events: Sequence[Event], today: date) -> Standing:
    """Where a credential earned on a day stands today. Events after today are not looked at."""
    begun, early, anew = earned, [], False
    expires = months_later(earned, terms.months) if terms.months else None
    for event in sorted((e for e in events if e.on <= today), key=lambda e: (e.on, e.until is None)):
        if event.until is not None:
            expires = event.until
            continue
        if expires is None or not terms.months:
            begun = event.on
            continue
        opens, ends = _opens(terms, begun, expires), expires + timedelta(days=terms.grace_days)
        if opens is not None and event.on < opens:
            early.append(event.on)
        elif event.on > ends:
            begun, expires, anew = event.on, months_later(event.on, terms.months), True
        elif terms.basis == "expiry":
            begun, expires = expires, months_later(expires, terms.months)
        else:
            begun, expires = event.on, months_later(event.on, terms.months)
    if expires is None:
        return Standing(State.FOREVER if terms.months == 0 else State.UNKNOWN, begun)
    opens, ends = _opens(terms, begun, expires), expires + timedelta(days=terms.grace_days)
    return Standing(_state(today, opens, expires, ends), begun, expires, opens, ends, tuple(early), anew)


def _opens(terms: Terms, begun: date, expires: date) -> date | None:
    """The first day on which a renewal counts; None when nothing is known about that."""
    window = expires - timedelta(days=terms.window_days) if terms.window_days is not None else None
    active = begun + timedelta(days=terms.minimum_active_days) if terms.minimum_active_days else None
    return max((d for d in (window, active) if d), default=None)


def _state(today: date, opens: date | None, expires: date, ends: date) -> State:
    if today > ends:
        return State.LAPSED
    if today > expires:
        return State.GRACE
    return State.ACTIVE if opens is not None and today < opens else State.OPEN
