"""Ways to and from the fake: rates, faults, threads, signatures, response_url, and what the app does not hear."""

import asyncio
from typing import Any

import aiohttp
import pytest

from tests.fakes.slack.hooks import signature
from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack.threads import does, running
from tests.fakes.slack.tokens import CLIENT_ID, CLIENT_SECRET
from tests.fakes.slack.world import Stopwatch
from tests.fakes.test_fake_slack_api import client, error, ran

Slack = Any
Json = dict[str, Any]
EXCHANGE = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
BACK = "https://bot.example/back"


def test_rates_are_the_real_ones_once_they_are_on() -> None:
    async def check(fake: FakeSlack, slack: Slack) -> None:
        clock = fake.clock
        assert isinstance(clock, Stopwatch)
        for _ in range(3):
            await slack.chat_postMessage(channel="C1", text="x")
        fake.rates.on = True
        await slack.chat_postMessage(channel="C1", text="x")
        with pytest.raises(Exception, match="ratelimited") as caught:
            await slack.chat_postMessage(channel="C1", text="x")
        response = caught.value.response  # type: ignore[attr-defined]
        assert (response.status_code, response.headers["Retry-After"]) == (429, "1")
        clock.forward(1)
        ts = (await slack.chat_postMessage(channel="C1", text="x"))["ts"]
        for n in range(50):
            await slack.chat_update(channel="C1", ts=ts, text=str(n))
        clock.forward(10)
        with pytest.raises(Exception, match="ratelimited") as caught:
            await slack.chat_update(channel="C1", ts=ts, text="x")
        assert caught.value.response.headers["Retry-After"] == "50"  # type: ignore[attr-defined]

    ran(check)


def test_calls_fail_as_they_are_told_to() -> None:
    async def check(fake: FakeSlack, slack: Slack) -> None:
        say = {"channel": "C1", "text": "x"}
        fake.fails("ratelimited", wait=7)
        with pytest.raises(Exception, match="ratelimited") as caught:
            await slack.chat_postMessage(**say)
        assert caught.value.response.headers["Retry-After"] == "7"  # type: ignore[attr-defined]
        fake.fails("500", "chat.postMessage")
        assert (await slack.auth_test())["ok"]
        with pytest.raises(Exception, match="500"):
            await slack.chat_postMessage(**say)
        fake.fails("reset")
        with pytest.raises(aiohttp.ClientError):
            await slack.chat_postMessage(**say)
        assert fake.messages("C1") == []
        fake.fails("lost")
        with pytest.raises(aiohttp.ClientError):
            await slack.chat_postMessage(**say)
        assert len(fake.messages("C1")) == 1
        (held,) = fake.fails("hold")
        call = asyncio.create_task(slack.chat_postMessage(**say))
        await asyncio.wait_for(held.held.wait(), 30)
        assert not call.done()
        assert len(fake.messages("C1")) == 1
        held.release.set()
        await asyncio.wait_for(call, 30)
        assert len(fake.messages("C1")) == 2
        assert [c.outcome for c in fake.calls] == ["ratelimited", "ok", "500", "reset", "ok", "ok"]

    ran(check)


def test_it_runs_in_a_thread_of_its_own() -> None:
    fake = FakeSlack()
    ada = fake.person("UADA", "Ada")
    with running(fake) as url:

        async def call() -> Any:
            return await client(fake).chat_postMessage(channel=ada.dm.id, text="x")

        assert asyncio.run(call())["ok"]
        assert url == fake.url
        fake.delivers_to(url + "/nowhere")
        answer = does(fake, ada.says("hello"))
        assert [a.status for a in answer.attempts] == [404] * 4
    assert [m["text"] for m in fake.messages(ada.dm.id)] == ["x", "hello"]


def test_signatures_are_those_that_slack_documents() -> None:
    """The example of docs.slack.dev/authentication/verifying-requests-from-slack."""
    body = (
        "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
        "&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
        "&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
        "&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )
    found = signature("8f742231b10e8888abcd99yyyzzz85a5", "1531420618", body)
    assert found == "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"


def test_a_response_url_is_good_five_times_and_for_half_an_hour() -> None:
    async def check(fake: FakeSlack, slack: Slack) -> None:
        clock = fake.clock
        assert isinstance(clock, Stopwatch)
        fake.delivers_to(fake.url + "/nowhere")
        eve = fake.person("UEVE", "Eve")
        first, second = [(await eve.slash("x", "C1")).payload["response_url"] for _ in range(2)]
        async with aiohttp.ClientSession() as session:

            async def answer(url: str, **body: Any) -> tuple[int, str]:
                came = await session.post(url, json=body)
                return came.status, await came.text()

            assert (await answer(first, text="Only you"))[0] == 200
            assert [m["text"] for m in fake.ephemerals("UEVE")] == ["Only you"]
            assert (await answer(first, text="All", response_type="in_channel"))[0] == 200
            assert [m["text"] for m in fake.messages("C1")] == ["All"]
            assert "invalid_blocks" in (await answer(first, blocks=[{"type": "nothing"}]))[1]
            assert "no_text" in (await answer(first))[1]
            assert (await answer(first, text="5"))[0] == 200
            assert "used_url" in (await answer(first, text="6"))[1]
            clock.forward(1800)
            assert "expired_url" in (await answer(second, text="x"))[1]

    ran(check)


def test_methods_that_read_take_no_json() -> None:
    async def check(fake: FakeSlack, slack: Slack) -> None:
        assert await error(slack.api_call("users.info", json={"user": "UADA"})) == "user_not_found"
        assert await error(slack.api_call("conversations.history", json={"channel": "C1"})) == "invalid_arguments"
        assert (await slack.api_call("users.info", http_verb="GET", params={"user": "UADA"}))["user"]["is_admin"]

    ran(check)


def test_what_the_app_does_not_hear() -> None:
    """Channels where it is not, and events that it does not subscribe to; strangers come with their own workspace."""

    async def check(fake: FakeSlack, slack: Slack) -> None:
        fake.delivers_to(fake.url + "/nowhere")
        fake.workspace("T2", "Other")
        fake.channel("C2", bot=False)
        shared = fake.channel("C5", external=True)
        shared.teams, shared.members = ("T1", "T2"), {"UBOT"}
        ada = fake.person("UADA", "Ada", channels=("C1", "C2"))
        eve = fake.person("UEVE", "Eve", team="T2", channels=("C5",))
        assert (await ada.mentions("hi", "C2")).attempts[-1].reason == "not_in_channel"
        fake.hears = frozenset({"app_mention"})
        assert (await ada.says("hi")).attempts[-1].reason == "not_subscribed"
        with pytest.raises(LookupError):
            await ada.says("hi", "C5")
        payload = (await eve.mentions("hi", "C5")).payload
        assert (payload["team_id"], payload["is_ext_shared_channel"]) == ("T1", True)
        assert payload["event"]["user_team"] == "T2"
        stranger = (await slack.users_info(user="UEVE"))["user"]
        assert (stranger["is_stranger"], stranger["team_id"]) == (True, "T2")
        assert (await fake.lifecycle.removed("C1", by="UADA")).attempts[-1].reason == "not_subscribed"
        assert await error(slack.chat_postMessage(channel="C1", text="x")) == "not_in_channel"
        await fake.lifecycle.archived("C1", by="UADA")
        assert await error(slack.chat_postMessage(channel="C1", text="x")) == "is_archived"

    ran(check)
