"""Names in a wish: roles, credentials, skills and issuers, each with the way it is meant."""

import re
from dataclasses import dataclass, field

from bot.slots.cues import Cue, claimed_level, cue
from bot.wish import Wish
from knowledge.catalog import Catalog
from knowledge.finder import Finder
from knowledge.linking import Mention
from knowledge.names import Kind

_ROLE_WORDS = re.compile(
    r"\b(?:become|becoming|(?:want|wanna|like|love|wish|hope|plan|going|aim|dream|hoping|planning)\w*(?: of| to)? (?:to )?(?:be|being)|wanna be"
    r"|work(?:ing)? as|jobs? as|careers? (?:in|as)|get into|go into|(?:move|switch|change|transition|break)(?:ing)? (?:in)?to|role of|jobs? in|work(?:ing)? (?:in|with))"
    r"\s+(?:an?\s+|the\s+)?(?P<role>[^,.;!?\n]{3,60}?)"
    r"(?=\s*(?:[,.;!?\n]|$|\b(?:by|before|within|until|with|without|and i|but|using|for under|next|in \d)\b))",
    re.I,
)
_HELD_SO_FAR = re.compile(
    r"\s*(?:for|since)\s+(?:the (?:last|past)\s+)?(?:\d+|a|an|two|three|four|five|six|ten|many|some)\b", re.I
)
"""After a role: "sysadmin for 6 years" is what somebody is."""
_FILLER = re.compile(
    r"\b(?:role|job|position|career|person|someone|people|guy|girl|professional)s?\b|\b(?:asap|please|pls|soon|quickly|now|fast)\b|[^\w\s+#/&.'-]",
    re.I,
)


@dataclass(slots=True)
class Named:
    """What was found, being collected."""

    roles: list[str] = field(default_factory=list)
    options: tuple[str, ...] = ()
    text: str = ""
    current: str | None = None
    held: list[str] = field(default_factory=list)
    locked: list[str] = field(default_factory=list)
    excluded: list[str] = field(default_factory=list)
    issuers: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    skills: dict[str, int] = field(default_factory=dict)
    learn: list[str] = field(default_factory=list)
    aside: list[tuple[int, int]] = field(default_factory=list)

    def wish(self) -> Wish:
        """As slots."""
        return Wish(
            roles=tuple(dict.fromkeys(self.roles)),
            role_text=self.text,
            role_options=self.options,
            current=self.current,
            held=tuple(dict.fromkeys(self.held)),
            absent=tuple(dict.fromkeys(self.absent)),
            skills=self.skills,
            excluded=tuple(dict.fromkeys(self.excluded)),
            excluded_issuers=tuple(dict.fromkeys(self.issuers)),
            locked=tuple(dict.fromkeys(self.locked)),
        )


def names(text: str, catalog: Catalog, linker: Finder) -> Named:
    """Every name in the text, sorted by what is meant with it."""
    found = Named()
    mentions = linker.mentions(text, ("occupation", "credential", "skill"))
    roles = [m for m in mentions if m.kind == "occupation"]
    others = [m for m in mentions if m.kind != "occupation" and not any(_inside(m, r) for r in roles)]
    credentials = [m for m in others if m.kind == "credential"]
    skills = [m for m in others if m.kind == "skill" and not any(_inside(m, c) for c in credentials)]
    wanted = [m for m in roles if cue(text, m.start) in {Cue.WANTED, Cue.LEARN}]
    for mention in wanted or roles:  # where one role is wanted, others are just mentioned ("HR will promote me to ...")
        _role(text, mention, found)
    for mention in [m for m in roles if m not in wanted] if wanted else []:
        if cue(text, mention.start) is Cue.CURRENT:
            _role(text, mention, found)
    for mention in credentials:
        _credential(text, mention, found)
        found.aside.append((mention.start, mention.end))
    for mention in skills:
        _skill(text, mention, found, catalog)
    _issuers(text, catalog, found)
    if not found.roles and not found.options and (words := _ROLE_WORDS.search(text)):
        found.text = _FILLER.sub("", words["role"]).strip()
    _promote(found)
    return found


def _inside(inner: Mention, outer: Mention) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _role(text: str, mention: Mention, found: Named) -> None:
    meaning = cue(text, mention.start)
    if meaning is Cue.CURRENT or _HELD_SO_FAR.match(text[mention.end :]):
        found.current = mention.ids[0]
        found.aside.append((mention.start, mention.end))
    elif meaning is Cue.EXCLUDED:
        return
    elif len(mention.ids) > 1:
        found.options, found.text = found.options or tuple(mention.ids), mention.text
    else:
        found.roles.append(mention.ids[0])


def _credential(text: str, mention: Mention, found: Named) -> None:
    id = mention.ids[0]
    if text[mention.end : mention.end + 1] == "?" and text[mention.end + 1 :].strip():
        return  # "..., ccnp?, ...": a doubt in passing, neither held nor wanted
    match cue(text, mention.start):
        case Cue.HELD | Cue.CURRENT:
            found.held.append(id)
        case Cue.EXCLUDED:
            found.excluded.extend(mention.ids)
        case Cue.ABSENT:
            found.absent.append(id)
        case Cue.WANTED | Cue.LEARN:
            found.locked.append(id)
        case Cue.NONE:
            (found.held if re.search(r"[,;]", text[: mention.start]) else found.locked).append(id)


def _skill(text: str, mention: Mention, found: Named, catalog: Catalog) -> None:
    match cue(text, mention.start):
        case Cue.EXCLUDED:
            word = re.compile(rf"(?<!\w){re.escape(mention.text)}(?!\w)", re.I)
            found.excluded += [c.id for c in catalog.credentials.values() if word.search(c.name)]
        case Cue.HELD:
            found.skills[mention.ids[0]] = claimed_level(text, mention.start)
            found.aside.append((mention.start, mention.end))
        case Cue.LEARN:
            found.learn.append(mention.ids[0])


def _issuers(text: str, catalog: Catalog, found: Named) -> None:
    lower = text.lower()
    for issuer in catalog.issuers.values():
        for name in (issuer.name, *issuer.aliases):
            at = re.search(rf"(?<!\w){re.escape(name.lower())}(?!\w)", lower) if len(name) > 2 else None
            if at and cue(text, at.start()) is Cue.EXCLUDED:
                found.issuers.append(issuer.id)
                found.excluded = [c for c in found.excluded if catalog.credentials[c].issuer != issuer.id]


def _promote(found: Named) -> None:
    """Without a role, the credentials or skills that are wanted are themselves the goal."""
    if found.roles or found.options or found.text:
        return
    if found.locked:
        found.roles = [f"credential:{id}" for id in found.locked]
    elif found.learn:
        found.roles = [f"skill:{id}" for id in found.learn]


def mentioned(text: str, finder: Finder) -> tuple[str, ...]:
    """The credentials that a text names, in order."""
    kinds: tuple[Kind, ...] = ("credential",)
    return tuple(m.ids[0] for m in finder.mentions(text, kinds))


def roles_in(text: str, finder: Finder) -> bool:
    """Whether the text names a role."""
    kinds: tuple[Kind, ...] = ("occupation",)
    return bool(finder.mentions(text, kinds))
