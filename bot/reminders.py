"""The weekly check-in and its hours: set, paused, resumed, moved to another zone."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.intents import Intent
from bot.messages import Reply, Text
from bot.records import LearnerRecord, Reminder, Rhythm
from bot.reminding.clock import following, next_due, quiet
from bot.reminding.rows import CHECK_IN, DATED, check_in_of, place_row, row_id, started, terms
from bot.studying import asked_when
from bot.turn import Outcome, Turn
from bot.wording import chat, en
from bot.wording import nudges as words
from bot.wording.formats import day, listed

__all__ = ["first_check_in", "local_day", "next_due", "next_on", "quiet", "silenced", "slot", "zone_name"]


def slot(weekday: int, at: str) -> str:
    """Sunday 18:00."""
    return f"{en.WEEKDAYS[weekday]} {at}"


def told(record: LearnerRecord) -> str:
    """The reminders there are, in short: the check-in by its time, others by their kind."""
    found = []
    for row in record.reminders:
        name = (
            slot(row.weekday, row.at) if row.kind not in words.KINDS or row.kind == CHECK_IN else words.KINDS[row.kind]
        )
        if row.kind == CHECK_IN or not row.paused:
            found.append(name + (" (paused)" if row.paused else ""))
    return listed(found)


def zone_name(zone: str) -> str:
    """The zone as people read it: Etc/GMT-2 is UTC+2."""
    if zone.startswith("Etc/GMT") and len(zone) > 7:
        return f"UTC{'+' if zone[7] == '-' else '-'}{zone[8:]}"
    return zone


def next_on(record: LearnerRecord, now: datetime) -> datetime | None:
    """When the bot writes next by itself, UTC; None when it does not."""
    return min((max(r.next_due_at, now) for r in record.reminders if not r.paused), default=None)


def first_check_in(turn: Turn, record: LearnerRecord) -> tuple[LearnerRecord, str]:
    """The record with a weekly check-in if it has none, and the sentence that says so."""
    known = check_in_of(record)
    if known is not None:
        return record, ""
    reminder = _check_in(turn, record, 6, "18:00", exact=False)
    text = en.ASK_CHECK_IN.format(slot=slot(6, "18:00"), zone=record.profile.zone)
    return replace(record, reminders=(reminder, *record.reminders)), text


def _check_in(turn: Turn, record: LearnerRecord, weekday: int, at: str, *, exact: bool = True) -> Reminder:
    address, zone, known = turn.incoming.address, record.profile.zone, check_in_of(record)
    due = next_due(weekday, at, zone, turn.now)
    row = Reminder(
        id=known.id if known else row_id(record.key, CHECK_IN),
        kind=CHECK_IN,
        weekday=weekday,
        at=at,
        zone=zone,
        next_due_at=due,
        platform=address.platform,
        conversation=address.conversation,
        reason=f"the weekly check-in you agreed to on {day(turn.now.date())}",
        occurrence=due,
        exact=exact,
        log=known.log if known else (),
    )
    spot = place_row(row, due, turn.now, terms(record, turn.now))
    return replace(row, next_due_at=spot.at, moves=spot.moves) if spot.at else row


def silenced(record: LearnerRecord, place: str) -> LearnerRecord:
    """The record with the reminders that go to a dead place paused."""
    paused = tuple(
        replace(r, paused=True, stopped="place", reason=f"{r.reason}; {chat.SILENCED}" if r.reason else chat.SILENCED)
        if r.conversation == place and not r.paused
        else r
        for r in record.reminders
    )
    return replace(record, reminders=paused)


def set_check_in(turn: Turn, intent: Intent) -> Outcome:
    """Another day and time."""
    profile = turn.record.profile
    if intent.source == "not-weekly":
        return _say(en.ONLY_WEEKLY)
    if intent.weekday is None or intent.at is None:
        return _say(en.NO_REMINDERS)
    if quiet(intent.at, profile.quiet_from, profile.quiet_to):
        return _say(en.QUIET.format(at=intent.at, start=profile.quiet_from, end=profile.quiet_to))
    reminder = _check_in(turn, turn.record, intent.weekday, intent.at)
    others = (r for r in turn.record.reminders if r.id != reminder.id)
    record = replace(turn.record, reminders=(reminder, *others))
    text = en.CHECK_IN_SET.format(slot=slot(intent.weekday, intent.at), zone=reminder.zone, day=local_day(reminder))
    if moved := moved_by(reminder):
        text += f" ({moved})"
    dialogue = replace(turn.dialogue, asking=None, choices=())
    outcome = Outcome(Reply(text, (Text(text),)), record, dialogue, label="the check-in time")
    return asked_when(turn, outcome) if turn.dialogue.asking == "check-in" else outcome


def moved_by(reminder: Reminder, *, everything: bool = False) -> str:
    """What moves the coming one, in words; "" when nothing does. `everything`: the minutes of the jitter too."""
    told = []
    for move in reminder.moves:
        code, _, detail = move.partition(":")
        if code in words.MOVES and (everything or code != "jitter"):
            told.append(words.MOVES[code].format(_detail(code, detail)))
    return "; ".join(told)


def _detail(code: str, detail: str) -> str:
    try:
        return day(datetime.fromisoformat(detail).date()) if code == "away" else detail
    except ValueError:
        return detail


def local_day(reminder: Reminder) -> str:
    """The day on which it comes next, where the person is."""
    return day(reminder.next_due_at.astimezone(ZoneInfo(reminder.zone)).date())


def set_quiet(turn: Turn, intent: Intent) -> Outcome:
    """Other quiet hours; a check-in that falls into them is named."""
    start, end = intent.at, intent.until
    if not start or not end or start == end:
        return _say(en.QUIET_BAD)
    record = replace(turn.record, profile=replace(turn.record.profile, quiet_from=start, quiet_to=end))
    text = en.QUIET_SET.format(start=start, end=end)
    if any(quiet(r.at, start, end) and not r.paused for r in record.reminders):
        text += en.QUIET_CLASH
    return replace(_say(text), record=record, label="the quiet hours")


def pause(turn: Turn, intent: Intent) -> Outcome:
    """Stop all reminders."""
    if not turn.record.reminders:
        return _say(en.NO_REMINDERS)
    rows = tuple(replace(r, paused=True, stopped="you") for r in turn.record.reminders)
    rhythm = replace(turn.record.profile.rhythm, off=DATED)
    record = with_rhythm(replace(turn.record, reminders=rows), rhythm)
    return replace(
        _say(en.PAUSED), record=record, label="pausing reminders", dialogue=replace(turn.dialogue, asking=None)
    )


def resume(turn: Turn, intent: Intent) -> Outcome:
    """Start them again, from now on; an absence that is going on ends."""
    if not turn.record.reminders:
        return _say(en.NO_REMINDERS)
    record = with_rhythm(turn.record, replace(turn.record.profile.rhythm, off=()))
    record = replace(record, reminders=tuple(_again(turn, r) for r in record.reminders))
    first = check_in_of(record)
    if first is None:
        return replace(_say(words.RESUMED_DATED), record=record, label="resuming reminders")
    text = en.RESUMED.format(slot=slot(first.weekday, first.at), zone=first.zone, day=local_day(first))
    return replace(_say(text), record=record, label="resuming reminders")


def _again(turn: Turn, row: Reminder) -> Reminder:
    """A paused row on again; a place that had gone dead is exchanged for the one where this is said. One that is on
    stays as it is: it may be due just now.
    """
    if not row.paused:
        return row
    address = turn.incoming.address
    reason = row.reason.removesuffix(f"; {chat.SILENCED}")
    if row.stopped == "place":
        row = replace(row, platform=address.platform, conversation=address.conversation)
    return started(replace(row, reason=reason), turn.now)


def set_zone(turn: Turn, intent: Intent) -> Outcome:
    """Another time zone: reminders keep their wall time and move with the person."""
    zone = intent.wish.zone or turn.record.profile.zone
    moved = tuple(_moved(r, zone, turn.now) for r in turn.record.reminders)
    first = next((r for r in moved if r.kind == CHECK_IN), None)
    tail = f"; the next check-in is on {local_day(first)} at {first.at}" if first else ""
    record = replace(
        turn.record,
        profile=replace(turn.record.profile, zone=zone, country=intent.wish.country or turn.record.profile.country),
        reminders=moved,
    )
    return replace(_say(en.ZONE_SET.format(zone=zone_name(zone), moved=tail)), record=record, label="the time zone")


def _moved(row: Reminder, zone: str, now: datetime) -> Reminder:
    """The row in another zone: the same wall time there; what waits to be sent still waits."""
    there = replace(row, zone=zone)
    if row.kind in DATED or (row.occurrence is not None and row.occurrence <= now and not row.paused):
        return there
    due = following(there, now)
    return replace(there, occurrence=due, next_due_at=due)


def with_rhythm(record: LearnerRecord, rhythm: Rhythm) -> LearnerRecord:
    """The record with another rhythm."""
    return replace(record, profile=replace(record.profile, rhythm=rhythm))


def _say(text: str) -> Outcome:
    return Outcome(Reply(text, (Text(text),)))
