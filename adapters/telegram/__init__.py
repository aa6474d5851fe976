"""Telegram, through python-telegram-bot. Nothing else of the house knows it.

`writing` and `render` make messages, `reading` and `addressed` read updates, both pure; `transport` and `api` talk to
the server, `polling` and `webhook` listen to it, `sending` makes calls, and `platform` holds it all together.
"""

import asyncio
from typing import TYPE_CHECKING

from adapters.telegram.ports import CannotStart, Draw, Sleep, TelegramSettings
from adapters.wire import Holding, Put, Receive
from bot.ports import Clock

if TYPE_CHECKING:
    from adapters.telegram.platform import Telegram

__all__ = ["CannotStart", "TelegramSettings", "open_telegram"]


def open_telegram(
    settings: TelegramSettings,
    put: Put,
    draw: Draw,
    clock: Clock,
    sleep: Sleep = asyncio.sleep,
    hold: Holding | None = None,
) -> "Telegram":
    """The platform, not started yet: no network. `put` keeps events, `sleep` waits, `hold` says when to ask for
    updates (always, when this is the only process). Raises CannotStart.
    """
    from adapters.telegram.platform import Telegram

    return Telegram(settings, put, draw, clock, sleep, hold or _always)


async def _always(receive: Receive, stop: asyncio.Event, settled: asyncio.Event) -> None:
    await receive(stop)
