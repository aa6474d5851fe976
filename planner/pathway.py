"""What the planner answers: a dated pathway, its status and its proof. Frozen; JSON is `planner/wire.py`."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from planner.request import Request


class Status(StrEnum):
    """How much is proved about a plan."""

    PROVEN = "PROVEN"  # nothing better within its candidates
    GAP = "GAP"  # a valid plan; the best is at most `gap` percent better
    HEURISTIC = "HEURISTIC"  # a valid plan, no bound
    INFEASIBLE = "INFEASIBLE"  # no plan: see conflicts
    UNKNOWN = "UNKNOWN"  # time ran out


class Basis(StrEnum):
    """Where a number in a plan comes from."""

    KNOWN = "known"  # every part has a value in the catalog
    ESTIMATE = "estimate"  # an unknown part stands at a labelled high estimate
    UNKNOWN = "unknown"  # no estimate: asked for by name; it counts as 0 and the plan says what it may cost at most


@dataclass(frozen=True, slots=True)
class Evidence:
    """A step shows `skill` at `level` for the goal with index `goal`; `points` of 10,000 of all gaps closed."""

    goal: int
    skill: str
    level: int
    points: int


@dataclass(frozen=True, slots=True)
class Step:
    """One credential to earn. `route` is study (bought and studied) or award (given for holding others).

    `quarter_hours` of study; `cents` in the plan's currency incl. a 5 % margin where `about` says that it was
    converted. `start` is the first study day and `end` the day on which it is complete, which is the last study day
    unless the exam is later: then `studied_by` is the last study day. `needs` are the credentials that satisfy its
    prerequisites, make up its award or shorten its study.
    """

    credential: str
    route: str
    start: date
    end: date
    quarter_hours: int
    cents: int
    cost_basis: Basis
    hours_basis: Basis
    about: bool
    evidence: tuple[Evidence, ...]
    needs: tuple[str, ...]
    studied_by: date | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """The share (0-1) of a goal's gap that the plan closes, and the target skills not fully reached."""

    goal: int
    share: float
    open: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Relaxation:
    """The least change of one constraint, the others kept, that gives a plan again.

    `value` is the new limit: cents (budget), hours per week (hours), ISO date (deadline), or "drop" / "allow".
    `verified` tells that the changed request was solved.
    """

    constraint: str
    value: str
    text: str
    verified: bool


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A credential that could help and was not a candidate; `why` is a code, `detail` its number or name."""

    credential: str
    why: str
    detail: str


@dataclass(frozen=True, slots=True)
class Pathway:
    """The answer to a request. `value` and `bound` are objective points (higher is better)."""

    request: Request
    catalog: str
    status: Status
    steps: tuple[Step, ...]
    currency: str
    cents: int
    quarter_hours: int
    value: int
    bound: int | None
    gap: float | None
    candidates: int
    coverage: tuple[Coverage, ...]
    conflicts: tuple[str, ...] = ()
    relaxations: tuple[Relaxation, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    assumptions: tuple[str, ...] = ()
