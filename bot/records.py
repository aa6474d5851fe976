"""What is remembered about a learner. Frozen values; the store saves a whole `LearnerRecord` at a time.

A learner is a pseudonymous key; who that is on which platform lives in one table of the store only.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Away:
    """A time in which the person wants to hear nothing: from the day `first` to the day `last`, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class StudySlot:
    """When the person means to study: every `weekday` (0 Monday to 6) at the wall time `at`."""

    weekday: int
    at: str


@dataclass(frozen=True, slots=True)
class BookedExam:
    """The day on which the person takes the exam of a credential."""

    credential: str
    on: date


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When the person wants to hear from the bot, beside the quiet hours.

    `working_days` are weekdays, 0 Monday to 6; none named: every day. `holidays` is a country or a part of one ("DE",
    "DE-BY"), "" where they do not count. `free` and `open` are single days that the person says are, or are not, free,
    whatever the calendar says. At most `weekly_cap` messages in any seven days, `ignored_limit` questions without an
    answer before the bot stops asking. `off` are the kinds of reminders that were turned off.
    """

    working_days: tuple[int, ...] = ()
    holidays: str = ""
    free: tuple[date, ...] = ()
    open: tuple[date, ...] = ()
    away: tuple[Away, ...] = ()
    weekly_cap: int = 3
    ignored_limit: int = 4
    off: tuple[str, ...] = ()
    study: tuple[StudySlot, ...] = ()
    exams: tuple[BookedExam, ...] = ()


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
    rhythm: Rhythm = Rhythm()


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
    """One reported event: `kind` is hours, milestone, passed, failed, slipped, checked-in, renewed or valid-until.

    `amount` is hours (hours), weeks (slipped), or what the exam cost in whole units (passed, failed). `note` is the
    day as ISO 8601 for renewed (when) and valid-until (the last valid day, as the issuer has extended it). What the
    bot did not send after all is here too, as reminder-dropped: `note` is "kind due why".
    """

    at: datetime
    kind: str
    credential: str | None = None
    amount: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reminder:
    """Something the bot says by itself at a wall time: `at` "HH:MM" in `zone`, an IANA name.

    The rule: every `weekday` (0 Monday to 6); or `rule`, an RFC 5545 RRULE over wall times; or for the dated kinds
    (exam-countdown, renewal) the days that follow from the record. `occurrence` is the instant by the rule alone,
    `next_due_at` the one after quiet hours, days off and so on, both UTC; `moves` are the codes of what was moved and
    why (`bot/reminding/placing.py`). `snoozed_to`: not before. `exact` where the person chose the time.

    `platform` and `conversation` say where it goes. `reason` answers "why did I get this?". A paused one keeps its
    rule and says nothing; `stopped` tells why: you, ignored, done or place. `ignored` counts questions without an
    answer. `log` are the last messages and omissions, newest last (`bot/reminding/log.py`).
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
    rule: str = ""
    about: str = ""
    occurrence: datetime | None = None
    snoozed_to: datetime | None = None
    exact: bool = True
    stopped: str = ""
    moves: tuple[str, ...] = ()
    log: tuple[str, ...] = ()


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
