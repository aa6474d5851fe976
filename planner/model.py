"""The problem as linear rows over whole-number variables, for any solver. Rows carry the constraint they stand for.

Per item and deadline: `study` and `award` say that it is earned by that deadline on that route. Facility location:
per target and level, `reached` says that some earned item closes it. Inside circles of support, `depth` orders items.
"""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field

from planner.circles import circles
from planner.gap import SHARE_UNIT
from planner.problem import Group, Item, Problem

Terms = list[tuple[int, int]]
"""Pairs (variable, coefficient)."""


@dataclass(frozen=True, slots=True)
class Row:
    """low <= sum of coefficient x variable <= high; None is no limit. `name` is the constraint behind it."""

    terms: tuple[tuple[int, int], ...]
    low: int | None
    high: int | None
    name: str


@dataclass(slots=True)
class Model:
    """Variables 0..upper[v] and rows. `value`, `money`, `time`, `steps`, `evidence` are linear measures of a plan."""

    problem: Problem
    upper: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    study: list[list[int | None]] = field(default_factory=list)
    award: list[list[int | None]] = field(default_factory=list)
    reached: dict[tuple[int, int], int] = field(default_factory=dict)

    def variable(self, upper: int = 1) -> int:
        """A new variable 0..upper."""
        self.upper.append(upper)
        return len(self.upper) - 1

    def row(self, terms: Iterable[tuple[int, int]], low: int | None, high: int | None, name: str) -> None:
        """Add low <= terms <= high."""
        self.rows.append(Row(tuple(terms), low, high, name))

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
        worth = [target.worth for target in self.problem.targets]
        return [(v, worth[t][k] - worth[t][k - 1]) for (t, k), v in self.reached.items()]

    def value(self) -> Terms:
        """Terms of the objective."""
        return self.evidence() + [(v, -toll) for v, toll in self.of_study("toll")]


def model(problem: Problem) -> Model:
    """All rows of docs/planner.md for the problem."""
    built = Model(problem)
    span = range(len(problem.deadlines))
    for item in problem.items:
        built.study.append([built.variable() if item.study else None for _ in span])
        built.award.append([built.variable() if item.stack else None for _ in span])
    for i, item in enumerate(problem.items):
        _routes(built, i, item)
    _targets(built)
    _limits(built)
    circle = circles([item.supporters for item in problem.items])
    for d in span:
        depth = {i: built.variable(len(members) - 1) for members in circle for i in members}
        mates = {i: members for members in circle for i in members}
        for i, item in enumerate(problem.items):
            _support(built, i, item, d, depth, mates.get(i, frozenset()))
    return built


def _routes(built: Model, i: int, item: Item) -> None:
    # Earned by a deadline stays earned, on the same route; one route; one of two equivalents.
    for variables in (built.study[i], built.award[i]):
        for before, after in itertools.pairwise(variables):
            if before is not None and after is not None:
                built.row([(before, 1), (after, -1)], None, 0, "order")
    if item.study and item.stack:
        built.row(built.earned(i), None, 1, "route")
    for rival in item.rivals:
        if i < rival:
            built.row(built.earned(i) + built.earned(rival), None, 1, "equivalent")


def _targets(built: Model) -> None:
    problem = built.problem
    for t, target in enumerate(problem.targets):
        due = problem.due[target.goal]
        able = [(i, k) for i, item in enumerate(problem.items) for t_, k in item.shows if t_ == t]
        for level in sorted({k for _, k in able}):
            terms = [term for i, k in able if k >= level for term in built.earned(i, due, -1)]
            for step in range(level, 0, -1):
                if (t, step) in built.reached:
                    break
                built.reached[t, step] = built.variable()
                built.row([(built.reached[t, step], 1), *terms], None, 0, "evidence")
    for goal, least in enumerate(problem.least):
        if least:
            mine = [(key, v) for key, v in built.reached.items() if problem.targets[key[0]].goal == goal]
            unit = [(v, problem.targets[t].weight * SHARE_UNIT // problem.targets[t].gap) for (t, _), v in mine]
            built.row(unit, least, None, f"coverage:{goal}")


def _limits(built: Model) -> None:
    problem = built.problem
    if problem.budget is not None:
        built.row(built.of_study("cents"), None, problem.budget, "budget")
    for d, capacity in enumerate(problem.capacity):
        if capacity is None:
            continue
        if capacity < 0:  # the deadline is before the start: not even free awards
            built.row([term for i in range(len(problem.items)) for term in built.earned(i, d)], None, 0, "time")
            continue
        pairs = ((built.study[i][d], item.quarter_hours) for i, item in enumerate(problem.items))
        built.row([(v, hours) for v, hours in pairs if v is not None and hours], None, capacity, "time")
    for i in problem.locked:
        built.row(built.earned(i), 1, None, f"locked:{problem.items[i].id}")
    for credential in problem.impossible:
        built.row([], 1, None, f"locked:{credential}")


def _support(built: Model, i: int, item: Item, d: int, depth: dict[int, int], mates: frozenset[int]) -> None:
    earned = built.earned(i, d)
    if not earned:
        return
    for group in item.clauses:
        built.row(earned + _given(built, i, group, d, depth, mates, -1), None, 0, "prerequisite")
    award = built.award[i][d]
    if award is None or item.stack is None or not item.stack.need:
        return
    parts: Terms = []
    for group in item.stack.groups:
        given = _given(built, i, group, d, depth, mates, -1)
        if len(group) > 1:  # several members of one component count once
            part = built.variable()
            built.row([(part, 1), *given], None, 0, "award")
            given = [(part, -1)]
        if item.stack.need == len(item.stack.groups):
            built.row([(award, 1), *given], None, 0, "award")
        parts += given
    built.row([(award, item.stack.need), *parts], None, 0, "award")


def _given(
    built: Model, i: int, group: Group, d: int, depth: dict[int, int], mates: frozenset[int], times: int
) -> Terms:
    """Terms for the members of a group as supporters of item i; within a circle a supporter must lie deeper."""
    terms: Terms = []
    for k in group:
        if k not in mates:
            terms += built.earned(k, d, times)
            continue
        used, deep = built.variable(), len(mates)
        built.row([(used, 1), *built.earned(k, d, -1)], None, 0, "circle")
        # used => depth[i] >= depth[k] + 1
        built.row([(depth[i], 1), (depth[k], -1), (used, -deep)], 1 - deep, None, "circle")
        terms.append((used, times))
    return terms
