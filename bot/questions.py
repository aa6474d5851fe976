"""Use cases that look and compare: why, why not, cheaper, faster, swap, what is, search."""

from dataclasses import replace

from bot.goals import pathway_from_text, say, show, wish
from bot.intents import Intent, Kind
from bot.messages import Block, Cards, Note, Reply, Text
from bot.turn import Outcome, Turn, choices, offered
from bot.views.compare import change_line, difference, why_lines, why_not_lines
from bot.views.facts import credential_card, role_card, skill_card
from bot.views.plan import constraint
from bot.wish import Wish
from bot.wording import en
from bot.wording.formats import listed
from planner.alternatives import cheaper, faster
from planner.explain import why, why_not
from planner.pathway import Pathway
from planner.plan import plan


def at_hand(turn: Turn) -> Pathway | None:
    """The plan that is talked about: the open proposal, else the accepted one."""
    text = turn.dialogue.proposal or (turn.record.pathway.plan if turn.record.pathway else None)
    return pathway_from_text(text) if text else None


def explain(turn: Turn, intent: Intent) -> Outcome:
    """ "why", "why CySA+?": what each step buys and what is lost without it, read from the solver."""
    pathway = at_hand(turn)
    if pathway is None:
        return _about(turn, intent) if intent.credentials else say(en.NO_PLAN)
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
        return say(en.WHICH_ONE)
    if pathway is None:
        return _about(turn, intent)
    id = intent.credentials[0]
    name = turn.catalog.credentials[id].short
    if any(s.credential == id for s in pathway.steps):
        return say(f"{name} is in the plan.")
    if id in pathway.request.held.credentials:
        return say(f"You have {name} already.")
    answer = why_not(turn.catalog, pathway, id)
    blocks: list[Block] = [Text(line) for line in why_not_lines(turn.catalog, pathway, answer)]
    buttons = choices((f"Put {name} in", f"include {name}"), (f"What is {name}?", f"what is {name}"))
    reply = Reply(f"Why not {name}.", (*blocks, buttons))
    return Outcome(reply, dialogue=offered(replace(turn.dialogue, topic=id), reply))


def alternative(turn: Turn, intent: Intent) -> Outcome:
    """ "cheaper", "faster": another plan that reaches at least 90 % as much, shown as a difference."""
    pathway = at_hand(turn)
    if pathway is None:
        return say(en.NO_PLAN)
    make = cheaper if intent.kind is Kind.CHEAPER else faster
    found = make(turn.catalog, pathway.request, pathway)
    if found is None:
        return say(f"I found no {intent.kind.value} plan that reaches at least 90 % as much: this one stands.")
    return compared(turn, pathway, found, f"A {intent.kind.value} plan")


def compared(turn: Turn, old: Pathway, new: Pathway, title: str) -> Outcome:
    """Another plan as a proposal: what changes against the one at hand, then the plan."""
    dialogue = turn.dialogue
    if not dialogue.wish.roles:
        goals = turn.record.goals
        said = Wish(roles=tuple(g.role for g in goals), by=goals[0].by if goals else None)
        dialogue = replace(dialogue, wish=said.merged(dialogue.wish))
    outcome = show(turn, replace(dialogue, previous=turn.dialogue.proposal), new)
    if not new.steps:
        return outcome
    lines = difference(turn.catalog, old, new)
    blocks = (Text(f"{title}: {change_line(old, new)}"), *[Text(x) for x in lines], *outcome.reply.blocks)
    return replace(outcome, reply=replace(outcome.reply, blocks=blocks))


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
            return say(en.NOT_IN_PLAN.format(name=turn.catalog.credentials[intent.credentials[0]].short))
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
    said = turn.dialogue.wish.merged(Wish(excluded=tuple(inside)))
    turn = replace(turn, dialogue=replace(turn.dialogue, wish=said))
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
    outcome = wish(turn, Intent(Kind.WISH))
    return replace(outcome, record=record, label=f"lifting {constraint(turn.catalog, name)}")


def what_is(turn: Turn, intent: Intent) -> Outcome:
    """A card of a credential, a role or a skill."""
    return _about(turn, intent)


def _about(turn: Turn, intent: Intent) -> Outcome:
    catalog = turn.catalog
    if intent.credentials:
        cards = tuple(credential_card(catalog, catalog.credentials[c]) for c in intent.credentials[:3])
        first = catalog.credentials[intent.credentials[0]]
        reply = Reply(
            f"{first.name}.",
            (Cards(cards), choices((f"Get {first.short}", f"I want to get {first.short}"), "this fact is wrong")),
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
    return search(turn, intent)


def search(turn: Turn, intent: Intent) -> Outcome:
    """Credentials that fit some words."""
    hits = [h for h in turn.finder.find(intent.subject, None, 12) if h.kind in {"credential", "occupation"}][:6]
    if not hits:
        return say(f"I found nothing for “{intent.subject[:80]}”.")
    cards = []
    for hit in hits:
        if hit.kind == "credential":
            found = credential_card(turn.catalog, turn.catalog.credentials[hit.id])
            cards.append(replace(found, lines=found.lines[:3]))
        else:
            cards.append(replace(role_card(turn.catalog, hit.id), lines=("a role you can plan",)))
    reason = turn.finder.lexical_only
    note = (Note(f"Found by words only: {reason}"),) if reason else ()
    says = [
        (h.name, f"what is {h.name}" if h.kind == "credential" else f"I want to become a {h.name}") for h in hits[:4]
    ]
    reply = Reply(f"{len(hits)} found for “{intent.subject[:80]}”.", (Cards(tuple(cards)), *note, choices(*says)))
    return Outcome(reply, dialogue=offered(turn.dialogue, reply))
