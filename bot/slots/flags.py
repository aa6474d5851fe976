"""Filters, experience, language and time zone."""

import re
from functools import cache
from zoneinfo import available_timezones

from bot.slots.numbers import NUMBER, number

_ONLY = {
    "hands_on": re.compile(
        r"\b(?:hands[- ]?on|practical) (?:only|exams?|certs?|ones?|labs?)\b|\bonly (?:hands[- ]?on|practical)\b"
        r"|\bno multiple[- ]choice\b|\bhands[- ]?on\b(?! (?:experience|skills|knowledge|work))",
        re.I,
    ),
    "proctored": re.compile(r"\bproctored\b|\bsupervised exams?\b", re.I),
    "credit": re.compile(r"\b(?:university|college|academic) credits?\b|\bects\b|\bcredit[- ]bearing\b", re.I),
    "free": re.compile(r"\b(?:free only|only free|for free|free (?:courses?|certs?|certificates?|and))\b", re.I),
}
_DENIED = re.compile(r"\b(?:not|no|need not|don'?t|doesn'?t|without)\b[^,.;]*$", re.I)
_YEARS = re.compile(rf"(?P<n>{NUMBER})\+?\s*(?:years?|yrs?)\b(?!\s*(?:from now|time|old))", re.I)
_EXPERIENCE = re.compile(
    r"experience|\bin (?:it|tech|security|the field|cyber|data|sales|hr)\b|\bas an?\b|\bworking\b", re.I
)
_BEEN = re.compile(r"\b(?:been an?|worked|was an?|working)\b.*\bfor$", re.I)
_MONTHS = re.compile(rf"(?P<n>{NUMBER})\s*months? (?:of )?experience", re.I)
_NO_EXPERIENCE = re.compile(
    r"\b(?:no|zero|without(?: any)?) (?:work |job |it )?experience\b|\bcomplete beginner\b|\bnewbie\b", re.I
)
_LANGUAGES = {
    "english": "en",
    "german": "de",
    "deutsch": "de",
    "french": "fr",
    "spanish": "es",
    "portuguese": "pt",
    "italian": "it",
    "japanese": "ja",
    "chinese": "zh",
    "korean": "ko",
    "arabic": "ar",
    "dutch": "nl",
    "polish": "pl",
    "russian": "ru",
    "turkish": "tr",
    "hindi": "hi",
    "indonesian": "id",
}
_LANGUAGE = re.compile(
    rf"\b(?:exams?|courses?|only|certs?|certificates?|take it|offered|available|study|learn)\b[^.;]{{0,20}}?\bin "
    rf"(?P<l>{'|'.join(_LANGUAGES)})\b|\b(?P<m>{'|'.join(_LANGUAGES)})[- ](?:only|language|speaking exams?)\b",
    re.I,
)
_ZONE = re.compile(r"\b([A-Z][A-Za-z]+(?:/[A-Z][A-Za-z_]+){1,2})\b|\bUTC\b")
_CITY = re.compile(
    r"\b(?:live in|living in|based in|i'?m in|time ?zone(?: is)?|from)\s+(?P<c>[A-Z][\w .'-]{2,25})", re.I
)


def only(text: str) -> tuple[str, ...]:
    """The filters named: hands_on, proctored, credit, free."""
    found = []
    for name, pattern in _ONLY.items():
        hit = pattern.search(text)
        if hit and not _DENIED.search(text[max(0, hit.start() - 24) : hit.start()]):
            found.append(name)
    return tuple(found)


def experience(text: str) -> float | None:
    """Years of work experience, when said."""
    if _NO_EXPERIENCE.search(text):
        return 0.0
    for found in _YEARS.finditer(text):
        before = text[: found.start()].rstrip().lower()
        if before.endswith(("in", "within", "for the next", "next", "over")):
            continue
        if _EXPERIENCE.search(text[found.start() : found.end() + 40]) or _BEEN.search(before[-40:]):
            return number(found["n"])
    if months := _MONTHS.search(text):
        return round(number(months["n"]) / 12, 2)
    return None


def language(text: str) -> str | None:
    """An ISO 639-1 code when exams or courses are wanted in a language."""
    found = _LANGUAGE.search(text)
    return _LANGUAGES[(found["l"] or found["m"]).lower()] if found else None


_BIG = {
    **dict.fromkeys(
        ("mumbai", "delhi", "new delhi", "bangalore", "bengaluru", "chennai", "hyderabad", "india"), "Asia/Kolkata"
    ),
    **dict.fromkeys(("munich", "hamburg", "cologne", "frankfurt", "germany"), "Europe/Berlin"),
    **dict.fromkeys(("san francisco", "seattle", "san diego", "california"), "America/Los_Angeles"),
    **dict.fromkeys(("boston", "washington", "miami", "atlanta", "new york city", "nyc"), "America/New_York"),
    **dict.fromkeys(("dallas", "houston", "austin", "texas"), "America/Chicago"),
    **dict.fromkeys(("manchester", "edinburgh", "england", "uk", "scotland"), "Europe/London"),
    **dict.fromkeys(("barcelona", "spain"), "Europe/Madrid"),
    "milan": "Europe/Rome",
    "italy": "Europe/Rome",
    "geneva": "Europe/Zurich",
    "switzerland": "Europe/Zurich",
    "beijing": "Asia/Shanghai",
    "shenzhen": "Asia/Shanghai",
    "osaka": "Asia/Tokyo",
    "japan": "Asia/Tokyo",
    "france": "Europe/Paris",
    "lyon": "Europe/Paris",
    "poland": "Europe/Warsaw",
    "krakow": "Europe/Warsaw",
    "abu dhabi": "Asia/Dubai",
    "nigeria": "Africa/Lagos",
    "kenya": "Africa/Nairobi",
    "egypt": "Africa/Cairo",
}
"""Big places that the zone database does not name."""


@cache
def _cities() -> dict[str, str]:
    own = {z.rsplit("/", 1)[-1].replace("_", " ").lower(): z for z in sorted(available_timezones()) if "/" in z}
    return {**own, **_BIG}


def place(text: str) -> str | None:
    """The words after "I live in", whether or not they are a known place."""
    found = re.search(r"\b(?:i (?:now )?live in|based in|my time ?zone is)\s+([A-Z][\w .'-]{1,25})", text, re.I)
    return found[1].strip() if found else None


def zone(text: str) -> str | None:
    """An IANA zone, by its name or by a city after "I live in", "time zone is"."""
    if offset := re.search(r"\b(?:UTC|GMT)\s?([+-])(\d{1,2})(?::?00)?\b", text):
        name = f"Etc/GMT{'-' if offset[1] == '+' else '+'}{int(offset[2])}"  # the database counts the other way
        return name if name in available_timezones() else None
    if (found := _ZONE.search(text)) and found.group(0) in available_timezones():
        return found.group(0)
    if found := _CITY.search(text):
        words = re.split(r"[^\w']+", found["c"].strip())
        for n in range(min(3, len(words)), 0, -1):
            if hit := _cities().get(" ".join(words[:n]).lower()):
                return hit
    return None
