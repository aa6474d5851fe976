"""Deadlines and days, as people write them. Deadlines are exclusive: the first day that is too late."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.slots.numbers import NUMBER, mask, number

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_SHORT = {m[:3]: i + 1 for i, m in enumerate(_MONTHS)} | {"sept": 9}
_MONTH = r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
_BY = r"\b(?P<by>by|before|until|till|no later than|in|within|for|around|deadline(?:\s+is)?:?)\s+"
_YEAR = r"(?:,?\s*(?P<year>20\d\d))?(?!\d)"
_PART = r"(?:the\s+)?(?:(?P<part>end|close|start|beginning|middle|mid|early|late)(?:\s+of)?[\s-]+)?(?:the\s+)?(?:(?P<next>next|this|coming)\s+)?"
_WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}


@dataclass(frozen=True, slots=True)
class Deadline:
    """`by` is the first day too late; None says that there is none. `other` is the second reading, if any."""

    by: date | None
    said: str
    other: date | None = None


def month_after(year: int, month: int, months: int = 1) -> date:
    """The first day of the month `months` later."""
    index = year * 12 + month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def add_months(day: date, months: int) -> date:
    """The same day of the month, `months` later, clipped to the month's end."""
    first = month_after(day.year, day.month, months)
    last = month_after(first.year, first.month) - timedelta(days=1)
    return first.replace(day=min(day.day, last.day))


def _month(word: str) -> int:
    word = word.lower().rstrip(".")
    return _SHORT[word] if word in _SHORT else _SHORT[word[:3]]


def _iso(f: re.Match[str], today: date) -> Deadline | None:
    day = date(int(f["y"]), int(f["m"]), int(f["d"]))
    return Deadline(day if f["by"] == "before" else day + timedelta(days=1), f.group(0))


def _day_month(f: re.Match[str], today: date) -> Deadline | None:
    month, day = _month(f["month"]), int(f["d"])
    year = int(f["year"]) if f["year"] else today.year
    found = date(year, month, day)
    if not f["year"] and found <= today:
        found = date(year + 1, month, day)
    return Deadline(found if (f["by"] or "").lower() == "before" else found + timedelta(days=1), f.group(0))


def _month_only(f: re.Match[str], today: date) -> Deadline | None:
    month = _month(f["month"])
    year = int(f["year"]) if f["year"] else today.year + (month <= today.month)
    if not f["year"] and (f["next"] or "").lower() == "next" and month > today.month:
        year += 1
    first, after = date(year, month, 1), month_after(year, month)
    part = (f["part"] or "").lower()
    if re.search(r"\b(?:before|by)\b[^,.;]{0,40}$", f.string[: f.start()], re.I):
        return Deadline(first, f.group(0))
    if part in {"end", "close", "late"} or (f["by"].lower() in {"in", "within"} and not part):
        return Deadline(after, f.group(0))
    if part in {"mid", "middle"}:
        return Deadline(first.replace(day=16), f.group(0))
    if part in {"start", "beginning", "early"}:
        return Deadline(first + timedelta(days=7 if part == "early" else 0), f.group(0))
    return Deadline(first, f.group(0), other=None if f["by"].lower() == "before" else after)


def _in(f: re.Match[str], today: date) -> Deadline | None:
    n, unit = number(f["n"]), f["unit"].lower()
    if unit.startswith(("month", "year")):
        months = round(n * (12 if unit.startswith("year") else 1))
        return Deadline(add_months(today, months), f.group(0)) if 0 < months <= 600 else None
    days = round(n * (7 if unit.startswith(("week", "wk")) else 1))
    return Deadline(today + timedelta(days=days), f.group(0)) if 0 < days <= 20000 else None


def _period(f: re.Match[str], today: date) -> Deadline | None:
    word, ahead, part = f["period"].lower(), (f["next"] or "").lower() == "next", (f["part"] or "").lower()
    start = part in {"start", "beginning", "early"} or (ahead and not part)
    if word == "year":
        first = date(today.year + ahead, 1, 1)
        after = date(first.year + 1, 1, 1)
        if ahead and not part:  # "by next year": within it, rather than in the weeks before it
            return Deadline(after, f.group(0), other=first)
        return Deadline(first if start and ahead else after, f.group(0))
    if word == "month":
        first = month_after(today.year, today.month, int(ahead))
        return Deadline(first if start and not ahead else month_after(first.year, first.month), f.group(0))
    if word == "week":
        return Deadline(today + timedelta(days=7 - today.weekday() + 7 * ahead), f.group(0))
    quarter = (today.month - 1) // 3 + ahead
    return Deadline(month_after(today.year, 1, (quarter + 1) * 3), f.group(0))


def _quarter(f: re.Match[str], today: date) -> Deadline | None:
    quarter = int(f["q"])
    year = int(f["year"]) if f["year"] else today.year + (quarter * 3 < today.month)
    first = date(year, quarter * 3 - 2, 1)
    end = month_after(year, quarter * 3)
    if (f["part"] or "").lower() in {"end", "close", "late"} or f["by"].lower() == "in":
        return Deadline(end, f.group(0))
    if first <= today:
        return Deadline(end, f.group(0))
    return Deadline(first, f.group(0), other=end)


def _season(f: re.Match[str], today: date) -> Deadline | None:
    month = _SEASONS[f["season"].lower()]
    year = int(f["year"]) if f["year"] else today.year + (month <= today.month)
    first = date(year, month, 1)
    if (f["part"] or "").lower() in {"end", "late", "close"}:
        return Deadline(month_after(year, month, 3), f.group(0))
    return Deadline(first, f.group(0), other=month_after(year, month, 3))


def _feast(f: re.Match[str], today: date) -> Deadline | None:
    month, day = (12, 25) if f["feast"].lower().startswith(("christ", "xmas")) else (1, 1)
    found = date(today.year, month, day)
    return Deadline(found if found > today else date(today.year + 1, month, day), f.group(0))


def _year_only(f: re.Match[str], today: date) -> Deadline | None:
    end = (f["part"] or "").lower() in {"end", "close", "late"} or f["by"].lower() in {"in", "within"}
    first = date(int(f["year"]), 1, 1)
    return (
        Deadline(date(first.year + 1, 1, 1), f.group(0))
        if end or first <= today
        else Deadline(first, f.group(0), other=date(first.year + 1, 1, 1))
    )


def _ends(f: re.Match[str], today: date) -> Deadline | None:
    year_end = f["whole"].lower() == "year"
    return Deadline(date(today.year + 1, 1, 1) if year_end else month_after(today.year, today.month), f.group(0))


_OPTIONAL_BY = _BY.replace(r"\b(?P<by>", r"(?:\b(?P<by>").removesuffix(r"\s+") + r"\s+)?"
_RULES: list[tuple[str, Callable[[re.Match[str], date], Deadline | None]]] = [
    (rf"{_OPTIONAL_BY}(?P<y>20\d\d)-(?P<m>\d\d?)-(?P<d>\d\d?)(?!\d)", _iso),
    (rf"{_OPTIONAL_BY}(?:the\s+)?(?<!\d)(?P<d>\d\d?)(?:st|nd|rd|th)?(?:\s+of)?\s+{_MONTH}{_YEAR}", _day_month),
    (rf"{_OPTIONAL_BY}{_MONTH}\s+(?:the\s+)?(?P<d>\d\d?)(?:st|nd|rd|th)?(?!\d){_YEAR}", _day_month),
    (rf"{_BY}{_PART}{_MONTH}{_YEAR}", _month_only),
    (rf"\b(?:in|within|over|have|next)\s+(?:about\s+|around\s+|the next\s+|under\s+|less than\s+)*(?P<n>{NUMBER})\s*"
     r"(?P<unit>days?|weeks?|wks?|months?|years?)\b(?!\s+(?:of\s+)?experience)", _in),
    (rf"(?P<n>{NUMBER})\s*(?P<unit>days?|weeks?|wks?|months?|years?)\s+(?:from now|time|left|deadline|at most|max)\b", _in),
    (rf"{_BY}(?P<whole>year|month)[- ]?end\b", _ends),
    (rf"{_BY}{_PART}(?P<period>year|month|quarter|week)\b", _period),
    (rf"{_BY}{_PART}q(?P<q>[1-4])\b{_YEAR}", _quarter),
    (rf"{_BY}{_PART}(?P<season>spring|summer|autumn|fall|winter)\b{_YEAR}", _season),
    (rf"{_BY}(?P<feast>christmas|xmas|new year(?:'?s)?(?: eve| day)?)\b", _feast),
    (rf"{_BY}{_PART}(?P<year>20\d\d)\b", _year_only),
]  # fmt: skip
_COMPILED = [(re.compile(pattern, re.I), rule) for pattern, rule in _RULES]
_NEVER = re.compile(
    r"\bno (?:particular |fixed |real )?(?:deadline|rush|hurry|date)\b|\bwhenever\b|\bany ?time\b|\bopen[- ]ended\b"
    r"|\bdoesn'?t matter when\b",
    re.I,
)


def deadline(text: str, today: date, bare: bool = False) -> tuple[Deadline | None, str]:
    """A deadline and the text without it; None when none is named. `bare` also reads "June" (an answer)."""
    if found := _NEVER.search(text):
        return Deadline(None, found.group(0)), mask(text, *found.span())
    for candidate in (text, f"by {text.strip()}", f"in {text.strip()}") if bare else (text,):
        for pattern, rule in _COMPILED:
            for found in pattern.finditer(candidate):
                try:
                    result = rule(found, today)
                except ValueError:  # 31 June
                    continue
                if result:
                    return result, "" if candidate is not text else mask(text, *found.span())
    if bare and (day := _parsed(text, today)):
        return Deadline(day + timedelta(days=1), text.strip()), ""
    return None, text


def past_day(text: str, today: date) -> date:
    """The day in "passed it yesterday", "on Monday", "a month ago", "on 3 May"; today when none is named."""
    lower = text.lower()
    if "day before yesterday" in lower:
        return today - timedelta(days=2)
    if "yesterday" in lower or "last night" in lower:
        return today - timedelta(days=1)
    if found := re.search(rf"(?P<n>{NUMBER})\s*(?P<unit>days?|weeks?|months?|years?)\s+ago", lower):
        n, unit = number(found["n"]), found["unit"]
        if unit.startswith(("month", "year")):
            return add_months(today, -round(n * (12 if unit.startswith("year") else 1)))
        return today - timedelta(days=round(n * (7 if unit.startswith("w") else 1)))
    if "last week" in lower:
        return today - timedelta(days=7)
    if "last month" in lower:
        return add_months(today, -1)
    if found := re.search(rf"\b(?:on|last|this)\s+({'|'.join(_WEEKDAYS)})", lower):
        back = (today.weekday() - _WEEKDAYS.index(found[1])) % 7 or 7
        return today - timedelta(days=back)
    for pattern, _ in _COMPILED[:3]:
        if found := pattern.search(text):
            groups = found.groupdict()
            month = int(groups["m"]) if groups.get("m") else _month(groups["month"])
            return _last(int(groups["d"]), month, groups.get("y") or groups.get("year"), today) or today
    if found := re.search(rf"\bin\s+{_MONTH}{_YEAR}", text, re.I):
        return _last(1, _month(found["month"]), found["year"], today) or today
    return today


def _last(day: int, month: int, year: str | None, today: date) -> date | None:
    """The latest such day that is not in the future."""
    for y in (int(year),) if year else range(today.year, today.year - 5, -1):
        try:
            found = date(y, month, day)
        except ValueError:  # 29 February
            continue
        if found <= today:
            return found
    return None


def _parsed(text: str, today: date) -> date | None:
    if not re.search(r"\d|day|week|month|year|tomorrow", text, re.I) or len(text) > 40:
        return None
    import dateparser  # 0.2 s, and only for what the grammar above does not read

    settings = {"PREFER_DATES_FROM": "future", "RELATIVE_BASE": _midnight(today), "STRICT_PARSING": True}
    found = dateparser.parse(text, languages=["en"], settings=settings)
    return found.date() if found and found.date() > today else None


def _midnight(day: date) -> object:
    from datetime import datetime, time

    return datetime.combine(day, time())


def wall_time(text: str) -> str | None:
    """ "HH:MM" of "22", "10 pm", "6:30"; None when it is no time of day."""
    found = re.search(r"(\d{1,2})(?:[:.](\d\d))?\s*(am|pm)?", text, re.I)
    if not found:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    hour = hour % 12 + (12 if half == "pm" else 0) if half else hour
    return f"{hour:02d}:{minute:02d}" if hour < 24 and minute < 60 else None


_DAY_NAME = re.compile(
    r"\b(mon|tue|wed|thu|fri|sat|sun)(?:day|s|sday|nesday|rs|rsday|ur|urday|r|days|sdays|nesdays|rsdays|urdays)?\b",
    re.I,
)
_CLOCK = re.compile(r"(?<!\d)(\d{1,2})(?:[:.](\d\d))?\s*(am|pm|h|o'?clock)?(?!\d)", re.I)
_PARTS = {
    "morning": "09:00",
    "noon": "12:00",
    "lunch": "12:30",
    "afternoon": "15:00",
    "evening": "18:00",
    "night": "19:00",
}


def weekday_and_time(text: str) -> tuple[int, str] | None:
    """(0 Monday to 6, "HH:MM") in "Sunday at 6pm", "wed 18:30", "fridays"; the time defaults to 18:00."""
    found = _DAY_NAME.search(text)
    if not found:
        return None
    weekday = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].index(found[1].lower())
    part = next((word for word in _PARTS if re.search(rf"\b{word}\b", text, re.I)), None)
    clock = _CLOCK.search(text)
    if not clock:
        return weekday, _PARTS.get(part or "", "18:00")
    hour, minute, half = int(clock[1]), int(clock[2] or 0), (clock[3] or "").lower()
    if (half == "pm" or (not half and part in {"afternoon", "evening", "night"})) and hour < 12:
        hour += 12
    if half == "am" and hour == 12:
        hour = 0
    return (weekday, f"{hour:02d}:{minute:02d}") if hour < 24 and minute < 60 else None
