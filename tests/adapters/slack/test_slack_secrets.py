"""What must never leak: tokens, secrets and what people wrote into a log; a shout of somebody's into a channel."""

import asyncio
import json
import logging
import traceback
from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.calls import calls
from adapters.slack.quiet import quiet
from adapters.wire import Call, Failure, Letter
from bot.messages import Attachment, Choice, Choices, File, Person, Reply, Text
from bot.traffic import Outgoing, Place
from tests.adapters.slack.slack_rig import GRANT, NOW, SECRET, Rig, ask, draw, opened, pressed, said, signed, wrapped
from tests.adapters.slack.slack_web import cut_off, serving, status
from tests.adapters.slack.test_slack_install import CODE, begun

WORDS = "my salary is 12345 euros"
HIDDEN = (
    WORDS,
    GRANT.token,
    SECRET,
    "client-secret-42",
    "xapp-1-secret",
    CODE,
    "xoxe.xoxb-1-secret",
    "xoxe-1-secret",
    "t-secret",
)


def leaks(caplog: pytest.LogCaptureFixture) -> list[str]:
    """The hidden things that are somewhere in the records, tracebacks included."""
    shown = logging.Formatter("%(name)s %(message)s")
    text = "\n".join(shown.format(r) + repr(r.__dict__) for r in caplog.records)
    return [word for word in HIDDEN if word in text]


async def _everything(rig: Rig, web: Any) -> None:
    """Good and bad of everything that the adapter does, with words and tokens in it."""
    body = json.dumps(wrapped(said(WORDS)))
    await rig.post(body, signed(body))
    await rig.post(body, signed(body, secret="x" * 32))
    await rig.post(body[:-1], signed(body[:-1]))
    await rig.event({"type": "message", "text": WORDS}, id="Ev2")
    rig.failing = True
    await rig.event(said(WORDS), id="Ev3")
    rig.failing = False
    view = {"id": "V1", "callback_id": "evidence", "state": {"values": {"note": {"value": {"value": WORDS}}}}}
    await rig.press({"type": "view_submission", "view": view, "user": {"id": "U1"}, "team": {"id": "T1"}})
    await rig.press(pressed(WORDS))
    reply = Reply(WORDS, (Text(WORDS),), files=(File("a.txt", "text/plain", WORDS),))
    message = Outgoing("re:slack:Ev1", "home", "l1", "slack", "p1", "reply", "", NOW)
    letter = Letter(message, reply, Place("p1", "home", "slack", "D1", "dm"), "U1")
    bad = {"ok": False, "error": "invalid_auth", "text": WORDS}
    for answer in ({"ok": True, "ts": "1.2"}, bad, status(429), status(500, WORDS), status(200, WORDS), cut_off):
        web.answers["chat.postMessage"] = web.answers["files.getUploadURLExternal"] = answer
        for call in rig.slack.calls(letter):
            await _quietly(rig.slack.send("home", call))
    await rig.slack.introduce(Person("home", "slack", "U1", WORDS))
    await rig.slack.show(letter.place, "1.1", reply, "U1")
    await rig.slack.seen(letter, 1, NOW)
    await _quietly(rig.slack.fetch("home", Attachment(WORDS, "text/plain", 3, f"https://evil.example/{WORDS}")))
    await _quietly(rig.slack.fetch("home", Attachment(WORDS, "text/plain", 3, f"{web.base}/{WORDS}")))


async def _quietly(work: Any) -> None:
    """What is raised tells no more than a log line may."""
    (found,) = await asyncio.gather(work, return_exceptions=True)
    if isinstance(found, BaseException):
        assert isinstance(found, Failure)
        assert not [word for word in HIDDEN if word in "".join(traceback.format_exception(found))]


def test_no_log_line_holds_a_token_or_a_word(caplog: pytest.LogCaptureFixture) -> None:
    """Everything at DEBUG, single workspace."""
    caplog.set_level(logging.DEBUG)

    async def run() -> None:
        async with serving(
            users__info=status(500, WORDS), conversations__open={"ok": True, "channel": {"id": "D"}}
        ) as web:
            rig = opened(web.api)
            try:
                await _everything(rig, web)
            finally:
                await rig.slack.close()

    asyncio.run(run())
    assert caplog.records
    assert leaks(caplog) == []


def test_no_log_line_of_an_installation_holds_a_code_or_a_token(caplog: pytest.LogCaptureFixture) -> None:
    """Neither when it works nor when Slack or the database does not."""
    caplog.set_level(logging.DEBUG)
    good = {
        "ok": True,
        "access_token": "xoxe.xoxb-1-secret",
        "refresh_token": "xoxe-1-secret",
        "expires_in": 1,
        "team": {"id": "T1"},
    }

    async def run() -> None:
        async with serving() as web:
            rig = opened(web.api, oauth=True)
            assert rig.shelf is not None
            for answer in (good, {"ok": False, "error": "invalid_code"}, status(500, CODE), cut_off):
                web.answers["oauth.v2.access"] = answer
                state, cookie, _ = await begun(rig)
                await ask(
                    rig.slack, "GET", f"/slack/oauth_redirect?code={CODE}&state={state}", headers={"cookie": cookie}
                )
                await rig.event(said(WORDS), id=state)
            await rig.slack.close()

    asyncio.run(run())
    assert caplog.records
    assert leaks(caplog) == []


def test_no_log_line_of_a_socket_holds_a_ticket_or_a_token(caplog: pytest.LogCaptureFixture) -> None:
    """When it cannot connect, and when it says nonsense."""
    caplog.set_level(logging.DEBUG)
    tried = asyncio.Event()

    async def slam(request: Any) -> Any:
        tried.set()
        return await status(403, "t-secret")(request)

    async def run() -> None:
        async with serving() as web:
            web.answers["/ws"] = slam
            web.answers["apps.connections.open"] = {"ok": True, "url": f"ws{web.base[4:]}/ws?ticket=t-secret"}
            rig = opened(web.api, app_token="xapp-1-secret")
            starting = asyncio.create_task(rig.slack.start())
            await asyncio.wait_for(tried.wait(), 20)
            await rig.slack.close()
            starting.cancel()
            await asyncio.gather(starting, return_exceptions=True)

    asyncio.run(run())
    assert leaks(caplog) == []


def test_the_frameworks_would_have_told(caplog: pytest.LogCaptureFixture) -> None:
    """The twin: slack_sdk with its own logger writes down what it sends; with ours it does not."""
    caplog.set_level(logging.DEBUG)

    async def run(logger: logging.Logger | None) -> None:
        async with serving() as web:
            client = AsyncWebClient(token=GRANT.token, base_url=web.api, retry_handlers=[], logger=logger)
            client.logger.setLevel(logging.DEBUG if logger is None else logger.level)
            await client.api_call("chat.postMessage", json={"text": WORDS})

    asyncio.run(run(quiet()))
    assert leaks(caplog) == []
    logger = logging.getLogger("slack_sdk.web.async_base_client")
    level = logger.level
    try:
        asyncio.run(run(None))
    finally:
        logger.setLevel(level)
    assert leaks(caplog) == [WORDS]


def _marked(value: Any) -> Iterator[str]:
    """Every text in which Slack reads markup."""
    if isinstance(value, dict):
        if value.get("type") == "mrkdwn":
            yield str(value["text"])
        for inner in value.values():
            yield from _marked(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _marked(inner)


@pytest.mark.parametrize(
    "shout", ["<!channel>", "<!here>", "<!everyone>", "<@U123>", "<#C1|x>", "<https://evil.example|bank>"]
)
def test_nobody_shouts_through_the_bot(shout: str) -> None:
    """Wherever Slack reads markup a person's words are escaped, and links do not unfold."""
    reply = Reply(
        f"You said {shout}", (Text(f"You said {shout}"), Choices((Choice(shout, shout, "a:ABCDEFGHIJKLMNOP"),)))
    )
    message = Outgoing("id", "home", "l1", "slack", "p1", "reply", "", NOW)
    made = calls(Letter(message, reply, Place("p1", "home", "slack", "D1", "dm"), "U1"), draw)
    for call in made:
        assert isinstance(call, Call)
        texts = [str(call.params["text"]), *_marked(call.params)]
        assert not [t for t in texts if shout in t]
        assert any("&lt;" in t for t in texts)
        assert call.params["unfurl_links"] is call.params["unfurl_media"] is call.params["link_names"] is False
