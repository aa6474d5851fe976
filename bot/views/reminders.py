"""What is set beside the weekly check-in, one line each."""

from zoneinfo import ZoneInfo

from bot.records import LearnerRecord, Reminder
from bot.reminding.rows import DATED, PICTURE
from bot.wording import en
from bot.wording import nudges as words
from bot.wording.formats import day, listed, weekdays
from knowledge.catalog import Catalog


def also(record: LearnerRecord, catalog: Catalog) -> list[str]:
    """Dated reminders, study times, absences and limits, as sentences."""
    rhythm, lines = record.profile.rhythm, []
    for row in record.reminders:
        if row.paused or row.kind not in {*DATED, PICTURE}:
            continue
        names = _name(catalog, row)
        on = day(row.next_due_at.astimezone(ZoneInfo(row.zone)).date())
        lines.append(words.LISTED[row.kind].format(names=names, day=on))
    if rhythm.study:
        slots = listed([f"{en.WEEKDAYS[s.weekday]} {s.at}" for s in rhythm.study])
        lines.append(words.LISTED["study"].format(slots=slots))
    if rhythm.away:
        periods = [f"{day(a.first)} to {day(a.last)}" if a.first != a.last else day(a.first) for a in rhythm.away]
        lines.append(words.LISTED["away"].format(periods=listed(periods)))
    if rhythm.working_days:
        lines.append(words.LISTED["days"].format(days=weekdays(rhythm.working_days, en.WEEKDAYS)))
    if rhythm.holidays:
        lines.append(words.LISTED["holidays"].format(region=rhythm.holidays))
    if (rhythm.weekly_cap, rhythm.ignored_limit) != (3, 4):
        lines.append(words.LISTED["limits"].format(cap=rhythm.weekly_cap, ignored=rhythm.ignored_limit))
    return lines


def _name(catalog: Catalog, row: Reminder) -> str:
    known = catalog.credentials.get(row.about)
    return known.short if known else row.about
