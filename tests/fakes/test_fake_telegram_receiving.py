"""How updates come to the bot: asked for, or delivered."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web

from tests.fakes.telegram.asker import asking
from tests.fakes.telegram.inbox import SECRET
from tests.fakes.telegram.server import FakeTelegram
from tests.fakes.telegram.world import Stopwatch


def ids(updates: list[dict[str, Any]]) -> list[int]:
    return [u["update_id"] - 700_000_000 for u in updates]


def test_an_offset_confirms_what_was_before() -> None:
    async def story() -> None:
        clock = Stopwatch()
        async with FakeTelegram(clock=clock) as fake, asking(fake) as ask:
            ann = fake.person(7, "Ann")
            for text in ("a", "b", "c", "d"):
                await ann.says(text)
            assert ids(await ask.result("getUpdates", limit=2)) == [1, 2]
            assert ids(await ask.result("getUpdates")) == [1, 2, 3, 4]
            assert ids(await ask.result("getUpdates", offset=700_000_003)) == [3, 4]
            assert ids(await ask.result("getUpdates")) == [3, 4]
            assert ids(await ask.result("getUpdates", offset=-1)) == [4]
            assert ids(await ask.result("getUpdates")) == [4]
            clock.forward(24 * 3600 + 1)
            assert ids(await ask.result("getUpdates")) == []
            assert fake.inbox.offered[700_000_004] == 5

    asyncio.run(story())


def test_a_long_poll_wakes_and_taken_waits_for_the_confirmation() -> None:
    async def story() -> None:
        async with FakeTelegram() as fake, asking(fake) as ask:
            ann = fake.person(7, "Ann")
            poll = asyncio.create_task(ask.result("getUpdates", timeout=50))
            await fake.until(lambda: fake.inbox.polled)
            await ann.says("hello")
            assert ids(await poll) == [1]
            taken = asyncio.create_task(fake.taken())
            await ask.result("getUpdates")
            assert not taken.done()
            await ask.result("getUpdates", offset=700_000_002)
            await taken
            assert await fake.redeliver({"update_id": 700_000_001}) == []
            assert ids(await ask.result("getUpdates")) == [1]
            assert ids(await ask.result("getUpdates", offset=700_000_002)) == []
            await ann.says("again")
            with pytest.raises(TimeoutError):
                await fake.taken(0)

    asyncio.run(story())


def test_two_that_poll_and_a_webhook_are_conflicts() -> None:
    async def story() -> None:
        async with FakeTelegram() as fake, asking(fake) as ask:
            first = asyncio.create_task(ask("getUpdates", timeout=50))
            await fake.until(lambda: fake.inbox.polled)
            second = asyncio.create_task(ask("getUpdates", timeout=50))
            answer = await first
            assert answer["error_code"] == 409
            assert answer["description"].startswith("Conflict: terminated by other getUpdates request")
            await fake.until(lambda: fake.inbox.polled)
            assert await ask.said("setWebhook", url="http://127.0.0.1:1/x") == ""
            assert (await second)["description"] == "Conflict: terminated by setWebhook request"
            assert "can't use getUpdates method while webhook is active" in await ask.said("getUpdates")
            assert await ask.said("deleteWebhook") == ""
            assert await ask.said("getUpdates") == ""

    asyncio.run(story())


class Ear:
    """A webhook that answers as told and writes down what came."""

    def __init__(self) -> None:
        self.statuses = [200]
        self.heard: list[tuple[str, int]] = []
        self.base = ""

    async def hear(self, request: web.Request) -> web.Response:
        update = await request.json()
        self.heard.append((request.headers.get(SECRET, ""), update["update_id"] - 700_000_000))
        return web.Response(status=self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0])


@asynccontextmanager
async def ear() -> AsyncIterator[Ear]:
    found = Ear()
    app = web.Application()
    app.router.add_post("/hook", found.hear)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    found.base = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield found
    finally:
        await runner.cleanup()


def test_a_webhook_is_delivered_to_until_it_takes_it() -> None:
    async def story() -> None:
        async with FakeTelegram() as fake, asking(fake) as ask, ear() as it:
            ann = fake.person(7, "Ann")
            fake.route("https://bot.example.org", it.base)
            given = {"url": "https://bot.example.org/hook", "secret_token": "s" * 32}
            assert await ask.said("setWebhook", **given) == ""
            it.statuses = [500, 403, 200]
            assert (await ann.says("a")).status == 500
            assert (await ann.says("b")).status == 403
            info = await ask.result("getWebhookInfo")
            assert info["pending_update_count"] == 2
            assert info["last_error_message"] == "Wrong response from the webhook: 403 Forbidden"
            assert await fake.redeliver() == [200, 200]
            assert fake.inbox.pending == []
            sent = await ann.says("c")
            assert await fake.redeliver(sent.update) == [200]
            assert [n for _, n in it.heard] == [1, 2, 1, 2, 3, 3]
            assert {s for s, _ in it.heard} == {"s" * 32}
            assert await ask.said("setWebhook", url="http://127.0.0.1:9/hook") == ""
            assert (await ann.says("d")).status == 0
            assert (await ask.result("getWebhookInfo"))["last_error_message"] == "Connection refused"
            assert await ask.said("deleteWebhook", drop_pending_updates=True) == ""
            assert await ask.result("getUpdates") == []

    asyncio.run(story())


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ({"url": "http://example.org/hook"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        ({"url": "https://example.org:9000/"}, "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"),
        ({"url": "https://"}, "bad webhook: URL host is empty"),
        ({"url": "https://example.org/", "secret_token": "a b"}, "secret token contains unallowed characters"),
        ({"url": "https://example.org/", "secret_token": "x" * 257}, "secret token contains unallowed characters"),
    ],
)
def test_webhooks_that_cannot_be(params: dict[str, Any], said: str) -> None:
    async def story() -> None:
        async with FakeTelegram() as fake, asking(fake) as ask:
            assert await ask.said("setWebhook", **params) == f"Bad Request: {said}"
            assert await ask.said("getUpdates") == ""

    asyncio.run(story())


def test_nothing_leaves_this_machine() -> None:
    async def story() -> None:
        async with FakeTelegram() as fake, asking(fake) as ask:
            await ask.result("setWebhook", url="https://example.org/hook")
            with pytest.raises(RuntimeError, match="nothing leaves this machine"):
                await fake.person(7, "Ann").says("hello")

    asyncio.run(story())
