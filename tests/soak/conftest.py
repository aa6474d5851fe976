"""A PostgreSQL server, and an empty database for each test."""

from collections.abc import Iterator

import pytest

from tests.adapters.store.postgres import Databases, server


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    """A server."""
    with server() as url:
        opened = Databases(url)
        yield opened
        opened.close()


@pytest.fixture
def postgres_url(databases: Databases) -> Iterator[str]:
    """The address of an empty database."""
    with databases.new() as url:
        yield url
