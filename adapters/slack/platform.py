"""Slack as the worker and the sender use it. Holds connections and short memories, no truth."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from adapters.slack import calls as letters
from adapters.slack.api import Api
from adapters.slack.files import fetched, uploaded
from adapters.slack.grants import Grant, Grants
from adapters.slack.history import arrived
from adapters.slack.ingress import Desk, Ingress
from adapters.slack.opening import Windows
from adapters.slack.outcomes import of_one
from adapters.slack.people import People
from adapters.slack.ports import Draw, FindForm, Gone, Installations, SlackSettings
from adapters.slack.quiet import quiet
from adapters.slack.seen import PLATFORM
from adapters.slack.words import THINKING
from adapters.wire import Call, Failure, Holding, Letter, Outcome, Put
from bot.messages import Attachment, Person, Reply
from bot.ports import Clock
from bot.traffic import Place

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp
    from starlette.routing import Route

    from adapters.slack.socket import Socket

STATUS = "assistant.threads.setStatus"
_NEVER = frozenset({"missing_scope", "unknown_method", "method_not_supported_for_channel_type", "not_allowed"})


class Slack:
    """Implements `wire.Platform`, and receives over HTTP (`routes`) or Socket Mode (`start`)."""

    name = PLATFORM

    def __init__(
        self,
        settings: SlackSettings,
        *,
        put: Put,
        find_form: FindForm,
        installations: Installations | None,
        gone: Gone,
        draw: Draw,
        clock: Clock,
        hold: Holding | None = None,
    ) -> None:
        self._settings = settings
        self._hold = hold
        self._stop, self._settled = asyncio.Event(), asyncio.Event()
        self._listening: asyncio.Task[None] | None = None
        self._api = Api(settings.api)
        self._store = None if settings.bot_token else installations
        if not settings.bot_token and installations is None:
            raise ValueError("Slack needs a bot token, or a place to keep installations")
        self._grants = Grants(settings, self._api, self._store, clock)
        self._people = People(self._api, clock)
        self._draw = draw
        self._clock = clock
        windows = Windows(self._api, find_form)
        self._desk = Desk(self._api, self._grants, self._people, windows, self._store, put, gone, clock)
        self._flow = self._install_flow()
        self._app = self._bolt()
        self._socket: Socket | None = None
        self._statusless: set[str] = set()  # tenants where a status cannot be shown

    def _install_flow(self) -> Any:
        if self._store is None or not self._settings.client_id:
            return None
        from adapters.slack.install import Flow

        return Flow(self._settings, self._api, self._store, self._grants, self._clock)

    def _bolt(self) -> "AsyncApp":
        from slack_bolt.async_app import AsyncApp

        async def authorize(**_: Any) -> Any:
            raise AssertionError("the ingress comes before")

        given: dict[str, Any] = {"oauth_flow": self._flow} if self._flow else {"authorize": authorize}
        return AsyncApp(
            name="credpath.slack",
            logger=quiet(),
            signing_secret=self._settings.signing_secret,
            client=self._api.client,
            before_authorize=Ingress(self._desk),
            ignoring_self_events_enabled=False,
            attaching_function_token_enabled=False,
            attaching_conversation_kwargs_enabled=False,
            **given,
        )

    def routes(self) -> "list[Route]":
        """What it wants to hear over HTTP; nothing without a signing secret."""
        from adapters.slack.routes import events_route, install_routes

        events = [events_route(self._app, self._settings.signing_secret)] if self._settings.signing_secret else []
        return [*events, *(install_routes(self._flow) if self._flow else [])]

    async def probe(self) -> str:
        """Which workspace this app is in, for `doctor`. Raises Failure."""
        way = "Socket Mode" if self._settings.app_token else "HTTP"
        try:
            if self._store is not None:
                return f"installed by each workspace, {way}"
            grant = await self._grants.of(self._settings.tenant)
            return f"workspace {grant.team}, {way}"
        finally:
            await self.close()

    async def start(self) -> None:
        """Look the own token up, and connect when there is an app token. Raises Failure when one of them is refused."""
        if self._store is None:
            try:
                await self._grants.of(self._settings.tenant)
            except Failure as failure:
                if failure.outcome in (Outcome.REFUSED, Outcome.DEAD):
                    raise
        if self._settings.app_token and self._hold is None:
            await self._connect()
        elif self._settings.app_token and self._hold is not None:
            self._listening = asyncio.create_task(self._hold(self._listen, self._stop, self._settled))
            known = asyncio.create_task(self._settled.wait())
            await asyncio.wait({self._listening, known}, return_when=asyncio.FIRST_COMPLETED)
            known.cancel()
            if self._listening.done():
                self._listening.result()  # raises what the token was refused with

    async def _connect(self) -> None:
        from adapters.slack.socket import Socket

        self._socket = Socket(self._app, self._api, self._settings.app_token)
        await self._socket.start()

    async def _listen(self, ended: asyncio.Event) -> None:
        """Listen at the socket for as long as this process is the one that may."""
        try:
            await self._connect()
            self._settled.set()
            await ended.wait()
        finally:
            if self._socket is not None:
                await self._socket.close()
                self._socket = None

    async def stop_receiving(self) -> None:
        """Take nothing in any more; sending still works."""
        self._desk.open = False
        self._stop.set()
        if self._listening is not None:
            await asyncio.gather(self._listening, return_exceptions=True)
            self._listening = None
        if self._socket is not None:
            await self._socket.close()
            self._socket = None

    async def close(self) -> None:
        """Let go of connections."""
        await self.stop_receiving()
        await self._desk.idle()
        await self._api.close()

    def calls(self, letter: Letter) -> Sequence[Call]:
        """The parts of a letter, in order."""
        return letters.calls(letter, self._draw)

    async def send(self, tenant: str, call: Call) -> str:
        """Make one call; returns the receipt. Raises Failure."""
        grant = await self._grants.of(tenant)
        try:
            return await self._sent(grant, call)
        except Failure as failure:
            if await self._grants.again(grant, failure):
                raise Failure(Outcome.LATER, failure.reason) from None
            if "user" in call.params:
                raise of_one(failure, elsewhere=call.method == letters.UPLOAD) from None
            raise

    async def _sent(self, grant: Grant, call: Call) -> str:
        # Slack counts messages by channel, everything else by method
        at = -1 if call.method == "chat.postMessage" else 0
        key = call.rates[at].key if call.rates else ""
        params = call.params
        if call.method == letters.UPLOAD:
            channel = params.get("channel") or await self._people.room(grant, params["user"])
            return await uploaded(self._api, grant, call, channel, key)
        answer = await self._api.call(grant.token, call.method, params, key)
        match call.method:
            case "views.publish":
                return str((answer.get("view") or {}).get("id") or "")
            case "chat.postEphemeral":
                return f"{params['channel']}:{answer.get('message_ts')}:{letters.GONE_SOON}"
            case _:
                return f"{answer.get('channel') or params['channel']}:{answer.get('ts')}"

    async def seen(self, letter: Letter, part: int, since: datetime) -> str | None:
        """After a crash: whether a part arrived. Only direct messages may be read, so only there can it tell."""
        made = self.calls(letter)
        method = made[part].method if part < len(made) else ""
        if method in ("views.publish", "chat.update"):  # harmless to do again
            return ""
        if method != "chat.postMessage" or letter.place.kind != "dm":
            return None
        try:
            grant = await self._grants.of(letter.message.tenant)
            return await arrived(self._api, grant, letter, part, since)
        except Failure:
            return None

    async def show(self, place: Place, thread: str | None, reply: Reply, person: str) -> None:
        """Show that the bot is thinking. In public it does not say about what."""
        if thread is None or place.kind == "home" or place.tenant in self._statusless:
            return
        status: dict[str, Any] = {"channel_id": place.conversation, "thread_ts": thread, "status": THINKING}
        if place.kind == "dm":
            status["loading_messages"] = [reply.summary[:100]]
        try:
            grant = await self._grants.of(place.tenant)
            await self._api.call(grant.token, STATUS, status)
        except Failure as failure:
            if failure.reason in _NEVER:
                self._statusless.add(place.tenant)

    async def introduce(self, person: Person) -> Person:
        """The person with name, zone and locale."""
        try:
            return await self._people.introduced(await self._grants.of(person.tenant), person)
        except Failure:
            return person

    async def is_admin(self, tenant: str, user: str, *, writing: bool = False) -> bool:
        """Whether somebody runs the workspace; remembered for at most 15 minutes, asked anew before a write. No when
        Slack does not say.
        """
        try:
            return await self._people.admin(await self._grants.of(tenant), user, anew=writing)
        except Failure:
            return False

    async def fetch(self, tenant: str, attachment: Attachment) -> Attachment:
        """The attachment with its text, when it is a small text file. Raises Failure."""
        return await fetched(self._api, await self._grants.of(tenant), attachment)
