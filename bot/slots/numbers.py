"""Numbers as people write them: 6, 1.5, 1,000, 2k, six, half an, a couple of."""

import re

WORDS = {
    "zero": 0,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "fifteen": 15,
    "eighteen": 18,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "ninety": 90,
    "a couple of": 2,
    "couple of": 2,
    "a few": 3,
    "half an": 0.5,
    "half a": 0.5,
    "a": 1,
    "an": 1,
    "one and a half": 1.5,
}
_WORDS = "|".join(sorted(map(re.escape, WORDS), key=len, reverse=True))
NUMBER = rf"(?:(?<![\w.,-])(?:\d{{1,3}}(?:[, ]\d{{3}})+|\d+)(?:[.,]\d+)?(?![\d])|\b(?:{_WORDS})\b)"
"""A number, as a regex without groups."""
_SCALES = {"hundred": 100, "thousand": 1000, "k": 1000, "grand": 1000, "million": 1_000_000, "m": 1_000_000}
SCALE = r"(?:\s?k\b|\s?(?:hundred|thousand|grand|million)\b)"


def number(text: str, scale: str | None = None) -> float:
    """The value of what NUMBER (and SCALE) matched. "1,000" is a thousand, "1,5" is one and a half."""
    text = text.strip().lower()
    if text in WORDS:
        value = float(WORDS[text])
    else:
        if re.fullmatch(r"\d{1,3}([, ]\d{3})+(\.\d+)?", text):
            text = re.sub(r"[, ]", "", text)
        value = float(text.replace(",", "."))
    return value * _SCALES.get((scale or "").strip().lower(), 1)


def mask(text: str, start: int, end: int) -> str:
    """The text with a stretch blanked, so that the next grammar does not read it again."""
    return text[:start] + " " * (end - start) + text[end:]
