"""When chosen items are studied and complete, added to the model where items have days of their own.

One study span after another; an item is complete at the mark `done`, which waits for its exam days. What rests on it
begins no earlier, and what is earned by a deadline is complete before it.
"""

from planner.calendar import MARKS, Spans
from planner.problem import Group, Item, Problem
from planner.rows import Model, Span, Terms


def joint(built: Model) -> None:
    """Rows and spans of docs/planner.md, Dates."""
    problem = built.problem
    horizon = _horizon(problem)
    done = built.done = [built.variable(horizon) for _ in problem.items]
    for i, item in enumerate(problem.items):
        _study(built, i, item, done[i], horizon)
        for d, end in enumerate(problem.ends):
            for by in (built.study[i][d], built.award[i][d]):
                if by is not None and end is not None:
                    built.row([(done[i], 1)], None, max(end, 0), "time", by)
    for i, item in enumerate(problem.items):
        _waits(built, i, item, done)


def _horizon(problem: Problem) -> int:
    """A mark by which everything can be complete: after the last opening nothing waits."""
    end = problem.ends[-1]
    if end is not None:
        return max(end, 0)
    openings = [low for item in problem.items for low, _ in (*(item.starts or ()), *(item.exams or ()))]
    return max(openings, default=0) + MARKS * (1 + sum(item.quarter_hours for item in problem.items))


def _within(spans: Spans, horizon: int) -> Spans:
    return tuple((low, min(high, horizon)) for low, high in spans if low <= horizon)


def _study(built: Model, i: int, item: Item, done: int, horizon: int) -> None:
    present = built.study[i][-1]
    if present is None:
        return
    starts = None if item.starts is None else _within(item.starts, horizon)
    if starts == ():
        built.row([(present, 1)], None, 0, "session")
        return
    begin = built.begins[i] = built.variable(horizon)
    if starts:
        built.domains[begin] = starts
    length = MARKS * item.quarter_hours
    until: Terms = [(begin, -1)]
    if item.credits:
        lasts, end = built.variable(length), built.variable(horizon)
        saved = [(v, MARKS * hours) for k, hours in item.credits if (v := built.credit.get((i, k))) is not None]
        built.row([(lasts, 1), *saved], length, length, "credit")
        built.spans.append(Span(begin, present, length, lasts, end))
        until, length = [(end, -1)], 0
    else:
        built.spans.append(Span(begin, present, length))
    built.row([(done, 1), *until], length, None, "time", present)
    if item.exams is None:
        return
    windows = []
    for low, high in _within(item.exams, horizon):
        chosen = built.variable()
        windows.append((chosen, 1))
        built.row([(done, 1)], low, None, "exam", chosen)
        built.row([(done, 1)], None, high, "exam", chosen)
    built.row([*windows, (present, -1)], 0, None, "exam")


def _waits(built: Model, i: int, item: Item, done: list[int]) -> None:
    """What item i rests on, on each route, is complete before."""
    study, award = built.study[i][-1], built.award[i][-1]
    routes = [(v, built.begins[i]) for v in (study,) if v is not None and i in built.begins]
    routes += [(v, done[i]) for v in (award,) if v is not None]
    for group in item.clauses:
        _after(built, built.earned(i), routes, group, done)
    for k, _ in item.credits:
        used = built.credit.get((i, k))
        if used is not None and i in built.begins:
            built.row([(built.begins[i], 1), (done[k], -1)], 0, None, "credit", used)
    if i in built.ready and i in built.begins:
        for group in item.advised:
            _after(built, [(built.ready[i], 1)], [(built.ready[i], built.begins[i])], group, done)
    if award is None or item.stack is None or not item.stack.need:
        return
    if item.stack.need == len(item.stack.groups):
        for group in item.stack.groups:
            _after(built, [(award, 1)], [(award, done[i])], group, done)
        return
    parts: Terms = []
    for group in item.stack.groups:
        part = built.variable()
        _after(built, [(part, 1)], [(part, done[i])], group, done)
        parts.append((part, -1))
    built.row([(award, item.stack.need), *parts], None, 0, "award")


def _after(built: Model, asked: Terms, routes: list[tuple[int, int]], group: Group, done: list[int]) -> None:
    """Some member of the group is complete at a route's mark; `routes` are pairs (that it is taken, its mark)."""
    if len(group) == 1:
        built.row([*asked, *built.earned(group[0], -1, -1)], None, 0, "prerequisite")
    used: Terms = []
    for k in group:
        given: tuple[int, ...] = ()
        if len(group) > 1:
            chosen = built.variable()
            built.row([(chosen, 1), *built.earned(k, -1, -1)], None, 0, "prerequisite")
            used.append((chosen, -1))
            given = (chosen,)
        for taken, mark in routes:
            built.row([(mark, 1), (done[k], -1)], 0, None, "prerequisite", taken, *given)
    if len(group) > 1:
        built.row([*asked, *used], None, 0, "prerequisite")
