"""Use cases of the settings: show them, take a settings form, say which reminders are set."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from bot import reminders
from bot.forms import filled
from bot.intents import Intent, Kind
from bot.messages import Block, Fields, Heading, Reply, Text
from bot.proposing import say
from bot.records import LearnerRecord, Reminder
from bot.reminding.rows import CHECK_IN, check_in_of
from bot.turn import Outcome, Turn, choices, offered
from bot.views.reminders import also
from bot.wording import en
from bot.wording.formats import day, plain

_EACH = {
    Kind.ZONE: reminders.set_zone,
    Kind.QUIET: reminders.set_quiet,
    Kind.CHECK_IN: reminders.set_check_in,
    Kind.PAUSE: reminders.pause,
}


def settings(turn: Turn, intent: Intent) -> Outcome:
    """What is set, and the form to change it."""
    form = filled("settings", turn.record, turn.catalog, turn.today)
    blocks: list[Block] = [Heading(en.SETTINGS_TITLE), Fields(pairs(turn.record))]
    return Outcome(Reply(f"{en.SETTINGS_TITLE}.", (*blocks, *((form,) if form else ()))))


def pairs(record: LearnerRecord) -> tuple[tuple[str, str], ...]:
    """The settings as (name, value)."""
    profile = record.profile
    check_in = check_in_of(record)
    on = [check_in] if check_in and not check_in.paused else []
    return (
        ("time zone", reminders.zone_name(profile.zone)),
        ("quiet hours", f"{profile.quiet_from} to {profile.quiet_to}"),
        ("hours a week", plain(profile.hours_per_week) if profile.hours_per_week else "not told yet"),
        ("weekly check-in", reminders.slot(on[0].weekday, on[0].at) if on else en.NO_CHECK_IN),
    )


def goal(turn: Turn, intent: Intent) -> Outcome:
    """How to name a goal: in words, or by the form."""
    form = filled("goal", turn.record, turn.catalog, turn.today)
    text = en.GOAL_HOW.format(example=en.EXAMPLE)
    return Outcome(Reply(text, (Text(text), *((form,) if form else ()))))


def take(turn: Turn, intent: Intent) -> Outcome:
    """A settings form: every part that changes something, in one change that `undo` takes back."""
    record, lines = turn.record, []
    for part in intent.parts:
        if _same(record, part):
            continue
        now = replace(turn, record=record)
        outcome = set_hours(now, part) if part.kind is Kind.HOURS else _EACH[part.kind](now, part)
        record = outcome.record or record
        lines.append(outcome.reply.summary.removesuffix(en.QUIET_CLASH))  # the form was checked as a whole
    if not lines:
        return say(en.SETTINGS_SAME)
    again = record.pathway is not None and record.profile.hours_per_week != turn.record.profile.hours_per_week
    offer = (choices(("Plan the rest anew", "plan the rest again"), "settings"),) if again else ()
    reply = Reply(" ".join(lines), (*[Text(line) for line in lines], *offer))
    return Outcome(reply, record, offered(turn.dialogue, reply), label="the settings")


def _same(record: LearnerRecord, part: Intent) -> bool:
    """Whether a part of the form says what is so already."""
    profile = record.profile
    match part.kind:
        case Kind.ZONE:
            return part.wish.zone in {None, profile.zone}
        case Kind.QUIET:
            return (part.at, part.until) == (profile.quiet_from, profile.quiet_to)
        case Kind.HOURS:
            return part.amount == profile.hours_per_week
        case Kind.PAUSE:
            return all(r.paused for r in record.reminders)
        case _:
            return any((r.weekday, r.at, r.paused) == (part.weekday, part.at, False) for r in record.reminders)


def set_hours(turn: Turn, intent: Intent) -> Outcome:
    """Other hours a week; an accepted plan keeps its dates until the rest is planned anew."""
    hours = intent.amount or 0
    record = replace(turn.record, profile=replace(turn.record.profile, hours_per_week=hours))
    text = en.HOURS_SET.format(hours=plain(hours)) + (f" {en.HOURS_LATER}" if record.pathway else "")
    return replace(say(text), record=record, label="the hours a week")


def show_reminders(turn: Turn, intent: Intent) -> Outcome:
    """When the bot writes by itself."""
    found = turn.record.reminders
    if not found:
        return say(en.NO_REMINDERS)
    on = [r for r in found if not r.paused]
    text = " ".join(sentence(r) for r in on if r.kind == CHECK_IN) or (en.CHECK_IN_OFF if not on else en.NO_WEEKLY)
    more = also(turn.record, turn.catalog)
    buttons = choices("pause", ("Why do I get these?", "why did I get this?"), "settings") if on else choices("resume")
    reply = Reply(text, (Text(text), *[Text(line) for line in more], buttons))
    return Outcome(reply, dialogue=offered(turn.dialogue, reply))


def sentence(reminder: Reminder) -> str:
    """When a reminder comes and when next."""
    return en.CHECK_IN_NOW.format(
        slot=reminders.slot(reminder.weekday, reminder.at),
        zone=reminders.zone_name(reminder.zone),
        day=day(reminder.next_due_at.astimezone(ZoneInfo(reminder.zone)).date()),
    )
