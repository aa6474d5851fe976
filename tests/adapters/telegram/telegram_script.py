"""A server that answers as it is told and writes down what it was asked; for what a whole fake would never do.

Also the few things that all tests of the adapter need: updates as Telegram writes them, letters, a clock, an inbox.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from aiogram import methods
from aiohttp import web
from pydantic import BaseModel

from adapters.telegram import TelegramSettings, open_telegram
from adapters.telegram.platform import Telegram
from adapters.wire import Letter
from bot.messages import Picture, Reply, Text
from bot.traffic import Event, Outgoing, Place

TOKEN = "123456:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr"
NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
WAIT = 20.0  # seconds, generous: no test depends on speed
ANN: dict[str, Any] = {"id": 7, "is_bot": False, "first_name": "Ann", "last_name": "Lee", "language_code": "de"}
DM: dict[str, Any] = {"id": 7, "type": "private", "first_name": "Ann"}
GROUP: dict[str, Any] = {"id": -100200, "type": "supergroup", "title": "Team"}

Answer = tuple[int, Any] | Callable[["Asked"], Any]


@dataclass
class Asked:
    """One call that came in."""

    method: str
    params: dict[str, Any]
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)


def ok(result: Any = True) -> Answer:
    return 200, {"ok": True, "result": result}


def no(code: int, description: str, **parameters: Any) -> Answer:
    body: dict[str, Any] = {"ok": False, "error_code": code, "description": description}
    return code, {**body, "parameters": parameters} if parameters else body


def message(asked: Asked) -> Any:
    return {"message_id": 11, "date": 1, "chat": {"id": asked.params["chat_id"], "type": "private"}}


@dataclass
class Script:
    """`answers[method]` are given in turn, the last one again and again; a method without any is answered by True, and
    one that sends by a message.
    """

    answers: dict[str, list[Answer]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    base: str = ""
    odd: list[str] = field(default_factory=list)  # what aiogram would not take
    files: dict[str, bytes] = field(default_factory=dict)
    fetched: list[str] = field(default_factory=list)
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    def methods(self) -> list[str]:
        return [a.method for a in self.asked]

    def of(self, method: str) -> list[Asked]:
        return [a for a in self.asked if a.method == method]

    async def until(self, seen: Callable[["Script"], bool]) -> None:
        async with asyncio.timeout(WAIT), self.changed:
            await self.changed.wait_for(lambda: seen(self))

    async def _call(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != TOKEN:
            return web.json_response({"ok": False, "error_code": 401, "description": "Unauthorized"}, status=401)
        asked = await _read(request)
        self.odd += refused(asked)
        async with self.changed:
            self.asked.append(asked)
            self.changed.notify_all()
        waiting = self.answers.get(asked.method)
        answer = (waiting.pop(0) if len(waiting) > 1 else waiting[0]) if waiting else _usual(asked)
        if callable(answer):
            made = answer(asked)
            answer = await made if asyncio.iscoroutine(made) else made
            if isinstance(answer, web.StreamResponse):
                return answer
            answer = answer if isinstance(answer, tuple) else ok(answer)
        status, body = answer  # type: ignore[misc]
        if isinstance(body, bytes):
            return web.Response(status=status, body=body)
        return web.json_response(body, status=status)

    async def _file(self, request: web.Request) -> web.StreamResponse:
        self.fetched.append(request.match_info["path"])
        content = self.files.get(request.match_info["path"])
        return web.Response(status=404) if content is None else web.Response(body=content)


def refused(asked: Asked) -> list[str]:
    """Why the models of aiogram, which nobody here wrote, would not take a call; they know every field there is."""
    model = getattr(methods, asked.method[0].upper() + asked.method[1:], None)
    if model is None:
        return [f"no method {asked.method}"]
    try:
        return [
            f"{asked.method}.{name}"
            for name in unknown(model.model_validate({**asked.params, **dict.fromkeys(asked.files, "attach://x")}))
        ]
    except ValueError as error:
        return [str(error)]


def unknown(value: Any) -> list[str]:
    """Names that a model does not know, at any depth."""
    if isinstance(value, list):
        return [name for v in value for name in unknown(v)]
    if not isinstance(value, BaseModel):
        return []
    return [*(value.model_extra or ()), *(n for k in value.model_fields_set for n in unknown(getattr(value, k)))]


def _usual(asked: Asked) -> Answer:
    if asked.method == "getMe":
        return ok({"id": 123456, "is_bot": True, "first_name": "Credpath", "username": "CredpathBot"})
    if asked.method.startswith("send") and asked.method not in ("sendChatAction", "sendMessageDraft"):
        return message
    return message if asked.method == "editMessageText" else ok([] if asked.method == "getUpdates" else True)


async def _read(request: web.Request) -> Asked:
    asked = Asked(request.match_info["method"], {})
    if request.content_type == "application/json":
        asked.params = await request.json()
        return asked
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            asked.files[name] = (value.filename, value.file.read())
        else:
            asked.params[name] = json.loads(value) if value[:1] in "[{-0123456789" else value
    return asked


@asynccontextmanager
async def scripted(**answers: list[Answer]) -> AsyncIterator[Script]:
    script = Script(answers)
    app = web.Application(client_max_size=60 * 1024 * 1024)
    app.router.add_post("/bot{token}/{method}", script._call)
    app.router.add_get("/file/bot{token}/{path:.*}", script._file)
    runner = web.AppRunner(app, access_log=None, handler_cancellation=True)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    script.base = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield script
    finally:
        await runner.cleanup()
    assert script.odd == []


@dataclass
class Clock:
    """Moves when told to."""

    at: datetime = NOW

    def now(self) -> datetime:
        return self.at

    def forward(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@dataclass
class Inbox:
    """Keeps each thing once; fails as often as told."""

    events: list[Event] = field(default_factory=list)
    failures: int = 0
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def __call__(self, events: Sequence[Event]) -> list[bool]:
        if self.failures:
            self.failures -= 1
            raise RuntimeError("the disk is full")
        known = {e.id for e in self.events}
        new = [e.id not in known for e in events]
        async with self.changed:
            self.events += [e for e, is_new in zip(events, new, strict=True) if is_new]
            self.changed.notify_all()
        return new

    async def until(self, count: int) -> None:
        async with asyncio.timeout(WAIT), self.changed:
            await self.changed.wait_for(lambda: len(self.events) >= count)


def draw(picture: Picture) -> bytes:
    return b"\x89PNG " + picture.title.encode()


def opened(base: str, inbox: Inbox | None = None, clock: Clock | None = None, **given: Any) -> Telegram:
    """The platform at a base URL. `sleep`, `draw`, `mode`, `secret`, `public_url` and `token` as given."""
    settings = {k: given.pop(k) for k in ("mode", "secret", "public_url", "token") if k in given}
    return open_telegram(
        TelegramSettings(**{"token": TOKEN, "tenant": "acme", "api": base, **settings}),
        inbox or Inbox(),
        given.pop("draw", draw),
        clock or Clock(),
        **given,
    )


def update(id: int = 1, chat: dict[str, Any] = DM, sender: dict[str, Any] = ANN, **fields: Any) -> dict[str, Any]:
    """A message as Telegram delivers it."""
    base = {"message_id": 5, "date": int(NOW.timestamp()), "chat": chat, "from": sender}
    return {"update_id": id, "message": {**base, **fields}}


def pressed(id: int = 1, data: str | None = "a:AAAABBBBCCCCDDDD", chat: dict[str, Any] = DM) -> dict[str, Any]:
    at = {"message_id": 9, "date": 0, "chat": chat}
    query: dict[str, Any] = {"id": "q1", "from": ANN, "message": at, "chat_instance": "x"}
    return {"update_id": id, "callback_query": query if data is None else {**query, "data": data}}


def letter(
    reply: Reply | str = "hello",
    conversation: str = "7",
    person: str = "",
    edited: tuple[str, ...] = (),
    thread: str | None = None,
    visibility: str = "private",
) -> Letter:
    """A letter to a chat; a text becomes a reply."""
    if isinstance(reply, str):
        reply = Reply(reply, (Text(reply),), visibility=visibility)  # type: ignore[arg-type]
    outgoing = Outgoing(
        "re:1", "acme", "L1", "telegram", "P1", "reply", "", NOW, thread=thread, edits="re:0" if edited else ""
    )
    kind = "channel" if conversation.startswith("-") else "dm"
    place = Place("P1", "acme", "telegram", conversation, kind)  # type: ignore[arg-type]
    return Letter(outgoing, reply, place, person, edited)
