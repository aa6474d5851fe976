"""Work under way in one event loop, and loops that wait to be woken. No threads, no clock of its own."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

log = logging.getLogger(__name__)


class Jobs:
    """At most `most` tasks at once; `freed` is called whenever one ends."""

    def __init__(self, most: int, freed: Callable[[], None] = lambda: None) -> None:
        self._most = most
        self._freed = freed
        self._tasks: set[asyncio.Task[Any]] = set()

    @property
    def free(self) -> int:
        """How many more may start now."""
        return max(0, self._most - len(self._tasks))

    def start(self, work: Coroutine[Any, Any, Any]) -> None:
        """Run it beside the others. What it raises is logged by its class: rows say what is left to do."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: "asyncio.Task[Any]") -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("a job failed", extra={"reason": type(error).__name__})
        self._freed()

    async def idle(self) -> None:
        """Wait until none is left."""
        while self._tasks:
            await asyncio.wait(self._tasks)


class Bell:
    """Wakes a loop. `soon` rings once for all who call it within `settle` seconds: their work is found in one look."""

    def __init__(self, settle: float) -> None:
        self.rung = asyncio.Event()
        self._settle = settle
        self._timer: asyncio.TimerHandle | None = None

    def now(self) -> None:
        """Ring at once."""
        self.rung.set()

    def soon(self) -> None:
        """Ring in a moment."""
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(self._settle, self._ring)

    def _ring(self) -> None:
        self._timer = None
        self.rung.set()


async def keep(
    step: Callable[[], Awaitable[int]], wake: asyncio.Event, stop: asyncio.Event, every: float = 1.0
) -> None:
    """Call `step` again and again until told to stop: at once while it finds work, else when woken or after `every`
    seconds. An error is logged by its class and tried again after the same pause.
    """
    while not stop.is_set():
        wake.clear()
        try:
            found = await step()
        except Exception as error:  # the loop outlives whatever a database or a network may do
            log.error("a step failed", extra={"reason": type(error).__name__})
            found = 0
        if not found:
            await first(wake, stop, every)


async def first(wake: asyncio.Event, stop: asyncio.Event, seconds: float) -> None:
    """Wait for either event, `seconds` at most."""
    waits = [asyncio.create_task(wake.wait()), asyncio.create_task(stop.wait())]
    try:
        await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in waits:
            task.cancel()
