"""What a message asks: why, why not, what is, which ones; a question is never a wish unless it names a role."""

import re

from bot.intents import Intent, Kind
from bot.slots.names import mentioned, roles_in
from knowledge.finder import Finder
from knowledge.names import Kind as Named

_ABOUT = [
    (Kind.WHY_NOT, r"why not\b|why (?:did(?:n'?t| not) you|isn'?t|aren'?t|don'?t (?:i|you))\b|what about\b|how about\b"),
    (Kind.WHY, r"why\b|what(?:'?s| is) the (?:reason|point)\b|explain why\b|do i (?:really )?need\b"),
    (Kind.SWAP, r"(?:swap|replace|drop|remove|skip|not|without|exclude|i don'?t (?:want|like))\b"),
    (Kind.WHAT_IS, r"(?:what(?:'?s| is| are|s)|tell me (?:more )?about|info(?:rmation)? (?:on|about)|describe|explain|how much (?:is|does|for)"
                   r"|how long (?:is|does)|what does|is)\b"),
]  # fmt: skip
_ABOUT_RULES = [(kind, re.compile(rf"^\W*(?:and |so |but |ok(?:ay)?,? )?(?:{p})", re.I)) for kind, p in _ABOUT]
_SEARCH = re.compile(
    r"^\W*(?:search|find|look up|list|show me|which (?:certs?|certifications?|credentials?|courses?|badges?)(?: are| is)?(?: good| best| there)?"
    r"|what (?:certs?|certifications?|credentials?|courses?)(?: are there| should i (?:get|take)| exist)?|any (?:certs?|courses?|credentials?))"
    r"\s*(?:for|about|on|in|with|:)?\s+(?P<q>.+?)\W*$",
    re.I,
)
_ASKS = re.compile(
    r"^\W*(?:why|is|are|does|do i|what(?:'s)?|which|how (?:much|long|hard|many|often)|who|when|any)\b", re.I
)
_DEFINE = re.compile(r"^\W*what(?:'?s| is| are)\b", re.I)
_SEARCHES = re.compile(
    r"\b(?:which|what|any|best|good)\b[^?]*\b(?:certs?|certifications?|courses?|credentials?|badges?|certificates?|classes)\b",
    re.I,
)


def asked(text: str, finder: Finder) -> Intent | None:
    """A question about named things, or a search."""
    about = mentioned(text, finder)
    for kind, rule in _ABOUT_RULES:
        match = rule.search(text)
        if not match:
            continue
        rest = text[match.end() :].strip(" ?.")
        if not about and kind in {Kind.WHY, Kind.WHY_NOT}:
            if text.lower().lstrip().startswith("why"):
                return Intent(kind, subject=rest)
            continue  # "what about by Christmas?" is a wish
        if about:
            return Intent(kind, credentials=about, subject=text)
        kinds: tuple[Named, ...] = ("skill", "occupation")
        if kind is Kind.WHAT_IS and (found := finder.mentions(text, kinds)):
            return Intent(kind, subject=found[0].ids[0])
    if search := _SEARCH.match(text):
        return Intent(Kind.SEARCH, subject=search["q"])
    return None


def asked_openly(text: str, finder: Finder) -> Intent | None:
    """A question in other words: about a credential, a search, a definition, "X or Y?", or not understood."""
    if roles_in(text, finder):
        return None
    about = mentioned(text, finder)
    if _ASKS.search(text):
        if about:
            return Intent(Kind.WHAT_IS, credentials=about, subject=text)
        if _SEARCHES.search(text):
            return Intent(Kind.SEARCH, subject=text)
        return Intent(Kind.WHAT_IS if _DEFINE.search(text) else Kind.UNKNOWN, subject=text)
    if text.endswith("?") and " or " in text.lower() and len(about) > 1:
        return Intent(Kind.WHAT_IS, credentials=about, subject=text)
    return None
