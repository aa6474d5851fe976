"""Budgets."""

import re
from dataclasses import dataclass

from bot.slots.numbers import NUMBER, SCALE, mask, number

_CODES = {
    "$": "USD",
    "us$": "USD",
    "usd": "USD",
    "dollar": "USD",
    "buck": "USD",
    "€": "EUR",
    "eur": "EUR",
    "euro": "EUR",
    "£": "GBP",
    "gbp": "GBP",
    "pound": "GBP",
    "quid": "GBP",
    "chf": "CHF",
    "franc": "CHF",
    "swiss franc": "CHF",
    "swiss francs": "CHF",
    "₹": "INR",
    "inr": "INR",
    "rupee": "INR",
    "rs": "INR",
    "sgd": "SGD",
    "aud": "AUD",
    "cad": "CAD",
    "jpy": "JPY",
    "yen": "JPY",
    "¥": "JPY",
}
_AFTER = r"swiss franc|" + "|".join(sorted(map(re.escape, _CODES), key=len, reverse=True))
_BEFORE = r"us\$|\$|€|£|₹|¥|usd|eur|gbp|chf|inr|sgd|aud|cad|jpy|rs\.?"
_SIGN_FIRST = re.compile(rf"(?P<c>{_BEFORE})\s?(?P<n>\d[\d,.]*\d|\d)(?P<s>{SCALE})?", re.I)
_AMOUNT = rf"(?:(?<![\w.,])\d{{1,3}}(?:[.,]\d{{3}})+[.,]\d\d(?!\d)|{NUMBER})"
_SIGN_LAST = re.compile(rf"(?P<n>{_AMOUNT})(?P<s>{SCALE})?\s?(?P<c>{_AFTER})s?(?!\w)", re.I)
_NAMED = re.compile(
    rf"\b(?:budget|spend|pay|costs?|money|afford)\b(?:\s+(?:is|of|up to|at most|max(?:imum)?|about|around|only|to))*"
    rf"\s*:?\s*(?P<n>{NUMBER})(?P<s>{SCALE})?(?!\s*(?:h|hours?|hrs?|weeks?|months?|days?|years?)\b)",
    re.I,
)
_THOUSANDS = re.compile(r"(?<![\w.,])(?P<n>\d+(?:\.\d+)?)(?P<s>k|\s?grand)\b(?!\s*(?:users|people))", re.I)
_BARE = re.compile(rf"^\W*(?:about|around|maybe|up to|max|say|no,?)?\s*(?P<n>{NUMBER})(?P<s>{SCALE})?\W*$", re.I)
_NONE = re.compile(
    r"\b(?:no (?:budget )?limit|unlimited(?: budget)?|money (?:is|isn'?t|is not|doesn'?t|does not)"
    r" (?:no object|an? (?:issue|problem|object)|matter)|any budget|(?:my )?(?:employer|company|boss) pays|"
    r"price doesn'?t matter|whatever it costs)\b",
    re.I,
)
_FREE = re.compile(
    r"\b(?:free(?: of charge)? (?:only|ones?|courses?|certs?|certificates?|options?)|only free|for free|"
    r"no money|zero (?:budget|money|dollars)|without (?:paying|spending)|(?:cannot|can'?t) (?:pay|spend|afford)"
    r"(?: anything| money)?|don'?t want to pay|nothing to spend|no budget)\b(?! limit)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Money:
    """Cents and currency; `currency` None when none was said. `unlimited` and `free` are said in words."""

    cents: int | None = None
    currency: str | None = None
    unlimited: bool = False
    free: bool = False


def money(text: str, bare: bool = False) -> tuple[Money | None, str]:
    """A budget and the text without it. `bare` also reads a lone number (an answer to the question)."""
    for pattern in (_SIGN_FIRST, _SIGN_LAST, _NAMED, _THOUSANDS):
        if found := pattern.search(text):
            sign = found.groupdict().get("c")
            return _money(found["n"], found["s"], sign), mask(text, *found.span())
    if found := _NONE.search(text):
        return Money(unlimited=True), mask(text, *found.span())
    if found := _FREE.search(text):
        return Money(cents=0, free=True), mask(text, *found.span())
    if bare and re.fullmatch(r"\W*(?:free|nothing|zero|none|0)\W*", text, re.I):
        return Money(cents=0, free=True), ""
    if bare and (found := _BARE.match(text)):
        return _money(found["n"], found["s"], None), ""
    return None, text


def _money(n: str, scale: str | None, sign: str | None) -> Money:
    value = number(_grouped(n), scale)
    key = sign.lower().rstrip(".") if sign else ""
    code = _CODES.get(key) or _CODES.get(key.rstrip("s"))
    return Money(round(value * 100), code)


def _grouped(n: str) -> str:
    """1.000 and 1,000 are a thousand: money has two decimals, never three."""
    return re.sub(r"[.,](?=\d{3}(?:\D|$))", "", n).replace(",", ".")
