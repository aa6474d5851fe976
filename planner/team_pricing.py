"""The best way of a kind of people at given prices: the personal model, built once, asked again in each round."""

from typing import TYPE_CHECKING

from planner.fixing import SLACK, Fixing, Priced
from planner.rows import Model, Terms
from planner.search import SMALL, hint, read
from planner.solve import Answer, Found, Limits, solve
from planner.team_columns import UNIT, Column, Kind, Prices, column, profit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Alive = NDArray[np.bool_]

FEW = 60
"""Candidates that a quick look is about."""


class Pricing:
    """What stays of a kind from round to round: terms of the objective, and the rows for fixing."""

    def __init__(self, kind: Kind, place: int) -> None:
        import numpy as np

        self.kind, self.place = kind, place
        self.points: Terms = [(v, UNIT * c) for v, c in kind.built.value()]
        self.cents = kind.built.of_study("cents")
        self.small = len(kind.problem.items) <= SMALL or kind.problem.dated
        if self.small:
            return
        self.fixing = Fixing(kind.built)
        owner = np.full(len(kind.built.upper), -1)
        for i, rows in enumerate(zip(kind.built.study, kind.built.award, strict=True)):
            owner[[v for row in rows for v in row if v is not None]] = i
        self.owner = owner
        items = kind.problem.items
        self.shown = np.array([sum(item.points) - item.toll for item in items])
        last = [(i, v) for i in range(len(items)) for v, _ in kind.built.earned(i)]
        self.last = np.array(last, np.int64).reshape(-1, 2).T

    def objective(self, prices: Prices) -> Terms:
        """The profit as terms of the kind's model, in UNITs."""
        terms = [*self.points]
        terms += [(v, -prices.cent * cents) for v, cents in self.cents] if prices.cent else []
        for t, gap in enumerate(self.kind.gaps):
            if gap and gap in self.kind.built.reached and prices.heads[t]:
                terms.append((self.kind.built.reached[gap], prices.heads[t]))
        return terms

    def best(self, prices: Prices, limits: Limits, start: Column | None, quick: bool) -> tuple[int, Column | None]:
        """The most that any way of the kind is worth at these prices (UNITs, a bound), and the best way found.

        `start` is a way that is known. Of a big kind only what could be in one as good is looked at; with `quick` only
        the FEW candidates of which the bound thinks most, and the bound is that of the linear relaxation.
        """
        terms = self.objective(prices)
        floor = max(0, profit(start, prices)) if start else 0
        found = None if self.small else self.fixing.priced(limits, terms)
        if found is None:
            answer = solve(self.kind.built, terms, limits, hint=hint(self.kind.built, start.choices) if start else None)
            most = _most(answer, terms, self.kind.built)
        else:
            if found.bound + SLACK * UNIT <= floor:
                return floor, start
            answer, most = self._over(found, terms, floor, start, limits, quick)
        way = column(self.kind, self.place, read(self.kind.built, answer.values)) if answer.values else start
        if way:  # the order may let it be worth more than the rows say
            most = max(most, profit(way, prices))
        return max(most, floor), way

    def _over(
        self, found: Priced, terms: Terms, floor: int, start: Column | None, limits: Limits, quick: bool
    ) -> tuple[Answer, int]:
        """The answer over the variables that may be in a way worth more than `floor`, and a bound over all."""
        slack = SLACK * UNIT
        alive = found.bound + found.reduced + slack >= floor
        if quick:
            alive &= self._few(found)
        hints = hint(self.kind.built, start.choices) if start else {}
        for v, n in hints.items():
            alive[v] |= n != 0
        less, place = self.part(alive, terms)
        own = [(place[v], c) for v, c in terms if v in place]
        answer = solve(less, own, limits, hint={place[v]: n for v, n in hints.items() if v in place})
        values = [0] * len(self.kind.built.upper) if answer.values else []
        for v, new in place.items() if answer.values else ():
            values[v] = answer.values[new]
        whole = int(found.bound + slack)
        most = whole if quick else min(whole, _most(answer, own, less))
        return Answer(answer.found, tuple(values), answer.objective, answer.bound), most

    def _few(self, found: Priced) -> "Alive":
        """The variables of the FEW items of which the bound thinks most, and those that are no item's."""
        import numpy as np

        i, v = self.last
        most = np.full(len(self.shown), -np.inf)
        np.maximum.at(most, i, np.minimum(0.0, found.reduced[v]))
        order = np.lexsort((np.arange(len(most)), -self.shown, -np.round(most, 3)))
        chosen = np.zeros(len(most) + 1, np.bool_)
        chosen[order[:FEW]] = chosen[-1] = True  # the last one stands for nobody's
        few: Alive = chosen[self.owner]
        return few

    def part(self, alive: "Alive", gains: Terms) -> tuple[Model, dict[int, int]]:
        """A smaller model with all other variables at 0, and the place there of each variable that matters.

        Rows that always hold go. What says "some of these is earned" of the same items is one variable.
        """
        import numpy as np

        fixing, rows = self.fixing, self.kind.built.rows
        r, v, c = fixing.terms[:, alive[fixing.terms[1]]]
        while True:
            highest = np.bincount(r, np.maximum(c, 0) * fixing.upper[v], len(rows))
            lowest = np.bincount(r, np.minimum(c, 0) * fixing.upper[v], len(rows))
            alone = (lowest >= 0) & (fixing.high <= 0)  # nothing allows what the row sums
            dead = np.unique(v[alone[r] & (c > 0)])
            if not len(dead):
                break
            alive[dead] = False
            left = alive[v]
            r, v, c = r[left], v[left], c[left]
        matters = (lowest < fixing.low) | (highest > fixing.high)
        kept: dict[int, list[tuple[int, int]]] = {at: [] for at in np.flatnonzero(matters).tolist()}
        mine = matters[r]
        for at, variable, coefficient in zip(r[mine].tolist(), v[mine].tolist(), c[mine].tolist(), strict=True):
            kept[at].append((variable, coefficient))
        less = Model(self.kind.problem)
        place: dict[int, int] = {}
        same: dict[tuple[tuple[int, int], ...], int] = {}
        for at, terms in kept.items():
            row = rows[at]
            if row.name == "evidence":  # the first of its terms is at most the sum of the others
                (some, _), *of = terms
                found = same.get(tuple(of))
                if found is not None:
                    place[some] = found
                    continue
            for variable, _ in terms:
                if variable not in place:
                    place[variable] = less.variable(self.kind.built.upper[variable])
            if row.name == "evidence":
                same[tuple(of)] = place[some]
            less.row([(place[variable], coefficient) for variable, coefficient in terms], row.low, row.high, row.name)
        for variable, _ in gains:
            if alive[variable] and variable not in place:
                place[variable] = less.variable(self.kind.built.upper[variable])
        return less, place


def _most(answer: Answer, terms: Terms, built: Model) -> int:
    if answer.found is Found.INFEASIBLE:
        return 0
    if answer.bound is not None:
        return answer.bound
    # nothing is known: what all that is good together would be worth
    return sum(max(c, 0) * built.upper[v] for v, c in terms)
