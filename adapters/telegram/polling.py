"""Updates by asking for them. An offset is confirmed only once everything before it is on disk."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeVar

from telegram.error import Conflict, TelegramError

from adapters.telegram import words
from adapters.telegram.api import Api
from adapters.telegram.ports import Sleep
from adapters.telegram.reading import ALLOWED
from adapters.telegram.transport import READ, Flooded

LONG = 30  # seconds that the server waits for something to happen
MOST_WAIT = 60.0
T = TypeVar("T")
Take = Callable[[Sequence[Mapping[str, Any]]], Awaitable[None]]
log = logging.getLogger(__name__)


class Stopped(Exception):
    """Nothing is to be waited for any more."""


async def unless(stop: asyncio.Event, work: Awaitable[T]) -> T:
    """Wait for something, but give it up when told to stop. Raises Stopped."""
    task, told = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({task, told}, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            return task.result()
        raise Stopped
    finally:
        for future in (task, told):
            future.cancel()
        await asyncio.gather(task, told, return_exceptions=True)


def backoff(error: BaseException, failed: int) -> float:
    """Seconds to wait after the n-th failure in a row (from 1)."""
    return error.seconds if isinstance(error, Flooded) else min(2.0 ** (failed - 1), MOST_WAIT)


async def poll(api: Api, take: Take, stop: asyncio.Event, sleep: Sleep) -> None:
    """Ask for updates until told to stop; then confirm what was taken. `take` returns once they are on disk."""
    offset: int | None = None
    failed = 0
    while not stop.is_set():
        try:
            updates = await unless(stop, api.call("getUpdates", _asked(offset, LONG), wait=LONG + READ))
            if updates:
                await take(updates)
                offset = updates[-1]["update_id"] + 1
            failed = 0
        except Stopped:
            break
        except Exception as error:  # whatever happens here, the next attempt gets the same updates again
            failed += 1
            said = words.CONFLICT if isinstance(error, Conflict) else "updates could not be taken in"
            log.warning(said, extra={"reason": type(error).__name__})
            await _pause(stop, sleep, backoff(error, failed))
    if offset is not None:
        try:
            await api.call("getUpdates", {**_asked(offset, 0), "limit": 1}, wait=3.0)
        except TelegramError:
            log.info("the last updates were not confirmed; they will come again and be recognised")


def _asked(offset: int | None, wait: int) -> dict[str, Any]:
    asked: dict[str, Any] = {"timeout": wait, "allowed_updates": ALLOWED}
    return asked if offset is None else {**asked, "offset": offset}


async def _pause(stop: asyncio.Event, sleep: Sleep, seconds: float) -> None:
    try:
        await unless(stop, sleep(seconds))
    except Stopped:
        return
