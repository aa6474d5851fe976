"""What a message wants to find out: compare, most valued, worth it, stacks, expiring, diverse, sources, becoming."""

import re

from bot.intents import Intent, Kind
from bot.slots.cues import Cue, cue
from knowledge.finder import Finder
from knowledge.names import Kind as Named

_ORDERS = re.compile(
    r"^\W*(?:why|swap|drop|remove|skip|without|exclude|no|not|i (?:don'?t|want|passed|failed)|remind|stop|renewed|forget)\b",
    re.I,
)
_CHOICE = re.compile(
    r"\bor\b|\bvs\b|\bversus\b|\bcompar\w+\b|\bdifference between\b|\b(?:better|harder|easier|cheaper|faster) than\b|\bagainst\b",
    re.I,
)
_COMPARES = re.compile(r"^\W*(?:please )?(?:compare|difference between)\b|\bvs\b|\bversus\b|\?\s*$", re.I)
_BETWEEN = re.compile(r"\b(?:than|vs|versus|and|with)\b", re.I)
_COMPARE = re.compile(r"^\W*(?:please )?compare\b", re.I)
_WISH = re.compile(r"\b(?:i want|i'?d like|i would like|become|by (?:end of )?\w+ \d{4}|hours? (?:a|per) week)\b", re.I)
_VALUED = re.compile(
    r"\b(?:most|more|really|highly)[- ](?:valued|valuable|wanted|sought(?:[- ]after)?|asked(?:[- ]for)?|in[- ]demand|requested|popular"
    r"|mentioned|recogni[sz]ed|respected|named)\b|\bin (?:high |most )?demand\b|\b(?:do )?(?:employers|companies|recruiters|job ads|postings)"
    r"\b.{0,20}\b(?:want|ask|look|value|name|demand|require)\b|\bmost demand\b",
    re.I,
)
_WORTH = re.compile(
    r"\bworth (?:it|the|getting|doing|taking|having|my|anything|while)\b|\bworthwhile\b|\bis .{2,60} (?:still )?(?:any good|(?:still )?relevant|outdated|"
    r"dead|obsolete|recogni[sz]ed|respected|a scam)\b|\bhow (?:well )?(?:recogni[sz]ed|respected) is\b|\bworth\?\s*$",
    re.I,
)
_PRONOUN = re.compile(r"\b(?:is|was|are) (?:it|that|this)\b|^\W*(?:(?:but|and|so|still|really) )*worth\b", re.I)
_STACKS = re.compile(
    r"\bstacks?\b(?! ?overflow).{0,40}\b(?:degrees?|into|towards?|up|together|credits?)\b|\bstackable\b"
    r"|\b(?:counts?|credits?|transfers?|leads?|go(?:es)?|adds? up)\b.{0,25}\b(?:towards?|into|to|for)\b.{0,20}\b(?:degrees?|bachelor'?s?|master'?s?|diploma)\b"
    r"|\b(?:which|what|any)\b.{0,40}\b(?:university|college|academic) credits?\b",
    re.I,
)
_EXPIRING = re.compile(
    r"\b(?:expir\w+|run(?:s|ning)? out|laps(?:e|es|ing)|up for renewal|(?:need|have|due)(?: to)?(?: be)? renew\w*|to renew)\b",
    re.I,
)
_MINE = re.compile(r"\b(?:mine|my|i have|i hold|i got|i|me)\b|^\W*(?:what|which|anything)\b", re.I)
_DIVERSE = re.compile(
    r"\bdivers\w+\b|\bcore (?:plus|and|\+)|\bnew directions?\b|\bbranch(?:ing)? out\b|\bbroaden\b|\bwell[- ]rounded\b|\bt[- ]shaped\b",
    re.I,
)
_SOURCES = re.compile(
    r"^\W*(?:(?:show|list|give|what are|name)?(?: me)? ?(?:the |your |its |all )?(?:sources?|references?|citations?)"
    r"(?:(?: for| of| on|:) (?P<what>.{1,1500}?))?|where (?:do|did|does) (?:you|this|that|it) (?:get|know|have|come)?.{0,20} from|says who"
    r"|how do you know(?: that| this)?|who says (?:so|that)|source please|prove it)(?: please)?\W*$",
    re.I,
)
_BECOMING = re.compile(
    r"^\W*(?:so |and |ok(?:ay)?,? |now )?(?:wh?a?h?t (?:could|can|might|should) i (?:become|be|turn into)(?: (?:now|next|with (?:that|this|it|what i (?:have|know|can|hold)|my .{2,30})))?"
    r"|(?:which|wh?a?h?t) (?:roles?|jobs?|careers?) (?:could|can|would|might|should)?\s?(?:i|fit(?:s)?|suit(?:s)?|are|match(?:es)?)\b.{0,40}"
    r"|where (?:could|can) i go (?:from here|next)|(?:nearest|closest) roles?(?: to (?:me|mine))?)\W*$",
    re.I,
)
_AIM = re.compile(r"^\W*plan (?:for )?this job ad (?P<goal>ad:\S{1,2000})\s*$", re.I)
_HOW = re.compile(
    r"^\W*(?:(?:can|could|may) (?:i|you) |please |i(?:'ll| will| want to| can)? |here(?:'s| is) )*(?:read|send|use|paste|upload|check|analy[sz]e|import|share|have)?"
    r"(?: you)? ?(?:my |an? |the |this )?(?P<what>cv|r[eé]sum[eé] file|curriculum vitae|linkedin(?: export| profile)?|job (?:ad|advert|description|posting|offer))s?\W*$",
    re.I,
)
_STEP = re.compile(r"^pick: (?P<what>all|choose|none|done|tick [a-z0-9-]{2,80})$")


def researched(text: str, finder: Finder, topic: str | None = None) -> Intent | None:
    """The question behind the text; `topic` is the credential that was last talked about ("is it worth it?")."""
    if found := _STEP.match(text):
        return Intent(Kind.CV_STEP, subject=found["what"])
    if found := _AIM.match(text):
        return Intent(Kind.AIM, subject=found["goal"])
    if found := _HOW.match(text):
        return Intent(Kind.AD if found["what"].lower().startswith("job") else Kind.CV)
    if found := _SOURCES.match(text):
        return Intent(Kind.SOURCES, subject=found["what"] or "")
    if _BECOMING.match(text):
        return Intent(Kind.BECOMING, subject=text)
    if _ORDERS.match(text) or len(text) > 400:
        return None
    if _DIVERSE.search(text) and not _WISH.search(text):
        return Intent(Kind.DIVERSE, subject=text)
    if _STACKS.search(text) and not _WISH.search(text):
        return Intent(Kind.STACKS, subject=text)
    return _named(text, finder, topic)


def _named(text: str, finder: Finder, topic: str | None) -> Intent | None:
    """Questions about what the text names."""
    worth, valued, expiring = _WORTH.search(text), _VALUED.search(text), _EXPIRING.search(text)
    choice = _CHOICE.search(text) and _COMPARES.search(text) and not _WISH.search(text)
    if not (worth or valued or expiring or choice):
        return None
    about = named(text, finder, "credential")
    kinds: tuple[Named, ...] = ("credential",)
    if choice and len(about) == 1 and _BETWEEN.search(text) and len(finder.mentions(text, kinds)) > 1:
        return Intent(Kind.COMPARE, credentials=about * 2, subject=text)  # with itself
    if choice and (len(about) > 1 or (about and _COMPARE.match(text))):
        return Intent(Kind.COMPARE, credentials=about, subject=text)
    if worth and (about or (topic and _PRONOUN.search(text))):
        return Intent(Kind.WORTH, credentials=about or (topic or "",), subject=text)
    if valued and not about and (re.search(r"\b(?:which|what|most|employers|in demand)\b", text, re.I)):
        roles = named(text, finder, "occupation")
        return Intent(Kind.VALUED, subject=text, credentials=roles[:1])
    if expiring and _MINE.search(text) and not re.search(r"\bhow long\b|\bnever\b", text, re.I):
        return Intent(Kind.EXPIRING, credentials=about, subject=text) if not about or "my" in text.lower() else None
    return None


def named(text: str, finder: Finder, kind: Named) -> tuple[str, ...]:
    """Ids that the text names, without what it says is held already ("I have CCNA, CCNP or AZ-104?")."""
    found = finder.mentions(text, (kind,))
    ids = [m.ids[0] for m in found if kind != "credential" or not _held(text, m.start)]
    return tuple(dict.fromkeys(ids or [m.ids[0] for m in found]))


def _held(text: str, start: int) -> bool:
    """Whether the words right before a name say that it is held: "I have CCNA" does not reach over a comma."""
    begin = max((m.end() for m in re.finditer(r"[,;.?!]", text[:start])), default=0)
    return cue(text[begin:], start - begin) is Cue.HELD
