"""Frozen dataclasses <-> JSON by their type hints: strict reading with one sentence per fault, and a JSON Schema."""

import math
import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

MOST_ENTRIES = 2000
MOST_LETTERS = 2000
_SCALARS = frozenset((str, int, float, bool, date))
_WORDS: Mapping[Any, str] = {str: "text", int: "a whole number", float: "a number", bool: "true or false"}


class BadShape(ValueError):
    """The JSON does not have the asked shape; the message is one sentence that names the field."""


@dataclass(frozen=True, slots=True)
class Special:
    """A type with a JSON form of its own."""

    read: Callable[[Any, str], Any]
    write: Callable[[Any], Any]
    schema: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Shape:
    """How types map to JSON. `bounds` are schema limits by "Class.field"."""

    specials: Mapping[type, Special] = field(default_factory=dict)
    bounds: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def read(self, hint: Any, value: Any, where: str) -> Any:
        """The JSON `value` as a `hint`; raises BadShape naming `where` (a dotted path)."""
        if hint in _SCALARS:
            return _plain(hint, value, where)
        origin, args = _parts(hint)
        if origin in (Union, types.UnionType):
            return None if value is None else self.read(_present(args), value, where)
        if hint in self.specials:
            return self.specials[hint].read(value, where)
        if is_dataclass(hint):
            return self._record(hint, value, where)
        if origin is tuple:
            _expect(isinstance(value, list) and len(value) <= MOST_ENTRIES, where, "a list")
            return tuple(self.read(args[0], entry, f"{where}.{i}") for i, entry in enumerate(value))
        if origin is not None and issubclass(origin, Mapping):
            _expect(isinstance(value, dict) and len(value) <= MOST_ENTRIES, where, "an object")
            return {str(key): self.read(args[1], entry, f"{where}.{key}") for key, entry in value.items()}
        return _plain(hint, value, where)

    def _record(self, cls: Any, value: Any, where: str) -> Any:
        _expect(isinstance(value, dict), where, "an object")
        hints, needed = _hints(cls)
        for key in value:
            if key not in hints:
                raise BadShape(f"{_path(where, str(key))} is not a known field.")
        for name in needed:
            if name not in value:
                raise BadShape(f"{_path(where, name)} is missing.")
        prefix = f"{where}." if where else ""
        return cls(**{name: self.read(hints[name], given, prefix + name) for name, given in value.items()})

    def write(self, value: Any) -> Any:
        """The value as JSON: objects, lists, text, numbers, null. Mappings are sorted by key."""
        if type(value) in self.specials:
            return self.specials[type(value)].write(value)
        if is_dataclass(value) and not isinstance(value, type):
            return {f.name: self.write(getattr(value, f.name)) for f in fields(value)}
        if isinstance(value, tuple):
            return [self.write(entry) for entry in value]
        if isinstance(value, Mapping):
            return {key: self.write(entry) for key, entry in sorted(value.items())}
        if isinstance(value, date):
            return value.isoformat()
        return str(value) if isinstance(value, StrEnum) else value

    def schema(self, hint: Any) -> dict[str, Any]:
        """JSON Schema (2020-12) of what `read` takes."""
        origin, args = get_origin(hint), get_args(hint)
        if origin in (Union, types.UnionType):
            return {"anyOf": [self.schema(_present(args)), {"type": "null"}]}
        if hint in self.specials:
            return dict(self.specials[hint].schema)
        if is_dataclass(hint):
            hints, name = get_type_hints(hint), getattr(hint, "__name__", "")
            parts = {
                f.name: self.schema(hints[f.name]) | dict(self.bounds.get(f"{name}.{f.name}", {})) for f in fields(hint)
            }
            needed = [f.name for f in fields(hint) if _required(f)]
            return {"type": "object", "properties": parts, "required": needed, "additionalProperties": False}
        if origin is tuple:
            return {"type": "array", "items": self.schema(args[0]), "maxItems": MOST_ENTRIES}
        if origin is not None:
            return {"type": "object", "additionalProperties": self.schema(args[1])}
        if hint is date:
            return {"type": "string", "format": "date"}
        return {"type": {str: "string", int: "integer", float: "number", bool: "boolean"}[hint]}


@cache
def _hints(cls: Any) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The type of each field, and which fields have no default. Resolving hints takes longer than all the rest."""
    hints = get_type_hints(cls)
    return {f.name: hints[f.name] for f in fields(cls)}, tuple(f.name for f in fields(cls) if _required(f))


@cache
def _parts(hint: Any) -> tuple[Any, tuple[Any, ...]]:
    return get_origin(hint), get_args(hint)


def _present(args: tuple[Any, ...]) -> Any:
    return next(a for a in args if a is not types.NoneType)


def _required(one: "Field[Any]") -> bool:
    return one.default is MISSING and one.default_factory is MISSING


def _path(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name


def _expect(fine: bool, where: str, what: str) -> None:
    if not fine:
        raise BadShape(f"{where or 'The whole'} must be {what}.")


def _plain(hint: Any, value: Any, where: str) -> Any:
    if type(value) is hint and hint is not float and (hint is not str or len(value) <= MOST_LETTERS):
        return value  # nearly always
    if hint is date:
        _expect(isinstance(value, str), where, "a date like 2027-06-01")
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise BadShape(f"{where} must be a date like 2027-06-01.") from error
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        names = [str(member) for member in hint]
        _expect(value in names, where, "one of " + ", ".join(names))
        return hint(value)
    if hint is float:
        return number(value, where)
    _expect(isinstance(value, hint) and (hint is bool or not isinstance(value, bool)), where, _WORDS[hint])
    if hint is str:
        _expect(len(value) <= MOST_LETTERS, where, f"at most {MOST_LETTERS} letters long")
    return value


def number(value: Any, where: str) -> float:
    """A finite number; raises BadShape."""
    fine = isinstance(value, int | float) and not isinstance(value, bool)
    _expect(fine and abs(value) < 1e15 and math.isfinite(value), where, "a number")
    return float(value)
