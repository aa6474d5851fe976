"""What a reader of a foreign format found, before it is known what of it the catalog has already.

Names, not ids: `knowledge.importing` gives every issuer, credential and skill its id. Unknown is absent.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

Raw = dict[str, Any]
Expression = Any
"""A file's key of a credential, or {"all": [...]} or {"any": [...]} over them, nested; None for nothing."""


@dataclass(frozen=True, slots=True)
class Source:
    """The reference that a record is: `as_of` "2026", "2026-05" or "2026-05-13"; "" for the day of the import."""

    title: str
    url: str = ""
    as_of: str = ""


@dataclass(frozen=True, slots=True)
class Giver:
    """An issuer by the file's own key."""

    key: str
    name: str
    url: str = ""
    kind: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Taught:
    """A skill that a credential shows. `only_known`: a topic, taken when the catalog knows a skill of that name."""

    name: str
    esco: str = ""
    level: int | None = None
    role: Literal["taught", "tested"] = "taught"
    only_known: bool = False


@dataclass(frozen=True, slots=True)
class Links:
    """Other credentials, by the file's keys."""

    required: Expression = None
    recommended: Expression = None
    part_of: tuple[str, ...] = ()
    replaced_by: str = ""
    awarded_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """A credential that the file describes. `facts` are fields of our own format; `where` is for messages."""

    key: str
    where: str
    name: str
    giver: str
    kind: str
    id: str = ""
    short: str = ""
    code: str = ""
    url: str = ""
    aliases: tuple[str, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    links: Links = Links()
    skills: tuple[Taught, ...] = ()
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """A credential that the file says somebody holds: a proposal, self-declared until it is verified."""

    key: str
    name: str
    giver: str
    on: date | None = None
    until: date | None = None
    state: str = ""


@dataclass(slots=True)
class Draft:
    """All that a reader found."""

    format: str
    givers: dict[str, Giver] = field(default_factory=dict)
    offers: dict[str, Offer] = field(default_factory=dict)
    held: list[Held] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    copies: str = ""  # the reference that such a file is a copy of, where the catalog has it
    own: bool = False  # an export of ours: it confirms nothing
