"""The use case of "why did I get this?": the whole chain, from the rule to the minute it came."""

from dataclasses import replace

from bot.intents import Intent
from bot.proposing import say
from bot.records import Reminder
from bot.reminders import moved_by, slot, zone_name
from bot.reminding.clock import local
from bot.reminding.dated import nudges
from bot.reminding.log import Entry, last_sent
from bot.reminding.rows import DATED, PICTURE, check_in_of
from bot.turn import Outcome, Turn
from bot.wording import en
from bot.wording import nudges as words
from bot.wording.formats import day, plural


def why_reminded(turn: Turn, intent: Intent) -> Outcome:
    """Why the last message came, or without one why the next will."""
    last, rows = last_sent(turn.record.reminders), turn.record.reminders
    if not rows:
        return say(en.NO_REMINDERS)
    if not last:
        row = check_in_of(turn.record) or rows[0]
        return say(" ".join((_because(turn, row, None), words.WHY_STOP)))
    there = local(last[0][1].at, turn.record.profile.zone)
    told = [words.WHY_LAST.format(day=day(there.date()), at=f"{there:%H:%M}")]
    for row, entry in last:
        told.append(_because(turn, row, entry))
        if chain := _chain(row, entry):
            told.append(words.CHAIN.format(moves=chain))
        if entry.merged:
            told.append(words.WHY_MERGED.format(n=plural(entry.merged, "earlier one")))
    told.append(words.WHY_STOP if any(not row.paused for row, _ in last) else words.WHY_OFF)
    return say(" ".join(dict.fromkeys(told)))


def _chain(row: Reminder, entry: Entry) -> str:
    return moved_by(replace(row, moves=entry.moves), everything=True)


def _because(turn: Turn, row: Reminder, entry: Entry | None) -> str:
    """What it follows from: a rule the person agreed to, or a day in their record."""
    about = entry.about if entry else row.about
    if row.kind in DATED:
        known = turn.catalog.credentials.get(about)
        name = known.short if known else about
        days = [n for n in nudges(turn.record, turn.catalog, turn.today) if n.kind == row.kind and n.about == about]
        when = day(days[0].event) if days else "a day that is over now"
        return (words.WHY_EXAM if row.kind == "exam-countdown" else words.WHY_RENEWAL).format(name=name, day=when)
    if row.kind == PICTURE:
        return words.WHY_PICTURE
    return words.WHY_RULE.format(reason=row.reason, slot=slot(row.weekday, row.at), zone=zone_name(row.zone))
