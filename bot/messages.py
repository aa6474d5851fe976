"""What comes in and what goes out, the same for every platform. Frozen; JSON round trip by `to_json`/`reply_from`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from bot.blocks import (
    Bar,
    Block,
    Card,
    Cards,
    Choice,
    Choices,
    Field,
    Fields,
    Form,
    Heading,
    Item,
    Note,
    Picture,
    Progress,
    Steps,
    Table,
    Text,
    block_from,
)

__all__ = [
    "Address",
    "Attachment",
    "Bar",
    "Block",
    "Card",
    "Cards",
    "Choice",
    "Choices",
    "Field",
    "Fields",
    "File",
    "Form",
    "FormAnswer",
    "Heading",
    "Incoming",
    "Item",
    "Note",
    "Person",
    "Picture",
    "Progress",
    "Reply",
    "Steps",
    "Table",
    "Text",
    "reply_from",
    "to_json",
]


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
    """Where an answer goes. On chat platforms `conversation` is the id of a Place, which says nothing about who it is;
    `thread` is the platform's own. In a `public` place others read along.
    """

    platform: str
    conversation: str
    thread: str | None = None
    public: bool = False


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that somebody sent. `ref` is how the platform names it; `content` is its text once it has been fetched.

    `trouble` says why a PDF gave none: "locked", "scanned", "damaged" or "heavy".
    """

    name: str
    media_type: str
    size: int
    ref: str = ""
    content: str | None = None
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class FormAnswer:
    """A form that was sent off: what stands in its fields, "" where nothing does."""

    name: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message. `id` is the platform's event id.

    A pressed button has its `token` (on the terminal its text). `event` is the row of the inbox that waits for the
    answer, claimed for the `attempt`-th time: the answer then goes into the outbox, in the transaction that marks the
    row as done. None: the caller shows the answer itself.
    """

    id: str
    person: Person
    address: Address
    text: str
    sent_at: datetime
    token: str = ""
    form: FormAnswer | None = None
    files: tuple[Attachment, ...] = ()
    event: int | None = None
    attempt: int = 0


@dataclass(frozen=True, slots=True)
class File:
    """A file to hand over."""

    name: str
    media_type: str
    content: str


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer. `summary` is always set (notifications, screen readers). `provisional` replies are replaced; one
    that `forgets` tells the platform to delete what it keeps about the person itself. `pages` is the token with which
    a renderer turns pages ("" where the reply was not queued: then it has no pages), `page` the one that is open.
    On the wire page n is `pages` with `:n` behind it, n from 0.
    """

    summary: str
    blocks: tuple[Block, ...] = ()
    visibility: Literal["public", "private"] = "private"
    files: tuple[File, ...] = ()
    provisional: bool = False
    forgets: bool = False
    pages: str = ""
    page: int = 0


def to_json(reply: Reply) -> dict[str, Any]:
    """A reply as plain JSON values."""
    plain: dict[str, Any] = _plain(reply)
    return plain


def _plain(value: Any) -> Any:
    """As `dataclasses.asdict` does, without its deep copies: a sixth of the time."""
    kind = type(value)
    if kind is str or value is None or kind is bool or kind is int or kind is float:
        return value
    if kind is tuple or kind is list:
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return {name: _plain(getattr(value, name)) for name in value.__dataclass_fields__}


def reply_from(value: dict[str, Any]) -> Reply:
    """The reply that `to_json` wrote."""
    return Reply(
        summary=value["summary"],
        blocks=tuple(block_from(b) for b in value["blocks"]),
        visibility=value["visibility"],
        files=tuple(File(**f) for f in value["files"]),
        provisional=value["provisional"],
        forgets=value.get("forgets", False),
        pages=value.get("pages", ""),
        page=value.get("page", 0),
    )
