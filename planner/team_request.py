"""What a team asks for: people with requests of their own, one budget, and how many are to reach which skill."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from knowledge.catalog import Catalog
from planner.gap import ESSENTIAL, held_levels, targets_of
from planner.request import Budget, Goal, Request, Target
from planner.valid import MOST_CENTS, MOST_WEIGHT, validate

A_HEAD = 200_000
"""Points for one person more who reaches a wanted level, per unit of the target's weight: with the usual weight of 10
twice what a person's whole goal is worth."""
MOST_PEOPLE = 2_000


@dataclass(frozen=True, slots=True)
class HeadCount:
    """`people` of the team are to have `skill` at `level` (1-4) or above. `weight` is its share as in a goal."""

    skill: str
    level: int
    people: int
    weight: int = ESSENTIAL

    @property
    def worth(self) -> int:
        """Points for each of the people, up to `people`."""
        return A_HEAD * self.weight


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the team, or `people` of them whose requests are alike. `name` is free text and means nothing.

    The request's first goal may be without role and targets: then the team's targets are all it is about.
    """

    request: Request
    name: str = ""
    people: int = 1


@dataclass(frozen=True, slots=True)
class Team:
    """Members share `budget` (None: no limit); what each request says of a budget is that person's own limit."""

    members: tuple[Member, ...]
    targets: tuple[HeadCount, ...]
    budget: Budget | None = None


def currency(team: Team) -> str:
    """What the team's plan counts in."""
    return team.budget.currency if team.budget else "USD"


def offered(catalog: Catalog, team: Team, member: Member) -> Request:
    """The request behind a member's offer: the team's targets join the first goal, and the budget is the smaller one.

    Of a skill that the goal asks for as well the higher level counts.
    """
    asked = member.request
    first, *rest = asked.goals or (Goal(),)
    wanted: dict[str, Target] = {t.skill: t for t in targets_of(catalog, first)}
    for target in team.targets:
        own = wanted.get(target.skill, Target(target.skill, 0, target.weight))
        wanted[target.skill] = replace(own, need=max(own.need, target.level))
    goal = replace(first, targets=tuple(wanted.values()))
    limits = [budget for budget in (asked.budget, team.budget) if budget]
    least = min(limits, key=lambda budget: budget.cents, default=Budget(MOST_CENTS, currency(team)))
    return replace(asked, goals=(goal, *rest), budget=least)


def have(catalog: Catalog, team: Team) -> tuple[int, ...]:
    """Per target, how many people reach it already."""
    levels: list[tuple[int, Mapping[str, int]]] = [(m.people, held_levels(catalog, m.request)) for m in team.members]
    return tuple(sum(n for n, held in levels if held.get(t.skill, 0) >= t.level) for t in team.targets)


def faults(catalog: Catalog, team: Team) -> Iterator[str]:
    """What is wrong with a team's request, as sentences that name the field."""
    if not team.members or not team.targets:
        yield "team needs members and targets."
    if sum(m.people for m in team.members) > MOST_PEOPLE:
        yield f"team.members must be {MOST_PEOPLE:,} people at most."
    if team.budget and not 0 <= team.budget.cents <= MOST_CENTS:
        yield f"team.budget must be between 0 and {MOST_CENTS // 100:,}."
    if currency(team) != "USD" and currency(team) not in catalog.rates:
        yield f"team.budget.currency: the catalog has no rate for {currency(team)!r}."
    seen: set[tuple[str, int]] = set()
    for i, target in enumerate(team.targets):
        where = f"team.targets.{i}"
        if target.skill not in catalog.skills:
            yield f"{where}.skill: the catalog knows no skill {target.skill!r}."
        if not 1 <= target.level <= 4:
            yield f"{where}.level must be from 1 to 4."
        if not 1 <= target.people <= MOST_PEOPLE:
            yield f"{where}.people must be between 1 and {MOST_PEOPLE:,}."
        if not 1 <= target.weight <= MOST_WEIGHT:
            yield f"{where}.weight must be between 1 and {MOST_WEIGHT}."
        if (target.skill, target.level) in seen:
            yield f"{where} names {target.skill} at level {target.level} twice."
        seen.add((target.skill, target.level))
    for i, member in enumerate(team.members):
        where = f"team.members.{i}"
        if member.people < 1:
            yield f"{where}.people must be at least 1."
        budget = member.request.budget
        if budget and budget.currency != currency(team):
            yield f"{where}.request.budget must be in {currency(team)}, like the team's."
        goal = member.request.goals[0] if member.request.goals else None
        if goal and goal.role is not None and goal.role not in catalog.occupations:
            yield f"{where}.request.goals.0.role: the catalog knows no role {goal.role!r}."
            continue
        yield from (f"{where}.request.{fault}" for fault in validate(catalog, offered(catalog, team, member)))
