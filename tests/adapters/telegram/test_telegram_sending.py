"""Calls are made once, with what stands in for them where this server does not know them."""

import logging

import pytest

from adapters.wire import Call, Outcome
from bot.messages import Bar, Item, Person, Picture, Reply, Steps, Text
from bot.traffic import Place
from tests.adapters.telegram.telegram_script import TOKEN, Answer, letter, message, no
from tests.adapters.telegram.telegram_there import There, broken, run

STEPS = Reply("Plan", (Steps((Item("Security+", "2026-12-01", "2027-02-01"),), "2026-12-01", "2027-02-01"),))
PICTURE = Reply("Plan", (Picture("timeline", "Plan", (Bar("CCNA", 1, 2),), "CCNA in spring"), Text("after")))
UNKNOWN = no(404, "Not Found: method not found")
PLACE = Place("P1", "acme", "telegram", "7", "dm")


def test_a_letter_arrives_and_its_receipt_names_chat_and_message() -> None:
    async def work(here: There) -> None:
        assert await here.send(letter("hello")) == ["7:11"]
        assert here.script.asked[0].params["text"] == "hello"

    run(work)


def test_a_call_of_another_make_is_made_as_it_is() -> None:
    async def work(here: There) -> None:
        assert await here.bot.send("acme", Call("sendMessage", {"chat_id": 8, "text": "x"})) == "8:11"
        assert await here.bot.send("acme", Call("sendChatAction", {"chat_id": 8, "action": "typing"})) == ""

    run(work)


def test_an_edit_that_changes_nothing_has_arrived() -> None:
    async def work(here: There) -> None:
        assert await here.send(letter("same", edited=("7:10",))) == ["7:10"]
        assert (await here.fail(letter("gone", edited=("7:10",)))).outcome is Outcome.REFUSED

    same = no(400, "Bad Request: message is not modified: specified new message content is the same")
    run(work, editMessageText=[same, no(400, "Bad Request: message to edit not found")])


def test_a_rich_message_is_tried_and_then_never_again_where_it_is_not_known() -> None:
    async def work(here: There) -> None:
        assert await here.send(letter(STEPS)) == ["7:11"]
        assert await here.send(letter(STEPS)) == ["7:11"]
        assert here.script.methods() == ["sendRichMessage", "sendMessage", "sendMessage"]
        assert "Security+" in here.script.asked[1].params["text"]

    run(work, sendRichMessage=[UNKNOWN])


def test_a_rich_message_is_sent_where_it_is_known() -> None:
    async def work(here: There) -> None:
        await here.send(letter(STEPS))
        await here.send(letter(STEPS, edited=("7:11",)))
        assert here.script.methods() == ["sendRichMessage", "editMessageText"]
        assert "rich_message" in here.script.asked[1].params

    run(work)


def test_one_refusal_is_about_one_message_and_three_in_a_row_about_all() -> None:
    async def work(here: There) -> None:
        for _ in range(6):
            await here.send(letter(STEPS))
        tried = [m == "sendRichMessage" for m in here.script.methods() if m == "sendRichMessage"]
        assert len(tried) == 5

    bad = no(400, "Bad Request: can't parse rich message")
    run(work, sendRichMessage=[bad, message, bad, bad, bad])


@pytest.mark.parametrize("answer", [no(500, "oops"), no(429, "x", retry_after=2), no(403, "Forbidden: kicked")])
def test_a_rich_message_that_was_not_refused_is_not_sent_another_way(answer: Answer) -> None:
    async def work(here: There) -> None:
        await here.fail(letter(STEPS))
        assert here.script.methods() == ["sendRichMessage"]

    run(work, sendRichMessage=[answer])


def test_a_picture_is_drawn_and_sent_with_its_words() -> None:
    async def work(here: There) -> None:
        assert await here.send(letter(PICTURE)) == ["7:11", "7:11"]
        photo = here.script.of("sendPhoto")[0]
        assert photo.files == {"photo": ("picture.png", b"\x89PNG Plan")}
        assert "CCNA in spring" in photo.params["caption"]

    run(work)


@pytest.mark.parametrize("how", ["drawing", "refused"])
def test_a_picture_that_cannot_be_is_said_in_words(how: str) -> None:
    async def work(here: There) -> None:
        await here.send(letter(PICTURE))
        words = here.script.of("sendMessage")
        assert "CCNA in spring" in words[0].params["text"]
        assert words[1].params["text"] == "after"

    answers = {"sendPhoto": [no(400, "Bad Request: PHOTO_INVALID_DIMENSIONS")]} if how == "refused" else {}
    run(work, draw=broken if how == "drawing" else None, **answers)


def test_a_topic_that_is_gone_does_not_swallow_the_answer() -> None:
    async def work(here: There) -> None:
        await here.send(letter("hello", "-100200", thread="3", visibility="public"))
        assert [a.params.get("message_thread_id") for a in here.script.asked] == [3, None]

    run(work, sendMessage=[no(400, "Bad Request: message thread not found"), message])


def test_a_person_who_cannot_be_written_to_does_not_kill_the_group() -> None:
    async def work(here: There) -> None:
        assert await here.send(letter("secret", "-100200", person="7")) == ["7:0", "-100200:11"]
        assert here.script.asked[1].params["chat_id"] == -100200
        assert "secret" not in here.script.asked[1].params["text"]
        assert here.bot.calls(letter("changed", "-100200", "7", ("7:0", "-100200:11"))) == []

    run(work, sendMessage=[no(403, "Forbidden: bot can't initiate conversation with a user"), message])


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (no(403, "Forbidden: bot was blocked by the user"), "bot was blocked by the user"),
        (no(400, "Bad Request: chat not found"), "chat not found"),
    ],
)
def test_a_chat_in_which_nothing_can_be_said_is_dead(answer: Answer, reason: str) -> None:
    async def work(here: There) -> None:
        found = await here.fail(letter("hello"))
        assert (found.outcome, found.reason) == (Outcome.DEAD, reason)

    run(work, sendMessage=[answer])


def test_a_group_that_moved_is_refused_by_name() -> None:
    async def work(here: There) -> None:
        found = await here.fail(letter("hello", "-5", visibility="public"))
        assert (found.outcome, found.reason) == (Outcome.REFUSED, "migrated")

    run(work, sendMessage=[no(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-100200)])


def test_a_flood_is_of_one_chat_until_a_second_one_is_flooded_too() -> None:
    async def work(here: There) -> None:
        first = await here.fail(letter("hello", "7"))
        assert (first.outcome, first.retry_after, first.key) == (Outcome.LATER, 5, "tg:acme:7")
        assert (await here.fail(letter("hello", "7"))).key == "tg:acme:7"
        assert (await here.fail(letter("hello", "8"))).key == "tg:acme"
        here.clock.forward(6)
        assert (await here.fail(letter("hello", "9"))).key == "tg:acme:9"
        assert here.script.methods() == ["sendMessage"] * 4  # nothing was tried again by itself

    run(work, sendMessage=[no(429, "Too Many Requests: retry after 5", retry_after=5)])


def test_a_person_is_who_the_update_said_and_history_cannot_be_read() -> None:
    async def work(here: There) -> None:
        ann = Person("acme", "telegram", "7", "Ann", None, "de")
        assert await here.bot.introduce(ann) == ann
        assert await here.bot.seen(letter("x"), 0, here.clock.now()) is None
        assert here.script.asked == []

    run(work)


def test_no_log_line_has_a_token_or_what_somebody_wrote(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    async def work(here: There) -> None:
        for _ in range(3):
            await here.fail(letter("my secret goal"))
        await here.bot.show(PLACE, None, Reply("my secret goal"), "7")
        await here.send(letter(PICTURE))

    quoting = no(400, 'Bad Request: can\'t parse entities: "my secret goal"')
    run(work, draw=broken, sendMessage=[quoting, no(500, "my secret goal"), (200, b"my secret goal"), message])
    seen = caplog.text + repr([r.__dict__ for r in caplog.records])
    assert TOKEN.partition(":")[2] not in seen
    assert "secret goal" not in seen
