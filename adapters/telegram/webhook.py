"""Updates that Telegram delivers: POST /telegram/{bot_id}. Nothing is read before the secret has been checked."""

import hmac
import json
import logging
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from adapters.telegram import words
from adapters.telegram.ports import CannotStart, TelegramSettings

HEADER = "x-telegram-bot-api-secret-token"
MOST = 1024 * 1024  # bytes of an update
_SECRET = re.compile(r"[A-Za-z0-9_-]{32,256}")
Take = Callable[[Sequence[Mapping[str, Any]]], Awaitable[None]]
log = logging.getLogger(__name__)


def secret(settings: TelegramSettings) -> str:
    """What Telegram has to know: the one that was set, else one that follows from the token. Raises CannotStart."""
    if not settings.secret:
        return hmac.new(settings.token.encode(), b"credpath telegram webhook", sha256).hexdigest()
    if not _SECRET.fullmatch(settings.secret):
        raise CannotStart(words.BAD_SECRET)
    return settings.secret


def hearing(bot: str, known: str, take: Take, open: Callable[[], bool]) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint of one bot. 404 another bot's, 403 without the secret, 413 too big, 400 no update, 503 while not
    `open`, 500 when it could not be kept (Telegram then sends it again), else 200.
    """
    wanted = known.encode()

    async def hear(request: Request) -> Response:
        if request.path_params["bot_id"] != bot:
            return Response(status_code=404)
        given = request.headers.get(HEADER, "").encode("latin-1", "replace")
        if not hmac.compare_digest(given, wanted):
            return Response(status_code=403)
        if not open():
            return Response(status_code=503)
        body = await _body(request)
        if body is None:
            return Response(status_code=413)
        update = _update(body)
        if update is None:
            return Response(status_code=400)
        try:
            await take((update,))
        except Exception as error:  # not on disk: Telegram has to keep it
            log.warning("an update could not be kept", extra={"reason": type(error).__name__})
            return Response(status_code=500)
        return Response()

    return hear


async def _body(request: Request) -> bytes | None:
    if len(length := request.headers.get("content-length", "")) > 12 or (length.isdigit() and int(length) > MOST):
        return None
    found = bytearray()
    try:
        async for chunk in request.stream():
            found += chunk
            if len(found) > MOST:
                return None
    except ClientDisconnect:
        return b""
    return bytes(found)


def _update(body: bytes) -> Mapping[str, Any] | None:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) and isinstance(value.get("update_id"), int) else None
