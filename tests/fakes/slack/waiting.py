"""Waiting for what an app does after it has answered, without sleeping."""

import asyncio
from collections.abc import Callable
from typing import Any

PATIENCE = 30.0  # seconds until somebody who waits in vain gives up


class Watch:
    """Looks again whenever something happened."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Event] = set()

    def changed(self) -> None:
        """Something happened. On the fake's own event loop."""
        for one in self._waiting:
            one.set()

    async def until(self, true: Callable[[], Any], patience: float = PATIENCE) -> None:
        """Wait until something holds. Raises TimeoutError."""
        event = asyncio.Event()
        self._waiting.add(event)
        try:
            async with asyncio.timeout(patience):
                while not true():
                    await event.wait()
                    event.clear()
        finally:
            self._waiting.discard(event)
