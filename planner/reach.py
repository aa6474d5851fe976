"""What each credential costs with everything before it, over both routes (studied or awarded)."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from planner.problem import Group, Item, Problem, restrict
from planner.reach_arrays import NEVER, Support, support, value_iteration

if TYPE_CHECKING:
    from planner.reach_arrays import Ints

Combine = Callable[[Sequence[int]], int]


@dataclass(frozen=True, slots=True)
class Way:
    """The cheapest way to an item: its route and the items that support it directly."""

    cost: int
    award: bool
    supporters: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Ways(Sequence[Way | None]):
    """Per item its cheapest way, None where it cannot be earned; supporters are looked up on first need."""

    items: Sequence[Item]
    prices: "Ints"
    costs: "Ints"
    rounds: "Ints"
    combine: Combine
    _found: dict[int, Way] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[Way | None]:
        return (self[i] for i in range(len(self)))

    def __getitem__(self, i: int) -> Way | None:  # type: ignore[override]
        if not self.reachable(i):
            return None
        way = self._found.get(i)
        if way is None:
            way = self._found[i] = self._way(i)
        return way

    def reachable(self, i: int) -> bool:
        """Whether the item can be earned at all."""
        return bool(self.costs[i] < NEVER)

    def key(self, i: int) -> tuple[int, int, int]:
        """Cheapest first; of equally cheap ones what was found with fewer levels, so that no circle is chosen."""
        return int(self.costs[i]), int(self.rounds[i]), i

    def _way(self, i: int) -> Way:
        item, before = self.items[i], self._cheapest(self.items[i].clauses)
        options: list[tuple[int, bool, tuple[int, ...]]] = []
        if item.study:
            options.append((int(self.prices[i]) + self._sum(before), False, tuple(before)))
        if item.stack:
            parts = sorted(self._cheapest(item.stack.groups), key=self.key)[: item.stack.need]
            if len(parts) == item.stack.need:
                whole = (*before, *parts)
                options.append((self._sum(whole), True, whole))
        # Of free routes one may have been found later than what rests on it: that would be a circle.
        mine = self.key(i)[:2]
        _, _, award, supporters = min(
            (any(self.key(k)[:2] >= mine for k in rests_on), total, award, rests_on)
            for total, award, rests_on in options
        )
        return Way(mine[0], award, supporters)

    def _sum(self, supporters: Sequence[int]) -> int:
        return self.combine([int(self.costs[k]) for k in supporters])

    def _cheapest(self, groups: Iterable[Group]) -> list[int]:
        able = ([k for k in group if self.reachable(k)] for group in groups)
        return [min(group, key=self.key) for group in able if group]


def ways(
    items: Sequence[Item],
    price: Callable[[Item], int],
    combine: Combine,
    known: Support | None = None,
    barred: Collection[int] = (),
) -> Ways:
    """Per item its cheapest way, without the `barred` ones. Prices are not negative.

    `known` are the arrays of the items, when there already.

    `combine` is `sum` for an estimate of the whole (shared supporters count twice), `greatest` for a lower bound.
    """
    import numpy as np

    prices = np.fromiter((price(item) for item in items), np.int64, len(items))
    costs, rounds = value_iteration(known or support(items), prices, combine is greatest, barred)
    return Ways(items, prices, costs, rounds, combine)


def greatest(costs: Sequence[int]) -> int:
    """The highest cost, 0 for none: several supporters cost at least as much as the dearest."""
    return max(costs, default=0)


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


def hopeless(problem: Problem, known: Support | None = None) -> dict[int, tuple[str, str]]:
    """Items that no plan can hold, with reason and number: not reachable, or dearer or longer alone than all there is.

    Exact: what an item needs costs at least its dearest chain of supporters, whatever else the plan shares.
    """
    import numpy as np

    known = known or support(problem.items)
    cents = ways(problem.items, lambda item: item.cents, greatest, known).costs
    hours = ways(problem.items, lambda item: item.least_hours, greatest, known).costs
    free = np.iinfo(np.int64).max
    ends = [free if end is None else end for end in problem.capacity]
    latest = np.array([ends[-1 if item.last is None else item.last] for item in problem.items], np.int64)
    why = {int(i): ("unreachable", "") for i in np.flatnonzero(cents >= NEVER)}
    if problem.budget is not None:
        why = {int(i): ("over-budget", str(cents[i])) for i in np.flatnonzero(cents > problem.budget)} | why
    return {int(i): ("over-time", f"{hours[i] / 4:g}") for i in np.flatnonzero(hours > latest)} | why


def trim(problem: Problem) -> Problem:
    """Without the items that no plan can hold."""
    why = hopeless(problem)
    if not why:
        return problem
    return restrict(problem, set(range(len(problem.items))) - set(why), why)
