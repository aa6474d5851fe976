"""`credpath serve`: platforms in front, inbox and outbox behind, one process that stops cleanly. Part of the
composition root: nothing here decides anything.
"""

import asyncio
import contextlib
import logging
import os
import socket
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from adapters.inbox import Intake, Worker
from adapters.jobs import Bell, Jobs, keep
from adapters.outbox import Sender
from adapters.web import Meters, web
from adapters.wire import Do, Platform, Put
from bot.assistant import Assistant
from bot.doorway import Doorway
from bot.ports import Clock, Store, UnitOfWork
from knowledge.catalog import Catalog

THREADS = 4
UNDER_WAY = 50
TICK = 30.0
JUMP = 5.0  # seconds by which the clock may run ahead of a steady one between two looks
GRACE = 8.0  # seconds for what is under way when told to stop
SETTLE = 0.05  # seconds in which what was freed is claimed in one go
EVERY = 1.0  # seconds between looks for what other processes have queued
RECOVER = 10.0
PRUNE = 3600.0
KEPT = timedelta(days=30)


log = logging.getLogger(__name__)


class Served(Platform, Protocol):
    """A platform that can also receive."""

    def routes(self) -> list[Any]:
        """What it wants to hear over HTTP."""
        ...

    async def start(self) -> None:
        """Begin to receive."""
        ...

    async def probe(self) -> str:
        """Whether it can be reached, and as whom, instead of starting. Raises."""
        ...

    async def stop_receiving(self) -> None:
        """Take nothing in any more; sending still works."""
        ...


Opener = Callable[[Put], Served]
"""Opens a platform that puts its events into the given inbox."""


@dataclass
class Serving:
    """Everything between the platforms and the assistant, in one event loop."""

    store: Store
    do: Do
    clock: Clock
    catalog: Catalog | Callable[[str], Catalog]
    assistant: Assistant
    openers: Mapping[str, Opener]
    tick: Callable[[datetime], int]
    owner: str = field(default_factory=lambda: f"{socket.gethostname()}:{os.getpid()}:{os.urandom(4).hex()}")
    lease: timedelta = timedelta(seconds=60)
    recover_every: float = RECOVER  # seconds
    tick_every: float = TICK
    ticks: Callable[[Callable[[], object], float], AbstractContextManager[None]] | None = None  # else a loop of its own
    answers: bool = True  # False: only ticks and sends (`credpath work`)
    schema: Callable[[], str] = lambda: ""  # "" or why the database has another shape than this program
    alive: Callable[[], None] = lambda: None  # called with each tick: see `adapters.store.copies`
    meters: Meters = field(default_factory=Meters)
    platforms: dict[str, Served] = field(default_factory=dict)
    ticked: datetime | None = None

    def __post_init__(self) -> None:
        self.stop = asyncio.Event()
        self._inbox, self._outbox = Bell(SETTLE), Bell(SETTLE)
        self.doorway = Doorway(self.assistant, self.catalog, self.store, self.clock)
        self.intake = Intake(self.do, self.clock, self._inbox.now)
        for name, opener in self.openers.items():
            self.platforms[name] = opener(self.intake.put)
        self._seen: tuple[datetime, float] | None = None
        self._wait_until = 0.0
        self._loop: asyncio.AbstractEventLoop | None = None
        self.pool = ThreadPoolExecutor(THREADS, "answer")
        self.worker = Worker(
            self.do,
            self.platforms,
            self.assistant,
            self.doorway,
            self.clock,
            self.pool,
            self.owner,
            Jobs(UNDER_WAY, self._answered),
            self.lease,
        )
        self.sender = Sender(
            self.do,
            self.platforms,
            self.doorway,
            self.clock,
            self.owner,
            Jobs(UNDER_WAY, self._outbox.soon),
            self._until,
            self.meters.sent,
            self.lease,
        )

    def _answered(self) -> None:
        self._inbox.soon()
        self._outbox.now()

    async def _until(self, at: datetime) -> None:
        """Wait for an instant; whoever waits when all is to stop is given up, its message goes back to the others."""
        seconds = max(0.0, (at - self.clock.now()).total_seconds())
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.stop.wait(), seconds)
            raise asyncio.CancelledError

    def app(self) -> Any:
        """The web application with the routes of every platform."""
        routes = [route for platform in self.platforms.values() for route in platform.routes()]
        return web(routes, self.ready, self.gauges, self.meters)

    async def run(self, *, alone: bool, begun: Callable[[], object] = lambda: None) -> None:
        """Receive, answer and send until `stop` is set; then finish what was begun. `alone`: no other process uses
        this database, so that whatever a dead one held is taken over at once. `begun` is called once every platform
        has been started.
        """
        for platform in self.platforms.values():
            await platform.start()  # first: what is in doubt is asked there
        begun()
        if alone:
            await asyncio.wrap_future(self.do(lambda work: work.inbox.release()))
            while await self.sender.recover(everything=True):
                pass
        loops = [
            asyncio.create_task(keep(step, wake, self.stop, every))
            for step, wake, every in (
                *([(self.worker.step, self._inbox.rung, EVERY)] if self.answers else []),
                (self.sender.step, self._outbox.rung, EVERY),
                (self._recover, asyncio.Event(), self.recover_every),
                *([] if self.ticks else [(self._ticking, asyncio.Event(), self.tick_every)]),
                (self._prune, asyncio.Event(), PRUNE),
            )
        ]
        with self.ticks(self._job, self.tick_every) if self.ticks else contextlib.nullcontext():
            self._loop = asyncio.get_running_loop()
            await self.stop.wait()
        await self._drain(loops)

    async def _drain(self, loops: list["asyncio.Task[None]"]) -> None:
        """Take nothing new, finish what is under way, give back what was not begun."""
        platforms = self.platforms.values()
        await asyncio.gather(*(platform.stop_receiving() for platform in platforms))

        async def under_way() -> None:
            await asyncio.gather(*loops)  # first: a step that is being taken starts more
            await self.worker.jobs.idle()
            await self.sender.jobs.idle()

        try:
            await asyncio.wait_for(under_way(), GRACE)
        except TimeoutError:
            log.warning("something was still under way; it is taken up again when its lease is over")
        try:
            await asyncio.wrap_future(self.do(lambda work: work.outbox.hand_back(self.owner)))
        except Exception as error:
            log.warning("what was claimed waits until its lease is over", extra={"reason": type(error).__name__})
        await asyncio.gather(*(platform.close() for platform in platforms))
        self.pool.shutdown(wait=False, cancel_futures=True)

    async def _recover(self) -> int:
        """Look after rows whose lease is over. Not while the clock has just been set forward: then leases seem to be
        over that are not, and what is under way would be taken for lost.
        """
        wall, steady = self.clock.now(), asyncio.get_running_loop().time()
        before, self._seen = self._seen, (wall, steady)
        if before and (wall - before[0]).total_seconds() - (steady - before[1]) > JUMP:
            self._wait_until = steady + self.lease.total_seconds()
            log.warning("the clock was set forward")
        if steady >= self._wait_until:
            self.meters.lapsed(await self.sender.recover())
        return 0

    def _job(self) -> None:
        """One tick, in a thread."""
        now = self.clock.now()
        self.alive()
        self.tick(now)
        self.ticked = now
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._outbox.now)

    async def _ticking(self) -> int:
        await asyncio.get_running_loop().run_in_executor(self.pool, self._job)
        self._outbox.now()
        return 0

    async def _prune(self) -> int:
        before = self.clock.now() - KEPT

        def prune(work: UnitOfWork) -> None:
            work.inbox.prune(before)
            work.outbox.prune(before)
            work.actions.prune(before)

        await asyncio.wrap_future(self.do(prune))
        return 0

    def ready(self) -> dict[str, str]:
        """Part -> "" or why it is not ready."""
        parts = {"store": "", "schema": "", "tick": ""}
        try:
            with self.store.begin() as work:
                work.inbox.waiting()
            parts["schema"] = self.schema()
        except Exception as error:
            parts["store"] = type(error).__name__
        if self.ticked is None or self.clock.now() - self.ticked > timedelta(seconds=3 * self.tick_every):
            parts["tick"] = "no tick yet" if self.ticked is None else "late"
        return parts

    def gauges(self) -> dict[str, float]:
        """How full inbox and outbox are, and how late."""
        now = self.clock.now()
        with self.store.begin() as work:
            waiting, came = work.inbox.waiting()
            states = work.outbox.waiting()
            oldest = work.outbox.oldest(now)
            due = work.reminders.oldest(now)
        return {
            "inbox_waiting": waiting,
            "inbox_oldest_seconds": (now - came).total_seconds() if came else 0,
            "outbox_oldest_ready_seconds": (now - oldest).total_seconds() if oldest else 0,
            "due_lag_seconds": (now - due).total_seconds() if due else 0,
            "tick_last_success_timestamp": self.ticked.timestamp() if self.ticked else 0,
            **{f"outbox_{state.replace('-', '_')}": count for state, count in states.items()},
        }


@contextlib.contextmanager
def sole(path: Any) -> Iterator[bool]:
    """Hold a lock file for as long as the context is open; yields False when another process holds it."""
    import fcntl

    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
            return
        yield True
