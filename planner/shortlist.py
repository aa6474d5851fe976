"""Fewer candidates when a catalog is big: those that count, chosen by their whole cost, not by similarity."""

from dataclasses import replace

from planner.problem import Problem, restrict
from planner.reach import Way, bundle, ways

ENOUGH = 400
"""Up to this many candidates all stay, and the proof covers them all."""
PER_TARGET, PER_GROUP = 14, 2


def shortlist(problem: Problem) -> Problem:
    """The problem itself when it is small; else its best candidates, marked `shortened`.

    Per target and level: the cheapest whole ways, and those worth most over all targets; then what supports them.
    """
    if len(problem.items) <= ENOUGH:
        return problem
    known = ways(problem.items, lambda item: item.toll, sum)
    keep = set(problem.locked)
    for target in range(len(problem.targets)):
        keep |= _best_for(problem, target, known)
    waiting = sorted(keep)
    while waiting:
        i = waiting.pop()
        item = problem.items[i]
        groups = item.clauses + (item.stack.groups if item.stack else ())
        near = {k for group in groups for k in sorted(group, key=lambda k: _cost(known[k]))[:PER_GROUP]}
        new = (near | set(bundle(i, known))) - keep
        keep |= new
        waiting.extend(sorted(new))
    return replace(restrict(problem, keep), shortened=True)


def _cost(way: Way | None) -> tuple[bool, int]:
    return (way is None, way.cost if way else 0)


def _best_for(problem: Problem, target: int, known: list[Way | None]) -> set[int]:
    showing = [(i, dict(item.shows)) for i, item in enumerate(problem.items) if known[i]]
    showing = [(i, shown) for i, shown in showing if target in shown]

    def worth(i: int, shown: dict[int, int]) -> int:
        return sum(problem.targets[t].worth[k] for t, k in shown.items()) - _cost(known[i])[1]

    best: set[int] = set()
    for level in range(1, problem.targets[target].gap + 1):
        able = [(i, shown) for i, shown in showing if shown[target] >= level]
        best |= {i for i, _ in sorted(able, key=lambda p: (_cost(known[p[0]]), p[0]))[:PER_TARGET]}
        best |= {i for i, _ in sorted(able, key=lambda p: (-worth(*p), p[0]))[:PER_TARGET]}
    return best
