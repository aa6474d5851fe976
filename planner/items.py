"""Candidates as whole numbers: what an item costs, shows, and rests on."""

from dataclasses import dataclass

from planner.calendar import Spans
from planner.pathway import Basis

Group = tuple[int, ...]
"""Item indices of which one is enough."""
CENTS_A_POINT, PER_QUARTER_HOUR, PER_STEP, BESIDE = 2, 50, 20_000, 80_000
"""US cents a point; points for a quarter-hour, for a studied step, and for being about something else altogether."""
PER_JUMP = 30_000
"""Points for each level beyond the first by which a step is above the person, without what is advised before it."""


@dataclass(frozen=True, slots=True)
class Stack:
    """The award is given when `need` of `groups` have an earned member (components already held are counted off)."""

    need: int
    groups: tuple[Group, ...]
    held: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """A candidate. Cents in the plan's currency and in US cents; `clauses` must each have an earned member.

    `shows` are pairs (target index, levels closed), and `points` are what each is worth. `needs_held` are held
    credentials that satisfy prerequisites. `beside` are the points for what it is about besides the goals.
    `starts` and `exams` are the marks (planner/calendar.py) at which study may begin and the exam may be; None for any.
    It must be earned by deadline `last`. `credits` are pairs (item, quarter-hours that having earned it saves).
    `steep` are the points that studying it costs unless an item of each group of `advised` is complete before.
    """

    id: str
    level: int
    quarter_hours: int
    cents: int
    us_cents: int
    cost_basis: Basis
    hours_basis: Basis
    about: bool
    study: bool
    stack: Stack | None
    clauses: tuple[Group, ...]
    needs_held: tuple[str, ...]
    rivals: Group
    shows: tuple[tuple[int, int], ...]
    points: tuple[int, ...]
    beside: int = 0
    starts: Spans | None = None
    exams: Spans | None = None
    last: int | None = None
    credits: tuple[tuple[int, int], ...] = ()
    advised: tuple[Group, ...] = ()
    steep: int = 0

    @property
    def toll(self) -> int:
        """Objective points that studying it costs in any case."""
        return self.us_cents // CENTS_A_POINT + PER_QUARTER_HOUR * self.quarter_hours + self.trouble

    @property
    def trouble(self) -> int:
        """What of `toll` is neither money nor hours: that it is one more step, and about something else."""
        return PER_STEP + self.beside

    @property
    def supporters(self) -> set[int]:
        """Items that prerequisites or the award may rest on."""
        groups = self.clauses + (self.stack.groups if self.stack else ())
        return {k for group in groups for k in group}

    @property
    def sources(self) -> set[int]:
        """Items that must come before it if it is to use them: supporters, what shortens it, and what is advised."""
        return self.supporters | {k for k, _ in self.credits} | {k for group in self.advised for k in group}

    @property
    def least_hours(self) -> int:
        """Quarter-hours with the greatest credit."""
        return self.quarter_hours - max((saved for _, saved in self.credits), default=0)

    @property
    def dated(self) -> bool:
        """Whether it has days of its own."""
        return self.starts is not None or self.exams is not None
