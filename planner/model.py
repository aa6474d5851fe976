"""The problem as linear rows over whole-number variables, for any solver. Rows carry the constraint they stand for.

Per item and deadline: `study` and `award` say that it is earned by that deadline on that route. Facility location:
per target and points, `graded` says that some earned item is worth as much; per level, `reached` says that one closes
it. Inside circles of support, `depth` orders items. Where items have days of their own, planner/joint.py adds when.
"""

import itertools

from planner.advice import advice, asks
from planner.circles import circles
from planner.credits import credits, deeper, saved_by
from planner.gap import SHARE_UNIT
from planner.joint import joint
from planner.problem import Group, Item, Problem
from planner.rows import Model, Row, Span, Terms

__all__ = ["Model", "Row", "Span", "Terms", "model"]


def model(problem: Problem) -> Model:
    """All rows of docs/planner.md for the problem."""
    built = Model(problem)
    span = range(len(problem.deadlines))
    for item in problem.items:
        built.study.append([built.variable() if item.study else None for _ in span])
        built.award.append([built.variable() if item.stack else None for _ in span])
    for i, item in enumerate(problem.items):
        _routes(built, i, item)
    _targets(built)
    credits(built)
    advice(built)
    _limits(built)
    circle = circles([item.sources for item in problem.items])
    for d in span:
        depth = {i: built.variable(len(members) - 1) for members in circle for i in members}
        mates = {i: members for members in circle for i in members}
        for i, item in enumerate(problem.items):
            _support(built, i, item, d, depth, mates.get(i, frozenset()))
            deeper(built, i, item, d, depth, mates.get(i, frozenset()))
    if problem.dated:
        joint(built)
    return built


def _routes(built: Model, i: int, item: Item) -> None:
    # Earned by a deadline stays earned, on the same route; one route; one of two equivalents.
    for variables in (built.study[i], built.award[i]):
        for before, after in itertools.pairwise(variables):
            if before is not None and after is not None:
                built.row([(before, 1), (after, -1)], None, 0, "order")
    if item.study and item.stack:
        built.row(built.earned(i), None, 1, "route")
    for rival in item.rivals:
        if i < rival:
            built.row(built.earned(i) + built.earned(rival), None, 1, "equivalent")


def _targets(built: Model) -> None:
    problem = built.problem
    able: list[list[tuple[int, int, int]]] = [[] for _ in problem.targets]
    for i, item in enumerate(problem.items):
        for (t, k), points in zip(item.shows, item.points, strict=True):
            able[t].append((i, k, points))
    for t, target in enumerate(problem.targets):
        due = problem.due[target.goal]
        sets: dict[frozenset[int], int] = {}

        def some(members: frozenset[int], due: int = due, sets: dict[frozenset[int], int] = sets) -> int:
            if members not in sets:
                sets[members] = built.variable()
                terms = [term for i in sorted(members) for term in built.earned(i, due, -1)]
                built.row([(sets[members], 1), *terms], None, 0, "evidence")
            return sets[members]

        for points in sorted({p for _, _, p in able[t]}):
            built.graded[t, points] = some(frozenset(i for i, _, p in able[t] if p >= points))
        for level in range(1, max((k for _, k, _ in able[t]), default=0) + 1):
            built.reached[t, level] = some(frozenset(i for i, k, _ in able[t] if k >= level))
    for goal, least in enumerate(problem.least):
        if least:
            mine = [(key, v) for key, v in built.reached.items() if problem.targets[key[0]].goal == goal]
            unit = [(v, problem.targets[t].weight * SHARE_UNIT // problem.targets[t].gap) for (t, _), v in mine]
            built.row(unit, least, None, f"coverage:{goal}")


def _limits(built: Model) -> None:
    problem = built.problem
    if problem.budget is not None:
        built.row(built.of_study("cents"), None, problem.budget, "budget")
    for d, capacity in enumerate(problem.capacity):
        if capacity is None:
            continue
        if capacity < 0:  # the deadline is before the start: not even free awards
            built.row([term for i in range(len(problem.items)) for term in built.earned(i, d)], None, 0, "time")
            continue
        pairs = ((built.study[i][d], item.quarter_hours) for i, item in enumerate(problem.items))
        spent = [(v, hours) for v, hours in pairs if v is not None and hours]
        built.row(spent + saved_by(built, d), None, capacity, "time")
    for i, item in enumerate(problem.items):
        if item.last is not None:  # earned at all is earned in time
            for row in (built.study[i], built.award[i]):
                ever, by = row[-1], row[item.last]
                if ever is not None and by is not None:
                    built.row([(ever, 1), (by, -1)], None, 0, "retiring")
    for i in problem.locked:
        built.row(built.earned(i), 1, None, f"locked:{problem.items[i].id}")
    for credential in problem.impossible:
        built.row([], 1, None, f"locked:{credential}")


def _support(built: Model, i: int, item: Item, d: int, depth: dict[int, int], mates: frozenset[int]) -> None:
    earned = built.earned(i, d)
    if not earned:
        return
    for group in item.clauses:
        built.row(earned + _given(built, i, group, d, depth, mates, -1), None, 0, "prerequisite")
    for group, asked in asks(built, i, item, d):
        built.row(asked + _given(built, i, group, d, depth, mates, -1), None, 1, "advice")
    award = built.award[i][d]
    if award is None or item.stack is None or not item.stack.need:
        return
    parts: Terms = []
    for group in item.stack.groups:
        given = _given(built, i, group, d, depth, mates, -1)
        if len(group) > 1:  # several members of one component count once
            part = built.variable()
            built.row([(part, 1), *given], None, 0, "award")
            given = [(part, -1)]
        if item.stack.need == len(item.stack.groups):
            built.row([(award, 1), *given], None, 0, "award")
        parts += given
    built.row([(award, item.stack.need), *parts], None, 0, "award")


def _given(
    built: Model, i: int, group: Group, d: int, depth: dict[int, int], mates: frozenset[int], times: int
) -> Terms:
    """Terms for the members of a group as supporters of item i; within a circle a supporter must lie deeper."""
    terms: Terms = []
    for k in group:
        if k not in mates:
            terms += built.earned(k, d, times)
            continue
        used, deep = built.variable(), len(mates)
        built.row([(used, 1), *built.earned(k, d, -1)], None, 0, "circle")
        # used => depth[i] >= depth[k] + 1
        built.row([(depth[i], 1), (depth[k], -1), (used, -deep)], 1 - deep, None, "circle")
        terms.append((used, times))
    return terms
