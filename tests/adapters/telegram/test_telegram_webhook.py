"""Updates that are delivered: from whom knows the secret, each once, acknowledged when it is on disk."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from adapters.telegram import CannotStart
from adapters.telegram.ports import TelegramSettings
from tests.adapters.telegram.telegram_script import (
    GROUP,
    TOKEN,
    WAIT,
    Inbox,
    Script,
    no,
    opened,
    pressed,
    scripted,
    update,
)

SECRET = "s" * 32
HEADER = "X-Telegram-Bot-Api-Secret-Token"


def run(work: Awaitable[Any]) -> Any:
    async def bounded() -> Any:
        async with asyncio.timeout(WAIT):
            return await work

    return asyncio.run(bounded())


@asynccontextmanager
async def webhook(inbox: Inbox, secret: str = SECRET) -> AsyncIterator[tuple[Any, Script, httpx.AsyncClient]]:
    async with scripted() as script:
        bot = opened(script.base, inbox, mode="webhook", secret=secret, public_url="https://bot.example/")
        transport = httpx.ASGITransport(Starlette(routes=bot.routes()))
        await bot.start()
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            try:
                yield bot, script, client
            finally:
                await bot.close()


def delivered(work: Callable[[Any, Script, httpx.AsyncClient, Inbox], Awaitable[None]], inbox: Inbox) -> None:
    async def all_of_it() -> None:
        async with webhook(inbox) as (bot, script, client):
            await work(bot, script, client, inbox)

    run(all_of_it())


PATH = "/telegram/123456"
GOOD = {HEADER: SECRET}


def test_a_delivery_is_kept_and_acknowledged() -> None:
    async def work(bot: Any, script: Script, client: httpx.AsyncClient, inbox: Inbox) -> None:
        for value in (update(1, text="a"), update(1, text="a"), update(2, chat=GROUP, text="not for us"), pressed(3)):
            answer = await client.post(PATH, json=value, headers=GOOD)
            assert (answer.status_code, answer.content) == (200, b"")
        assert [e.id for e in inbox.events] == ["1", "3"]
        (asked,) = script.of("setWebhook")
        assert asked.params == {
            "url": "https://bot.example/telegram/123456",
            "secret_token": SECRET,
            "allowed_updates": ["message", "callback_query", "my_chat_member"],
            "max_connections": 40,
        }
        assert "getUpdates" not in script.methods()

    delivered(work, Inbox())


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (GOOD, 200),
        ({}, 403),
        ({HEADER: ""}, 403),
        ({HEADER: SECRET + "s"}, 403),
        ({HEADER: SECRET[:-1]}, 403),
        ({HEADER: SECRET.upper()}, 403),
        ({HEADER: b"s" * 31 + b"\xff"}, 403),
    ],
)
def test_only_who_knows_the_secret_is_heard(headers: Any, status: int) -> None:
    async def work(bot: Any, script: Script, client: httpx.AsyncClient, inbox: Inbox) -> None:
        answer = await client.post(PATH, json=update(text="a"), headers=headers)
        assert answer.status_code == status
        assert len(inbox.events) == (status == 200)

    delivered(work, Inbox())


def test_a_body_is_not_even_read_without_the_secret() -> None:
    async def work(bot: Any, script: Script, client: httpx.AsyncClient, inbox: Inbox) -> None:
        read: list[int] = []

        async def body() -> AsyncIterator[bytes]:
            read.append(1)
            yield b"{}"

        assert (await client.post(PATH, content=body(), headers={HEADER: "x"})).status_code == 403

    delivered(work, Inbox())


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b'{"update_id": 1}', 200),
        (b"", 400),
        (b"nonsense", 400),
        (b"[]", 400),
        (b"{}", 400),
        (b'{"update_id": "1"}', 400),
        (b"\xff", 400),
        (b"[" * 100_000, 400),
        (b'{"update_id": 1, "message": {"chat": 3}}', 200),
        (b'{"update_id": 1, "x": "' + b"x" * 1024 * 1024 + b'"}', 413),
    ],
)
def test_what_is_no_update_is_refused_and_harms_nothing(body: bytes, status: int) -> None:
    async def work(bot: Any, script: Script, client: httpx.AsyncClient, inbox: Inbox) -> None:
        assert (await client.post(PATH, content=body, headers=GOOD)).status_code == status
        for length in ({}, {"Content-Length": "9" * 30}):
            chunked = await client.post(PATH, content=_chunks(body), headers={**GOOD, **length})
            assert chunked.status_code == (413 if length else status)
        assert inbox.events == []
        assert (await client.post(PATH, json=update(text="a"), headers=GOOD)).status_code == 200

    delivered(work, Inbox())


async def _chunks(body: bytes) -> AsyncIterator[bytes]:
    for at in range(0, len(body), 65_536):
        yield body[at : at + 65_536]


def test_other_bots_and_other_methods_are_not_there() -> None:
    async def work(bot: Any, script: Script, client: httpx.AsyncClient, inbox: Inbox) -> None:
        assert (await client.post("/telegram/123457", json=update(), headers=GOOD)).status_code == 404
        assert (await client.get(PATH, headers=GOOD)).status_code == 405

    delivered(work, Inbox())


def test_what_cannot_be_kept_telegram_keeps() -> None:
    async def work(bot: Any, script: Script, client: httpx.AsyncClient, inbox: Inbox) -> None:
        value = update(1, text="a")
        assert (await client.post(PATH, json=value, headers=GOOD)).status_code == 500
        assert (await client.post(PATH, json=value, headers=GOOD)).status_code == 200
        assert [e.id for e in inbox.events] == ["1"]
        await bot.stop_receiving()
        assert (await client.post(PATH, json=update(2, text="a"), headers=GOOD)).status_code == 503
        assert len(inbox.events) == 1
        assert "deleteWebhook" not in script.methods()

    delivered(work, Inbox(failures=1))


def test_nothing_is_heard_before_the_bot_knows_its_name() -> None:
    async def work() -> None:
        async with scripted() as script:
            bot = opened(script.base, mode="webhook", secret=SECRET, public_url="https://x")
            transport = httpx.ASGITransport(Starlette(routes=bot.routes()))
            async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
                assert (await client.post(PATH, json=update(text="a"), headers=GOOD)).status_code == 503
            await bot.close()

    run(work())


@pytest.mark.parametrize("secret", ["s" * 31, "s" * 257, "s" * 31 + "!", "s" * 31 + "é", "short"])
def test_a_weak_secret_is_refused(secret: str) -> None:
    with pytest.raises(CannotStart, match="CREDPATH_TELEGRAM_SECRET") as caught:
        opened("http://x", mode="webhook", secret=secret, public_url="https://x").routes()
    assert secret not in str(caught.value)


def test_without_a_secret_one_follows_from_the_token_and_polling_has_no_door() -> None:
    from adapters.telegram.webhook import secret

    made = secret(TelegramSettings(TOKEN))
    assert len(made) == 64
    assert TOKEN.partition(":")[2] not in made
    assert made != secret(TelegramSettings(TOKEN + "x"))
    assert opened("http://x").routes() == []


def test_no_log_line_has_a_token_a_secret_or_what_somebody_wrote(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    async def work(bot: Any, script: Script, client: httpx.AsyncClient, inbox: Inbox) -> None:
        script.answers["answerCallbackQuery"] = [no(400, "Bad Request: query is too old")]
        await client.post(PATH, json=update(1, text="my secret goal"), headers=GOOD)
        await client.post(PATH, json=pressed(3), headers=GOOD)
        await client.post(PATH, json={"update_id": 4, "message": {"text": "my secret goal"}}, headers=GOOD)
        await script.until(lambda s: "answerCallbackQuery" in s.methods())

    delivered(work, Inbox(failures=1))
    seen = caplog.text + repr([r.__dict__ for r in caplog.records])
    assert "could not be kept" in seen
    assert "could not be read" in seen
    for hidden in (TOKEN.partition(":")[2], SECRET, "secret goal"):
        assert hidden not in seen
