"""Frozen records to JSON and to table rows, and back. Strict both ways; no SQL here.

Annotations of the dataclasses are the schema: str, bool, int, float, date, datetime, `X | None`, `tuple[X, ...]`,
`Mapping[str, X]`, `Literal` texts and dataclasses of these. A field that is missing takes its default, so that older
JSON stays readable after a field was added.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from adapters.store.rows import Columns, Row, checked_row, from_row, to_row
from adapters.store.values import LARGEST, checked, dumps, from_instant, to_instant
from bot.errors import BadRequest
from bot.records import (
    Achievement,
    Evidence,
    GoalRecord,
    LearnerRecord,
    PathwayRecord,
    Profile,
    ProgressEntry,
    Reminder,
    StepState,
)

__all__ = [
    "LARGEST",
    "Columns",
    "Row",
    "checked",
    "checked_row",
    "dumps",
    "from_instant",
    "from_json",
    "from_row",
    "join",
    "profile_text",
    "rows_of",
    "split",
    "to_instant",
    "to_json",
    "to_row",
]

T = TypeVar("T")


def to_json(value: Any) -> Any:
    """A record as plain JSON values: instants as UTC and days in ISO 8601, tuples as lists."""
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
        case tuple():
            return [to_json(item) for item in value]
        case Mapping():
            return {key: to_json(item) for key, item in value.items()}
        case _ if is_dataclass(value):
            return {field.name: to_json(getattr(value, field.name)) for field in fields(value)}
        case _:
            return value


def from_json(kind: type[T], value: Any, where: str = "") -> T:
    """The record of class `kind` that `to_json` wrote. Raises BadRequest naming the place of a wrong value."""
    result: T = _read(kind, value, where)
    return result


def _read(kind: Any, value: Any, where: str) -> Any:
    origin = get_origin(kind)
    if origin is UnionType:
        if value is None:
            return None
        return _read(next(arg for arg in get_args(kind) if arg is not NoneType), value, where)
    if origin is tuple:
        _expect(isinstance(value, list), where, "a list")
        return tuple(_read(get_args(kind)[0], item, f"{where}[{i}]") for i, item in enumerate(value))
    if origin is Mapping:
        _expect(isinstance(value, dict), where, "an object")
        return {checked(key): _read(get_args(kind)[1], item, f"{where}.{key}") for key, item in value.items()}
    if origin is Literal:
        _expect(isinstance(value, str) and value in get_args(kind), where, f"one of {', '.join(get_args(kind))}")
        return value
    if is_dataclass(kind):
        return _read_fields(kind, value, where)
    return _read_scalar(kind, value, where)


def _read_fields(kind: Any, value: Any, where: str) -> Any:
    _expect(isinstance(value, dict), where, "an object")
    known = _hints(kind)
    for key in value:
        if key not in known:
            raise BadRequest(f"{_at(where)}there is no field of that name: {str(key)[:40]!r}.")
    read = {}
    for field in fields(kind):
        if field.name in value:
            read[field.name] = _read(known[field.name], value[field.name], f"{where}.{field.name}".lstrip("."))
        elif field.default is MISSING and field.default_factory is MISSING:
            raise BadRequest(f"{_at(where)}the field {field.name!r} is missing.")
    return kind(**read)


def _read_scalar(kind: Any, value: Any, where: str) -> Any:
    if kind is str:
        _expect(isinstance(value, str), where, "a text")
    elif kind is bool:
        _expect(isinstance(value, bool), where, "true or false")
    elif kind is int:
        _expect(isinstance(value, int) and not isinstance(value, bool), where, "a whole number")
    elif kind is float:
        _expect(isinstance(value, int | float) and not isinstance(value, bool), where, "a number")
        return float(checked(value))
    elif kind is datetime:
        return _read_datetime(value, where)
    elif kind is date:
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            raise BadRequest(f"{_at(where)}expected a day like 2027-06-01.") from None
    else:
        raise TypeError(f"no schema for {kind}")
    return checked(value)


def _read_datetime(value: Any, where: str) -> datetime:
    try:
        read = datetime.fromisoformat(value)
        if read.tzinfo is not None:
            return read.astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        pass
    raise BadRequest(f"{_at(where)}expected an instant like 2027-06-01T09:00:00+00:00.")


def _expect(fits: bool, where: str, what: str) -> None:
    if not fits:
        raise BadRequest(f"{_at(where)}expected {what}.")


def _at(where: str) -> str:
    return f"{where}: " if where else ""


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


@lru_cache(1024)
def _profile(text: str) -> Profile:
    return from_json(Profile, json.loads(text), "profile")


def profile_text(profile: Profile) -> str:
    """A profile as JSON text. Raises BadRequest for a value of the wrong kind, which could not be read again."""
    values = to_json(profile)
    from_json(Profile, values, "profile")
    return dumps(values)


_LISTS: dict[str, Callable[[LearnerRecord], list[Row]]] = {
    "achievements": lambda record: [to_row(item) for item in record.achievements],
    "skill_claims": lambda record: [{"skill": skill, "level": level} for skill, level in record.skills.items()],
    "goals": lambda record: [to_row(item) for item in record.goals],
    "pathways": lambda record: (
        [{"plan": p.plan, "accepted_at": to_instant(p.accepted_at)}] if (p := record.pathway) else []
    ),
    "steps": lambda record: [to_row(item) for item in record.pathway.steps] if record.pathway else [],
    "progress": lambda record: [to_row(item) for item in record.progress],
    "reminders": lambda record: [to_row(item) for item in record.reminders],
    "evidence": lambda record: [to_row(item) for item in record.evidence],
}


def rows_of(record: LearnerRecord, name: str) -> list[Row]:
    """One list of a record as rows, in order."""
    return _LISTS[name](record)


def split(record: LearnerRecord) -> dict[str, list[Row]]:
    """The lists of a record as rows by table name, in order."""
    return {name: rows(record) for name, rows in _LISTS.items()}


def join(empty: LearnerRecord, profile: str, rows: Mapping[str, list[Row]]) -> LearnerRecord:
    """`empty` (key, tenant, version) with its profile (JSON text) and the rows of `split`; lists that are not there
    are empty.
    """
    steps = tuple(from_row(StepState, row) for row in rows.get("steps", ()))
    pathways = [PathwayRecord(row["plan"], from_instant(row["accepted_at"]), steps) for row in rows.get("pathways", ())]
    return LearnerRecord(
        empty.key,
        empty.tenant,
        empty.version,
        _profile(profile),
        achievements=tuple(from_row(Achievement, row) for row in rows.get("achievements", ())),
        skills={row["skill"]: row["level"] for row in rows.get("skill_claims", ())},
        goals=tuple(from_row(GoalRecord, row) for row in rows.get("goals", ())),
        pathway=pathways[0] if pathways else None,
        progress=tuple(from_row(ProgressEntry, row) for row in rows.get("progress", ())),
        reminders=tuple(from_row(Reminder, row) for row in rows.get("reminders", ())),
        evidence=tuple(from_row(Evidence, row) for row in rows.get("evidence", ())),
    )
