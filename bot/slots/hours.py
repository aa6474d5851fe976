"""Study hours a week."""

import re

from bot.slots.numbers import NUMBER, mask, number

_UNIT = r"(?P<unit>hours?|hrs?|h|minutes?|mins?)"
_EVERY = r"(?:\s*(?:a|an|per|each|every|/|in a|of study a|of study per|study a)\s*|\s+(?=weekly|daily))"
_PER = r"(?P<per>weekly|daily|week|wk|w|workday|weekday|working day|weekend|day|month|evening|night|morning)s?\b"
_SPAN = rf"(?P<n>{NUMBER})(?:\s*(?:-|–|to|or)\s*\d+(?:[.,]\d+)?)?"
_RATE = re.compile(rf"{_SPAN}\s*-?{_UNIT}\b{_EVERY}{_PER}", re.I)
_ON = re.compile(rf"{_SPAN}\s*{_UNIT}\s+(?:on\s+)?(?P<per>weekends|weekdays)\b", re.I)
_BARE = re.compile(rf"{_SPAN}\s*{_UNIT}\b", re.I)
_ONLY_NUMBER = re.compile(
    rf"^\W*(?:about|around|maybe|say|no,?)?\s*(?P<n>{NUMBER})(?:\s*(?:-|–|to|or)\s*\d+)?(?:\s+i (?:guess|think))?\W*$",
    re.I,
)
_TIMES = {"day": 7, "daily": 7, "evening": 7, "night": 7, "morning": 7, "weekday": 5, "weekdays": 5, "workday": 5}
_WORKS = r"(?<!work )(?<!working )(?<!employed )(?<!works )"
_FULL = re.compile(rf"{_WORKS}\bfull[- ]?time\b(?!\s+(?:job|work|employ|nurse|teacher))", re.I)
_HALF = re.compile(rf"{_WORKS}\b(?:half|part)[- ]time\b(?!\s+(?:job|work|employ))", re.I)


def hours_per_week(text: str, bare: bool = False) -> tuple[float | None, str]:
    """Hours a week, rounded to quarter-hours, and the text without them; None when none are named.

    `bare` also reads "6 hours" and "6" (an answer to the question). Values outside 0.25-100 come back as they are.
    """
    for pattern in (_RATE, _ON):
        if found := pattern.search(text):
            value = _weekly(found["n"], found["unit"], found["per"].lower())
            if re.match(
                r"\s*(?:,\s*)?(?:except|but not|not)(?: on| at)?(?: the)? weekends?", text[found.end() :], re.I
            ):
                value = value * 5 / 7
            return _quarters(value), mask(text, *found.span())
    for pattern, full in ((_FULL, 40.0), (_HALF, 20.0)):
        if found := pattern.search(text):
            return full, mask(text, *found.span())
    if bare and (found := _BARE.search(text)):
        return _quarters(_weekly(found["n"], found["unit"], "week")), mask(text, *found.span())
    if bare and (found := _ONLY_NUMBER.match(text)):
        return _quarters(number(found["n"])), ""
    return None, text


def studied(text: str) -> float | None:
    """Hours in "studied 2 hours", "90 minutes today"."""
    if found := re.search(r"(\d+)\s*h\s*(\d\d?)\b", text, re.I):
        return int(found[1]) + int(found[2]) / 60
    if re.search(r"\b(?:an|one) hour and a half\b", text, re.I):
        return 1.5
    parts = [_weekly(f["n"], f["unit"], "week") for f in _BARE.finditer(text)]
    return sum(parts[:2]) if parts else None


def _weekly(n: str, unit: str, per: str) -> float:
    value = number(n) / (60 if unit.lower().startswith("m") else 1)
    if per == "month":
        return value * 12 / 52
    return value * _TIMES.get(per.rstrip("s") if per != "weekdays" else per, 1)


def _quarters(value: float) -> float:
    return round(value * 4) / 4
