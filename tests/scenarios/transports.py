"""The five ways to talk to the product: the terminal, Slack over HTTP and sockets, Telegram by webhook and polling."""

import asyncio
import contextlib
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import uvicorn

from adapters.console.talk import Talk
from adapters.console.text import plain
from adapters.pictures import png
from adapters.slack import SlackSettings, open_slack
from adapters.telegram import TelegramSettings, open_telegram
from bot.messages import Person, Reply
from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack.tokens import APP_TOKEN, BOT_TOKEN
from tests.fakes.telegram.server import FakeTelegram
from tests.scenarios.hall import Hall

NAME = "Ana"


class Terminal:
    """Typed lines; a button is pressed by its words."""

    openers: dict[str, Any] = {}  # noqa: RUF012 - the terminal is no platform that is served

    def __init__(self, folder: Path) -> None:
        self.person = Person("home", "terminal", "ana", NAME, "UTC")
        self._folder = folder
        self._shown: list[Reply] = []

    async def open(self, hall: Hall) -> None:
        self._hall = hall
        self._talk = Talk(self.person, hall.assistant, hall.store, hall.clock, hall.tick, self._folder / "exports")

    async def say(self, text: str) -> None:
        self._shown.append(await asyncio.to_thread(self._talk.say, text))

    async def press(self, label: str) -> None:
        await self.say(label)

    def seen(self) -> str:
        self._talk.due(self._shown.append)
        shown, self._shown = self._shown, []
        return " ".join(" ".join(plain(reply).split()) for reply in shown)

    async def close(self) -> None: ...


@contextlib.asynccontextmanager
async def listening(app: Any) -> Any:
    """The web application on a free port; gives its address."""

    class Server(uvicorn.Server):
        def capture_signals(self) -> Any:
            return contextlib.nullcontext()

    sock = socket.socket()
    sock.bind(("127.0.0.1", 0))
    sock.listen(64)
    server = Server(uvicorn.Config(app, log_config=None, access_log=False, lifespan="off"))
    task = asyncio.create_task(server.serve([sock]))
    try:
        yield f"http://127.0.0.1:{sock.getsockname()[1]}"
    finally:
        server.should_exit = True
        await task
        sock.close()


class Slack:
    """A direct message with the app."""

    def __init__(self, *, by_socket: bool) -> None:
        self._by_socket = by_socket
        self._at = 0
        self._stack = contextlib.AsyncExitStack()
        self.person = Person("home", "slack", "U1ANA", NAME)
        self.openers = {"slack": self._opened}

    async def prepare(self) -> None:
        """Start Slack."""
        self.fake = await self._stack.enter_async_context(FakeSlack())
        self.ana = self.fake.person("U1ANA", NAME, tz="UTC")

    def _opened(self, put: Any) -> Any:
        settings = SlackSettings(
            bot_token=BOT_TOKEN,
            app_token=APP_TOKEN if self._by_socket else "",
            signing_secret=self.fake.signing_secret,
            api=f"{self.fake.url}/api/",
        )

        async def gone(tenant: str) -> None: ...

        return open_slack(
            settings, put=put, find_form=lambda tenant, token: None, installations=None, gone=gone, draw=png,
            clock=self.fake.clock,
        )  # fmt: skip

    async def open(self, hall: Hall) -> None:
        if not self._by_socket:
            url = await self._stack.enter_async_context(listening(hall.serving.app()))
            self.fake.delivers_to(f"{url}/slack/events")
        await hall.serving.platforms["slack"].start()

    async def say(self, text: str) -> None:
        assert (await self.ana.says(text)).ok

    async def press(self, label: str) -> None:
        shown = [m for m in self._mine() if any(label == found for found in _labels(m))]
        assert (await self.ana.presses(shown[-1], label)).ok

    def _mine(self) -> list[dict[str, Any]]:
        return [m for m in self.fake.messages(self.ana.dm.id) if m.get("bot_id")]

    def seen(self) -> str:
        new = self._mine()[self._at :]
        self._at = len(self._mine())
        return " ".join(" ".join(" ".join(_texts(m)).split()) for m in new)

    async def close(self) -> None:
        await self._stack.aclose()


def _texts(value: Any) -> Iterator[str]:
    """Everything that can be read in a message, in order; what belongs to one line stays together."""
    if isinstance(value, dict):
        if value.get("type") in {"rich_text_section", "rich_text_preformatted", "rich_text_quote"}:
            yield "".join(e.get("text", e.get("url", "")) for e in value["elements"])
            return
        for name in ("text", "title", "subtitle", "body", "label", "alt_text"):
            if isinstance(value.get(name), str):
                yield value[name]
        for inner in value.values():
            if isinstance(inner, dict | list):
                yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _labels(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if value.get("type") == "button" or ("value" in value and isinstance(value.get("text"), dict)):
            yield value["text"]["text"]
        for inner in value.values():
            yield from _labels(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _labels(inner)


class Telegram:
    """A private chat with the bot."""

    def __init__(self, *, by_webhook: bool) -> None:
        self._by_webhook = by_webhook
        self._at = 0
        self._documents = 0
        self._stack = contextlib.AsyncExitStack()
        self.person = Person("home", "telegram", "7", NAME)
        self.openers = {"telegram": self._opened}

    async def prepare(self) -> None:
        """Start Telegram."""
        self.fake = await self._stack.enter_async_context(FakeTelegram())
        self.ana = self.fake.person(7, NAME)

    def _opened(self, put: Any) -> Any:
        settings = TelegramSettings(
            self.fake.token,
            mode="webhook" if self._by_webhook else "polling",
            api=self.fake.url,
            public_url="https://bot.example.org" if self._by_webhook else "",
        )
        return open_telegram(settings, put, png, self.fake.clock)

    async def open(self, hall: Hall) -> None:
        if self._by_webhook:
            url = await self._stack.enter_async_context(listening(hall.serving.app()))
            self.fake.route("https://bot.example.org", url)
        await hall.serving.platforms["telegram"].start()
        await self.ana.start("")
        await self._taken()
        await hall.settle()
        self.seen()

    async def _taken(self) -> None:
        if not self._by_webhook:
            await self.fake.taken()

    async def say(self, text: str) -> None:
        await self.ana.says(text)
        await self._taken()

    async def press(self, label: str) -> None:
        shown = [post for post in self._mine() if label in post.labels]
        await self.ana.presses(shown[-1], label)
        await self._taken()

    def _mine(self) -> list[Any]:
        return [post for post in self.fake.messages(self.ana) if post.mine]

    def seen(self) -> str:
        new = self._mine()[self._at :]
        self._at = len(self._mine())
        labels = " ".join(label for post in new for label in post.labels)
        return " ".join(" ".join(post.text.split()) for post in new) + " " + labels

    async def close(self) -> None:
        await self._stack.aclose()


def transports(folder: Path) -> dict[str, Any]:
    """Each of the five, not started."""
    return {
        "terminal": Terminal(folder),
        "slack-http": Slack(by_socket=False),
        "slack-socket": Slack(by_socket=True),
        "telegram-webhook": Telegram(by_webhook=True),
        "telegram-polling": Telegram(by_webhook=False),
    }
