"""The composition root: everything a command or an adapter needs, opened when first asked for."""

import argparse
import sys
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from adapters.settings import Settings, data_folder
from bot.ports import Clock, Store

if TYPE_CHECKING:
    from adapters.console.talk import Talk
    from bot.assistant import Assistant
    from bot.messages import Address, Person
    from knowledge.catalog import Catalog
    from knowledge.finder import Finder
    from knowledge.index import Progress


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

    @classmethod
    def from_args(cls, args: argparse.Namespace) -> "App":
        """From parsed global options, falling back to the environment."""
        settings = Settings()
        if args.data:
            settings.data = args.data
        clock: Clock = SetClock(args.now) if args.now else SystemClock()
        return cls(data_folder(settings), args.tenant or settings.tenant, clock, settings)

    def catalog(self) -> "Catalog":
        """The shipped catalog."""
        with self._lock:
            if self._catalog is None:
                from knowledge.sources.own import read_folder

                self._catalog = read_folder(cache=self.folder / "cache")
            return self._catalog

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
        """Linking and search; opens its index when first needed."""
        with self._lock:
            if self._finder is None:
                from knowledge.finder import Finder

                progress = bar if sys.stderr.isatty() else None
                self._finder = Finder(self.catalog(), self.folder / "index", self.settings.model_path, progress)
            return self._finder

    def assistant(self) -> "Assistant":
        """The brain."""
        from adapters.store import people
        from bot.assistant import Assistant
        from bot.documents import known

        store, catalog = self.store(), self.catalog()

        def bring(person: "Person", document: Any, at: datetime, address: "Address") -> None:
            known(document, catalog)
            people.import_(store, person.tenant, person, document, at=at, address=address)

        return Assistant(
            catalog, self.finder(), store, self.clock, lambda tenant, key: people.export(store, tenant, key), bring
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

        return traces(self.folder, self.tenant, name)[1]

    def talk(self, name: str) -> "Talk":
        """A terminal conversation with this person."""
        from adapters.console.talk import Talk
        from adapters.scheduler import tick

        store, catalog = self.store(), self.catalog()
        return Talk(
            self.person(name),
            self.assistant(),
            store,
            self.clock,
            lambda now: tick(store, catalog, now),
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
