"""From an update to an answer and back, over inbox, assistant (one that repeats), outbox and a server on loopback."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest

from adapters.telegram.platform import Telegram
from bot.traffic import Event, Outgoing, Place
from bot.wording import chat
from tests.adapters.mail import Stage, run
from tests.adapters.telegram.telegram_script import (
    ANN,
    GROUP,
    Answer,
    Script,
    message,
    no,
    opened,
    pressed,
    scripted,
    update,
)


class Line(Stage):
    """The stage with Telegram on it; updates are taken as a webhook or a poll would."""

    script: Script
    bot: Telegram

    async def take(self, *updates: dict[str, Any]) -> list[tuple[int, str]]:
        """What was said in answer: (chat, text)."""
        begun = len(self.script.asked)
        await self.bot.take(updates)
        await self.round()
        said = [a for a in self.script.asked[begun:] if a.method in ("sendMessage", "editMessageText")]
        return [(a.params["chat_id"], a.params["text"]) for a in said]

    def queued_in(self, tenant: str, id: str) -> Outgoing:
        with self.store.begin() as work:
            found = work.outbox.get(tenant, id)
        assert found is not None
        return found

    def at(self, conversation: str) -> Place:
        with self.store.begin() as work:
            found = work.places.find("acme", "telegram", conversation)
        assert found is not None
        return found


@asynccontextmanager
async def line(**answers: list[Answer]) -> AsyncIterator[Line]:
    async with scripted(**answers) as script:
        stage = Line()

        async def put(events: Sequence[Event]) -> list[bool]:
            return await stage.intake.put(events)

        stage.script = script
        stage.bot = opened(script.base, put, stage.clock, mode="webhook", public_url="https://x")  # type: ignore[arg-type]
        stage.platform = stage.bot  # type: ignore[assignment]
        await stage.bot.start()
        script.asked.clear()
        try:
            yield stage
        finally:
            await stage.bot.close()
            stage.pool.shutdown()


def test_a_message_is_answered_once_however_often_it_comes() -> None:
    async def story() -> None:
        async with line() as stage:
            assert await stage.take(update(1, text="hello")) == [(7, "hello")]
            assert await stage.take(update(1, text="hello"), update(1, text="hello")) == []
            sent = stage.script.of("sendMessage")[0].params
            token = sent["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
            with stage.store.begin() as work:
                action = work.actions.find("acme", token)
            assert action is not None
            assert action.says == "again"
            assert stage.queued_in("acme", "re:telegram:1").receipts == "7:11"

    run(story())


def test_drafts_come_before_the_answer() -> None:
    async def story() -> None:
        async with line() as stage:
            await stage.take(update(1, text="hello"))
            methods = stage.script.methods()
            assert methods.index("sendMessageDraft") < methods.index("sendMessage")

    run(story())


def test_a_press_is_acknowledged_and_comes_with_its_token() -> None:
    async def story() -> None:
        async with line() as stage:
            await stage.take(pressed(2))
            await stage.script.until(lambda s: "answerCallbackQuery" in s.methods())
            assert stage.echo.heard == [""]

    run(story())


def test_start_is_a_welcome_in_private() -> None:
    async def story() -> None:
        async with line() as stage:
            assert await stage.take(update(1, text="/start")) == [(7, "Hi!")]

    run(story())


def test_a_group_hears_nothing_of_what_one_person_is_told() -> None:
    async def story() -> None:
        async with line() as stage:
            said = await stage.take(update(1, chat=GROUP, text="@CredpathBot my secret goal"))
            assert said[0] == (7, "my secret goal")
            assert said[1][0] == GROUP["id"]
            assert "secret" not in said[1][1]
            assert await stage.take(update(2, chat=GROUP, text="my secret goal")) == []

    run(story())


def test_who_blocks_the_bot_is_left_alone_until_they_come_back() -> None:
    async def story() -> None:
        async with line() as stage:
            await stage.take(update(1, text="hello"))
            member = {"user": {"id": 123456, "is_bot": True, "first_name": "C"}}
            change = {"chat": update()["message"]["chat"], "from": ANN, "date": 1}
            gone = {
                "old_chat_member": {**member, "status": "member"},
                "new_chat_member": {**member, "status": "kicked"},
            }
            back = {"old_chat_member": gone["new_chat_member"], "new_chat_member": gone["old_chat_member"]}
            assert await stage.take({"update_id": 2, "my_chat_member": {**change, **gone}}) == []
            assert stage.at("7").dead == "blocked"
            assert await stage.take({"update_id": 3, "my_chat_member": {**change, **back}}) == []
            assert stage.at("7").dead == ""

    run(story())


def test_a_chat_that_turns_out_to_be_dead_is_buried() -> None:
    async def story() -> None:
        async with line(sendMessage=[no(403, "Forbidden: bot was blocked by the user")]) as stage:
            await stage.take(update(1, text="hello"))
            assert stage.at("7").dead == "bot was blocked by the user"

    run(story())


def test_a_person_who_never_opened_the_bot_does_not_bury_the_group() -> None:
    async def story() -> None:
        async with line(sendMessage=[no(403, "Forbidden: bot can't initiate conversation"), message]) as stage:
            await stage.take(update(1, chat=GROUP, text="@CredpathBot my secret goal"))
            assert stage.at(str(GROUP["id"])).dead == ""
            assert stage.queued_in("acme", "re:telegram:1").state == "sent"

    run(story())


def test_a_moved_group_is_dead_under_its_old_id_and_alive_under_the_new_one() -> None:
    async def story() -> None:
        async with line() as stage:
            old = {"id": -5, "type": "group", "title": "Team"}
            await stage.take(update(1, chat=old, text="@CredpathBot hello"))
            said = await stage.take(update(2, chat=old, migrate_to_chat_id=-100200))
            said += await stage.take(update(3, chat=GROUP, migrate_from_chat_id=-5))
            assert (stage.at("-5").dead, stage.at("-100200").dead) == ("migrated", "")
            assert [c for c, _ in said] in ([], [-100200])  # at most one greeting

    run(story())


def test_a_flood_is_waited_for_and_nothing_is_lost_or_said_twice() -> None:
    async def story() -> None:
        flood = no(429, "Too Many Requests: retry after 40", retry_after=40)
        async with line(sendMessage=[flood, message]) as stage:
            await stage.take(update(1, text="hello"))
            assert len(stage.script.of("sendMessage")) == 1
            await stage.take(update(2, text="are you there?"))
            assert len(stage.script.of("sendMessage")) == 1
            stage.later(seconds=41)
            await stage.round()
            stage.later(seconds=41)
            await stage.round()
            assert [a.params["text"] for a in stage.script.of("sendMessage")[1:]] == ["hello", "are you there?"]

    run(story())


@pytest.mark.parametrize("fields", [{"photo": [{}]}, {"voice": {}}, {"sticker": {}}])
def test_what_cannot_be_read_gets_an_answer_all_the_same(fields: dict[str, Any]) -> None:
    async def story() -> None:
        async with line() as stage:
            await stage.take(update(1, **fields))
            assert stage.echo.heard == [""]

    run(story())


def test_an_invitation_is_greeted_once_for_all() -> None:
    async def story() -> None:
        async with line() as stage:
            member = {"user": {"id": 123456, "is_bot": True, "first_name": "C"}}
            change = {
                "chat": GROUP,
                "from": ANN,
                "date": 1,
                "old_chat_member": {**member, "status": "left"},
                "new_chat_member": {**member, "status": "member"},
            }
            said = await stage.take(
                {"update_id": 3, "my_chat_member": change}, {"update_id": 3, "my_chat_member": change}
            )
            assert said == [(GROUP["id"], chat.HELLO_ALL)]

    run(story())
