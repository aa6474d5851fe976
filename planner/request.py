"""What a person asks for, as the planner sees it. Frozen; JSON in and out is `planner/wire.py`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Target:
    """A skill to reach: `need` is the level 1-4, `weight` its share in the goal (essential 10, optional 4)."""

    skill: str
    need: int
    weight: int = 10


@dataclass(frozen=True, slots=True)
class Goal:
    """A role, or targets of one's own, to be finished before the day `by` (exclusive; None: no deadline).

    `targets` are taken from the role when empty. `min_coverage` (0-1) is the least share of the gap that a plan must
    close; 0 asks for any progress. `weight` shares the value between several goals.
    """

    role: str | None = None
    targets: tuple[Target, ...] = ()
    by: date | None = None
    min_coverage: float = 0.0
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Budget:
    """The most to spend in all, integer cents."""

    cents: int
    currency: str = "USD"


@dataclass(frozen=True, slots=True)
class Held:
    """What the person has: credential ids, and skill ids with the level 1-4 they claim."""

    credentials: tuple[str, ...] = ()
    skills: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Only:
    """Filters: a credential that is not known to satisfy a set filter is left out."""

    hands_on: bool = False
    proctored: bool = False
    credit: bool = False
    free: bool = False


@dataclass(frozen=True, slots=True)
class Away:
    """Days without study or exams, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Weeks:
    """Other weekly hours (a multiple of 0.25, 0 allowed) from one day to another, both included."""

    first: date
    last: date
    hours: float


@dataclass(frozen=True, slots=True)
class Request:
    """One person's request. Several goals share the hours and the budget.

    `start` is the first study day. `hours_per_week` is a multiple of 0.25. `budget` None means no limit.
    `locked` must be in the plan, `excluded` must not. `experience_years` None is unknown. `studied` are the
    quarter-hours of a credential that are behind the person already. Of two `weeks` that overlap the later entry
    counts, and `away` over both. `not_before` is the first day of a credential's exam (after a failed one).
    """

    goals: tuple[Goal, ...]
    start: date
    hours_per_week: float
    budget: Budget | None = None
    held: Held = Held()
    locked: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    excluded_issuers: tuple[str, ...] = ()
    only: Only = Only()
    language: str | None = None
    experience_years: float | None = None
    member: bool = False
    studied: Mapping[str, int] = field(default_factory=dict)
    away: tuple[Away, ...] = ()
    weeks: tuple[Weeks, ...] = ()
    not_before: Mapping[str, date] = field(default_factory=dict)
