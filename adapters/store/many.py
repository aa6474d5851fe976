"""Many learners at once: what the tick loads and saves in one transaction, a statement a table instead of a learner."""

import json
from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, Select, Table, and_, bindparam, cast, delete, func, insert, select, tuple_, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import Text

from adapters.store import codec, tables
from bot.errors import StaleRecord
from bot.ports import Mark
from bot.records import LearnerRecord

Key = tuple[str, str]
"""Tenant and key of a learner."""
Pair = tuple[LearnerRecord, LearnerRecord]
"""A record as it was loaded, and as it is to be."""

_l, _r = tables.learners.c, tables.reminders.c
_KEYS = ("tenant", "learner", "position")
_FIELDS = {"skill_claims": "skills", "pathways": "pathway", "steps": "pathway"}  # else called like the table
_FLAT = frozenset({"achievements", "goals", "progress", "reminders", "evidence"})
_NAMES = {name: [c.name for c in table.c if c.name not in _KEYS] for name, table in tables.LISTS.items()}
_order = (_r.next_due_at, _r.tenant, _r.learner)
_due = (
    select(*_order)
    .where(tables.UNPAUSED, _r.next_due_at <= bindparam("now"))
    .where(tuple_(*_order) > tuple_(bindparam("due"), bindparam("of"), bindparam("by")))
    .order_by(*_order)
    .limit(bindparam("most"))
)
_touch = (
    update(tables.learners)
    .where(_l.tenant == bindparam("of"), _l.key == bindparam("which"), _l.version == bindparam("was"))
    .values(version=_l.version + 1)
    .execution_options(preserve_rowcount=True)
)
_rewrite = (
    update(tables.learners)
    .where(_l.tenant == bindparam("of"), _l.key == bindparam("which"))
    .values(profile=bindparam("text"))
)
_here = {name: (t.c.tenant == bindparam("of"), t.c.learner == bindparam("which")) for name, t in tables.LISTS.items()}
_change = {
    name: update(t)
    .where(*_here[name], t.c.position == bindparam("at_position"))
    .values({column: bindparam(f"new_{column}") for column in _NAMES[name]})
    for name, t in tables.LISTS.items()
}
_cut = {name: delete(t).where(*_here[name], t.c.position >= bindparam("same")) for name, t in tables.LISTS.items()}


def wanted(table: Table, learner: str, columns: Sequence[Any], dialect: str) -> Select[Any]:
    """Rows of a table whose (tenant, learner) are among the given ones (`given`)."""
    if dialect == "sqlite":
        every = func.json_each(bindparam("pairs")).table_valued("value", name="wanted")
        tenant: Any = func.json_extract(every.c.value, "$[0]")
        key: Any = func.json_extract(every.c.value, "$[1]")
    else:
        arrays = [cast(bindparam(name), ARRAY(Text())) for name in ("tenants", "keys")]
        every = func.unnest(*arrays).table_valued("tenant", "key", name="wanted").render_derived()
        tenant, key = every.c.tenant, every.c.key
    return select(*columns).select_from(every.join(table, and_(table.c.tenant == tenant, table.c[learner] == key)))


def given(keys: Sequence[Key], dialect: str) -> dict[str, Any]:
    """The parameters of `wanted`."""
    if dialect == "sqlite":
        return {"pairs": json.dumps(keys)}
    return {"tenants": [tenant for tenant, _ in keys], "keys": [key for _, key in keys]}


_rows: dict[str, tuple[Select[Any], dict[str, Select[Any]]]] = {}


def _statements(dialect: str) -> tuple[Select[Any], dict[str, Select[Any]]]:
    if dialect not in _rows:
        head = wanted(tables.learners, "key", (_l.tenant, _l.key, _l.version, _l.profile), dialect)
        lists = {
            name: wanted(t, "learner", (t.c.tenant, t.c.learner, *(t.c[n] for n in _NAMES[name])), dialect).order_by(
                t.c.position
            )
            for name, t in tables.LISTS.items()
        }
        held = head.order_by(_l.tenant, _l.key).with_for_update(key_share=True, skip_locked=True, of=tables.learners)
        _rows[dialect] = held, lists
    return _rows[dialect]


def due(connection: Connection, now: int, behind: Mark, limit: int) -> tuple[list[Key], Mark | None]:
    """Learners with an unpaused reminder due, in order; and from where to go on, None at the end."""
    found = connection.execute(
        _due, {"now": now, "due": behind[0], "of": behind[1], "by": behind[2], "most": limit}
    ).all()
    keys = list(dict.fromkeys((row.tenant, row.learner) for row in found))
    return keys, (tuple(found[-1]) if len(found) == limit else None)


def load(connection: Connection, keys: Sequence[Key]) -> list[LearnerRecord]:
    """The records, in the order of the keys, held until the transaction ends. Those that another transaction holds
    are left out: it is at work on them.
    """
    if not keys:
        return []
    head, lists = _statements(connection.dialect.name)
    heads = {(row.tenant, row.key): row for row in connection.execute(head, given(keys, connection.dialect.name))}
    held = [key for key in keys if key in heads]
    found: dict[Key, dict[str, list[codec.Row]]] = {key: {} for key in held}
    parameters = given(held, connection.dialect.name)
    for name, statement in lists.items() if held else ():
        names = _NAMES[name]
        for row in connection.execute(statement, parameters).all():
            values = dict(zip(names, row[2:], strict=True))
            found[row[0], row[1]].setdefault(name, []).append(values)
    return [
        codec.join(LearnerRecord(key, tenant, heads[tenant, key].version), heads[tenant, key].profile, rows)
        for (tenant, key), rows in found.items()
    ]


def save(connection: Connection, pairs: Sequence[Pair]) -> None:
    """Write what differs. Raises StaleRecord when a stored version is another one than the loaded one."""
    if not pairs:
        return
    versions = [{"of": before.tenant, "which": before.key, "was": before.version} for before, _ in pairs]
    if connection.execute(_touch, versions).rowcount != len(pairs):
        raise StaleRecord
    profiles = [
        {"of": before.tenant, "which": before.key, "text": codec.profile_text(codec.checked(after.profile))}
        for before, after in pairs
        if after.profile != before.profile
    ]
    if profiles:
        connection.execute(_rewrite, profiles)
    for name, table in tables.LISTS.items():
        changed: list[codec.Row] = []
        added: list[codec.Row] = []
        cut: list[codec.Row] = []
        mine = attrgetter(_FIELDS.get(name, name))
        for before, after in pairs:
            if mine(before) is not mine(after):  # most lists of most people stay as they are
                _differences(name, before, after, changed, added, cut)
        for statement, rows in ((_cut[name], cut), (_change[name], changed), (insert(table), added)):
            if rows:
                connection.execute(statement, rows)


def _differences(
    name: str,
    before: LearnerRecord,
    after: LearnerRecord,
    changed: list[codec.Row],
    added: list[codec.Row],
    cut: list[codec.Row],
) -> None:
    """What has to be written for one list of one learner."""
    now = getattr(after, _FIELDS.get(name, name))
    if name in _FLAT:  # rows of their own: those that are the same object need no look
        was = getattr(before, name)
        for at, item in enumerate(now):
            if at >= len(was):
                added.append(
                    {"tenant": before.tenant, "learner": before.key, "position": at, **codec.checked_row(item)}
                )
            elif item is not was[at] and item != was[at]:
                values = {f"new_{column}": value for column, value in codec.checked_row(item).items()}
                changed.append({"of": before.tenant, "which": before.key, "at_position": at, **values})
        if len(now) < len(was):
            cut.append({"of": before.tenant, "which": before.key, "same": len(now)})
        return
    codec.checked(now)
    old, new = codec.rows_of(before, name), codec.rows_of(after, name)
    for at, row in enumerate(new):
        if at >= len(old):
            added.append({"tenant": before.tenant, "learner": before.key, "position": at, **row})
        elif row != old[at]:
            values = {f"new_{column}": value for column, value in row.items()}
            changed.append({"of": before.tenant, "which": before.key, "at_position": at, **values})
    if len(new) < len(old):
        cut.append({"of": before.tenant, "which": before.key, "same": len(new)})
