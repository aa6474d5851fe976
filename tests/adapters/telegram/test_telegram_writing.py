"""Letters become calls. Nothing private gets into a group."""

from dataclasses import asdict, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.telegram.render import parts
from adapters.telegram.writing import Post, pointer, posts, rates
from adapters.wire import Letter
from bot.messages import Bar, Choice, Choices, File, Item, Picture, Reply, Steps, Table, Text
from tests.adapters.telegram.telegram_script import Asked, letter, refused
from tests.replies import replies

STEPS = Reply("Your plan", (Steps((Item("Security+", "2026-12-01", "2027-02-01"),), "2026-12-01", "2027-02-01"),))
PICTURE = Picture("timeline", "Plan", (Bar("CCNA", 1, 2),), "CCNA from January to March")


def made(value: Letter) -> list[Post]:
    return list(posts(value, "CredpathBot"))


def test_a_private_chat_gets_the_parts() -> None:
    (post,) = made(letter("a <b>&"))
    assert post.method == "sendMessage"
    assert post.params == {
        "chat_id": 7,
        "text": "a &lt;b&gt;&amp;",
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }
    assert [(r.key, r.per_second, r.burst) for r in post.rates] == [("tg:acme", 30, 1), ("tg:acme:7", 1, 1)]
    assert not post.aside


def test_a_topic_and_the_rate_of_groups() -> None:
    (post,) = made(letter("hello", "-100200", thread="33", visibility="public"))
    assert (post.params["chat_id"], post.params["message_thread_id"]) == (-100200, 33)
    assert [(r.key, round(r.per_second, 3)) for r in post.rates] == [("tg:acme", 30), ("tg:acme:-100200", 0.333)]
    assert "message_thread_id" not in made(letter("hello", thread="odd"))[0].params


def test_a_private_answer_in_a_group_goes_to_the_person_and_the_group_sees_a_pointer() -> None:
    first, second = made(letter("your goal is secret", "-100200", person="7", thread="33"))
    assert (first.params["chat_id"], first.params["text"], first.aside) == (7, "your goal is secret", True)
    assert "message_thread_id" not in first.params
    assert first.rates == rates("acme", "7")
    assert (second.params["chat_id"], second.params["message_thread_id"], second.aside) == (-100200, 33, False)
    button = {"text": "Open our private chat", "url": "https://t.me/CredpathBot?start=here"}
    assert second.params["reply_markup"] == {"inline_keyboard": [[button]]}
    assert "goal" not in second.params["text"]


def test_without_a_person_only_the_pointer_is_sent() -> None:
    (post,) = made(letter("secret", "-100200"))
    assert post == pointer("acme", "-100200", None, "CredpathBot")
    (nameless,) = posts(letter("secret", "-100200"), "")
    assert "reply_markup" not in nameless.params


def _in_group(post: Post) -> bool:
    return str(post.params["chat_id"]).startswith("-")


@given(replies(), st.sampled_from(["7", ""]), st.booleans())
@settings(deadline=None, max_examples=150)
def test_nothing_of_a_private_reply_gets_into_a_group(reply: Reply, person: str, edits: bool) -> None:
    receipts = ("7:1", "-100200:2") if edits else ()
    private = made(letter(replace(reply, visibility="private"), "-100200", person, receipts))
    everybody = [p for p in private if _in_group(p)]
    assert everybody == ([] if edits else [pointer("acme", "-100200", None, "CredpathBot")])
    for post in private:
        while post.instead is not None:
            post = post.instead
            assert not _in_group(post)
    public = made(letter(replace(reply, visibility="public"), "-100200", person))
    assert all(_in_group(p) for p in public)


@given(replies(), st.sampled_from(["7", "-100200"]), st.sampled_from([None, "3"]))
@settings(deadline=None, max_examples=100)
def test_the_same_letter_gives_the_same_calls_and_never_none(reply: Reply, chat: str, thread: str | None) -> None:
    value = letter(reply, chat, "7", thread=thread)
    assert made(value)
    assert made(value) == made(value)
    assert all(len(str(asdict(p))) for p in made(value))


@given(replies(), st.sampled_from([(), ("7:10",), ("7:10", "7:11")]))
@settings(deadline=None, max_examples=150)
def test_others_know_every_call_and_every_field(reply: Reply, edited: tuple[str, ...]) -> None:
    for post in made(letter(reply, edited=edited, thread="3")):
        at: Post | None = post
        while at is not None:
            file = {"sendPhoto": "photo", "sendDocument": "document"}.get(at.method)
            files = {file: ("x", b"")} if file else {}
            assert refused(Asked(at.method, dict(at.params), files)) == []
            at = at.instead


def test_pictures_and_files_go_along_with_words_to_fall_back_on() -> None:
    reply = Reply("x", (Text("before"), PICTURE, Text("after")), files=(File("a.json", "application/json", "{}"),))
    found = made(letter(reply))
    assert [p.method for p in found] == ["sendMessage", "sendPhoto", "sendDocument", "sendMessage"]
    photo, document = found[1], found[2]
    assert photo.picture == PICTURE
    assert photo.upload is None
    assert photo.instead is not None
    assert "CCNA from January to March" in photo.instead.params["text"]
    assert document.upload is not None
    assert (document.upload.name, document.upload.content) == ("a.json", b"{}")


def test_a_rich_message_is_one_part_like_what_stands_in_for_it() -> None:
    (post,) = made(letter(STEPS))
    assert post.method == "sendRichMessage"
    assert post.params["chat_id"] == 7
    assert post.params["rich_message"]
    assert post.instead is not None
    assert post.instead.params["text"] == parts(STEPS)[0].html
    rows = tuple((f"{n} " + "word " * 30, "x") for n in range(60))
    long = Reply("x", (Table(("a", "b"), rows),))
    assert len(made(letter(long))) == len(parts(long)) > 1
    assert all(p.method != "sendRichMessage" for p in made(letter(long)))


def test_an_edit_changes_the_last_part_only() -> None:
    reply = Reply("x", (Text("a"), PICTURE, Choices((Choice("Yes", "yes", "a:AAAABBBBCCCCDDDD"),))))
    (post,) = made(letter(reply, edited=("7:10", "7:11")))
    assert (post.method, post.params["chat_id"], post.params["message_id"]) == ("editMessageText", 7, 11)
    assert post.params["text"] == parts(reply)[-1].html
    assert post.params["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == "a:AAAABBBBCCCCDDDD"


def test_a_rich_message_is_edited_as_one() -> None:
    (post,) = made(letter(STEPS, edited=("7:10",)))
    assert post.method == "editMessageText"
    assert (post.params["chat_id"], post.params["message_id"]) == (7, 10)
    assert post.params["rich_message"]
    assert "text" not in post.params
    assert post.instead is not None
    assert post.instead.params["text"] == parts(STEPS)[0].html
    assert "rich_message" not in made(letter(STEPS, edited=("7:10", "7:11")))[0].params


@pytest.mark.parametrize(
    ("receipts", "person", "changed"),
    [
        (("7:10", "7:11", "-100200:3"), "7", (7, 11)),
        (("-100200:3",), "7", None),
        (("7:10", "7:0", "-100200:3"), "7", None),
        (("7:10", "-100200:3"), "", None),
        (("7:10", "-100200:3"), "8", None),
    ],
)
def test_an_edit_of_a_private_answer_in_a_group_is_in_the_private_chat(
    receipts: tuple[str, ...], person: str, changed: Any
) -> None:
    found = made(letter("new", "-100200", person, receipts))
    assert [(p.params["chat_id"], p.params["message_id"]) for p in found] == ([changed] if changed else [])


def test_an_edit_of_a_public_answer_stays_where_it_was() -> None:
    (post,) = made(letter("new", "-100200", "7", ("-100200:3",), visibility="public"))
    assert post.params["chat_id"] == -100200


@pytest.mark.parametrize("said", ["@all @ann look", "<script>alert(1)</script>", "<b>bold", "&lt; & <", "a</pre>b"])
def test_what_people_write_is_text_and_calls_nobody(said: str) -> None:
    (post,) = made(letter(said, "-100200", visibility="public"))
    text = post.params["text"]
    assert "<" not in text
    assert "@all" not in text
    assert "@ann" not in text
