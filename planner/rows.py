"""A model in a solver's terms, for any solver: whole-number variables, linear rows, and spans that do not overlap."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from planner.calendar import Spans
from planner.problem import PER_QUARTER_HOUR, Problem

Terms = list[tuple[int, int]]
"""Pairs (variable, coefficient)."""


@dataclass(frozen=True, slots=True)
class Row:
    """low <= sum of coefficient x variable <= high; None is no limit. `name` is the constraint behind it.

    It counts only where all the variables `given` are 1.
    """

    terms: tuple[tuple[int, int], ...]
    low: int | None
    high: int | None
    name: str
    given: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """From variable `begin` on something lasts, when variable `present` is 1. Spans do not overlap.

    It lasts `length`, or the value of variable `lasts`, until variable `end`.
    """

    begin: int
    present: int
    length: int
    lasts: int | None = None
    end: int | None = None


@dataclass(slots=True)
class Model:
    """Variables 0..upper[v] (within `domains[v]` where named), rows, and spans of which one goes on at a time.

    `value`, `steps`, `evidence`, `of_study` are linear measures of a plan. `credit[i, k]` says that item k shortens i,
    `ready[i]` that what is advised before i is there.
    Where days are chosen, `begins[i]` is the mark at which i begins and `done[i]` the one at which it is complete.
    """

    problem: Problem
    upper: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    study: list[list[int | None]] = field(default_factory=list)
    award: list[list[int | None]] = field(default_factory=list)
    graded: dict[tuple[int, int], int] = field(default_factory=dict)
    reached: dict[tuple[int, int], int] = field(default_factory=dict)
    credit: dict[tuple[int, int], int] = field(default_factory=dict)
    ready: dict[int, int] = field(default_factory=dict)
    domains: dict[int, Spans] = field(default_factory=dict)
    spans: list[Span] = field(default_factory=list)
    begins: dict[int, int] = field(default_factory=dict)
    done: list[int] = field(default_factory=list)

    def variable(self, upper: int = 1) -> int:
        """A new variable 0..upper."""
        self.upper.append(upper)
        return len(self.upper) - 1

    def row(self, terms: Iterable[tuple[int, int]], low: int | None, high: int | None, name: str, *given: int) -> None:
        """Add low <= terms <= high, where all `given` variables are 1."""
        self.rows.append(Row(tuple(terms), low, high, name, given))

    def earned(self, i: int, d: int = -1, times: int = 1) -> Terms:
        """Terms that are `times` when item i is earned by deadline d (default: at all)."""
        return [(v, times) for v in (self.study[i][d], self.award[i][d]) if v is not None]

    def of_study(self, measure: str) -> Terms:
        """Terms that sum a number of each item (its attribute `measure`) over the studied items."""
        pairs = (
            (row[-1], int(getattr(item, measure))) for row, item in zip(self.study, self.problem.items, strict=True)
        )
        return [(v, number) for v, number in pairs if v is not None and number]

    def steps(self) -> Terms:
        """Terms that count the plan's steps."""
        return [term for i in range(len(self.problem.items)) for term in self.earned(i)]

    def evidence(self) -> Terms:
        """Terms that sum the points of all closed gaps."""
        below: dict[int, int] = {}
        terms: Terms = []
        for (t, points), v in sorted(self.graded.items()):
            terms.append((v, points - below.get(t, 0)))
            below[t] = points
        return terms

    def saved(self) -> Terms:
        """Terms that sum the quarter-hours that credit saves."""
        hours = {(i, k): saved for i, item in enumerate(self.problem.items) for k, saved in item.credits}
        return [(v, hours[key]) for key, v in self.credit.items()]

    def value(self) -> Terms:
        """Terms of the objective."""
        toll = [(v, -toll) for v, toll in (*self.of_study("toll"), *self.of_study("steep"))]
        eased = [(v, self.problem.items[i].steep) for i, v in self.ready.items()]
        return self.evidence() + toll + eased + [(v, PER_QUARTER_HOUR * hours) for v, hours in self.saved()]
