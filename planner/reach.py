"""What each credential costs with everything before it, over both routes (studied or awarded), by value iteration."""

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from planner.problem import Group, Item, Problem, restrict

Combine = Callable[[Sequence[int]], int]


@dataclass(frozen=True, slots=True)
class Way:
    """The cheapest way to an item: its route and the items that support it directly."""

    cost: int
    award: bool
    supporters: tuple[int, ...]


def ways(items: Sequence[Item], price: Callable[[Item], int], combine: Combine) -> list[Way | None]:
    """Per item its cheapest way, None where it cannot be earned. Prices are not negative.

    `combine` is `sum` for an estimate of the whole (shared supporters count twice), `greatest` for a lower bound.
    """
    found: list[Way | None] = [None] * len(items)
    users: list[list[int]] = [[] for _ in items]
    for i, item in enumerate(items):
        for k in item.supporters:
            users[k].append(i)
    waiting = list(range(len(items)))
    queued = [True] * len(items)
    heapq.heapify(waiting)
    while waiting:
        i = heapq.heappop(waiting)
        queued[i] = False
        way = _cheapest(items[i], found, price, combine)
        old = found[i]
        if way is None or (old is not None and way.cost >= old.cost):
            continue
        found[i] = way
        for user in users[i]:
            if not queued[user]:
                queued[user] = True
                heapq.heappush(waiting, user)
    return found


def greatest(costs: Sequence[int]) -> int:
    """The highest cost, 0 for none: several supporters cost at least as much as the dearest."""
    return max(costs, default=0)


def _cheapest(item: Item, found: list[Way | None], price: Callable[[Item], int], combine: Combine) -> Way | None:
    base = [_best(group, found) for group in item.clauses]
    if None in base:
        return None
    before = [pair for pair in base if pair]
    options: list[Way] = []
    if item.study:
        total = price(item) + combine([cost for cost, _ in before])
        options.append(Way(total, False, tuple(k for _, k in before)))
    if item.stack:
        parts = sorted(pair for group in item.stack.groups if (pair := _best(group, found)))
        if len(parts) >= item.stack.need:
            before = before + parts[: item.stack.need]
            options.append(Way(combine([cost for cost, _ in before]), True, tuple(k for _, k in before)))
    return min(options, key=lambda way: (way.cost, way.award), default=None)


def _best(group: Group, found: list[Way | None]) -> tuple[int, int] | None:
    return min(((way.cost, k) for k in group if (way := found[k])), default=None)


def bundle(i: int, known: Sequence[Way | None]) -> dict[int, bool]:
    """Item `i` and all before it on its cheapest way: index -> whether it comes as an award."""
    chosen: dict[int, bool] = {}
    waiting = [i]
    while waiting:
        k = waiting.pop()
        way = known[k]
        if k not in chosen and way is not None:
            chosen[k] = way.award
            waiting.extend(way.supporters)
    return chosen


def trim(problem: Problem) -> Problem:
    """Without the items that no plan can hold: not reachable, or dearer or longer alone than all there is."""
    why: dict[int, tuple[str, str]] = {}
    cents = ways(problem.items, lambda item: item.cents, greatest)
    hours = ways(problem.items, lambda item: item.least_hours, greatest)
    capacity = problem.capacity
    for i, item in enumerate(problem.items):
        latest = capacity[-1 if item.last is None else item.last]
        money, time = cents[i], hours[i]
        if money is None or time is None:
            why[i] = ("unreachable", "")
        elif problem.budget is not None and money.cost > problem.budget:
            why[i] = ("over-budget", str(money.cost))
        elif latest is not None and time.cost > latest:
            why[i] = ("over-time", f"{time.cost / 4:g}")
    if not why:
        return problem
    return restrict(problem, set(range(len(problem.items))) - set(why), why)
