"""Learner records on SQL: one row in `learners`, their lists in the tables of `tables.LISTS`."""

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from adapters.store import codec, tables
from adapters.store.engine import insert_new
from bot.errors import StaleRecord
from bot.messages import Person
from bot.records import LearnerRecord


class SqlLearners:
    """Whole records, read and written on the connection of one unit of work."""

    def __init__(self, connection: Connection, now: Callable[[], datetime]) -> None:
        self._connection = connection
        self._now = now

    def find(self, person: Person) -> LearnerRecord | None:
        """The record of a person on a platform, or None."""
        t = tables.identities.c
        key = self._connection.scalar(
            select(t.learner).where(
                t.tenant == person.tenant, t.platform == person.platform, t.platform_id == person.id
            )
        )
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
        t = tables.learners.c
        row = self._connection.execute(select(t.version, t.profile).where(t.tenant == tenant, t.key == key)).first()
        if row is None:
            return None
        return codec.join(LearnerRecord(key, tenant, row.version), row.profile, self._lists(tenant, key))

    def save(self, record: LearnerRecord) -> LearnerRecord:
        """Write what changed. Raises StaleRecord when the stored version is another one, or the learner is gone."""
        codec.checked(record)
        saved = replace(record, version=record.version + 1)
        t = tables.learners.c
        written = self._connection.execute(
            update(tables.learners)
            .where(t.tenant == record.tenant, t.key == record.key, t.version == record.version)
            .values(version=saved.version, profile=codec.profile_text(record.profile))
        )
        if written.rowcount != 1:
            raise StaleRecord
        stored = self._lists(record.tenant, record.key)
        for name, rows in codec.split(record).items():
            self._write_list(record, name, stored[name], rows)
        return saved

    def forget(self, tenant: str, key: str) -> None:
        """Delete every row that belongs to the learner. Call `SqlStore.scrub` after the commit."""
        for table in reversed(tables.metadata.sorted_tables):
            if "learner" in table.c:
                self._connection.execute(delete(table).where(table.c.tenant == tenant, table.c.learner == key))
        t = tables.learners.c
        self._connection.execute(delete(tables.learners).where(t.tenant == tenant, t.key == key))

    def _lists(self, tenant: str, key: str) -> dict[str, list[codec.Row]]:
        """The rows of every list of a learner, in order, without the key columns."""
        found = {}
        for name, table in tables.LISTS.items():
            columns = [column for column in table.c if column.name not in ("tenant", "learner", "position")]
            rows = self._connection.execute(
                select(*columns).where(table.c.tenant == tenant, table.c.learner == key).order_by(table.c.position)
            )
            names = [column.name for column in columns]
            found[name] = [dict(zip(names, row, strict=True)) for row in rows]
        return found

    def _write_list(self, record: LearnerRecord, name: str, old: list[codec.Row], new: list[codec.Row]) -> None:
        """Rewrite a list from the first row that differs, so that appending costs one insert."""
        same = 0
        while same < min(len(old), len(new)) and old[same] == new[same]:
            same += 1
        table = tables.LISTS[name]
        if same < len(old):
            self._connection.execute(
                delete(table).where(
                    table.c.tenant == record.tenant,
                    table.c.learner == record.key,
                    table.c.position >= same,
                )
            )
        if same < len(new):
            place = {"tenant": record.tenant, "learner": record.key}
            rows = [{**place, "position": i, **new[i]} for i in range(same, len(new))]
            self._connection.execute(insert(table), rows)
