"""The fake in a thread of its own, for tests that have no event loop."""

import asyncio
import contextlib
import threading
from collections.abc import Coroutine, Iterator
from typing import Any, TypeVar

from tests.fakes.slack.server import FakeSlack

T = TypeVar("T")
PATIENCE = 60.0


@contextlib.contextmanager
def running(fake: FakeSlack) -> Iterator[str]:
    """The fake's address while it runs."""
    up, stop = threading.Event(), []
    broken: list[BaseException] = []

    async def serve() -> None:
        ended = asyncio.Event()
        async with fake:
            stop.append(ended)
            up.set()
            await ended.wait()

    def run() -> None:
        try:
            asyncio.run(serve())
        except BaseException as error:
            broken.append(error)
        finally:
            up.set()

    thread = threading.Thread(target=run, name="fake-slack", daemon=True)
    thread.start()
    up.wait(PATIENCE)
    if broken or not stop:
        raise RuntimeError("the fake did not start") from (broken[0] if broken else None)
    try:
        yield fake.url
    finally:
        if fake.loop is not None and thread.is_alive():
            fake.loop.call_soon_threadsafe(stop[0].set)
        thread.join(PATIENCE)


def does(fake: FakeSlack, action: Coroutine[Any, Any, T]) -> T:
    """Something that a person does, on the fake's thread: `does(fake, ada.says("hello"))`."""
    assert fake.loop is not None
    return asyncio.run_coroutine_threadsafe(action, fake.loop).result(PATIENCE)
