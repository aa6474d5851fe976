"""Learner records on SQL: one row in `learners`, their lists in the tables of `tables.LISTS`."""

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, exists, insert, select, update

from adapters.store import codec, forgetting, many, tables
from adapters.store.engine import insert_new
from bot.errors import StaleRecord
from bot.messages import Person
from bot.records import LearnerRecord

_KEYS = ("tenant", "learner", "position")
_l, _i = tables.learners.c, tables.identities.c
_of = (_l.tenant == bindparam("of"), _l.key == bindparam("which"))
_find = select(_i.learner).where(
    _i.tenant == bindparam("of"), _i.platform == bindparam("on"), _i.platform_id == bindparam("named")
)
_filled = (  # most lists of most people are empty: those are not asked for
    exists().where(table.c.tenant == _l.tenant, table.c.learner == _l.key).label(name)
    for name, table in tables.LISTS.items()
)
_get = select(_l.version, _l.profile, *_filled).where(*_of)
_version = select(_l.version).where(*_of)
_hold = _version.with_for_update(key_share=True)
_save = (
    update(tables.learners)
    .where(*_of, _l.version == bindparam("was"))
    .values(version=_l.version + 1, profile=bindparam("text"))
)
_NAMES = {name: [c.name for c in table.c if c.name not in _KEYS] for name, table in tables.LISTS.items()}
_lists = {
    name: select(*(table.c[column] for column in _NAMES[name]))
    .where(table.c.tenant == bindparam("of"), table.c.learner == bindparam("which"))
    .order_by(table.c.position)
    for name, table in tables.LISTS.items()
}
_cut = {
    name: delete(table).where(
        table.c.tenant == bindparam("of"), table.c.learner == bindparam("which"), table.c.position >= bindparam("same")
    )
    for name, table in tables.LISTS.items()
}


class SqlLearners:
    """Whole records, read and written on the connection of one unit of work."""

    def __init__(self, connection: Connection, now: Callable[[], datetime]) -> None:
        self._connection = connection
        self._now = now

    def find(self, person: Person) -> LearnerRecord | None:
        """The record of a person on a platform, or None."""
        given = {"of": person.tenant, "on": person.platform, "named": person.id}
        key = self._connection.scalar(_find, given)
        return None if key is None else self.get(person.tenant, key)

    def add(self, person: Person) -> LearnerRecord:
        """A new, empty record linked to the person. Raises StaleRecord when the person has one already."""
        codec.checked(person)
        record = LearnerRecord(key=secrets.token_hex(12), tenant=person.tenant)
        self._connection.execute(
            insert(tables.learners),
            {
                "tenant": record.tenant,
                "key": record.key,
                "version": record.version,
                "profile": codec.profile_text(record.profile),
                "created_at": codec.to_instant(self._now()),
            },
        )
        identity = {
            "tenant": person.tenant,
            "platform": person.platform,
            "platform_id": person.id,
            "name": person.name,
            "learner": record.key,
        }
        if not insert_new(self._connection, tables.identities, identity):
            self.forget(record.tenant, record.key)
            raise StaleRecord
        return record

    def get(self, tenant: str, key: str) -> LearnerRecord | None:
        """The record with this key."""
        given = {"of": tenant, "which": key}
        while (row := self._connection.execute(_get, given).first()) is not None:
            lists = self._lists(tenant, key, (name for name in _lists if row._mapping[name]))
            record = codec.join(LearnerRecord(key, tenant, row.version), row.profile, lists)
            if self._connection.dialect.name == "sqlite":
                return record
            if self._connection.scalar(_version, given) == row.version:  # nobody saved it while it was read
                return record
        return None

    def hold(self, tenant: str, key: str) -> LearnerRecord | None:
        """The same, locked until the transaction ends. On SQLite the transaction has the whole file."""
        if self._connection.dialect.name != "sqlite":
            self._connection.execute(_hold, {"of": tenant, "which": key})
        return self.get(tenant, key)

    def save(self, record: LearnerRecord) -> LearnerRecord:
        """Write what changed. Raises StaleRecord when the stored version is another one, or the learner is gone."""
        codec.checked(record)
        saved = replace(record, version=record.version + 1)
        given = {"of": record.tenant, "which": record.key, "was": record.version}
        text = codec.profile_text(record.profile)
        written = self._connection.execute(_save, {**given, "text": text})
        if written.rowcount != 1:
            raise StaleRecord
        stored = self._lists(record.tenant, record.key, _lists)
        for name, rows in codec.split(record).items():
            self._write_list(record, name, stored[name], rows)
        return saved

    def save_all(self, pairs: Sequence[many.Pair]) -> None:
        """Write what changed of many. Raises StaleRecord when one of them is another version, or gone."""
        many.save(self._connection, pairs)

    def forget(self, tenant: str, key: str) -> None:
        """Delete every row that belongs to the learner. Call `SqlStore.scrub` after the commit."""
        forgetting.forget(self._connection, tenant, key)

    def _lists(self, tenant: str, key: str, names: Iterable[str]) -> dict[str, list[codec.Row]]:
        """The rows of these lists of a learner, in order, without the key columns; the others are given as empty."""
        given, found = {"of": tenant, "which": key}, {name: list[codec.Row]() for name in _lists}
        for name in names:
            rows = self._connection.execute(_lists[name], given)
            found[name] = [dict(zip(_NAMES[name], row, strict=True)) for row in rows]
        return found

    def _write_list(self, record: LearnerRecord, name: str, old: list[codec.Row], new: list[codec.Row]) -> None:
        """Rewrite a list from the first row that differs, so that appending costs one insert."""
        same = 0
        while same < min(len(old), len(new)) and old[same] == new[same]:
            same += 1
        if same < len(old):
            self._connection.execute(_cut[name], {"of": record.tenant, "which": record.key, "same": same})
        if same < len(new):
            place = {"tenant": record.tenant, "learner": record.key}
            rows = [{**place, "position": i, **new[i]} for i in range(same, len(new))]
            self._connection.execute(insert(tables.LISTS[name]), rows)
