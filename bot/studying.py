"""Use cases of a plan for when to study: a day and a time in two taps, asked for at the start and after a lapse only.

Such a plan helps the first weeks (Kizilcec et al., PNAS 2020) and is not said to do more.
"""

from dataclasses import replace

from bot.intents import Intent
from bot.messages import Reply, Text
from bot.proposing import say
from bot.records import StudySlot
from bot.turn import Outcome, Turn, choices, offered
from bot.wording import en
from bot.wording import nudges as words
from bot.wording.formats import listed

MOST = 7
_NONE = (words.NO_FIXED_TIME, "no fixed study time")
_DAYS = [(name, f"study on {name}") for name in en.WEEKDAYS]


def asked_when(turn: Turn, outcome: Outcome) -> Outcome:
    """An answer with the question behind it on which day the person means to study, unless that is settled."""
    record = outcome.record or turn.record
    if record.pathway is None or record.profile.rhythm.study:
        return outcome
    blocks = (*outcome.reply.blocks, Text(words.ASK_STUDY_DAY_NEXT), choices(*_DAYS, _NONE))
    reply = replace(outcome.reply, blocks=blocks)
    dialogue = replace(outcome.dialogue or turn.dialogue, asking="study-day")
    return replace(outcome, reply=reply, dialogue=offered(dialogue, reply))


def ask(turn: Turn, intent: Intent) -> Outcome:
    """On which day? Then: at what time?"""
    reply = Reply(words.ASK_STUDY_DAY, (Text(words.ASK_STUDY_DAY), choices(*_DAYS, _NONE)))
    return Outcome(reply, dialogue=offered(replace(turn.dialogue, asking="study-day"), reply))


def settle(turn: Turn, intent: Intent) -> Outcome:
    """A day asks for the time; a day and a time are noted; no fixed time is an answer too."""
    dialogue = replace(turn.dialogue, asking=None, choices=(), about="")
    rhythm = turn.record.profile.rhythm
    if intent.subject == "none":
        if not rhythm.study:
            return say(words.STUDY_NONE, dialogue)
        record = replace(turn.record, profile=replace(turn.record.profile, rhythm=replace(rhythm, study=())))
        return replace(say(words.STUDY_CLEARED, dialogue), record=record, label="the study times")
    weekday = intent.weekday
    if weekday is None and intent.at is not None and turn.dialogue.asking == "study-time":
        weekday = int(turn.dialogue.about or 0)
    if weekday is None:
        return ask(turn, intent)
    if intent.at is None:
        text = words.ASK_STUDY_TIME.format(day=en.WEEKDAYS[weekday])
        pairs = [(at, f"study on {en.WEEKDAYS[weekday]} at {at}") for at in words.STUDY_TIMES]
        reply = Reply(text, (Text(text), choices(*pairs, _NONE)))
        return Outcome(reply, dialogue=offered(replace(dialogue, asking="study-time", about=str(weekday)), reply))
    slot = StudySlot(weekday, intent.at)
    also = {*rhythm.study, slot} if intent.source == "also" else {slot}
    study = tuple(sorted(also, key=lambda s: (s.weekday, s.at)))[:MOST]
    record = replace(turn.record, profile=replace(turn.record.profile, rhythm=replace(rhythm, study=study)))
    text = words.STUDY_SET.format(slots=slots(study))
    return replace(say(text, dialogue), record=record, label="the study time")


def slots(study: tuple[StudySlot, ...]) -> str:
    """Tuesday 19:00 and Saturday 10:00."""
    return listed([f"{en.WEEKDAYS[s.weekday]} {s.at}" for s in study])
