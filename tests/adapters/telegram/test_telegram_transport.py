"""Every way in which a call can go wrong is exactly one outcome, and none of them tells the token."""

import asyncio
import contextlib
import logging
import traceback
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from telegram.error import TelegramError

from adapters.telegram.api import Api, failure
from adapters.telegram.transport import Transport
from adapters.wire import Failure, Outcome, Upload
from tests.adapters.telegram.telegram_script import TOKEN, Answer, no, ok, scripted


@asynccontextmanager
async def api(base: str, **given: float) -> AsyncIterator[Api]:
    transport = Transport(TOKEN, base, **given)
    await transport.initialize()
    try:
        yield Api(TOKEN, base, transport)
    finally:
        await transport.shutdown()


def lost(answer: Answer) -> Failure:
    """What becomes of a message that is answered like this."""

    async def run() -> Failure:
        async with scripted(sendMessage=[answer]) as script, api(script.base) as calls:
            try:
                await calls.call("sendMessage", {"chat_id": 7, "text": "x"})
            except TelegramError as error:
                silent(error)
                return failure(error, "key")
        raise AssertionError("it went through")

    return asyncio.run(run())


def silent(error: BaseException) -> None:
    """Nowhere in an exception, its causes and its context is the token."""
    text = "".join(traceback.format_exception(error))
    at: BaseException | None = error
    while at is not None:
        text += repr(at) + str(at)
        at = at.__cause__ or at.__context__
    assert TOKEN not in text
    assert TOKEN.partition(":")[2] not in text


@pytest.mark.parametrize(
    ("answer", "outcome", "reason"),
    [
        (no(429, "Too Many Requests: retry after 3", retry_after=3), Outcome.LATER, "flood"),
        ((429, b"<html>slow down</html>"), Outcome.LATER, "flood"),
        (no(403, "Forbidden: bot was blocked by the user"), Outcome.DEAD, "bot was blocked by the user"),
        (no(403, "Forbidden: user is deactivated"), Outcome.DEAD, "user is deactivated"),
        (no(403, "Forbidden: something new"), Outcome.DEAD, "Forbidden"),
        (no(400, "Bad Request: chat not found"), Outcome.DEAD, "chat not found"),
        (no(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-1), Outcome.REFUSED, "migrated"),
        (no(400, "Bad Request: can't parse entities: <ann>"), Outcome.REFUSED, "can't parse entities"),
        (no(400, "Bad Request: quotes what Ann wrote"), Outcome.REFUSED, "BadRequest"),
        (no(401, "Unauthorized"), Outcome.REFUSED, "unauthorized"),
        (no(404, "Not Found"), Outcome.REFUSED, "unknown method"),
        (no(409, "Conflict: terminated"), Outcome.REFUSED, "Conflict"),
        (no(413, "Request Entity Too Large"), Outcome.REFUSED, "BadRequest"),
        (no(500, "Internal Server Error"), Outcome.DOUBT, "NetworkError"),
        ((502, b"<html>Bad Gateway</html>"), Outcome.DOUBT, "NetworkError"),
        ((504, f"http://proxy/bot{TOKEN}/sendMessage timed out".encode()), Outcome.DOUBT, "NetworkError"),
        ((200, b"<html>Welcome to the hotel</html>"), Outcome.DOUBT, "TelegramError"),
        ((200, b"[]"), Outcome.DOUBT, "TelegramError"),
        ((200, {"ok": True}), Outcome.DOUBT, "TelegramError"),
        ((403, f"<html>your proxy forbids bot{TOKEN}</html>".encode()), Outcome.LATER, "HTTP 403"),
        ((302, b""), Outcome.LATER, "HTTP 302"),
    ],
)
def test_each_answer_has_one_outcome(answer: Answer, outcome: Outcome, reason: str) -> None:
    found = lost(answer)
    assert (found.outcome, found.reason) == (outcome, reason)
    assert TOKEN not in str(found)


def test_a_flood_says_how_long_and_which_rate() -> None:
    found = lost(no(429, "Too Many Requests: retry after 17", retry_after=17))
    assert (found.retry_after, found.key) == (17, "key")


async def _raw(behave: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Any], **given: float) -> Failure:
    """A call to a server that does something odd with the connection."""
    served = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await behave(reader, writer)
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()
        served.set()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        async with api(f"http://127.0.0.1:{port}", **given) as calls:
            with pytest.raises(TelegramError) as caught:
                await calls.call("sendMessage", {"chat_id": 7, "text": "x"})
        await served.wait()
    silent(caught.value)
    return failure(caught.value)


def test_a_connection_that_breaks_after_the_request_leaves_doubt() -> None:
    async def breaks(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.transport.abort()

    assert asyncio.run(_raw(breaks)).outcome is Outcome.DOUBT


def test_half_an_answer_leaves_doubt() -> None:
    async def half(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{")
        await writer.drain()

    assert asyncio.run(_raw(half)).outcome is Outcome.DOUBT


def test_silence_leaves_doubt() -> None:
    async def silence(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()

    found = asyncio.run(_raw(silence, read_timeout=0.2))
    assert (found.outcome, found.reason) == (Outcome.DOUBT, "TimedOut")


@pytest.mark.parametrize("base", ["http://127.0.0.1:1", "http://nowhere.invalid", "http://[", "ftp://127.0.0.1"])
def test_what_never_left_can_be_sent_later(base: str) -> None:
    async def run() -> Failure:
        async with api(base) as calls:
            try:
                await calls.call("getMe", {})
            except TelegramError as error:
                silent(error)
                return failure(error)
        raise AssertionError("it went through")

    assert asyncio.run(run()).outcome is Outcome.LATER


def test_a_closed_transport_sends_nothing() -> None:
    async def run() -> Failure:
        async with scripted() as script:
            async with api(script.base) as calls:
                pass
            with pytest.raises(TelegramError) as caught:
                await calls.call("getMe", {})
            with pytest.raises(TelegramError):
                await calls.download("x", 1)
            assert script.asked == []
            return failure(caught.value)

    assert asyncio.run(run()).outcome is Outcome.LATER


def test_parameters_and_files_arrive_as_they_were_given() -> None:
    async def run() -> None:
        async with scripted(sendDocument=[ok()]) as script, api(script.base) as calls:
            params = {"chat_id": 7, "reply_markup": {"inline_keyboard": [[{"text": "x"}]]}}
            text, caption = {**params, "text": "ä <b>&</b>"}, {**params, "caption": "ä <b>&</b>"}
            await calls.call("sendMessage", text)
            await calls.call("sendDocument", caption, Upload('mein "Plan" für 7.csv', "text/csv", b"a,b\n1,2"))
            assert [a.params for a in script.asked] == [text, caption]
            assert script.asked[1].files == {"document": ('mein "Plan" für 7.csv', b"a,b\n1,2")}

    asyncio.run(run())


def test_no_token_is_logged_even_when_everything_is(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for answer in (ok(), no(500, "no"), (200, b"odd"), no(429, "x", retry_after=1)):
        try:
            lost(answer)
        except AssertionError:
            continue
    assert TOKEN.partition(":")[2] not in caplog.text
    assert TOKEN.partition(":")[2] not in repr([r.__dict__ for r in caplog.records])
