"""Credentials, issuers and the facts about them (CTDL terms; format and rules in docs/catalog.md).

Unknown is None everywhere; 0 means zero. Money is integer cents with a currency.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Confidence(StrEnum):
    """How far a fact can be trusted: two independent references, one, or none."""

    CONFIRMED = "confirmed"
    SINGLE = "single"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True, slots=True)
class Reference:
    """Where a fact was read. `as_of` is the reference's own date; `derived_from` names what it copies.

    `dated` is that date as exact as it is known: "2026", "2026-05" or "2026-05-13" (`as_of` is its first day).
    """

    id: str
    title: str
    url: str
    as_of: date
    dated: str
    derived_from: str | None = None


@dataclass(frozen=True, slots=True)
class Fee:
    """One payment (ceterms:CostProfile). `cents` None is an unknown amount, 0 is free.

    `disagree` maps a reference to the cents it states instead. `count` times paid; `per` "month" for subscriptions.
    """

    kind: str
    cents: int | None
    currency: str
    audience: str = "any"
    count: int = 1
    per: str | None = None
    optional: bool = False
    sources: tuple[str, ...] = ()
    disagree: Mapping[str, int] = field(default_factory=dict)
    unconfirmed: bool = False


@dataclass(frozen=True, slots=True)
class Exam:
    """How the credential is assessed; `minutes` None is unknown, `none` True says that there is no exam."""

    minutes: int | None = None
    proctored: bool | None = None
    hands_on: bool | None = None
    none: bool = False


@dataclass(frozen=True, slots=True)
class StudyHours:
    """Hours of study for a prepared beginner; `basis` is stated, bucket or estimate."""

    low: float
    high: float
    basis: str


@dataclass(frozen=True, slots=True)
class Renewal:
    """What keeps it valid: rule none, exam, continuing-education, assessment or fee."""

    rule: str
    ce_hours: int | None = None
    cents: int | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part is needed."""

    parts: tuple["Requirement", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One part is enough."""

    parts: tuple["Requirement", ...]


Requirement = str | AllOf | AnyOf
"""A credential id, or an expression over them (ceterms:ConditionProfile)."""


def satisfied(requirement: Requirement | None, have: Collection[str]) -> bool:
    """Whether the credentials in `have` meet the expression; nothing asked is met."""
    match requirement:
        case None:
            return True
        case str():
            return requirement in have
        case AllOf(parts):
            return all(satisfied(part, have) for part in parts)
        case AnyOf(parts):
            return any(satisfied(part, have) for part in parts)


@dataclass(frozen=True, slots=True)
class Prerequisites:
    """What the issuer enforces (`required`) and what it advises (`recommended`); experience in years."""

    required: Requirement | None = None
    recommended: Requirement | None = None
    years_required: float = 0
    years_recommended: float = 0


@dataclass(frozen=True, slots=True)
class Award:
    """Given for holding `at_least` of the credentials `of` (a stack)."""

    at_least: int
    of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """The days on which an exam can be taken, both included."""

    opens: date
    closes: date


@dataclass(frozen=True, slots=True)
class Shortening:
    """Having `credential` takes `hours` off the study time."""

    credential: str
    hours: float


@dataclass(frozen=True, slots=True)
class Credit:
    """University credit that a named institution recognises."""

    ects: float | None
    us: float | None
    level: str | None
    institutions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shows:
    """A holder has shown `skill` at `level` (1-4); `role` is tested or taught."""

    skill: str
    level: int
    role: str


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who gives the credential. `kind`: vendor, industry-body, training-provider, university, ..."""

    id: str
    name: str
    kind: str
    url: str
    aliases: tuple[str, ...] = ()
    country: str | None = None
    verify_url: str | None = None
    employer_partners: tuple[str, ...] = ()
    sources: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unconfirmed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Credential:
    """One credential (ceterms:Credential). `level` 1 entry to 5 expert; `validity_months` 0 never expires.

    `fees` are all that is paid on the cheapest usual route. `sources` names the references per field, `unconfirmed`
    the fields that rest on general knowledge, `disagree` what a reference says instead. Study begins on one of the
    `sessions` and the exam falls in one of the `exam_windows` (None: any day); `retake_days` pass after a failed exam.
    """

    id: str
    name: str
    short: str
    issuer: str
    kind: str
    level: int
    domain: str
    url: str
    code: str | None = None
    aliases: tuple[str, ...] = ()
    status: str = "active"
    retires_on: date | None = None
    replaced_by: str | None = None
    outline_url: str | None = None
    languages: tuple[str, ...] | None = None
    fees: tuple[Fee, ...] = ()
    exam: Exam | None = None
    hours: StudyHours | None = None
    validity_months: int | None = None
    renewal: Renewal | None = None
    prerequisites: Prerequisites = Prerequisites()
    equivalent_to: tuple[str, ...] = ()
    awarded_by: Award | None = None
    award_only: bool = False
    part_of: tuple[str, ...] = ()
    credit: Credit | None = None
    employer_partners: tuple[str, ...] = ()
    skills: tuple[Shows, ...] = ()
    sessions: tuple[date, ...] | None = None
    exam_windows: tuple[Window, ...] | None = None
    retake_days: int | None = None
    shortened_by: tuple[Shortening, ...] = ()
    sources: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unconfirmed: tuple[str, ...] = ()
    disagree: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
