"""Fewer candidates when a catalog is big: those that count, chosen by their whole cost, not by similarity."""

from collections.abc import Mapping
from dataclasses import replace

from planner.problem import Problem, restrict
from planner.reach import Ways, bundle, hopeless, ways
from planner.reach_arrays import Support, support

ENOUGH = 400
"""Up to this many candidates all stay, and the proof covers them all."""
PER_TARGET, PER_GROUP = 14, 2


def narrowed(problem: Problem, enough: int = ENOUGH) -> Problem:
    """What `trim` leaves, shortened by `shortlist`, in one go."""
    known = support(problem.items)
    why = hopeless(problem, known)
    return _short(problem, known, why, enough)


def shortlist(problem: Problem, enough: int = ENOUGH) -> Problem:
    """The problem itself when it has at most `enough` items; else its best candidates, marked `shortened`.

    Per target and level: the cheapest whole ways, and those worth most over all targets; then what supports them: the
    two cheapest of each group, and all that their cheapest ways rest on.
    """
    return problem if len(problem.items) <= enough else _short(problem, support(problem.items), {}, enough)


def _short(problem: Problem, known: Support, why: Mapping[int, tuple[str, str]], enough: int) -> Problem:
    left = set(range(len(problem.items))) - set(why)
    if len(left) <= enough:
        return restrict(problem, left, why) if why else problem
    costs = ways(problem.items, lambda item: item.toll, sum, known, tuple(why))
    keep = set(problem.locked) & left
    for able in _by_target(problem, costs, left):
        for level in sorted({closed for _, closed in able}):
            showing = [i for i, closed in able if closed >= level]
            keep.update(sorted(showing, key=costs.key)[:PER_TARGET])
            keep.update(sorted(showing, key=lambda i: (-_worth(problem, costs, i), i))[:PER_TARGET])
    waiting = sorted(keep)
    while waiting:
        i = waiting.pop()
        item = problem.items[i]
        groups = item.clauses + (item.stack.groups if item.stack else ())
        near = {k for group in groups for k in sorted(left.intersection(group), key=costs.key)[:PER_GROUP]}
        near |= left.intersection(k for k, _ in item.credits)
        near |= {k for group in item.advised for k in sorted(left.intersection(group), key=costs.key)[:PER_GROUP]}
        new = (near | set(bundle(i, costs))) - keep
        keep |= new
        waiting.extend(sorted(new))
    return replace(restrict(problem, keep, why), shortened=True)


def _by_target(problem: Problem, costs: Ways, left: set[int]) -> list[list[tuple[int, int]]]:
    """Per target the reachable items that show it, with the levels that they close."""
    found: list[list[tuple[int, int]]] = [[] for _ in problem.targets]
    for i in sorted(left):
        for t, closed in problem.items[i].shows:
            if costs.reachable(i):
                found[t].append((i, closed))
    return found


def _worth(problem: Problem, costs: Ways, i: int) -> int:
    return sum(problem.items[i].points) - int(costs.costs[i])
