"""Every update that the fake can send is one to aiogram, to PTB, and to a schema that nobody here wrote; and what the
bot gets to see at all.
"""

import asyncio
import gzip
import json
from pathlib import Path
from typing import Any

import jsonschema
from aiogram.types import Update as Theirs
from telegram import Update

from tests.fakes.telegram.asker import Asker, asking
from tests.fakes.telegram.asking import unknown
from tests.fakes.telegram.people import Group, Person, Sent
from tests.fakes.telegram.server import FakeTelegram

SCHEMA = json.loads(gzip.decompress((Path(__file__).parent.parent / "schemas" / "telegram.json.gz").read_bytes()))
JUDGE = jsonschema.validators.validator_for(SCHEMA)({**SCHEMA, "$ref": "#/definitions/Update"})
KEYS = {"inline_keyboard": [[{"text": "go", "callback_data": "1"}, {"text": "see", "url": "https://example.org"}]]}


async def everything(fake: FakeTelegram, ask: Asker) -> tuple[Person, Group]:
    """All kinds of updates, once at least."""
    ann = fake.person(7, "Ann", username="ann_lee", language="de", last_name="Lee")
    await ann.start("inv_abc")
    hello = (await ann.says("hello @CredpathBot, see https://example.org or write to a@b.org #now 😀 /plan")).post
    assert hello is not None
    await ann.edits(hello, "/plan@CredpathBot again")
    await ann.uploads("cv.txt", b"what I did", caption="my /cv")
    await ann.shows(b"\xff\xd8\xff a picture", caption="my /badge")
    fake.world.inline = True
    await ann.asks_inline("cloud")
    await ask.result("sendMessage", chat_id=7, text="<b>hi</b>", parse_mode="HTML", reply_markup=KEYS)
    await ask.result("sendRichMessage", chat_id=7, rich_message={"html": "<h3>Plan</h3><p>a</p>"}, reply_markup=KEYS)
    await ask("sendDocument", file=("document", "plan.csv", b"a,b"), chat_id="7", reply_markup=KEYS)
    for post in fake.messages(ann):
        await ann.presses(post, "go")
        await ann.says("an answer", reply_to=post)
    await ann.blocks()
    await ann.unblocks()
    team = fake.group(-200, "Team", "group", bot="left")
    await team.adds_bot(ann)
    await ann.says("/help", team)
    big, _, _ = await team.migrates(ann)
    big.chat.forum = True
    topic = await big.opens_topic(ann, "Plans")
    sent = await ask.result("sendMessage", chat_id=big.id, message_thread_id=topic, text="x", reply_markup=KEYS)
    await ann.presses(fake.messages(big)[0], "go")
    await ann.says("yes", big, topic, reply_to=big.chat.posts[sent["message_id"]])
    await ann.uploads("a.json", b"{}", big, topic, caption="@credpathbot look")
    await big.removes_bot(ann)
    return ann, big


def test_every_update_is_understood_by_others() -> None:
    async def story() -> None:
        async with FakeTelegram() as fake, asking(fake) as ask:
            await everything(fake, ask)
            updates = await ask.result("getUpdates")
            kinds = [next(k for k in u if k != "update_id") for u in updates]
            assert {k: kinds.count(k) for k in set(kinds)} == {
                "message": 14,
                "edited_message": 1,
                "callback_query": 4,
                "my_chat_member": 4,
                "inline_query": 1,
            }
            for update in updates:
                JUDGE.validate(update)
                theirs = Theirs.model_validate(update)
                assert unknown(theirs) == []
                parsed = Update.de_json(update, None)
                assert parsed is not None
                assert parsed.effective_user is not None
                assert parsed.effective_user.id == 7
                assert _extra(parsed.to_dict(), update) == []

    asyncio.run(story())


def _extra(known: Any, given: Any, where: str = "") -> list[str]:
    """Fields that PTB did not understand; it is older than rich messages."""
    if isinstance(given, dict):
        names = [n for n in given if n not in known and n != "rich_message"]
        return [*names, *(x for n in given if n in known for x in _extra(known[n], given[n], n))]
    if isinstance(given, list) and isinstance(known, list | tuple):
        return [x for k, g in zip(known, given, strict=True) for x in _extra(k, g, where)]
    return []


def test_the_schema_would_notice() -> None:
    """The judges of the test above can say no."""
    update = {"update_id": 1, "callback_query": {"id": "1", "from": {"id": 7, "is_bot": False, "first_name": "A"}}}
    assert not JUDGE.is_valid(update)
    assert JUDGE.is_valid({"update_id": 1, "callback_query": {**update["callback_query"], "chat_instance": "1"}})  # type: ignore[dict-item]
    assert _extra({"a": 1}, {"a": 1, "b": 2}) == ["b"]


def test_answers_are_messages_to_others() -> None:
    async def story() -> None:
        from aiogram.types import Message as TheirMessage

        judge = jsonschema.validators.validator_for(SCHEMA)({**SCHEMA, "$ref": "#/definitions/Message"})
        async with FakeTelegram() as fake, asking(fake) as ask:
            ann, _ = await everything(fake, ask)
            for call in fake.calls:
                found = call.answer and call.answer.get("result")
                if isinstance(found, dict) and "message_id" in found:
                    judge.validate(found)
                    assert unknown(TheirMessage.model_validate(found)) == []
            assert [p.text for p in fake.messages(ann)] == ["hi", "Plana", ""]

    asyncio.run(story())


def test_commands_mentions_and_offsets() -> None:
    async def story() -> None:
        async with FakeTelegram() as fake:
            ann = fake.person(7, "Ann")

            async def marked(text: str) -> list[tuple[str, int, int]]:
                sent = await ann.says(text)
                assert sent.update is not None
                found = sent.update["message"].get("entities", [])
                return [(e["type"], e["offset"], e["length"]) for e in found]

            assert await marked("/start inv_abc") == [("bot_command", 0, 6)]
            assert await marked("/plan@CredpathBot x") == [("bot_command", 0, 17)]
            assert await marked("😀 @CredpathBot") == [("mention", 3, 12)]
            assert await marked("see https://a.org/b?c=1.") == [("url", 4, 19)]
            assert await marked("a/b and 1/2, me@x.org") == [("email", 13, 8)]
            assert await marked("plain") == []

    asyncio.run(story())


def test_in_a_group_it_sees_what_is_meant_for_it() -> None:
    async def story() -> None:
        async with FakeTelegram() as fake, asking(fake) as ask:
            ann, team = fake.person(7, "Ann"), fake.group(-100200, "Team")

            async def seen(text: str, **given: Any) -> bool:
                sent: Sent = await ann.says(text, team, **given)
                return sent.update is not None

            await ask.result("sendMessage", chat_id=-100200, text="x")
            [mine] = fake.messages(team)
            assert not await seen("hello all")
            assert await seen("hello @credpathbot")
            assert await seen("/plan")
            assert await seen("yes", reply_to=mine)
            fake.world.reads_all = True
            assert await seen("hello all")
            await team.removes_bot(ann)
            assert not await seen("/plan")

    asyncio.run(story())


def test_it_sees_only_the_kinds_that_it_asked_for() -> None:
    async def story() -> None:
        async with FakeTelegram() as fake, asking(fake) as ask:
            ann = fake.person(7, "Ann")
            await ask.result("getUpdates", allowed_updates=["callback_query"])
            assert (await ann.says("hello")).update is None
            await ask.result("getUpdates", allowed_updates=[])
            assert (await ann.says("hello")).update is not None

    asyncio.run(story())
