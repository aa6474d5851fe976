"""Socket Mode: the same door over a connection of our own, acknowledged after the commit, opened again when it ends."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import WSMsgType
from aiohttp import web as http

from adapters.slack.words import IN_PRIVATE
from adapters.wire import Failure
from tests.adapters.slack.slack_rig import Rig, opened, pressed, said, wrapped
from tests.adapters.slack.slack_web import Web, serving, status

PATIENCE = 20  # seconds until a test that waits in vain gives up
TOKEN = "a:ABCDEFGHIJKLMNOP"


@dataclass
class Line:
    """Slack's end of the connections: envelopes go out through the newest one, acknowledgements come in."""

    web: Web
    came: "asyncio.Queue[http.WebSocketResponse]" = field(default_factory=asyncio.Queue)
    acks: "asyncio.Queue[dict[str, Any]]" = field(default_factory=asyncio.Queue)
    socket: http.WebSocketResponse | None = None

    async def serve(self, request: http.Request) -> http.StreamResponse:
        socket = http.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": 1})
        await self.came.put(socket)
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                await self.acks.put(json.loads(message.data))
        return socket

    async def connected(self) -> None:
        """Wait for the next connection."""
        async with asyncio.timeout(PATIENCE):
            self.socket = await self.came.get()

    async def send(self, id: str, kind: str, payload: dict[str, Any]) -> dict[str, Any]:
        """Send an envelope and wait for what comes back."""
        assert self.socket is not None
        envelope = {"envelope_id": id, "type": kind, "payload": payload, "accepts_response_payload": True}
        await self.socket.send_json(envelope)
        async with asyncio.timeout(PATIENCE):
            return await self.acks.get()


def ran(check: Any, **answers: Any) -> None:
    async def run() -> None:
        async with serving(**answers) as web:
            line = Line(web)
            web.answers["/ws"] = line.serve
            web.answers["apps.connections.open"] = {"ok": True, "url": f"ws{web.base[4:]}/ws?ticket=t-secret"}
            rig = opened(web.api, app_token="xapp-1-secret", signing_secret="", known=False)
            await rig.slack.start()
            await line.connected()
            try:
                await check(rig, line)
            finally:
                await rig.slack.close()

    asyncio.run(run())


def test_an_envelope_is_acknowledged_after_it_was_committed() -> None:
    """Empty, and opened with the app's token."""

    async def check(rig: Rig, line: Line) -> None:
        assert await line.send("e1", "events_api", wrapped(said("hello"))) == {"envelope_id": "e1"}
        assert [e.text for e in rig.events] == ["hello"]
        assert await line.send("e2", "interactive", pressed(TOKEN)) == {"envelope_id": "e2"}
        assert rig.events[-1].token == TOKEN
        used = [a for name, _, a in line.web.seen if name == "apps.connections.open"]
        assert used == ["Bearer xapp-1-secret"]

    ran(check)


def test_what_could_not_be_committed_is_sent_again() -> None:
    """No acknowledgement, so Slack comes again; the twin is there then, once."""

    async def check(rig: Rig, line: Line) -> None:
        rig.failing = True
        assert line.socket is not None
        payload = wrapped(said("hello"))
        await line.socket.send_json({"envelope_id": "e1", "type": "events_api", "payload": payload})
        await asyncio.wait_for(rig.tried.wait(), PATIENCE)
        rig.failing = False
        assert await line.send("e2", "events_api", payload) == {"envelope_id": "e2"}
        assert [e.text for e in rig.events] == ["hello"]
        assert line.acks.empty()

    ran(check)


def test_answers_go_back_in_the_acknowledgement() -> None:
    """A mistake in a form, and where the answer to a command is."""

    async def check(rig: Rig, line: Line) -> None:
        view = {"id": "V1", "callback_id": "evidence", "state": {"values": {"note": {"value": {"value": ""}}}}}
        user = {"user": {"id": "U1", "team_id": "T1"}, "team": {"id": "T1"}}
        back = await line.send("e1", "interactive", {"type": "view_submission", "view": view, **user})
        assert back["payload"]["response_action"] == "errors"
        command = {"command": "/credpath", "text": "plan", "user_id": "U1", "team_id": "T1", "channel_id": "C1"}
        back = await line.send("e2", "slash_commands", {**command, "trigger_id": "t"})
        assert back["payload"]["text"] == IN_PRIVATE
        assert [e.text for e in rig.events] == ["show my plan"]

    ran(check, conversations__open={"ok": True, "channel": {"id": "D1"}})


def test_when_slack_asks_for_it_the_connection_is_opened_anew() -> None:
    """With a new address; nothing is lost meanwhile."""

    async def check(rig: Rig, line: Line) -> None:
        assert line.socket is not None
        await line.socket.send_json({"type": "disconnect", "reason": "refresh_requested"})
        await line.connected()
        assert await line.send("e1", "events_api", wrapped(said("hello"))) == {"envelope_id": "e1"}
        assert len(line.web.of("apps.connections.open")) == 2

    ran(check)


def test_another_workspace_is_acknowledged_and_left_alone() -> None:
    """A socket has no signature; the workspace still has to be ours."""

    async def check(rig: Rig, line: Line) -> None:
        await line.send("e1", "events_api", wrapped(said("hello", team="T2"), team="T2"))
        assert rig.events == []

    ran(check)


def test_a_token_that_is_refused_stops_the_start() -> None:
    """The bot's, and the app's; what cannot be reached is tried again, and stopping stops that."""

    async def run() -> None:
        refused = {"ok": False, "error": "invalid_auth"}
        async with serving(auth__test=refused) as web:
            rig = opened(web.api, app_token="xapp-1", known=False)
            with pytest.raises(Failure, match="invalid_auth"):
                await rig.slack.start()
            await rig.slack.close()
        async with serving(apps__connections__open=refused) as web:
            rig = opened(web.api, app_token="xapp-1", known=False)
            with pytest.raises(Failure, match="invalid_auth"):
                await rig.slack.start()
            await rig.slack.close()
        async with serving(auth__test=status(500), apps__connections__open=status(500)) as web:
            rig = opened(web.api, app_token="xapp-1", known=False)
            await rig.slack.start()
            await rig.slack.close()

    asyncio.run(run())
