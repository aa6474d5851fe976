"""The reminders of a learner as rows: which there should be, and when each comes next."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from bot.records import LearnerRecord, Reminder
from bot.reminding.clock import following, local, on_day, quiet
from bot.reminding.log import Entry, added, entries, sent_days
from bot.reminding.placing import Placed, Terms, placed
from planner.nudges import REPEATING, Nudge

CHECK_IN, PICTURE, EXAM, RENEWAL = "weekly-check-in", "progress-picture", "exam-countdown", "renewal"
DATED = (EXAM, RENEWAL)
DEFAULT_AT = "18:00"
_WEEK_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_FAR = timedelta(days=370)
_MOMENT = timedelta(microseconds=1)
_NEVER = datetime(9000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the record asks for: whether a step of a plan is at hand, and the dated nudges."""

    going: bool
    nudges: Sequence[Nudge] = ()


def check_in_of(record: LearnerRecord) -> Reminder | None:
    """The weekly check-in, paused or not."""
    return next((r for r in record.reminders if r.kind not in {PICTURE, EXAM, RENEWAL}), None)


def with_rows(record: LearnerRecord, *rows: Reminder) -> LearnerRecord:
    """The record with these rows in the place of the ones with their ids, or behind the others."""
    new = {r.id: r for r in rows}
    kept = [new.pop(r.id, r) for r in record.reminders]
    return replace(record, reminders=(*kept, *new.values()))


def row_id(key: str, kind: str) -> str:
    """The id of the reminder of a kind of one learner."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{key}/{'check-in' if kind == CHECK_IN else kind}").hex


def terms(record: LearnerRecord, now: datetime) -> Terms:
    """What the person wants, and what they have had this week."""
    return Terms(record.profile, sent_days(record, now), record.key)


def armed(record: LearnerRecord, now: datetime, wanted: Wanted, place: tuple[str, str] | None = None) -> LearnerRecord:
    """The record with the rows it should have, each placed anew by what the person wants now.

    Nothing that is due and not sent yet is skipped by it. `place` (platform, conversation) is where new rows go when
    there is no check-in to go with. The same record gives the same rows.
    """
    check_in = check_in_of(record)
    where = (check_in.platform, check_in.conversation) if check_in else place
    rows = {r.kind: r for r in record.reminders}
    if check_in is not None and check_in.stopped == "done" and wanted.going:
        rows[check_in.kind] = check_in = started(check_in, now)
    if where is not None:
        for kind in (*DATED, PICTURE):
            row = _derived(record, rows.get(kind), kind, where, check_in, wanted)
            if row is not None:
                rows[kind] = row
    limits, kept = terms(record, now), []
    for row in rows.values():
        mine = [n for n in wanted.nudges if n.kind == row.kind]
        if row.kind in DATED and not row.paused and _next_dated(row, mine, now) is None:
            if row.log:  # what was sent still answers "why", and counts in the week
                kept.append(replace(row, paused=True, stopped="done", about="", moves=()))
            continue
        kept.append(row if row.paused else settled(row, now, limits, mine))
    if tuple(kept) == record.reminders:
        return record
    return replace(record, reminders=tuple(kept))


def moved_on(before: LearnerRecord, after: LearnerRecord, now: datetime, wanted: Wanted) -> LearnerRecord:
    """`armed` for the tick, which does it for thousands: only the rows that have been moved are placed anew, as long as
    they are plain weekly ones. The others are looked at when they are due in any case.
    """
    if len(before.reminders) != len(after.reminders) or after.profile is not before.profile:
        return armed(after, now, wanted)
    moved = [b for a, b in zip(before.reminders, after.reminders, strict=True) if a is not b]
    if any(r.paused or r.kind in DATED for r in moved):
        return armed(after, now, wanted)
    rhythm = after.profile.rhythm
    free = not (rhythm.away or rhythm.working_days or rhythm.holidays or rhythm.free or rhythm.weekly_cap < 2)
    if free and all(r.exact and not quiet(r.at, after.profile.quiet_from, after.profile.quiet_to) for r in moved):
        return after  # nothing moves it from the time by its rule
    limits = terms(after, now)
    new = {r.id: settled(r, now, limits) for r in moved}
    return replace(after, reminders=tuple(new.get(r.id, r) for r in after.reminders))


def started(row: Reminder, now: datetime) -> Reminder:
    """A paused reminder on again, from now on."""
    on = replace(row, paused=False, stopped="", ignored=0, snoozed_to=None)
    if row.kind in DATED:
        return replace(on, occurrence=None)
    due = following(on, now)
    return replace(on, occurrence=due, next_due_at=due)


def _derived(
    record: LearnerRecord,
    row: Reminder | None,
    kind: str,
    where: tuple[str, str],
    check_in: Reminder | None,
    wanted: Wanted,
) -> Reminder | None:
    """The row of a kind that follows from the record; None when there is nothing to make one of."""
    at = check_in.at if check_in else DEFAULT_AT
    silent = check_in is not None and check_in.paused and check_in.stopped in {"you", "place"}
    off = kind in record.profile.rhythm.off or silent
    if kind == PICTURE:
        asked = check_in is not None and not check_in.paused and wanted.going
        if row is None and not asked:
            return None
        rule = f"FREQ=MONTHLY;BYDAY=+1{_WEEK_DAYS[check_in.weekday]}" if check_in else ""
        paused = off or not asked
    else:
        rule, paused = "", off
        if row is None and not any(n.kind == kind for n in wanted.nudges):
            return None
    stopped = ("you" if off else "done") if paused else ""
    if row is None:
        row = Reminder(
            id=row_id(record.key, kind),
            kind=kind,
            weekday=check_in.weekday if check_in else 0,
            at=at,
            zone=record.profile.zone,
            next_due_at=_NEVER,
            platform=where[0],
            conversation=where[1],
            exact=False,
        )
    if kind != PICTURE or not rule:
        rule = row.rule
    weekday = check_in.weekday if check_in else row.weekday
    new = (at, record.profile.zone, rule, paused)
    old = (row.at, row.zone, row.rule, row.paused)
    if new == old and (weekday, stopped, *where) == (row.weekday, row.stopped, row.platform, row.conversation):
        return row
    return replace(
        row,
        platform=where[0],
        conversation=where[1],
        at=at,
        zone=record.profile.zone,
        weekday=weekday,
        rule=rule,
        paused=paused,
        stopped=stopped,
        occurrence=row.occurrence if new == old else None,
    )


def settled(row: Reminder, now: datetime, limits: Terms, nudges: Sequence[Nudge] = ()) -> Reminder:
    """An unpaused row with its next occurrence (what is due and waits comes first) and the time it is really sent."""
    if row.kind in REPEATING or row.kind not in DATED:
        return _settled_repeating(row, now, limits)
    found = _next_dated(row, nudges, now)
    if found is None:
        return row
    nudge, base = found
    if row.occurrence == base and _waits(row, base, now):
        return row
    spot = place_row(row, base, now, limits)
    return replace(
        row,
        about=nudge.about,
        occurrence=base,
        next_due_at=spot.at or now + _FAR,
        moves=spot.moves,
    )


def _settled_repeating(row: Reminder, now: datetime, limits: Terms) -> Reminder:
    base = row.occurrence if row.occurrence is not None else following(row, now)
    if _waits(row, base, now):
        return row
    log = row.log
    for _ in range(600):
        spot = place_row(row, base, now, limits)
        if spot.at is not None:
            if (base, spot.at, spot.moves) == (row.occurrence, row.next_due_at, row.moves) and log is row.log:
                return row
            return replace(row, occurrence=base, next_due_at=spot.at, moves=spot.moves, log=log)
        log = added(replace(row, log=log), Entry("left-out", now, base, moves=spot.moves))
        row = replace(row, snoozed_to=None)
        base = following(row, base)
    return replace(row, occurrence=base, next_due_at=base, moves=(), log=log)


def _waits(row: Reminder, base: datetime, now: datetime) -> bool:
    """Whether an occurrence that has come waits for the tick, or for its share of the jitter."""
    return base <= now and (row.next_due_at <= now or row.moves == ("jitter",))


def place_row(row: Reminder, base: datetime, now: datetime, limits: Terms) -> Placed:
    """Where an occurrence of a row ends up; one that is late, from now on."""
    return placed(
        local(base, row.zone),
        row.zone,
        limits,
        not_before=now,
        snoozed_to=row.snoozed_to,
        repeats=row.kind not in DATED,
        spread=not row.exact and row.platform != "terminal" and base > now,
    )


def _next_dated(row: Reminder, nudges: Sequence[Nudge], now: datetime) -> tuple[Nudge, datetime] | None:
    """The first nudge that still waits (since the row's occurrence) or lies ahead, with its instant."""
    since = row.occurrence if row.occurrence is not None and row.occurrence <= now else now + _MOMENT
    return next(iter(waiting(row, nudges, since, None)), None)


def waiting(
    row: Reminder, nudges: Sequence[Nudge], since: datetime, until: datetime | None
) -> list[tuple[Nudge, datetime]]:
    """The dated nudges of a row with their instants, oldest first, from one instant up to another (both included),
    without what has been told, or was too late to tell, already.
    """
    told: dict[str, datetime] = {}
    for entry in entries(row) if not row.snoozed_to else ():
        told[entry.about] = max(entry.due, told.get(entry.about, entry.due))
    bases = ((n, on_day(n.on, row.at, row.zone)) for n in nudges if n.kind == row.kind)
    found = [
        (n, b)
        for n, b in bases
        if b >= since and (until is None or b <= until) and not (n.about in told and b <= told[n.about])
    ]
    return sorted(found, key=lambda pair: (pair[1], pair[0].about))
