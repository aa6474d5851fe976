"""A plan that is finished in time in at least four of five lives: planned against earlier deadlines."""

from dataclasses import replace

from knowledge.catalog import Catalog
from planner.chance import SURE, USUAL, chance
from planner.check import check
from planner.compose import compose
from planner.dates import Choice
from planner.pace import Pace
from planner.pathway import Pathway
from planner.plan import ALL, asked
from planner.problem import Problem
from planner.request import Request
from planner.search import Outcome, best
from planner.shortlist import narrowed
from planner.solve import Found, Limits

SHARES = (100, 90, 80, 70, 60, 50, 40, 30, 20)
"""Percent of the study time before each deadline that is planned with, the most first."""


def sure(catalog: Catalog, request: Request, limits: Limits | None = None, pace: Pace = USUAL) -> Pathway | None:
    """The best plan for the most of the time that leaves a chance of 80 %; None when there is none.

    It keeps every rule of the request (checked) and is HEURISTIC: better ones may be as sure. Raises BadRequest.
    """
    built = asked(catalog, request)
    whole = narrowed(built, ALL)
    seen: set[tuple[str, ...]] = set()
    for percent in SHARES:
        less = tuple(None if end is None else end * percent // 100 if end > 0 else end for end in built.ends)
        tight = narrowed(replace(built, ends=less), ALL)
        choices = _there(tight, whole, best(tight, limits or Limits()).choices)
        ids = tuple(whole.items[c.item].id for c in choices)
        if not choices or ids in seen:
            continue
        seen.add(ids)
        found = compose(whole, Outcome(Found.FEASIBLE, choices))
        share = chance(catalog, found, pace).share
        if share is not None and share >= SURE and not check(catalog, found):
            return found
    return None


def _there(tight: Problem, whole: Problem, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """The choices as those of the whole problem; none when one of them is no item of it."""
    places = {item.id: n for n, item in enumerate(whole.items)}
    ids = [tight.items[c.item].id for c in choices]
    if not all(id in places for id in ids):
        return ()
    credits = [None if c.credit is None else places[tight.items[c.credit].id] for c in choices]
    return tuple(replace(c, item=places[id], credit=k) for c, id, k in zip(choices, ids, credits, strict=True))
