"""Reads one message into an Intent, by grammar and by the names in the catalog. No language model, no store."""

import re
import unicodedata
from dataclasses import replace
from datetime import date

from bot.intents import Intent, Kind
from bot.slots import dates, flags, hours, money
from bot.slots.names import names
from bot.slots.numbers import NUMBER, mask, number
from bot.slots.phrases import phrase
from bot.slots.places import country
from bot.slots.typing import mended
from bot.turn import Dialogue
from bot.wish import Wish
from knowledge.catalog import Catalog
from knowledge.finder import Finder
from knowledge.names import Kind as Kind_

LONGEST = 2000
_ABOUT = [
    (Kind.WHY_NOT, r"why not\b|why (?:did(?:n'?t| not) you|isn'?t|aren'?t|don'?t (?:i|you))\b|what about\b|how about\b"),
    (Kind.WHY, r"why\b|what(?:'?s| is) the (?:reason|point)\b|explain why\b|do i (?:really )?need\b"),
    (Kind.SWAP, r"(?:swap|replace|drop|remove|skip|not|without|exclude|i don'?t (?:want|like))\b"),
    (Kind.WHAT_IS, r"(?:what(?:'?s| is| are|s)|tell me (?:more )?about|info(?:rmation)? (?:on|about)|describe|explain|how much (?:is|does|for)"
                   r"|how long (?:is|does)|what does|is)\b"),
]  # fmt: skip
_ABOUT_RULES = [(kind, re.compile(rf"^\W*(?:and |so |but |ok(?:ay)?,? )?(?:{p})", re.I)) for kind, p in _ABOUT]
_SEARCH = re.compile(
    r"^\W*(?:search|find|look up|list|show me|which (?:certs?|certifications?|credentials?|courses?|badges?)(?: are| is)?(?: good| best| there)?"
    r"|what (?:certs?|certifications?|credentials?|courses?)(?: are there| should i (?:get|take)| exist)?|any (?:certs?|courses?|credentials?))"
    r"\s*(?:for|about|on|in|with|:)?\s+(?P<q>.+?)\W*$",
    re.I,
)
_PASSED = re.compile(r"\b(?:passed|cleared|earned|got|completed|finished|done with|certified in)\b", re.I)
_FAILED = re.compile(r"\b(?:failed|flunked|did(?:n'?t| not) pass|bombed)\b", re.I)
_STUDIED = re.compile(
    r"\b(?:studied|study(?:ing)?|learn(?:ed|t)|read|practi[sc]ed|spent|worked|logged?|put in|did)\b[^.?!]*?"
    rf"{NUMBER}\s*(?:hours?|hrs?|h|minutes?|mins?)\b(?!\s*(?:a|per|every|each|/)\b)", re.I
)  # fmt: skip
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
_ANY_LANGUAGE = re.compile(
    r"\b(?:any language|english (?:is|would be) (?:fine|ok(?:ay)?)(?: too)?|language doesn'?t matter)\b", re.I
)
_QUIET = re.compile(
    r"\b(?:quiet(?: hours)?|do not disturb|don'?t (?:write|disturb|ping) me)\b\D*(\d[\d:. apm]*?)\s*(?:to|until|till|-|–|and)\s*(\d[\d:.]*\s*(?:am|pm)?)",
    re.I,
)
_HOURS_ONLY = re.compile(
    rf"^\W*(?:about |around )?{NUMBER}\s*(?:hours?|hrs?|h|minutes?|mins?)(?: (?:today|yesterday|this week|so far|done))?\W*$",
    re.I,
)
_ASKS = re.compile(
    r"^\W*(?:why|is|are|does|do i|what(?:'s)?|which|how (?:much|long|hard|many|often)|who|when|any)\b", re.I
)
_DEFINE = re.compile(r"^\W*what(?:'?s| is| are)\b", re.I)
_SEARCHES = re.compile(
    r"\b(?:which|what|any|best|good)\b[^?]*\b(?:certs?|certifications?|courses?|credentials?|badges?|certificates?|classes)\b",
    re.I,
)
_FOREIGN = re.compile(
    r"\b(?:ich|möchte|werden|und|nicht|quiero|ser|como|soy|je|veux|devenir|être|vorrei|diventare|quero|jestem|bir|ik|wil)\b",
    re.I,
)
_LIFT = re.compile(r"^lift ([a-z-]+(?::[\w-]+)?)$")
_CORRECTION = re.compile(
    r"^\W*(?:no|actually|rather|make it|better|change(?: it)?(?: to)?|only|let'?s say|about|around)?\b", re.I
)
_CHOICE = re.compile(r"^\W*#?(\d{1,2})[.)]?\W*$")


def read(text: str, today: date, catalog: Catalog, linker: Finder, dialogue: Dialogue | None = None) -> Intent:
    """What the message asks for, in the light of what is open in the dialogue."""
    asking = dialogue.asking if dialogue else None
    text = cleaned(text)
    if not re.search(r"\w|\?", text):
        return Intent(Kind.EMPTY)
    if len(text) > LONGEST:
        return Intent(Kind.TOO_LONG)
    if found := _CHOICE.match(text):
        wish = _answer(text, today, asking) if asking in {"hours", "budget"} else None
        return Intent(Kind.NUMBER, amount=float(found[1]), wish=wish or Wish())
    if (kind := phrase(text)) is not None:
        return Intent(kind, subject=text)
    said, text = text, mended(text)
    if said != text and (kind := phrase(text)) is not None:
        return Intent(kind, subject=text)
    if _ANY_LANGUAGE.search(text):
        return Intent(Kind.LIFT, subject="language")
    if found := _QUIET.search(text):
        return Intent(Kind.QUIET, at=dates.wall_time(found[1]), until=dates.wall_time(found[2]))
    if found := _LIFT.match(text):
        return Intent(Kind.LIFT, subject=found[1])
    if asking == "check-in" and (slot := dates.weekday_and_time(text)):
        return Intent(Kind.CHECK_IN, weekday=slot[0], at=slot[1])
    for reader in (_wrong_fact, _reported, _reminding, _question):
        if intent := reader(text, today, catalog, linker):
            return intent
    answer = _answer(text, today, asking) if asking else None
    if answer is None and asking in {"hours", "budget", "by"}:
        answer = slots(text, today, catalog, linker, asking)
        answer = (
            answer if {"hours": answer.hours, "budget": answer.cents, "by": answer.by}[asking] is not None else None
        )
    if answer:
        return Intent(Kind.WISH, wish=answer, subject=text)
    if _ASKS.search(text) and not roles_in(text, linker):
        if about := _mentioned(text, linker):
            return Intent(Kind.WHAT_IS, credentials=about, subject=text)
        if _SEARCHES.search(text):
            return Intent(Kind.SEARCH, subject=text)
        return Intent(Kind.WHAT_IS if _DEFINE.search(text) else Kind.UNKNOWN, subject=text)
    if (
        text.endswith("?")
        and " or " in text.lower()
        and len(both := _mentioned(text, linker)) > 1
        and not roles_in(text, linker)
    ):
        return Intent(Kind.WHAT_IS, credentials=both, subject=text)
    wish = slots(text, today, catalog, linker, asking)
    if not wish.said() and (dialogue and (dialogue.wish.roles or dialogue.proposal)):
        wish = _corrected(text, today)
    if wish.said():
        kind = Kind.ZONE if set(wish.said()) <= {"zone", "country"} and wish.zone else Kind.WISH
        return Intent(kind, wish=wish, subject=text)
    ids = [i for m in linker.mentions(text, ("credential", "skill")) for i in m.ids[:1]]
    if ids:
        return Intent(Kind.WHAT_IS, credentials=tuple(i for i in ids if i in catalog.credentials), subject=ids[0])
    if _foreign(said):
        return Intent(Kind.FOREIGN, subject=text)
    return Intent(Kind.UNKNOWN, subject=text)


def cleaned(text: str) -> str:
    """The text without control characters and text-direction overrides, which must never be echoed."""
    text = text.encode("utf-8", "replace").decode("utf-8").replace("’", "'")
    kept = (" " if c in "\t\r\n" else c for c in text)
    return "".join(
        c for c in kept if c == " " or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co"} or c == "\u200d"
    ).strip()


def slots(text: str, today: date, catalog: Catalog, linker: Finder, asking: str | None = None) -> Wish:
    """Every slot of a wish in the text."""
    answer = _answer(text, today, asking)
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
    if not wish.said() and answer:
        wish = answer
    return wish


def _answer(text: str, today: date, asking: str | None) -> Wish | None:
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


def roles_in(text: str, linker: Finder) -> bool:
    """Whether the text names a role."""
    kinds: tuple[Kind_, ...] = ("occupation",)
    return bool(linker.mentions(text, kinds))


def _corrected(text: str, today: date) -> Wish:
    """ "no, 4 hours", "make it June": a bare value while a wish is open."""
    rest = _CORRECTION.sub("", text, count=1).strip(" ,.!")
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


def _mentioned(text: str, linker: Finder) -> tuple[str, ...]:
    kinds: tuple[Kind_, ...] = ("credential",)
    return tuple(m.ids[0] for m in linker.mentions(text, kinds))


def _wrong_fact(text: str, today: date, catalog: Catalog, linker: Finder) -> Intent | None:
    if _WRONG.search(text):
        return Intent(Kind.WRONG_FACT, credentials=_mentioned(text, linker), subject=text)
    return None


def _reported(text: str, today: date, catalog: Catalog, linker: Finder) -> Intent | None:
    """Progress: late, failed, milestone, hours, passed. A sentence that also wishes for something is a wish."""
    if re.search(r"\b(?:want|wanna|would like|become|goal|plan)\b", text, re.I):
        return None
    if found := _LATE.search(text):
        n, unit = number(found["n"] or found["n2"]), (found["unit"] or found["unit2"]).lower()
        weeks = n * {"d": 1 / 7, "w": 1, "m": 52 / 12}[unit[0]]
        return Intent(Kind.SLIPPED, amount=weeks, subject=text)
    about, day = _mentioned(text, linker), dates.past_day(text, today)
    if _FAILED.search(text):
        return Intent(Kind.FAILED, credentials=about, day=day, subject=text)
    if (found := _MILESTONE.search(text)) and not about:
        return Intent(Kind.MILESTONE, subject=found["what"].strip())
    if _STUDIED.search(text) or (_HOURS_ONLY.search(text) and re.search(r"today|yesterday|week|done", text, re.I)):
        return Intent(Kind.STUDIED, credentials=about, amount=hours.studied(text), day=day, subject=text)
    if about and _PASSED.search(text) and not hours.hours_per_week(text)[0]:
        return Intent(Kind.PASSED, credentials=about, day=day, subject=text)
    return None


def _reminding(text: str, today: date, catalog: Catalog, linker: Finder) -> Intent | None:
    if _REMIND.search(text) and (slot := dates.weekday_and_time(text)) and not hours.hours_per_week(text)[0]:
        return Intent(Kind.CHECK_IN, weekday=slot[0], at=slot[1])
    return None


def _question(text: str, today: date, catalog: Catalog, linker: Finder) -> Intent | None:
    about = _mentioned(text, linker)
    for kind, rule in _ABOUT_RULES:
        match = rule.search(text)
        if not match:
            continue
        if kind is Kind.WHY_NOT and not about:
            return Intent(kind, subject=text[match.end() :].strip(" ?."))
        if kind is Kind.WHY and not about and text.lower().lstrip().startswith("why"):
            return Intent(kind, subject=text[match.end() :].strip(" ?."))
        if about:
            return Intent(kind, credentials=about, subject=text)
        if kind is Kind.WHAT_IS and (m := linker.mentions(text, ("skill", "occupation"))):
            return Intent(kind, subject=m[0].ids[0])
    if found := _SEARCH.match(text):
        return Intent(Kind.SEARCH, subject=found["q"])
    return None


def _foreign(text: str) -> bool:
    """Mostly letters of another script, or two words of another language."""
    letters = [c for c in text if c.isalpha()]
    return sum(c > "\u024f" for c in letters) * 2 > len(letters) or len(_FOREIGN.findall(text)) >= 2
