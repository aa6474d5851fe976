"""What an update and a message cost beside bare python-telegram-bot in one process: ratios of CPU, no milliseconds."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import pytest
from telegram import Bot, Update
from telegram.ext import Application, MessageHandler, filters
from telegram.request import BaseRequest, HTTPXRequest

from adapters.telegram.addressed import Me
from bot.traffic import Event
from tests.adapters.telegram.telegram_script import TOKEN, letter, opened, scripted, update

pytestmark = pytest.mark.benchmark
ROUNDS = 5


class Stub(BaseRequest):
    """A transport that answers at once."""

    @property
    def read_timeout(self) -> float:
        return 5

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(self, url: str, method: str, request_data: Any = None, **given: Any) -> tuple[int, bytes]:
        if url.endswith("getMe"):
            return 200, b'{"ok":true,"result":{"id":123456,"is_bot":true,"first_name":"C","username":"CredpathBot"}}'
        json.dumps(request_data.parameters)
        return 200, b'{"ok":true,"result":{"message_id":1,"date":1,"chat":{"id":7,"type":"private"},"text":"x"}}'


async def best(several: dict[str, Callable[[], Awaitable[Any]]], count: int) -> dict[str, float]:
    """CPU microseconds of each, the best of some rounds in turn."""
    found = dict.fromkeys(several, float("inf"))
    for _ in range(ROUNDS):
        for name, work in several.items():
            begun = time.process_time()
            for _ in range(count):
                await work()
            found[name] = min(found[name], (time.process_time() - begun) / count * 1e6)
    print({name: round(us) for name, us in found.items()})  # noqa: T201
    return found


def test_an_update_costs_no_more_than_a_bare_echo() -> None:
    body = json.dumps(update(text="I want to be a cloud security engineer by June"))

    async def run() -> dict[str, float]:
        bare = Application.builder().token(TOKEN).request(Stub()).get_updates_request(Stub()).updater(None).build()

        async def echo(given: Any, context: Any) -> None:
            await given.message.reply_text(given.message.text)

        bare.add_handler(MessageHandler(filters.TEXT, echo))
        await bare.initialize()
        bot = opened("http://127.0.0.1:1", inbox=keep)  # type: ignore[arg-type]
        bot._me = Me("acme", 123456, "CredpathBot")

        async def ours() -> None:
            await bot.take((json.loads(body),))

        async def theirs() -> None:
            await bare.process_update(Update.de_json(json.loads(body), bare.bot))

        return await best({"ours": ours, "theirs": theirs}, 1000)

    async def keep(events: Sequence[Event]) -> list[bool]:
        return [True] * len(events)

    found = asyncio.run(run())
    assert found["ours"] <= found["theirs"]


def test_a_message_costs_no_more_than_with_the_default_client() -> None:
    """The server runs in this process too, so that the true ratio is better than the one that is seen."""

    async def run() -> dict[str, float]:
        async with scripted() as script:
            bot = opened(script.base, mode="webhook", public_url="https://x")
            await bot.start()
            bare = Bot(TOKEN, f"{script.base}/bot", request=HTTPXRequest(), get_updates_request=HTTPXRequest())
            await bare.initialize()
            (call,) = bot.calls(letter("here is your plan"))
            try:
                return await best(
                    {
                        "ours": lambda: bot.send("acme", call),
                        "theirs": lambda: bare.send_message(7, "here is your plan", parse_mode="HTML"),
                    },
                    200,
                )
            finally:
                await bare.shutdown()
                await bot.close()

    found = asyncio.run(run())
    assert found["ours"] <= found["theirs"] * 0.7
