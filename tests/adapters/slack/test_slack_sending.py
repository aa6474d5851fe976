"""Calls as they are made: once, with the tenant's token, with one outcome, and a receipt that can be edited."""

import asyncio
import json
import socket
from datetime import timedelta
from typing import Any

import pytest

from adapters.slack.calls import calls
from adapters.slack.installed import Installed
from adapters.wire import Call, Failure, Letter, Outcome
from bot.messages import File, Person, Reply, Text
from bot.traffic import Outgoing, Place
from tests.adapters.slack.slack_rig import GRANT, NOW, Rig, draw, opened
from tests.adapters.slack.slack_web import Web, cut_off, serving, status

POSTED = {"ok": True, "channel": "D1", "ts": "1.2"}


def letter(reply: Reply, kind: str = "dm", conversation: str = "D1", person: str = "", **row: Any) -> Letter:
    message = Outgoing("re:slack:Ev1", "home", "l1", "slack", "p1", "reply", "", NOW, **row)
    return Letter(message, reply, Place("p1", "home", "slack", conversation, kind), person)  # type: ignore[arg-type]


def ran(check: Any, *, oauth: bool = False, **answers: Any) -> None:
    async def run() -> None:
        async with serving(**answers) as web:
            rig = opened(web.api, oauth=oauth)
            try:
                await check(rig, web)
            finally:
                await rig.slack.close()

    asyncio.run(run())


async def sent(rig: Rig, of: Letter) -> list[str]:
    return [await rig.slack.send("home", call) for call in rig.slack.calls(of)]


async def failed(rig: Rig, call: Call, tenant: str = "home") -> Failure:
    with pytest.raises(Failure) as caught:
        await rig.slack.send(tenant, call)
    return caught.value


HELLO = calls(letter(Reply("Hello")), draw)[0]


def test_a_message_is_sent_once_with_the_token() -> None:
    """In the header, and nowhere else."""

    async def check(rig: Rig, web: Web) -> None:
        assert await sent(rig, letter(Reply("Hello", (Text("Hello"),)))) == ["D1:1.2"]
        ((method, params, authorization),) = web.seen
        assert (method, authorization) == ("chat.postMessage", f"Bearer {GRANT.token}")
        assert GRANT.token not in json.dumps(params)
        assert params["text"] == "Hello"

    ran(check, chat__postMessage=POSTED)


def test_receipts_say_what_can_be_changed() -> None:
    """A view by its id, an ephemeral message marked as one."""

    async def check(rig: Rig, web: Web) -> None:
        assert await sent(rig, letter(Reply("Hi"), "home", "U1")) == ["V1"]
        assert await sent(rig, letter(Reply("Hi"), "channel", "C1", "U1")) == ["C1:3.4:e"]

    ran(check, views__publish={"ok": True, "view": {"id": "V1"}}, chat__postEphemeral={"ok": True, "message_ts": "3.4"})


@pytest.mark.parametrize(
    ("answer", "outcome", "reason", "wait"),
    [
        (status(429, {"ok": False, "error": "ratelimited"}, **{"Retry-After": "7"}), Outcome.LATER, "ratelimited", 7),
        (status(500), Outcome.DOUBT, "http_500", 0),
        (status(502, "<html>bad gateway</html>"), Outcome.DOUBT, "http_502", 0),
        (status(200, "<html>not Slack</html>"), Outcome.DOUBT, "AttributeError", 0),
        (cut_off, Outcome.DOUBT, "ServerDisconnectedError", 0),
        ({"ok": False, "error": "channel_not_found"}, Outcome.DEAD, "channel_not_found", 0),
        ({"ok": False, "error": "invalid_auth"}, Outcome.REFUSED, "invalid_auth", 0),
    ],
)
def test_each_outcome_is_told_apart_and_nothing_is_tried_again(
    answer: Any, outcome: Outcome, reason: str, wait: float
) -> None:
    """A rate that was exceeded is the channel's for a message."""

    async def check(rig: Rig, web: Web) -> None:
        found = await failed(rig, HELLO)
        assert (found.outcome, found.reason, found.retry_after) == (outcome, reason, wait)
        assert found.key == ("slack:home:D1" if wait else "")
        assert len(web.seen) == 1

    ran(check, chat__postMessage=answer)


def test_a_person_who_left_does_not_bury_the_channel() -> None:
    """What only they were to see is refused; the channel itself dies with the channel."""
    reply = Reply("Here", files=(File("plan.csv", "text/csv", "a,b"),))

    async def check(rig: Rig, web: Web) -> None:
        file, message = rig.slack.calls(letter(reply, "channel", "C1", "U1"))
        assert (await failed(rig, message)).outcome is Outcome.REFUSED
        assert (await failed(rig, file)).outcome is Outcome.REFUSED
        web.answers["chat.postEphemeral"] = {"ok": False, "error": "is_archived"}
        assert (await failed(rig, message)).outcome is Outcome.DEAD
        home = rig.slack.calls(letter(Reply("Hi"), "home", "U1"))[0]
        assert (await failed(rig, home)).outcome is Outcome.DEAD

    gone = {"ok": False, "error": "user_not_found"}
    ran(check, chat__postEphemeral=gone, conversations__open=gone, views__publish=gone)


def test_where_nobody_listens_it_is_certain() -> None:
    """A refused connection: not sent."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    async def run() -> None:
        rig = opened(f"http://127.0.0.1:{port}/api/")
        assert (await failed(rig, HELLO)).outcome is Outcome.LATER
        assert (await failed(rig, HELLO, "elsewhere")).reason == "not_installed"
        await rig.slack.close()

    asyncio.run(run())


def test_every_tenant_has_its_own_token() -> None:
    """And one that is refused is looked up again: another process may have renewed it."""

    async def check(rig: Rig, web: Web) -> None:
        assert rig.shelf is not None
        for team in ("T1", "T2"):
            rig.shelf.save("", team, Installed("", team, f"xoxb-{team}", "UBOT").to_json(), 0)
        await rig.slack.send("slack:-:T1", HELLO)
        await rig.slack.send("slack:-:T2", HELLO)
        assert [authorization for _, _, authorization in web.seen] == ["Bearer xoxb-T1", "Bearer xoxb-T2"]
        rig.shelf.save("", "T1", Installed("", "T1", "xoxb-new", "UBOT").to_json(), 1)
        revoked = {"ok": False, "error": "token_revoked"}
        web.answers["chat.postMessage"] = [revoked, POSTED, revoked]
        assert (await failed(rig, HELLO, "slack:-:T1")).outcome is Outcome.LATER
        await rig.slack.send("slack:-:T1", HELLO)
        assert web.seen[-1][2] == "Bearer xoxb-new"
        assert (await failed(rig, HELLO, "slack:-:T1")).outcome is Outcome.REFUSED
        assert (await failed(rig, HELLO, "slack:-:T3")).reason == "not_installed"

    ran(check, oauth=True, chat__postMessage=POSTED)


def test_a_file_is_uploaded_and_shared() -> None:
    """Three calls; the upload itself needs no token."""

    async def check(rig: Rig, web: Web) -> None:
        place = {"ok": True, "upload_url": web.base + "/upload", "file_id": "F7"}
        web.answers["files.getUploadURLExternal"] = place
        reply = Reply("Here", files=(File("plan.csv", "text/csv", "a,b"),))
        assert await sent(rig, letter(reply, thread="1.1")) == ["D1:F7", "D1:1.2"]
        assert web.of("/upload")[0]["body"] == b"a,b"
        assert [a for name, _, a in web.seen if name == "/upload"] == [""]
        (shared,) = web.of("files.completeUploadExternal")
        assert (shared["channel_id"], shared["thread_ts"], shared["files"][0]["id"]) == ("D1", "1.1", "F7")
        assert await sent(rig, letter(reply, "channel", "C1", "U1")) == ["D9:F7", "C1:None:e"]
        assert web.of("files.completeUploadExternal")[1]["channel_id"] == "D9"

    ran(check, chat__postMessage=POSTED, conversations__open={"ok": True, "channel": {"id": "D9"}})


def test_a_file_that_was_not_completed_was_not_sent() -> None:
    """Nobody has seen it; only the last of the three calls can leave a doubt. Nor is it given to anybody else."""
    upload = calls(letter(Reply("Here", files=(File("plan.csv", "text/csv", "a,b"),))), draw)[0]

    async def check(rig: Rig, web: Web) -> None:
        place = {"ok": True, "upload_url": web.base + "/upload", "file_id": "F7"}
        web.answers |= {"files.getUploadURLExternal": place, "/upload": status(500)}
        assert (await failed(rig, upload)).outcome is Outcome.LATER
        web.answers |= {"/upload": {"ok": True}, "files.completeUploadExternal": status(500)}
        assert (await failed(rig, upload)).outcome is Outcome.DOUBT
        web.answers["files.getUploadURLExternal"] = {**place, "upload_url": "https://evil.example/upload"}
        assert (await failed(rig, upload)).reason == "foreign_host"
        web.answers["files.getUploadURLExternal"] = cut_off
        assert (await failed(rig, upload)).outcome is Outcome.LATER

    ran(check)


def test_what_arrived_is_found() -> None:
    """In the thread or the history of a direct message, by what it was marked with; elsewhere nobody can tell."""
    ours = {"event_type": "credpath_message", "event_payload": {"id": "re:slack:Ev1", "part": 0}}
    other = {**ours, "event_payload": {"id": "re:slack:Ev1", "part": 1}}
    found = {"ok": True, "messages": [{"ts": "1.1", "metadata": other}, {"ts": "1.2", "metadata": ours}]}
    since = NOW - timedelta(minutes=5)

    async def check(rig: Rig, web: Web) -> None:
        one, threaded = letter(Reply("Hi")), letter(Reply("Hi"), thread="1.0")
        assert await rig.slack.seen(one, 0, since) == "D1:1.2"
        assert web.of("conversations.history")[0]["include_all_metadata"] == "1"
        assert float(web.of("conversations.history")[0]["oldest"]) < since.timestamp()
        assert await rig.slack.seen(threaded, 0, since) == ""
        assert web.of("conversations.replies")[0]["ts"] == "1.0"
        more = {"ok": True, "messages": [], "has_more": True, "response_metadata": {"next_cursor": "c"}}
        web.answers["conversations.history"] = [more, found]
        assert await rig.slack.seen(one, 0, since) == "D1:1.2"
        web.answers["conversations.history"] = [more] * 5
        assert await rig.slack.seen(one, 0, since) is None
        web.answers["conversations.history"] = status(429)
        assert await rig.slack.seen(one, 0, since) is None
        asked = len(web.seen)
        assert await rig.slack.seen(letter(Reply("Hi"), "channel", "C1", "U1"), 0, since) is None
        assert await rig.slack.seen(letter(Reply("Hi"), "home", "U1"), 0, since) == ""
        assert len(web.seen) == asked

    ran(check, conversations__history=found, conversations__replies={"ok": True, "messages": [], "has_more": False})


def test_thinking_is_shown_without_saying_about_what_in_public() -> None:
    """Best effort; a workspace where it cannot be shown is not asked again."""
    reply = Reply("Reading your wish", provisional=True)
    room, channel = Place("p", "home", "slack", "D1", "dm"), Place("q", "home", "slack", "C1", "channel")

    async def check(rig: Rig, web: Web) -> None:
        await rig.slack.show(room, "1.1", reply, "U1")
        await rig.slack.show(channel, "1.1", reply, "U1")
        await rig.slack.show(room, None, reply, "U1")
        private, public = web.of("assistant.threads.setStatus")
        assert private["loading_messages"] == ["Reading your wish"]
        assert "wish" not in json.dumps(public)
        web.answers["assistant.threads.setStatus"] = {"ok": False, "error": "missing_scope"}
        await rig.slack.show(room, "1.1", reply, "U1")
        await rig.slack.show(room, "1.1", reply, "U1")
        assert len(web.of("assistant.threads.setStatus")) == 3

    ran(check)


def test_people_are_introduced_and_remembered() -> None:
    """Name, zone and language; asked again after a quarter of an hour; unknown when Slack does not say."""
    user = {"id": "U1", "tz": "Europe/Berlin", "locale": "de-DE", "profile": {"display_name": "Ada"}, "team_id": "T1"}
    who = Person("home", "slack", "U1")

    async def check(rig: Rig, web: Web) -> None:
        assert await rig.slack.introduce(who) == Person("home", "slack", "U1", "Ada", "Europe/Berlin", "de-DE")
        await rig.slack.introduce(who)
        assert web.of("users.info") == [{"user": "U1", "include_locale": "1"}]
        rig.clock.forward(minutes=16)
        web.answers["users.info"] = status(500)
        assert await rig.slack.introduce(who) == who
        assert await rig.slack.introduce(Person("other", "slack", "U1")) == Person("other", "slack", "U1")

    ran(check, users__info={"ok": True, "user": user})


def test_who_runs_the_workspace() -> None:
    """Remembered for at most 15 minutes, asked anew before a write; guests, bots and strangers never do."""
    boss: dict[str, Any] = {"id": "U1", "team_id": "T1", "is_admin": True}

    async def check(rig: Rig, web: Web) -> None:
        assert await rig.slack.is_admin("home", "U1")
        web.answers["users.info"] = {"ok": True, "user": {**boss, "is_admin": False}}
        rig.clock.forward(minutes=14)
        assert await rig.slack.is_admin("home", "U1")
        assert not await rig.slack.is_admin("home", "U1", writing=True)
        assert not await rig.slack.is_admin("home", "U1")
        web.answers["users.info"] = {"ok": True, "user": boss}
        rig.clock.forward(minutes=15)
        assert await rig.slack.is_admin("home", "U1")
        for barred in ("deleted", "is_bot", "is_restricted", "is_ultra_restricted", "is_stranger"):
            web.answers["users.info"] = {"ok": True, "user": {**boss, barred: True}}
            assert not await rig.slack.is_admin("home", "U1", writing=True)
        web.answers["users.info"] = {"ok": True, "user": {**boss, "team_id": "T9"}}
        assert not await rig.slack.is_admin("home", "U1", writing=True)
        web.answers["users.info"] = status(500)
        assert not await rig.slack.is_admin("home", "U1", writing=True)

    ran(check, users__info={"ok": True, "user": boss})
