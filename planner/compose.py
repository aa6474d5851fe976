"""Choices and proof put together as a Pathway."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date

from planner.costs import currency_of
from planner.dates import Choice, in_order, levels, value
from planner.gap import SHARE_UNIT
from planner.pathway import Basis, Coverage, LeftOut, Pathway, Relaxation, Status, Step
from planner.problem import Problem
from planner.search import Outcome
from planner.steps import steps

MOST_LEFT_OUT = 60
"""More left-out credentials than this are noise."""


def compose(problem: Problem, outcome: Outcome) -> Pathway:
    """The dated pathway of an outcome with choices."""
    ordered = in_order(problem, outcome.choices)
    dated = steps(problem, ordered)
    points = value(problem, ordered)
    status, bound = _status(outcome, points)
    return Pathway(
        request=problem.request,
        catalog=problem.catalog.version,
        status=status,
        steps=dated,
        currency=currency_of(problem.request),
        cents=sum(step.cents for step in dated),
        quarter_hours=sum(step.quarter_hours for step in dated),
        value=points,
        bound=bound,
        gap=None if bound is None else 100 * (bound - points) / max(abs(points), 1),
        candidates=len(problem.items),
        coverage=coverage(problem, ordered),
        left_out=_left_out(problem),
        assumptions=(*_assumptions(problem, dated), *_renewals(problem, dated)),
    )


def none(
    problem: Problem, status: Status, conflicts: tuple[str, ...] = (), relaxations: tuple[Relaxation, ...] = ()
) -> Pathway:
    """The answer without a plan."""
    return Pathway(
        request=problem.request,
        catalog=problem.catalog.version,
        status=status,
        steps=(),
        currency=currency_of(problem.request),
        cents=0,
        quarter_hours=0,
        value=0,
        bound=None,
        gap=None,
        candidates=len(problem.items),
        coverage=coverage(problem, ()),
        conflicts=conflicts,
        relaxations=relaxations,
        left_out=_left_out(problem),
    )


def _status(outcome: Outcome, points: int) -> tuple[Status, int | None]:
    if outcome.bound is None:
        return Status.HEURISTIC, None
    return (Status.PROVEN if outcome.bound <= points else Status.GAP), max(outcome.bound, points)


def coverage(problem: Problem, ordered: Sequence[Choice]) -> tuple[Coverage, ...]:
    """Per goal the share of its gap that is closed (1.0 without a gap), and the targets not fully closed."""
    closed_by = levels(problem, ordered)
    found: list[Coverage] = []
    for goal in range(len(problem.due)):
        total = closed = 0
        still: list[str] = []
        for t, target in enumerate(problem.targets):
            if target.goal != goal:
                continue
            done = closed_by.get(t, 0)
            total += target.weight * SHARE_UNIT
            closed += target.weight * SHARE_UNIT * done // target.gap
            if done < target.gap:
                still.append(target.skill)
        found.append(Coverage(goal, closed / total if total else 1.0, tuple(still)))
    return tuple(found)


def _left_out(problem: Problem) -> tuple[LeftOut, ...]:
    """Those that would show most first; then by id."""
    shown = {
        left.credential: sum(
            target.worth[target.closed_by(s.level)]
            for s in problem.catalog.credentials[left.credential].skills
            for target in problem.targets
            if s.skill == target.skill
        )
        for left in problem.left_out
    }
    return tuple(sorted(problem.left_out, key=lambda r: (-shown[r.credential], r.credential))[:MOST_LEFT_OUT])


def _assumptions(problem: Problem, dated: Sequence[Step]) -> tuple[str, ...]:
    """Codes (docs/planner.md): what the plan takes for granted, one `code:credential` each."""
    found: list[str] = []
    for step in dated:
        if step.cost_basis is not Basis.KNOWN:
            found.append(f"{step.cost_basis}-cost:{step.credential}")
        if step.hours_basis is not Basis.KNOWN:
            found.append(f"{step.hours_basis}-hours:{step.credential}")
        if step.about:
            found.append(f"converted:{step.credential}")
        years = problem.catalog.credentials[step.credential].prerequisites.years_required
        if years > (problem.request.experience_years or 0):
            found.append(f"experience:{step.credential}")
    return tuple(found)


def _renewals(problem: Problem, dated: Sequence[Step]) -> tuple[str, ...]:
    """Steps that expire before the last deadline, or before the plan's end where no goal has one."""
    target = max([goal.by for goal in problem.request.goals if goal.by] or [step.end for step in dated], default=None)
    found: list[str] = []
    for step in dated:
        months = problem.catalog.credentials[step.credential].validity_months
        if months and target and _months_after(step.end, months) < target:
            found.append(f"renewal:{step.credential}")
    return tuple(found)


def _months_after(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
