"""Starting, and updates that are asked for: each once, and only let go of when it is on disk."""

import asyncio
from collections.abc import Awaitable
from typing import Any

import pytest

from adapters.telegram import CannotStart, open_telegram
from adapters.telegram.ports import TelegramSettings
from adapters.telegram.words import CONFLICT
from bot.commands import COMMANDS
from tests.adapters.telegram.telegram_script import (
    TOKEN,
    WAIT,
    Asked,
    Clock,
    Inbox,
    Script,
    draw,
    no,
    ok,
    opened,
    pressed,
    scripted,
    update,
)

SECRET = "s" * 32


def run(work: Awaitable[Any]) -> Any:
    async def bounded() -> Any:
        async with asyncio.timeout(WAIT):
            return await work

    return asyncio.run(bounded())


class Naps:
    """A sleep that takes no time and remembers."""

    def __init__(self) -> None:
        self.taken: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.taken.append(seconds)
        await asyncio.sleep(0)


async def forever(asked: Asked) -> Any:
    """A long poll without news; one that only confirms comes back at once."""
    if asked.params["timeout"]:
        await asyncio.sleep(WAIT)
    return []


async def polled(inbox: Inbox, count: int, *answers: Any) -> tuple[Script, Naps]:
    naps = Naps()
    async with scripted(getUpdates=[*answers, forever]) as script:
        bot = opened(script.base, inbox, sleep=naps)
        await bot.start()
        await inbox.until(count)
        await script.until(lambda s: len(s.of("getUpdates")) > len(answers))
        await bot.close()
    return script, naps


def offsets(script: Script) -> list[int | None]:
    return [a.params.get("offset") for a in script.of("getUpdates")]


def test_polling_takes_what_comes_and_confirms_it_last() -> None:
    inbox = Inbox()
    script, naps = run(polled(inbox, 3, ok([update(5, text="a"), update(6, text="b")]), ok([update(9, text="c")])))
    assert [e.id for e in inbox.events] == ["5", "6", "9"]
    assert offsets(script) == [None, 7, 10, 10]
    assert script.of("getUpdates")[-1].params["limit"] == 1
    assert script.of("getUpdates")[0].params["allowed_updates"] == ["message", "callback_query", "my_chat_member"]
    assert script.methods()[0] == "getMe"
    assert script.methods().index("deleteWebhook") < script.methods().index("getUpdates")
    assert naps.taken == []


def test_an_offset_is_not_confirmed_before_its_events_are_on_disk() -> None:
    inbox = Inbox(failures=2)
    script, naps = run(polled(inbox, 1, *[ok([update(5, text="a")])] * 3))
    assert offsets(script) == [None, None, None, 6, 6]
    assert [e.id for e in inbox.events] == ["5"]
    assert naps.taken == [1, 2]


def test_an_update_that_comes_twice_is_one_event() -> None:
    inbox = Inbox()
    run(polled(inbox, 2, ok([update(5, text="a")]), ok([update(5, text="a"), update(6, text="b")])))
    assert [e.id for e in inbox.events] == ["5", "6"]


def test_an_update_that_nobody_can_read_does_not_stop_the_others() -> None:
    inbox = Inbox()
    odd = {"update_id": 5, "message": {"chat": 3}}
    script, _ = run(polled(inbox, 1, ok([odd, update(6, text="b")])))
    assert [e.id for e in inbox.events] == ["6"]
    assert offsets(script) == [None, 7, 7]


def test_errors_back_off_a_flood_as_long_as_it_says_and_a_rival_is_explained(caplog: pytest.LogCaptureFixture) -> None:
    inbox = Inbox()
    rival = no(409, "Conflict: terminated by other getUpdates request")
    answers = [no(500, "x"), no(502, "x"), rival, no(429, "x", retry_after=33), no(500, "x"), ok([update(5, text="a")])]
    _, naps = run(polled(inbox, 1, *answers))
    assert naps.taken == [1, 2, 4, 33, 16]
    assert [r.getMessage() for r in caplog.records if r.getMessage() == CONFLICT] == [CONFLICT]
    assert TOKEN.partition(":")[2] not in caplog.text


def test_a_press_is_acknowledged_even_when_the_inbox_has_no_room() -> None:
    async def work() -> None:
        async with scripted() as script:
            bot = opened(script.base, Inbox(failures=1))
            await bot.start()
            with pytest.raises(RuntimeError):
                await bot.take([pressed(1)])
            await script.until(lambda s: "answerCallbackQuery" in s.methods())
            assert script.of("answerCallbackQuery")[0].params == {"callback_query_id": "q1"}
            await bot.close()

    run(work())


def test_the_menu_is_set_where_it_differs() -> None:
    async def start(**answers: Any) -> Script:
        async with scripted(getUpdates=[forever], **answers) as script:
            bot = opened(script.base)
            await bot.start()
            await script.until(lambda s: "getUpdates" in s.methods())
            await bot.close()
        return script

    script = run(start())
    asked = script.of("setMyCommands")
    assert [a.params["scope"]["type"] for a in asked] == ["default", "all_private_chats"]
    commands = [{"command": c.name, "description": c.description} for c in COMMANDS]
    assert asked[0].params["commands"] == commands
    assert len(script.of("setMyDescription")[0].params["description"]) <= 512
    assert len(script.of("setMyShortDescription")[0].params["short_description"]) <= 120
    assert "setMyCommands" not in run(start(getMyCommands=[ok(commands)])).methods()
    assert "setMyDescription" in run(start(setMyCommands=[no(429, "x", retry_after=600)])).methods()


def test_a_start_without_network_goes_on_trying() -> None:
    async def work() -> None:
        naps, inbox = Naps(), Inbox()
        async with scripted(getUpdates=[ok([update(5, text="a")]), forever]) as script:
            script.answers["getMe"] = [no(502, "x"), no(502, "x"), *_me()]
            bot = opened(script.base, inbox, sleep=naps)
            await bot.start()
            await inbox.until(1)
            await bot.close()
        assert naps.taken == [1, 2]

    run(work())


def _me() -> list[Any]:
    return [ok({"id": 123456, "is_bot": True, "first_name": "Credpath", "username": "CredpathBot"})]


def test_a_bad_token_and_odd_settings_are_said_in_one_sentence() -> None:
    async def work() -> None:
        async with scripted() as script:
            bot = opened(script.base, token="123456:wrongwrongwrong")
            with pytest.raises(CannotStart, match="does not accept") as caught:
                await bot.start()
            assert "wrongwrong" not in repr(caught.value)
            await bot.close()
            bot = opened(script.base, mode="webhook")
            with pytest.raises(CannotStart, match="CREDPATH_PUBLIC_URL"):
                await bot.start()
            await bot.close()

    run(work())
    with pytest.raises(CannotStart, match="does not look like"):
        open_telegram(TelegramSettings("nonsense"), Inbox(), draw, Clock())
    assert TOKEN not in repr(TelegramSettings(TOKEN, secret=SECRET))
