"""The best choices for a problem: solved, ties broken exactly, with a plan by simple means when the solver has none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from planner.dates import Choice, fits, in_order, moment, orders, schedule, value
from planner.greedy import greedy
from planner.model import Model, Row, Terms, model
from planner.problem import Problem, undated
from planner.solve import Answer, Found, Limits, solve

CHUNK = 40
"""Ids whose order is settled by one solve: weights are powers of two, exact in the solver's floating-point bounds."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """`found` OPTIMAL: `bound` is reached; FEASIBLE: valid, `bound` may be None; INFEASIBLE; NOTHING: nothing known."""

    found: Found
    choices: tuple[Choice, ...] = ()
    value: int = 0
    bound: int | None = None


def best(problem: Problem, limits: Limits) -> Outcome:
    """Highest value, then fewest steps, then smallest ids (docs/planner.md)."""
    simple = greedy(problem)
    if not problem.dated:
        return _best(problem, limits, simple if simple and fits(problem, in_order(problem, simple)) else None)
    # Without the items' own days more is possible: its best plan is the best one when it can be dated as it is.
    loose = undated(problem)
    relaxed = _best(loose, limits, simple if simple and fits(loose, in_order(loose, simple)) else None)
    if relaxed.found is Found.INFEASIBLE:
        return relaxed
    dated = [order for order in orders(problem, relaxed.choices) if fits(problem, order)] if relaxed.choices else []
    for order in dated:
        if relaxed.found is Found.OPTIMAL and value(problem, order) == relaxed.value:
            return replace(relaxed, choices=tuple(order))
    dated += [order for order in orders(problem, simple or ()) if simple and fits(problem, order)]
    known = max(dated, key=lambda order: value(problem, order), default=None)
    found = _best(problem, limits, known)
    bounds = [bound for bound in (found.bound, relaxed.bound) if bound is not None]
    return found if found.found is Found.INFEASIBLE else replace(found, bound=min(bounds, default=None))


def _best(problem: Problem, limits: Limits, simple: Sequence[Choice] | None) -> Outcome:
    built = model(problem)
    answer = settle(built, limits, hint=hint(built, simple) if simple else None)
    if answer.found is Found.INFEASIBLE:
        return Outcome(Found.INFEASIBLE)
    if answer.found is Found.NOTHING:
        return _simple(problem, simple, answer.bound)
    choices = read(built, answer.values)
    points = value(problem, in_order(problem, choices))
    if answer.found is not Found.OPTIMAL and simple and value(problem, in_order(problem, simple)) > points:
        return _simple(problem, simple, answer.bound)
    return Outcome(answer.found, choices, points, answer.bound)


def settle(built: Model, limits: Limits, extra: Sequence[Row] = (), hint: Mapping[int, int] | None = None) -> Answer:
    """The best solution of the model with the `extra` rows, ties broken; objective and bound in points."""
    scale = len(built.problem.items) + 1  # steps never outweigh one point
    objective = [(v, c * scale) for v, c in built.value()] + [(v, -c) for v, c in built.steps()]
    answer = solve(built, objective, limits, extra, hint)
    if answer.found is Found.OPTIMAL:
        answer = _smallest_ids(built, objective, answer, limits, extra)
    bound = None if answer.bound is None else (answer.bound + scale - 1) // scale
    return replace(answer, objective=-(-answer.objective // scale), bound=bound)


def _simple(problem: Problem, simple: Sequence[Choice] | None, bound: int | None) -> Outcome:
    if simple is None:
        return Outcome(Found.NOTHING, bound=bound)
    return Outcome(Found.FEASIBLE, tuple(simple), value(problem, in_order(problem, simple)), bound)


def read(built: Model, values: Sequence[int]) -> tuple[Choice, ...]:
    """The choices behind variable values."""
    chosen: list[Choice] = []
    for i in range(len(built.problem.items)):
        for award, row in ((False, built.study[i]), (True, built.award[i])):
            by = next((d for d, v in enumerate(row) if v is not None and values[v]), None)
            if by is None:
                continue
            credit = next((k for (j, k), v in built.credit.items() if j == i and not award and values[v]), None)
            begin = built.begins.get(i)
            at = 0 if begin is None or award else moment(built.problem.items[i], values[begin])
            chosen.append(Choice(i, award, by, credit, at))
    return tuple(chosen)


def hint(built: Model, choices: Sequence[Choice]) -> Mapping[int, int]:
    """Variable values that describe the choices."""
    hints = {v: 0 for rows in (built.study, built.award) for row in rows for v in row if v is not None}
    for choice in choices:
        row = (built.award if choice.award else built.study)[choice.item]
        hints.update({v: 1 for v in row[choice.by :] if v is not None})
    if built.begins:
        ordered = in_order(built.problem, choices)
        for choice, slot in zip(ordered, schedule(built.problem, ordered), strict=True):
            if choice.item in built.begins and not choice.award:
                hints[built.begins[choice.item]] = slot.begin
    return hints


def _smallest_ids(built: Model, objective: Terms, answer: Answer, limits: Limits, extra: Sequence[Row]) -> Answer:
    """Among all optima the one with the lexicographically smallest sorted ids; items are sorted by id."""
    chosen = [c.item for c in read(built, answer.values)]
    if not chosen:
        return answer
    as_good = Row(tuple(objective), answer.objective, None, "tie")
    # All optima have equally many steps, so another one leaves at least one of these out.
    other = Row(tuple(t for i in chosen for t in built.earned(i)), None, len(chosen) - 1, "tie")
    if not solve(built, [], limits, (*extra, as_good, other)).values:
        return answer
    fixed: list[Row] = [*extra, as_good]
    for start in range(0, len(built.problem.items), CHUNK):
        part = range(start, min(start + CHUNK, len(built.problem.items)))
        weighed = [(v, 2 ** (part.stop - 1 - i)) for i in part for v, _ in built.earned(i)]
        found = solve(built, weighed, limits, fixed)
        if found.found is not Found.OPTIMAL:
            return answer
        fixed.append(Row(tuple(weighed), found.objective, None, "tie"))
        answer = Answer(Found.OPTIMAL, found.values, answer.objective, answer.bound)
        if sum(found.values[v] for i in range(part.stop) for v, _ in built.earned(i)) == len(chosen):
            break  # all ids are settled
    return answer
