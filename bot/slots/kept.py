"""Evidence in a sentence, the code of an account link, and which form is to be filled in."""

import re
from datetime import date

from bot.intents import Intent, Kind
from bot.slots.dates import past_day
from bot.slots.fields import address

_SAVE = re.compile(
    r"^\W*(?:please\s+)?(?:(?:save|add|keep|note|record|log)\s+(?:this\s+|it\s+)?(?:as\s+)?(?:my\s+)?evidence\s*(?P<c>[:,–-])?"
    r"|(?:my\s+)?evidence\s*(?P<d>[:–-]))\s*(?P<what>\S.*)$",
    re.I,
)
_MADE = re.compile(
    r"^\W*(?:(?:today|yesterday|last \w+|this \w+),?\s+)?(?:i|we)(?:'?ve|\s+have)?\s+(?:just\s+|recently\s+|finally\s+|now\s+)?"
    r"(?:built|made an?|created|published|released|shipped|wrote|written|developed|designed|deployed|set up|automated"
    r"|contributed to|gave a talk|presented|open[- ]sourced|won)\s+\S",
    re.I,
)
_WISHES = re.compile(
    r"\b(?:want|wanna|would|like to|become|goal|plan to|need|hope|aim|hours? (?:a|per) week|budget|have)\b"
    r"|\b(?:mistake|error|typo|progress)\b",
    re.I,
)
_CODE = r"(?P<a>[A-HJKMNP-Z2-9]{4})\s?[-–]?\s?(?P<b>[A-HJKMNP-Z2-9]{4})"
_LINK = re.compile(rf"^\W*(?:link|code|link code|link(?: my)? account)\s*:?\s+{_CODE}\W*$", re.I)
_BARE = re.compile(rf"^\W*{_CODE.replace('[-–]?', '[-–]')}\W*$")
_FILL = re.compile(r"^\W*fill in (?:a |an |my |the )?(goal|evidence|settings)(?: form)?\W*$", re.I)
_FILE = re.compile(r"^\W*keep (?:the )?file\s+[“\"]?(.{1,200}?)[”\"]?\W*$", re.I)
_DAY = re.compile(
    r"\byesterday\b|\blast night\b|\bon (?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b20\d\d-\d\d?-\d\d?\b"
    r"|\b\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \d{1,2}\b",
    re.I,
)
_OWN = re.compile(
    r"^\W*(?:today|yesterday)?,?\s*(?:i|we)(?:'?ve|\s+have)?\s+(?:just\s+|recently\s+|finally\s+|now\s+)?", re.I
)


def ordered_first(text: str) -> Intent | None:
    """What must not be read as anything else: a code, a form by name, "save as evidence: ..."."""
    if found := _LINK.match(text) or _BARE.match(text):
        return Intent(Kind.LINK_CODE, subject=f"{found['a']}{found['b']}".upper())
    if found := _FILL.match(text):
        return Intent(Kind.FILL, subject=found[1].lower())
    if found := _FILE.match(text):
        return Intent(Kind.EVIDENCE, subject=found[1], source="file")
    if found := _SAVE.match(text):
        return Intent(Kind.EVIDENCE, subject=found["what"], url=address(found["what"]))
    return None


def made(text: str) -> Intent | None:
    """ "I built a Kubernetes homelab": evidence, when it is a statement and no wish."""
    if text.rstrip().endswith("?") or not _MADE.match(text) or _WISHES.search(text):
        return None
    return Intent(Kind.EVIDENCE, subject=text, url=address(text))


def what(text: str, url: str) -> str:
    """The deed alone: without the link, without "I have just", begun with a capital."""
    bare = " ".join(text.replace(url, " ").split()) if url else " ".join(text.split())
    bare = _OWN.sub("", bare, count=1).strip(" .,;:–-(")
    return bare[:1].upper() + bare[1:]


def named_day(text: str, today: date) -> date | None:
    """The day itself in "yesterday", "on Monday", "on 3 May 2026"; None for none and for a vague one ("last month")."""
    if re.search(r"\b(?:today|just now)\b", text, re.I):
        return today
    day = past_day(text, today) if _DAY.search(text) else today
    return day if day != today else None
