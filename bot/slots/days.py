"""Days ahead and periods, as people write them: "3 May", "next Friday", "3-14 August", "until Monday", "next week"."""

import re
from datetime import date, timedelta

from bot.slots.dates import add_months, month_after
from bot.slots.numbers import NUMBER, number

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTH = r"(?P<{0}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?s?"
_DAY = r"(?<!\d)(?:the\s+)?(?P<{0}>\d{{1,2}})(?:st|nd|rd|th)?"
_YEAR = r"(?:,?\s*(?P<{0}>20\d\d))?(?!\d)"
_TO = r"\s*(?:-|–|to|until|till|through|and)\s*"
_ISO = r"(?<!\d)(?P<{0}>20\d\d-\d\d?-\d\d?)(?!\d)"
_ONE = tuple(
    re.compile(p, re.I)
    for p in (
        _ISO.format("iso"),
        rf"{_DAY.format('d')}(?:\s+of)?\s+{_MONTH.format('m')}{_YEAR.format('y')}",
        rf"\b{_MONTH.format('m')}\s+{_DAY.format('d')}(?!\s*:){_YEAR.format('y')}",
    )
)
_RANGES = tuple(
    re.compile(p, re.I)
    for p in (
        rf"{_ISO.format('iso')}{_TO}{_ISO.format('iso2')}",
        rf"{_DAY.format('d')}(?:\s+of)?(?:\s+{_MONTH.format('m')})?{_YEAR.format('y')}{_TO}{_DAY.format('d2')}(?:\s+of)?\s+{_MONTH.format('m2')}{_YEAR.format('y2')}",
        rf"\b{_MONTH.format('m')}\s+{_DAY.format('d')}{_YEAR.format('y')}{_TO}(?:{_MONTH.format('m2')}\s+)?{_DAY.format('d2')}{_YEAR.format('y2')}",
    )
)
_IN = re.compile(rf"\bin\s+(?P<n>{NUMBER})\s*(?P<unit>days?|weeks?|months?)\b", re.I)
_NAMED = re.compile(rf"\b(?P<next>next\s+|this\s+|coming\s+)?(?P<w>{_WEEKDAY})\b", re.I)
_FOR = re.compile(rf"\b(?:for\s+)?(?:the\s+)?(?:next\s+)?(?P<n>{NUMBER})\s*(?P<unit>days?|weeks?|months?)\b", re.I)
_UNTIL = re.compile(r"\b(?:until|till|til|through)\s+(?P<rest>.+)$", re.I)
_FEASTS = {"christmas": ((12, 24), (12, 26)), "xmas": ((12, 24), (12, 26)), "new year": ((12, 31), (1, 1))}


def future_day(text: str, today: date) -> date | None:
    """The day that a text names, not before today unless its year is said; None for none."""
    lower = text.lower()
    if "day after tomorrow" in lower:
        return today + timedelta(days=2)
    if re.search(r"\btomorrow\b", lower):
        return today + timedelta(days=1)
    if re.search(r"\b(?:today|tonight)\b", lower):
        return today
    if found := _IN.search(text):
        return _later(today, number(found["n"]), found["unit"])
    for pattern in _ONE:
        if (found := pattern.search(text)) and (day := _read(found.groupdict(), today)):
            return day
    if found := _NAMED.search(text):
        return _weekday(found["w"], today, (found["next"] or "").strip().lower() == "next")
    if re.search(r"\bnext week\b", lower):
        return today + timedelta(days=7 - today.weekday())
    if re.search(r"\bnext month\b", lower):
        return month_after(today.year, today.month)
    return None


def period(text: str, today: date) -> tuple[date, date] | None:
    """The first and the last day of "3-14 August", "next week", "until Monday" (Monday is back), "for two weeks"."""
    for pattern in _RANGES:
        if (found := pattern.search(text)) and (days := _range(found.groupdict(), today)):
            return days
    lower = text.lower()
    names = list(_NAMED.finditer(text))
    if len(names) >= 2 and re.search(r"\b(?:to|until|till|through)\b|[-–]", text[names[0].end() : names[1].start()]):
        first = _weekday(names[0]["w"], today, (names[0]["next"] or "").strip().lower() == "next")
        last = _weekday(names[1]["w"], first, False)
        return first, last
    if found := _UNTIL.search(text):
        return _until(text[: found.start()], found["rest"], today)
    for word, (start, end) in _FEASTS.items():
        if word in lower:
            first = _ahead(*start, today - timedelta(days=2))
            return first, _ahead(*end, first)
    week = re.search(r"\b(next|this|the (?:whole|rest of (?:the|this))) week\b", lower)
    if week:
        monday = today - timedelta(days=today.weekday())
        ahead = 7 if week[1] == "next" else 0
        return max(today, monday + timedelta(days=ahead)), monday + timedelta(days=ahead + 6)
    if weekend := re.search(r"\b(?:(next|this|the|over the) )?weekend\b", lower):
        saturday = today + timedelta(days=(5 - today.weekday()) % 7 + (7 if weekend[1] == "next" else 0))
        return saturday, saturday + timedelta(days=1)
    if re.search(r"\b(?:next|this) month\b", lower):
        first = month_after(today.year, today.month) if "next month" in lower else today
        return first, month_after(first.year, first.month) - timedelta(days=1)
    if found := re.search(rf"\b(?:in|all of|the whole of|during)\s+{_MONTH.format('m')}", text, re.I):
        first = _ahead(_month(found["m"]), 1, today - timedelta(days=27))
        return max(first, today), month_after(first.year, first.month) - timedelta(days=1)
    if (found := _FOR.search(text)) and not _IN.search(text):
        return today, _later(today, number(found["n"]), found["unit"]) - timedelta(days=1)
    day = future_day(text, today)
    return (day, day) if day else None


def _until(before: str, rest: str, today: date) -> tuple[date, date] | None:
    """A weekday is the day of coming back; a date is the last day off."""
    last = future_day(rest, today)
    if last is None:
        return None
    first = future_day(before, today) or today
    named = not any(p.search(rest) for p in _ONE)
    return first, max(first, last - timedelta(days=1)) if named else last


def _range(groups: dict[str, str | None], today: date) -> tuple[date, date] | None:
    if groups.get("iso"):
        first, last = _iso(groups["iso"] or ""), _iso(groups["iso2"] or "")
        return (first, last) if first and last else None
    month2 = groups["m2"] or groups["m"]
    end = _read({"d": groups["d2"], "m": month2, "y": groups["y2"] or groups["y"]}, today)
    if end is None:
        return None
    try:
        year = int(groups["y"] or end.year)
        first = date(year, _month(groups["m"] or month2 or ""), int(groups["d"] or 0))
    except ValueError:
        return None
    if first > end and not groups["y"]:
        first = first.replace(year=first.year - 1) if (first.month, first.day) != (2, 29) else first
    return first, end


def _read(groups: dict[str, str | None], today: date) -> date | None:
    if groups.get("iso"):
        return _iso(groups["iso"] or "")
    try:
        month, day = _month(groups["m"] or ""), int(groups["d"] or 0)
        return date(int(groups["y"] or 0), month, day) if groups.get("y") else _ahead(month, day, today)
    except ValueError:
        return None


def _iso(text: str) -> date | None:
    try:
        return date(*(int(part) for part in text.split("-")))
    except ValueError:
        return None


def _ahead(month: int, day: int, today: date) -> date:
    """The next such day, today included. Raises ValueError for a day that no year has."""
    for year in range(today.year, today.year + 9):  # 29 February may be eight years off
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found >= today:
            return found
    raise ValueError("no such day")


def _month(word: str) -> int:
    return _MONTHS.index(word.lower()[:3]) + 1


def _weekday(word: str, today: date, following: bool) -> date:
    """The next such weekday after today; with "next", the one of next week."""
    n = _WEEKDAYS.index(word.lower()[:3])
    if following:
        return today + timedelta(days=7 - today.weekday() + n)
    return today + timedelta(days=(n - today.weekday()) % 7 or 7)


def _later(today: date, n: float, unit: str) -> date:
    n = min(n, 5000)
    if unit.lower().startswith("month"):
        return add_months(today, round(n))
    return today + timedelta(days=round(n * (7 if unit.lower().startswith("week") else 1)))
