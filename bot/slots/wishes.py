"""What a wish says, slot by slot; an answer to an open question; a correction of an open wish."""

import re
from dataclasses import replace
from datetime import date

from bot.slots import dates, flags, hours, money
from bot.slots.names import names
from bot.slots.numbers import mask
from bot.slots.places import country
from bot.wish import Wish
from knowledge.catalog import Catalog
from knowledge.finder import Finder

_CORRECTION = re.compile(
    r"^\W*(?:(?:no|hmm+|well|sorry|oh|ok(?:ay)?|but|actually|rather|make it|better|change(?: it)?(?: to)?|only|let'?s say|about"
    r"|around|i (?:now |only |just |really )*(?:have|got|can do|can spend|can study)(?: only)?)\b[\s,.]*)+",
    re.I,
)


def slots(text: str, today: date, catalog: Catalog, linker: Finder, asking: str | None = None) -> Wish:
    """Every slot of a wish in the text."""
    bare = answer(text, today, asking)
    rest = text
    deadline, rest = dates.deadline(rest, today)
    weekly, rest = hours.hours_per_week(rest)
    budget, rest = money.money(rest)
    named = names(text, catalog, linker)
    for start, end in named.aside:
        rest = mask(rest, start, end) if len(rest) == len(text) else rest
    filters = flags.only(text)
    land = country(text)
    if budget and budget.cents and budget.currency is None and land:
        budget = replace(budget, currency=land[1])
    if budget and budget.free and "free" not in filters:
        filters = (*filters, "free")
    wish = replace(
        named.wish(),
        about=" ".join(rest.split())[:300],
        by=deadline.by if deadline else None,
        by_said=deadline.said.strip() if deadline else "",
        by_other=deadline.other if deadline else None,
        no_deadline=deadline is not None and deadline.by is None,
        hours=weekly,
        cents=budget.cents if budget else None,
        currency=budget.currency if budget else None,
        no_limit=bool(budget and budget.unlimited),
        only=filters,
        language=flags.language(text),
        country=land[0] if land else None,
        experience=flags.experience(text),
        zone=flags.zone(text),
    )
    return bare if bare and not wish.said() else wish


def answer(text: str, today: date, asking: str | None) -> Wish | None:
    """A bare answer to an open question: "4", "June", "about 500"."""
    if asking == "hours":
        value, _ = hours.hours_per_week(text, bare=True)
        return Wish(hours=value) if value is not None else None
    if asking == "budget":
        budget, _ = money.money(text, bare=True)
        if budget:
            return Wish(cents=budget.cents, currency=budget.currency, no_limit=budget.unlimited)
    if asking == "by":
        found, _ = dates.deadline(text, today, bare=True)
        if found:
            return Wish(by=found.by, by_said=found.said, by_other=found.other, no_deadline=found.by is None)
    return None


def corrected(text: str, today: date, *, open_wish: bool) -> Wish:
    """ "no, 4 hours", "make it June", "I only have 3 hours": a bare value; with a wish open also without such words."""
    rest = _CORRECTION.sub("", text, count=1).strip(" ,.!")
    if not open_wish and not _CORRECTION.match(text):
        return Wish()
    if len(rest.split()) > 5:
        return Wish()
    if re.search(r"[a-z]", rest, re.I):
        value, _ = hours.hours_per_week(rest, bare=bool(re.search(r"\b(?:hours?|hrs?|h)\b", rest, re.I)))
        if value is not None:
            return Wish(hours=value)
        found, _ = dates.deadline(rest, today, bare=True)
        if found:
            return Wish(by=found.by, by_said=found.said, by_other=found.other, no_deadline=found.by is None)
    return Wish()
