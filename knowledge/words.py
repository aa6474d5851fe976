"""Words of a text as names are compared: lower case, no accents, no plural, with places in the text kept.

"Security+" and "security plus", "AZ-500" and "az500", "CI/CD" and "ci cd", "C#" and "csharp" give the same words.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

_TOKEN = re.compile(
    r"(?P<special>c\+\+|(?<![^\W_])[cf]#|\.net(?![^\W\d_])|k8s)"
    r"|[^\W\d_]+(?:['’][^\W\d_]+)?|\d+|(?P<plus>(?<=[^\W\d_])\+(?![^\W_])|(?<=[^\W\d_]\s)\+(?=\s*(?:$|[,.;:!?)])))|(?P<and>&)"
)
_SPECIAL = {"c++": "cpp", "c#": "csharp", "f#": "fsharp", ".net": "dotnet", "k8s": "kubernete"}
_VOWEL = frozenset("aeiouy")
_PLAIN = re.compile(r"['’]")


def word_set(text: str) -> frozenset[str]:
    """The words between the spaces."""
    return frozenset(text.split())


SMALL = word_set("a an and at by for in of on or the to with")
"""Words that carry no meaning inside a name."""

FULL = {
    "acct": "accountant",
    "admin": "administrator",
    "arch": "architect",
    "assoc": "associate",
    "biz": "business",
    "comms": "communication",
    "config": "configuration",
    "cyber": "cybersecurity",
    "db": "database",
    "dev": "developer",
    "eng": "engineer",
    "engr": "engineer",
    "infra": "infrastructure",
    "infosec": "security",
    "js": "javascript",
    "mgmt": "management",
    "mgr": "manager",
    "mktg": "marketing",
    "net": "network",
    "ops": "operation",
    "pen": "penetration",
    "pentest": "penetration",
    "pro": "professional",
    "prod": "product",
    "proj": "project",
    "sec": "security",
    "sys": "system",
}
"""Short forms that people type inside a longer name; a short form alone is never lengthened."""


class Word(NamedTuple):
    """One word of a text: where it stands, and the form it is compared in."""

    key: str
    start: int
    end: int


def words(text: str) -> list[Word]:
    """The words of a text in order; letters and digits are separate words ("AZ-104" -> az, 104)."""
    return [Word(_key(match), match.start(), match.end()) for match in _TOKEN.finditer(_plain(text))]


def keys(text: str) -> tuple[str, ...]:
    """Only the compared forms of the words."""
    return tuple([_key(match) for match in _TOKEN.finditer(_plain(text))])


def _key(match: re.Match[str]) -> str:
    """The compared form of one token."""
    group = match.lastgroup
    if group is None:
        return stem(match[0])
    return _SPECIAL[match[0]] if group == "special" else group


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A word without apostrophe and plural ending: analysts -> analyst, technologies -> technology, aws -> aws."""
    word = _PLAIN.sub("", word)
    if len(word) < 4 or word.endswith(("ss", "us", "is")) or word == "does":
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if len(word) == 4 and (word[2] in _VOWEL or _VOWEL.isdisjoint(word[:3])):
        return word  # an acronym: CPTS and SaaS are no plurals
    return word[:-1] if word.endswith("s") else word


def lengthen(parts: Iterable[str]) -> tuple[str, ...]:
    """The words with short forms written out and the small words left out, as names are compared loosely."""
    return tuple(stem(FULL.get(part, part)) for part in parts if part not in SMALL)


def _plain(text: str) -> str:
    """Lower case without accents, one character for one character, so that places stay true."""
    low = text.lower()
    if low.isascii():
        return low
    if len(low) != len(text):
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return "".join(unicodedata.normalize("NFKD", c)[0] for c in low)
