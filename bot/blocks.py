"""The parts of a reply, the same for every platform. Frozen dataclasses; each has a plain form on every surface."""

from dataclasses import dataclass
from typing import Any, Literal


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
    """A button: `label` is shown; pressing it sends `says`. On a platform's wire `token` stands for it."""

    label: str
    says: str
    token: str = ""


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


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a picture, from `begin` to `end`: days since 0001-01-01 (`date.toordinal`) or shares 0-1."""

    label: str
    begin: float
    end: float
    state: str = "planned"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """What people would rather look at. `alt` says all of it in words and is what shows where no picture can be."""

    chart: Literal["timeline", "shares"]
    title: str
    bars: tuple[Bar, ...]
    alt: str
    today: float | None = None
    kind: Literal["picture"] = "picture"


@dataclass(frozen=True, slots=True)
class Field:
    """One question of a form. `options` are (label, value) pairs of a choice; dates are ISO, times HH:MM."""

    name: str
    label: str
    type: Literal["text", "long", "number", "date", "time", "choice"] = "text"
    value: str = ""
    options: tuple[tuple[str, str], ...] = ()
    required: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """Several questions at once. A window where the platform has one; elsewhere a button that says `says`, after which
    the same questions come one at a time. `token` opens it (`bot.pressing`).
    """

    name: str
    title: str
    fields: tuple[Field, ...]
    submit: str
    says: str
    token: str = ""
    kind: Literal["form"] = "form"


Block = Text | Heading | Fields | Table | Progress | Steps | Cards | Choices | Note | Picture | Form


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
    "picture": Picture,
    "form": Form,
}
_PARTS: dict[tuple[str, str], type[Any]] = {
    ("steps", "items"): Item,
    ("cards", "cards"): Card,
    ("choices", "choices"): Choice,
    ("picture", "bars"): Bar,
    ("form", "fields"): Field,
}


def block_from(value: dict[str, Any]) -> Block:
    """The block whose fields `dataclasses.asdict` wrote."""
    kind = value["kind"]
    rest = {name: _part(kind, name, v) for name, v in value.items()}
    block: Block = _BLOCKS[kind](**rest)
    return block


def _part(kind: str, name: str, value: Any) -> Any:
    made = _PARTS.get((kind, name))
    if made is None:
        return _frozen(value)
    return tuple(made(**{k: _frozen(v) for k, v in part.items()}) for part in value)


def _frozen(value: Any) -> Any:
    return tuple(_frozen(v) for v in value) if isinstance(value, list | tuple) else value
