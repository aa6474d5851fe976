"""The two stores, and a migrated SQLite file that is copied instead of made anew."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.store import open_store
from adapters.store.memory import MemoryStore
from adapters.store.unit_of_work import SqlStore


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


@pytest.fixture(params=["sql", "memory"])
def store(request: pytest.FixtureRequest) -> SqlStore | MemoryStore:
    """Each of the two stores."""
    return request.getfixturevalue("sql") if request.param == "sql" else MemoryStore()
