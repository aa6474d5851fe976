"""Statements about how far a credential is recognised, each with the references that make it (docs/recognition.md)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Component(StrEnum):
    """What a recognition card is made of, in its order."""

    STANDING = "issuer-standing"
    QUALITY = "quality-assurance"
    ASSESSMENT = "assessment"
    IDENTITY = "identity-check"
    DESCRIBED = "level-and-workload"
    CREDIT = "credit"
    VERIFIABLE = "machine-verifiable"
    RENEWAL = "renewal"
    EMPLOYERS = "employer-mentions"


EXTRA = ("exam-version", "participation")
"""Statements that no component counts: since when an exam version is current, and online, on-site or either."""


@dataclass(frozen=True, slots=True)
class Statement:
    """`value` of `component` as `sources` state it, for the named credentials and all of the named issuers.

    `kinds` narrows what is meant of the issuers; `by` names the body that accredits, recognises or delivers; `since` is
    a date as exact as it is known. Two statements that cannot both be true are a conflict, and are kept.
    """

    component: str
    value: str
    sources: tuple[str, ...]
    credentials: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    by: str | None = None
    since: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """All statements; `lengths_only` are references whose word on an exam is its length and nothing else.

    `by_subject` finds them by ("credential" or "issuer", id); made by `gathered`.
    """

    statements: tuple[Statement, ...] = ()
    lengths_only: frozenset[str] = frozenset()
    by_subject: Mapping[tuple[str, str], tuple[Statement, ...]] = field(default_factory=dict)


def gathered(statements: Iterable[Statement], lengths_only: Iterable[str] = ()) -> Evidence:
    """The statements, ready to be found by what they are about. One without sources states nothing and is left out."""
    kept = tuple(s for s in statements if s.sources)
    found: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for s in kept:
        for id in s.credentials:
            found["credential", id].append(s)
        for id in s.issuers:
            found["issuer", id].append(s)
    return Evidence(kept, frozenset(lengths_only), {key: tuple(about) for key, about in found.items()})


@dataclass(frozen=True, slots=True)
class Weights:
    """What each component counts (whole numbers, together 100) and what each value of it is worth (0 to 100).

    The values of an `at_least` component do not exclude more. `full_at_percent` is the share of postings worth 100.
    """

    version: int
    weights: Mapping[str, int]
    values: Mapping[str, Mapping[str, int]]
    at_least: frozenset[str]
    full_at_percent: int
