"""Who may receive: of many processes that serve one bot, the one that holds its lease.

Telegram refuses a second process that asks for updates, and hands the updates to either of the two meanwhile. The lease
is a row (`Limits.lease`), measured with the clock that all processes share; a process that cannot renew it in time
stops before it is over.
"""

import asyncio
import contextlib
import logging
from dataclasses import dataclass, field
from datetime import timedelta

from adapters.wire import Do, Receive
from bot.ports import Clock

LEASE = timedelta(seconds=30)
log = logging.getLogger(__name__)


async def always(receive: Receive, stop: asyncio.Event, settled: asyncio.Event) -> None:
    """There is no other process: receive until told to stop."""
    await receive(stop)


async def never(receive: Receive, stop: asyncio.Event, settled: asyncio.Event) -> None:
    """Others receive."""
    settled.set()
    await stop.wait()


@dataclass(slots=True)
class Hold:
    """Receive whenever the lease `name` is ours; look for it every third of its length."""

    do: Do
    clock: Clock
    name: str
    owner: str
    lease: timedelta = LEASE
    held: bool = field(default=False, init=False)

    async def __call__(self, receive: Receive, stop: asyncio.Event, settled: asyncio.Event) -> None:
        """Until told to stop. `settled` is set when it is known that another process receives."""
        while not stop.is_set():
            if await self._take():
                await self._receive(receive, stop)
            settled.set()
            await _wait(stop, self.lease.total_seconds() / 3)

    async def _receive(self, receive: Receive, stop: asyncio.Event) -> None:
        log.info("receiving", extra={"lease": self.name})
        self.held = True
        ended = asyncio.Event()
        work = asyncio.ensure_future(receive(ended))
        keeper = asyncio.create_task(self._keep(stop))
        try:
            await asyncio.wait({work, keeper}, return_when=asyncio.FIRST_COMPLETED)
            ended.set()
            await work
        finally:
            ended.set()
            self.held = False
            keeper.cancel()
            await asyncio.gather(keeper, work, return_exceptions=True)
            with contextlib.suppress(Exception):  # it runs out by itself
                await asyncio.wrap_future(self.do(lambda work: work.limits.let_go(self.name, self.owner)))

    async def _keep(self, stop: asyncio.Event) -> None:
        """Renew; return when told to stop, or when the lease is another's or about to be over."""
        loop = asyncio.get_running_loop()
        length = self.lease.total_seconds()
        good_until = loop.time() + length * 2 / 3
        while not stop.is_set() and loop.time() < good_until:
            await _wait(stop, length / 6)
            asked = loop.time()
            try:
                mine = await asyncio.wait_for(self._renew(), max(0.1, good_until - asked))
            except Exception as error:
                log.warning("a lease could not be renewed", extra={"reason": type(error).__name__})
                continue
            if not mine:
                return
            good_until = asked + length * 2 / 3

    async def _take(self) -> bool:
        try:
            return await self._renew()
        except Exception as error:
            log.warning("a lease could not be asked for", extra={"reason": type(error).__name__})
            return False

    async def _renew(self) -> bool:
        now = self.clock.now()
        return await asyncio.wrap_future(
            self.do(lambda work: work.limits.lease(self.name, self.owner, now, now + self.lease))
        )


async def _wait(stop: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)
