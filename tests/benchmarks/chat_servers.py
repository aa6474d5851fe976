"""The servers that are compared, one a process: `python -m tests.benchmarks.chat_servers NAME [ARGS]` prints its port.

bolt and ptb are the libraries alone, as their own documentation starts them; ours are the adapters with the inbox
stubbed or committed, and the whole way from the webhook to the answer.
"""

import asyncio
import json
import socket
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"


def bolt() -> Any:
    """slack_bolt with starlette: `/path` is acknowledged with its own text."""
    from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
    from slack_bolt.async_app import AsyncApp
    from slack_bolt.authorization import AuthorizeResult
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    async def authorize(**_: Any) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-1", bot_id="B1", bot_user_id="U0")

    app = AsyncApp(signing_secret=SECRET, authorize=authorize)

    @app.command("/credpath")
    async def echo(ack: Any, command: dict[str, Any]) -> None:
        await ack(command["text"])

    handler = AsyncSlackRequestHandler(app)

    async def events(request: Request) -> Response:
        return await handler.handle(request)

    return Starlette(routes=[Route("/slack/events", events, methods=["POST"])])


async def _ptb(request: Any, base: str) -> Any:
    """python-telegram-bot behind starlette: every message is answered with its own text."""
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route
    from telegram import Update
    from telegram.ext import ApplicationBuilder, MessageHandler, filters

    builder = ApplicationBuilder().token(TOKEN).updater(None)
    if request is not None:
        builder = builder.request(request).get_updates_request(request)
    if base:
        builder = builder.base_url(f"{base}/bot").base_file_url(f"{base}/file/bot")
    app = builder.build()

    async def echo(update: Update, context: Any) -> None:
        assert update.message is not None
        await update.message.reply_text(update.message.text or "")

    app.add_handler(MessageHandler(filters.TEXT, echo))
    await app.initialize()

    async def hook(request: Request) -> Response:
        if request.headers.get("X-Telegram-Bot-Api-Secret-Token") != SECRET:
            return Response(status_code=403)
        await app.process_update(Update.de_json(json.loads(await request.body()), app.bot))
        return Response()

    return Starlette(routes=[Route("/telegram/110201543", hook, methods=["POST"])])


ME = {"id": 110201543, "is_bot": True, "first_name": "Credpath", "username": "credpath_bot"}
SENT = {"message_id": 1, "date": 1700000000, "chat": {"id": 42, "type": "private"}, "text": "x"}


async def ptb_stub() -> Any:
    """The same with a transport that answers at once without a network."""
    from telegram.request import BaseRequest

    class Stub(BaseRequest):
        @property
        def read_timeout(self) -> float:
            return 5.0

        async def initialize(self) -> None: ...

        async def shutdown(self) -> None: ...

        async def do_request(self, url: str, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
            result = ME if url.endswith("getMe") else SENT
            return 200, json.dumps({"ok": True, "result": result}).encode()

    return await _ptb(Stub(), "")


async def ptb_httpx(api: str) -> Any:
    """The same with its default client, against a platform on loopback."""
    return await _ptb(None, api)


async def ptb_aiohttp(api: str) -> Any:
    """The same with aiohttp for a client."""
    from adapters.telegram.transport import Transport

    return await _ptb(Transport(TOKEN, api), api)


class Clockwork:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


def _platform(name: str, put: Any, api: str = "http://127.0.0.1:9") -> Any:
    if name == "slack":
        from adapters.slack import SlackSettings, open_slack
        from adapters.slack.grants import Grant

        async def gone(tenant: str) -> None: ...

        slack = open_slack(
            SlackSettings(bot_token="xoxb-1", signing_secret=SECRET, api=f"{api}/api/"),
            put=put, find_form=lambda tenant, token: None, installations=None, gone=gone, draw=lambda p: b"",
            clock=Clockwork(),
        )  # fmt: skip
        slack._grants._own = Grant("home", "xoxb-1", "T1", "", "UBOT")  # as after auth.test
        return slack
    from adapters.telegram import TelegramSettings, open_telegram
    from adapters.telegram.reading import Me

    telegram = open_telegram(
        TelegramSettings(TOKEN, mode="webhook", secret=SECRET, api=api, public_url="https://x"),
        put,
        lambda p: b"",
        Clockwork(),
    )
    telegram._me = Me("home", ME["id"], ME["username"])  # as after getMe
    return telegram


def ours(name: str, api: str) -> Any:
    """The adapter with an inbox that takes everything and keeps nothing."""
    from starlette.applications import Starlette

    async def put(events: Any) -> list[bool]:
        return [True] * len(events)

    return Starlette(routes=_platform(name, put, api).routes())


def ours_kept(name: str, api: str, database: str) -> Any:
    """The adapter with the inbox committed: SQLite, WAL, synchronous FULL, group commit."""
    from starlette.applications import Starlette

    from adapters.inbox import Intake
    from adapters.store import open_store
    from adapters.store.batch import Batch

    intake = Intake(Batch(open_store(database)).do, Clockwork())
    return Starlette(routes=_platform(name, intake.put, api).routes())


async def ours_echo(name: str, api: str, database: str) -> Any:
    """The whole way: webhook, inbox, an assistant that repeats what was said, outbox, call; each step committed."""
    from adapters.serving import Serving
    from adapters.store import open_store
    from adapters.store.batch import Batch
    from tests.adapters.mail import Echo

    store = open_store(database)
    serving = Serving(
        store, Batch(store).do, Clockwork(), None, Echo(store, Clockwork(), thinks=False),  # type: ignore[arg-type]
        {name: lambda put: _platform(name, put, api)}, lambda now: 0,
    )  # fmt: skip
    await serving.platforms[name]._transport.initialize()  # type: ignore[attr-defined]
    serving.platforms[name].start = _nothing  # type: ignore[method-assign]
    asyncio.get_running_loop().create_task(serving.run(alone=True))
    return serving.app()


async def _nothing() -> None: ...


SERVERS: dict[str, Callable[..., Any]] = {
    "bolt": bolt,
    "ptb_stub": ptb_stub,
    "ptb_httpx": ptb_httpx,
    "ptb_aiohttp": ptb_aiohttp,
    "ours": ours,
    "ours_kept": ours_kept,
    "ours_echo": ours_echo,
}


async def serve(app: Any) -> None:
    """Serve until terminated; the port is printed once it listens."""
    import uvicorn

    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen(128)
    config = uvicorn.Config(app, log_level="critical", access_log=False, lifespan="off", loop="asyncio")
    sys.stdout.write(f"port {listening.getsockname()[1]}\n")
    sys.stdout.flush()
    await uvicorn.Server(config).serve([listening])


async def main(name: str, *args: str) -> None:
    """Make a server and run it."""
    made = SERVERS[name](*args)
    await serve(await made if asyncio.iscoroutine(made) else made)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
