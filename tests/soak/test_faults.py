"""Thousands of sends, a fifth of them going wrong: each is put into the right class, on both platforms."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web

from adapters.wire import Failure, Letter, Outcome
from bot.messages import Reply, Text
from bot.traffic import Outgoing, Place
from tests.adapters.slack.slack_rig import opened as slack
from tests.adapters.telegram.telegram_script import NOW
from tests.adapters.telegram.telegram_script import opened as telegram
from tests.benchmarks.report import report
from tests.soak.scale import scaled

WAIT = 7  # seconds that a 429 names
# what the server does with a message that says so, and what that has to be called
WRONG = {
    "flood": Outcome.LATER,
    "refused": Outcome.REFUSED,
    "gone": Outcome.DEAD,
    "broken": Outcome.DOUBT,
    "gateway": Outcome.DOUBT,
    "page": Outcome.DOUBT,
    "reset": Outcome.DOUBT,
    "half": Outcome.DOUBT,
}
TELEGRAM = {
    "flood": (429, {"ok": False, "error_code": 429, "description": "Too Many", "parameters": {"retry_after": WAIT}}),
    "refused": (400, {"ok": False, "error_code": 400, "description": "Bad Request: message text is empty"}),
    "gone": (403, {"ok": False, "error_code": 403, "description": "Forbidden: bot was blocked by the user"}),
    "broken": (500, {"ok": False, "error_code": 500, "description": "Internal Server Error"}),
    "gateway": (502, {"ok": False, "error_code": 502, "description": "Bad Gateway"}),
}  # fmt: skip
SLACK = {
    "flood": (429, {"ok": False, "error": "ratelimited"}),
    "refused": (200, {"ok": False, "error": "invalid_blocks"}),
    "gone": (200, {"ok": False, "error": "account_inactive"}),
    "broken": (200, {"ok": False, "error": "internal_error"}),
    "gateway": (503, {"ok": False, "error": "service_unavailable"}),
}


class Server:
    """Answers by what the message says."""

    def __init__(self, answers: dict[str, Any], fine: dict[str, Any]) -> None:
        self._answers = answers
        self._fine = fine
        self.asked: Counter[str] = Counter()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        body = (await request.read()).decode()
        name = next((name for name in WRONG if f"wrong-{name}" in body), "fine")
        self.asked[name] += 1
        if name == "page":
            return web.Response(status=504, text="<html>gateway</html>", content_type="text/html")
        if name in ("reset", "half"):
            assert request.transport is not None
            if name == "half":
                answer = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": "500"})
                await answer.prepare(request)
                await answer.write(b'{"ok": tr')
            request.transport.abort()
            raise asyncio.CancelledError
        status, value = self._answers.get(name, (200, self._fine))
        headers = {"Retry-After": str(WAIT)} if name == "flood" else {}
        return web.json_response(value, status=status, headers=headers)


@asynccontextmanager
async def listening(server: Server) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", server.handle)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    assert site._server is not None
    try:
        yield f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}"  # type: ignore[attr-defined]
    finally:
        await runner.cleanup()


def letter(platform: str, n: int, name: str) -> Letter:
    text = f"message {n}, wrong-{name}" if name != "fine" else f"message {n}"
    place = Place(f"p{n}", "home", platform, "D1" if platform == "slack" else "42", "dm")
    row = Outgoing(f"m{n}", "home", "k", platform, place.id, "weekly-check-in", "", NOW)
    return Letter(row, Reply(text, (Text(text),)), place, "")


async def sent(platform: Any, letters: dict[int, tuple[str, Letter]]) -> dict[int, tuple[Any, float]]:
    """Each made once, fifty at a time: the outcome ("sent" when it arrived), and how long to wait."""
    found: dict[int, tuple[Any, float]] = {}
    free = asyncio.Semaphore(50)

    async def one(n: int, of: Letter) -> None:
        async with free:
            try:
                await platform.send("home", platform.calls(of)[0])
                found[n] = ("sent", 0)
            except Failure as failure:
                found[n] = (failure.outcome, failure.retry_after)

    await asyncio.gather(*(one(n, of) for n, (_, of) in letters.items()))
    return found


async def story(name: str, count: int) -> dict[str, Any]:
    dice = random.Random(5)  # noqa: S311 - which go wrong
    letters = {}
    for n in range(count):
        wrong = dice.choice(list(WRONG)) if dice.random() < 0.2 else "fine"
        letters[n] = (wrong, letter(name, n, wrong))
    answers: dict[str, Any] = TELEGRAM if name == "telegram" else SLACK
    chat = {"id": 42, "type": "private"}
    arrived = {"ok": True, "result": {"message_id": 11, "chat": chat, "date": 1}}
    fine = arrived if name == "telegram" else {"ok": True, "channel": "D1", "ts": "1.2"}
    server = Server(answers, fine)
    async with listening(server) as url:
        if name == "telegram":
            platform: Any = telegram(url)
            await platform._transport.initialize()
        else:
            platform = slack(f"{url}/api/").slack
        found = await sent(platform, letters)
        await platform.close()
    right = {n: "sent" if wrong == "fine" else WRONG[wrong] for n, (wrong, _) in letters.items()}
    faults = sum(wrong != "fine" for wrong, _ in letters.values())
    assert {n: outcome for n, (outcome, _) in found.items()} == right
    assert all(wait == WAIT for n, (_, wait) in found.items() if letters[n][0] == "flood")
    assert sum(server.asked.values()) == count  # nothing was made twice by a library underneath
    return {
        "sends": count,
        "faults": faults,
        "right": sum(found[n][0] == right[n] for n in letters),
        "by": dict(server.asked),
    }


@pytest.mark.parametrize("count", [120, pytest.param(scaled(10_000), marks=pytest.mark.soak)], ids=["short", "long"])
@pytest.mark.parametrize("name", ["telegram", "slack"])
def test_every_outcome_is_called_by_its_name(name: str, count: int) -> None:
    report(f"faults-{name}", asyncio.run(asyncio.wait_for(story(name, count), 600)))


@pytest.mark.parametrize("name", ["telegram", "slack"])
def test_nobody_listens(name: str) -> None:
    """A connection that was refused has certainly delivered nothing."""

    async def run() -> None:
        platform: Any = telegram("http://127.0.0.1:9") if name == "telegram" else slack().slack
        if name == "telegram":
            await platform._transport.initialize()
        found = await sent(platform, {n: ("fine", letter(name, n, "fine")) for n in range(3)})
        await platform.close()
        assert [outcome for outcome, _ in found.values()] == [Outcome.LATER] * 3

    asyncio.run(run())
