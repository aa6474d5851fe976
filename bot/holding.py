"""Use cases of less: put it off, stop one kind, fewer a week, sooner silence."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.intents import Intent
from bot.proposing import say
from bot.records import Reminder
from bot.reminders import moved_by, with_rhythm
from bot.reminding.clock import local, on_day
from bot.reminding.log import last_sent
from bot.reminding.rows import CHECK_IN, DATED, PICTURE, place_row, terms
from bot.turn import Outcome, Turn
from bot.wording import nudges as words
from bot.wording.formats import day

FARTHEST = timedelta(days=60)
RECENT = timedelta(days=14)
MOST_A_WEEK, MOST_IGNORED = 14, 20


def snooze(turn: Turn, intent: Intent) -> Outcome:
    """What was sent last comes again: tomorrow at the same time, or when it is said."""
    last = [(row, e) for row, e in last_sent(turn.record.reminders) if turn.now - e.at <= RECENT]
    last = [(row, e) for row, e in last if row.kind != PICTURE and row.stopped not in {"you", "done"}]
    if not last:
        return say(words.NOT_ON)
    wanted = _until(turn, intent, last[0][0])
    if wanted is None or wanted <= turn.now:
        return say(words.SNOOZE_PAST)
    if wanted - turn.now > FARTHEST:
        return say(words.SNOOZE_FAR)
    limits, changed = terms(turn.record, turn.now), {}
    for row, _ in last:
        first = min(e.due for r, e in last if r.id == row.id)
        again = replace(
            row, occurrence=first, snoozed_to=wanted, ignored=0, paused=False, stopped="", next_due_at=wanted
        )
        spot = place_row(again, first, turn.now, limits)
        changed[row.id] = replace(again, next_due_at=spot.at or wanted, moves=spot.moves)
    rows = tuple(changed.get(r.id, replace(r, ignored=0)) for r in turn.record.reminders)
    shown = changed[last[0][0].id]
    there, asked = local(shown.next_due_at, shown.zone), local(wanted, shown.zone)
    text = words.SNOOZED.format(day=day(there.date()), at=f"{there:%H:%M}")
    if there != asked:
        text = words.SNOOZED_MOVED.format(day=day(there.date()), at=f"{there:%H:%M}", why=_why(shown))
    return replace(say(text), record=replace(turn.record, reminders=rows), label="putting it off")


def _until(turn: Turn, intent: Intent, row: Reminder) -> datetime | None:
    """Until when: a day (at the reminder's time), a number of days, or of hours (`intent.source`)."""
    if intent.day is not None:
        return on_day(intent.day, intent.at or row.at, row.zone)
    if intent.source == "hours":
        return turn.now + timedelta(hours=intent.amount or 1)
    days = max(1, round(intent.amount if intent.amount is not None else 1))
    if days > 400:
        return turn.now + timedelta(days=400)
    return on_day(turn.today + timedelta(days=days), intent.at or row.at, row.zone)


def _why(row: Reminder) -> str:
    return moved_by(replace(row, moves=tuple(m for m in row.moves if m != "snooze")))


def stop_kind(turn: Turn, intent: Intent) -> Outcome:
    """No more of one kind (`intent.subject`)."""
    kind, rhythm = intent.subject, turn.record.profile.rhythm
    on = any(r.kind == kind and not r.paused for r in turn.record.reminders)
    if not on and (kind in rhythm.off or kind not in DATED):
        return say(words.KIND_OFF_ALREADY.format(kind=words.KINDS[kind]))
    rows = tuple(
        replace(r, paused=True, stopped="kind" if kind == CHECK_IN else "you") if r.kind == kind else r
        for r in turn.record.reminders
    )
    rhythm = replace(rhythm, off=tuple(dict.fromkeys((*rhythm.off, kind))))
    record = with_rhythm(replace(turn.record, reminders=rows), rhythm)
    text = words.KIND_OFF.format(kind=words.KINDS[kind])
    return replace(say(text), record=record, label=f"turning off {words.KINDS[kind]}")


def weekly_cap(turn: Turn, intent: Intent) -> Outcome:
    """ "max 1 a week"."""
    n = intent.amount
    if n is None or n != int(n) or not 1 <= n <= MOST_A_WEEK:
        return say(words.CAP_BAD)
    rhythm = replace(turn.record.profile.rhythm, weekly_cap=int(n))
    times = {1: "one message", 2: "two messages"}.get(int(n), f"{int(n)} messages")
    text = words.CAP_SET.format(n=times, note=words.CAP_NOTE if n < 3 else "")
    return replace(say(text), record=with_rhythm(turn.record, rhythm), label="the most in a week")


def ignored_limit(turn: Turn, intent: Intent) -> Outcome:
    """After how many questions without an answer the bot stops asking."""
    n = intent.amount
    if n is None or n != int(n) or not 1 <= n <= MOST_IGNORED:
        return say(words.LIMIT_BAD)
    rhythm = replace(turn.record.profile.rhythm, ignored_limit=int(n))
    text = words.LIMIT_SET.format(n="one question" if n == 1 else f"{int(n)} questions")
    return replace(say(text), record=with_rhythm(turn.record, rhythm), label="when I stop asking")
