"""The best choices for a problem: solved, ties broken exactly, with a plan by simple means when the solver has none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from planner.dates import Choice, fits, in_order, moment, orders, schedule, value
from planner.fixing import SLACK, Priced, priced
from planner.greedy import greedy
from planner.model import Model, Row, Terms, model
from planner.problem import Problem, restrict, undated
from planner.reach import bundle, ways
from planner.shortlist import shortlist
from planner.solve import Answer, Found, Limits, solve

SMALL, CORE = 100, 85
"""Beyond SMALL items the plan is sought among CORE items first, and the proof fixes the others by their prices."""
TIES = 0.25
"""Share of the work that each question about ties may cost: a plan that is not told from its equals is still best."""
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
    if not problem.dated:
        return _undated(problem, limits)
    # Without the items' own days more is possible: its best plan is the best one when it can be dated as it is.
    loose = undated(problem)
    relaxed = _undated(loose, limits)
    if relaxed.found is Found.INFEASIBLE:
        return relaxed
    dated = [order for order in orders(problem, relaxed.choices) if fits(problem, order)] if relaxed.choices else []
    for order in dated:
        if relaxed.found is Found.OPTIMAL and value(problem, order) == relaxed.value:
            return replace(relaxed, choices=tuple(order))
    simple = greedy(problem)
    dated += [order for order in orders(problem, simple or ()) if simple and fits(problem, order)]
    known = max(dated, key=lambda order: value(problem, order), default=None)
    found = _dated(problem, loose, known, limits)
    bounds = [bound for bound in (found.bound, relaxed.bound) if bound is not None]
    return found if found.found is Found.INFEASIBLE else replace(found, bound=min(bounds, default=None))


def _dated(problem: Problem, loose: Problem, known: Sequence[Choice] | None, limits: Limits) -> Outcome:
    """With the items' own days. Beside a plan that is known, only what could be in one as good is looked at."""
    if known is None or len(problem.items) <= SMALL or not (prices := priced(model(loose), limits)):
        return at_once(model(problem), known, limits)
    keep = prices.could_be_in(value(problem, known)) | {choice.item for choice in known}
    less = restrict(problem, keep)
    found = at_once(model(less), moved(known, problem, less), limits)
    most = int(prices.bound + SLACK)
    bound = most if found.bound is None else max(found.value, min(found.bound, most))
    return replace(found, choices=moved(found.choices, less, problem), bound=bound)


def _undated(problem: Problem, limits: Limits) -> Outcome:
    if len(problem.items) > SMALL and (found := priced(built := model(problem), limits)):
        return _staged(built, found, limits)
    return at_once(model(problem), _simple_plan(problem), limits)


def _simple_plan(problem: Problem) -> Sequence[Choice] | None:
    """A plan without a solver that keeps every limit."""
    simple = greedy(problem)
    return simple if simple and fits(problem, in_order(problem, simple)) else None


def _staged(built: Model, found: Priced, limits: Limits) -> Outcome:
    """First the best plan of a core of promising items; then all that could beat or equal it, and nothing else."""
    problem = built.problem
    short = shortlist(problem)
    simple = moved(_simple_plan(short) or (), short, problem)
    inner = restrict(problem, _core(problem, found) | {choice.item for choice in simple})
    first = at_once(model(inner), moved(simple, problem, inner) or None, limits, ties=False)
    if not first.choices and first.found is not Found.OPTIMAL:
        return at_once(built, simple or None, limits)
    choices = moved(first.choices, inner, problem)
    outer = restrict(problem, found.could_be_in(first.value) | {choice.item for choice in choices})
    second = at_once(model(outer), moved(choices, problem, outer), limits)
    most = int(found.bound + SLACK)
    bound = most if second.bound is None else min(second.bound, most)
    return replace(second, choices=moved(second.choices, outer, problem), bound=max(second.value, bound))


def _core(problem: Problem, found: Priced) -> set[int]:
    """The items of the best bounds, and what their cheapest ways rest on."""
    cheapest = ways(problem.items, lambda item: item.toll, sum)
    wanted = {*found.best_items(CORE), *problem.locked}
    return wanted.union(*(bundle(i, cheapest) for i in wanted))


def moved(choices: Sequence[Choice], here: Problem, there: Problem) -> tuple[Choice, ...]:
    """Choices of one problem as those of another one over the same candidates."""
    place = {item.id: i for i, item in enumerate(there.items)}

    def at(i: int) -> int:
        return place[here.items[i].id]

    return tuple(replace(c, item=at(c.item), credit=None if c.credit is None else at(c.credit)) for c in choices)


def at_once(built: Model, simple: Sequence[Choice] | None, limits: Limits, *, ties: bool = True) -> Outcome:
    """The whole model in one solve, with a simple plan as hint and fallback; without `ties` any optimum will do."""
    problem = built.problem
    answer = settle(built, limits, hint=hint(built, simple) if simple else None, ties=ties)
    if answer.found is Found.INFEASIBLE:
        return Outcome(Found.INFEASIBLE)
    if answer.found is Found.NOTHING:
        return _simple(problem, simple, answer.bound)
    choices = read(built, answer.values)
    points = value(problem, in_order(problem, choices))
    if answer.found is not Found.OPTIMAL and simple and value(problem, in_order(problem, simple)) > points:
        return _simple(problem, simple, answer.bound)
    return Outcome(answer.found, choices, points, answer.bound)


def settle(
    built: Model,
    limits: Limits,
    extra: Sequence[Row] = (),
    hint: Mapping[int, int] | None = None,
    *,
    ties: bool = True,
) -> Answer:
    """The best solution of the model with the `extra` rows, ties broken; objective and bound in points."""
    scale = len(built.problem.items) + 1  # steps never outweigh one point
    objective = [(v, c * scale) for v, c in built.value()] + [(v, -c) for v, c in built.steps()]
    answer = solve(built, objective, limits, extra, hint)
    if ties and answer.found is Found.OPTIMAL:
        little = replace(limits, work=limits.work * TIES)
        answer = _smallest_ids(built, objective, answer, little, extra)
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
            ready = not award and i in built.ready and bool(values[built.ready[i]])
            chosen.append(Choice(i, award, by, credit, at, ready))
    return tuple(chosen)


def hint(built: Model, choices: Sequence[Choice]) -> Mapping[int, int]:
    """Variable values that describe the choices."""
    hints = {v: 0 for rows in (built.study, built.award) for row in rows for v in row if v is not None}
    for choice in choices:
        row = (built.award if choice.award else built.study)[choice.item]
        hints.update({v: 1 for v in row[choice.by :] if v is not None})
        if choice.item in built.ready:
            hints[built.ready[choice.item]] = int(choice.ready)
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
