"""The catalogs of tenants in one running process: apart from each other, and fresh after a while."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from adapters.app import SetClock
from adapters.library import LOOK, Library
from adapters.store import open_store
from adapters.store.catalogs import Catalogs, Overlay
from adapters.store.overlaid import mark
from bot.errors import Damaged, StaleRecord
from knowledge.catalog import Catalog
from knowledge.sources import document
from tests.conftest import NOW
from tests.knowledge.fixture import small_catalog


class Found:
    """Stands in for a finder: remembers its catalog, and whether it was closed."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog, self.closed = catalog, False

    def close(self) -> None:
        """As a finder."""
        self.closed = True


class World:
    """A library over a real store, with its clock."""

    def __init__(self, folder: Path) -> None:
        self.clock, self.shipped = SetClock(NOW), small_catalog()
        self.store = open_store(folder / "credpath.db")
        self.kept = Catalogs(self.store)  # type: ignore[arg-type]
        self.found = Found(self.shipped)
        search: Any = Found
        first: Any = self.found
        self.library = Library(
            lambda: self.shipped,
            lambda: first,
            search,
            lambda tenant: mark(folder / "credpath.db", tenant),
            lambda: self.kept,
            self.clock,
        )

    def keep(self, tenant: str, skill: str, label: str = "list") -> None:
        """An import of one skill."""
        content = json.dumps({"format": document.FORMAT, "skills": [{"id": skill, "name": skill}]})
        self.kept.keep(Overlay(tenant, label, "own", "f", "0", content, NOW), self.kept.mark(tenant))

    def later(self) -> None:
        """Long enough for the library to look again."""
        self.clock.at += LOOK


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """One."""
    made = World(tmp_path)
    yield made
    made.store.close()


def test_without_imports_all_share_the_shipped_catalog_and_its_finder(world: World) -> None:
    """The very same objects."""
    for tenant in ("acme", "umbrella"):
        catalog, finder = world.library.of(tenant)
        assert catalog is world.shipped
        assert finder is world.found  # type: ignore[comparison-overlap]


def test_an_import_is_seen_after_a_while_by_its_tenant_only(world: World) -> None:
    """Catalog and finder change together; the older finder is given back."""
    world.library.of("acme")
    world.keep("acme", "juggling")
    assert "juggling" not in world.library.catalog("acme").skills
    world.later()
    catalog, finder = world.library.of("acme")
    stand_in: Any = finder
    assert "juggling" in catalog.skills
    assert stand_in.catalog is catalog
    assert world.library.of("acme")[1] is finder
    assert world.library.of("umbrella")[0] is world.shipped
    world.keep("acme", "whistling")
    world.later()
    after = world.library.of("acme")[0]
    assert ("whistling" in after.skills, "juggling" in after.skills) == (True, False)
    assert not stand_in.closed  # an answer that began before may still need it
    world.later()
    world.library.of("acme")
    assert stand_in.closed
    assert not world.found.closed
    assert after.version != catalog.version
    world.keep("umbrella", "yodelling")
    world.later()
    assert "yodelling" in world.library.catalog("umbrella").skills
    assert world.library.catalog("acme").skills.keys() & {"yodelling", "whistling"} == {"whistling"}


def test_removing_the_last_import_brings_the_shipped_catalog_back(world: World) -> None:
    """The same object as before."""
    world.keep("acme", "juggling")
    assert world.library.catalog("acme") is not world.shipped
    world.kept.remove("acme", "list")
    world.later()
    assert world.library.catalog("acme") is world.shipped


def test_several_imports_in_their_order(world: World) -> None:
    """The second one sees the first one's records; the same imports give the same version in another process."""
    world.keep("acme", "juggling", "a")
    world.keep("acme", "whistling", "b")
    catalog = world.library.catalog("acme")
    assert {"juggling", "whistling"} <= catalog.skills.keys()
    world.library.forget("acme")
    assert world.library.catalog("acme").version == catalog.version


def test_a_kept_document_that_cannot_be_read_is_named(world: World) -> None:
    """With the way out of it; other tenants are not bothered."""
    world.kept.keep(Overlay("acme", "old", "own", "f", "0", '{"skills": [{"id": "x"}]}', NOW), ())
    with pytest.raises(Damaged, match="'old' cannot be read any more; `credpath catalog remove old`"):
        world.library.catalog("acme")
    assert world.library.catalog("umbrella") is world.shipped
    world.kept.remove("acme", "old")
    assert world.library.catalog("acme") is world.shipped


def test_the_clock_may_go_back(world: World) -> None:
    """A script that moves the clock back looks again as well."""
    world.library.catalog("acme")
    world.keep("acme", "juggling")
    world.clock.at -= timedelta(days=1)
    assert "juggling" in world.library.catalog("acme").skills


def test_a_late_import_is_told(world: World) -> None:
    """It was made over imports that are no more."""
    seen = world.kept.mark("acme")
    world.keep("acme", "juggling")
    with pytest.raises(StaleRecord):
        world.kept.keep(Overlay("acme", "late", "own", "f", "0", "{}", NOW), seen)
