"""What the steps of a plan are worth for the goals, worked out again for the check (docs/planner.md, Skills)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import floor

from knowledge.catalog import Catalog
from knowledge.credentials import Credential
from planner.check_replay import Finding, Found
from planner.check_rests import Same, advised, meets
from planner.pathway import Evidence, Pathway
from planner.request import Goal, Request
from planner.worth import recognised

FULL = 1_000_000
"""Points of all gaps of all goals, with full recognition."""
CERTAIN, DEPENDS = Fraction(7, 10), Fraction(3, 10)
"""Shares of the points that shown evidence has in any case, and by its recognition."""
QUARTER_HOUR, STUDIED_STEP, OFF_TOPIC, STEEP_LEVEL = 50, 20_000, 80_000, 30_000
ESSENTIAL, OPTIONAL = 10, 4
SHARE_ERROR = 1e-6


@dataclass(frozen=True, slots=True)
class Gap:
    """An open target of a goal: the level `held` is below the level `need`."""

    skill: str
    held: int
    need: int
    weight: int

    def closed(self, level: int) -> int:
        """The levels that showing `level` closes."""
        return max(0, min(level, self.need) - self.held)

    def share(self, closed: int) -> Fraction:
        """The weight that `closed` levels close."""
        return Fraction(self.weight * closed, self.need - self.held)


def shown(credential: Credential) -> Mapping[str, int]:
    """The highest level that a credential shows of each skill."""
    levels: dict[str, int] = {}
    for item in credential.skills:
        levels[item.skill] = max(item.level, levels.get(item.skill, 0))
    return levels


def wanted(catalog: Catalog, goal: Goal) -> dict[str, tuple[int, int]]:
    """The level and the weight that a goal asks of each skill."""
    if goal.targets:
        return {t.skill: (t.need, t.weight) for t in goal.targets}
    if goal.role is None:
        return {}
    role = catalog.occupations[goal.role]
    optional = {skill: (need, OPTIONAL) for skill, need in role.optional.items()}
    return optional | {skill: (need, ESSENTIAL) for skill, need in role.essential.items()}


def has(catalog: Catalog, request: Request) -> dict[str, int]:
    """The level that the person has of each skill, by their word and by what they hold."""
    held = dict(request.held.skills)
    for name in request.held.credentials:
        if name in catalog.credentials:
            for skill, level in shown(catalog.credentials[name]).items():
                held[skill] = max(level, held.get(skill, 0))
    return held


def gaps(catalog: Catalog, request: Request) -> list[dict[str, Gap]]:
    """The open targets of every goal, by skill."""
    held = has(catalog, request)
    return [
        {
            skill: Gap(skill, held.get(skill, 0), need, weight)
            for skill, (need, weight) in wanted(catalog, goal).items()
            if need > held.get(skill, 0)
        }
        for goal in request.goals
    ]


def trust(catalog: Catalog, name: str) -> Fraction:
    """The share of the points that evidence by a credential counts for: by the middle of its recognition range."""
    low, high = recognised(catalog, name)
    return CERTAIN + DEPENDS * Fraction(low + high, 200)


def points(request: Request, opened: Mapping[str, Gap], goal: int, skill: str, closed: int, trusted: Fraction) -> int:
    """The objective points for closing `closed` levels of an open target of the goal with that index."""
    weight = sum(g.weight for g in request.goals) * sum(gap.weight for gap in opened.values())
    return floor(FULL * trusted * request.goals[goal].weight * opened[skill].share(closed) / weight)


def share(opened: Mapping[str, Gap], closed: Mapping[str, int]) -> Fraction:
    """The share of a goal's gap that is closed, 1 without a gap."""
    if not opened:
        return Fraction(1)
    done = sum((gap.share(closed.get(skill, 0)) for skill, gap in opened.items()), Fraction(0))
    return done / sum(gap.weight for gap in opened.values())


def _trouble(found: Found, topics: set[str]) -> int:
    """Points of a studied step: for its trouble, and for the share of its skills that no goal asks for."""
    skills = set(shown(found.credential))
    share = Fraction(len(skills - topics), len(skills)) if skills else Fraction(1)
    return STUDIED_STEP + floor(OFF_TOPIC * share)


def steep(catalog: Catalog, request: Request, steps: Sequence[Found], same: Same) -> int:
    """Points of the studied steps that are far above the person, without what is advised before them."""
    levels, held, total = has(catalog, request), set(request.held.credentials), 0
    for found in (found for found in steps if found.step.route != "award"):
        above = [level - levels.get(skill, 0) for skill, level in shown(found.credential).items()]
        there = held | set(found.step.needs)
        for name in advised(found.credential, same) & set(catalog.credentials):
            shows = shown(catalog.credentials[name])
            if shows and all(levels.get(skill, 0) >= level for skill, level in shows.items()):
                there.add(name)
        if not meets(found.credential.prerequisites.recommended, there, same):
            total += STEEP_LEVEL * max(0, max(above, default=0) - 1)
    return total


def goals(
    catalog: Catalog,
    pathway: Pathway,
    steps: Sequence[Found],
    opened: Sequence[Mapping[str, Gap]],
    money: int,
    topics: set[str],
) -> Iterator[Finding]:
    """Evidence, coverage and value that a pathway claims.

    `money` are the points that its price costs (one for two US cents), `topics` are the skills that any goal asks for.
    """
    request = pathway.request
    value = -money - QUARTER_HOUR * sum(found.quarter_hours for found in steps)
    value -= sum(_trouble(found, topics) for found in steps if found.step.route != "award")
    claims = [(found, item) for found in steps for item in found.step.evidence]
    for found, item in claims:
        if not 0 <= item.goal < len(opened) or item.skill not in opened[item.goal]:
            yield "evidence", found.step.credential, f"goal {item.goal} has no gap in {item.skill}"
    for index, targets in enumerate(opened):
        by = request.goals[index].by
        in_time = [found for found in steps if by is None or found.end < by]
        closed: dict[str, int] = {}
        for skill, gap in targets.items():
            closes = {f.credential.id: gap.closed(shown(f.credential).get(skill, 0)) for f in steps}
            worth = {n: points(request, targets, index, skill, k, trust(catalog, n)) for n, k in closes.items() if k}
            closed[skill] = max((closes[found.credential.id] for found in in_time), default=0)
            best = max((worth[f.credential.id] for f in in_time if f.credential.id in worth), default=0)
            value += best
            mine = [(found, item) for found, item in claims if (item.goal, item.skill) == (index, skill)]
            if closed[skill] and not mine:
                yield "evidence-best", skill, "shown by a step and not claimed"
            yield from _claimed(gap, mine, best, worth, by)
        yield from _covered(pathway, index, targets, closed)
    if len(pathway.coverage) != len(opened):
        yield "coverage", "", f"{len(pathway.coverage)} goals instead of {len(opened)}"
    if pathway.value != value:
        yield "value", "", f"{pathway.value} instead of {value}"


def _claimed(
    gap: Gap, claims: Sequence[tuple[Found, Evidence]], best: int, worth: Mapping[str, int], by: date | None
) -> Iterator[Finding]:
    """The evidence for one target: true, in time, the best there is, and once."""
    if len(claims) > 1:
        yield "evidence-once", gap.skill, f"claimed by {len(claims)} steps"
    for found, item in claims:
        name, mine = found.step.credential, worth.get(found.credential.id, 0)
        if item.level != shown(found.credential).get(gap.skill) or not gap.closed(item.level):
            yield "evidence", name, f"does not close {gap.skill} at level {item.level}"
        if by is not None and found.end >= by:
            yield "evidence-deadline", name, f"ends on {found.end}, not before {by}"
        if mine < best:
            yield "evidence-best", name, f"another step's evidence of {gap.skill} counts for more"
        if item.points != mine // 100:
            yield "points", name, f"{item.points} instead of {mine // 100} for {gap.skill}"


def _covered(pathway: Pathway, index: int, targets: Mapping[str, Gap], closed: Mapping[str, int]) -> Iterator[Finding]:
    real = share(targets, closed)
    left = sorted(skill for skill, gap in targets.items() if gap.held + closed[skill] < gap.need)
    for claim in pathway.coverage[index : index + 1]:
        if claim.goal != index or not abs(claim.share - real) <= SHARE_ERROR:
            yield "coverage", str(index), f"{claim.share} instead of {float(real)}"
        if sorted(claim.open) != left:
            yield "open", str(index), f"{claim.open} instead of {left}"
    if targets and (real == 0 or real < Fraction(str(pathway.request.goals[index].min_coverage))):
        yield "coverage-minimum", str(index), f"closes {float(real)} of the gap"
