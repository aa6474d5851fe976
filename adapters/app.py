"""The composition root: everything a command or an adapter needs, opened when first asked for."""

import argparse
import sys
import threading
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from adapters.settings import Settings, data_folder
from bot.ports import Clock, Store

if TYPE_CHECKING:
    from adapters.console.talk import Talk
    from adapters.library import Library
    from adapters.store.catalogs import Catalogs
    from bot.assistant import Assistant
    from bot.messages import Address, Person
    from knowledge.catalog import Catalog
    from knowledge.finder import Finder
    from knowledge.index import Progress, Server


@dataclass(slots=True)
class SetClock:
    """A clock that stands still until it is moved (`--now`, scripts)."""

    at: datetime

    def now(self) -> datetime:
        """The instant it was set to."""
        return self.at


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The current instant, UTC."""
        return datetime.now(UTC)


@dataclass
class App:
    """Opens each part once, lazily and thread-safe."""

    folder: Path
    tenant: str
    clock: Clock
    settings: Settings = field(default_factory=Settings)
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _catalog: "Catalog | None" = None
    _store: Store | None = None
    _finder: "Finder | None" = None
    _library: "Library | None" = None

    @classmethod
    def from_args(cls, args: argparse.Namespace) -> "App":
        """From parsed global options, falling back to the environment."""
        settings = Settings()
        if args.data:
            settings.data = args.data
        clock: Clock = SetClock(args.now) if args.now else SystemClock()
        return cls(data_folder(settings), args.tenant or settings.tenant, clock, settings)

    def shipped(self) -> "Catalog":
        """The shipped catalog."""
        with self._lock:
            if self._catalog is None:
                from knowledge.sources.kin import kindred
                from knowledge.sources.own import read_folder

                catalog = read_folder(cache=self.folder / "cache")
                self._catalog = replace(catalog, kindred=kindred(self.folder / "vocabularies"))
            return self._catalog

    def catalog(self) -> "Catalog":
        """The catalog of this tenant: the shipped one with what the tenant imported."""
        return self.library().catalog(self.tenant)

    def library(self) -> "Library":
        """The catalogs of all tenants."""
        with self._lock:
            if self._library is None:
                from adapters.library import Library
                from adapters.store.overlaid import mark

                url, place = self.settings.database_url, self.folder / "credpath.db"
                self._library = Library(
                    self.shipped,
                    lambda: self._search(self.shipped()),
                    self._search,
                    (lambda tenant: self.overlays().mark(tenant)) if url else (lambda tenant: mark(place, tenant)),
                    self.overlays,
                    self.clock,
                )
            return self._library

    def overlays(self) -> "Catalogs":
        """What tenants imported."""
        from adapters.store.catalogs import Catalogs

        return Catalogs(self.store())  # type: ignore[arg-type]

    def store(self) -> Store:
        """The store, migrated."""
        with self._lock:
            if self._store is None:
                from adapters.store import open_store

                url = self.settings.database_url
                place = url.get_secret_value() if url else self.folder / "credpath.db"
                self._store = open_store(place, now=self.clock.now)
            return self._store

    def finder(self) -> "Finder":
        """Linking and search over this tenant's catalog; opens its index when first needed."""
        return self.library().of(self.tenant)[1]

    def _search(self, catalog: "Catalog") -> "Finder":
        """A finder over a catalog; the one over the shipped catalog is made once."""
        with self._lock:
            if catalog is self.shipped() and self._finder is not None:
                return self._finder
            from knowledge.finder import Finder

            progress = bar if sys.stderr.isatty() else None
            folder = self.settings.index or self.folder / "index"
            finder = Finder(catalog, folder, self.settings.model_path, progress, self._server())
            if catalog is self.shipped():
                self._finder = finder
            return finder

    def _server(self) -> "Server | None":
        """The Chroma server that holds the index, when one is named."""
        if not self.settings.chroma_url:
            return None
        from knowledge.index import Server

        token = self.settings.chroma_token
        return Server(self.settings.chroma_url, token.get_secret_value() if token else None)

    def assistant(self) -> "Assistant":
        """The brain."""
        from adapters.store import people
        from bot.assistant import Assistant
        from bot.documents import known

        store, library = self.store(), self.library()

        def bring(person: "Person", document: Any, at: datetime, address: "Address") -> None:
            known(document, library.catalog(person.tenant))
            people.import_(store, person.tenant, person, document, at=at, address=address)

        return Assistant(
            self.catalog(),
            self.finder(),
            store,
            self.clock,
            lambda tenant, key: people.export(store, tenant, key),
            bring,
            library.of,
        )

    def person(self, name: str) -> "Person":
        """Somebody at the terminal of this machine, in its time zone."""
        from tzlocal import get_localzone_name

        from bot.messages import Person

        zone = get_localzone_name()
        return Person(self.tenant, "terminal", name, name, "UTC" if zone == "Etc/UTC" else zone)

    def history(self, name: str) -> Path:
        """Where the terminal keeps the lines that this person typed."""
        from adapters.console.talk import traces

        return traces(self.folder, self.tenant, name)[-1]

    def talk(self, name: str) -> "Talk":
        """A terminal conversation with this person."""
        from adapters.console.talk import Talk
        from adapters.scheduler import tick

        store, library = self.store(), self.library()
        return Talk(
            self.person(name),
            self.assistant(),
            store,
            self.clock,
            lambda now: tick(store, library.catalog, now),
            self.folder,
        )

    def warm(self, progress: "Progress") -> None:
        """Load what the first answers need: the solver, the model and the index (built on the first run)."""
        import planner.plan
        from planner.solve import load

        del planner
        load()
        self.finder().warm(progress)


def bar(done: int, total: int) -> None:
    """A progress bar on stderr, for the one time that the search index is built."""
    filled = round(24 * done / total) if total else 24
    end = "\n" if done >= total else ""
    sys.stderr.write(f"\rbuilding the search index (once) {'█' * filled}{'·' * (24 - filled)} {done} of {total}{end}")
    sys.stderr.flush()
