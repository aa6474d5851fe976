"""Use cases of days on which the bot keeps quiet: away and back, working days, public holidays, single days."""

from dataclasses import replace
from datetime import date, timedelta

from bot.intents import Intent
from bot.proposing import say
from bot.records import Away, LearnerRecord, Rhythm
from bot.reminders import local_day, slot, with_rhythm
from bot.reminding.clock import following, local, on_day
from bot.reminding.daysoff import known_region, merged
from bot.reminding.placing import Terms
from bot.reminding.rows import check_in_of, place_row, settled, terms
from bot.turn import Outcome, Turn
from bot.wording import en
from bot.wording import nudges as words
from bot.wording.formats import day, weekdays

LONGEST = timedelta(days=366)


def away(turn: Turn, intent: Intent) -> Outcome:
    """ "I'm away 3-14 August": nothing in between. Weekly ones are left out, dated ones wait for the first day back."""
    first, last = intent.day, date.fromisoformat(intent.until) if intent.until else None
    if first is None or last is None:
        return say(words.AWAY_WHEN)
    if last < turn.today or last < first:
        return say(words.AWAY_PAST)
    if last - turn.today > LONGEST:
        return say(words.AWAY_FAR)
    first = max(first, turn.today)
    rhythm = turn.record.profile.rhythm
    record = with_rhythm(turn.record, replace(rhythm, away=merged((*rhythm.away, Away(first, last)), turn.today)))
    record = _settled(turn, record)
    back = _after(turn, record, last) or words.AWAY_BACK_NONE
    template = words.AWAY_ONE if first == last else words.AWAY_SET
    text = template.format(first=day(first), last=day(last), back=back)
    return replace(say(text), record=record, label="being away")


def back(turn: Turn, intent: Intent) -> Outcome:
    """The absence that is going on ends; one that lies ahead is taken back."""
    rhythm, today = turn.record.profile.rhythm, turn.today
    periods = [a for a in rhythm.away if a.last >= today]
    if not periods:
        return say(words.AWAY_NOT)
    going = [a for a in periods if a.first <= today]
    left = [a for a in periods if a not in going] if going else periods[1:]
    over = [Away(a.first, today - timedelta(days=1)) for a in going if a.first < today]
    record = with_rhythm(turn.record, replace(rhythm, away=(*over, *left)))
    record = _settled(turn, record, fresh=True)
    text = words.AWAY_ENDED.format(next=_next(record, words.NEXT))
    return replace(say(text), record=record, label="being back")


def working_days(turn: Turn, intent: Intent) -> Outcome:
    """Only on these weekdays (their numbers in `intent.subject`); all seven: on any."""
    days = tuple(sorted({int(n) for n in intent.subject.split()}))
    days = () if len(days) == 7 else days
    record = with_rhythm(turn.record, replace(turn.record.profile.rhythm, working_days=days))
    record = _settled(turn, record)
    check_in, moved = check_in_of(record), ""
    if check_in and days and check_in.weekday not in days and not check_in.paused:
        moved = words.MOVED.format(slot=slot(check_in.weekday, check_in.at), day=local_day(check_in), at=check_in.at)
    if not days:
        return replace(say(words.WORKDAYS_ALL.format(moved="")), record=record, label="the working days")
    text = words.WORKDAYS_SET.format(days=weekdays(days, en.WEEKDAYS), moved=moved)
    return replace(say(text), record=record, label="the working days")


def holidays(turn: Turn, intent: Intent) -> Outcome:
    """Public holidays count, or do not; `intent.subject` is a region, "off", or "" for the person's own country."""
    rhythm, wanted = turn.record.profile.rhythm, intent.subject
    if wanted == "off":
        record = _settled(turn, with_rhythm(turn.record, replace(rhythm, holidays="")))
        return replace(say(words.HOLIDAYS_OFF), record=record, label="the holidays")
    region = known_region(wanted or turn.record.profile.country or "")
    if not region:
        return say(words.HOLIDAYS_UNKNOWN.format(words=wanted) if wanted else words.HOLIDAYS_WHERE)
    record = _settled(turn, with_rhythm(turn.record, replace(rhythm, holidays=region)))
    return replace(say(words.HOLIDAYS_SET.format(region=region)), record=record, label="the holidays")


def single_day(turn: Turn, intent: Intent) -> Outcome:
    """One day that is free, or is not, whatever the calendar says (`intent.subject` free or open)."""
    if intent.day is None or intent.day < turn.today:
        return say(words.AWAY_PAST)
    rhythm = turn.record.profile.rhythm
    kept = _without(rhythm, intent.day, turn.today)
    free = intent.subject == "free"
    new = replace(kept, free=(*kept.free, intent.day)) if free else replace(kept, open=(*kept.open, intent.day))
    text = (words.DAY_FREE if free else words.DAY_OPEN).format(day=day(intent.day))
    return replace(say(text), record=_settled(turn, with_rhythm(turn.record, new)), label="that day")


def _without(rhythm: Rhythm, which: date, today: date) -> Rhythm:
    free = tuple(d for d in rhythm.free if d != which and d >= today)
    return replace(rhythm, free=free, open=tuple(d for d in rhythm.open if d != which and d >= today))


def _settled(turn: Turn, record: LearnerRecord, *, fresh: bool = False) -> LearnerRecord:
    """The check-in placed anew, so that the answer can name its next day (`fresh`: from its rule on)."""
    row = check_in_of(record)
    if row is None or row.paused:
        return record
    if fresh and row.occurrence is not None and row.occurrence > turn.now:
        row = replace(row, occurrence=None)
    now = settled(row, turn.now, terms(record, turn.now))
    return replace(record, reminders=tuple(now if r.id == now.id else r for r in record.reminders))


def _after(turn: Turn, record: LearnerRecord, last: date) -> str:
    """When the check-in comes for the first time after an absence."""
    row = check_in_of(record)
    if row is None or row.paused:
        return ""
    base = following(row, on_day(last + timedelta(days=1), "00:00", row.zone) - timedelta(seconds=1))
    at = place_row(row, base, turn.now, Terms(record.profile)).at or base
    return words.AWAY_BACK.format(day=day(local(at, row.zone).date()))


def _next(record: LearnerRecord, template: str) -> str:
    row = check_in_of(record)
    if row is None or row.paused:
        return ""
    there = local(row.next_due_at, row.zone)
    return template.format(day=day(there.date()), at=f"{there:%H:%M}")
