"""Which items a plan as good as a known one can hold at all: reduced-cost fixing, exact for any prices of the rows.

For prices y (>= 0 where a row has an upper limit, <= 0 where a lower one) no plan is worth more than
bound = sum y_r x limit_r + sum_v max(0, reduced_v) x upper_v, with reduced_v = gain_v - sum_r y_r x coefficient_rv;
and none that uses a variable of negative reduced_v more than bound + reduced_v (Lagrangian bound, Geoffrion 1974).
The linear relaxation only chooses the prices, so its rounding errors make the bound weaker, never wrong.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.model import Model, Terms
from planner.problem import Problem
from planner.solve import Limits, Relaxation

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

SLACK = 0.01
"""Points by which sums of floating-point numbers may be wrong; values are whole points, prices below 10^9."""


@dataclass(frozen=True, slots=True)
class Priced:
    """`bound` on the value of any plan of the model, and (V,) the most by which each variable's use changes it."""

    built: Model
    bound: float
    reduced: "Floats"

    def most(self, i: int) -> float:
        """The most that a plan with item i is worth, on the better one of its routes."""
        routes = [self.bound + min(0.0, float(self.reduced[v])) for v, _ in self.built.earned(i)]
        return max(routes, default=float("-inf"))

    def could_be_in(self, floor: int) -> set[int]:
        """The items that the best plan can hold when some plan is worth `floor` points: ties included.

        An item goes only when both its routes are too dear. What shows nothing and supports nothing that is left goes
        as well: no best plan has idle steps.
        """
        items = self.built.problem.items
        alive = {i for i in range(len(items)) if self.most(i) + SLACK >= floor}
        return _used(self.built.problem, alive)

    def best_items(self, count: int) -> list[int]:
        """The items of which the bound thinks most, best first; then those that show most."""
        items = self.built.problem.items
        shown = [sum(item.points) - item.toll for item in items]
        return sorted(range(len(items)), key=lambda i: (-round(self.most(i), 3), -shown[i], i))[:count]


def priced(built: Model, limits: Limits, objective: Terms | None = None) -> Priced | None:
    """The model with prices on its rows; None when the linear relaxation gives none (then nothing is known).

    What is maximised is `objective`, else the value of a plan.
    """
    return Fixing(built).priced(limits, built.value() if objective is None else objective)


class Fixing:
    """A model's rows as arrays and its linear relaxation, for any number of objectives."""

    def __init__(self, built: Model) -> None:
        import numpy as np

        self.built = built
        self.relaxation = Relaxation(built)
        self.high = np.array([np.inf if row.high is None else row.high for row in built.rows], np.float64)
        self.low = np.array([-np.inf if row.low is None else row.low for row in built.rows], np.float64)
        self.upper = np.array(built.upper, np.float64)
        terms = [(r, v, c) for r, row in enumerate(built.rows) for v, c in row.terms]
        self.terms = np.array(terms, np.int64).reshape(-1, 3).T

    def priced(self, limits: Limits, gains: Terms) -> Priced | None:
        """As the function `priced`."""
        import numpy as np

        found = self.relaxation.prices(gains, limits)
        return None if found is None else Priced(self.built, *self._bound(np.array(found, np.float64), gains))

    def _bound(self, y: "Floats", gains: Terms) -> "tuple[float, Floats]":
        import numpy as np

        # a price without a limit proves nothing
        y = np.where((y > 0) & np.isinf(self.high) | (y < 0) & np.isinf(self.low), 0.0, y)
        limit = np.where(y > 0, self.high, np.where(y < 0, self.low, 0.0))
        reduced = np.zeros(len(self.upper), np.float64)
        for v, gain in gains:
            reduced[v] += gain
        r, v_, c = self.terms
        reduced -= np.bincount(v_, y[r] * c, len(reduced)) if len(r) else 0.0
        return float(y @ limit + np.maximum(reduced, 0.0) @ self.upper), reduced


def _used(problem: Problem, alive: set[int]) -> set[int]:
    """The items among `alive` that show something or are locked, and those that may support one."""
    return closure(problem, (i for i in alive if problem.items[i].shows), alive)


def closure(problem: Problem, wanted: Iterable[int], within: set[int]) -> set[int]:
    """`wanted` and the locked items, and all within `within` that may support or shorten one of them."""
    found = (set(wanted) | set(problem.locked)) & within
    waiting = sorted(found)
    while waiting:
        new = (problem.items[waiting.pop()].sources & within) - found
        found |= new
        waiting.extend(sorted(new))
    return found
