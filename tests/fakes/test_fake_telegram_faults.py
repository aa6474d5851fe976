"""What goes wrong when a test says so, the server's rates, and what it knows about bots, chats and files."""

import asyncio
import json

import aiohttp
import pytest

from tests.fakes.telegram.asker import Form, asking
from tests.fakes.telegram.server import FakeTelegram, running
from tests.fakes.telegram.world import Stopwatch

HELLO = {"chat_id": 7, "text": "hello"}


def texts(fake: FakeTelegram) -> list[str]:
    return [p.text for p in fake.messages(7)]


def test_faults_are_used_up_in_order_and_do_nothing_by_halves() -> None:
    async def story() -> None:
        async with FakeTelegram() as fake, asking(fake) as ask:
            fake.person(7, "Ann", started=True)
            fake.faults.flood(5, "sendMessage")
            fake.faults.error(500, times=2)
            answer = await ask("sendMessage", **HELLO)
            assert (answer["error_code"], answer["parameters"]) == (429, {"retry_after": 5})
            assert await ask.result("getUpdates") == []
            assert (await ask("sendMessage", **HELLO))["error_code"] == 500
            assert (await ask("getMe"))["error_code"] == 500
            fake.faults.reset()
            with pytest.raises(aiohttp.ClientError):
                await ask("sendMessage", **HELLO)
            assert texts(fake) == []
            fake.faults.lose_answer("sendMessage")
            with pytest.raises(aiohttp.ClientError):
                await ask("sendMessage", **HELLO)
            assert texts(fake) == ["hello"]
            assert fake.of("sendMessage")[-1].ok
            await ask.result("sendMessage", **HELLO)

    asyncio.run(story())


def test_a_call_is_held_until_it_is_released() -> None:
    async def story() -> None:
        async with FakeTelegram() as fake, asking(fake) as ask:
            fake.person(7, "Ann", started=True)
            fake.faults.hang("sendMessage")
            fake.faults.lose_answer("sendMessage", hold=True)
            first = asyncio.create_task(ask.result("sendMessage", **HELLO))
            await fake.until(lambda: len(fake.calls) == 1)
            assert texts(fake) == []
            second = asyncio.create_task(ask.result("sendMessage", chat_id=7, text="second"))
            await fake.until(lambda: texts(fake) == ["second"])
            assert not first.done()
            assert not second.done()
            assert fake.faults.holding == 2
            fake.faults.release()
            await asyncio.gather(first, second)
            assert texts(fake) == ["second", "hello"]
            fake.faults.hang("sendMessage")
            gone = asyncio.create_task(ask("sendMessage", chat_id=7, text="never"))
            await fake.until(lambda: fake.faults.holding == 1)
            gone.cancel()
            await fake.until(lambda: fake.faults.holding == 0)
            assert texts(fake) == ["second", "hello"]

    asyncio.run(story())


def test_connections_are_refused_and_taken_again_at_the_same_port() -> None:
    async def story() -> None:
        async with FakeTelegram() as fake, asking(fake) as ask:
            url = fake.url
            await ask.result("getMe")
            await fake.refuse()
            with pytest.raises(aiohttp.ClientConnectorError):
                await ask("getMe")
            await fake.accept()
            assert fake.url == url
            await ask.result("getMe")

    asyncio.run(story())


def test_rates_are_kept_when_they_are_on() -> None:
    async def story() -> None:
        clock = Stopwatch()
        async with FakeTelegram(clock=clock, limits=True) as fake, asking(fake) as ask:
            for id in range(1, 40):
                fake.person(id, "P", started=True)
            fake.group(-100200, "Team")

            async def wait(chat: int) -> int:
                answer = await ask("sendMessage", chat_id=chat, text="x")
                if not answer["ok"]:
                    assert (
                        answer["description"] == f"Too Many Requests: retry after {answer['parameters']['retry_after']}"
                    )
                return int(answer.get("parameters", {}).get("retry_after", 0))

            assert [await wait(7), await wait(7), await wait(8)] == [0, 1, 0]
            clock.forward(1)
            assert await wait(7) == 0
            clock.forward(1)
            assert [await wait(id) for id in range(1, 32)] == [0] * 30 + [1]
            clock.forward(1)
            for _ in range(20):
                assert await wait(-100200) == 0
                clock.forward(1)
            assert await wait(-100200) == 40
            assert await wait(7) == 0
            clock.forward(40)
            assert await wait(-100200) == 0
            await ask.result("sendChatAction", chat_id=7, action="typing")
            fake.limits = False
            assert [await wait(-100200), await wait(-100200)] == [0, 0]

    asyncio.run(story())


@pytest.mark.parametrize("form", ["json", "urlencoded", "query", "multipart"])
def test_a_call_in_any_form(form: Form) -> None:
    async def story() -> None:
        async with FakeTelegram() as fake, asking(fake) as ask:
            fake.person(7, "Ann", started=True)
            keys = {"inline_keyboard": [[{"text": "go", "callback_data": "1"}]]}
            await ask.result("sendMessage", form=form, **HELLO, reply_markup=keys, disable_notification=True)
            await ask.result("SENDMESSAGE", form=form, chat_id=7, text="123")
            await ask.result("sendMessage", form=form, chat_id=7, text="[1]")
            assert texts(fake) == ["hello", "123", "[1]"]
            assert fake.messages(7)[0].labels == ["go"]
            assert fake.calls[0].params == {**HELLO, "reply_markup": keys, "disable_notification": True}

    asyncio.run(story())


def test_who_is_not_answered_at_all() -> None:
    async def story() -> None:
        async with FakeTelegram() as fake:
            async with asking(fake, "123456:wrong") as stranger:
                assert (await stranger("getMe"))["error_code"] == 401
                assert (await stranger.fetch("documents/file_1.txt"))[0] == 401
            async with asking(fake) as ask:
                answer = await ask("sendTelepathy")
                assert (answer["error_code"], answer["description"]) == (404, "Not Found: method not found")
                assert fake.strangers == ["sendTelepathy"]
                assert fake.calls == []

    asyncio.run(story())


def test_rich_messages_and_drafts_where_they_are_known() -> None:
    async def story() -> None:
        async with FakeTelegram() as fake, asking(fake) as ask:
            fake.person(7, "Ann", started=True)
            fake.group(-100200, "Team")
            rich = {"chat_id": 7, "rich_message": {"html": "<h3>Plan</h3><ul><li>one</li></ul>"}}
            sent = await ask.result("sendRichMessage", **rich)
            at = {"chat_id": 7, "message_id": sent["message_id"]}
            await ask.result("editMessageText", **at, rich_message={"html": "<p>new</p>"})
            assert texts(fake) == ["new"]
            assert "can't parse rich message" in await ask.said(
                "sendRichMessage", chat_id=7, rich_message={"html": "<x>"}
            )
            fake.rich = False
            assert await ask.said("sendRichMessage", **rich) == "Not Found: method not found"
            edited = await ask.said("editMessageText", **at, rich_message={"html": "<p>x</p>"})
            assert edited == "Bad Request: message text is empty"

            draft = {"chat_id": 7, "draft_id": 3, "text": "<i>think</i>", "parse_mode": "HTML"}
            await ask.result("sendMessageDraft", **draft)
            await ask.result("sendMessageDraft", chat_id=7, draft_id=3, text="")
            assert [(d.chat, d.id, d.text) for d in fake.drafts] == [(7, 3, "think"), (7, 3, "")]
            assert "non-zero" in await ask.said("sendMessageDraft", **{**draft, "draft_id": 0})
            assert "PEER_INVALID" in await ask.said("sendMessageDraft", **{**draft, "chat_id": -100200})
            fake.unknown.add("sendMessageDraft")
            assert (await ask("sendMessageDraft", **draft))["error_code"] == 404

    asyncio.run(story())


def test_menus_are_kept_by_scope_and_language() -> None:
    async def story() -> None:
        async with FakeTelegram() as fake, asking(fake) as ask:
            plan = [{"command": "plan", "description": "Plan"}]
            private = {"scope": {"type": "all_private_chats"}, "language_code": "de"}
            await ask.result("setMyCommands", commands=plan, **private)
            assert await ask.result("getMyCommands", **private) == plan
            assert await ask.result("getMyCommands", form="query", **private) == plan
            assert await ask.result("getMyCommands") == []
            await ask.result("deleteMyCommands", **private)
            assert await ask.result("getMyCommands", **private) == []
            bad = [{"command": "Plan", "description": "Plan"}]
            assert await ask.said("setMyCommands", commands=bad) == "Bad Request: BOT_COMMAND_INVALID"
            assert "DESCRIPTION" in await ask.said("setMyCommands", commands=[{**plan[0], "description": "x" * 257}])
            assert "TOO_MUCH" in await ask.said("setMyCommands", commands=plan * 101)
            await ask.result("setMyDescription", description="x" * 512, language_code="de")
            assert await ask.result("getMyDescription", language_code="de") == {"description": "x" * 512}
            assert await ask.result("getMyDescription") == {"description": ""}
            assert "too long" in await ask.said("setMyDescription", description="x" * 513)
            assert "too long" in await ask.said("setMyShortDescription", short_description="x" * 121)
            await ask.result("setChatMenuButton", menu_button={"type": "commands"})
            assert await ask.result("getChatMenuButton") == {"type": "commands"}

    asyncio.run(story())


def test_files_can_be_fetched_for_an_hour() -> None:
    async def story() -> None:
        clock = Stopwatch()
        async with FakeTelegram(clock=clock) as fake, asking(fake) as ask:
            ann = fake.person(7, "Ann")
            sent = await ann.uploads("cv.txt", b"what I did")
            assert sent.update is not None
            document = sent.update["message"]["document"]
            assert (document["file_name"], document["mime_type"], document["file_size"]) == ("cv.txt", "text/plain", 10)
            assert (await ask.fetch("documents/file_1.txt"))[0] == 404
            file = await ask.result("getFile", file_id=document["file_id"])
            assert await ask.fetch(file["file_path"]) == (200, b"what I did")
            clock.forward(3601)
            assert (await ask.fetch(file["file_path"]))[0] == 404
            big = await ann.uploads("big.txt", b"", size=20 * 1024 * 1024 + 1)
            assert big.post is not None
            assert "file is too big" in await ask.said("getFile", file_id=big.post.message["document"]["file_id"])
            assert "wrong file_id" in await ask.said("getFile", file_id="nothing")

    asyncio.run(story())


def test_chats_and_their_members() -> None:
    async def story() -> None:
        async with FakeTelegram() as fake, asking(fake) as ask:
            ann, bob, team = fake.person(7, "Ann"), fake.person(8, "Bob"), fake.group(-100200, "Team", forum=True)
            team.joins(ann, "creator")
            here = {"chat_id": -100200}
            assert (await ask.result("getChat", **here))["is_forum"]
            assert (await ask.result("getChatMember", **here, user_id=7))["status"] == "creator"
            assert (await ask.result("getChatMember", **here, user_id=8))["status"] == "left"
            team.joins(bob, "administrator")
            assert (await ask.result("getChatMember", **here, user_id=8))["can_manage_chat"]
            assert await ask.said("getChatMember", **here, user_id=9) == "Bad Request: user not found"
            assert await ask.said("getChat", chat_id=-5) == "Bad Request: chat not found"
            assert await ask.result("leaveChat", **here)
            assert await ask.said("getChat", **here) == "Forbidden: bot is not a member of the supergroup chat"
            assert "private chats" in await ask.said("leaveChat", chat_id=7)
            await team.removes_bot(ann)
            assert "bot was kicked" in await ask.said("getChatMember", **here, user_id=7)

    asyncio.run(story())


def test_in_a_thread_beside_a_program() -> None:
    import urllib.request

    fake = FakeTelegram()
    ann = fake.person(7, "Ann")
    with running(fake) as url:
        sent = fake.do(ann.says("hello"))
        with urllib.request.urlopen(f"{url}/bot{fake.token}/getUpdates") as answer:  # noqa: S310 - loopback
            assert json.load(answer)["result"] == [sent.update]
        with urllib.request.urlopen(f"{url}/bot{fake.token}/getUpdates?offset=700000002") as answer:  # noqa: S310
            assert json.load(answer)["result"] == []
        fake.do(fake.taken())
