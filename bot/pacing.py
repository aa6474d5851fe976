"""From what a person logged to their pace, and how likely a plan is for them."""

from datetime import date

from bot.records import LearnerRecord
from bot.requests import left, pathway_from_text, rest_request
from bot.turn import Turn
from bot.wording import likely as words
from bot.wording.formats import day, listed, plain, plural
from knowledge.catalog import Catalog
from planner.chance import SURE, Chance, chance, remaining
from planner.pace import Log, Pace, pace
from planner.pathway import Pathway


def own_pace(record: LearnerRecord, catalog: Catalog) -> Pace:
    """The pace that the logged hours speak for.

    Credentials with a failed exam or a slip are left out: their hours are not all logged, or were not for one exam.
    """
    unclear = {e.credential for e in record.progress if e.kind in {"failed", "slipped"}}
    done = {a.credential for a in record.achievements}
    logged: dict[str, float] = {}
    for entry in record.progress:
        if entry.kind == "hours" and entry.credential and entry.credential not in unclear:
            logged[entry.credential] = logged.get(entry.credential, 0) + (entry.amount or 0) * 4
    return pace(catalog, [Log(id, round(quarters), id in done) for id, quarters in logged.items()])


def pace_line(own: Pace) -> str:
    """ "You take about 1.2 times the usual hours"; empty before a step was finished with its hours logged."""
    if not own.steps:
        return ""
    factor = round(own.factor, 1)
    said = words.PACE_USUAL if factor == 1 else words.PACE
    return said.format(factor=plain(factor), steps=plural(own.steps, "finished step"))


def rest(turn: Turn) -> Pathway | None:
    """What is left of the accepted plan, as it stands, seen from today; None without one."""
    record = turn.record
    if record.pathway is None:
        return None
    old = left(pathway_from_text(record.pathway.plan), record)
    return remaining(old, rest_request(record, record.goals, turn.today, turn.catalog))


def deadline(turn: Turn) -> date | None:
    """The day that the person named; None when the plan only has a horizon of ours."""
    wish = turn.dialogue.wish
    days = [wish.by] if wish.roles else [g.by for g in turn.record.goals]
    return max((d for d in days if d), default=None)


def odds(turn: Turn, pathway: Pathway) -> Chance:
    """How likely the plan is to be finished in time by this person."""
    return chance(turn.catalog, pathway, own_pace(turn.record, turn.catalog))


def unsafe(turn: Turn, found: Chance) -> bool:
    """Whether a safer plan is worth offering."""
    return deadline(turn) is not None and found.percent is not None and found.percent < SURE * 100  # as it is said


def line(turn: Turn, found: Chance) -> str:
    """How likely, or between which days; empty when nothing honest can be said."""
    by = deadline(turn)
    if by is not None and found.percent is not None:
        if found.percent == 95:
            return words.ALMOST.format(by=day(by))
        said = words.UNLIKELY if found.percent == 5 else words.ABOUT
        text = said.format(percent=found.percent, by=day(by))
        return (
            f"{text}; {words.SURE_BY.format(day=day(found.sure))}."
            if unsafe(turn, found) and found.sure
            else f"{text}."
        )
    if by is None and found.early and found.late:
        return words.BETWEEN.format(early=day(found.early), late=day(found.late))
    return ""


def not_known(turn: Turn, found: Chance) -> str:
    """Why nothing can be said."""
    known = turn.catalog.credentials
    return words.NOT_KNOWN.format(names=listed([known[c].short if c in known else c for c in found.unknown]))
