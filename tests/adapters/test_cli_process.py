"""What a process shows: one document on stdout, usage and refusals on stderr, and the exit status."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from adapters import cli


@pytest.mark.parametrize(
    "args",
    [
        [],
        ["nope"],
        ["search"],
        ["link", "x"],
        ["link", "x", "--kind", "credential"],
        ["search", "x", "-k", "many"],
        ["read"],
        ["read", "two", "words"],
        ["chat", "--now", "nonsense"],
        ["--now", "2026-11-23T09:00+25:00", "migrate"],
        ["catalog"],
        ["catalog", "show"],
        ["person"],
        ["person", "burn"],
        ["check"],
        ["plan", "a", "b"],
        ["work", "--twice"],
    ],
    ids=" ".join,
)
def test_bad_usage(args: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Bad usage is status 2, on stderr only."""
    with pytest.raises(SystemExit) as stopped:
        cli.main(["--json", *args])
    assert stopped.value.code == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "usage" in said.err


def credpath(*args: str, stdin: bytes = b"", **env: str) -> subprocess.CompletedProcess[bytes]:
    """The installed command in its own process."""
    command = [sys.executable, "-c", "import sys; from adapters.cli import main; sys.exit(main())", *args]
    return subprocess.run(command, input=stdin, capture_output=True, timeout=60, env={**os.environ, **env}, check=False)


def test_a_process_of_its_own(tmp_path: Path) -> None:
    """Nothing but one JSON document on stdout, the status of main, and the environment's tenant and folder."""
    done = credpath("--json", "catalog", "reports", CREDPATH_DATA=str(tmp_path / "d"), CREDPATH_TENANT="t")
    assert (done.returncode, json.loads(done.stdout)) == (0, [])
    assert (tmp_path / "d" / "credpath.db").exists()
    done = credpath("--json", "plan", "-", "--data", str(tmp_path), stdin=b"\xff\xfe")
    assert done.returncode == 1
    assert json.loads(done.stdout)["error"]["code"] in {"no_file", "not_json"}


def test_a_binary_pipe(folder: Path) -> None:
    """Bytes that are no text do not end in a traceback."""
    done = credpath(
        "--json", "--data", str(folder), "chat", "--as", "bytes", "--script", "-", stdin=b"\xff\xfe\x00hi\n"
    )
    assert b"Traceback" not in done.stderr
    json.loads(done.stdout)


def test_without_json_a_refusal_is_on_stderr(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """People read the sentence on stderr; stdout stays empty."""
    assert cli.main(["--data", str(folder), "catalog", "show", "nope"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.strip() == "There is no 'nope' in the catalog."
