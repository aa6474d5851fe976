"""The alternatives of an instance beside every plan that brute force finds."""

from dataclasses import dataclass

from planner.aims import SURE, Aim, recognition
from planner.alternatives import Alternative, alternatives
from planner.check import check
from planner.pathway import Pathway, Status
from planner.plan import plan
from tests.planner.instances import instance
from tests.planner.oracle_aims import plans


@dataclass(frozen=True)
class Compared:
    """`faults` are differences from brute force and broken rules; `dated`: items have days of their own."""

    pathway: Pathway
    alternatives: tuple[Alternative, ...]
    dated: bool
    faults: tuple


def compared(seed: int) -> Compared | None:
    """None where there is no plan or nothing to do."""
    catalog, request = instance(seed)
    pathway = plan(catalog, request)
    if pathway.status is not Status.PROVEN or not pathway.steps:
        return None
    everything = plans(catalog, request)
    ids = tuple(sorted(step.credential for step in pathway.steps))
    mine = next(one for one in everything if (one.ids, one.value) == (ids, pathway.value))
    allowed = [
        one for one in everything if 10 * one.evidence >= 9 * mine.evidence and one.trouble <= mine.trouble + 40_000
    ]
    cents, day, sure = (
        min(one.cents for one in allowed),
        min(one.day for one in allowed),
        max(one.sure for one in allowed),
    )
    as_good = {
        Aim.CHEAPEST: lambda one: one.cents == cents,
        Aim.EARLIEST: lambda one: one.day == day,
        Aim.RECOGNISED: lambda one: one.sure >= sure - SURE,
    }
    faults = []
    found = alternatives(catalog, request, pathway)
    for one in found:
        best = max(other.value for other in allowed if as_good[one.aim](other))
        made = one.pathway
        reached = {
            Aim.CHEAPEST: made.cents == cents,
            Aim.EARLIEST: max((step.end - request.start).days for step in made.steps) == day,
            Aim.RECOGNISED: recognition(catalog, made)[0] * 1_000_000 >= sure - SURE,
        }
        if not (reached[one.aim] and made.value == best and one.proven):
            faults.append((one.aim, reached[one.aim], made.value, best, one.proven))
        if (one.same == "recommended") != (made.steps == pathway.steps):
            faults.append((one.aim, one.same))
        faults += check(catalog, made)
    if [one.aim for one in found] != list(Aim):
        faults.append("an aim is missing")
    dated = any(c.exam_windows or c.sessions for c in catalog.credentials.values())
    return Compared(pathway, found, dated, tuple(faults))
