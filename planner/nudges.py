"""Which reminder, when and why: dates only, no clock, no wording.

What nudges can do is small (Kizilcec et al. 2020: plan-making lifts the first weeks, not completion; Damgaard and
Gravert: reminders make people unsubscribe), so there are few, all dated or agreed to, and none when it is done.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from planner.renewals import Standing, State

Kind = Literal["weekly-check-in", "exam-countdown", "renewal", "progress-picture"]
ORDER: tuple[Kind, ...] = ("exam-countdown", "renewal", "weekly-check-in", "progress-picture")
"""What is told first where several are due together."""
REPEATING = frozenset({"weekly-check-in", "progress-picture"})
"""Kinds that come again by a rule; the others are about days that will not come again."""
EXAM_DAYS = (14, 7, 1)
RENEWAL_DAYS = (90, 60, 30, 7)
LAPSE = 2
"""So many questions in a row without an answer are a lapse; then, and at the start, a plan for when is asked for."""


@dataclass(frozen=True, slots=True)
class Nudge:
    """One dated reminder about a credential: due on the day `on`, of no use after the day `until`.

    `days` are left until the event on the day `event`; 0 and less: it is over, or begins (`why` says which).
    """

    kind: Kind
    about: str
    on: date
    until: date
    event: date
    days: int
    why: Literal["exam-near", "exam-over", "expires-soon", "window-opens", "in-grace", "lapsed"]


def exam_nudges(credential: str, exam: date) -> list[Nudge]:
    """14, 7 and 1 days before a booked exam, and the day after it to ask how it went."""
    before = [
        Nudge("exam-countdown", credential, exam - timedelta(days=n), exam, exam, n, "exam-near") for n in EXAM_DAYS
    ]
    after = exam + timedelta(days=1)
    return [*before, Nudge("exam-countdown", credential, after, exam + timedelta(days=14), exam, -1, "exam-over")]


def renewal_nudges(credential: str, now: Standing) -> list[Nudge]:
    """90, 60, 30 and 7 days before it expires, as far as it can be renewed by then; the day its window opens, where
    one is known; and once the day after, when it is over or in grace. A rung holds until the next one.
    """
    if now.expires is None or now.ends is None:
        return []
    ends = now.expires
    rungs = {ends - timedelta(days=n) for n in RENEWAL_DAYS}
    if now.opens is not None:
        rungs = {day for day in rungs if day > now.opens}
        if now.opens <= ends:
            rungs.add(now.opens)
    days = sorted(day for day in rungs if day >= now.begun)
    found = []
    for day, following in zip(days, [*days[1:], ends + timedelta(days=1)], strict=True):
        why: Literal["window-opens", "expires-soon"] = "window-opens" if day == now.opens else "expires-soon"
        until = following - timedelta(days=1)
        found.append(Nudge("renewal", credential, day, until, ends, (ends - day).days, why))
    after = ends + timedelta(days=1)
    over: Literal["in-grace", "lapsed"] = "in-grace" if now.ends > ends else "lapsed"
    until = now.ends if now.ends > ends else after + timedelta(days=30)
    return [*found, Nudge("renewal", credential, after, until, now.ends, (now.ends - after).days, over)]


def can_be_renewed(now: Standing) -> bool:
    """Whether there is anything to remind of."""
    return now.state in {State.ACTIVE, State.OPEN, State.GRACE}


def streak(days: Iterable[date], today: date, resting: Collection[date] = ()) -> int:
    """Weeks in a row, this one included if it has begun so, with something done on one of the `days`.

    The week at hand never breaks a streak, and a week with a day of `resting` in it (away) does not either.
    """
    done, rested = {_monday(d) for d in days if d <= today}, {_monday(d) for d in resting}
    week, count = _monday(today), 0
    if week not in done:
        week -= timedelta(days=7)
    while week in done or week in rested:
        count += week in done
        week -= timedelta(days=7)
        if count > 520 or today - week > timedelta(days=3650):
            break
    return count


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def asks_when(ignored: int, has_slot: bool) -> bool:
    """Whether to ask for a day and a time to study: once after a lapse, for those who have none."""
    return ignored == LAPSE and not has_slot


def shows_picture(reported: Iterable[date], since: date) -> bool:
    """Whether a picture of the progress is worth sending: only when there has been some."""
    return any(day > since for day in reported)
