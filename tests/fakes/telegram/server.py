"""A Telegram on loopback: `async with FakeTelegram() as fake`, or `with running(fake) as url` beside any program.

It keeps state as the real one does and refuses what the real one refuses; where that is not known it is stricter.
Time is the clock's; only getUpdates waits in real seconds, as its caller asks. Nothing leaves the machine.

    ann = fake.person(7, "Ann")
    await ann.start("inv_abc")            # -> Sent(update, status, post)
    await fake.taken()                    # polling: until the bot confirmed it
    [post] = fake.messages(ann)           # what the bot wrote there: .text, .entities, .labels, .topic, .edited
    await ann.presses(post, "My plan")
    fake.faults.lose_answer("sendMessage")

Not there: MarkdownV2, answers to inline queries, payments, business accounts, channels, redelivery by itself
(`fake.redeliver()`), and being told of a group that the bot left by itself.
"""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any, Self, TypeVar

import aiohttp
from aiohttp import web

from tests.fakes.telegram import abouts, methods
from tests.fakes.telegram.asking import NO_METHOD, Asked, checked, read
from tests.fakes.telegram.faults import Faults
from tests.fakes.telegram.floods import Floods, counted
from tests.fakes.telegram.inbox import Inbox
from tests.fakes.telegram.people import Group, Person, Sent
from tests.fakes.telegram.presses import Presses
from tests.fakes.telegram.refusal import Refusal
from tests.fakes.telegram.sends import Draft
from tests.fakes.telegram.world import TOKEN, Chat, Clock, File, Json, Kind, Post, Stopwatch, World

WAIT = 20.0  # seconds until a test that waits for something is told that it does not come
T = TypeVar("T")


class FakeTelegram:
    """One bot's server. `unknown`: names of methods that it is too old to know. `limits`: whether it answers 429."""

    def __init__(
        self,
        clock: Clock | None = None,
        token: str = TOKEN,
        username: str = "CredpathBot",
        name: str = "Credpath",
        reads_all: bool = False,
        limits: bool = False,
    ) -> None:
        self.clock: Clock = clock or Stopwatch()
        self.world = World(self.clock, token, username, name, reads_all)
        self.inbox = Inbox(self.clock, self._tell)
        self.faults = Faults(self._tell)
        self.floods = Floods(self.clock)
        self.menu = abouts.Menu()
        self.pressed = Presses(self.clock)
        self.limits = limits
        self.unknown: set[str] = set()
        self.calls: list[Asked] = []
        self.drafts: list[Draft] = []
        self.strangers: list[str] = []  # methods asked for that no server knows
        self._port = 0
        self._pulse = asyncio.Event()
        self._runner: web.AppRunner | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def rich(self) -> bool:
        """Whether it knows rich messages."""
        return "sendRichMessage" not in self.unknown

    @rich.setter
    def rich(self, known: bool) -> None:
        (self.unknown.discard if known else self.unknown.add)("sendRichMessage")

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    @property
    def token(self) -> str:
        return self.world.token

    async def __aenter__(self) -> Self:
        self._loop = asyncio.get_running_loop()
        self.inbox.session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30))
        await self.accept()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.refuse()
        assert self.inbox.session is not None
        await self.inbox.session.close()

    async def accept(self) -> None:
        """Listen, always at the same port."""
        app = web.Application(client_max_size=60 * 1024 * 1024)
        app.router.add_route("*", "/bot{token}/{method}", self._call)
        app.router.add_get("/file/bot{token}/{path:.*}", self._download)
        self._runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        self._port = self._runner.addresses[0][1]

    async def refuse(self) -> None:
        """Close every connection and refuse new ones, until `accept`."""
        self.inbox.wake()
        self.faults.release()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
        for _ in range(5):  # turns of the loop, for clients on it to see that their connections are closed
            await asyncio.sleep(0)

    def person(
        self, id: int, name: str, username: str = "", language: str = "", started: bool = False, last_name: str = ""
    ) -> Person:
        """Somebody. Unless `started`, the bot cannot write first."""
        more = {"last_name": last_name, "username": username, "language_code": language}
        user: Json = {"id": id, "is_bot": False, "first_name": name, **{k: v for k, v in more.items() if v}}
        self.world.users[id] = user
        chat = self.world.chats.setdefault(id, Chat(id, "private"))
        chat.user, chat.started = user, chat.started or started
        return Person(self, user, chat)

    def group(self, id: int, title: str, kind: Kind = "supergroup", forum: bool = False, bot: str = "member") -> Group:
        """A group. `bot` is the bot's status: member, administrator, left or kicked."""
        chat = self.world.chats.setdefault(id, Chat(id, kind, title, bot=bot, forum=forum))
        return Group(self, chat)

    async def push(self, kind: str, body: Json, post: Post | None = None) -> Sent:
        """Put an update in line, and deliver it when there is a webhook."""
        update = self.inbox.add(kind, body)
        if update is None or self.inbox.hook is None:
            return Sent(update, None, post)
        return Sent(update, await self.inbox.deliver(update), post)

    async def redeliver(self, update: Json | None = None) -> list[int]:
        """Deliver again: one update, or all that the webhook has not taken. Returns the HTTP statuses; none while the
        bot polls: then the update is the next that getUpdates gives, though it was confirmed.
        """
        if self.inbox.hook is None:
            for again in [update] if update is not None else []:
                self.inbox.again(again)
            return []
        updates = [update] if update is not None else list(self.inbox.pending)
        return [await self.inbox.deliver(u) for u in updates]

    def route(self, public: str, local: str) -> None:
        """Where a public address of a webhook really is, on loopback."""
        self.inbox.routes[public.rstrip("/")] = local.rstrip("/")

    async def taken(self, wait: float = WAIT) -> None:
        """Until every update so far is confirmed. Raises TimeoutError."""
        ids = {u["update_id"] for u in self.inbox.pending}
        await self.until(lambda: not ids & {u["update_id"] for u in self.inbox.pending}, wait)

    async def until(self, seen: Callable[[], bool], wait: float = WAIT) -> None:
        """Until something is so. Raises TimeoutError."""
        async with asyncio.timeout(wait):
            while not seen():
                await self._pulse.wait()

    def do(self, work: Coroutine[Any, Any, T]) -> T:
        """Do something on the server's own loop, from another thread."""
        assert self._loop is not None
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(WAIT + 5)

    def messages(self, chat: int | Person | Group) -> list[Post]:
        """What the bot wrote there and has not deleted, as it stands."""
        found = self.world.chats[chat if isinstance(chat, int) else chat.id]
        return [p for p in found.posts.values() if p.mine and not p.deleted]

    def documents(self, chat: int | Person | Group) -> list[File]:
        return [p.file for p in self.messages(chat) if p.file is not None and "document" in p.message]

    def photos(self, chat: int | Person | Group) -> list[File]:
        return [p.file for p in self.messages(chat) if p.file is not None and "photo" in p.message]

    def of(self, method: str) -> list[Asked]:
        """The calls of one method."""
        return [c for c in self.calls if c.method == method]

    def _tell(self) -> None:
        pulse, self._pulse = self._pulse, asyncio.Event()
        pulse.set()

    async def _call(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != self.token:
            return _answer(Refusal(401, "Unauthorized").body())
        name = methods.NAMES.get(request.match_info["method"].lower(), "")
        if not name or name in self.unknown or request.method not in ("GET", "POST"):
            self.strangers.append(request.match_info["method"])
            self._tell()
            return _answer(NO_METHOD.body())
        try:
            asked = await read(request, name)
        except Refusal as refusal:
            return _answer(refusal.body())
        asked.at = self.clock.now()
        self.calls.append(asked)
        self._tell()
        fault = self.faults.take(name)
        if fault is not None and fault.kind == "answer":
            assert fault.refusal is not None
            asked.answer = fault.refusal.body()
            if fault.page:
                return web.Response(status=fault.refusal.code, text="<html>gone</html>", content_type="text/html")
            return _answer(asked.answer)
        if fault is not None and fault.kind == "reset":
            return _broken(request)
        if fault is not None and fault.kind == "hang":
            await self.faults.held()
        asked.answer = await self._done(asked)
        self._tell()
        if fault is not None and fault.kind == "lost":
            return _broken(request)
        if fault is not None and fault.kind == "stuck":
            await self.faults.held()
        return _answer(asked.answer)

    async def _done(self, asked: Asked) -> Json:
        try:
            checked(asked)
            chat = self.world.find(asked.params["chat_id"]) if self.limits and counted(asked.method) else None
            if chat is not None:
                self.floods.check(chat)
            result = methods.METHODS[asked.method](self, asked)
            if asyncio.iscoroutine(result):
                result = await result
            if chat is not None:
                self.floods.count(chat)
        except Refusal as refusal:
            return refusal.body()
        return {"ok": True, "result": result}

    async def _download(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != self.token:
            return _answer(Refusal(401, "Unauthorized").body())
        content = abouts.content(self.world, request.match_info["path"])
        if content is None:
            return _answer(Refusal(404, "Not Found").body())
        return web.Response(body=content, content_type="application/octet-stream")


def _answer(body: Json) -> web.Response:
    return web.json_response(body, status=200 if body["ok"] else body["error_code"])


def _broken(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


@contextmanager
def running(fake: FakeTelegram) -> Iterator[str]:
    """The server in a thread of its own; `fake.do(...)` acts on it."""
    started: Future[asyncio.Event] = Future()

    async def serve() -> None:
        async with fake:
            stop = asyncio.Event()
            started.set_result(stop)
            await stop.wait()

    def work() -> None:
        try:
            asyncio.run(serve())
        except BaseException as error:
            if not started.done():
                started.set_exception(error)
            else:
                raise

    thread = threading.Thread(target=work, name="fake telegram")
    thread.start()
    stop = started.result(WAIT)
    try:
        yield fake.url
    finally:
        assert fake._loop is not None
        fake._loop.call_soon_threadsafe(stop.set)
        thread.join(WAIT)
