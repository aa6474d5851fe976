"""What the Telegram adapter needs from the composition root. No Telegram in here, and nothing heavy."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Literal

from adapters.wire import CannotStart
from bot.messages import Picture

__all__ = ["CannotStart", "Draw", "Sleep", "TelegramSettings"]

Draw = Callable[[Picture], bytes]
"""The picture as PNG. An exception degrades to its words. Called in threads."""
Sleep = Callable[[float], Awaitable[None]]
"""Waits for so many seconds."""


@dataclass(frozen=True, slots=True)
class TelegramSettings:
    """How to reach Telegram: the bot's token, and the base URL of the Bot API without the token.

    In `webhook` mode Telegram calls `public_url` (https), and proves itself with `secret`: 32-256 characters of
    `A-Z a-z 0-9 _ -`; without one it follows from the token. `tenant` is whose bot this is.
    """

    token: str = field(repr=False)
    tenant: str = "home"
    mode: Literal["polling", "webhook"] = "polling"
    secret: str = field(default="", repr=False)
    api: str = "https://api.telegram.org"
    public_url: str = ""
