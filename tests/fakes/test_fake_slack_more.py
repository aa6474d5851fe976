"""The fake's streams, views, files and tokens, asked by slack_sdk."""

import json
from typing import Any

import aiohttp
import pytest

from tests.fakes.slack.filling import Incomplete
from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack.tokens import BOT_TOKEN, CLIENT_ID, CLIENT_SECRET
from tests.fakes.slack.world import Stopwatch
from tests.fakes.test_fake_slack_api import MODAL, SECTION, client, error, ran

Slack = Any
Json = dict[str, Any]
EXCHANGE = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
BACK = "https://bot.example/back"


def test_a_message_grows_until_it_is_stopped() -> None:
    async def check(fake: FakeSlack, slack: Slack) -> None:
        root = (await slack.chat_postMessage(channel="C1", text="root"))["ts"]
        started = {"channel": "C1", "thread_ts": root}
        assert await error(slack.chat_startStream(**started)) == "missing_recipient_user_id"
        to = {"recipient_user_id": "UADA", "recipient_team_id": "T1"}
        ts = (await slack.chat_startStream(**started, **to, markdown_text="One"))["ts"]
        assert await error(slack.chat_update(channel="C1", ts=ts, text="x")) == "streaming_state_conflict"
        await slack.chat_appendStream(channel="C1", ts=ts, markdown_text=" two")
        task = {"type": "task_update", "id": "1", "title": "Look", "status": "complete"}
        await slack.chat_appendStream(channel="C1", ts=ts, chunks=[task], markdown_text="")
        bad = [{**task, "status": "done"}]
        assert await error(slack.chat_appendStream(channel="C1", ts=ts, chunks=bad)) == "invalid_chunks"
        too_long = slack.chat_appendStream(channel="C1", ts=ts, markdown_text="x" * 12_001)
        assert await error(too_long) == "msg_too_long"
        await slack.chat_stopStream(channel="C1", ts=ts, markdown_text=" three", blocks=[SECTION])
        message = fake.messages("C1")[-1]
        assert (message["text"], message["blocks"]) == ("One two three", [SECTION])
        late = slack.chat_appendStream(channel="C1", ts=ts, markdown_text="x")
        assert await error(late) == "message_not_in_streaming_state"

    ran(check)


def test_a_trigger_is_good_once_and_for_three_seconds() -> None:
    async def check(fake: FakeSlack, slack: Slack) -> None:
        clock = fake.clock
        assert isinstance(clock, Stopwatch)
        trigger = fake.world.trigger("UADA")
        clock.forward(2.9)
        view = (await slack.views_open(trigger_id=trigger, view=MODAL))["view"]
        assert await error(slack.views_open(trigger_id=trigger, view=MODAL)) == "exchanged_trigger_id"
        late = fake.world.trigger("UADA")
        clock.forward(3)
        assert await error(slack.views_open(trigger_id=late, view=MODAL)) == "expired_trigger_id"
        stale = slack.views_update(view_id=view["id"], view=MODAL, hash="1.x")
        assert await error(stale) == "hash_conflict"
        title = {"type": "plain_text", "text": "Another"}
        await slack.views_update(view_id=view["id"], view={**MODAL, "title": title}, hash=view["hash"])
        assert [v["title"]["text"] for v in fake.views] == ["Another"]
        assert await error(slack.views_update(view_id="VNIL", view=MODAL)) == "not_found"

    ran(check)


@pytest.mark.parametrize(
    "change",
    [
        {"title": {"type": "plain_text", "text": "x" * 25}},
        {"title": {"type": "mrkdwn", "text": "x"}},
        {"submit": None},
        {"private_metadata": "x" * 3001},
        {"callback_id": "x" * 256},
        {"blocks": [SECTION] * 101},
        {"blocks": [{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}]},
        {"colour": "red"},
    ],
)
def test_windows_are_judged(change: Json) -> None:
    async def check(fake: FakeSlack, slack: Slack) -> None:
        view = {k: v for k, v in {**MODAL, **change}.items() if v is not None}
        trigger = fake.world.trigger("UADA")
        assert await error(slack.views_open(trigger_id=trigger, view=view)) == "invalid_arguments"
        assert fake.views == []

    ran(check)


def test_a_home_tab_is_kept_and_changed() -> None:
    async def check(fake: FakeSlack, slack: Slack) -> None:
        assert fake.home("UADA") is None
        view = {"type": "home", "blocks": [SECTION]}
        first = (await slack.views_publish(user_id="UADA", view=view))["view"]
        second = await slack.views_publish(user_id="UADA", view={**view, "blocks": [SECTION, {"type": "divider"}]})
        assert second["view"]["id"] == first["id"]
        home = fake.home("UADA")
        assert home is not None
        assert [b["type"] for b in home["blocks"]] == ["section", "divider"]

    ran(check)


def test_a_file_is_uploaded_shared_and_read_with_the_token() -> None:
    async def check(fake: FakeSlack, slack: Slack) -> None:
        answer = await slack.files_upload_v2(channel="C1", filename="plan.csv", content="a,b\n", title="Plan")
        (file,) = fake.files
        assert (file.content, file.channels, file.title) == (b"a,b\n", ["C1"], "Plan")
        assert fake.messages("C1")[0]["files"][0]["id"] == answer["file"]["id"]
        url = fake.messages("C1")[0]["files"][0]["url_private"]
        async with aiohttp.ClientSession() as session:
            good = await session.get(url, headers={"Authorization": f"Bearer {BOT_TOKEN}"})
            assert await good.read() == b"a,b\n"
            for header in ({}, {"Authorization": f"Bearer {fake.token('chat:write')}"}):
                bad = await session.get(url, headers=header)
                assert bad.content_type == "text/html"
            place = await slack.files_getUploadURLExternal(filename="a.txt", length=3)
            unfinished = slack.files_completeUploadExternal(files=[{"id": place["file_id"]}], channel_id="C1")
            assert await error(unfinished) == "file_not_found"
            assert (await session.post(place["upload_url"], data=b"toolong")).status == 400
            assert (await session.post(place["upload_url"], data=b"abc")).status == 200
            await slack.files_completeUploadExternal(files=[{"id": place["file_id"]}], channel_id="C1")

    ran(check)


@pytest.mark.filterwarnings("ignore:BasicAuth")  # slack_sdk's own
def test_a_code_is_good_once_and_a_refresh_token_too() -> None:
    async def check(fake: FakeSlack, slack: Slack) -> None:
        tokens, clock = fake.world.tokens, fake.clock
        assert isinstance(clock, Stopwatch)
        tokens.rotating = True
        code = tokens.code("T1", ["chat:write"], BACK, "UADA")
        first = await slack.oauth_v2_access(**EXCHANGE, code=code, redirect_uri=BACK)
        assert (first["team"]["id"], first["expires_in"], first["scope"]) == ("T1", 43200, "chat:write")
        assert await error(slack.oauth_v2_access(**EXCHANGE, code=code, redirect_uri=BACK)) == "invalid_code"
        clock.forward(43_200)
        mine = client(fake, first["access_token"])
        assert await error(mine.auth_test()) == "token_expired"
        renew = {**EXCHANGE, "grant_type": "refresh_token", "refresh_token": first["refresh_token"]}
        second = await slack.oauth_v2_access(**renew)
        assert (await client(fake, second["access_token"]).auth_test())["team_id"] == "T1"
        assert await error(slack.oauth_v2_access(**renew)) == "invalid_refresh_token"
        wrong = {**EXCHANGE, "client_secret": "x"}
        assert await error(slack.oauth_v2_access(**wrong, code="x")) == "bad_client_secret"
        other = tokens.code("T1", ["chat:write"], BACK, "UADA")
        bad = slack.oauth_v2_access(**EXCHANGE, code=other, redirect_uri="https://evil.example/")
        assert await error(bad) == "bad_redirect_uri"

    ran(check)


@pytest.mark.filterwarnings("ignore:BasicAuth")  # slack_sdk's own
def test_an_organisation_installs_for_all_its_workspaces() -> None:
    async def check(fake: FakeSlack, slack: Slack) -> None:
        for id in ("T2", "T3"):
            fake.workspace(id, enterprise="E1")
            fake.channel(f"C{id}", team=id)
        code = fake.world.tokens.code("", ["chat:write"], BACK, "UADA", enterprise="E1")
        found = await slack.oauth_v2_access(**EXCHANGE, code=code, redirect_uri=BACK)
        assert (found["team"], found["enterprise"]["id"], found["is_enterprise_install"]) == (None, "E1", True)
        org = client(fake, found["access_token"])
        me = await org.auth_test()
        assert (me["enterprise_id"], me["is_enterprise_install"]) == ("E1", True)
        for id in ("T2", "T3"):
            assert (await org.chat_postMessage(channel=f"C{id}", text="x"))["ok"]
        assert await error(org.chat_postMessage(channel="C1", text="x")) == "channel_not_found"

    ran(check)


def test_a_window_holds_back_what_it_does_not_take() -> None:
    """An empty field that is needed, a field that is not there."""
    from tests.fakes.slack.filling import filled

    assert filled(MODAL, {"What?": "x"}) == {"what": {"value": {"type": "plain_text_input", "value": "x"}}}
    for given in ({}, {"what": ""}, {"what": "x", "other": "y"}, {"what": "x" * 3001}):
        with pytest.raises(Incomplete):
            filled(json.loads(json.dumps(MODAL)), given)


def test_threads_have_a_status_a_title_and_prompts() -> None:
    async def check(fake: FakeSlack, slack: Slack) -> None:
        room = fake.world.im("UADA", "T1").id
        root = fake.world.post(fake.world.channels[room], "UADA", "hi")["ts"]
        there = {"channel_id": room, "thread_ts": root}
        await slack.assistant_threads_setStatus(**there, status="thinking", loading_messages=["One", "Two"])
        await slack.assistant_threads_setTitle(**there, title="A plan")
        assert fake.world.threads[room, root] == {"status": "thinking", "title": "A plan"}
        prompts = [{"title": "Plan", "message": "show my plan"}]
        await slack.assistant_threads_setSuggestedPrompts(channel_id=room, thread_ts=root, prompts=prompts)
        assert fake.world.prompts[room] == prompts
        too_many = slack.assistant_threads_setStatus(**there, status="x", loading_messages=["x"] * 11)
        assert await error(too_many) == "invalid_arguments"
        assert await error(slack.assistant_threads_setStatus(**{**there, "channel_id": "DX"}, status="x")) == (
            "channel_not_found"
        )

    ran(check)
