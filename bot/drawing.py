"""The use case of pictures: the plan at hand drawn, with the same in words."""

from bot.intents import Intent
from bot.messages import Block, Reply, Text
from bot.proposing import say
from bot.requests import pathway_from_text
from bot.turn import Outcome, Turn, choices, offered
from bot.views.pictures import coverage, studied, timeline
from bot.wording import en


def draw(turn: Turn, intent: Intent) -> Outcome:
    """The plan that waits for a yes, else the accepted one, as a timeline and as shares."""
    waiting, record = turn.dialogue.proposal, turn.record.pathway
    text = waiting if waiting is not None else record.plan if record else None
    if text is None:
        return say(en.NO_PLAN)
    pathway = pathway_from_text(text)
    if waiting is not None:
        roles = turn.dialogue.wish.roles
        second = coverage(turn.catalog, pathway, roles)
        states = {}
    else:
        roles = tuple(g.role for g in turn.record.goals)
        states = {s.credential: s for s in record.steps} if record else {}
        second = studied(turn.catalog, pathway, states, turn.today)
    first = timeline(turn.catalog, pathway, roles, states, turn.today)
    blocks: list[Block] = [Text(en.WAITS)] if waiting is not None else []
    blocks += [first, second] if second else [first]
    blocks.append(choices("accept", "why", "cheaper", "faster") if waiting is not None else choices("progress", "why"))
    reply = Reply(f"{first.title}, as a picture.", tuple(blocks))
    return Outcome(reply, dialogue=offered(turn.dialogue, reply))
