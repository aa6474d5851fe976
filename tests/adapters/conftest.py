"""Running a command in this process, and the two stores with a plan for them."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from adapters import cli
from adapters.app import App
from adapters.store import open_store
from adapters.store.memory import MemoryStore
from bot.ports import Store
from bot.turn import canonical
from knowledge.catalog import Catalog
from knowledge.finder import Finder
from planner.plan import plan
from planner.request import Goal, Request
from planner.wire import pathway_to
from tests.adapters.commands import Run
from tests.adapters.reminded import DUE, PLAN


@pytest.fixture(scope="module")
def folder(real_finder: Finder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the session's index in it."""
    data = tmp_path_factory.mktemp("data")
    (data / "index").symlink_to(real_finder._folder)
    return data


@pytest.fixture
def run(
    folder: Path,
    real_finder: Finder,
    real_catalog: Catalog,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Run:
    """Run a command with --json at a fixed instant; returns the status and the one JSON document on stdout.

    `fresh` opens the catalog, the model and the index anew as a process does; else they are the session's.
    """

    def running(*args: str, data: Path = folder, fresh: bool = False) -> tuple[int, Any]:
        capsys.readouterr()
        with monkeypatch.context() as patch:
            if not fresh:
                patch.setattr(App, "shipped", lambda self: real_catalog)
                patch.setattr(App, "_search", lambda self, catalog: real_finder)
            status = cli.main(["--json", "--data", str(data), "--now", "2026-11-23T09:00Z", *args])
        out = capsys.readouterr().out
        return status, json.loads(out)

    return running


@pytest.fixture(scope="module")
def planned(real_catalog: Catalog) -> None:
    """A plan for the store, which takes no other text."""
    if not PLAN:
        request = Request(goals=(Goal(role="data-analyst"),), start=DUE.date(), hours_per_week=5)
        PLAN.append(canonical(pathway_to(plan(real_catalog, request))))


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database."""
    path = tmp_path_factory.mktemp("empty") / "credpath.db"
    open_store(path).close()
    return path


@pytest.fixture(params=["sql", "memory"])
def store(request: pytest.FixtureRequest, migrated: Path, tmp_path: Path) -> Iterator[Store]:
    """Each of the two stores, empty."""
    if request.param == "memory":
        yield MemoryStore()
        return
    sql = open_store(shutil.copy(migrated, tmp_path / "credpath.db"))
    yield sql
    sql.close()
