"""The weekly check-in: set, fired by the tick, paused, resumed and explained."""

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.intents import Intent
from bot.messages import Choices, Reply, Text
from bot.records import LearnerRecord, Reminder
from bot.traffic import Outgoing
from bot.turn import Outcome, Turn, choices
from bot.wording import chat, en
from bot.wording.formats import day

MOST_IGNORED = 4
STALE = timedelta(days=7)


def slot(weekday: int, at: str) -> str:
    """Sunday 18:00."""
    return f"{en.WEEKDAYS[weekday]} {at}"


def next_due(weekday: int, at: str, zone: str, after: datetime) -> datetime:
    """The first instant (UTC) strictly after `after` with this local weekday and wall time.

    A time that a clock change skips is moved forward by the gap; one that happens twice is its first occurrence.
    """
    place = ZoneInfo(zone)
    local = after.astimezone(place)
    wall = time.fromisoformat(at)
    for days in range(9):
        there = local.date() + timedelta(days=days)
        if there.weekday() != weekday:
            continue
        instant = datetime.combine(there, wall, place).astimezone(UTC)  # fold 0: a gap moves forward by its length
        if instant > after:
            return instant
    raise AssertionError("every weekday comes within nine days")


def zone_name(zone: str) -> str:
    """The zone as people read it: Etc/GMT-2 is UTC+2."""
    if zone.startswith("Etc/GMT") and len(zone) > 7:
        return f"UTC{'+' if zone[7] == '-' else '-'}{zone[8:]}"
    return zone


def quiet(at: str, start: str, end: str) -> bool:
    """Whether a wall time lies in the quiet hours, which may pass midnight."""
    return start <= at or at < end if start > end else start <= at < end


def first_check_in(turn: Turn, record: LearnerRecord) -> tuple[LearnerRecord, str]:
    """The record with a weekly check-in if it has none, and the sentence that says so."""
    if record.reminders:
        return record, ""
    reminder = _reminder(turn, record, 6, "18:00")
    text = en.ASK_CHECK_IN.format(slot=slot(6, "18:00"), zone=record.profile.zone)
    return replace(record, reminders=(reminder,)), text


def _reminder(turn: Turn, record: LearnerRecord, weekday: int, at: str) -> Reminder:
    address, zone = turn.incoming.address, record.profile.zone
    return Reminder(
        id=record.reminders[0].id if record.reminders else uuid.uuid5(uuid.NAMESPACE_URL, f"{record.key}/check-in").hex,
        kind="weekly-check-in",
        weekday=weekday,
        at=at,
        zone=zone,
        next_due_at=next_due(weekday, at, zone, turn.now),
        platform=address.platform,
        conversation=address.conversation,
        reason=f"the weekly check-in you agreed to on {day(turn.now.date())}",
    )


def silenced(record: LearnerRecord, place: str) -> LearnerRecord:
    """The record with the reminders that go to a dead place paused."""
    paused = tuple(
        replace(r, paused=True, reason=f"{r.reason}; {chat.SILENCED}") if r.conversation == place else r
        for r in record.reminders
    )
    return replace(record, reminders=paused)


def set_check_in(turn: Turn, intent: Intent) -> Outcome:
    """Another day and time."""
    profile = turn.record.profile
    if intent.weekday is None or intent.at is None:
        return _say(en.NO_REMINDERS)
    if quiet(intent.at, profile.quiet_from, profile.quiet_to):
        return _say(en.QUIET.format(at=intent.at, start=profile.quiet_from, end=profile.quiet_to))
    reminder = _reminder(turn, turn.record, intent.weekday, intent.at)
    record = replace(turn.record, reminders=(reminder,))
    text = en.CHECK_IN_SET.format(slot=slot(intent.weekday, intent.at), zone=reminder.zone, day=_local(reminder))
    return Outcome(
        Reply(text, (Text(text),)), record, replace(turn.dialogue, asking=None, choices=()), label="the check-in time"
    )


def _local(reminder: Reminder) -> str:
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
    record = replace(turn.record, reminders=tuple(replace(r, paused=True) for r in turn.record.reminders))
    return replace(
        _say(en.PAUSED), record=record, label="pausing reminders", dialogue=replace(turn.dialogue, asking=None)
    )


def resume(turn: Turn, intent: Intent) -> Outcome:
    """Start them again, from now on."""
    if not turn.record.reminders:
        return _say(en.NO_REMINDERS)
    on = tuple(
        replace(r, paused=False, ignored=0, next_due_at=next_due(r.weekday, r.at, r.zone, turn.now))
        for r in turn.record.reminders
    )
    first = on[0]
    text = en.RESUMED.format(slot=slot(first.weekday, first.at), zone=first.zone, day=_local(first))
    return replace(_say(text), record=replace(turn.record, reminders=on), label="resuming reminders")


def why_reminded(turn: Turn, intent: Intent) -> Outcome:
    """Why a reminder came."""
    if not turn.record.reminders:
        return _say(en.NO_REMINDERS)
    first = turn.record.reminders[0]
    text = f"It is {first.reason}: every {slot(first.weekday, first.at)} ({first.zone}). “pause” stops it."
    return _say(text)


def set_zone(turn: Turn, intent: Intent) -> Outcome:
    """Another time zone: reminders keep their wall time and move with the person."""
    zone = intent.wish.zone or turn.record.profile.zone
    moved = tuple(
        replace(r, zone=zone, next_due_at=next_due(r.weekday, r.at, zone, turn.now)) for r in turn.record.reminders
    )
    tail = f"; the next check-in is on {_local(moved[0])} at {moved[0].at}" if moved else ""
    record = replace(
        turn.record,
        profile=replace(turn.record.profile, zone=zone, country=intent.wish.country or turn.record.profile.country),
        reminders=moved,
    )
    return replace(_say(en.ZONE_SET.format(zone=zone_name(zone), moved=tail)), record=record, label="the time zone")


def _say(text: str) -> Outcome:
    return Outcome(Reply(text, (Text(text),)))


def fire(
    record: LearnerRecord, now: datetime, title: str | None, until: date | None = None
) -> tuple[LearnerRecord, list[Outgoing]]:
    """What is due: the record with its reminders moved on, and the messages for the outbox.

    Missed weeks are merged into one message; one that is older than a week is dropped. Finished plans and four
    ignored check-ins in a row stop it. `title` is the step at hand, None when nothing is left to do;
    `until` its planned end. A due time that has come to lie in the quiet hours is skipped.
    """
    reminders, out = [], []
    for r in record.reminders:
        if r.paused or r.next_due_at > now:
            reminders.append(r)
            continue
        after = replace(r, next_due_at=next_due(r.weekday, r.at, r.zone, now))
        if title is None:
            reminders.append(replace(after, paused=True))
            continue
        last = r.ignored + 1 >= MOST_IGNORED
        latest = _latest(r, now)
        hours = record.profile
        if now - latest <= STALE and not quiet(r.at, hours.quiet_from, hours.quiet_to):
            late = until if until and until < now.astimezone(ZoneInfo(r.zone)).date() else None
            out.append(_message(record, r, latest, check_in(title, last, late)))
        reminders.append(replace(after, ignored=r.ignored + 1, paused=last))
    return replace(record, reminders=tuple(reminders)), out


def _latest(r: Reminder, now: datetime) -> datetime:
    latest = r.next_due_at
    while (later := next_due(r.weekday, r.at, r.zone, latest)) <= now:
        latest = later
    return latest


def _message(record: LearnerRecord, r: Reminder, due: datetime, reply: Reply) -> Outgoing:
    import json

    from bot.messages import to_json

    return Outgoing(
        id=f"{r.id}@{due.isoformat()}",
        tenant=record.tenant,
        learner=record.key,
        platform=r.platform,
        conversation=r.conversation,
        kind=r.kind,
        body=json.dumps(to_json(reply), ensure_ascii=False),
        due_at=due,
    )


def check_in(title: str, last: bool, late: date | None) -> Reply:
    """The weekly question. `late` is the planned end of the step when it has passed."""
    text = f"Weekly check-in: how is {title} going?"
    blocks: list[Text | Choices] = [Text(text)]
    if late:
        blocks.append(Text(f"It was planned until {day(late)}; “plan the rest again” makes new dates."))
    if last:
        blocks.append(Text("I have not heard from you for a while, so this is the last one until you say “resume”."))
    blocks.append(
        choices(
            ("Done", "done"),
            ("Still on it", "still on it"),
            ("Slipped", "I'm one week late"),
            ("Not this week", "not this week"),
        )
    )
    return Reply(text, tuple(blocks))
