"""Slack's Web API over one shared session. Each call is made once; what goes wrong is a Failure."""

import base64
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from adapters.slack.outcomes import failure
from adapters.slack.quiet import quiet

if TYPE_CHECKING:
    from aiohttp import ClientSession

CONNECT, TOTAL = 5.0, 20.0  # seconds
# methods that take no JSON and are read with GET, as slack_sdk does
_READ = frozenset({"users.info", "conversations.history", "conversations.replies", "files.getUploadURLExternal"})


class Api:
    """Calls methods of the Web API. The session is opened in the event loop of the first call."""

    def __init__(self, base: str) -> None:
        from slack_sdk.web.async_client import AsyncWebClient

        self.base = base if base.endswith("/") else base + "/"
        # retry_handlers=[]: the outbox decides what is tried again, and when
        self.client = AsyncWebClient(base_url=self.base, timeout=int(TOTAL), retry_handlers=[], logger=quiet())
        if urlsplit(self.base).hostname in {"127.0.0.1", "localhost", "::1"}:
            self.client.proxy = None  # slack_sdk reads HTTPS_PROXY but not NO_PROXY

    def session(self) -> "ClientSession":
        """The one session, opened when first asked for."""
        session = self.client.session
        if session is None or session.closed:
            import aiohttp

            timeout = aiohttp.ClientTimeout(total=TOTAL, connect=CONNECT, sock_connect=CONNECT)
            session = self.client.session = aiohttp.ClientSession(timeout=timeout)
        return session

    async def call(self, token: str, method: str, params: Mapping[str, Any], key: str = "") -> dict[str, Any]:
        """Slack's answer. `key` is the rate that a 429 is about. Raises Failure."""
        self.session()
        sent = {**params, "token": token}
        try:
            if method in _READ:
                response = await self.client.api_call(method, http_verb="GET", params=sent)
            else:
                response = await self.client.api_call(method, json=sent)
        except Exception as error:
            raise failure(error, key) from None  # the original's text holds the answer
        return response.data if isinstance(response.data, dict) else {}

    async def exchange(self, client_id: str, client_secret: str, params: Mapping[str, str]) -> dict[str, Any]:
        """A code or a refresh token for tokens. Raises Failure."""
        self.session()
        who = base64.b64encode(f"{client_id}:{client_secret}".encode()).decode()
        try:  # not `auth=`: aiohttp deprecates what slack_sdk makes of it
            headers = {"Authorization": f"Basic {who}"}
            response = await self.client.api_call("oauth.v2.access", data=dict(params), headers=headers)
        except Exception as error:
            raise failure(error) from None
        return response.data if isinstance(response.data, dict) else {}

    async def close(self) -> None:
        """Close the session."""
        session = self.client.session
        if session is not None and not session.closed:
            await session.close()
