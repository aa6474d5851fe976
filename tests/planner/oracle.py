"""The test oracle: every set of credentials by every route in every useful order, straight from docs/planner.md.

Shares no code with the planner or the check. The walk goes from the empty plan over all sets that can be reached by
adding one supported step after the other. What differs between orders of one set is kept as a state: the study time so
far, which steps are still waiting for their exam, the hours that were saved, and the points of the goals whose day has
passed. A state that is worse in all of these than another of the same set is forgotten.
"""

from dataclasses import dataclass, field

from knowledge.catalog import Catalog
from planner.request import Request
from tests.planner.oracle_facts import bar, cents_usd, equal, hours_of, price_of
from tests.planner.oracle_value import meets, open_targets, steep, trouble, understood, worth
from tests.planner.oracle_walk import State, Walk

__all__ = [
    "Best",
    "best",
    "cents_usd",
    "equal",
    "every",
    "hours_of",
    "meets",
    "open_targets",
    "price_of",
    "states_of",
    "steep",
    "trouble",
    "understood",
    "worth",
]


@dataclass(frozen=True)
class Best:
    """The optimum: its value, its sorted ids, and one order of (id, route) that reaches it.

    `waits` names, per id, the credential whose credit it waits for; `begins` the study time that it waits until.
    """

    value: int
    ids: tuple[str, ...]
    order: tuple[tuple[str, str], ...]
    ties: int
    waits: dict = field(default_factory=dict)
    begins: dict = field(default_factory=dict)


def best(catalog: Catalog, request: Request, circles: bool = False) -> Best | None:
    """The optimum, or None; `circles` lets steps support each other in a circle or in no order (a wrong rule)."""
    walk = Walk(catalog, request, circles)
    winner, values = None, []
    for ids, value, mask, state in _plans(catalog, request, walk, circles):
        values.append(value)
        key = (-value, len(ids), ids)
        if winner is None or key < winner[0]:
            winner = (key, mask, state)
    if winner is None:
        return None
    order, waits, begins, state = [], {}, {}, winner[2]
    while state.before is not None:
        _, state, i, helper, wait = state.before
        order.append(walk.items[i][:2])
        begins[walk.items[i][0]] = wait
        if helper is not None:
            waits[walk.items[i][0]] = walk.items[helper][0]
    value = -winner[0][0]
    return Best(value, winner[0][2], tuple(reversed(order)), values.count(value), waits, begins)


def every(catalog: Catalog, request: Request) -> dict[tuple[str, ...], int]:
    """The sorted ids of each plan that there is, and what it is worth in its best order."""
    found: dict[tuple[str, ...], int] = {}
    for ids, value, *_ in _plans(catalog, request, Walk(catalog, request, False), False):
        found[ids] = max(value, found.get(ids, value))
    return found


def _plans(catalog, request, walk, circles):
    """Sorted ids, value, items as bits and state of each plan by each choice of routes."""
    for ids, mask, states in states_of(catalog, request, walk, circles):
        found = [(value, n) for n, state in enumerate(states) if (value := walk.value(mask, state)) is not None]
        if found:
            value, n = max(found, key=lambda pair: (pair[0], -pair[1]))
            yield ids, value, mask, states[n]


def states_of(catalog, request, walk, circles):
    """Sorted ids, items as bits, and every state that may be best, of each set of steps."""
    asked = {one for one in request.locked if one not in request.held.credentials}
    if any(bar(catalog, request, catalog.credentials[one]) for one in asked):
        return
    count = len(walk.items)
    over = [g for g, days in enumerate(walk.days) if days is not None and days <= 0]
    points = [walk.goal_points(g, 0) for g in over]
    if None in points:
        return
    layer = {0: [State(0, {}, sum(points), 0, frozenset(over))]}
    reached = {}
    while layer:
        reached |= layer
        following = {}
        for mask, states in layer.items():
            cents = sum(walk.items[i][2] for i in range(count) if mask >> i & 1)
            for i in range(count):
                over_budget = request.budget and cents + walk.items[i][2] > request.budget.cents
                if mask >> i & 1 or walk.clash[i] & mask or over_budget:
                    continue
                for state in states:
                    for new in walk.steps(i, mask, state):
                        _keep(following.setdefault(mask | 1 << i, []), new)
        layer = {mask: states for mask, states in following.items() if states}
    for mask, states in reached.items():
        ids = tuple(sorted(walk.items[i][0] for i in range(count) if mask >> i & 1))
        if not asked <= set(ids):
            continue
        if circles and not all(walk.supported(i, mask & ~(1 << i)) for i in range(count) if mask >> i & 1):
            continue
        yield ids, mask, states


def _keep(states, new):
    """Adds a state unless another is at least as good; those that it beats go."""
    if any(old.beats(new) for old in states):
        return
    states[:] = [old for old in states if not new.beats(old)]
    states.append(new)
