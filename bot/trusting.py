"""The use case "how much can I trust this?": proof, facts and what the choice hangs on, read from the plan at hand."""

from bot.comparing import at_hand
from bot.intents import Intent
from bot.messages import Block, Choice, Choices, Note, Reply, Text
from bot.proposing import say
from bot.turn import Outcome, Turn, offered
from bot.views.notes import conditions
from bot.views.plan import status_line
from bot.views.sources import sources_choice
from bot.views.trust import facts, facts_line, flip_lines
from bot.wording import en
from planner.flips import flips


def trust(turn: Turn, intent: Intent) -> Outcome:
    """What is proved about the plan, which of its facts have a source, and when another choice would be best."""
    pathway = at_hand(turn)
    if pathway is None or not pathway.steps:
        return say(en.NO_PLAN)
    catalog = turn.catalog
    first = status_line(pathway)
    blocks: list[Block] = [Text(first), Text(facts_line(facts(catalog, pathway)))]
    known = all(step.credential in catalog.credentials for step in pathway.steps)
    if known and pathway.catalog == catalog.version:
        blocks += [Text(line) for line in flip_lines(catalog, flips(catalog, pathway))]
        blocks += [Text(line) for line in conditions(catalog, turn.today, pathway)]
    else:
        blocks.append(Text(en.TRUST_OLD))
    blocks.append(Note(en.TRUST_OWN))
    why = Choice("Why", "why")
    accept = (Choice("Accept", "accept"),) if turn.dialogue.proposal else (Choice("Show my plan", "show my plan"),)
    ids = [step.credential for step in pathway.steps if step.credential in catalog.credentials]
    reply = Reply(first, (*blocks, Choices((*accept, why, sources_choice(*ids[:12])))))
    return Outcome(reply, dialogue=offered(turn.dialogue, reply))
