"""The platform of the kill tests, in a thread of the test: keeps what arrives, and can be asked what it has."""

import asyncio
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from aiohttp import web


class Platform:
    """Every call that arrived, by outbox id."""

    def __init__(self) -> None:
        self.arrived: Counter[str] = Counter()
        self.port = 0
        self._stop: Any = None

    async def _send(self, request: web.Request) -> web.Response:
        id = (await request.json())["id"]
        self.arrived[id] += 1
        return web.Response(text=f"r-{id}-{self.arrived[id]}".replace(" ", "_"))

    async def _seen(self, request: web.Request) -> web.Response:
        id = (await request.json())["id"]
        return web.Response(text=f"r-{id}-{self.arrived[id]}".replace(" ", "_") if self.arrived[id] else "")

    async def _main(self, started: threading.Event) -> None:
        app = web.Application()
        app.add_routes([web.post("/send", self._send), web.post("/seen", self._seen)])
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        assert site._server is not None
        self.port = site._server.sockets[0].getsockname()[1]  # type: ignore[attr-defined]
        stop = asyncio.Event()
        self._stop = (asyncio.get_running_loop(), stop)
        started.set()
        await stop.wait()
        await runner.cleanup()

    @contextmanager
    def running(self) -> Iterator["Platform"]:
        """Listen while the context is open."""
        started = threading.Event()
        thread = threading.Thread(target=lambda: asyncio.run(self._main(started)), daemon=True)
        thread.start()
        assert started.wait(10)
        try:
            yield self
        finally:
            loop, stop = self._stop
            loop.call_soon_threadsafe(stop.set)
            thread.join(10)
