"""What is remembered about a learner. Frozen values; the store saves a whole `LearnerRecord` at a time.

A learner is a pseudonymous key; who that is on which platform lives in one table of the store only.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Profile:
    """What the person told about themselves. Quiet hours are wall times "HH:MM" in `zone` (an IANA name)."""

    zone: str = "UTC"
    hours_per_week: float | None = None
    budget_cents: int | None = None
    currency: str = "USD"
    no_budget_limit: bool = False
    experience_years: float | None = None
    language: str | None = None
    country: str | None = None
    quiet_from: str = "20:00"
    quiet_to: str = "08:00"
    only: tuple[str, ...] = ()  # hands_on, proctored, credit, free
    excluded: tuple[str, ...] = ()  # credential ids
    excluded_issuers: tuple[str, ...] = ()
    locked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Achievement:
    """A credential the person has. `kind` is self-declared (verified and unchecked come with verification)."""

    credential: str
    kind: str = "self-declared"
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Something the person made or did and says so: always self-declared, and no credential.

    `credential` is what it shows, a credential id or "skill:ID". `url` is http(s) or "". `source` tells how it came:
    said, form or file.
    """

    credential: str | None = None
    on: date | None = None
    note: str = ""
    url: str = ""
    source: str = "said"


@dataclass(frozen=True, slots=True)
class GoalRecord:
    """A role wanted before the day `by` (exclusive; None: no deadline). `said` is how the deadline was worded."""

    role: str
    by: date | None
    said: str = ""


@dataclass(frozen=True, slots=True)
class StepState:
    """Where a step of the accepted pathway stands: planned, started, done, failed or skipped."""

    credential: str
    status: str = "planned"
    logged_quarter_hours: int = 0
    milestones: tuple[str, ...] = ()
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class PathwayRecord:
    """An accepted pathway: the PLAN.json text (`planner.wire`), and how each step goes."""

    plan: str
    accepted_at: datetime
    steps: tuple[StepState, ...]


@dataclass(frozen=True, slots=True)
class ProgressEntry:
    """One reported event: `kind` is hours, milestone, passed, failed, slipped or checked-in.

    `amount` is hours (hours), weeks (slipped), or what the exam cost in whole units (passed, failed).
    """

    at: datetime
    kind: str
    credential: str | None = None
    amount: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reminder:
    """A repeated wall time: `weekday` 0 Monday to 6, `at` "HH:MM" in `zone`; `next_due_at` is a UTC instant.

    `platform` and `conversation` say where it goes. `reason` answers "why did I get this?". A paused reminder keeps
    its rule and fires no more. `ignored` counts check-ins without an answer.
    """

    id: str
    kind: str
    weekday: int
    at: str
    zone: str
    next_due_at: datetime
    platform: str
    conversation: str
    reason: str = ""
    paused: bool = False
    ignored: int = 0


@dataclass(frozen=True, slots=True)
class LearnerRecord:
    """Everything about one learner. `version` counts saved changes."""

    key: str
    tenant: str
    version: int = 0
    profile: Profile = Profile()
    achievements: tuple[Achievement, ...] = ()
    skills: Mapping[str, int] = field(default_factory=dict)
    goals: tuple[GoalRecord, ...] = ()
    pathway: PathwayRecord | None = None
    progress: tuple[ProgressEntry, ...] = ()
    reminders: tuple[Reminder, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """An entry of the journal: what the record was before a change, so that `undo` can bring it back."""

    at: datetime
    label: str
    before: LearnerRecord


@dataclass(frozen=True, slots=True)
class FactReport:
    """Somebody says that a fact is wrong."""

    id: str
    tenant: str
    at: datetime
    credential: str
    text: str
