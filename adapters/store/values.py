"""Values as every store can hold them exactly: instants as integers, and what is refused."""

import json
import math
from collections.abc import Mapping
from dataclasses import is_dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

from bot.errors import BadRequest

T = TypeVar("T")
LARGEST = 2**53  # the largest whole number that JSON readers agree on, plus or minus
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_instant(value: datetime) -> int:
    """Microseconds since 1970 UTC. Raises ValueError for a naive time."""
    if value.utcoffset() is None:
        raise ValueError("a time without its offset from UTC cannot be stored")
    return (value - _EPOCH) // _MICROSECOND


def from_instant(value: int) -> datetime:
    """The aware UTC time that `to_instant` stored."""
    return _EPOCH + value * _MICROSECOND


def dumps(value: Any) -> str:
    """JSON text, ASCII only. Raises TypeError or ValueError for what JSON cannot hold."""
    return json.dumps(value, separators=(",", ":"), allow_nan=False)


def checked(value: T) -> T:
    """The value itself when every store can hold it exactly.

    Raises BadRequest for NUL or half a character in a text, and for a number that is not finite or beyond 2^53;
    ValueError for a naive time, TypeError for any other kind of value: those two are mistakes of the program.
    """
    kind = type(value)
    if kind is str:  # the commonest kinds first: this looks at every field of everything that is written
        if not (value.isascii() and "\x00" not in value) and ("\x00" in value or not _encodes(value)):  # type: ignore[attr-defined, operator, arg-type]
            raise BadRequest("That text has a character in it that cannot be stored.")
    elif value is None or kind is bool or kind is date:
        pass
    elif isinstance(value, int):
        if abs(value) > LARGEST:
            raise BadRequest("That number is too large.")
    elif isinstance(value, float):
        if not math.isfinite(value):
            raise BadRequest("That is not a number.")
    elif isinstance(value, datetime):
        to_instant(value)
    elif isinstance(value, tuple):
        for item in value:
            checked(item)
    elif is_dataclass(value):
        for name in value.__dataclass_fields__:
            checked(getattr(value, name))
    elif isinstance(value, Mapping):
        for key, item in value.items():
            checked(key)
            checked(item)
    elif isinstance(value, str):
        checked(str(value))
    else:
        raise TypeError(f"a {kind.__name__} cannot be stored")
    return value


def _encodes(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
