"""The stores: in memory, in a migrated SQLite file that is copied instead of made anew, and in a real PostgreSQL."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.store import open_store
from adapters.store.memory import MemoryStore
from adapters.store.unit_of_work import SqlStore
from tests.adapters.store.postgres import Databases, server


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database at the newest revision."""
    path = tmp_path_factory.mktemp("migrated") / "credpath.db"
    open_store(path).close()
    return path


@pytest.fixture
def file(migrated: Path, tmp_path: Path) -> Path:
    """A database of the test's own."""
    return Path(shutil.copy(migrated, tmp_path / "credpath.db"))


@pytest.fixture
def sql(file: Path) -> Iterator[SqlStore]:
    """The store in that database."""
    store = open_store(file)
    yield store
    store.close()


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    """A PostgreSQL server."""
    with server() as url:
        opened = Databases(url)
        yield opened
        opened.close()


@pytest.fixture
def postgres(databases: Databases) -> SqlStore:
    """The store in PostgreSQL, empty."""
    databases.emptied()
    return databases.store


@pytest.fixture(params=["sql", "memory", "postgres"])
def store(request: pytest.FixtureRequest) -> SqlStore | MemoryStore:
    """Each of the three stores."""
    return MemoryStore() if request.param == "memory" else request.getfixturevalue(request.param)


@pytest.fixture(params=["sql", "postgres"])
def database(request: pytest.FixtureRequest) -> SqlStore:
    """Each of the two databases."""
    return request.getfixturevalue(request.param)


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest) -> str:
    """Where an empty, migrated database is: a path or an address."""
    if request.param == "sqlite":
        return str(request.getfixturevalue("file"))
    return request.getfixturevalue("databases").emptied()
