"""Making calls, and what this server turned out not to know: tried once, remembered for as long as the process runs."""

import asyncio
import logging
import zlib
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from telegram.error import BadRequest, TelegramError

from adapters.telegram.api import Api, failure, unknown_method
from adapters.telegram.ports import Draw
from adapters.telegram.render import draft
from adapters.telegram.transport import Flooded
from adapters.telegram.writing import Post, number
from adapters.wire import Call, Outcome, Upload
from bot.messages import Reply
from bot.ports import Clock
from bot.traffic import Place

SHOW = 5.0  # seconds at most for something that is only shown
REFUSALS = 3  # of rich messages in a row, until they are no more tried
log = logging.getLogger(__name__)


@dataclass(slots=True)
class Sending:
    """One bot's messages. `drafts` and `rich`: whether the server is believed to know them."""

    api: Api
    draw: Draw
    clock: Clock
    drafts: bool = True
    rich: bool = True
    refusals: int = 0
    quiet: datetime | None = None  # nothing is shown before
    floods: dict[str, datetime] = field(default_factory=dict)  # chat -> until when it is told to wait
    showing: dict[str, set["asyncio.Future[None]"]] = field(default_factory=dict)

    async def send(self, tenant: str, call: Call) -> str:
        """Make one call, or the one that stands in for it; returns CHAT:MESSAGE ("" without one), and CHAT:0 where
        a person in a group cannot be written to. Raises Failure.
        """
        post = call if isinstance(call, Post) else Post(call.method, call.params, call.rates, call.upload)
        await self._shown(str(post.params.get("chat_id", "")))
        return await self._deliver(tenant, post)

    async def _deliver(self, tenant: str, post: Post) -> str:
        is_rich = "rich_message" in post.params
        if is_rich and not self.rich and post.instead is not None:
            return await self._deliver(tenant, _aside(post))
        if post.picture is not None:
            upload = await self._drawn(post)
            if upload is None and post.instead is not None:
                return await self._deliver(tenant, _aside(post))
            post = replace(post, upload=upload)
        try:
            result = await self.api.call(post.method, post.params, post.upload)
        except TelegramError as error:
            refused = error
        else:
            self.refusals = 0 if is_rich else self.refusals
            return _receipt(result)
        return await self._refused(tenant, post, refused)

    async def _drawn(self, post: Post) -> Upload | None:
        if post.picture is None:
            return None
        try:
            return Upload("picture.png", "image/png", await asyncio.to_thread(self.draw, post.picture))
        except Exception as error:
            log.warning("a picture was not drawn", extra={"reason": type(error).__name__})
            return None

    async def _refused(self, tenant: str, post: Post, error: TelegramError) -> str:
        chat = str(post.params.get("chat_id", ""))
        found = failure(error, self._flooded(tenant, chat, error, post))
        if post.method == "editMessageText" and found.reason == "message is not modified":
            return f"{chat}:{post.params.get('message_id', 0)}"
        if found.outcome is Outcome.REFUSED and found.reason != "migrated":
            if found.reason == "message thread not found" and "message_thread_id" in post.params:
                return await self._deliver(tenant, _outside(post))
            if post.instead is not None and (isinstance(error, BadRequest) or unknown_method(error)):
                self._learn(post, error)
                return await self._deliver(tenant, _aside(post))
        if found.outcome is Outcome.DEAD and post.aside:
            return f"{chat}:0"
        raise found

    def _learn(self, post: Post, error: TelegramError) -> None:
        if "rich_message" in post.params:
            self.refusals += 1
            self.rich = self.rich and self.refusals < REFUSALS and not unknown_method(error)

    def _flooded(self, tenant: str, chat: str, error: TelegramError, post: Post) -> str:
        """The rate that a 429 is about. Telegram does not say: a second chat within the same time means all of them."""
        if not isinstance(error, Flooded):
            return ""
        now = self.clock.now()
        self.floods = {c: until for c, until in self.floods.items() if until > now}
        everywhere = any(c != chat for c in self.floods)
        self.floods[chat] = now + timedelta(seconds=error.seconds)
        return f"tg:{tenant}" if everywhere else post.rates[-1].key if post.rates else ""

    async def show(self, place: Place, thread: int | None, reply: Reply) -> None:
        """Show a provisional reply: a draft to one person, else only that the bot is typing. Raises nothing."""
        if self.quiet is not None and self.clock.now() < self.quiet:
            return
        chat, done = place.conversation, asyncio.get_running_loop().create_future()
        self.showing.setdefault(chat, set()).add(done)
        try:
            where = {"chat_id": number(chat) or chat, **({} if thread is None else {"message_thread_id": thread})}
            await self._show(place, where, reply)
        except Exception as error:  # TelegramError, or whatever a renderer may do: it would only have been shown
            if isinstance(error, Flooded):
                self.quiet = self.clock.now() + timedelta(seconds=error.seconds)
            log.debug("nothing was shown", extra={"reason": type(error).__name__})
        finally:
            done.set_result(None)
            self.showing[chat].discard(done)
            if not self.showing[chat]:
                del self.showing[chat]

    async def _show(self, place: Place, where: dict[str, Any], reply: Reply) -> None:
        if place.kind != "channel" and self.drafts:
            id = zlib.crc32(f"{place.conversation}:{where.get('message_thread_id', '')}".encode()) & 0x7FFFFFFF or 1
            params = {**where, "draft_id": id, "text": draft(reply), "parse_mode": "HTML"}
            try:
                await self.api.call("sendMessageDraft", params, wait=SHOW)
                return
            except TelegramError as error:
                if not unknown_method(error):
                    raise
                self.drafts = False
        await self.api.call("sendChatAction", {**where, "action": "typing"}, wait=SHOW)

    async def _shown(self, chat: str) -> None:
        """A draft that arrives behind its message would stay for half a minute: let it go first."""
        if waiting := self.showing.get(chat):
            await asyncio.wait(set(waiting), timeout=SHOW)


def _aside(post: Post) -> Post:
    """What is sent instead, under the same rates, and to the same effect."""
    assert post.instead is not None  # noqa: S101
    return replace(post.instead, aside=post.aside, rates=post.rates)


def _outside(post: Post) -> Post:
    """The same outside of a topic that is gone."""
    instead = _outside(post.instead) if post.instead is not None else None
    params = {name: value for name, value in post.params.items() if name != "message_thread_id"}
    return replace(post, params=params, instead=instead)


def _receipt(result: Any) -> str:
    try:
        return f"{result['chat']['id']}:{result['message_id']}"
    except (KeyError, TypeError):
        return ""
