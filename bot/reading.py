"""Reads one message into an Intent, by grammar and by the names in the catalog. No language model, no store."""

import re
import unicodedata
from dataclasses import replace
from datetime import date

from bot.answering import ANSWERS, answered_in_form
from bot.intents import Intent, Kind
from bot.slots import dates
from bot.slots.kept import made, ordered_first
from bot.slots.pasted import document
from bot.slots.phrases import phrase
from bot.slots.questions import asked, asked_openly
from bot.slots.reports import not_weekly, ordered, reported
from bot.slots.research import researched
from bot.slots.rhythm import rhythm
from bot.slots.typing import mended
from bot.slots.wishes import answer, corrected, slots
from bot.turn import Dialogue
from bot.wish import Wish
from knowledge.catalog import Catalog
from knowledge.finder import Finder
from knowledge.names import Kind as Named

LONGEST = 2000
_VALUES = {"hours": "hours", "budget": "cents", "by": "by"}
"""The slot that an open question asks for."""
_CHOICE = re.compile(r"^\W*#?(\d{1,2})[.)]?\W*$")
_FOREIGN = re.compile(
    r"\b(?:ich|möchte|werden|und|nicht|quiero|ser|como|soy|je|veux|devenir|être|vorrei|diventare|quero|jestem|bir|ik|wil)\b",
    re.I,
)


def read(text: str, today: date, catalog: Catalog, finder: Finder, dialogue: Dialogue | None = None) -> Intent:
    """What the message asks for: a pasted document, an answer to the open form, else what `_read` makes of it."""
    if (found := document(text)) is not None:
        kind, text = found
        return Intent(Kind.AD if kind == "ad" else Kind.CV, subject=text)
    if dialogue is None or not dialogue.form or dialogue.awaiting:
        return _read(text, today, catalog, finder, dialogue or Dialogue())
    if (answer := answered_in_form(cleaned(text), today, dialogue)) is not None:
        return answer
    said = _read(text, today, catalog, finder, replace(dialogue, asking=None))
    return Intent(Kind.FIELD, subject=cleaned(text)) if said.kind in ANSWERS else said


def _read(text: str, today: date, catalog: Catalog, finder: Finder, dialogue: Dialogue) -> Intent:
    """What the message asks for, in the light of what is open in the dialogue.

    From the narrow to the wide: nothing to read, a number, a fixed phrase, an order, a report, a question, an answer
    to the open question, a wish, a bare name.
    """
    text = cleaned(text)
    if not re.search(r"\w|\?", text):
        return Intent(Kind.EMPTY)
    if len(text) > LONGEST:
        return Intent(Kind.TOO_LONG)
    if found := _CHOICE.match(text):
        bare = answer(text, today, dialogue.asking) if dialogue.asking in {"hours", "budget"} else None
        return Intent(Kind.NUMBER, amount=float(found[1]), wish=bare or Wish())
    said, text = text, mended(text)
    if (about_reminders := rhythm(text, today, finder, dialogue.asking)) is not None:
        return about_reminders
    if (looked_up := researched(said, finder, dialogue.topic)) is not None:
        return looked_up
    if (kind := phrase(said) or phrase(text)) is not None:
        return _phrased(kind, text)
    if (first := ordered_first(said)) is not None:
        return first
    if dialogue.asking == "check-in" and (slot := dates.weekday_and_time(text)) and not not_weekly(text):
        return Intent(Kind.CHECK_IN, weekday=slot[0], at=slot[1])
    return (
        ordered(text)
        or reported(text, today, finder)
        or _made(said, dialogue)
        or asked(text, finder)
        or _answered(text, today, catalog, finder, dialogue)
        or _valued(text, today, catalog, finder, dialogue)
        or asked_openly(text, finder)
        or _wished(text, today, catalog, finder, dialogue)
        or _named(text, catalog, finder)
        or Intent(Kind.FOREIGN if _foreign(said) else Kind.UNKNOWN, subject=text)
    )


def _phrased(kind: Kind, text: str) -> Intent:
    if kind is Kind.KEEP:
        return Intent(kind, subject="this" if "this" in text.lower() else "other")
    return Intent(kind, subject=text)


def _made(text: str, dialogue: Dialogue) -> Intent | None:
    """A deed; while a question is open only with a link, because it may be the answer."""
    found = made(text)
    return found if found and (found.url or dialogue.asking in {None, "check-in"}) else None


def cleaned(text: str) -> str:
    """The text without control characters and text-direction overrides, which must never be echoed."""
    text = text.encode("utf-8", "replace").decode("utf-8").replace("’", "'")
    kept = (" " if c in "\t\r\n" else c for c in text)
    return "".join(
        c for c in kept if c == " " or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co"} or c == "\u200d"
    ).strip()


def _answered(text: str, today: date, catalog: Catalog, finder: Finder, dialogue: Dialogue) -> Intent | None:
    """A value for the slot that is being asked for, bare or in a sentence."""
    slot = _VALUES.get(dialogue.asking or "")
    if slot is None:
        return None
    found = answer(text, today, dialogue.asking) or slots(text, today, catalog, finder, dialogue.asking)
    told = (
        getattr(found, slot) is not None or (slot == "by" and found.no_deadline) or (slot == "cents" and found.no_limit)
    )
    return Intent(Kind.WISH, wish=found, subject=text) if told else None


def _valued(text: str, today: date, catalog: Catalog, finder: Finder, dialogue: Dialogue) -> Intent | None:
    """A question that changes the open wish: "what would 3 hours a week look like?"."""
    if not (dialogue.wish.roles and text.endswith("?")):
        return None
    found = slots(text, today, catalog, finder)
    told = any(value is not None for value in (found.hours, found.cents, found.by))
    return Intent(Kind.WISH, wish=found, subject=text) if told else None


def _wished(text: str, today: date, catalog: Catalog, finder: Finder, dialogue: Dialogue) -> Intent | None:
    """A wish, or a bare correction of the one that is open."""
    found = slots(text, today, catalog, finder, dialogue.asking)
    if not found.said():
        found = corrected(text, today, open_wish=bool(dialogue.wish.roles or dialogue.proposal))
    if not found.said():
        return None
    place = set(found.said()) <= {"zone", "country"} and found.zone
    return Intent(Kind.ZONE if place else Kind.WISH, wish=found, subject=text)


def _named(text: str, catalog: Catalog, finder: Finder) -> Intent | None:
    """Nothing but a name: tell about it."""
    kinds: tuple[Named, ...] = ("credential", "skill")
    ids = [m.ids[0] for m in finder.mentions(text, kinds)]
    if not ids:
        return None
    return Intent(Kind.WHAT_IS, credentials=tuple(i for i in ids if i in catalog.credentials), subject=ids[0])


def _foreign(text: str) -> bool:
    """Mostly letters of another script, or two words of another language."""
    letters = [c for c in text if c.isalpha()]
    return sum(c > "\u024f" for c in letters) * 2 > len(letters) or len(_FOREIGN.findall(text)) >= 2
