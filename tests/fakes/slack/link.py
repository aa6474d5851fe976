"""Socket Mode: the connections that the app opened, envelopes out, acknowledgements in."""

import asyncio
import json
import secrets
from typing import Any

from aiohttp import WSMsgType, web

from tests.fakes.slack.outcome import Answer, Attempt

Json = dict[str, Any]
KINDS = {"event": "events_api", "interaction": "interactive", "command": "slash_commands"}


class Link:
    """The newest connection is the one that is written to."""

    def __init__(self, app_id: str, patience: float) -> None:
        self.app_id = app_id
        self.patience = patience
        self.tickets: set[str] = set()
        self.open: list[web.WebSocketResponse] = []
        self.count = 0  # connections so far
        self.strays: list[Json] = []  # what came back and belongs to no envelope
        self.envelopes: list[Json] = []
        self._acks: dict[str, asyncio.Future[Json]] = {}
        self._came = asyncio.Condition()
        self._retired: list[web.WebSocketResponse] = []

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One connection, from its ticket to its end."""
        ticket = request.query.get("ticket", "")
        if ticket not in self.tickets:
            return web.Response(status=403, text="invalid ticket")
        self.tickets.remove(ticket)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        async with self._came:
            self.open.append(socket)
            self.count += 1
            self._came.notify_all()
        debug = {"host": "applink-fake", "build_number": 1, "approximate_connection_time": 18060}
        hello: Json = {"type": "hello", "num_connections": len(self.open), "debug_info": debug}
        await socket.send_json({**hello, "connection_info": {"app_id": self.app_id}})
        while self._retired:
            await self._retired.pop().close()
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._back(message.data)
        finally:
            self.open.remove(socket)
        return socket

    def _back(self, text: str) -> None:
        found = json.loads(text)
        waiting = self._acks.pop(str(found.get("envelope_id")), None) if isinstance(found, dict) else None
        if waiting is None or waiting.done():
            self.strays.append(found)
        else:
            waiting.set_result(found)

    async def connected(self, times: int = 1, patience: float = 30.0) -> None:
        """Wait until the app has connected that often, and is."""
        async with asyncio.timeout(patience), self._came:
            await self._came.wait_for(lambda: self.count >= times and bool(self.open))

    async def deliver(self, kind: str, payload: Json, retries: int) -> Answer:
        """Send an envelope; an event comes again until it is acknowledged."""
        attempts: list[Attempt] = []
        for number in range((retries if kind == "event" else 0) + 1):
            again = {"retry_attempt": number, "retry_reason": "timeout" if number else ""} if kind == "event" else {}
            attempt = await self._once(kind, payload, again)
            attempts.append(attempt)
            if attempt.status == 200:
                break
        return Answer(attempts, payload, kind)

    async def _once(self, kind: str, payload: Json, again: Json) -> Attempt:
        if not self.open:
            return Attempt(0, None, {}, "connection_failed")
        id = f"{secrets.token_hex(4)}-{secrets.token_hex(6)}"
        takes = {"accepts_response_payload": kind != "event"}
        envelope = {"envelope_id": id, "type": KINDS[kind], "payload": payload, **takes, **again}
        self.envelopes.append(envelope)
        back = self._acks[id] = asyncio.get_running_loop().create_future()
        try:
            await self.open[-1].send_json(envelope)
            ack = await asyncio.wait_for(back, self.patience)
        except TimeoutError:
            return Attempt(0, None, {}, "timeout")
        except ConnectionError:
            return Attempt(0, None, {}, "connection_failed")
        finally:
            self._acks.pop(id, None)
        if "payload" in ack and kind == "event":
            raise AssertionError("an event was acknowledged with a payload")
        return Attempt(200, ack.get("payload"), {}, "", ack)

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Ask the app to connect anew. This connection lasts until there is another one."""
        socket = self.open[-1]
        self._retired.append(socket)
        await socket.send_json({"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-fake"}})

    async def drop(self) -> None:
        """End the connection without a word."""
        await self.open[-1].close()

    async def close(self) -> None:
        for socket in list(self.open):
            await socket.close()
