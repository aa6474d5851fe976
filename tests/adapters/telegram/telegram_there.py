"""A started bot beside a server that answers as it is told."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from adapters.telegram.platform import Telegram
from adapters.wire import Failure, Letter
from bot.messages import Picture
from tests.adapters.telegram.telegram_script import WAIT, Answer, Clock, Script, opened, scripted


@dataclass
class There:
    """A started bot and the server that it talks to."""

    bot: Telegram
    script: Script
    clock: Clock

    async def send(self, value: Letter) -> list[str]:
        return [await self.bot.send("acme", call) for call in self.bot.calls(value)]

    async def fail(self, value: Letter) -> Failure:
        with pytest.raises(Failure) as caught:
            await self.send(value)
        return caught.value


@asynccontextmanager
async def there(draw: Any = None, **answers: list[Answer]) -> AsyncIterator[There]:
    clock = Clock()
    async with scripted(**answers) as script:
        bot = opened(
            script.base, clock=clock, mode="webhook", public_url="https://x", **({"draw": draw} if draw else {})
        )
        await bot.start()
        script.asked.clear()
        try:
            yield There(bot, script, clock)
        finally:
            await bot.close()


def run(work: Callable[[There], Awaitable[Any]], draw: Any = None, **answers: list[Answer]) -> Any:
    async def all_of_it() -> Any:
        async with asyncio.timeout(WAIT), there(draw, **answers) as here:
            return await work(here)

    return asyncio.run(all_of_it())


def broken(picture: Picture) -> bytes:
    raise RuntimeError("no font")
