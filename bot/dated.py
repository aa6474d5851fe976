"""Use cases of days that count: a booked exam, a renewal, another last valid day."""

from dataclasses import replace
from datetime import timedelta

from bot.intents import Intent
from bot.progress import current
from bot.proposing import say
from bot.records import BookedExam, ProgressEntry
from bot.reminders import with_rhythm
from bot.reminding.dated import EXTENDED, RENEWED, stands
from bot.reminding.rows import EXAM, RENEWAL
from bot.turn import Outcome, Turn
from bot.wording import nudges as words
from bot.wording.formats import day, listed
from planner.nudges import EXAM_DAYS

FARTHEST = timedelta(days=5 * 366)


def exam(turn: Turn, intent: Intent) -> Outcome:
    """ "my Security+ exam is on 3 May": counted down to. Without a name it is the step at hand."""
    state = current(turn.record)
    id = intent.credentials[0] if intent.credentials else state.credential if state else None
    if id is None or id not in turn.catalog.credentials:
        return say(words.EXAM_WHICH)
    name = turn.catalog.credentials[id].short
    if intent.day is None:
        return say(words.EXAM_WHEN.format(name=name))
    if intent.day < turn.today:
        return say(words.EXAM_PAST.format(day=day(intent.day), name=name))
    if intent.day - turn.today > FARTHEST:
        return say(words.EXAM_FAR)
    rhythm = turn.record.profile.rhythm
    others = tuple(e for e in rhythm.exams if e.credential != id)
    record = with_rhythm(turn.record, replace(rhythm, exams=(*others, BookedExam(id, intent.day))))
    ahead = [n for n in EXAM_DAYS if intent.day - timedelta(days=n) > turn.today]
    text = words.EXAM_OFF if EXAM in rhythm.off else words.EXAM_SET if ahead else words.EXAM_SOON
    early = [f"{listed([str(n) for n in ahead if n > 1])} days before"] if ahead and ahead[0] > 1 else []
    days = listed([*early, "the day before"])
    text = text.format(name=name, day=day(intent.day), days=days)
    return replace(say(text), record=record, label=f"the {name} exam day")


def renewed(turn: Turn, intent: Intent) -> Outcome:
    """ "renewed CISM yesterday"."""
    if not intent.credentials:
        return say(words.RENEWED_WHICH)
    id, when = intent.credentials[0], intent.day or turn.today
    name = turn.catalog.credentials[id].short
    held = next((a for a in turn.record.achievements if a.credential == id), None)
    if held is None:
        return say(words.NOT_YOURS.format(name=name))
    entry = ProgressEntry(turn.now, RENEWED, id, None, when.isoformat())
    record = replace(turn.record, progress=(*turn.record.progress, entry))
    now, until = stands(record, held, turn.catalog, turn.today), ""
    if now is not None and now.expires is not None:
        until = words.RENEWED_UNTIL.format(day=day(now.expires), name=name)
    text = words.RENEWED.format(name=name, day=day(when), until=until)
    return replace(say(text), record=record, label=f"renewing {name}")


def valid_until(turn: Turn, intent: Intent) -> Outcome:
    """ "my CISM is valid until 3 May 2028": the issuer's word counts, not the rule."""
    if not intent.credentials or intent.day is None:
        return say(words.RENEWED_WHICH)
    id = intent.credentials[0]
    name = turn.catalog.credentials[id].short
    if not any(a.credential == id for a in turn.record.achievements):
        return say(words.NOT_YOURS.format(name=name))
    entry = ProgressEntry(turn.now, EXTENDED, id, None, intent.day.isoformat())
    record = replace(turn.record, progress=(*turn.record.progress, entry))
    told = intent.day > turn.today and RENEWAL not in turn.record.profile.rhythm.off
    text = words.VALID_UNTIL.format(name=name, day=day(intent.day), then=words.VALID_THEN if told else "")
    return replace(say(text), record=record, label=f"until when {name} is valid")
