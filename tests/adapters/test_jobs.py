"""Loops that wait to be woken."""

import asyncio

from adapters.jobs import Bell


def test_a_bell_rings_at_once_or_once_for_all_who_asked_meanwhile() -> None:
    async def story() -> list[int]:
        loop = asyncio.get_running_loop()
        bell, rings = Bell(0.01), [0]
        bell.rung.set = lambda: rings.__setitem__(0, rings[0] + 1)  # type: ignore[method-assign]
        bell.now()
        at_once = rings[0]
        for _ in range(5):
            bell.soon()
        waiting = rings[0]
        over = asyncio.Event()
        loop.call_later(0.05, over.set)
        await over.wait()
        collected = rings[0]
        bell.soon()
        loop.call_later(0.05, (again := asyncio.Event()).set)
        await again.wait()
        return [at_once, waiting, collected, rings[0]]

    assert asyncio.run(story()) == [1, 1, 2, 3]
