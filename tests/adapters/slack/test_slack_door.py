"""Requests at the door: who may come in, what is committed before the answer, and what the answer is."""

import asyncio
import json
import time
from typing import Any

import pytest

from adapters.slack.words import IN_PRIVATE, STRANGER
from tests.adapters.slack.slack_rig import GRANT, SECRET, Rig, ask, opened, pressed, said, signed, wrapped
from tests.adapters.slack.slack_web import Web, serving, status

TOKEN = "a:ABCDEFGHIJKLMNOP"


def post(rig: Rig, body: str, headers: dict[str, str]) -> int:
    return asyncio.run(rig.post(body, headers))[0]


def test_a_signed_event_is_committed_and_acknowledged_empty() -> None:
    """Nothing else is said: the answer comes through the outbox."""
    rig = opened()
    code, _, body = asyncio.run(rig.event(said("hello")))
    assert (code, body) == (200, b"")
    assert [e.text for e in rig.events] == ["hello"]


@pytest.mark.parametrize(
    "headers",
    [
        {"content-type": "application/json"},
        {"x-slack-signature": "v0=" + "0" * 64, "x-slack-request-timestamp": str(int(time.time()))},
        {"x-slack-signature": "", "x-slack-request-timestamp": ""},
        {"x-slack-signature": "v0=", "x-slack-request-timestamp": "now"},
        {"x-slack-signature": "v0=", "x-slack-request-timestamp": "9" * 400},
    ],
)
def test_what_is_not_signed_stays_outside(headers: dict[str, str]) -> None:
    """401, and nothing is put."""
    rig = opened()
    assert post(rig, json.dumps(wrapped(said("hello"))), headers) == 401
    assert rig.events == []


def test_forged_stale_and_changed_requests_stay_outside() -> None:
    """Another secret, six minutes ago, another body: each beside a good one."""
    rig, body = opened(), json.dumps(wrapped(said("hello")))
    assert post(rig, body, signed(body, secret="x" * 32)) == 401
    assert post(rig, body, signed(body, age=301)) == 401
    assert post(rig, body, signed(body, age=-301)) == 401
    assert post(rig, body + " ", signed(body)) == 401
    assert rig.events == []
    assert post(rig, body, signed(body, age=290)) == 200
    assert len(rig.events) == 1


def test_strange_bodies_are_refused_without_a_fuss() -> None:
    """Neither text, nor JSON, nor an object; and too much of it."""
    rig = opened()
    for body in ("{", "[]", "[" * 5000, "payload=%7B", "null"):
        assert post(rig, body, signed(body)) in (200, 400), body
        assert post(rig, body, signed(body, secret="x" * 32)) == 401, body  # not even parsed
    assert asyncio.run(ask(rig.slack, "POST", "/slack/events", b"\xff\xfe", signed("")))[0] == 401
    big = json.dumps(wrapped(said("x" * 1_100_000)))
    assert post(rig, big, signed(big)) == 413
    for strange in ({}, {"type": "message"}, {"type": "app_mention", "channel": 7}, {"type": "app_home_opened"}):
        assert asyncio.run(rig.event(strange))[0] in (200, 400)
    assert rig.events == []


def test_a_repeated_event_is_acknowledged_and_known() -> None:
    """The inbox knows it by its id; a retry of Slack's is just that."""
    rig, body = opened(), json.dumps(wrapped(said("hello")))
    headers = {**signed(body), "x-slack-retry-num": "1", "x-slack-retry-reason": "http_timeout"}
    assert [post(rig, body, signed(body)), post(rig, body, headers)] == [200, 200]
    assert len(rig.events) == 1


def test_what_could_not_be_committed_is_not_acknowledged() -> None:
    """So that Slack comes again; then it is taken."""
    rig = opened()
    rig.failing = True
    assert asyncio.run(rig.event(said("hello")))[0] == 503
    rig.failing = False
    assert asyncio.run(rig.event(said("hello")))[0] == 200
    assert len(rig.events) == 1


def test_after_stopping_nothing_is_taken() -> None:
    """Slack comes again to the next process."""

    async def run() -> None:
        rig = opened()
        await rig.slack.stop_receiving()
        assert (await rig.event(said("hello")))[0] == 503
        assert rig.events == []
        await rig.slack.close()

    asyncio.run(run())


def test_slacks_own_questions_are_answered() -> None:
    """The challenge, signed; the certificate check, which tells nothing."""
    rig = opened()
    body = json.dumps({"type": "url_verification", "challenge": "abc", "token": "t"})
    code, _, answer = asyncio.run(rig.post(body, signed(body)))
    assert (code, json.loads(answer)) == (200, {"challenge": "abc"})
    assert post(rig, body, signed(body, secret="x" * 32)) == 401
    body = "ssl_check=1&token=t"
    assert post(rig, body, {"content-type": "application/x-www-form-urlencoded"}) == 200


def test_another_workspace_is_left_alone() -> None:
    """Signed by Slack, but not for us: nothing is put, and nothing needs to come again."""
    rig = opened()
    assert asyncio.run(rig.event(said("hello", team="T2"), team="T2"))[0] == 200
    assert asyncio.run(rig.press(pressed(TOKEN, team={"id": "T2"}, user={"id": "U1", "team_id": "T2"})))[0] == 200
    command = {"command": "/credpath", "text": "plan", "user_id": "U1", "team_id": "T2", "trigger_id": "t"}
    assert asyncio.run(rig.command(**command))[0] == 200
    assert rig.events == []
    assert asyncio.run(rig.event(said("hello")))[0] == 200
    assert len(rig.events) == 1


def test_without_a_signing_secret_there_is_no_door() -> None:
    """Socket Mode needs none."""
    rig = opened(signing_secret="")
    assert rig.slack.routes() == []
    with pytest.raises(ValueError, match="bot token"):
        opened(bot_token="")


def ran(check: Any, **answers: Any) -> None:
    async def run() -> None:
        async with serving(**answers) as web:
            rig = opened(web.api)
            try:
                await check(rig, web)
            finally:
                await rig.slack.close()

    asyncio.run(run())


def test_a_stranger_of_a_shared_channel_is_refused_kindly() -> None:
    """Seen by nobody else, with nothing of the organisation in it; the twin of our own team is answered."""
    mention = said("<@UBOT> plan", type="app_mention", channel="C1", channel_type="channel")

    async def check(rig: Rig, web: Web) -> None:
        shared = {"is_ext_shared_channel": True}
        assert (await rig.event({**mention, "user_team": "T9", "team": "T9"}, **shared))[0] == 200
        await rig.slack._desk.idle()
        assert rig.events == []
        told = {"channel": "C1", "user": "U1", "text": STRANGER, "thread_ts": mention["ts"]}
        await rig.event({**mention, "user_team": "T9", "team": "T9"}, id="Ev2", **shared)
        await rig.slack._desk.idle()
        assert web.of("chat.postEphemeral") == [told]  # once an hour is enough
        await rig.event({**mention, "user_team": "T1"}, **shared)
        assert [e.text for e in rig.events] == ["plan"]

    ran(check)


def test_a_command_is_answered_in_private() -> None:
    """Wherever it is given, its answer goes to the direct message, which is looked up once."""

    async def check(rig: Rig, web: Web) -> None:
        command = {"command": "/credpath", "text": "plan", "user_id": "U1", "team_id": "T1", "trigger_id": "t1"}
        _, _, body = await rig.command(**command, channel_id="C1")
        assert json.loads(body) == {"response_type": "ephemeral", "text": IN_PRIVATE}
        _, _, body = await rig.command(**{**command, "trigger_id": "t2"}, channel_id="D7")
        assert body == b""
        assert [(e.text, e.conversation, e.kind_of_place) for e in rig.events] == [("show my plan", "D7", "dm")] * 2
        assert web.of("conversations.open") == [{"users": "U1"}]

    ran(check, conversations__open={"ok": True, "channel": {"id": "D7"}})


def test_no_room_no_acknowledgement() -> None:
    """When Slack does not tell the direct message, the command is not lost in silence."""

    async def check(rig: Rig, web: Web) -> None:
        command = {"command": "/credpath", "text": "plan", "user_id": "U1", "team_id": "T1", "trigger_id": "t1"}
        assert (await rig.command(**command, channel_id="C1"))[0] == 503
        assert rig.events == []

    ran(check, conversations__open=status(500))


def test_an_opened_window_gets_its_prompts() -> None:
    """After the acknowledgement; whether that works or not."""

    async def check(rig: Rig, web: Web) -> None:
        inner = {
            "type": "app_home_opened",
            "user": "U1",
            "channel": "D1",
            "tab": "messages",
            "event_ts": "1700000000.1",
        }
        assert (await rig.event(inner))[0] == 200
        await rig.slack._desk.idle()
        (sent,) = web.of("assistant.threads.setSuggestedPrompts")
        assert sent["channel_id"] == "D1"
        assert 1 <= len(sent["prompts"]) <= 4
        assert [e.kind for e in rig.events] == ["opened"]

    ran(check, assistant__threads__setSuggestedPrompts={"ok": False, "error": "missing_scope"})


def test_the_own_workspace_is_looked_up_once() -> None:
    """And while Slack does not say whose the token is, nothing is acknowledged."""

    async def run() -> None:
        async with serving(auth__test=[status(500), {"ok": True, "team_id": "T1", "user_id": "UBOT"}]) as web:
            rig = opened(web.api, known=False)
            assert (await rig.event(said("hello")))[0] == 503
            assert (await rig.event(said("hello")))[0] == 200
            assert (await rig.event(said("again"), id="Ev2"))[0] == 200
            assert [e.text for e in rig.events] == ["hello", "again"]
            assert [auth for name, _, auth in web.seen] == [f"Bearer {GRANT.token}"] * 2
            await rig.slack.close()

    asyncio.run(run())


def test_the_secret_is_the_one_that_was_given() -> None:
    """Each installation of the app signs with its own."""
    body = json.dumps(wrapped(said("hello")))
    assert post(opened(signing_secret="y" * 32), body, signed(body)) == 401
    assert post(opened(), body, signed(body, secret=SECRET)) == 200
