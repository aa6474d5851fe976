"""`credpath serve` as a process of its own: it answers, it stops cleanly, it says nothing that it should not."""

import json
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters import cli
from adapters.web import Meters, web
from tests.fakes.telegram.server import FakeTelegram, running
from tests.fakes.telegram.world import TOKEN

BIN = Path(sys.executable).with_name("credpath")
SECRET_WISH = "I want to be a data analyst by September, 5 hours a week, 300 dollars"


@pytest.fixture
def telegram() -> Iterator[FakeTelegram]:
    fake = FakeTelegram()
    with running(fake):
        yield fake


def serving(folder: Path, **settings: str) -> "subprocess.Popen[str]":
    env = {k: v for k, v in os.environ.items() if not k.startswith("CREDPATH_")}
    env |= {"CREDPATH_PORT": "0", **{f"CREDPATH_{k}": v for k, v in settings.items()}}
    return subprocess.Popen(
        [BIN, "serve", "--data", str(folder), "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=env,
    )


def started(process: "subprocess.Popen[str]") -> str:
    """The line that says where it serves."""
    assert process.stderr is not None
    return next(line for line in process.stderr if line.startswith("serving "))


def test_it_answers_and_stops(telegram: FakeTelegram, folder: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "index").symlink_to(folder / "index")
    process = serving(data, TELEGRAM_TOKEN=TOKEN, TELEGRAM_API=telegram.url)
    line = started(process)
    ann = telegram.person(7, "Ann")
    telegram.do(ann.start(""))
    telegram.do(ann.says(SECRET_WISH))
    telegram.do(telegram.until(lambda: any("Data Analyst" in p.text for p in telegram.messages(ann) if p.mine), 60))
    with urllib.request.urlopen(line.split()[-1], timeout=20) as answer:  # noqa: S310 - loopback
        assert set(json.load(answer).values()) == {""}
    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 0
    assert json.loads(out) == {"served": True}
    for secret in (TOKEN, TOKEN.split(":")[1], SECRET_WISH, "Ann"):
        assert secret not in line + err
    for logged in err.splitlines():
        json.loads(logged)


def test_two_in_one_folder(telegram: FakeTelegram, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "index").symlink_to(folder / "index")
    first = serving(tmp_path, TELEGRAM_TOKEN=TOKEN, TELEGRAM_API=telegram.url)
    started(first)
    second = serving(tmp_path, TELEGRAM_TOKEN=TOKEN, TELEGRAM_API=telegram.url)
    out, _ = second.communicate(timeout=60)
    assert json.loads(out)["error"]["code"] == "already_serving"
    first.send_signal(signal.SIGTERM)
    first.communicate(timeout=30)
    assert first.returncode == 0


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({}, "nothing_configured"),
        ({"TELEGRAM_TOKEN": "nonsense"}, "cannot_start"),
        ({"TELEGRAM_TOKEN": "1234567:wrong-but-well-formed-0123456789abc", "TELEGRAM_API": "fake"}, "cannot_start"),
        ({"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_MODE": "webhook", "TELEGRAM_API": "fake"}, "cannot_start"),
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "cannot_start"),
        ({"SLACK_CLIENT_ID": "1.2", "SLACK_SIGNING_SECRET": "s"}, "cannot_start"),
        ({"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "c", "SLACK_SIGNING_SECRET": "s"}, "cannot_start"),
    ],
)
def test_what_cannot_work_is_said(
    settings: dict[str, str],
    code: str,
    telegram: FakeTelegram,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("adapters.logs.to_stderr", lambda secrets: None)
    for name, value in {"PORT": "0", **settings}.items():
        monkeypatch.setenv(f"CREDPATH_{name}", telegram.url if value == "fake" else value)
    assert cli.main(["--json", "--data", str(tmp_path), "serve"]) == 1
    error = json.loads(capsys.readouterr().out)["error"]
    assert error["code"] == code
    assert settings.get("TELEGRAM_TOKEN", "?") not in error["message"]


def test_the_page_for_scrapers() -> None:
    from starlette.testclient import TestClient

    meters = Meters()
    meters.sent("slack", "sent")
    app = web([], lambda: {"store": "", "tick": "late"}, lambda: {"inbox_waiting": 3}, meters)
    with TestClient(app) as client:
        assert client.get("/livez").text == "alive\n"
        assert client.get("/readyz").status_code == 503
        text = client.get("/metrics").text
    assert "credpath_inbox_waiting 3.0" in text
    assert 'credpath_sends_total{outcome="sent",platform="slack"} 1.0' in text
