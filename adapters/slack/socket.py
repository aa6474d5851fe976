"""Socket Mode: Slack's requests over a connection that this process opens. Needs no public address."""

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from adapters.slack.api import Api
from adapters.slack.quiet import quiet
from adapters.wire import Failure, Outcome

if TYPE_CHECKING:
    from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
    from slack_bolt.async_app import AsyncApp

PING = 5.0  # seconds between pings; four missed ones mean a new connection
AGAIN = 5.0
PATIENCE = 10.0
log = logging.getLogger(__name__)


class Socket:
    """One connection, opened again by slack_sdk whenever it breaks or Slack asks for it."""

    def __init__(self, app: "AsyncApp", api: Api, app_token: str) -> None:
        self._app = app
        self._api = api
        self._token = app_token
        self._handler: AsyncSocketModeHandler | None = None
        self._trying: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Connect; when Slack cannot be reached, go on trying. Raises Failure when the token is refused."""
        try:
            await self._connect()
        except Failure as failure:
            if failure.outcome is Outcome.REFUSED:
                raise
            self._trying = asyncio.create_task(self._persist())

    async def _persist(self) -> None:
        while True:
            await asyncio.sleep(AGAIN)
            try:
                return await self._connect()
            except Failure as failure:
                log.warning("not connected to Slack", extra={"reason": failure.reason})

    async def _connect(self) -> None:
        from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler

        opened = await self._api.call(self._token, "apps.connections.open", {})
        handler = self._handler = AsyncSocketModeHandler(
            self._app, self._token, logger=quiet(), web_client=self._api.client, ping_interval=PING
        )
        handler.client.proxy = self._api.client.proxy
        handler.client.wss_uri = str(opened.get("url"))
        try:  # slack_sdk tries the same address for ever; ours is good only for a while
            await asyncio.wait_for(handler.connect_async(), PATIENCE)  # type: ignore[no-untyped-call]
        except TimeoutError:
            await self._disconnect()
            raise Failure(Outcome.LATER, "no_connection") from None

    async def close(self) -> None:
        """Disconnect, and wait until the tasks of slack_sdk have ended."""
        if self._trying is not None:
            self._trying.cancel()
            await asyncio.gather(self._trying, return_exceptions=True)
        await self._disconnect()

    async def _disconnect(self) -> None:
        if self._handler is None:
            return
        client = self._handler.client
        await self._handler.close_async()  # type: ignore[no-untyped-call]
        left: list[Any] = [client.message_processor, client.current_session_monitor, client.message_receiver]
        await asyncio.gather(*(task for task in left if task is not None), return_exceptions=True)
        self._handler = None
