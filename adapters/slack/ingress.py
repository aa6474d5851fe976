"""The one door for everything that Slack sends, over HTTP or a socket: understood, committed, acknowledged empty.

It stands where Bolt would look up a token (`before_authorize`) and does not go on from there: no listeners, no polling
for an `ack`. Bolt has checked the signature before.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.response import BoltResponse

from adapters.slack.actions import action_seen
from adapters.slack.api import Api
from adapters.slack.events import event_seen, uninstalls
from adapters.slack.grants import Grant, Grants
from adapters.slack.installed import tenant_of
from adapters.slack.opening import Windows, faults
from adapters.slack.people import People, Recent
from adapters.slack.ports import Gone, Installations
from adapters.slack.seen import Commanded, Opening, Seen, Stranger, Submitted, Uninstalled
from adapters.slack.words import IN_PRIVATE, STRANGER
from adapters.wire import Put
from bot.commands import PROMPTS
from bot.ports import Clock
from bot.traffic import Event

if TYPE_CHECKING:
    from slack_bolt.request.async_request import AsyncBoltRequest

_STRANGE = (KeyError, TypeError, AttributeError, ValueError, IndexError)
AGAIN = timedelta(hours=1)  # how soon a stranger is told once more
log = logging.getLogger(__name__)


@dataclass(slots=True)
class Desk:
    """What the door needs to act on what it sees."""

    api: Api
    grants: Grants
    people: People
    windows: Windows
    installations: Installations | None
    put: Put
    gone: Gone
    clock: Clock
    open: bool = True
    _tasks: set["asyncio.Task[None]"] = field(default_factory=set)

    def later(self, work: Coroutine[Any, Any, Any]) -> None:
        """Do something small after the acknowledgement, best effort."""

        async def quietly() -> None:
            try:
                await work
            except Exception as error:
                log.info(
                    "something small was not done", extra={"reason": getattr(error, "reason", type(error).__name__)}
                )

        task = asyncio.create_task(quietly())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def idle(self) -> None:
        """Wait until nothing small is left."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def uninstall(self, tenant: str, enterprise: str, team: str) -> None:
        """The workspace is gone: its tokens first, then what the root keeps. Any number of times."""
        if self.installations is not None:
            await asyncio.to_thread(self.installations.remove, enterprise, team)
        self.grants.drop(tenant)
        self.people.drop(tenant)
        await self.gone(tenant)


class Ingress(AsyncMiddleware):
    """Bolt's only middleware of ours."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._told: Recent[datetime] = Recent()  # strangers who know by now

    async def async_process(
        self, *, req: "AsyncBoltRequest", resp: BoltResponse, next: Callable[[], Awaitable[BoltResponse]]
    ) -> BoltResponse | None:
        """An empty 200 once what came is on disk; 503, so that Slack comes again, when that failed."""
        body = req.body
        if body.get("type") == "url_verification":
            return await next()
        desk = self._desk
        if not desk.open:
            return BoltResponse(status=503)
        try:
            context = req.context
            enterprise, team = context.get("enterprise_id") or "", context.get("team_id") or ""
            wide = bool(context.get("is_enterprise_install"))
            if uninstalls(body):
                return await self._uninstalled(enterprise, team, wide=wide)
            grant = await desk.grants.at(enterprise, team, wide=wide)
            if grant is None:
                log.info("a request of another workspace was left alone")
                return BoltResponse(status=200)
            return await self._acted(grant, self._seen(body, grant))
        except Exception as error:  # whatever it is, nothing of it may reach a log but its name
            log.warning("not taken in", extra={"reason": getattr(error, "reason", type(error).__name__)})
            return BoltResponse(status=503)

    def _seen(self, body: Mapping[str, Any], grant: Grant) -> Seen:
        now = self._desk.clock.now()
        try:
            if body.get("type") == "event_callback":
                return event_seen(body, grant, now)
            return action_seen(body, grant, now)
        except _STRANGE as error:  # coming again would not make it any better
            log.warning("not understood", extra={"reason": type(error).__name__})
            return None

    async def _acted(self, grant: Grant, seen: Seen) -> BoltResponse:
        desk = self._desk
        match seen:
            case Event():
                await self._put(grant, seen)
            case Opening():
                event = await desk.windows.open(grant, seen)
                if event is not None:
                    await self._put(grant, event)
            case Submitted(event):
                errors = faults(event.form, desk.clock.now()) if event.form else {}
                if errors:
                    return BoltResponse(status=200, body={"response_action": "errors", "errors": errors})
                await self._put(grant, event)
            case Commanded(event, channel):
                room = await self._put(grant, event)
                if channel != room:
                    return BoltResponse(status=200, body={"response_type": "ephemeral", "text": IN_PRIVATE})
            case Stranger(user=user):
                now, told = desk.clock.now(), self._told.get(grant.tenant, user)
                if told is None or now - told > AGAIN:
                    self._told.put(grant.tenant, user, now)
                    desk.later(self._refuse(grant, seen))
            case Uninstalled() | None:
                pass
        return BoltResponse(status=200)

    async def _put(self, grant: Grant, event: Event) -> str:
        """Commit an event; returns its conversation."""
        desk, user = self._desk, event.person.id
        if not event.conversation:
            event = replace(event, conversation=await desk.people.room(grant, user))
        elif event.kind_of_place == "dm":
            desk.people.met(grant, user, event.conversation)
        await desk.put([event])
        if event.kind == "opened" and event.kind_of_place == "dm":
            desk.later(self._suggest(grant, event.conversation))
        return event.conversation

    async def _uninstalled(self, enterprise: str, team: str, *, wide: bool) -> BoltResponse:
        desk = self._desk
        if desk.installations is not None:
            team = "" if wide or team.startswith("E") else team
            await desk.uninstall(tenant_of(enterprise, team), enterprise, team)
        elif (own := desk.grants.own) is not None and own.team == team:
            await desk.uninstall(own.tenant, enterprise, team)
        return BoltResponse(status=200)

    async def _refuse(self, grant: Grant, who: Stranger) -> None:
        sent = {"channel": who.channel, "user": who.user, "text": STRANGER}
        sent |= {"thread_ts": who.thread} if who.thread else {}
        await self._desk.api.call(grant.token, "chat.postEphemeral", sent)

    async def _suggest(self, grant: Grant, channel: str) -> None:
        prompts = [{"title": title, "message": message} for title, message in PROMPTS[:4]]
        sent = {"channel_id": channel, "prompts": prompts}
        await self._desk.api.call(grant.token, "assistant.threads.setSuggestedPrompts", sent)
