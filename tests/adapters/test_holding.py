"""Of many processes that serve one bot, one receives; another takes over when it stops, dies or cannot renew."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from adapters.app import SystemClock
from adapters.holding import Hold
from adapters.store.memory import MemoryStore
from tests.fakes.recorder import doing

LEASE = timedelta(seconds=0.3)


class Receiver:
    """Notes who receives, and that there are never two."""

    def __init__(self) -> None:
        self.now: set[str] = set()
        self.order: list[str] = []
        self.changed = asyncio.Event()

    def of(self, name: str) -> Callable[[asyncio.Event], Any]:
        async def receive(ended: asyncio.Event) -> None:
            assert not self.now
            self.now.add(name)
            self.order.append(name)
            self.changed.set()
            await ended.wait()
            self.now.discard(name)

        return receive

    async def next(self) -> str:
        await asyncio.wait_for(self.changed.wait(), 20)
        self.changed.clear()
        return self.order[-1]


def hold(do: Any, owner: str) -> Hold:
    return Hold(do, SystemClock(), "receive:telegram:1", owner, LEASE)


def test_one_receives_and_another_takes_over() -> None:
    async def story() -> None:
        do = doing(MemoryStore())
        receiver, stops = Receiver(), {name: asyncio.Event() for name in "abc"}
        settled = {name: asyncio.Event() for name in "abc"}
        tasks = {
            name: asyncio.create_task(hold(do, name)(receiver.of(name), stops[name], settled[name])) for name in "abc"
        }
        first = await receiver.next()
        await asyncio.gather(*(asyncio.wait_for(settled[name].wait(), 20) for name in "abc" if name != first))
        stops[first].set()
        await tasks[first]
        second = await receiver.next()
        tasks[second].cancel()
        third = await receiver.next()
        assert {first, second, third} == set("abc")
        stops[third].set()
        await asyncio.gather(*tasks.values(), return_exceptions=True)
        assert not receiver.now

    asyncio.run(asyncio.wait_for(story(), 30))


def test_who_cannot_renew_stops_before_the_lease_is_over() -> None:
    async def story() -> None:
        store = MemoryStore()
        broken: list[int] = []

        def do(action: Any) -> Any:
            if broken:
                raise ConnectionError
            return doing(store)(action)

        receiver, stop = Receiver(), asyncio.Event()
        task = asyncio.create_task(hold(do, "a")(receiver.of("a"), stop, asyncio.Event()))
        assert await receiver.next() == "a"
        broken.append(1)
        other = asyncio.create_task(hold(doing(store), "b")(receiver.of("b"), stop, asyncio.Event()))
        assert await receiver.next() == "b"  # asserts that "a" has ended
        stop.set()
        await asyncio.gather(task, other)

    asyncio.run(asyncio.wait_for(story(), 30))


def test_what_receiving_raises_comes_out() -> None:
    async def refused(ended: asyncio.Event) -> None:
        raise LookupError

    with pytest.raises(LookupError):
        asyncio.run(hold(doing(MemoryStore()), "a")(refused, asyncio.Event(), asyncio.Event()))
