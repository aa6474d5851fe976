"""HTTP for python-telegram-bot on one aiohttp session: less than a third of the CPU of its default client.

The token is part of every URL, so that no URL may get into a log line or into the text of an exception.
"""

import json
from typing import Any

import aiohttp
from telegram.error import BadRequest, NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

CONNECT = 10.0  # seconds
READ = 20.0
UPLOAD = 60.0  # more of them, in all, when a file goes along
_HIDDEN = b"[token]"
_NEVER_LEFT = (
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.ClientHttpProxyError,
    aiohttp.InvalidURL,
    aiohttp.NonHttpUrlClientError,
)
_SPOKEN = (400, 401, 403, 404, 409)  # what Telegram refuses with
_JSON = {"Content-Type": "application/json"}


class NotSent(NetworkError):
    """The request certainly never left: refused, no such host, no connection in time."""


class Flooded(TelegramError):
    """Too many requests. `seconds` is how long to keep quiet. (PTB's RetryAfter warns whenever it is made.)"""

    def __init__(self, seconds: float) -> None:
        super().__init__("Flood control exceeded")
        self.seconds = seconds


class Transport(BaseRequest):
    """PTB's request interface. Error texts are the server's description or a class name, never a URL."""

    def __init__(self, token: str, base: str, read_timeout: float = READ, connect_timeout: float = CONNECT) -> None:
        self._token = token.encode()
        self._proxied = base.startswith("https:")  # a proxy for http would see the token
        self._read = read_timeout
        self._connect = connect_timeout
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """Seconds to wait for an answer unless a call says otherwise."""
        return self._read

    async def initialize(self) -> None:
        """Open the session; nothing is sent."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                cookie_jar=aiohttp.DummyCookieJar(), headers={"User-Agent": self.USER_AGENT}, trust_env=self._proxied
            )

    async def shutdown(self) -> None:
        """Close all connections."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """One request: (status, body). Raises NotSent, TimedOut, Flooded, BadRequest or NetworkError."""
        if self._session is None:
            raise NotSent("closed")
        files = request_data is not None and request_data.contains_files
        limit = self._timeout(read_timeout, connect_timeout, UPLOAD if files else 0.0)
        # Raised below, outside of `except`: the original's text and context may hold the URL.
        try:
            async with self._session.request(
                method, url, timeout=limit, allow_redirects=False, **_body(request_data)
            ) as response:
                status, payload = response.status, await response.read()
        except _NEVER_LEFT as error:
            lost: TelegramError = NotSent(type(error).__name__)
        except TimeoutError as error:
            lost = TimedOut(type(error).__name__)
        except Exception as error:
            lost = NetworkError(type(error).__name__)
        else:
            return status, payload if status < 300 else self._judged(status, payload)
        raise lost

    async def download(self, url: str, most: int) -> bytes | None:
        """The body of a file, None when it has more than `most` bytes, which are then not read. Raises the same."""
        if self._session is None:
            raise NotSent("closed")
        limit = self._timeout(BaseRequest.DEFAULT_NONE, BaseRequest.DEFAULT_NONE, UPLOAD)
        try:
            async with self._session.get(url, timeout=limit, allow_redirects=False) as response:
                if response.status != 200:
                    lost: TelegramError = BadRequest(f"HTTP {response.status}")
                elif response.content_length is not None and response.content_length > most:
                    return None
                else:
                    return await _at_most(response.content, most)
        except _NEVER_LEFT as error:
            lost = NotSent(type(error).__name__)
        except Exception as error:
            lost = NetworkError(type(error).__name__)
        raise lost

    def _timeout(self, read: Any, connect: Any, more: float) -> aiohttp.ClientTimeout:
        waits = self._read if read is BaseRequest.DEFAULT_NONE or read is None else read
        connects = self._connect if connect is BaseRequest.DEFAULT_NONE or connect is None else connect
        return aiohttp.ClientTimeout(total=waits + connects + more, connect=connects, sock_read=waits + more)

    def _judged(self, status: int, payload: bytes) -> bytes:
        """The body of an answer that is no success, for PTB to make an error of; what PTB would misread is raised."""
        payload = payload.replace(self._token, _HIDDEN)
        if status == 429:
            raise Flooded(_seconds(payload))
        if status < 400 or (status in _SPOKEN and not _is_answer(payload)):
            raise NotSent(f"HTTP {status}")  # a portal or a proxy on the way, not Telegram
        if status < 500 and status not in _SPOKEN:
            raise BadRequest(f"HTTP {status}")
        return payload

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The JSON object of an answer. PTB's own would log what it cannot read, which may be what somebody wrote."""
        try:
            value = json.loads(payload)
        except ValueError:
            value = None
        if not isinstance(value, dict):
            raise TelegramError("Invalid server response")
        return value


def _body(data: RequestData | None) -> dict[str, Any]:
    if data is None:
        return {}
    if not data.contains_files:
        return {"data": json.dumps(data.parameters).encode(), "headers": _JSON}
    form = aiohttp.FormData(quote_fields=False)
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, media_type) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=media_type)
    return {"data": form}


async def _at_most(stream: aiohttp.StreamReader, most: int) -> bytes | None:
    found = bytearray()
    async for chunk in stream.iter_any():
        found += chunk
        if len(found) > most:
            return None
    return bytes(found)


def _is_answer(payload: bytes) -> bool:
    try:
        value = json.loads(payload)
    except ValueError:
        return False
    return isinstance(value, dict) and value.get("ok") is False


def _seconds(payload: bytes) -> float:
    try:
        return max(1.0, float(json.loads(payload)["parameters"]["retry_after"]))
    except (ValueError, KeyError, TypeError):
        return 1.0
