"""What a message reports or orders: progress, a wrong fact, a reminder, quiet hours, a constraint to lift."""

import re
from datetime import date

from bot.intents import Intent, Kind
from bot.slots import dates, hours
from bot.slots.names import mentioned
from bot.slots.numbers import NUMBER, number
from knowledge.finder import Finder

_PASSED = re.compile(r"\b(?:passed|cleared|earned|got|completed|finished|done with|certified in)\b", re.I)
_FAILED = re.compile(r"\b(?:failed|flunked|did(?:n'?t| not) pass|bombed)\b", re.I)
_STUDIED = re.compile(
    r"\b(?:studied|study(?:ing)?|learn(?:ed|t)|read|practi[sc]ed|spent|worked|logged?|put in|did)\b[^.?!]*?"
    rf"{NUMBER}\s*(?:hours?|hrs?|h|minutes?|mins?)\b(?!\s*(?:a|per|every|each|/)\b)", re.I
)  # fmt: skip
_HOURS_ONLY = re.compile(
    rf"^\W*(?:about |around )?{NUMBER}\s*(?:hours?|hrs?|h|minutes?|mins?)(?: (?:today|yesterday|this week|so far|done))?\W*$",
    re.I,
)
_MILESTONE = re.compile(
    r"\b(?:done|finished|completed|through)\b(?: with)?\s+(?:the\s+)?(?P<what>(?:module|chapter|unit|part|section|course|lesson|domain|lab|week|video)\s*\w*)",
    re.I,
)
_LATE = re.compile(
    rf"\b(?:(?P<n>{NUMBER})\s*(?P<unit>days?|weeks?|months?)\s+(?:late|behind|off|delayed)|"
    rf"(?:late|behind|slipped|delayed|fell behind|lost)\s*(?:by\s+)?(?:about\s+)?(?P<n2>{NUMBER})\s*(?P<unit2>days?|weeks?|months?))",
    re.I,
)
_WRONG = re.compile(
    r"\b(?:(?:this|that|the)\b.{0,60}\b(?:is|are|looks?|seems?) (?:wrong|incorrect|outdated|out of date|false|not (?:right|true|correct))"
    r"|wrong (?:price|fee|fact|hours|date|info)|report (?:a )?(?:wrong )?(?:fact|error|mistake)|that'?s (?:wrong|not (?:right|true)))",
    re.I,
)
_REMIND = re.compile(r"\b(?:remind|check[- ]?in|nudge|ping|ask) ?(?:me|with me)?\b|\bevery\b", re.I)
_ASK_ME = re.compile(r"^\W*(?:please )?(?:can you |could you )?(?:remind|check[- ]?in|nudge|ping|ask)\b", re.I)
_NOT_WEEKLY = re.compile(
    r"\bevery (?:other|second|third|two|2|three|3|four|4|few)\b|\bfortnight|\bbi-?weekly\b|\bmonthly\b"
    r"|\b(?:every|once an?|each|per) (?:day|month|year|quarter)\b|\bdaily\b|\b(?:on|each) the \d+(?:st|nd|rd|th)\b",
    re.I,
)
_ANY_LANGUAGE = re.compile(
    r"\b(?:any language|english (?:is|would be) (?:fine|ok(?:ay)?)(?: too)?|language doesn'?t matter)\b", re.I
)
_QUIET = re.compile(
    r"\b(?:quiet(?: hours)?|do not disturb|don'?t (?:write|disturb|ping) me)\b\D*(\d[\d:. apm]*?)\s*(?:to|until|till|-|–|and)\s*(\d[\d:.]*\s*(?:am|pm)?)",
    re.I,
)
_LIFT = re.compile(r"^lift ([a-z-]+(?::[\w-]+)?)$")


def ordered(text: str) -> Intent | None:
    """Settings: any language, quiet hours, lifting a constraint (what a button of a refusal says)."""
    if _ANY_LANGUAGE.search(text):
        return Intent(Kind.LIFT, subject="language")
    if found := _QUIET.search(text):
        return Intent(Kind.QUIET, at=dates.wall_time(found[1]), until=dates.wall_time(found[2]))
    if found := _LIFT.match(text):
        return Intent(Kind.LIFT, subject=found[1])
    return None


def reported(text: str, today: date, finder: Finder) -> Intent | None:
    """A wrong fact, progress, or a time for the check-in."""
    if _WRONG.search(text):
        return Intent(Kind.WRONG_FACT, credentials=mentioned(text, finder), subject=text)
    return _progress(text, today, finder) or _reminding(text)


def _progress(text: str, today: date, finder: Finder) -> Intent | None:
    """Progress: late, failed, milestone, hours, passed. A sentence that also wishes for something is a wish."""
    if re.search(r"\b(?:want|wanna|would like|become|goal|plan)\b", text, re.I):
        return None
    if found := _LATE.search(text):
        n, unit = number(found["n"] or found["n2"]), (found["unit"] or found["unit2"]).lower()
        weeks = n * {"d": 1 / 7, "w": 1, "m": 52 / 12}[unit[0]]
        return Intent(Kind.SLIPPED, amount=weeks, subject=text)
    about, day = mentioned(text, finder), dates.past_day(text, today)
    if _FAILED.search(text):
        return Intent(Kind.FAILED, credentials=about, day=day, subject=text)
    if (found := _MILESTONE.search(text)) and not about:
        return Intent(Kind.MILESTONE, subject=found["what"].strip())
    if _STUDIED.search(text) or (_HOURS_ONLY.search(text) and re.search(r"today|yesterday|week|done", text, re.I)):
        return Intent(Kind.STUDIED, credentials=about, amount=hours.studied(text), day=day, subject=text)
    if about and _PASSED.search(text) and not hours.hours_per_week(text)[0]:
        return Intent(Kind.PASSED, credentials=about, day=day, subject=text)
    return None


def not_weekly(text: str) -> bool:
    """Whether a rhythm is named that a check-in cannot have."""
    return bool(_NOT_WEEKLY.search(text))


def _reminding(text: str) -> Intent | None:
    if _ASK_ME.search(text) and not_weekly(text) and not hours.hours_per_week(text)[0]:
        return Intent(Kind.CHECK_IN, source="not-weekly")
    if _REMIND.search(text) and (slot := dates.weekday_and_time(text)) and not hours.hours_per_week(text)[0]:
        return Intent(Kind.CHECK_IN, weekday=slot[0], at=slot[1])
    return None
