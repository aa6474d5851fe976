"""Use cases that look and compare: why, why not, swap, what is, search."""

import re
from collections.abc import Callable
from dataclasses import replace

from bot.comparing import at_hand
from bot.goals import wish
from bot.intents import Intent, Kind
from bot.messages import Block, Cards, Note, Reply, Text
from bot.proposing import compared, remembered, say
from bot.turn import Outcome, Turn, choices, offered
from bot.views.compare import why_lines, why_not_lines
from bot.views.facts import credential_card, focus, role_card, skill_card
from bot.views.recognition import card_choices, with_recognition
from bot.views.refusal import constraint, relaxations
from bot.wish import Wish
from bot.wording import en
from bot.wording.formats import clip, listed
from knowledge.credentials import Credential
from planner.explain import why, why_not
from planner.plan import plan


def explain(turn: Turn, intent: Intent) -> Outcome:
    """ "why", "why CySA+?": what each step buys and what is lost without it, read from the solver."""
    pathway = at_hand(turn)
    if turn.dialogue.refusal and not turn.dialogue.proposal and not intent.credentials:
        return say(turn.dialogue.refusal)
    if pathway is None:
        return _about(turn, intent) if intent.credentials else say(en.NO_PLAN)
    if not intent.credentials and intent.subject and not _PLAIN_WHY.fullmatch(intent.subject.strip(" ?.!")):
        return _which(turn, intent, "why")
    steps = [s.credential for s in pathway.steps]
    asked = [c for c in intent.credentials if c in steps] or ([] if intent.credentials else steps[:5])
    if not asked:
        return explain_not(turn, intent)
    lines = [line for id in asked for line in why_lines(turn.catalog, pathway, why(turn.catalog, pathway, id))]
    summary = f"Why {listed([turn.catalog.credentials[i].short for i in asked])}"
    blocks: list[Block] = [Text(line) for line in lines]
    buttons = choices("cheaper", "faster", "accept") if turn.dialogue.proposal else choices("show my plan")
    reply = Reply(f"{summary}.", (*blocks, buttons))
    return Outcome(reply, dialogue=offered(replace(turn.dialogue, topic=asked[0]), reply))


def explain_not(turn: Turn, intent: Intent) -> Outcome:
    """ "why not CISSP?": what forcing it in would cost, or what forbids it."""
    pathway = at_hand(turn)
    if not intent.credentials:
        return _which(turn, intent, "why not")
    if pathway is None:
        return _about(turn, intent)
    id = intent.credentials[0]
    name = turn.catalog.credentials[id].short
    if any(s.credential == id for s in pathway.steps):
        return say(f"{name} is in the plan.")
    if id in pathway.request.held.credentials:
        return say(f"You have {name} already.")
    answer = why_not(turn.catalog, pathway, id)
    blocks: list[Block] = [
        Text(line)
        for line in why_not_lines(
            turn.catalog, turn.today, pathway, answer, relaxations(turn, pathway, answer.relaxations)
        )
    ]
    buttons = choices((f"Put {name} in", f"include {name}"), (f"What is {name}?", f"what is {name}"))
    reply = Reply(f"Why not {name}.", (*blocks, buttons))
    return Outcome(reply, dialogue=offered(replace(turn.dialogue, topic=id), reply))


_PLAIN_WHY = re.compile(
    r"(?:ok(?:ay)?,? |and |but )?(?:why|how come|explain(?: (?:it|this|the plan))?|reasons?|because)"
    r"(?: (?:this|these|this plan|those|that|it|the plan))?(?: steps?)?(?: please)?",
    re.I,
)


def _which(turn: Turn, intent: Intent, word: str) -> Outcome:
    """The name was not clear: offer the nearest."""
    near = turn.finder.link(intent.subject[:120], "credential", 4)
    if not near:
        return say(en.WHICH_ONE)
    reply = Reply(en.WHICH_ONE, (Text(en.WHICH_ONE), choices(*[(m.name, f"{word} {m.name}") for m in near])))
    return Outcome(reply, dialogue=offered(turn.dialogue, reply))


def swap(turn: Turn, intent: Intent) -> Outcome:
    """ "swap AZ-500": the best plan without that step; "swap" alone asks which."""
    pathway = at_hand(turn)
    if pathway is None:
        if intent.credentials:
            return wish(turn, replace(intent, wish=Wish(excluded=intent.credentials)))
        return say(en.NO_PLAN)
    inside = [s.credential for s in pathway.steps if s.credential in intent.credentials]
    if not inside:
        if intent.credentials:
            said = turn.dialogue.wish.merged(Wish(excluded=intent.credentials))
            text = en.NEVER.format(
                name=listed(list(dict.fromkeys(turn.catalog.credentials[c].name for c in intent.credentials[:3])))
            )
            return say(text, replace(turn.dialogue, wish=said))
        names = [turn.catalog.credentials[s.credential].short for s in pathway.steps[:6]]
        reply = Reply(
            "Which step shall I swap?", (Text("Which step shall I swap?"), choices(*[(n, f"swap {n}") for n in names]))
        )
        return Outcome(reply, dialogue=offered(turn.dialogue, reply))
    request = pathway.request
    without = replace(
        request,
        excluded=tuple(dict.fromkeys((*request.excluded, *inside))),
        locked=tuple(c for c in request.locked if c not in inside),
    )
    new = plan(turn.catalog, without)
    before = turn.dialogue
    said = before.wish.merged(Wish(excluded=tuple(inside)))
    turn = replace(turn, dialogue=replace(before, wish=said, proposal=None, previous=remembered(before)))
    title = f"Without {listed([turn.catalog.credentials[i].short for i in inside])}"
    return compared(turn, pathway, new, title)


def lift(turn: Turn, name: str) -> Outcome:
    """Take back a filter, a lock or an exclusion that stood in the way."""
    kind, _, id = name.partition(":")
    said, profile = turn.dialogue.wish, turn.record.profile

    def less(values: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(v for v in values if v != id)

    field = {"only": "only", "excluded": "excluded", "locked": "locked", "excluded-issuer": "excluded_issuers"}.get(
        kind
    )
    if field is None:
        if kind != "language":
            return say(en.NOTHING_OPEN)
        said, profile = replace(said, language=None), replace(profile, language=None)
    else:
        said = replace(said, **{field: less(getattr(said, field))})  # type: ignore[arg-type]
        profile = replace(profile, **{field: less(getattr(profile, field))})  # type: ignore[arg-type]
        if field == "only" and id == "free" and said.cents == 0:
            said = replace(said, cents=None, no_limit=False)
    record = replace(turn.record, profile=profile)
    turn = replace(turn, record=record, dialogue=replace(turn.dialogue, wish=said))
    outcome = wish(turn, Intent(Kind.WISH)) if said.roles or record.goals else say(en.KEPT_NOTED)
    return replace(outcome, record=record, label=f"lifting {constraint(turn.catalog, name)}")


def what_is(turn: Turn, intent: Intent) -> Outcome:
    """A card of a credential, a role or a skill."""
    return _about(turn, intent)


def _about(turn: Turn, intent: Intent) -> Outcome:
    catalog = turn.catalog
    if intent.credentials:
        answer = tuple(
            Text(x) for x in focus(catalog, turn.today, catalog.credentials[intent.credentials[0]], intent.subject)
        )
        cards = tuple(with_recognition(catalog, turn.today, c) for c in intent.credentials[:3])
        first = catalog.credentials[intent.credentials[0]]
        reply = Reply(
            f"{first.name}.",
            (
                *answer,
                Cards(cards),
                card_choices(first, intent.credentials[:3]),
            ),
        )
        return Outcome(reply, dialogue=offered(replace(turn.dialogue, topic=first.id), reply))
    if intent.subject in catalog.occupations:
        role = catalog.occupations[intent.subject]
        reply = Reply(
            f"{role.name}.",
            (
                Cards((role_card(catalog, role.id),)),
                choices((f"Plan it: {role.name}", f"I want to become a {role.name}")),
            ),
        )
        return Outcome(reply, dialogue=offered(turn.dialogue, reply))
    if intent.subject in catalog.skills:
        skill = catalog.skills[intent.subject]
        reply = Reply(
            f"{skill.name}.",
            (
                Cards((skill_card(catalog, skill.id),)),
                choices((f"Learn {skill.name}", f"I want to learn {skill.name}")),
            ),
        )
        return Outcome(reply, dialogue=offered(turn.dialogue, reply))
    words = _QUESTION.sub("", intent.subject).strip(" ?.!")
    near = [m for m in turn.finder.link(words[:120], "credential", 3) if m.score >= 0.5] if words else []
    if near:
        return _about(turn, replace(intent, credentials=(near[0].id,)))
    return say(en.NOT_KNOWN.format(words=clip(words or intent.subject, 60)))


_QUESTION = re.compile(
    r"^\W*(?:what(?:'s| is| are)?|tell me about|is|how (?:much|long) (?:is|does)|explain)\s+(?:an?\s+|the\s+)?", re.I
)


def search(turn: Turn, intent: Intent) -> Outcome:
    """Credentials that fit some words; "free", "beginner" and "hands-on" are filters, not words to look for."""
    text = intent.subject[:300]
    words = _GENERIC.sub(" ", text).strip(" ?.!") or text
    keep = [test for pattern, test in _FILTERS if pattern.search(text)]
    found = turn.finder.find(words, None, 40)
    hits = [
        h
        for h in found
        if (h.kind == "occupation" and not keep)
        or (h.kind == "credential" and _fits(turn.catalog.credentials[h.id], keep))
    ][:6]
    shown = clip(text.strip(), 60)
    if not hits:
        return say(f"I found nothing for “{shown}”.")
    cards = []
    for hit in hits:
        if hit.kind == "credential":
            card = credential_card(turn.catalog, turn.today, turn.catalog.credentials[hit.id])
            cards.append(replace(card, lines=card.lines[:3]))
        else:
            cards.append(replace(role_card(turn.catalog, hit.id), lines=("a role you can plan",)))
    reason = turn.finder.lexical_only
    note = (Note(f"Found by words only: {reason}"),) if reason else ()
    says = [
        (h.name, f"what is {h.name}" if h.kind == "credential" else f"I want to become a {h.name}") for h in hits[:4]
    ]
    title = f"What I found for “{shown}”:"
    reply = Reply(title, (Text(title), Cards(tuple(cards)), *note, choices(*says)))
    return Outcome(reply, dialogue=offered(turn.dialogue, reply))


_GENERIC = re.compile(
    r"\b(?:which|what|any|are|is|there|should|i|get|take|good|best|for|the|a|an|certs?|certifications?|certificates?|courses?|credentials?"
    r"|badges?|exams?|classes|free|beginners?|entry[- ]level|hands[- ]on|please|exist|in|on|about|with|do|you|know|of|me|show|find)\b",
    re.I,
)
_FILTERS: list[tuple[re.Pattern[str], Callable[[Credential], bool]]] = [
    (re.compile(r"\bfree\b", re.I), lambda c: bool(c.fees) and all(f.cents == 0 for f in c.fees if not f.optional)),
    (re.compile(r"\b(?:beginners?|entry[- ]level|newbies?)\b", re.I), lambda c: c.level == 1),
    (re.compile(r"\bhands[- ]on\b", re.I), lambda c: bool(c.exam and c.exam.hands_on)),
]


def _fits(credential: Credential, tests: list[Callable[[Credential], bool]]) -> bool:
    return credential.status == "active" and all(test(credential) for test in tests)
