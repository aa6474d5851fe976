"""What the tests of the Slack adapter share: a clock, a store of installations, requests as Slack signs them."""

import asyncio
import hashlib
import hmac
import json
import secrets
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from starlette.applications import Starlette

from adapters.slack import SlackSettings, open_slack
from adapters.slack.grants import Grant
from adapters.slack.platform import Slack
from bot.messages import Form, Picture
from bot.traffic import Event

SECRET = "signing-secret-0123456789abcdef"
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
GRANT = Grant("home", "xoxb-test-token", "T1", "", "UBOT")
Answer = tuple[int, dict[str, list[str]], bytes]


@dataclass
class SetClock:
    at: datetime = NOW

    def now(self) -> datetime:
        return self.at

    def forward(self, **spans: float) -> None:
        self.at += timedelta(**spans)


@dataclass
class Shelf:
    """Installations in memory, with the compare-and-swap that a store has."""

    rows: dict[tuple[str, str], tuple[dict[str, Any], int]] = field(default_factory=dict)
    states: dict[str, datetime] = field(default_factory=dict)
    broken: int = 0  # how many of the next writes fail
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def find(self, enterprise: str, team: str) -> tuple[Mapping[str, Any], int] | None:
        found = self.rows.get((enterprise, team))
        return (json.loads(json.dumps(found[0])), found[1]) if found else None

    def save(self, enterprise: str, team: str, value: Mapping[str, Any], version: int) -> bool:
        if self.broken:
            self.broken -= 1
            raise OSError("disk full")
        with self._lock:
            found = self.rows.get((enterprise, team))
            if (found[1] if found else 0) != version:
                return False
            self.rows[enterprise, team] = (json.loads(json.dumps(dict(value))), version + 1)
            return True

    def remove(self, enterprise: str, team: str) -> None:
        self.rows.pop((enterprise, team), None)

    def issue_state(self, until: datetime) -> str:
        state = secrets.token_urlsafe(24)
        self.states[state] = until
        return state

    def consume_state(self, state: str, now: datetime) -> bool:
        until = self.states.pop(state, None)
        return until is not None and now < until


@dataclass
class Rig:
    """A Slack adapter whose inbox is a list."""

    slack: Slack
    clock: SetClock
    shelf: Shelf | None
    events: list[Event] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    forms: dict[str, Form] = field(default_factory=dict)
    failing: bool = False
    tried: asyncio.Event = field(default_factory=asyncio.Event)

    async def put(self, events: Sequence[Event]) -> list[bool]:
        self.tried.set()
        if self.failing:
            raise OSError("no database")
        known = {e.id for e in self.events}
        new = [e.id not in known for e in events]
        self.events += [e for e, is_new in zip(events, new, strict=True) if is_new]
        return new

    async def leave(self, tenant: str) -> None:
        self.gone.append(tenant)

    async def post(self, body: str, headers: Mapping[str, str], path: str = "/slack/events") -> Answer:
        """A request as the web server hands it over."""
        return await ask(self.slack, "POST", path, body.encode(), headers)

    async def event(self, inner: Mapping[str, Any], **wrapper: Any) -> Answer:
        body = json.dumps(wrapped(inner, **wrapper))
        return await self.post(body, signed(body))

    async def press(self, payload: Mapping[str, Any]) -> Answer:
        body = urlencode({"payload": json.dumps(payload)})
        return await self.post(body, signed(body, kind="application/x-www-form-urlencoded"))

    async def command(self, **fields: str) -> Answer:
        body = urlencode(fields)
        return await self.post(body, signed(body, kind="application/x-www-form-urlencoded"))


def draw(picture: Picture) -> bytes:
    return b"\x89PNG " + picture.title.encode()


def opened(api: str = "http://127.0.0.1:9/api/", *, oauth: bool = False, known: bool = True, **more: Any) -> Rig:
    """A rig. `known`: a single workspace's token has been looked up already, and nothing is asked over the network."""
    clock, shelf = SetClock(), Shelf() if oauth else None
    made: list[Rig] = []
    given = {"client_id": "1.2", "client_secret": "client-secret-42"} if oauth else {"bot_token": GRANT.token}
    settings = SlackSettings(
        **{"signing_secret": SECRET, "api": api, "public_url": "https://bot.example", **given, **more}
    )
    slack = open_slack(
        settings,
        put=lambda events: made[0].put(events),
        find_form=lambda tenant, token: made[0].forms.get(token) if tenant == "home" else None,
        installations=shelf,
        gone=lambda tenant: made[0].leave(tenant),
        draw=draw,
        clock=clock,
    )
    if known and not oauth:
        slack._grants._own = GRANT
    made.append(Rig(slack, clock, shelf))
    return made[0]


def signed(body: str, *, secret: str = SECRET, age: int = 0, kind: str = "application/json") -> dict[str, str]:
    """The headers of a request of Slack's, so many seconds old."""
    stamp = str(int(time.time()) - age)
    digest = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return {"content-type": kind, "x-slack-request-timestamp": stamp, "x-slack-signature": f"v0={digest}"}


def wrapped(inner: Mapping[str, Any], *, id: str = "Ev1", team: str = "T1", **more: Any) -> dict[str, Any]:
    """An event_callback for one workspace."""
    authorization = {
        "enterprise_id": more.pop("enterprise", None),
        "team_id": team,
        "user_id": "UBOT",
        "is_bot": True,
        "is_enterprise_install": more.pop("wide", False),
    }
    return {
        "type": "event_callback",
        "team_id": team,
        "api_app_id": "A1",
        "event_id": id,
        "event_time": 1700000000,
        "authorizations": [authorization],
        "event": dict(inner),
        **more,
    }


def said(text: str, **more: Any) -> dict[str, Any]:
    """A message in the direct message of U1 with the bot."""
    return {
        "type": "message",
        "channel_type": "im",
        "channel": "D1",
        "user": "U1",
        "team": "T1",
        "text": text,
        "ts": "1700000000.000100",
        **more,
    }


def pressed(value: str, *, action: str = "press:0", **more: Any) -> dict[str, Any]:
    """A button of U1's in the direct message."""
    return {
        "type": "block_actions",
        "trigger_id": "12.34.abc",
        "user": {"id": "U1", "team_id": "T1"},
        "team": {"id": "T1", "domain": "acme"},
        "channel": {"id": "D1"},
        "container": {"type": "message", "message_ts": "1700000000.000200", "channel_id": "D1", "is_ephemeral": False},
        "message": {"ts": "1700000000.000200", "thread_ts": "1700000000.000100"},
        "actions": [{"type": "button", "action_id": action, "value": value, "action_ts": "1700000001.0"}],
        **more,
    }


async def ask(
    slack: Slack, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
) -> Answer:
    """Status, headers and body of a request to the adapter's routes."""
    sent: list[dict[str, Any]] = []
    path, _, query = path.partition("?")

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "https",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(k.encode(), v.encode()) for k, v in (headers or {}).items()],
        "server": ("bot.example", 443),
        "client": ("127.0.0.1", 1),
    }
    await Starlette(routes=slack.routes())(scope, receive, send)
    found: dict[str, list[str]] = {}
    for name, value in sent[0]["headers"]:
        found.setdefault(name.decode(), []).append(value.decode())
    return sent[0]["status"], found, b"".join(m.get("body", b"") for m in sent[1:])
