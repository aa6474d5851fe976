"""The catalog and the finder of each tenant: the shipped ones, or with what the tenant imported laid over them."""

import hashlib
import json
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.errors import Damaged
from bot.ports import Clock

if TYPE_CHECKING:
    from adapters.store.catalogs import Catalogs, Overlay
    from knowledge.catalog import Catalog
    from knowledge.finder import Finder

LOOK = timedelta(seconds=10)
"""How long a tenant's imports may be seen as they were: an import reaches a running server after that."""
DEMAND = "demand"
"""The format of an overlay that holds counted postings instead of a catalog."""
Mark = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """What one tenant sees. `finder` None: not asked for yet. `retired` still answers who began before a change."""

    mark: Mark
    looked_at: datetime
    catalog: "Catalog"
    finder: "Finder | None" = None
    retired: "Finder | None" = None


class Library:
    """Safe between threads. `mark` tells cheaply whether a tenant's imports changed; `kept` reads them.

    `shipped` and `found` give the shipped catalog and its finder; an overlaid one gets its own from `search`.
    """

    def __init__(
        self,
        shipped: "Callable[[], Catalog]",
        found: "Callable[[], Finder]",
        search: "Callable[[Catalog], Finder]",
        mark: Callable[[str], Mark],
        kept: "Callable[[], Catalogs]",
        clock: Clock,
    ) -> None:
        self._shipped, self._found, self._search = shipped, found, search
        self._mark, self._kept, self._clock = mark, kept, clock
        self._lock = threading.RLock()
        self._shelves: dict[str, Shelf] = {}

    def catalog(self, tenant: str) -> "Catalog":
        """The tenant's catalog as of at most `LOOK` ago."""
        return self._shelf(tenant).catalog

    def of(self, tenant: str) -> "tuple[Catalog, Finder]":
        """The tenant's catalog, and the finder over exactly that catalog."""
        with self._lock:
            shelf = self._shelf(tenant)
            if not shelf.mark:
                return shelf.catalog, self._found()
            if shelf.finder is None:
                shelf = replace(shelf, finder=self._search(shelf.catalog))
                self._shelves[tenant] = shelf
            assert shelf.finder is not None  # noqa: S101 - made just above
            return shelf.catalog, shelf.finder

    def overlaid(self, tenant: str) -> bool:
        """Whether the tenant has imports."""
        return bool(self._shelf(tenant).mark)

    def forget(self, tenant: str) -> None:
        """Look again at the next question."""
        with self._lock:
            self._shelves.pop(tenant, None)

    def _shelf(self, tenant: str) -> Shelf:
        with self._lock:
            now, shelf = self._clock.now(), self._shelves.get(tenant)
            if shelf is not None and abs(now - shelf.looked_at) < LOOK:
                return shelf
            mark, older = self._mark(tenant), shelf.finder if shelf is not None else None
            if shelf is not None and shelf.retired is not None:
                shelf.retired.close()
            if shelf is not None and shelf.mark == mark:
                shelf = replace(shelf, looked_at=now, retired=None)
            else:
                shelf = Shelf(mark, now, self._read(tenant) if mark else self._shipped(), retired=older)
            self._shelves[tenant] = shelf
            return shelf

    def _read(self, tenant: str) -> "Catalog":
        return laid(self._shipped(), self._kept().current(tenant))


def laid(shipped: "Catalog", kept: "Sequence[Overlay]") -> "Catalog":
    """The shipped catalog with what was kept laid over it, in its order; counted postings beside it.

    Raises Damaged with the name of an import that cannot be read.
    """
    from knowledge.merging import merge

    catalog = merge(shipped, *(_read(overlay) for overlay in kept if overlay.format != DEMAND))
    for overlay in kept:
        if overlay.format == DEMAND:
            catalog = _counted(catalog, overlay.document)
    return catalog


def _read(overlay: "Overlay") -> "Catalog":
    from knowledge.sources import document

    try:
        return document.read(json.loads(overlay.document))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        how = f"`credpath catalog remove {overlay.label}` takes it out"
        raise Damaged(f"The import {overlay.label!r} cannot be read any more; {how}.") from error


def _counted(catalog: "Catalog", text: str) -> "Catalog":
    """The catalog with a tenant's own windows after the shipped ones, under a version of its own."""
    from importlib import import_module

    windows: Any = import_module("knowledge.windows")
    shipped, own = getattr(catalog, "demand", None), windows.from_json(json.loads(text))
    if shipped is not None:
        own = replace(own, windows=(*shipped.windows, *own.windows), labels={**own.labels, **shipped.labels})
    version = hashlib.sha256(f"{catalog.version}\0{text}".encode()).hexdigest()
    changed: dict[str, Any] = {"demand": own, "version": version}
    return replace(catalog, **changed)
