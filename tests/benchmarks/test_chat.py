"""What the way through the house costs beside the libraries alone: CPU of the server process per update, in one run.

Each round measures every server once, so that all of them see the same machine; the medians of the rounds are compared.
`./dev bench chat` on an idle machine. Wall time is not measured: it says more about the load than about the server.
"""

import asyncio
import hashlib
import hmac
import json
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.benchmarks import load
from tests.benchmarks.chat_servers import SECRET
from tests.benchmarks.report import report

ROUNDS = 5
REQUESTS = 2000
ECHOES = 600
PEOPLE = 50
pytestmark = pytest.mark.benchmark


def slash(n: int) -> bytes:
    """A signed slash command."""
    stamp = str(int(time.time()))
    fields = {
        "token": "x", "team_id": "T1", "team_domain": "acme", "channel_id": "D1", "channel_name": "directmessage",
        "user_id": f"U{n % PEOPLE}", "user_name": "ana", "command": "/credpath", "text": f"hello {n}",
        "api_app_id": "A1", "is_enterprise_install": "false", "response_url": "https://hooks.slack.com/commands/x",
        "trigger_id": f"13345224609.{n}.8fbdf22f",
    }  # fmt: skip
    body = urlencode(fields).encode()
    digest = hmac.new(SECRET.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    kind = "application/x-www-form-urlencoded"
    headers = {"Content-Type": kind, "X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}
    return load.post("/slack/events", body, headers)


def update(n: int) -> bytes:
    """A Telegram update with a text message, from one of fifty people."""
    who = 1000 + n % PEOPLE
    chat = {"id": who, "type": "private", "first_name": "Ana", "username": "ana"}
    person = {"id": who, "is_bot": False, "first_name": "Ana", "username": "ana", "language_code": "en"}
    message = {"message_id": n, "date": 1700000000, "chat": chat, "from": person, "text": f"hello {n}"}
    body = json.dumps({"update_id": n, "message": message}).encode()
    headers = {"Content-Type": "application/json", "X-Telegram-Bot-Api-Secret-Token": SECRET}
    return load.post("/telegram/110201543", body, headers)


@contextmanager
def platform() -> Iterator[load.Platform]:
    """A Telegram that answers everything at once, in a thread of its own."""
    sent = {"message_id": 1, "date": 1700000000, "chat": {"id": 42, "type": "private"}, "text": "x"}
    me = {"id": 110201543, "is_bot": True, "first_name": "Credpath", "username": "credpath_bot"}
    made = load.Platform(json.dumps({"ok": True, "result": {**sent, **me}, "channel": {"id": "D1"}}).encode())
    started, stop = threading.Event(), asyncio.Event()
    loops: list[asyncio.AbstractEventLoop] = []

    async def main() -> None:
        loops.append(asyncio.get_running_loop())
        async with await made.start():
            started.set()
            await stop.wait()

    thread = threading.Thread(target=lambda: asyncio.run(main()), daemon=True)
    thread.start()
    assert started.wait(10)
    try:
        yield made
    finally:
        loops[0].call_soon_threadsafe(stop.set)
        thread.join(10)


def measured(servers: dict[str, tuple[list[str], Callable[[int], bytes]]]) -> dict[str, float]:
    """Microseconds of CPU per request, the median of the rounds, for servers that answer by themselves."""
    found: dict[str, list[float]] = {name: [] for name in servers}
    with ExitStack() as stack:
        running = {name: stack.enter_context(load.server(*args)) for name, (args, _) in servers.items()}
        first = 1
        for round_ in range(ROUNDS + 1):
            for name, (pid, port) in running.items():

                def action(port: int = port, name: str = name, first: int = first) -> int:
                    good = asyncio.run(load.fire(port, servers[name][1], first, REQUESTS, 8))
                    assert good == REQUESTS
                    return REQUESTS

                spent = load.microseconds(pid, action)
                first += REQUESTS
                if round_:  # the first one warms up
                    found[name].append(spent)
    return {name: statistics.median(values) for name, values in found.items()}


def test_ingress(tmp_path: Path) -> None:
    """Verified, parsed, committed and acknowledged."""
    with platform() as api:
        url = f"http://127.0.0.1:{api.port}"
        cost = measured(
            {
                "bolt": (["bolt"], slash),
                "slack": (["ours", "slack", url], slash),
                "slack_kept": (["ours_kept", "slack", url, str(tmp_path / "slack.db")], slash),
                "ptb": (["ptb_stub"], update),
                "telegram": (["ours", "telegram", url], update),
                "telegram_kept": (["ours_kept", "telegram", url, str(tmp_path / "telegram.db")], update),
            }
        )
    ratios = {
        "slack / bolt": cost["slack"] / cost["bolt"],
        "slack kept / bolt": cost["slack_kept"] / cost["bolt"],
        "telegram / ptb": cost["telegram"] / cost["ptb"],
        "telegram kept / ptb": cost["telegram_kept"] / cost["ptb"],
    }
    report("chat-ingress", {**{f"{k}_us": v for k, v in cost.items()}, **ratios})
    assert ratios["slack / bolt"] <= 1.0
    assert ratios["slack kept / bolt"] <= 1.5
    assert ratios["telegram / ptb"] <= 1.0
    assert ratios["telegram kept / ptb"] <= 1.25


def test_echo(tmp_path: Path) -> None:
    """From the webhook to the answer at the platform, with fifty people at once."""
    found: dict[str, list[float]] = {"ptb_httpx": [], "ptb_aiohttp": [], "ours": []}
    with platform() as api, ExitStack() as stack:
        url = f"http://127.0.0.1:{api.port}"
        names = {
            "ptb_httpx": ["ptb_httpx", url],
            "ptb_aiohttp": ["ptb_aiohttp", url],
            "ours": ["ours_echo", "telegram", url, str(tmp_path / "echo.db")],
        }
        running = {name: stack.enter_context(load.server(*args)) for name, args in names.items()}
        first = 1
        for round_ in range(ROUNDS + 1):
            for name, (pid, port) in running.items():

                def action(port: int = port, first: int = first) -> int:
                    before = api.calls
                    good = asyncio.run(load.fire(port, update, first, ECHOES, PEOPLE))
                    assert good == ECHOES
                    deadline = time.monotonic() + 60
                    while api.calls < before + ECHOES and time.monotonic() < deadline:
                        time.sleep(0.005)  # a benchmark may wait; its own CPU is not counted
                    assert api.calls >= before + ECHOES
                    return ECHOES

                spent = load.microseconds(pid, action)
                first += ECHOES
                if round_:
                    found[name].append(spent)
    cost = {name: statistics.median(values) for name, values in found.items()}
    ratios = {
        "ours / ptb default": cost["ours"] / cost["ptb_httpx"],
        "ours / aiohttp": cost["ours"] / cost["ptb_aiohttp"],
    }
    report("chat-echo", {**{f"{k}_us": v for k, v in cost.items()}, **ratios})
    assert ratios["ours / ptb default"] <= 1.0
