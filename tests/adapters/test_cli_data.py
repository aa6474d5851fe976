"""The data folder under --json: migrate, work and doctor, and a folder or database that cannot be used."""

import os
import sys
from pathlib import Path

import pytest

from tests.adapters.commands import WISH, Run, file, refused


def test_migrate_and_work(run: Run, tmp_path: Path) -> None:
    """migrate is repeatable; work --once queues what is due once, and a chat then shows it once."""
    data = tmp_path / "own"
    assert run("migrate", data=data) == (0, {"migrated": True})
    assert run("migrate", data=data) == (0, {"migrated": True})
    assert run("work", "--once", data=data) == (0, {"queued": 0})
    run("chat", "--script", file(tmp_path, f"{WISH}\naccept"), data=data)
    later = ["--now", "2026-11-29T18:00Z"]
    assert run(*later, "work", "--once", data=data) == (0, {"queued": 1})
    assert run(*later, "work", "--once", data=data) == (0, {"queued": 0})
    _, turns = run(*later, "chat", "--script", file(tmp_path, "hi\nhi"), data=data)
    assert [len(t["delivered"]) for t in turns] == [1, 0]


def test_doctor(run: Run, tmp_path: Path) -> None:
    """Each part with a yes or no; status 1 when a part is broken."""
    status, parts = run("doctor", fresh=True)
    assert status == 0
    assert all(set(p) == {"part", "ok", "detail"} for p in parts)
    assert all(p["ok"] for p in parts)
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "credpath.db").write_bytes(os.urandom(5000))
    (broken / "index").symlink_to(tmp_path / "nowhere")
    status, parts = run("doctor", data=broken, fresh=True)
    assert status == 1
    assert not all(p["ok"] for p in parts)


@pytest.mark.parametrize("args", [["migrate"], ["person", "export"], ["catalog", "reports"], ["chat", "--script", "-"]])
def test_a_damaged_store(args: list[str], run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that is none is refused with a sentence and left as it is."""
    import io

    monkeypatch.setattr(sys, "stdin", io.StringIO("hi\n"))
    damage = os.urandom(5000)
    (tmp_path / "credpath.db").write_bytes(damage)
    refused(run(*args, data=tmp_path))
    assert (tmp_path / "credpath.db").read_bytes() == damage


def test_a_data_folder_that_is_a_file(run: Run, tmp_path: Path) -> None:
    """A data folder that cannot be used is refused with a sentence."""
    path = tmp_path / "file"
    path.write_text("x")
    refused(run("migrate", data=path))


def test_the_data_folder_is_private(run: Run, tmp_path: Path) -> None:
    """Only its owner may look into the data folder and the database."""
    data = tmp_path / "private"
    run("migrate", data=data)
    assert data.stat().st_mode & 0o077 == 0
    assert (data / "credpath.db").stat().st_mode & 0o077 == 0
