"""Putting a plan to the person: as a proposal, as a difference to the plan at hand, or as a refusal with ways out."""

from dataclasses import replace
from datetime import date, timedelta

from bot.messages import Reply, Text
from bot.pacing import line, odds, unsafe
from bot.requests import pathway_from_text, spent
from bot.turn import Dialogue, Outcome, Turn, canonical, choices, offered
from bot.views.compare import change_line, difference
from bot.views.plan import proposal
from bot.views.refusal import WayOut, infeasible
from bot.wish import Wish, wish_from, wish_to
from bot.wording import en
from bot.wording import likely as words
from bot.wording.formats import day, listed
from planner.pathway import Pathway, Status
from planner.plan import plan
from planner.request import Request
from planner.wire import pathway_to


def say(text: str, dialogue: Dialogue | None = None) -> Outcome:
    """A plain sentence that changes nothing but the dialogue."""
    return Outcome(Reply(text, (Text(text),)), dialogue=dialogue)


def show(
    turn: Turn,
    dialogue: Dialogue,
    pathway: Pathway,
    notes: tuple[str, ...] = (),
    *,
    best: bool = True,
    status: str = "",
) -> Outcome:
    """A plan as a proposal, or why there is none. `best` False: an alternative; `status` then says what is proven."""
    said = dialogue.wish
    if pathway.status in {Status.INFEASIBLE, Status.UNKNOWN}:
        way = way_out(turn, pathway) if not [r for r in pathway.relaxations if r.value != "drop"] else None
        reply = infeasible(turn, pathway, said, spent(turn.record), way, other=_other_works(turn, pathway, said))
        return Outcome(reply, dialogue=offered(replace(dialogue, proposal=None, refusal=reply.summary), reply))
    pairs = [
        ("Accept", "accept"),
        ("Why", "why"),
        ("Swap a step", "swap"),
        ("Cheaper", "cheaper"),
        ("Faster", "faster"),
    ]
    turn = replace(turn, dialogue=dialogue)  # the wish that was just said
    found = odds(turn, pathway)
    if unsafe(turn, found):
        pairs.append((words.SAFER, "safer"))
    if said.by_other and said.by:
        pairs.append((f"I meant before {day(said.by_other)}", "the other date"))
    reply = proposal(
        turn, pathway, said.roles, notes, choices(*pairs), best=best, likely=line(turn, found), status=status
    )
    text = canonical(pathway_to(pathway)) if pathway.steps else None
    return Outcome(reply, dialogue=offered(replace(dialogue, proposal=text, refusal=""), reply))


def compared(turn: Turn, old: Pathway, new: Pathway, title: str, *, best: bool = True, status: str = "") -> Outcome:
    """Another plan as a proposal: what changes against the one at hand, then the plan. A no brings the old one back."""
    dialogue = turn.dialogue
    if not dialogue.wish.roles:
        goals = turn.record.goals
        said = Wish(roles=tuple(g.role for g in goals), by=goals[0].by if goals else None)
        dialogue = replace(dialogue, wish=said.merged(dialogue.wish))
    dialogue = replace(dialogue, previous=remembered(dialogue))
    outcome = show(turn, dialogue, new, best=best, status=status)
    if not new.steps:
        return outcome
    lines = difference(turn.catalog, old, new)
    blocks = (Text(f"{title}: {change_line(old, new)}"), *[Text(x) for x in lines], *outcome.reply.blocks)
    return replace(outcome, reply=replace(outcome.reply, blocks=blocks))


def remembered(dialogue: Dialogue) -> str | None:
    """What a no or an undo brings back: the plan that waits now with its wish, else what was kept before."""
    return canonical([dialogue.proposal, wish_to(dialogue.wish)]) if dialogue.proposal else dialogue.previous


def keep(turn: Turn) -> Outcome:
    """A no: the proposal goes; the one before it, if any, waits again with the wish it was made for."""
    if turn.dialogue.previous is None:
        return say(en.KEPT, replace(turn.dialogue, proposal=None, asking=None, choices=()))
    import json

    text, said = json.loads(turn.dialogue.previous)
    dialogue = replace(turn.dialogue, proposal=text, previous=None, wish=wish_from(said), asking=None)
    names = [turn.catalog.credentials[s.credential].short for s in pathway_from_text(text).steps]
    words = en.KEPT_PROPOSAL.format(steps=listed(names))
    reply = Reply(words, (Text(words), choices("accept", "why", "cheaper", "faster")))
    return Outcome(reply, dialogue=offered(dialogue, reply))


def _other_works(turn: Turn, refused: Pathway, said: Wish) -> bool:
    """Whether the later reading of the deadline gives a plan."""
    if not (said.by and said.by_other and said.by_other > said.by):
        return False
    moved = _moved(refused.request, said.by_other - said.by)
    return plan(turn.catalog, moved).status not in {Status.INFEASIBLE, Status.UNKNOWN}


def way_out(turn: Turn, refused: Pathway) -> WayOut | None:
    """When no single change helps: the money and the deadline that together do, verified by solving."""
    request = refused.request
    if request.budget is None or not any(g.by for g in request.goals):
        return None
    by = max(g.by for g in request.goals if g.by)
    loose = plan(turn.catalog, replace(request, budget=None))
    if loose.status is Status.INFEASIBLE:
        later = next((r.value for r in loose.relaxations if r.constraint == "deadline"), None)
        if later is None:
            return None
        request, by = _moved(request, date.fromisoformat(later) - by), date.fromisoformat(later)
    tight = plan(turn.catalog, request)
    money = next((r.value for r in tight.relaxations if r.constraint == "budget"), None)
    return WayOut(int(money), by) if money is not None else None


def _moved(request: Request, later: timedelta) -> Request:

    return replace(request, goals=tuple(replace(g, by=g.by + later if g.by else None) for g in request.goals))
