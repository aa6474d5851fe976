"""Telegram as the worker and the sender use it, and as it is started and stopped."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from telegram.error import InvalidToken, TelegramError

from adapters.telegram import words
from adapters.telegram.addressed import Me
from adapters.telegram.api import Api
from adapters.telegram.files import fetched
from adapters.telegram.members import Members
from adapters.telegram.menu import introduce
from adapters.telegram.polling import Stopped, backoff, poll, unless
from adapters.telegram.ports import CannotStart, Draw, Sleep, TelegramSettings
from adapters.telegram.reading import ALLOWED, events
from adapters.telegram.sending import Sending
from adapters.telegram.transport import Transport
from adapters.telegram.writing import number, posts
from adapters.wire import Call, Holding, Letter, Put
from bot.messages import Attachment, Person, Reply
from bot.ports import Clock
from bot.traffic import Event, Place

if TYPE_CHECKING:
    from starlette.routing import Route

CONNECTIONS = 40  # deliveries at once
log = logging.getLogger(__name__)


class Telegram:
    """One bot. Everything that it knows for longer than a call can be asked for again."""

    name = "telegram"

    def __init__(
        self, settings: TelegramSettings, put: Put, draw: Draw, clock: Clock, sleep: Sleep, hold: Holding
    ) -> None:
        bot, colon, _ = settings.token.partition(":")
        if not colon or number(bot) is None:
            raise CannotStart(words.ODD_TOKEN)
        self._settings = settings
        self._put, self._clock, self._sleep, self._hold = put, clock, sleep, hold
        self._me = Me(settings.tenant, int(bot))
        self._transport = Transport(settings.token, settings.api)
        self._api = Api(settings.token, settings.api, self._transport)
        self._sending = Sending(self._api, draw, clock)
        self._members = Members(self._api, clock)
        self._stop = asyncio.Event()
        self._receiving: asyncio.Task[None] | None = None
        self._beside: set[asyncio.Task[Any]] = set()

    def routes(self) -> "list[Route]":
        """Where Telegram delivers, in webhook mode. Raises CannotStart for a weak secret."""
        if self._settings.mode != "webhook":
            return []
        from starlette.routing import Route

        from adapters.telegram.webhook import hearing, secret

        hear = hearing(str(self._me.id), secret(self._settings), self.take, self._hears)
        return [Route("/telegram/{bot_id}", hear, methods=["POST"])]

    def _hears(self) -> bool:
        """Who is spoken to in a group cannot be told without the bot's name."""
        return bool(self._me.name) and not self._stop.is_set()

    async def probe(self) -> str:
        """Who this bot is, for `doctor`. Raises CannotStart and TelegramError; changes nothing at Telegram."""
        await self._transport.initialize()
        try:
            me = await self._api.call("getMe", {})
        except InvalidToken:
            raise CannotStart(words.BAD_TOKEN) from None
        finally:
            await self._transport.shutdown()
        return f"@{me.get('username', '')}, {self._settings.mode}"

    async def start(self) -> None:
        """Begin to receive. Raises CannotStart; while Telegram cannot be reached it goes on trying."""
        if self._settings.mode == "webhook" and not self._settings.public_url:
            raise CannotStart(words.NO_URL)
        await self._transport.initialize()
        lost: TelegramError | None = None
        try:
            await self._open()
        except CannotStart:
            await self._transport.shutdown()
            raise
        except TelegramError as error:
            log.warning("Telegram cannot be reached yet", extra={"reason": type(error).__name__})
            lost = error
        self._receiving = asyncio.create_task(self._receive(lost))

    async def _open(self) -> None:
        """Ask who we are, set the menu, and say how updates come. Raises CannotStart and TelegramError."""
        try:
            me = await self._api.call("getMe", {})
        except InvalidToken:
            me = None
        if me is None:
            raise CannotStart(words.BAD_TOKEN)
        self._me = Me(self._settings.tenant, me["id"], me.get("username", ""))
        await introduce(self._api)
        if self._settings.mode == "polling":
            await self._api.call("deleteWebhook", {"drop_pending_updates": False})
            return
        from adapters.telegram.webhook import secret

        await self._api.call(
            "setWebhook",
            {
                "url": f"{self._settings.public_url.rstrip('/')}/telegram/{self._me.id}",
                "secret_token": secret(self._settings),
                "allowed_updates": ALLOWED,
                "max_connections": CONNECTIONS,
            },
        )

    async def _receive(self, error: TelegramError | None) -> None:
        failed = 0
        try:
            while error is not None:
                failed += 1
                await unless(self._stop, self._sleep(backoff(error, failed)))
                try:
                    await unless(self._stop, self._open())
                    error = None
                except TelegramError as again:
                    error = again
            if self._settings.mode == "polling":
                receive = lambda ended: poll(self._api, self.take, ended, self._sleep)  # noqa: E731
                await self._hold(receive, self._stop, asyncio.Event())
        except Stopped:
            return
        except CannotStart as refused:
            log.error("%s", refused)

    async def take(self, updates: Sequence[Mapping[str, Any]]) -> None:
        """Keep what happened; returns once it is on disk. Raises what `put` raises."""
        found: list[Event] = []
        now = self._clock.now()
        for update in updates:
            if "callback_query" in update:
                self._run(self._answered(update["callback_query"]))
            try:
                found += events(update, self._me, now)
            except (KeyError, TypeError, AttributeError, ValueError, OverflowError, OSError) as error:
                log.warning("an update could not be read", extra={"reason": type(error).__name__})
        if found:
            await self._put(found)

    async def _answered(self, query: Any) -> None:
        """Stop the button's spinner, best effort."""
        try:
            await self._api.call("answerCallbackQuery", {"callback_query_id": query["id"]}, wait=5.0)
        except (TelegramError, KeyError, TypeError) as error:
            log.debug("a press was not acknowledged", extra={"reason": type(error).__name__})

    def _run(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)

    def calls(self, letter: Letter) -> Sequence[Call]:
        """The parts of a letter, in order."""
        return posts(letter, self._me.name)

    async def send(self, tenant: str, call: Call) -> str:
        """Make one call; returns CHAT:MESSAGE. Raises Failure."""
        return await self._sending.send(tenant, call)

    async def seen(self, letter: Letter, part: int, since: datetime) -> str | None:
        """None: bots cannot read what was said."""
        return None

    async def show(self, place: Place, thread: str | None, reply: Reply, person: str) -> None:
        """A draft in a private chat, else that the bot is typing."""
        await self._sending.show(place, number(thread), reply)

    async def introduce(self, person: Person) -> Person:
        """As it is: each update brings name and language along, and none the time zone."""
        return person

    async def is_admin(self, conversation: str, user: str, *, writing: bool = False) -> bool:
        """Whether somebody runs a group; remembered for at most 15 minutes, asked anew before a write. No when Telegram
        does not say.
        """
        chat, who = number(conversation), number(user)
        return chat is not None and who is not None and await self._members.admin(chat, who, anew=writing)

    async def fetch(self, tenant: str, attachment: Attachment) -> Attachment:
        """The attachment with its text, when it is a small text file."""
        return await fetched(self._api, attachment)

    async def stop_receiving(self) -> None:
        """Take nothing in any more. What Telegram has not been told to forget it delivers later."""
        self._stop.set()
        if self._receiving is not None:
            await self._receiving

    async def close(self) -> None:
        """Let go of connections."""
        await self.stop_receiving()
        for task in self._beside:
            task.cancel()
        await asyncio.gather(*self._beside, return_exceptions=True)
        await self._transport.shutdown()
