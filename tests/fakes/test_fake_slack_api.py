"""The fake's Web API, asked by slack_sdk: what it answers, and what it does not let through."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack.tokens import APP_TOKEN, BOT_TOKEN
from tests.fakes.slack.world import Stopwatch

Json = dict[str, Any]
Check = Callable[[FakeSlack, AsyncWebClient], Awaitable[None]]
SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "Hello"}}
MODAL: Json = {
    "type": "modal",
    "callback_id": "goal",
    "title": {"type": "plain_text", "text": "A goal"},
    "submit": {"type": "plain_text", "text": "Save"},
    "blocks": [
        {
            "type": "input",
            "block_id": "what",
            "label": {"type": "plain_text", "text": "What?"},
            "element": {"type": "plain_text_input", "action_id": "value"},
        }
    ],
}


def client(fake: FakeSlack, token: str = BOT_TOKEN) -> AsyncWebClient:
    made = AsyncWebClient(token, base_url=fake.url + "/api/", retry_handlers=[])
    made.proxy = None
    return made


def ran(check: Check, **more: Any) -> None:
    async def run() -> None:
        async with FakeSlack(clock=Stopwatch(), **more) as fake:
            fake.person("UADA", "Ada", tz="Europe/Berlin", is_admin=True)
            await check(fake, client(fake))

    asyncio.run(run())


async def refused(call: Awaitable[Any]) -> Json:
    with pytest.raises(SlackApiError) as caught:
        await call
    data = caught.value.response.data
    assert isinstance(data, dict)
    return data


async def error(call: Awaitable[Any]) -> str:
    return str((await refused(call))["error"])


def test_a_message_is_posted_changed_read_and_deleted() -> None:
    async def check(fake: FakeSlack, slack: AsyncWebClient) -> None:
        posted = await slack.chat_postMessage(channel="C1", text="Hello", blocks=[SECTION])
        ts = posted["ts"]
        assert posted["message"]["bot_id"] == "BBOT"
        await slack.chat_update(channel="C1", ts=ts, text="Changed")
        (now,) = fake.messages("C1")
        assert (now["text"], now["ts"], "blocks" in now) == ("Changed", ts, False)
        answer = await slack.chat_postMessage(channel="C1", text="In the thread", thread_ts=ts)
        assert answer["message"]["thread_ts"] == ts
        history = await slack.conversations_history(channel="C1")
        assert [m["ts"] for m in history["messages"]] == [ts]
        replies = await slack.conversations_replies(channel="C1", ts=ts)
        assert [m["text"] for m in replies["messages"]] == ["Changed", "In the thread"]
        await slack.chat_delete(channel="C1", ts=ts)
        assert [m.get("subtype") for m in fake.messages("C1")] == ["tombstone", None]
        await slack.chat_delete(channel="C1", ts=answer["ts"])
        assert fake.messages("C1") == []
        assert [c.outcome for c in fake.calls] == ["ok"] * 7

    ran(check)


def test_metadata_comes_back_only_when_all_of_it_is_asked_for() -> None:
    async def check(fake: FakeSlack, slack: AsyncWebClient) -> None:
        meta = {"event_type": "x", "event_payload": {"id": "1"}}
        room = (await slack.conversations_open(users="UADA"))["channel"]["id"]
        await slack.chat_postMessage(channel=room, text="Hello", metadata=meta)
        plain = await slack.conversations_history(channel=room)
        full = await slack.conversations_history(channel=room, include_all_metadata=True)
        assert "metadata" not in plain["messages"][0]
        assert full["messages"][0]["metadata"] == meta
        for bad in ({"event_type": "x"}, {"event_type": 1, "event_payload": {}}):
            assert (
                await error(slack.chat_postMessage(channel=room, text="x", metadata=bad)) == "invalid_metadata_schema"
            )

    ran(check)


@pytest.mark.parametrize(
    ("method", "params", "name"),
    [
        ("chat.postMassage", {}, "unknown_method"),
        ("chat.postMessage", {"text": "x"}, "invalid_arguments"),
        ("chat.postMessage", {"channel": "C9", "text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"channel": "C3", "text": "x"}, "not_in_channel"),
        ("chat.postMessage", {"channel": "C2", "text": "x"}, "is_archived"),
        ("chat.postMessage", {"channel": "G1", "text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"channel": "DBOB", "text": "x"}, "account_inactive"),
        ("chat.postMessage", {"channel": "C1"}, "no_text"),
        ("chat.postMessage", {"channel": "C1", "text": "x" * 40_001}, "msg_too_long"),
        ("chat.postMessage", {"channel": "C1", "text": "x", "blocks": "abc"}, "invalid_blocks_format"),
        ("chat.postMessage", {"channel": "C1", "text": "x", "blocks": [{"type": "nothing"}]}, "invalid_blocks"),
        ("chat.postMessage", {"channel": "C1", "text": "x", "blocks": [SECTION] * 51}, "invalid_blocks"),
        ("chat.postMessage", {"channel": "C1", "text": "x", "blocks": ["x"]}, "invalid_blocks"),
        ("chat.postMessage", {"channel": "C1", "text": "x", "blocks": [{**SECTION, "txt": 1}]}, "invalid_blocks"),
        ("chat.postMessage", {"channel": "C1", "text": "x", "thread_ts": "abc"}, "invalid_thread_ts"),
        ("chat.postEphemeral", {"channel": "C1", "user": "UNIL", "text": "x"}, "user_not_in_channel"),
        ("chat.postEphemeral", {"channel": "C1", "user": "ada", "text": "x"}, "invalid_arguments"),
        ("chat.update", {"channel": "C1", "ts": "1.2", "text": "x"}, "message_not_found"),
        ("chat.delete", {"channel": "C1", "ts": "1.2"}, "message_not_found"),
        ("conversations.open", {"users": "UNIL"}, "user_not_found"),
        ("conversations.open", {"users": "UBOB"}, "user_disabled"),
        ("conversations.open", {"users": "UBOT"}, "cannot_dm_bot"),
        ("assistant.threads.setSuggestedPrompts", {"channel_id": "DADA", "prompts": []}, "invalid_arguments"),
        ("views.publish", {"user_id": "UNIL", "view": {"type": "home", "blocks": [SECTION]}}, "invalid_arguments"),
        ("views.open", {"trigger_id": "1.2.abc", "view": MODAL}, "invalid_trigger_id"),
        ("views.open", {"trigger_id": "1.2.abc", "view": {**MODAL, "title": None}}, "invalid_arguments"),
    ],
)
def test_errors_have_their_real_names(method: str, params: Json, name: str) -> None:
    async def check(fake: FakeSlack, slack: AsyncWebClient) -> None:
        gone = fake.person("UBOB", "Bob", deleted=True)
        assert gone.dm.id == "DBOB"
        assert fake.world.im("UADA", "T1").id == "DADA"
        fake.channel("C2", archived=True)
        fake.channel("C3", bot=False)
        fake.channel("G1", kind="group", bot=False)
        assert await error(slack.api_call(method, json=params)) == name
        assert fake.calls[-1].outcome == name

    ran(check)


def test_tokens_are_checked() -> None:
    """Missing, unknown, revoked, of the wrong kind, in the query; and of a workspace that threw the app out."""

    async def check(fake: FakeSlack, slack: AsyncWebClient) -> None:
        assert await error(client(fake, "").auth_test()) == "not_authed"
        assert await error(client(fake, "xoxb-other").auth_test()) == "invalid_auth"
        assert await error(client(fake, APP_TOKEN).chat_postMessage(channel="C1", text="x")) == "not_allowed_token_type"
        assert await error(slack.apps_connections_open(app_token=BOT_TOKEN)) == "not_allowed_token_type"
        async with aiohttp.ClientSession() as session:
            answer = await session.get(f"{fake.url}/api/auth.test?token={BOT_TOKEN}")
            assert (await answer.json())["error"] == "invalid_auth"
            header = {"Authorization": f"Bearer {BOT_TOKEN}", "Content-Type": "application/json"}
            answer = await session.post(f"{fake.url}/api/auth.test", data=b"{", headers=header)
            assert (await answer.json())["error"] == "invalid_json"
        assert (await slack.auth_test())["user_id"] == "UBOT"
        assert (await slack.auth_revoke())["revoked"] is True
        assert await error(slack.auth_test()) == "token_revoked"
        other = fake.token("chat:write")
        fake.world.workspaces["T1"].installed = False
        assert await error(client(fake, other).auth_test()) == "account_inactive"

    ran(check)


def test_scopes_are_checked_and_named() -> None:
    async def check(fake: FakeSlack, slack: AsyncWebClient) -> None:
        poor = client(fake, fake.token("users:read", "im:history", "channels:read"))
        assert (await poor.users_info(user="UADA"))["user"]["tz"] == "Europe/Berlin"
        told = await refused(poor.chat_postMessage(channel="C1", text="x"))
        assert (told["error"], told["needed"]) == ("missing_scope", "chat:write")
        assert told["provided"] == "channels:read,im:history,users:read"
        told = await refused(poor.conversations_history(channel="C1"))
        assert (told["error"], told["needed"]) == ("missing_scope", "channels:history")
        assert (await refused(poor.conversations_open(users="UADA")))["error"] == "missing_scope"
        public = client(fake, fake.token("chat:write", "chat:write.public"))
        fake.channel("C3", bot=False)
        assert (await public.chat_postMessage(channel="C3", text="x"))["ok"]

    ran(check)


def test_one_workspace_sees_nothing_of_another() -> None:
    async def check(fake: FakeSlack, slack: AsyncWebClient) -> None:
        fake.workspace("T2", "Other", installed=True)
        fake.person("UEVE", "Eve", team="T2", channels=())
        fake.channel("C8", team="T2")
        other = client(fake, fake.token(*fake.scopes, team="T2"))
        assert (await other.chat_postMessage(channel="C8", text="x"))["ok"]
        assert await error(slack.chat_postMessage(channel="C8", text="x")) == "channel_not_found"
        assert await error(other.chat_postMessage(channel="C1", text="x")) == "channel_not_found"
        assert await error(slack.users_info(user="UEVE")) == "user_not_found"
        assert await error(slack.conversations_open(users="UEVE")) == "user_not_found"
        assert (await other.auth_test())["team_id"] == "T2"

    ran(check)


def test_ephemeral_messages_are_seen_by_one_person() -> None:
    async def check(fake: FakeSlack, slack: AsyncWebClient) -> None:
        answer = await slack.chat_postEphemeral(channel="C1", user="UADA", text="Only you", blocks=[SECTION])
        assert fake.messages("C1") == []
        (seen,) = fake.ephemerals("UADA")
        assert (seen["ts"], seen["text"]) == (answer["message_ts"], "Only you")
        assert await error(slack.chat_update(channel="C1", ts=seen["ts"], text="x")) == "message_not_found"

    ran(check)


def test_nobody_changes_what_others_wrote() -> None:
    async def check(fake: FakeSlack, slack: AsyncWebClient) -> None:
        theirs = fake.world.post(fake.world.channels["C1"], "UADA", "mine")
        assert await error(slack.chat_update(channel="C1", ts=theirs["ts"], text="x")) == "cant_update_message"
        assert await error(slack.chat_delete(channel="C1", ts=theirs["ts"])) == "cant_delete_message"

    ran(check)


def test_history_comes_in_pages() -> None:
    async def check(fake: FakeSlack, slack: AsyncWebClient) -> None:
        for n in range(5):
            await slack.chat_postMessage(channel="C1", text=str(n))
        first = await slack.conversations_history(channel="C1", limit=3)
        assert [m["text"] for m in first["messages"]] == ["4", "3", "2"]
        cursor = first["response_metadata"]["next_cursor"]
        rest = await slack.conversations_history(channel="C1", limit=3, cursor=cursor)
        assert ([m["text"] for m in rest["messages"]], rest["has_more"]) == (["1", "0"], False)
        ts = first["messages"][0]["ts"]
        assert (await slack.conversations_history(channel="C1", oldest=ts))["messages"] == []
        assert len((await slack.conversations_history(channel="C1", oldest=ts, inclusive=True))["messages"]) == 1
        assert await error(slack.conversations_history(channel="C1", oldest="abc")) == "invalid_ts_oldest"

    ran(check)
