"""Which way a name in a sentence is meant: held, wanted, excluded, known, the present role or the wished one."""

import re
from enum import StrEnum


class Cue(StrEnum):
    """The meaning that the words before a name give it."""

    HELD = "held"
    ABSENT = "absent"
    WANTED = "wanted"
    EXCLUDED = "excluded"
    LEARN = "learn"
    CURRENT = "current"
    NONE = "none"


_I = r"(?:i(?:['’]?ve| have)?|we|already|currently|just)?\s*"
_CUES: list[tuple[Cue, re.Pattern[str]]] = [
    (cue, re.compile(pattern, re.I))
    for cue, pattern in [
        (Cue.CURRENT, r"\bi(?:['’]| a)?m (?:currently |now )?(?:an?|the)\b|\b(?:i (?:currently )?work|working|job) as(?: an?| the)?\b|\bfrom\b"
                      r"|\bi was an?\b|\bused to be\b|\bbeen an?\b|\bbackground as\b|\b(?:years?|yrs?)\b(?: of)?(?: experience)? (?:as|like|of|in)(?: an?)?\b|\bcurrent(?:ly)?\b(?! (?:want|look|aim|hop|plan))"),
        (Cue.ABSENT, r"\b(?:don['’]?t|do not|didn['’]?t|haven['’]?t|have not|never)\b[^,.;]{0,12}"
                     r"\b(?:have|hold|got|passed|know|done)\b|\bwithout having\b|\bhave no\b"),
        (Cue.EXCLUDED, r"\bno\b(?!\s*[,;])|\bnot\b|\bwithout\b|\bexcept\b|\bexclud\w+|\bskip\w*|\bavoid\w*|\bhate\b|\bdislike\b"
                       r"|\bother than\b|\binstead of\b|\bdrop\b|\bremove\b|\banything but\b|\bleave out\b"
                       r"|\b(?:don['’]?t|do not) (?:want|like|need)\b"),
        (Cue.HELD, rf"\b{_I}(?:have|has|hold|holding|got|earned|passed|finished|completed|obtained|possess|own)\b"
                   r"|\bcertified\b|\bwith (?:my|an?)\b|\bwith\b|\balready\b|\bmy\b|\bknow\b|\bgood (?:at|with)\b"
                   r"|\bexperience (?:with|in|of)\b|\bexperienced (?:with|in)\b|\bfamiliar with\b|\buse\b|\busing\b"
                   r"|\bwork(?:ed|ing)? with\b|\bskilled (?:at|in)\b|\bcomfortable with\b|\bfluent in\b|\bbackground in\b"
                   r"|\bknowledge of\b|\bexpert (?:in|at)\b|\bbasics? of\b"),
        (Cue.LEARN, r"\blearn(?:ing)?\b|\bimprove\b|\bbetter at\b|\bpick up\b|\bmaster\b|\bget into\b|\bupskill\b|\bstudy\b"),
        (Cue.WANTED, r"\bwant(?:s|ed)?\b|\bwanna\b|\blike to\b|\bget\b|\btake\b|\binclude\b|\bmust\b|\bneed\b|\bbecome\b|\bbecoming\b"
                     r"|\bgo for\b|\baim\w*\b|\bprepar\w+\b|\bstudying for\b|\btowards?\b|\binterested\b|\bdream\b|\bgoal\b"
                     r"|\bturn(?:ing)? into\b|\binto\b|\bto be\b|\bas an?\b|\bto\b|\bkeep\b|\badd\b"),
    ]
]  # fmt: skip
_RANK = {Cue.ABSENT: 3, Cue.CURRENT: 2, Cue.EXCLUDED: 1}
"""Where two cues end at the same place, the more special one counts: "I have no X" is absent, not excluded."""
_BREAK = re.compile(r"[.!?;\n](?=\s|$)|(?<!anything )\bbut\b|\bthough\b", re.I)
_STRENGTH = re.compile(
    r"\b(expert|advanced|very good|strong|senior|years)\b|\b(bit of|basic\w*|some|little|beginner)\b", re.I
)


def cue(text: str, start: int) -> Cue:
    """What the words before position `start` say about the name that stands there: the last cue wins."""
    begin = max((m.end() for m in _BREAK.finditer(text, 0, start)), default=0)
    clause = text[begin:start]
    last, meaning = -1, Cue.NONE
    for candidate, pattern in _CUES:
        for found in pattern.finditer(clause):
            if (found.end(), _RANK.get(candidate, 0)) > (last, _RANK.get(meaning, 0)):
                last, meaning = found.end(), candidate
    if meaning is Cue.EXCLUDED and re.match(r"[^,.;]{0,25}\byet\b", text[start:], re.I):
        return Cue.ABSENT  # "no Security+ yet"
    return _negated(clause, last, meaning)


def _negated(clause: str, last: int, meaning: Cue) -> Cue:
    """ "don't want X": the verb is the last cue, the negation before it turns it."""
    if meaning in {Cue.HELD, Cue.WANTED, Cue.LEARN}:
        before = clause[max(0, last - 28) : last].lower()
        if re.search(r"\b(?:don['’]?t|do not|haven['’]?t|not|never|no longer)\s+(?:\w+\s+){0,2}\w*$", before):
            return Cue.ABSENT if meaning is Cue.HELD else Cue.EXCLUDED
    return meaning


def claimed_level(text: str, start: int) -> int:
    """The skill level 1-4 that "expert in", "some" or plain "know" claims."""
    found = list(_STRENGTH.finditer(text, max(0, start - 40), start))
    if not found:
        return 2
    return 3 if found[-1][1] else 1
