"""What a tenant imported beside the shipped catalog: versioned overlays, each with where it came from."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime

from sqlalchemy import delete, func, insert, select
from sqlalchemy.exc import IntegrityError

from adapters.store import codec
from adapters.store.tables import catalogs
from adapters.store.unit_of_work import SqlStore
from bot.errors import StaleRecord

_c = catalogs.c


@dataclass(frozen=True, slots=True)
class Overlay:
    """One version of an import. `document` is JSON of our own format (`knowledge.sources.document`); `file` and
    `sha256` say what was read. `version` grows by one with each change of what is kept under `label`.
    """

    tenant: str
    label: str
    format: str
    file: str
    sha256: str
    document: str
    imported_at: datetime
    version: int = 0


_columns = [catalogs.c[field.name] for field in fields(Overlay)]


class Catalogs:
    """Each call is a transaction of its own."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store

    def current(self, tenant: str) -> list[Overlay]:
        """The newest version of each import, in the order in which they were first imported."""
        newest = (
            select(_c.label, func.max(_c.version).label("version"), func.min(_c.number).label("first"))
            .where(_c.tenant == tenant)
            .group_by(_c.label)
            .subquery()
        )
        same = (_c.label == newest.c.label) & (_c.version == newest.c.version) & (_c.tenant == tenant)
        wanted = select(*_columns).join(newest, same).order_by(newest.c.first)
        with self._store.begin(tenant) as work:
            rows = work.connection.execute(wanted).mappings().all()
        return [codec.from_row(Overlay, row) for row in rows]

    def history(self, tenant: str, label: str) -> list[Overlay]:
        """Every version of an import, oldest first."""
        wanted = select(*_columns).where(_c.tenant == tenant, _c.label == label).order_by(_c.version)
        with self._store.begin(tenant) as work:
            rows = work.connection.execute(wanted).mappings().all()
        return [codec.from_row(Overlay, row) for row in rows]

    def mark(self, tenant: str) -> tuple[tuple[str, int], ...]:
        """Labels and newest rows: it changes when anything of the tenant's imports does."""
        wanted = select(_c.label, func.max(_c.number)).where(_c.tenant == tenant).group_by(_c.label)
        with self._store.begin(tenant) as work:
            return tuple(sorted((label, number) for label, number in work.connection.execute(wanted)))

    def keep(self, overlay: Overlay, seen: Sequence[tuple[str, int]]) -> Overlay:
        """Keep a new version; returns it with its number. Raises StaleRecord when the tenant's imports are no longer
        as they were when it was made (`seen`, from `mark`).
        """
        newest = select(func.max(_c.version)).where(_c.tenant == overlay.tenant, _c.label == overlay.label)
        marks = (
            select(_c.label, func.max(_c.number))
            .where(_c.tenant == overlay.tenant)
            .group_by(_c.label)
            .order_by(_c.label)
        )
        with self._store.begin(overlay.tenant) as work:
            now = [(label, number) for label, number in work.connection.execute(marks)]
            if sorted(now) != sorted(seen):
                raise StaleRecord
            saved = replace(codec.checked(overlay), version=(work.connection.scalar(newest) or 0) + 1)
            try:
                work.connection.execute(insert(catalogs), codec.to_row(saved))
            except IntegrityError:
                raise StaleRecord from None
            work.commit()
        return saved

    def remove(self, tenant: str, label: str) -> int:
        """Delete every version of an import; returns how many there were."""
        with self._store.begin(tenant) as work:
            done = work.connection.execute(delete(catalogs).where(_c.tenant == tenant, _c.label == label)).rowcount
            work.commit()
        return int(done)
