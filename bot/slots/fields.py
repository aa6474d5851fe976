"""What somebody says to one question of a form, as the values that stand in the form's fields."""

import re
from datetime import date, timedelta
from functools import cache
from zoneinfo import available_timezones

from bot.messages import Field
from bot.slots import dates, flags, hours, money

CURRENCIES = ("USD", "EUR", "GBP", "CHF", "INR", "SGD", "AUD", "CAD", "JPY")
_URL = re.compile(r"https?://[^\s<>\"'“”]+", re.I)
_BARE_URL = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/[^\s<>\"']*)?", re.I)
_CONTROLS = {
    "back": r"(?:go )?back|previous(?: question| one)?|the one before",
    "skip": r"skip(?: (?:it|this|that))?|pass|next|keep(?: (?:it|this|.{1,40}))?|none|nothing|no|leave it(?: (?:empty|as it is))?"
            r"|i don'?t know|not sure|dunno|no idea",
    "cancel": r"cancel(?: (?:it|this|the form))?|stop(?: (?:it|this|the form))?|quit|exit|never ?mind|forget it",
}  # fmt: skip
_COMPILED = [(name, re.compile(rf"\W*/?(?:{pattern})\W*", re.I)) for name, pattern in _CONTROLS.items()]
_CHANGE = r"(?:(?:no|sorry|actually|wait|oh|change|make|set|and|but|the|my|to|was|is)\b[\s,:]*)*"


def control(text: str) -> str:
    """Back, skip or cancel, when that is all that is said; else ""."""
    return next((name for name, pattern in _COMPILED if pattern.fullmatch(text)), "")


def corrected(text: str, fields: tuple[Field, ...]) -> tuple[Field, str] | None:
    """ "no, hours a week: 6", "change the budget to 300": another field of the form, and what is to stand in it."""
    for field in sorted(fields, key=lambda f: -len(f.label)):
        keys = "|".join(re.escape(k) for k in (field.label, field.name.replace("_", " ")))
        found = re.fullmatch(rf"\W*{_CHANGE}(?:{keys})\s*(?:to|is|are|should be|=|:|,)+\s*(?P<v>.+)", text, re.I)
        if found:
            return field, found["v"]
    return None


def values(field: Field, text: str, today: date) -> dict[str, str]:
    """Field name -> value for what was said to `field`, in one case for its neighbour too; {} when it is none.

    Numbers are decimal, days ISO, times HH:MM, choices as in the options, texts as they are.
    """
    text = text.strip()
    match field.type:
        case "number":
            return _number(field, text)
        case "date":
            if field.name == "by" and re.search(r"\bno (?:deadline|rush|hurry)\b|\bwhenever\b", text, re.I):
                return {field.name: ""}
            found = _day(field, text, today)
            return {field.name: found.isoformat()} if found else {}
        case "time":
            at = dates.wall_time(text) if re.fullmatch(r"\D{0,12}\d{1,2}(?:[:.]\d\d)?\D{0,12}", text) else None
            return {field.name: at} if at else {}
        case "choice":
            return _choice(field, text)
    if field.name == "zone":
        named = zone(text)
        return {field.name: named} if named else {}
    if field.name == "url":
        address = link(text)
        return {field.name: address} if address else {}
    return {field.name: text}


def _number(field: Field, text: str) -> dict[str, str]:
    if field.name == "hours":
        weekly, _ = hours.hours_per_week(text, bare=True)
        return {field.name: f"{weekly:g}"} if weekly is not None else {}
    budget, _ = money.money(text, bare=True)
    if budget is None:
        return {}
    if budget.unlimited:
        return {field.name: ""}
    told = {field.name: f"{(budget.cents or 0) / 100:.10g}"}
    return {**told, "currency": budget.currency} if budget.currency in CURRENCIES else told


def _day(field: Field, text: str, today: date) -> date | None:
    iso = re.fullmatch(r"\W*(\d{4}-\d\d-\d\d)\W*", text)
    if iso:
        try:
            return date.fromisoformat(iso[1])
        except ValueError:
            return None
    if field.name == "by":
        found, _ = dates.deadline(text, today, bare=True)
        return found.by - timedelta(days=1) if found and found.by else None
    if re.fullmatch(r"\W*(?:today|now|just now)\W*", text, re.I):
        return today
    days = (dates.past_day(said, today) for said in (text, f"in {text}", f"on {text}"))
    return next((d for d in days if d != today), None)


def _choice(field: Field, text: str) -> dict[str, str]:
    said = text.casefold().strip(" .!")
    for label, value in field.options:
        if said in {label.casefold(), value.casefold()}:
            return {field.name: value}
    if field.name == "currency":
        found, _ = money.money(f"1 {text}")
        return {field.name: found.currency} if found and found.currency in CURRENCIES else {}
    if field.name == "weekday":
        if re.fullmatch(r"\W*(?:no|none|never|off|no (?:check-?ins?|reminders?))\W*", text, re.I):
            return {field.name: "off"}
        if slot := dates.weekday_and_time(text):
            clock = {"at": slot[1]} if re.search(r"\d|morning|noon|lunch|afternoon|evening|night", text, re.I) else {}
            return {field.name: str(slot[0]), **clock}
    return {}


def zone(text: str) -> str | None:
    """The IANA zone that is meant: by its name in any case, by a big city, by UTC+2."""
    said = text.strip().strip(".")
    exact = _zones().get(said.lower().replace(" ", "_"))
    return exact or flags.zone(said) or flags.zone(f"time zone is {said.title()}")


@cache
def _zones() -> dict[str, str]:
    return {name.lower(): name for name in available_timezones()}


def address(text: str) -> str:
    """The first web address in a sentence, "" when there is none. "certificate.pdf" is none."""
    found = _URL.search(text)
    return found[0].rstrip(".,;:!?)]}") if found else ""


def link(text: str) -> str | None:
    """The web address that a text is or holds, with https:// where nothing else is said; None when there is none."""
    if said := address(text):
        return said
    if (found := _BARE_URL.fullmatch(text.strip())) and len(text) <= 300:
        return f"https://{found[0]}"
    return None
