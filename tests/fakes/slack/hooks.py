"""HTTP deliveries, signed as Slack signs them, tried again as Slack tries again."""

import asyncio
import hashlib
import hmac
import json
import time
from typing import Any
from urllib.parse import urlencode

import aiohttp

from tests.fakes.slack.outcome import Answer, Attempt

Json = dict[str, Any]
FORM = "application/x-www-form-urlencoded"


def signature(secret: str, stamp: str, body: str) -> str:
    """X-Slack-Signature."""
    return "v0=" + hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()


def encoded(kind: str, payload: Json) -> tuple[str, str]:
    """Body and content type."""
    if kind == "event":
        return json.dumps(payload), "application/json"
    if kind == "interaction":
        return urlencode({"payload": json.dumps(payload)}), FORM
    return urlencode(payload), FORM


class Hooks:
    """Where deliveries go. The stamp is of the real clock: whoever checks it has no other one."""

    def __init__(self, url: str, secret: str, patience: float) -> None:
        self.url = url
        self.secret = secret
        self.patience = patience
        self.age = 0  # how old stamps are, in seconds
        self._session: aiohttp.ClientSession | None = None

    async def deliver(self, kind: str, payload: Json, retries: int) -> Answer:
        """Post it; an event comes again until it is taken, with the number and the reason of the try."""
        attempts: list[Attempt] = []
        for number in range((retries if kind == "event" else 0) + 1):
            again = {}
            if number:
                again = {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": attempts[-1].reason}
            attempt = await self.once(kind, payload, again)
            attempts.append(attempt)
            if 200 <= attempt.status < 300 or attempt.headers.get("x-slack-no-retry") == "1":
                break
        return Answer(attempts, payload, kind)

    async def once(self, kind: str, payload: Json, more: dict[str, str] | None = None) -> Attempt:
        """One try."""
        body, content_type = encoded(kind, payload)
        stamp = str(int(time.time()) - self.age)
        headers = {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": signature(self.secret, stamp, body),
            **(more or {}),
        }
        if self._session is None:
            self._session = aiohttp.ClientSession()
        try:
            async with asyncio.timeout(self.patience):
                answer = await self._session.post(self.url, data=body, headers=headers, allow_redirects=False)
                text = await answer.text()
        except TimeoutError:
            return Attempt(0, None, {}, "http_timeout", sent=headers)
        except aiohttp.ClientError:
            return Attempt(0, None, {}, "connection_failed", sent=headers)
        found = {k.lower(): v for k, v in answer.headers.items()}
        reason = "" if 200 <= answer.status < 300 else "http_error"
        return Attempt(answer.status, parsed(text), found, reason, sent=headers)

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None


def parsed(text: str) -> Any:
    """JSON where it is some, else the text, None when it is empty."""
    if not text:
        return None
    try:
        return json.loads(text)
    except ValueError:
        return text
