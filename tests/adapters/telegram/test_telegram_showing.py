"""What is only shown: drafts and typing. Best effort, and never behind the message that it announces."""

import asyncio
from typing import Any

from bot.messages import Reply
from bot.traffic import Place
from tests.adapters.telegram.telegram_script import Asked, letter, message, no, ok
from tests.adapters.telegram.telegram_there import There, run

UNKNOWN = no(404, "Not Found: method not found")
PLACE = Place("P1", "acme", "telegram", "7", "dm")
GROUP_PLACE = Place("P2", "acme", "telegram", "-100200", "channel")


def test_a_draft_shows_what_is_on_its_way() -> None:
    async def work(here: There) -> None:
        await here.bot.show(PLACE, None, Reply("Thinking about it"), "7")
        await here.bot.show(PLACE, "4", Reply("Nearly"), "7")
        first, second = here.script.of("sendMessageDraft")
        assert (first.params["chat_id"], first.params["text"]) == (7, "Thinking about it")
        assert first.params["draft_id"] > 0
        assert second.params["message_thread_id"] == 4
        assert second.params["draft_id"] != first.params["draft_id"]

    run(work)


def test_elsewhere_it_types_and_says_nothing() -> None:
    async def work(here: There) -> None:
        await here.bot.show(GROUP_PLACE, "3", Reply("your secret goal"), "7")
        (asked,) = here.script.asked
        assert asked.method == "sendChatAction"
        assert asked.params == {"chat_id": -100200, "message_thread_id": 3, "action": "typing"}

    run(work)


def test_drafts_are_given_up_where_they_are_not_known() -> None:
    async def work(here: There) -> None:
        for _ in range(2):
            await here.bot.show(PLACE, None, Reply("Thinking"), "7")
        assert here.script.methods() == ["sendMessageDraft", "sendChatAction", "sendChatAction"]

    run(work, sendMessageDraft=[UNKNOWN])


def test_nothing_that_is_only_shown_raises_and_a_flood_keeps_it_quiet() -> None:
    async def work(here: There) -> None:
        for _ in range(4):
            await here.bot.show(PLACE, None, Reply("Thinking"), "7")
        assert len(here.script.asked) == 3
        here.clock.forward(9)
        await here.bot.show(PLACE, None, Reply("Thinking"), "7")
        assert here.script.methods() == ["sendMessageDraft"] * 4

    bad = no(400, "Bad Request: TEXTDRAFT_PEER_INVALID")
    run(work, sendMessageDraft=[bad, no(500, "oops"), no(429, "slow", retry_after=8), ok()])


def test_a_message_waits_for_the_draft_before_it() -> None:
    order: list[str] = []

    async def work(here: There) -> None:
        go, at = asyncio.Event(), asyncio.Event()

        async def slow(asked: Asked) -> bool:
            at.set()
            await go.wait()
            order.append("draft")
            return True

        def sent(asked: Asked) -> Any:
            order.append("message")
            return message(asked)

        here.script.answers.update(sendMessageDraft=[slow], sendMessage=[sent])
        shown = asyncio.create_task(here.bot.show(PLACE, None, Reply("Thinking"), "7"))
        await at.wait()
        said = asyncio.create_task(here.send(letter("done")))
        await here.send(letter("to another", "8"))
        go.set()
        await asyncio.gather(shown, said)

    run(work)
    assert order == ["message", "draft", "message"]
