"""Every answer is one to aiogram, for every method there is; and nothing that a bot may send breaks the server."""

import asyncio
from typing import Any

from aiogram import methods as theirs
from aiogram.methods import Response
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes.telegram.asker import Asker, asking
from tests.fakes.telegram.asking import unknown
from tests.fakes.telegram.methods import METHODS
from tests.fakes.telegram.server import FakeTelegram

KEYS = {"inline_keyboard": [[{"text": "go", "callback_data": "1"}]]}
PNG = b"\xff\xd8\xff a picture"


def read(method: str, answer: dict[str, Any]) -> Any:
    """The answer as aiogram takes it: every field known, at any depth."""
    found = getattr(theirs, method[0].upper() + method[1:])
    parsed = Response[found.__returning__].model_validate(answer)  # type: ignore[name-defined]
    assert unknown(parsed) == []
    return parsed


async def tour(fake: FakeTelegram, ask: Asker) -> None:
    """All that a bot can do, done."""
    ann, team = fake.person(7, "Ann"), fake.group(-100200, "Team", forum=True, bot="administrator")
    team.joins(ann, "administrator")
    topic = await team.opens_topic(ann, "Plans")
    file = (await ann.uploads("cv.txt", b"what I did")).post
    assert file is not None
    at = {"chat_id": 7}
    for method in ("getMe", "getUpdates", "getWebhookInfo", "getMyDescription", "getMyShortDescription"):
        await ask.result(method)
    await ask.result("setWebhook", url="https://bot.example.org/", secret_token="x", allowed_updates=["message"])
    await ask.result("getWebhookInfo")
    await ask.result("deleteWebhook")
    await ask.result("sendMessage", **at, text="<b>a</b> https://a.org", parse_mode="HTML", reply_markup=KEYS)
    [post] = fake.messages(7)
    here = {**at, "message_id": post.id}
    await ask.result("sendMessage", chat_id=-100200, message_thread_id=topic, text="x")
    await ask.result("editMessageText", **here, text="b", reply_markup=KEYS)
    await ann.presses(post, "go")
    await ask.result("editMessageReplyMarkup", **here)
    for query in [p.id for p in fake.pressed.all.values()]:
        await ask.result("answerCallbackQuery", callback_query_id=query)
    await ask("sendDocument", file=("document", "a.csv", b"a,b"), chat_id="7", caption="plan")
    await ask.result("editMessageCaption", **at, message_id=fake.messages(7)[-1].id, caption="new")
    await ask("sendPhoto", file=("photo", "a.jpg", PNG), chat_id="7")
    await ask.result("sendRichMessage", **at, rich_message={"html": "<p>a</p>"})
    await ask.result("sendMessageDraft", **at, draft_id=1, text="x")
    await ask.result("sendChatAction", **at, action="typing")
    await ask.result("deleteMessage", **here)
    await ask.result("getFile", file_id=file.message["document"]["file_id"])
    await ask.result("setMyCommands", commands=[{"command": "plan", "description": "Plan"}])
    await ask.result("getMyCommands")
    await ask.result("deleteMyCommands")
    await ask.result("setMyDescription", description="x")
    await ask.result("setMyShortDescription", short_description="x")
    await ask.result("setChatMenuButton", menu_button={"type": "commands"})
    await ask.result("getChatMenuButton")
    for chat in (7, -100200):
        await ask.result("getChat", chat_id=chat)
        for user in (7, fake.world.bot["id"]):
            await ask.result("getChatMember", chat_id=chat, user_id=user)
    for status in ("creator", "restricted", "member", "left", "kicked"):
        team.joins(ann, status)
        await ask.result("getChatMember", chat_id=-100200, user_id=7)
    await ask.result("leaveChat", chat_id=-100200)


def test_every_method_answers_what_aiogram_knows() -> None:
    async def story() -> None:
        async with FakeTelegram() as fake, asking(fake) as ask:
            await tour(fake, ask)
            assert {call.method for call in fake.calls if call.ok} == set(METHODS)
            for call in fake.calls:
                assert call.answer is not None
                assert read(call.method, call.answer).ok, call

    asyncio.run(story())


def test_refusals_are_answers_too() -> None:
    async def story() -> None:
        async with FakeTelegram() as fake, asking(fake) as ask:
            team = fake.group(-200, "Team", "group")
            new, _, _ = await team.migrates(fake.person(7, "Ann"))
            moved = read("sendMessage", await ask("sendMessage", chat_id=-200, text="x"))
            assert (moved.ok, moved.parameters.migrate_to_chat_id) == (False, new.id)
            fake.faults.flood(9)
            flooded = read("getMe", await ask("getMe"))
            assert (flooded.error_code, flooded.parameters.retry_after) == (429, 9)

    asyncio.run(story())


NAMES = sorted({name for m in METHODS for name in getattr(theirs, m[0].upper() + m[1:]).model_fields})
IDS = st.sampled_from([7, -100200, 8, 1, 2, 0, -1, 2**63, "7", "x", ""])
PARTS = st.sampled_from(["offset", "length", "type", "html", "message_id", "inline_keyboard", "text", "url", "command"])
LEAF = (
    st.none() | st.booleans() | IDS | st.text(max_size=5) | st.sampled_from(["<b>x</b>", "HTML", "bold", "attach://x"])
)
VALUE = st.recursive(LEAF, lambda v: st.lists(v, max_size=3) | st.dictionaries(PARTS, v, max_size=3), max_leaves=8)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(sorted(set(METHODS) - {"getUpdates"})),
            st.dictionaries(st.sampled_from(NAMES), VALUE, max_size=4),
            st.booleans(),
        ),
        min_size=10,
        max_size=30,
    )
)
def test_nothing_breaks_it(calls: list[tuple[str, dict[str, Any], bool]]) -> None:
    """Whatever comes, it answers, and as aiogram reads it; the wanted fields are often there, so that some succeed."""

    async def story() -> None:
        async with FakeTelegram() as fake, asking(fake) as ask:
            fake.person(7, "Ann", started=True)
            fake.group(-100200, "Team", forum=True)
            for method, params, usual in calls:
                known = getattr(theirs, method[0].upper() + method[1:]).model_fields
                given = {n: v for n, v in params.items() if n in known}
                good = {"chat_id": 7, "text": "x", "caption": "x", "message_id": 1, "user_id": 7, "draft_id": 1}
                given = {**({n: v for n, v in good.items() if n in known} if usual else {}), **given}
                read(method, await ask(method, **given))

    asyncio.run(story())
