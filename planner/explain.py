"""Why a step is in a plan, and why another credential is not: answered by solving again, never by guessing."""

from dataclasses import dataclass, replace
from datetime import date

from knowledge.catalog import Catalog
from planner.candidates import Candidates, equivalents
from planner.costs import Costs
from planner.pathway import Evidence, LeftOut, Pathway, Relaxation, Status
from planner.plan import plan
from planner.request import Request
from planner.solve import Limits


@dataclass(frozen=True, slots=True)
class Change:
    """How the best plan under a change differs: points lost (objective), cents and quarter-hours more, and steps.

    `shares` are the parts (0-1) of each goal's gap that are closed, and `finish` the last day, as (before, after).
    """

    status: Status
    points: int
    cents: int
    quarter_hours: int
    added: tuple[str, ...]
    removed: tuple[str, ...]
    shares: tuple[tuple[float, float], ...]
    finish: tuple[date | None, date | None]


@dataclass(frozen=True, slots=True)
class Why:
    """What a step shows, which steps rest on it, whether the person locked it, and what would be without it.

    `without` None: no plan is left without it, and `conflicts` says which constraints make it necessary.
    """

    credential: str
    evidence: tuple[Evidence, ...]
    supports: tuple[str, ...]
    locked: bool
    without: Change | None
    conflicts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WhyNot:
    """What forcing a credential in would change (`forced`), or the constraints that forbid it.

    `barred` is the reason why it was no candidate. A lock lifts some of those (docs/planner.md), so a barred
    credential may still have a `forced` plan.
    """

    credential: str
    barred: LeftOut | None
    forced: Change | None
    conflicts: tuple[str, ...] = ()
    relaxations: tuple[Relaxation, ...] = ()


def why(catalog: Catalog, pathway: Pathway, credential: str, limits: Limits | None = None) -> Why:
    """Why the step for `credential` is in the plan. Raises ValueError when it is no step of it."""
    step = next((s for s in pathway.steps if s.credential == credential), None)
    if step is None:
        raise ValueError(f"{credential} is not a step of this plan")
    request = pathway.request
    others = tuple(c for c in request.locked if c != credential)
    without = plan(catalog, replace(request, locked=others, excluded=(*request.excluded, credential)), limits)
    name = f"excluded:{credential}"
    return Why(
        credential=credential,
        evidence=step.evidence,
        supports=tuple(s.credential for s in pathway.steps if credential in s.needs),
        locked=credential in request.locked,
        without=_change(pathway, without),
        conflicts=tuple(c for c in without.conflicts if c != name),
    )


def why_not(catalog: Catalog, pathway: Pathway, credential: str, limits: Limits | None = None) -> WhyNot:
    """Why `credential` is not in the plan. Raises ValueError when it is in it, held, or unknown."""
    request = pathway.request
    if credential not in catalog.credentials:
        raise ValueError(f"the catalog knows no credential {credential!r}")
    if credential in request.held.credentials or any(s.credential == credential for s in pathway.steps):
        raise ValueError(f"{credential} is held or in the plan already")
    forced = plan(catalog, replace(request, locked=(*request.locked, credential)), limits)
    return WhyNot(
        credential=credential,
        barred=_barred(catalog, request, credential),
        forced=_change(pathway, forced),
        conflicts=forced.conflicts,
        relaxations=tuple(r for r in forced.relaxations if r.constraint != f"locked:{credential}"),
    )


def finish(pathway: Pathway) -> date | None:
    """The day on which the last step is complete; None without steps."""
    return max((step.end for step in pathway.steps), default=None)


def _barred(catalog: Catalog, request: Request, credential: str) -> LeftOut | None:
    judge = Candidates(catalog, request, Costs(catalog, request), equivalents(catalog))
    return judge.why_not(catalog.credentials[credential])


def _change(old: Pathway, new: Pathway) -> Change | None:
    if new.status in (Status.INFEASIBLE, Status.UNKNOWN):
        return None
    before, after = [s.credential for s in old.steps], [s.credential for s in new.steps]
    return Change(
        status=new.status,
        points=old.value - new.value,
        cents=new.cents - old.cents,
        quarter_hours=new.quarter_hours - old.quarter_hours,
        added=tuple(c for c in after if c not in before),
        removed=tuple(c for c in before if c not in after),
        shares=tuple((b.share, a.share) for b, a in zip(old.coverage, new.coverage, strict=True)),
        finish=(finish(old), finish(new)),
    )
