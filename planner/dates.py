"""The order and the days of chosen items: earliest deadline first, supporters before what they support."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from planner.costs import weekly
from planner.pathway import Basis, Evidence, Step
from planner.problem import Item, Problem

PER_SHARE = 100
"""Objective points per point of a step's evidence."""


class Unordered(RuntimeError):
    """Chosen items cannot be put in order: a defect of what chose them."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An item of the problem, whether it comes as an award, and the index of the deadline it is earned by."""

    item: int
    award: bool
    by: int


def in_order(problem: Problem, choices: Collection[Choice]) -> list[Choice]:
    """All choices in the order to earn them; awards as soon as they are due.

    Within a deadline: lower level first, then shorter, then by id. Raises Unordered when supporters are missing.
    """
    waiting = sorted(choices, key=lambda c: _rank(problem, c))
    done: list[int] = []
    ordered: list[Choice] = []
    while waiting:
        ready = next((c for c in waiting if supported(problem.items[c.item], c.award, done)), None)
        if ready is None:
            names = ", ".join(problem.items[c.item].id for c in waiting)
            raise Unordered(f"these cannot be put in order: {names}")
        waiting.remove(ready)
        ordered.append(ready)
        done.append(ready.item)
    return ordered


def _rank(problem: Problem, choice: Choice) -> tuple[int, bool, int, int, int]:
    """Awards at once, then by deadline; within it what was begun already, then the easier and shorter one."""
    item = problem.items[choice.item]
    fresh = problem.request.studied.get(item.id, 0) <= 0
    return (-1 if choice.award else choice.by, fresh, item.level, item.quarter_hours, choice.item)


def supported(item: Item, award: bool, done: Collection[int]) -> bool:
    """Whether prerequisites, and for an award enough components, are among the items `done`."""
    if not all(any(k in done for k in group) for group in item.clauses):
        return False
    if not award:
        return True
    return item.stack is not None and _given(item.stack.groups, done) >= item.stack.need


def _given(groups: Sequence[tuple[int, ...]], done: Collection[int]) -> int:
    return sum(any(k in done for k in group) for group in groups)


def best_evidence(problem: Problem, ordered: Sequence[Choice]) -> dict[int, tuple[int, int]]:
    """Target index -> (levels closed, position in the order) of the evidence that counts, by the real order."""
    best: dict[int, tuple[int, int]] = {}
    spent = 0
    for position, choice in enumerate(ordered):
        item = problem.items[choice.item]
        spent += 0 if choice.award else item.quarter_hours
        for t, closed in item.shows:
            limit = problem.capacity[problem.due[problem.targets[t].goal]]
            if (limit is None or spent <= limit) and closed > best.get(t, (0, 0))[0]:
                best[t] = (closed, position)
    return best


def value(problem: Problem, ordered: Sequence[Choice]) -> int:
    """Objective points of choices in this order."""
    shown = sum(problem.targets[t].worth[k] for t, (k, _) in best_evidence(problem, ordered).items())
    return shown - sum(problem.items[c.item].toll for c in ordered if not c.award)


def steps(problem: Problem, ordered: Sequence[Choice]) -> tuple[Step, ...]:
    """Dated steps with their evidence and what they rest on."""
    counted = best_evidence(problem, ordered)
    found: list[Step] = []
    spent = 0
    for position, choice in enumerate(ordered):
        item = problem.items[choice.item]
        hours = 0 if choice.award else item.quarter_hours
        first, last = _days(spent, hours, weekly(problem.request))
        spent += hours
        mine = sorted(t for t, (_, where) in counted.items() if where == position)
        start = problem.request.start
        found.append(
            Step(
                credential=item.id,
                route="award" if choice.award else "study",
                start=start + timedelta(first),
                end=start + timedelta(last),
                quarter_hours=hours,
                cents=0 if choice.award else item.cents,
                cost_basis=Basis.KNOWN if choice.award else item.cost_basis,
                hours_basis=Basis.KNOWN if choice.award else item.hours_basis,
                about=item.about and not choice.award,
                evidence=tuple(_evidence(problem, item, t, counted[t][0]) for t in mine),
                needs=_needs(problem, choice, [c.item for c in ordered[:position]]),
            )
        )
    return tuple(found)


def _days(spent: int, hours: int, per_week: int) -> tuple[int, int]:
    until = -(-7 * (spent + hours) // per_week) - 1
    if hours == 0:
        return max(until, 0), max(until, 0)
    first = 7 * spent // per_week
    return first, max(until, first)


def _evidence(problem: Problem, item: Item, target: int, closed: int) -> Evidence:
    asked = problem.targets[target]
    shown = problem.catalog.credentials[item.id].skills
    level = max(s.level for s in shown if s.skill == asked.skill)
    return Evidence(asked.goal, asked.skill, level, asked.worth[closed] // PER_SHARE)


def _needs(problem: Problem, choice: Choice, done: Sequence[int]) -> tuple[str, ...]:
    item = problem.items[choice.item]
    groups, held = item.clauses, item.needs_held
    if choice.award and item.stack:
        groups, held = groups + item.stack.groups, held + item.stack.held
    used = (next((k for k in done if k in group), None) for group in groups)
    return tuple(sorted({*held, *(problem.items[k].id for k in used if k is not None)}))
