"""Use cases about other plans: cheaper, faster, better recognised, and all of them side by side."""

from bot.intents import Intent, Kind
from bot.messages import Heading, Note, Reply, Table, Text
from bot.proposing import compared, say
from bot.requests import pathway_from_text
from bot.turn import Outcome, Turn, choices, offered
from bot.views import plans as views
from bot.wording import en
from bot.wording import plans as words
from planner.aims import Aim, recognition
from planner.alternatives import REACH_PERCENT, alternative, alternatives
from planner.explain import finish
from planner.pathway import Pathway
from planner.plan import plan

_AIMS = {Kind.CHEAPER: Aim.CHEAPEST, Kind.FASTER: Aim.EARLIEST, Kind.RECOGNISED: Aim.RECOGNISED}
_SAYS = {Aim.CHEAPEST: "cheaper", Aim.EARLIEST: "faster", Aim.RECOGNISED: "better recognised"}


def at_hand(turn: Turn) -> Pathway | None:
    """The plan that is talked about: the open proposal, else the accepted one."""
    text = turn.dialogue.proposal or (turn.record.pathway.plan if turn.record.pathway else None)
    return pathway_from_text(text) if text else None


def other(turn: Turn, intent: Intent) -> Outcome:
    """ "cheaper", "faster", "better recognised": the best by that aim, shown as a difference to the plan at hand.

    It reaches nearly as much as the recommended plan of the same request, whatever is at hand.
    """
    pathway, aim = at_hand(turn), _AIMS[intent.kind]
    if pathway is None:
        return say(en.NO_PLAN)
    best = plan(turn.catalog, pathway.request)
    if not best.steps:
        return say(words.OUTDATED)
    found = alternative(turn.catalog, pathway.request, best, aim)
    if not _better(turn, aim, found.pathway, pathway):
        return say(words.NONE.format(wanted=words.WANTED[aim], percent=REACH_PERCENT))
    text = words.PROVEN_LINE if found.proven else words.FOUND
    status = text.format(percent=REACH_PERCENT, better=words.PROVEN[aim], head=words.HEADS[aim])
    return compared(turn, pathway, found.pathway, f"A {words.WANTED[aim]} plan", best=False, status=status)


def _better(turn: Turn, aim: Aim, new: Pathway, old: Pathway) -> bool:
    if aim is Aim.CHEAPEST:
        return new.cents < old.cents
    if aim is Aim.EARLIEST:
        ends = finish(new), finish(old)
        return ends[0] is not None and ends[1] is not None and ends[0] < ends[1]
    return recognition(turn.catalog, new) > recognition(turn.catalog, old)


def side_by_side(turn: Turn, intent: Intent) -> Outcome:
    """ "compare the plans": the recommended plan and the best by each aim, in one small table."""
    pathway = at_hand(turn)
    if pathway is None:
        return say(en.NO_PLAN)
    best = plan(turn.catalog, pathway.request)
    found = alternatives(turn.catalog, pathway.request, best)
    if not found:
        return say(words.OUTDATED)
    shown = views.columns(pathway, best, found)
    buttons = [
        (words.HEADS[one.aim].capitalize(), _SAYS[one.aim])
        for one in found
        if one.same is None and _better(turn, one.aim, one.pathway, pathway)
    ]
    last = ("Accept", "accept") if turn.dialogue.proposal else ("Show my plan", "show my plan")
    summary = words.SUMMARY.format(n=len(shown)) if len(shown) > 1 else words.ONE
    reply = Reply(
        summary,
        (
            Heading(words.TITLE),
            Table(("", *[head for head, _ in shown]), views.table(turn.catalog, shown)),
            *[Text(line) for line in views.lines(turn.catalog, best, found)],
            Note(words.NOTE.format(percent=REACH_PERCENT)),
            choices(*buttons, last),
        ),
    )
    return Outcome(reply, dialogue=offered(turn.dialogue, reply))
