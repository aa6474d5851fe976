"""Each strict answer of the fake: what is refused, in which words, and the nearest thing that is not."""

import asyncio
import struct
import zlib
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from tests.fakes.telegram.asker import Asker, asking
from tests.fakes.telegram.rules import BAD, GOOD, keys
from tests.fakes.telegram.server import FakeTelegram
from tests.fakes.telegram.world import Stopwatch

Story = Callable[[FakeTelegram, Asker], Awaitable[None]]
OUT = "message is not modified: specified new message content and reply markup are exactly the same"


def run(story: Story, **given: Any) -> None:
    async def whole() -> None:
        async with FakeTelegram(**given) as fake, asking(fake) as ask:
            fake.person(7, "Ann", started=True)
            fake.person(8, "Bob")
            await story(fake, ask)

    asyncio.run(whole())


@pytest.mark.parametrize(("params", "said"), BAD)
def test_what_cannot_be_sent(params: dict[str, Any], said: str) -> None:
    async def story(fake: FakeTelegram, ask: Asker) -> None:
        answer = await ask("sendMessage", **{"chat_id": 7, **params})
        assert answer["error_code"] == 400
        assert answer["description"].startswith(f"Bad Request: {said}")
        assert fake.messages(7) == []

    run(story)


@pytest.mark.parametrize(("params", "text", "entities"), GOOD)
def test_what_is_just_within_the_rules(params: dict[str, Any], text: str, entities: int) -> None:
    async def story(fake: FakeTelegram, ask: Asker) -> None:
        await ask.result("sendMessage", **{"chat_id": 7, **params})
        [post] = fake.messages(7)
        assert (post.text, len(post.entities)) == (text, entities)
        assert post.keyboard == params.get("reply_markup", {}).get("inline_keyboard", [])

    run(story)


def test_nobody_is_written_to_who_does_not_want_it() -> None:
    async def story(fake: FakeTelegram, ask: Asker) -> None:
        say = {"text": "x"}
        assert await ask.said("sendMessage", chat_id=8, **say) == (
            "Forbidden: bot can't initiate conversation with a user"
        )
        bob = fake.person(8, "Bob")
        await bob.start()
        assert await ask.said("sendMessage", chat_id=8, **say) == ""
        await bob.blocks()
        assert (await ask("sendMessage", chat_id=8, **say))["error_code"] == 403
        assert await ask.said("sendMessage", chat_id=8, **say) == "Forbidden: bot was blocked by the user"
        assert await ask.said("sendChatAction", chat_id=8, action="typing") == "Forbidden: bot was blocked by the user"
        await bob.unblocks()
        assert await ask.said("sendMessage", chat_id=8, **say) == ""
        bob.vanishes()
        assert await ask.said("sendMessage", chat_id=8, **say) == "Forbidden: user is deactivated"

    run(story)


def test_groups_that_it_was_thrown_out_of_or_that_moved() -> None:
    async def story(fake: FakeTelegram, ask: Asker) -> None:
        ann, team = fake.person(7, "Ann"), fake.group(-200, "Team", "group")
        await team.removes_bot(ann)
        assert await ask.said("sendMessage", chat_id=-200, text="x") == "Forbidden: bot was kicked from the group chat"
        await team.adds_bot(ann)
        new, _, _ = await team.migrates(ann)
        answer = await ask("sendMessage", chat_id=-200, text="x")
        assert answer["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
        assert answer["parameters"] == {"migrate_to_chat_id": new.id}
        assert await ask.said("sendMessage", chat_id=new.id, text="x") == ""
        fake.group(-300, "Else", bot="left")
        assert "bot is not a member of the supergroup chat" in await ask.said("sendMessage", chat_id=-300, text="x")

    run(story)


def test_topics_that_are_gone_or_closed() -> None:
    async def story(fake: FakeTelegram, ask: Asker) -> None:
        team = fake.group(-100200, "Team", forum=True)
        topic = await team.opens_topic(fake.person(7, "Ann"), "Plans")
        where = {"chat_id": -100200, "message_thread_id": topic, "text": "x"}
        assert await ask.said("sendMessage", **where) == ""
        assert fake.messages(team)[0].topic == topic
        team.closes_topic(topic)
        assert await ask.said("sendMessage", **where) == "Bad Request: TOPIC_CLOSED"
        team.deletes_topic(topic)
        assert await ask.said("sendMessage", **where) == "Bad Request: message thread not found"

    run(story)


def test_edits_that_cannot_be() -> None:
    async def story(fake: FakeTelegram, ask: Asker) -> None:
        ann = fake.person(7, "Ann")
        theirs = (await ann.says("hello")).post
        mine = await ask.result("sendMessage", chat_id=7, text="one", reply_markup=keys(callback_data="1"))
        at = {"chat_id": 7, "message_id": mine["message_id"]}
        edit = "editMessageText"
        assert await ask.said(edit, chat_id=7, text="x", message_id=99) == "Bad Request: message to edit not found"
        assert theirs is not None
        assert await ask.said(edit, chat_id=7, text="x", message_id=theirs.id) == (
            "Bad Request: message can't be edited"
        )
        assert await ask.said(edit, chat_id=7, text="x") == "Bad Request: message identifier is not specified"
        assert await ask.said(edit, **at, text=" ") == "Bad Request: message text is empty"
        assert await ask.said(edit, **at, text="x" * 4097) == "Bad Request: message is too long"
        assert await ask.said("editMessageCaption", **at, caption="x") == (
            "Bad Request: there is no caption in the message to edit"
        )
        assert OUT in await ask.said(edit, **at, text="one", reply_markup=keys(callback_data="1"))
        assert await ask.said(edit, **at, text="one") == ""
        assert fake.messages(7)[0].keyboard == []
        assert OUT in await ask.said("editMessageReplyMarkup", **at)
        assert await ask.said("editMessageReplyMarkup", **at, reply_markup=keys(callback_data="2")) == ""
        assert fake.messages(7)[0].labels == ["go"]
        assert await ask.said("deleteMessage", **at) == ""
        assert await ask.said("deleteMessage", **at) == "Bad Request: message to delete not found"
        assert await ask.said(edit, **at, text="two") == "Bad Request: message to edit not found"
        assert fake.messages(7) == []

    run(story)


def test_presses_must_be_answered_in_time_and_briefly() -> None:
    clock = Stopwatch()

    async def story(fake: FakeTelegram, ask: Asker) -> None:
        ann = fake.person(7, "Ann")
        await ask.result("sendMessage", chat_id=7, text="one", reply_markup=keys(callback_data="1"))
        sent = await ann.presses(fake.messages(7)[0], "go")
        assert sent.update is not None
        id = sent.update["callback_query"]["id"]
        answer = "answerCallbackQuery"
        assert await ask.said(answer, callback_query_id=id, text="x" * 201) == "Bad Request: MESSAGE_TOO_LONG"
        assert [p.id for p in fake.pressed.spinning] == [id]
        assert await ask.said(answer, callback_query_id=id, text="done") == ""
        assert fake.pressed.spinning == []
        assert fake.pressed.all[id].answer == "done"
        assert "query is too old" in await ask.said(answer, callback_query_id="1")
        assert "query is too old" in await ask.said(answer, callback_query_id=id, text="again")
        assert fake.pressed.all[id].answer == "done"
        sent = await ann.presses(fake.messages(7)[0], "go")
        assert sent.update is not None
        id = sent.update["callback_query"]["id"]
        clock.forward(61)
        assert "query is too old" in await ask.said(answer, callback_query_id=id)
        with pytest.raises(LookupError):
            await ann.presses(fake.messages(7)[0], "stop")

    run(story, clock=clock)


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(bytes((width + 1) * height))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_files_and_pictures() -> None:
    async def story(fake: FakeTelegram, ask: Asker) -> None:
        async def told(method: str, field: str, content: bytes, **params: Any) -> str:
            answer = await ask(method, file=(field, "a.png", content), chat_id="7", **params)
            return str(answer.get("description", ""))

        assert await told("sendPhoto", "photo", png(2, 2), caption="<b>a</b>", parse_mode="HTML") == ""
        assert await told("sendPhoto", "photo", b"\x89PNG no") == "Bad Request: IMAGE_PROCESS_FAILED"
        assert await told("sendPhoto", "photo", png(1, 21)) == "Bad Request: PHOTO_INVALID_DIMENSIONS"
        assert await told("sendPhoto", "document", png(2, 2)) == "Bad Request: sendPhoto has no parameter document"
        assert await told("sendDocument", "document", b"") == "Bad Request: file must be non-empty"
        long = await told("sendDocument", "document", b"x", caption="x" * 1025)
        assert long == "Bad Request: message caption is too long"
        assert await told("sendDocument", "document", b"x", caption="x" * 1024) == ""
        assert await ask.said("sendDocument", chat_id=7) == "Bad Request: there is no document in the request"
        assert "wrong file identifier" in await ask.said("sendDocument", chat_id=7, document="nothing")
        again = fake.messages(7)[1].message["document"]["file_id"]
        assert await ask.said("sendDocument", chat_id=7, document=again) == ""
        assert [f.content for f in fake.photos(7)] == [png(2, 2)]
        assert [(f.name, f.content) for f in fake.documents(7)] == [("a.png", b"x")] * 2
        assert fake.messages(7)[0].entities == [{"type": "bold", "offset": 0, "length": 1}]

    run(story)
