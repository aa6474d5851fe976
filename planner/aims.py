"""What an alternative aims at: least money, the earliest finishing day, or the surest recognition."""

from collections.abc import Sequence
from enum import StrEnum

from knowledge.catalog import Catalog
from planner.calendar import MARKS
from planner.dates import Choice, schedule
from planner.gap import POINTS, OpenTarget, open_targets
from planner.pathway import Pathway
from planner.problem import Problem
from planner.rows import Model, Row, Terms
from planner.worth import recognised

SURE = POINTS // 100
"""Points of recognition that make no difference: one percent of the gaps."""


class Aim(StrEnum):
    """What is made as small, as early or as great as can be."""

    CHEAPEST = "cheapest"
    EARLIEST = "earliest"
    RECOGNISED = "recognised"


def terms(built: Model, aim: Aim) -> Terms:
    """What is maximised; may add variables and rows to the model."""
    if aim is Aim.CHEAPEST:
        return [(v, -cents) for v, cents in built.of_study("cents")]
    if aim is Aim.RECOGNISED:
        return _recognition(built)
    if not built.problem.dated:  # one step after another without a pause: the last day hangs on the hours alone
        return [(v, -hours) for v, hours in built.of_study("quarter_hours")] + built.saved()
    last = built.variable(max((built.upper[v] for v in built.done), default=0))
    for i, done in enumerate(built.done):
        for earned, _ in built.earned(i):
            built.row([(last, 1), (done, -1)], 0, None, "finish", earned)
    return [(last, -1)]


def limit(built: Model, aim: Aim, aimed: Terms, best: int) -> Row:
    """Keeps what `terms` reached: to the cent, to the day, or within SURE."""
    if aim is Aim.CHEAPEST:
        least = best
    elif aim is Aim.RECOGNISED:
        least = best - SURE
    else:
        calendar, unit = built.problem.calendar, 1 if built.problem.dated else MARKS
        least = -(calendar.before(calendar.reached(-best * unit) + 1) // unit) if best else 0
    return Row(tuple(aimed), least, None, "aim")


def _recognition(built: Model) -> Terms:
    """Per target the greatest recognised share of its gap that some earned item shows in time."""
    problem, found = built.problem, Terms()
    lows = [recognised(problem.catalog, item.id)[0] for item in problem.items]
    able: list[list[tuple[int, int]]] = [[] for _ in problem.targets]
    for i, item in enumerate(problem.items):
        for t, closed in item.shows:
            able[t].append((_sure(problem.targets[t], closed, lows[i]), i))
    for t, pairs in enumerate(able):
        below, due = 0, problem.due[problem.targets[t].goal]
        for points in sorted({points for points, _ in pairs if points}):
            some = built.variable()
            showing = [term for other, i in pairs if other >= points for term in built.earned(i, due, -1)]
            built.row([(some, 1), *showing], None, 0, "recognition")
            found.append((some, points - below))
            below = points
    return found


def _sure(target: OpenTarget, closed: int, percent: int) -> int:
    share = target.share
    return POINTS * percent * closed * share.numerator // (100 * target.gap * share.denominator)


def reached(problem: Problem, aim: Aim, ordered: Sequence[Choice]) -> int:
    """What choices in this order reach, more is better: -cents, -the day of the finish, or points of recognition."""
    slots = list(zip(ordered, schedule(problem, ordered), strict=True))
    if aim is Aim.CHEAPEST:
        return -sum(problem.items[choice.item].cents for choice in ordered if not choice.award)
    if aim is Aim.EARLIEST:
        return -problem.calendar.reached(max((slot.done for _, slot in slots), default=0))
    best = [0] * len(problem.targets)
    for choice, slot in slots:
        item = problem.items[choice.item]
        low = recognised(problem.catalog, item.id)[0]
        for t, closed in item.shows:
            end = problem.ends[problem.due[problem.targets[t].goal]]
            if end is None or slot.done <= end:
                best[t] = max(best[t], _sure(problem.targets[t], closed, low))
    return sum(best)


def recognition(catalog: Catalog, pathway: Pathway) -> tuple[float, float]:
    """How much of all gaps (0-1) a plan closes when what it shows counts for as much as it is recognised: low and high.

    Per target the evidence counts that is recognised most, of the steps that are complete before its goal's deadline.
    """
    ends = [0.0, 0.0]
    for target in open_targets(catalog, pathway.request):
        by = pathway.request.goals[target.goal].by
        best = [0, 0]
        for step in pathway.steps:
            level = next((s.level for s in catalog.credentials[step.credential].skills if s.skill == target.skill), 0)
            if by is None or step.end < by:
                for end, percent in enumerate(recognised(catalog, step.credential)):
                    best[end] = max(best[end], percent * target.closed_by(level))
        for end in (0, 1):
            ends[end] += float(target.share) * best[end] / (100 * target.gap)
    return ends[0], ends[1]
