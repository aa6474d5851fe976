"""Flat records to table rows and back, by the annotations of their dataclasses. No SQL here."""

import json
from collections.abc import Callable
from datetime import datetime
from functools import cache
from operator import attrgetter
from types import UnionType
from typing import Any, Protocol, TypeVar, get_args, get_origin, get_type_hints

from adapters.store.values import LARGEST, checked, dumps, from_instant, to_instant

T = TypeVar("T")
Row = dict[str, Any]


class Columns(Protocol):
    """A row as a database gives it."""

    def __getitem__(self, name: str, /) -> Any: ...


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


@cache
def _column_kinds(kind: Any) -> dict[str, Any]:
    """Field name -> datetime, tuple or None (stored as it is)."""
    found: dict[str, Any] = {}
    for name, hint in _hints(kind).items():
        parts = get_args(hint) if get_origin(hint) is UnionType else (hint,)
        found[name] = datetime if datetime in parts else tuple if get_origin(hint) is tuple else None
    return found


@cache
def _columns(kind: Any) -> tuple[tuple[str, ...], Callable[[Any], Any], tuple[tuple[str, Any], ...]]:
    """Field names, how to read them all, and those that are not stored as they are."""
    kinds = _column_kinds(kind)
    names = tuple(kinds)
    return names, attrgetter(*names), tuple((name, stored) for name, stored in kinds.items() if stored is not None)


def to_row(item: Any) -> Row:
    """Column values of a flat record: instants as integers, tuples as JSON text, the rest as it is."""
    cls: Any = type(item)
    names, read, odd = _columns(cls)
    row = dict(zip(names, read(item), strict=True))
    for name, kind in odd:
        value = row[name]
        if kind is tuple:
            row[name] = dumps(value)
        elif value is not None:
            row[name] = to_instant(value)
    return row


def checked_row(item: Any) -> Row:
    """`to_row` of what `checked` lets through: a look at all texts at once, and a closer one only when it is needed."""
    row = to_row(item)
    text, plain = "", True
    for value in row.values():
        kind = type(value)
        if kind is str:
            text += value
        elif kind is int:
            plain = plain and -LARGEST <= value <= LARGEST
        elif value is not None and kind is not bool:
            plain = False
    if not (plain and text.isascii() and "\x00" not in text and "\\u0000" not in text and "\\ud" not in text):
        checked(item)
    return row


def from_row(kind: type[T], row: Columns) -> T:
    """The flat record whose columns these are; other columns are ignored."""
    cls: Any = kind
    names, _, odd = _columns(cls)
    values = dict(row) if type(row) is dict and len(row) == len(names) else {name: row[name] for name in names}
    for name, stored in odd:
        value = values[name]
        if stored is tuple:
            values[name] = () if value == "[]" else tuple(json.loads(value))
        elif value is not None:
            values[name] = from_instant(value)
    return kind(**values)
