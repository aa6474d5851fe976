"""How numbers, money, dates and names read in English."""

from collections.abc import Sequence
from datetime import date

_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£"}


def money(cents: int, currency: str, about: bool = False) -> str:
    """$404, about €380, 250 CHF."""
    amount = f"{cents / 100:,.2f}".removesuffix(".00")
    text = f"{_SIGNS[currency]}{amount}" if currency in _SIGNS else f"{amount} {currency}"
    return f"about {text}" if about else text


def day(value: date) -> str:
    """9 May 2027."""
    return f"{value.day} {value:%b %Y}"


def month(value: date) -> str:
    """May 2026."""
    return f"{value:%b %Y}"


def hours(quarters: int) -> str:
    """90 h, 7.5 h."""
    return f"{quarters / 4:g} h"


def plain(value: float) -> str:
    """6, 4.5."""
    return f"{value:g}"


def percent(share: float) -> str:
    """64 %."""
    return f"{share * 100:.0f} %"


def listed(words: Sequence[str], last: str = "and") -> str:
    """a, b and c."""
    words = [w for w in words if w]
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def some(words: Sequence[str], most: int) -> str:
    """At most `most` of the words, then how many more: a, b, c and 2 more."""
    if len(words) <= most:
        return listed(words)
    return f"{', '.join(words[:most])} and {len(words) - most} more"


def weekdays(numbers: Sequence[int], names: Sequence[str]) -> str:
    """Monday to Friday, or Monday, Wednesday and Friday. `names` begin with number 0."""
    days = sorted(set(numbers))
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        return f"{names[days[0]]} to {names[days[-1]]}"
    return listed([names[n] for n in days])


def plural(n: float, one: str, many: str | None = None) -> str:
    """1 step, 3 steps."""
    return f"{n:g} {one if n == 1 else many or one + 's'}"


def clip(text: str, most: int = 80) -> str:
    """At most `most` characters, one line."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
