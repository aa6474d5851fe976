"""Updates on their way to the bot: kept until they are confirmed, asked for or delivered."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import aiohttp

from tests.fakes.telegram.refusal import bad, conflict
from tests.fakes.telegram.world import Clock, Json

SECRET = "X-Telegram-Bot-Api-Secret-Token"
KEPT = timedelta(hours=24)
_UNASKED = ("chat_member", "message_reaction", "message_reaction_count")
_PORTS = (443, 80, 88, 8443)
_TWICE = "terminated by other getUpdates request; make sure that only one bot instance is running"
_HOOKED = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


@dataclass
class Hook:
    """A webhook, and what came of the last delivery that failed."""

    url: str
    secret: str
    most: int
    failed_at: int = 0
    failure: str = ""


class Inbox:
    """What the bot has not confirmed. `offered` counts how often an update was handed out, by its id."""

    def __init__(self, clock: Clock, changed: Callable[[], None]) -> None:
        self.pending: list[Json] = []
        self.offered: dict[int, int] = {}
        self.hook: Hook | None = None
        self.allowed: list[str] = []
        self.routes: dict[str, str] = {}
        self.session: aiohttp.ClientSession | None = None
        self._clock = clock
        self._changed = changed
        self._since: dict[int, datetime] = {}
        self._next = 700_000_001
        self._waiting: asyncio.Future[None] | None = None

    def wanted(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in _UNASKED

    def add(self, kind: str, body: Json) -> Json | None:
        """Put an update in line; None when the bot did not ask for such."""
        if not self.wanted(kind):
            return None
        update: Json = {"update_id": self._next, kind: body}
        self._next += 1
        self._since[update["update_id"]] = self._clock.now()
        self.pending.append(update)
        self.wake()
        self._changed()
        return update

    def again(self, update: Json) -> None:
        """Put an update that was confirmed back at the head of the line, as a server that forgot does."""
        if update not in self.pending:
            self._since[update["update_id"]] = self._clock.now()
            self.pending = sorted([*self.pending, update], key=lambda u: int(u["update_id"]))
        self.wake()
        self._changed()

    def wake(self) -> None:
        """End the poll that waits, with what there is."""
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)

    @property
    def polled(self) -> bool:
        """Whether somebody waits in getUpdates."""
        return self._waiting is not None

    async def get(self, params: Json) -> list[Json]:
        """getUpdates. Raises Refusal."""
        if self.hook is not None:
            raise conflict(_HOOKED)
        if "allowed_updates" in params:
            self.allowed = list(params["allowed_updates"])
        self._confirm(params.get("offset", 0))
        self._turn_away(_TWICE)
        if not self.pending and (timeout := min(params.get("timeout", 0), 50)) > 0:
            await self._wait(timeout)
        limit = params.get("limit", 100)
        found = self.pending[: limit if 1 <= limit <= 100 else 100]
        for update in found:
            self._offer(update)
        return found

    async def _wait(self, seconds: float) -> None:
        waiting = self._waiting = asyncio.get_running_loop().create_future()
        self._changed()
        try:
            async with asyncio.timeout(seconds):
                await waiting
        except TimeoutError:
            return
        finally:
            if self._waiting is waiting:
                self._waiting = None

    def _turn_away(self, why: str) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(conflict(why))
            self._waiting = None

    def _confirm(self, offset: int) -> None:
        now = self._clock.now()
        kept = [u for u in self.pending if now - self._since[u["update_id"]] <= KEPT]
        self.pending = kept[offset:] if offset < 0 else [u for u in kept if u["update_id"] >= offset]
        self._changed()

    def _offer(self, update: Json) -> None:
        self.offered[update["update_id"]] = self.offered.get(update["update_id"], 0) + 1

    def set_hook(self, params: Json) -> bool:
        """setWebhook. Raises Refusal."""
        url = params["url"]
        if not url:
            return self.unset_hook(params)
        self._check(url)
        secret = params.get("secret_token", "")
        if "secret_token" in params and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
            raise bad("secret token contains unallowed characters" if secret else "secret token is empty")
        if "allowed_updates" in params:
            self.allowed = list(params["allowed_updates"])
        if params.get("drop_pending_updates"):
            self.pending = []
        self._turn_away("terminated by setWebhook request")
        self.hook = Hook(url, secret, min(max(params.get("max_connections", 40), 1), 100))
        self._changed()
        return True

    def unset_hook(self, params: Json) -> bool:
        self.hook = None
        if params.get("drop_pending_updates"):
            self.pending = []
        self._changed()
        return True

    def _check(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost"):
            return  # as a Bot API server of one's own takes it
        if parts.scheme != "https":
            raise bad("bad webhook: An HTTPS URL must be provided for webhook")
        if not parts.hostname:
            raise bad("bad webhook: URL host is empty")
        if (parts.port or 443) not in _PORTS:
            raise bad("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")

    def info(self) -> Json:
        found: Json = {"url": "", "has_custom_certificate": False, "pending_update_count": len(self.pending)}
        if self.hook is not None:
            found |= {"url": self.hook.url, "max_connections": self.hook.most, "ip_address": "127.0.0.1"}
            if self.hook.failure:
                found |= {"last_error_date": self.hook.failed_at, "last_error_message": self.hook.failure}
        return {**found, "allowed_updates": self.allowed} if self.allowed else found

    async def deliver(self, update: Json) -> int:
        """POST one update to the webhook: the HTTP status, 0 without an answer. It is confirmed by any 2xx."""
        hook, session = self.hook, self.session
        if hook is None or session is None:
            raise RuntimeError("no webhook is set")
        self._offer(update)
        headers = {SECRET: hook.secret} if hook.secret else {}
        status = 0
        try:
            async with session.post(self._reached(hook.url), json=update, headers=headers) as response:
                status = response.status
                hook.failure = "" if status < 300 else f"Wrong response from the webhook: {status} {response.reason}"
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            hook.failure = "Connection timed out" if isinstance(error, TimeoutError) else "Connection refused"
        if 200 <= status < 300:
            self.pending = [u for u in self.pending if u is not update]
        else:
            hook.failed_at = int(self._clock.now().timestamp())
        self._changed()
        return status

    def _reached(self, url: str) -> str:
        for public, local in self.routes.items():
            if url.startswith(public):
                return local + url[len(public) :]
        if not url.startswith("http://"):
            raise RuntimeError(f"nothing leaves this machine: fake.route({url!r}, the address on loopback) is missing")
        return url
