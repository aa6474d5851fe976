"""What comes in and what goes out, the same for every platform. Frozen; JSON round trip by `to_json`/`reply_from`."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Person:
    """Who wrote, as the platform names them. The store turns this into a pseudonym."""

    tenant: str
    platform: str
    id: str
    name: str = ""
    zone: str | None = None
    locale: str | None = None


@dataclass(frozen=True, slots=True)
class Address:
    """Where an answer goes."""

    platform: str
    conversation: str
    thread: str | None = None


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message. `id` is the platform's event id; a pressed choice arrives as its text."""

    id: str
    person: Person
    address: Address
    text: str
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    text: str
    kind: Literal["text"] = "text"


@dataclass(frozen=True, slots=True)
class Heading:
    """A short title."""

    text: str
    kind: Literal["heading"] = "heading"


@dataclass(frozen=True, slots=True)
class Fields:
    """Label and value pairs."""

    pairs: tuple[tuple[str, str], ...]
    kind: Literal["fields"] = "fields"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    kind: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far: `share` is 0-1."""

    label: str
    share: float
    kind: Literal["progress"] = "progress"


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a timeline. `state` is planned, started, done, failed or late; dates are ISO."""

    title: str
    start: str
    end: str
    detail: tuple[str, ...] = ()
    state: str = "planned"
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Steps:
    """A dated pathway; renderers draw a timeline. `finish` is the last day, ISO."""

    items: tuple[Item, ...]
    start: str
    finish: str
    kind: Literal["steps"] = "steps"


@dataclass(frozen=True, slots=True)
class Card:
    """A thing with facts."""

    title: str
    lines: tuple[str, ...]
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Cards:
    """Several things side by side."""

    cards: tuple[Card, ...]
    kind: Literal["cards"] = "cards"


@dataclass(frozen=True, slots=True)
class Choice:
    """A button: `label` is shown; pressing it sends `says`."""

    label: str
    says: str


@dataclass(frozen=True, slots=True)
class Choices:
    """Buttons; the terminal numbers them unless a typed number would mean something else."""

    choices: tuple[Choice, ...]
    numbered: bool = True
    kind: Literal["choices"] = "choices"


@dataclass(frozen=True, slots=True)
class Note:
    """Small print: sources, assumptions."""

    text: str
    kind: Literal["note"] = "note"


Block = Text | Heading | Fields | Table | Progress | Steps | Cards | Choices | Note


@dataclass(frozen=True, slots=True)
class File:
    """A file to hand over."""

    name: str
    media_type: str
    content: str


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer. `summary` is always set (notifications, screen readers). `provisional` replies are replaced; one
    that `forgets` tells the platform to delete what it keeps about the person itself.
    """

    summary: str
    blocks: tuple[Block, ...] = ()
    visibility: Literal["public", "private"] = "private"
    files: tuple[File, ...] = ()
    provisional: bool = False
    forgets: bool = False


_BLOCKS: dict[str, type[Any]] = {
    "text": Text,
    "heading": Heading,
    "fields": Fields,
    "table": Table,
    "progress": Progress,
    "steps": Steps,
    "cards": Cards,
    "choices": Choices,
    "note": Note,
}


def to_json(reply: Reply) -> dict[str, Any]:
    """A reply as plain JSON values."""
    return asdict(reply)


def reply_from(value: dict[str, Any]) -> Reply:
    """The reply that `to_json` wrote."""
    return Reply(
        summary=value["summary"],
        blocks=tuple(_block(b) for b in value["blocks"]),
        visibility=value["visibility"],
        files=tuple(File(**f) for f in value["files"]),
        provisional=value["provisional"],
        forgets=value.get("forgets", False),
    )


def _block(value: dict[str, Any]) -> Block:
    kind = value["kind"]
    cls = _BLOCKS[kind]
    rest = {k: _frozen(v) for k, v in value.items()}
    if kind == "steps":
        rest["items"] = tuple(Item(**{k: _frozen(v) for k, v in i.items()}) for i in value["items"])
    elif kind == "cards":
        rest["cards"] = tuple(Card(**{k: _frozen(v) for k, v in c.items()}) for c in value["cards"])
    elif kind == "choices":
        rest["choices"] = tuple(Choice(**c) for c in value["choices"])
    block: Block = cls(**rest)
    return block


def _frozen(value: Any) -> Any:
    return tuple(_frozen(v) for v in value) if isinstance(value, list | tuple) else value
