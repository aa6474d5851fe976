"""Whether a message answers the question of a form that is open, or means something else in between."""

import re
from datetime import date

from bot.forms import blank
from bot.intents import Intent, Kind
from bot.slots.fields import control, corrected, values
from bot.slots.phrases import phrase
from bot.turn import Dialogue

ANSWERS = {
    *(Kind.UNKNOWN, Kind.WISH, Kind.NUMBER, Kind.YES, Kind.NO, Kind.SKIP, Kind.FOREIGN, Kind.LOST, Kind.ACCEPT),
    *(Kind.CHEAPER, Kind.FASTER, Kind.SWAP, Kind.OTHER_DATE, Kind.LIFT, Kind.KEEP, Kind.PASSED, Kind.FAILED),
    *(Kind.SAFER, Kind.LIKELY, Kind.RECOGNISED, Kind.ALTERNATIVES),
    *(Kind.STILL, Kind.NOT_THIS_WEEK, Kind.SLIPPED, Kind.MILESTONE, Kind.ZONE, Kind.EVIDENCE),
}
"""Kinds that in the middle of a form are an answer, if only one that cannot be read."""
_ELSEWHERE = {
    *(Kind.HELP, Kind.SHOW_PLAN, Kind.SHOW_ALL, Kind.PROGRESS, Kind.ABOUT_ME, Kind.PRIVACY, Kind.SETTINGS),
    *(Kind.PORTFOLIO, Kind.PICTURE, Kind.EXPORT, Kind.FORGET, Kind.UNDO, Kind.START_OVER, Kind.LINK, Kind.LINKED),
    *(Kind.UNLINK, Kind.REMINDERS, Kind.WHY_REMINDED, Kind.PAUSE, Kind.RESUME, Kind.GOAL, Kind.ADD_EVIDENCE),
    *(Kind.GREETING, Kind.ROBOT, Kind.WHY),
}
"""Fixed phrases that nobody writes into a field of free text."""
_NUMBER = re.compile(r"\W*#?(\d{1,2})[.)]?\W*")
_FILL = re.compile(r"\W*fill in\b", re.I)


def answered_in_form(text: str, today: date, dialogue: Dialogue) -> Intent | None:
    """An answer to the question at hand, back, skip, cancel or a change of mind; None for anything else."""
    form = blank(dialogue.form)
    if form is None or not re.search(r"\w", text) or _FILL.match(text):
        return None
    field = next((f for f in form.fields if f.name == dialogue.field), form.fields[0])
    if field.type == "choice" and (found := _NUMBER.fullmatch(text)) and 1 <= int(found[1]) <= len(dialogue.choices):
        return Intent(Kind.FIELD, subject=dialogue.choices[int(found[1]) - 1][1])
    if control(text) or corrected(text, form.fields):
        return Intent(Kind.FIELD, subject=text)
    if text.endswith("?"):
        return None
    free = field.type in {"text", "long"} and field.name not in {"zone", "url"}
    meant = phrase(text) not in _ELSEWHERE if free else bool(values(field, text, today))
    return Intent(Kind.FIELD, subject=text) if meant else None
