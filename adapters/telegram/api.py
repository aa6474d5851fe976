"""Calls to the Bot API, and what their errors mean for the sender.

`telegram.Bot` itself is not used: at DEBUG it logs its URL with the token and the parameters of each call with what
people wrote, and it spends half of a call's time on making objects of answers of which only an id is wanted.
"""

from collections.abc import Mapping
from typing import Any

from telegram import InputFile
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    TelegramError,
)
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from adapters.telegram.transport import Flooded, NotSent, Transport
from adapters.wire import Failure, Outcome, Upload

_FILE_FIELDS = {"sendPhoto": "photo", "sendDocument": "document"}
_GONE = ("chat not found", "chat_not_found", "peer_id_invalid", "channel_private", "user not found")
# Parts of descriptions that may stand in a log; whole ones quote what somebody wrote.
_KNOWN = (
    *_GONE,
    "bot was blocked by the user",
    "user is deactivated",
    "bot was kicked",
    "bot is not a member",
    "bot can't initiate conversation",
    "group chat was deactivated",
    "can't parse entities",
    "message is too long",
    "message text is empty",
    "caption is too long",
    "button_data_invalid",
    "message to edit not found",
    "message can't be edited",
    "message is not modified",
    "message thread not found",
    "topic_closed",
    "not enough rights",
    "have no rights",
    "chat_write_forbidden",
    "photo_invalid_dimensions",
    "image_process_failed",
    "file is too big",
    "wrong file_id",
    "query is too old",
)


class Api:
    """One bot's calls. Raises telegram.error.TelegramError, never with the token in its text."""

    def __init__(self, token: str, base: str, transport: Transport) -> None:
        base = base.rstrip("/")
        self._methods = f"{base}/bot{token}/"
        self._files = f"{base}/file/bot{token}/"
        self._transport = transport

    async def call(
        self, method: str, params: Mapping[str, Any], upload: Upload | None = None, wait: float | None = None
    ) -> Any:
        """The `result` of a method. `wait` is in seconds, for one that takes its time."""
        given = [RequestParameter(name, value, None) for name, value in params.items()]
        if upload is not None:
            file = InputFile(upload.content, upload.name)
            file.mimetype = upload.media_type
            given.append(RequestParameter.from_input(_FILE_FIELDS[method], file))
        try:
            return await self._transport.post(self._methods + method, RequestData(given), read_timeout=wait)
        except KeyError:
            raise TelegramError("Invalid server response") from None

    async def download(self, path: str, most: int) -> bytes | None:
        """A file by the path that getFile gave; None when it is bigger than `most` bytes."""
        return await self._transport.download(self._files + path, most)


def unknown_method(error: TelegramError) -> bool:
    """Whether the server does not know the method. (A token that is refused comes as the same class.)"""
    return isinstance(error, InvalidToken) and error.message.lower().startswith("not found")


def failure(error: TelegramError, key: str = "") -> Failure:
    """What an error means for the message. `key` is the rate that a 429 is about."""
    reason = _reason(error)
    match error:
        case Flooded():
            return Failure(Outcome.LATER, "flood", error.seconds, key)
        case NotSent():
            return Failure(Outcome.LATER, error.message)
        case ChatMigrated():
            return Failure(Outcome.REFUSED, "migrated")
        case Forbidden():
            return Failure(Outcome.DEAD, reason)
        case BadRequest() if reason in _GONE:
            return Failure(Outcome.DEAD, reason)
        case BadRequest() | Conflict():
            return Failure(Outcome.REFUSED, reason)
        case InvalidToken():
            return Failure(Outcome.REFUSED, "unknown method" if unknown_method(error) else "unauthorized")
    return Failure(Outcome.DOUBT, reason)


def _reason(error: TelegramError) -> str:
    said = error.message.lower()
    return next((known for known in _KNOWN if known in said), type(error).__name__)
