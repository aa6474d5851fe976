"""Typing errors in the words that the grammars need: "5 huors a week", "septmber", "500 dolars"."""

import re

from knowledge.spelling import english

_WORDS = (
    *("hours", "hour", "minutes", "weeks", "week", "weekly", "months", "month", "years", "year", "daily", "weekend"),
    *("dollars", "dollar", "euros", "euro", "pounds", "budget", "january", "february", "march", "april", "august"),
    *("september", "october", "november", "december", "summer", "spring", "autumn", "winter", "deadline"),
    *("accept", "cheaper", "faster", "studied", "passed", "failed", "finished", "experience", "without", "become"),
    *("before", "certified", "certification", "remind", "every", "sunday", "monday", "tuesday", "wednesday"),
    *("thursday", "friday", "saturday", "learn", "already", "progress", "export", "forget", "reminders"),
)


def mended(text: str) -> str:
    """The text with unknown words that are one slip (two in long words) from a word of the grammar put right."""
    from rapidfuzz.distance import OSA

    def word(match: re.Match[str]) -> str:
        typed = match[0].lower()
        if typed in _WORDS or typed in english():
            return match[0]
        for known in _WORDS:
            slips = 2 if len(known) >= 8 else 1
            if typed[0] == known[0] and abs(len(typed) - len(known)) <= slips and OSA.distance(typed, known) <= slips:
                return known
        return match[0]

    return re.sub(r"(?<![\w+-])[A-Za-z]{4,}(?![\w+-])", word, text)
