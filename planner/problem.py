"""A catalog and a request as an integer instance: items, what supports them, what they show, and the limits."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from knowledge.catalog import Catalog
from planner.calendar import MARKS, Calendar, calendar_of
from planner.candidates import Candidates
from planner.gap import OpenTarget, held_levels, least_closed, open_targets, targets_of
from planner.items import BESIDE, CENTS_A_POINT, PER_QUARTER_HOUR, PER_STEP, Group, Item, Stack
from planner.pathway import LeftOut
from planner.reader import TIME, Reader
from planner.request import Request
from planner.structure import structure

__all__ = [
    "BESIDE",
    "CENTS_A_POINT",
    "NEVER",
    "PER_QUARTER_HOUR",
    "PER_STEP",
    "TIME",
    "Group",
    "Item",
    "Problem",
    "Stack",
    "build",
    "restrict",
    "undated",
]
NEVER = -1
"""Study time before a deadline that is not after the start: not even an award is in time."""


@dataclass(frozen=True, slots=True)
class Problem:
    """The instance. `deadlines` ascend (None, no deadline, last) and are those of the goals and of retiring items.

    `ends` are the marks of study time before each (planner/calendar.py); `capacity` the whole quarter-hours. `due[g]`
    is the deadline index of goal g, `least[g]` what must be closed of it in weight twelfths (0: nothing).
    `impossible` are locked credentials that no plan can hold. `dropped` names constraints that do not count.
    """

    request: Request
    catalog: Catalog
    items: tuple[Item, ...]
    targets: tuple[OpenTarget, ...]
    deadlines: tuple[date | None, ...]
    calendar: Calendar
    ends: tuple[int | None, ...]
    due: tuple[int, ...]
    least: tuple[int, ...]
    budget: int | None
    locked: tuple[int, ...]
    impossible: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    dropped: frozenset[str] = frozenset()
    shortened: bool = False

    @property
    def capacity(self) -> tuple[int | None, ...]:
        """Whole quarter-hours before each deadline; None without one, NEVER when it is not after the start."""
        return tuple(None if end is None else end // MARKS if end >= 0 else NEVER for end in self.ends)

    @property
    def dated(self) -> bool:
        """Whether any item has days of its own, so that order and waiting decide what is in time."""
        return any(item.dated for item in self.items)

    def index(self, credential: str) -> int | None:
        """The item's index, None when it is no candidate."""
        return next((i for i, item in enumerate(self.items) if item.id == credential), None)


def build(catalog: Catalog, request: Request, dropped: frozenset[str] = frozenset()) -> Problem:
    """Every candidate that can show something that is missing, and all that may support one; none else.

    Constraints named in `dropped` (docs/planner.md, Status) are left away, for explanations.
    """
    known = structure(catalog)
    judge = Candidates(catalog, request, known.costs(request), known.same, dropped)
    targets = open_targets(catalog, request)
    asking = {t.skill: tuple(i for i, other in enumerate(targets) if other.skill == t.skill) for t in targets}
    about = frozenset(t.skill for goal in request.goals for t in targets_of(catalog, goal))
    reader = Reader(judge, known, targets, asking, about, held_levels(catalog, request))
    wanted = [c.id for c in catalog.credentials.values() if reader.shows(c)]
    locked = [
        c for c in dict.fromkeys(request.locked) if c not in request.held.credentials and f"locked:{c}" not in dropped
    ]
    chosen = reader.close(wanted + locked)
    place = {credential: i for i, credential in enumerate(chosen)}
    deadlines = _deadlines(catalog, request, chosen)
    reader = replace(reader, days=deadlines)
    calendar = calendar_of(request)
    by_goal = [tuple(t for t in targets if t.goal == g) for g in range(len(request.goals))]
    return Problem(
        request=request,
        catalog=catalog,
        items=tuple(reader.item(catalog.credentials[c], place) for c in chosen),
        targets=targets,
        deadlines=deadlines,
        calendar=calendar,
        ends=tuple(_end(calendar, by, dropped) for by in deadlines),
        due=tuple(deadlines.index(g.by) for g in request.goals),
        least=tuple(
            least_closed(goal, mine) if mine and f"coverage:{g}" not in dropped else 0
            for g, (goal, mine) in enumerate(zip(request.goals, by_goal, strict=True))
        ),
        budget=request.budget.cents if request.budget and "budget" not in dropped else None,
        locked=tuple(sorted(place[c] for c in locked if c in place)),
        impossible=tuple(c for c in locked if c not in place),
        left_out=reader.left_out(wanted),
        dropped=dropped,
    )


def _deadlines(catalog: Catalog, request: Request, chosen: list[str]) -> tuple[date | None, ...]:
    goals = {goal.by for goal in request.goals}
    days = {by for by in goals if by}
    last = None if None in goals or not days else max(days)
    credentials = (catalog.credentials[c] for c in chosen)
    days |= {c.retires_on for c in credentials if c.status == "retiring" and c.retires_on}
    kept = sorted(day for day in days if last is None or day <= last)
    return (*kept, None) if last is None else tuple(kept)


def _end(calendar: Calendar, by: date | None, dropped: frozenset[str]) -> int | None:
    if by is None or TIME & dropped:
        return None
    return calendar.until(by) if by > calendar.start else NEVER


def restrict(problem: Problem, keep: set[int], why: Mapping[int, tuple[str, str]] | None = None) -> Problem:
    """The problem over the items in `keep` alone; a locked item that goes makes it impossible.

    `why` gives the reason code and detail for items that could help and are removed.
    """
    place = {old: new for new, old in enumerate(sorted(keep))}

    def group(old: Group) -> Group:
        return tuple(place[k] for k in old if k in place)

    def item(old: Item) -> Item:
        stack = old.stack
        if stack:
            groups = tuple(g for g in map(group, stack.groups) if g)
            stack = replace(stack, groups=groups) if stack.need <= len(groups) else None
        return replace(
            old,
            stack=stack,
            clauses=tuple(map(group, old.clauses)),
            rivals=group(old.rivals),
            credits=tuple((place[k], saved) for k, saved in old.credits if k in place),
            advised=tuple(map(group, old.advised)),
        )

    gone = [LeftOut(problem.items[i].id, *reason) for i, reason in (why or {}).items() if problem.items[i].shows]
    return replace(
        problem,
        items=tuple(item(problem.items[i]) for i in sorted(keep)),
        locked=tuple(place[i] for i in problem.locked if i in place),
        impossible=problem.impossible + tuple(problem.items[i].id for i in problem.locked if i not in place),
        left_out=tuple(sorted((*problem.left_out, *gone), key=lambda r: r.credential)),
    )


def undated(problem: Problem) -> Problem:
    """The same without the items' own days: what it allows is a superset."""
    return replace(problem, items=tuple(replace(item, starts=None, exams=None) for item in problem.items))
