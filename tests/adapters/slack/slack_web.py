"""A Web API on loopback that answers what a test tells it to, for what a strict fake would never do."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

ME = {"ok": True, "team_id": "T1", "user_id": "UBOT", "bot_id": "B1", "team": "Acme", "user": "credpath"}
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Web:
    """`answers`: method -> an answer, a list of answers for one call each, or a handler. `seen`: what was called."""

    answers: dict[str, Any] = field(default_factory=dict)
    seen: list[tuple[str, dict[str, Any], str]] = field(default_factory=list)
    base: str = ""
    api: str = ""

    def of(self, method: str) -> list[dict[str, Any]]:
        """The parameters of each call of a method."""
        return [params for name, params, _ in self.seen if name == method]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        name = request.path.removeprefix("/api/")
        body = await request.read()
        params: dict[str, Any] = dict(request.query)
        if request.content_type == "application/json":
            params |= json.loads(body)
        elif request.content_type == "application/x-www-form-urlencoded":
            params |= dict(await request.post())
        else:
            params["body"] = body
        self.seen.append((name, params, request.headers.get("Authorization", "")))
        answer = self.answers.get(name, ME if name == "auth.test" else {"ok": True})
        if isinstance(answer, list):
            answer = answer.pop(0)
        return await answer(request) if callable(answer) else web.json_response(answer)


def status(code: int, body: Any = None, **headers: str) -> Handler:
    """A handler that answers with an HTTP status."""

    async def answer(request: web.Request) -> web.StreamResponse:
        text = body if isinstance(body, str) else json.dumps(body or {})
        kind = "text/plain" if isinstance(body, str) else "application/json"
        return web.Response(status=code, text=text, content_type=kind, headers=headers)

    return answer


async def cut_off(request: web.Request) -> web.StreamResponse:
    """Close the connection in the middle of it."""
    assert request.transport is not None
    request.transport.close()
    await asyncio.get_running_loop().create_future()
    raise AssertionError


@contextlib.asynccontextmanager
async def serving(**answers: Any) -> AsyncIterator[Web]:
    """A Web on a free port."""
    made = Web({name.replace("__", "."): answer for name, answer in answers.items()})
    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", made.handle)
    runner = web.AppRunner(app, handler_cancellation=True, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    made.base = f"http://127.0.0.1:{port}"
    made.api = made.base + "/api/"
    try:
        yield made
    finally:
        await runner.cleanup()
