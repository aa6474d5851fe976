"""Shared fixtures: the real catalog and one search index for the whole run."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from adapters.app import SetClock
from adapters.console.talk import Talk
from adapters.scheduler import tick
from adapters.store import people
from adapters.store.memory import MemoryStore
from bot.assistant import Assistant
from bot.documents import known
from bot.messages import Address, Person
from knowledge.catalog import Catalog
from knowledge.finder import Finder
from knowledge.sources.own import read_folder

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture(scope="session")
def real_catalog() -> Catalog:
    """The shipped catalog."""
    return read_folder()


@pytest.fixture(scope="session")
def shared_index(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where indexes are kept from run to run: only texts that changed since the last are embedded."""
    cache = getattr(pytestconfig, "cache", None)
    return Path(cache.mkdir("index")) if cache else tmp_path_factory.mktemp("index")


@pytest.fixture(scope="session")
def real_finder(real_catalog: Catalog, shared_index: Path) -> Finder:
    """Finding over the shipped catalog."""
    finder = Finder(real_catalog, shared_index)
    assert finder.warm(), finder.lexical_only
    return finder


def talk_with(catalog: Catalog, finder: Finder, exports: Path, clock: SetClock | None = None) -> Talk:
    """A fresh conversation on an empty in-memory store."""
    store, clock = MemoryStore(), clock or SetClock(NOW)

    def bring(person: Person, document: Any, at: datetime, address: Address) -> None:
        known(document, catalog)
        people.import_(store, person.tenant, person, document, at=at, address=address)

    assistant = Assistant(catalog, finder, store, clock, lambda tenant, key: people.export(store, tenant, key), bring)
    person = Person("home", "terminal", "anna", "Anna", "UTC")
    return Talk(person, assistant, store, clock, lambda now: tick(store, catalog, now), exports)


@pytest.fixture
def talk(real_catalog: Catalog, real_finder: Finder, tmp_path: Path) -> Talk:
    """A fresh conversation."""
    return talk_with(real_catalog, real_finder, tmp_path)
