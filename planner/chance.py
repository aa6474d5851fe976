"""How likely a plan is to be finished in time, and by when it probably is. The plan itself stays as it is."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from knowledge.catalog import Catalog
from planner.pace import Pace
from planner.pathway import Basis, Pathway
from planner.request import Request
from planner.simulation import NEVER, Assumed, limits, lived

SURE = 0.8


@dataclass(frozen=True, slots=True)
class Chance:
    """`share` (0-1) of the lives in which every step is complete in time; None: no deadline, or hours not known.

    `early`, `sure` and `late` are the days by which 10 %, 80 % and 90 % of them have finished; None when not known.
    `unknown` are the steps whose hours the catalog does not know (any more): then nothing else is said.
    """

    share: float | None = None
    early: date | None = None
    sure: date | None = None
    late: date | None = None
    unknown: tuple[str, ...] = ()

    @property
    def percent(self) -> int | None:
        """The share to the nearest 5, never 0 nor 100: nothing here is certain."""
        return None if self.share is None else min(95, max(5, round(self.share * 20) * 5))


USUAL, ASSUMED = Pace(), Assumed()


def chance(catalog: Catalog, pathway: Pathway, pace: Pace = USUAL, assumed: Assumed = ASSUMED) -> Chance:
    """The chance of a pathway with steps as it stands; the same in any process."""
    unknown = tuple(
        s.credential
        for s in pathway.steps
        if s.credential not in catalog.credentials or (s.route == "study" and s.hours_basis is not Basis.KNOWN)
    )
    if unknown or not pathway.steps:
        return Chance(unknown=unknown)
    start = pathway.request.start
    days = lived(catalog, pathway, pace, assumed)
    due = limits(catalog, pathway.steps, pathway.request)
    last = [(n, (by - start).days) for n, by in enumerate(due) if by is not None]
    share = None
    if any(goal.by for goal in pathway.request.goals):
        in_time = [days[n] < limit for n, limit in last]
        share = sum(all(life) for life in zip(*in_time, strict=True)) / assumed.draws if in_time else 1.0
    finish = sorted(days.max(axis=0).tolist())

    def by(part: float) -> date | None:
        day = finish[min(assumed.draws - 1, int(part * assumed.draws))]
        return None if day >= NEVER else start + timedelta(day)

    return Chance(share, by(0.1), by(SURE), by(0.9))


def remaining(old: Pathway, request: Request) -> Pathway:
    """What is left of a plan as it stands: without what is held, less what was studied since, from `request.start` on.

    Only for its chance: its dates are those of the old plan.
    """
    steps = []
    for step in old.steps:
        if step.credential not in request.held.credentials:
            since = request.studied.get(step.credential, 0) - old.request.studied.get(step.credential, 0)
            hours = max(1, step.quarter_hours - max(0, since)) if step.route == "study" else 0
            ends = (max(step.start, request.start), max(step.end, request.start))
            steps.append(replace(step, quarter_hours=hours, start=ends[0], end=ends[1]))
    return replace(old, request=request, steps=tuple(steps))
