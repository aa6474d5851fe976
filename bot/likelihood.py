"""Use cases of how sure a plan is: "how likely is it?", "a safer plan"."""

from bot.intents import Intent
from bot.messages import Reply, Text
from bot.pacing import deadline, line, not_known, odds, own_pace, pace_line, rest, unsafe
from bot.proposing import compared, say
from bot.requests import pathway_from_text
from bot.turn import Outcome, Turn, choices, offered
from bot.wording import en
from bot.wording import likely as words
from bot.wording.formats import day
from planner.chance import Chance
from planner.pathway import Pathway
from planner.sure import sure


def _looked(turn: Turn) -> tuple[Pathway, Chance] | Outcome:
    """The plan at hand and how likely it is, or what to say instead."""
    pathway = pathway_from_text(turn.dialogue.proposal) if turn.dialogue.proposal else rest(turn)
    if pathway is None:
        return say(en.NO_PLAN)
    if not pathway.steps:
        return say(en.ALL_DONE)
    found = odds(turn, pathway)
    return say(not_known(turn, found)) if found.unknown else (pathway, found)


def likely(turn: Turn, intent: Intent) -> Outcome:
    """ "how likely is it?": the chance, what it rests on, and the person's pace."""
    looked = _looked(turn)
    if isinstance(looked, Outcome):
        return looked
    _, found = looked
    lines = [line(turn, found), words.HOW, pace_line(own_pace(turn.record, turn.catalog))]
    texts = [Text(x) for x in lines if x]
    safer = (choices((words.SAFER, "safer")),) if unsafe(turn, found) else ()
    reply = Reply(texts[0].text, (*texts, *safer))
    return Outcome(reply, dialogue=offered(turn.dialogue, reply))


def safer(turn: Turn, intent: Intent) -> Outcome:
    """ "safer": a plan that is 80 % sure, as a difference to confirm."""
    looked = _looked(turn)
    if isinstance(looked, Outcome):
        return looked
    pathway, found = looked
    if (by := deadline(turn)) is None:
        return say(words.NO_DEADLINE)
    if not unsafe(turn, found):
        return say(words.SAFE_ALREADY.format(line=line(turn, found)))
    new = sure(turn.catalog, pathway.request, pace=own_pace(turn.record, turn.catalog))
    if new is None:
        return say(words.NONE_SAFER.format(by=day(by)))
    return compared(turn, pathway, new, words.SAFER, best=False)
