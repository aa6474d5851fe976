"""Updates become events."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.telegram.addressed import Me
from adapters.telegram.reading import events
from bot.messages import Attachment, Person
from bot.traffic import Event
from tests.adapters.telegram.telegram_others import schema_refuses
from tests.adapters.telegram.telegram_script import ANN, DM, GROUP, NOW, pressed, update

ME = Me("acme", 123456, "CredpathBot")
BOT = {"id": 123456, "is_bot": True, "first_name": "Credpath", "username": "CredpathBot"}


def read(value: dict[str, Any]) -> list[Event]:
    return events(value, ME, NOW)


def one(value: dict[str, Any]) -> Event:
    found = read(value)
    assert len(found) == 1
    return found[0]


def test_a_private_message_says_who_where_and_when() -> None:
    assert one(update(42, text="show my plan")) == Event(
        id="42",
        person=Person("acme", "telegram", "7", "Ann Lee", None, "de"),
        conversation="7",
        kind_of_place="dm",
        kind="message",
        sent_at=NOW,
        text="show my plan",
    )


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("/plan", "show my plan"),
        ("/PLAN@CredpathBot", "show my plan"),
        ("/why CCNA", "why CCNA?"),
        ("/goal data engineer\nby June", "I want to become a data engineer by June"),
        ("/nonsense at all", "nonsense at all"),
        ("/", "/"),
        ("a/b /plan", "a/b /plan"),
        ("mail me at ann@credpathbot.example", "mail me at ann@credpathbot.example"),
    ],
)
def test_commands_are_what_a_person_would_say(text: str, meant: str) -> None:
    assert one(update(text=text)).text == meant


@pytest.mark.parametrize(
    ("text", "payload"),
    [
        ("/start", ""),
        ("/start link_AB-12", "link_AB-12"),
        ("/start@CredpathBot here", "here"),
        ("/start " + "x" * 65, ""),
        ("/start two words", ""),
        ("/start <b>", ""),
        ("/start é", ""),
    ],
)
def test_start_opens_the_door_with_its_payload(text: str, payload: str) -> None:
    event = one(update(text=text))
    assert (event.kind, event.kind_of_place, event.text) == ("opened", "dm", payload)


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"text": "/plan@CredpathBot"}, "show my plan"),
        ({"text": "/plan@credpathbot"}, "show my plan"),
        ({"text": "/plan"}, "show my plan"),
        ({"text": "/start@CredpathBot team"}, "help"),
        ({"text": "@CredpathBot, show my plan"}, "show my plan"),
        ({"text": "show my plan @credpathBOT"}, "show my plan"),
        ({"text": "@CredpathBot"}, "help"),
        ({"text": "yes", "reply_to_message": {"from": BOT}}, "yes"),
        ({"text": "Bot hi", "entities": [{"type": "text_mention", "user": BOT, "offset": 0, "length": 3}]}, "Bot hi"),
        ({"caption": "@CredpathBot see", "document": {"file_id": "F"}}, "see"),
    ],
)
def test_a_group_message_for_the_bot_is_read(fields: dict[str, Any], text: str) -> None:
    event = one(update(chat=GROUP, **fields))
    assert (event.kind, event.kind_of_place, event.conversation, event.text) == ("message", "channel", "-100200", text)


@pytest.mark.parametrize(
    "fields",
    [
        {"text": "show my plan"},
        {"text": "/plan@OtherBot"},
        {"text": "/weather"},
        {"text": "@CredpathBotX show my plan"},
        {"text": "x@CredpathBot"},
        {"text": "@all show my plan"},
        {"text": "yes", "reply_to_message": {"from": ANN}},
        {"text": "yes", "reply_to_message": {"from": BOT, "forum_topic_created": {"name": "x", "icon_color": 1}}},
        {"text": "Ann", "entities": [{"type": "text_mention", "user": ANN, "offset": 0, "length": 3}]},
        {"document": {"file_id": "F"}},
        {"photo": [{"file_id": "F"}]},
        {"new_chat_members": [ANN]},
    ],
)
def test_a_group_message_for_somebody_else_is_not_read(fields: dict[str, Any]) -> None:
    assert read(update(chat=GROUP, **fields)) == []


def test_a_bot_without_a_name_is_never_mentioned() -> None:
    assert events(update(chat=GROUP, text="@ @x hello"), Me("acme", 123456), NOW) == []


@pytest.mark.parametrize(
    "value",
    [
        update(sender={**ANN, "is_bot": True}, text="hi"),
        update(chat=GROUP, text="/plan", sender_chat=GROUP),
        update(chat={"id": -1, "type": "channel"}, text="/plan"),
        {"update_id": 1, "edited_message": update(text="hi")["message"]},
        {"update_id": 1, "channel_post": update(text="hi")["message"]},
        {"update_id": 1, "inline_query": {"id": "1", "from": ANN, "query": "", "offset": ""}},
        update(pinned_message={"message_id": 1}),
        {"update_id": 1},
        pressed(data=None),
        {"update_id": 1, "callback_query": {"id": "1", "from": ANN, "inline_message_id": "x", "data": "a:b"}},
        pressed(chat={"id": -1, "type": "channel"}),
    ],
)
def test_what_is_for_nobody_is_ignored(value: dict[str, Any]) -> None:
    assert read(value) == []


def test_a_topic_is_a_thread_and_a_row_of_replies_is_none() -> None:
    assert one(update(chat=GROUP, text="/plan", message_thread_id=33, is_topic_message=True)).thread == "33"
    assert one(update(chat=GROUP, text="/plan", message_thread_id=33)).thread is None
    assert one(update(text="hi", message_thread_id=4, is_topic_message=True)).thread == "4"


def test_a_press_is_whose_who_pressed() -> None:
    event = one(pressed(8, chat=GROUP))
    assert (event.id, event.kind, event.token, event.message) == ("8", "press", "a:AAAABBBBCCCCDDDD", "-100200:9")
    assert (event.person.id, event.conversation, event.kind_of_place, event.sent_at) == ("7", "-100200", "channel", NOW)


def test_documents_come_along_and_other_things_are_said_to_be_there() -> None:
    document = {"file_id": "F1", "file_name": "cv.json", "mime_type": "application/json", "file_size": 12}
    event = one(update(document=document, caption="my CV"))
    assert (event.text, event.files) == ("my CV", (Attachment("cv.json", "application/json", 12, "F1"),))
    assert one(update(document={"file_id": "F"})).files[0].size == 0
    for name in ("photo", "voice", "sticker", "location", "video_note", "poll"):
        event = one(update(**{name: {}}))
        assert (event.kind, event.text, event.files) == ("message", "", ())


def test_an_album_is_one_thing() -> None:
    several = [one(update(n, photo=[{}], media_group_id="g")) for n in (1, 2, 3)]
    assert len({e.id for e in several}) == 1
    assert one(update(4, photo=[{}], media_group_id="h")).id != several[0].id
    files = [one(update(n, document={"file_id": str(n)}, media_group_id="g")) for n in (5, 6)]
    assert [e.id for e in files] == ["5", "6"]


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ({"status": "member"}, {"status": "kicked"}, "left"),
        ({"status": "administrator"}, {"status": "left"}, "left"),
        ({"status": "kicked"}, {"status": "member"}, "joined"),
        ({"status": "left"}, {"status": "administrator"}, "joined"),
        ({"status": "member"}, {"status": "restricted", "is_member": False}, "left"),
        ({"status": "member"}, {"status": "administrator"}, ""),
        ({"status": "member"}, {"status": "restricted", "is_member": True}, ""),
        ({"status": "left"}, {"status": "kicked"}, ""),
    ],
)
@pytest.mark.parametrize("chat", [DM, GROUP])
def test_coming_and_going(old: dict[str, Any], new: dict[str, Any], kind: str, chat: dict[str, Any]) -> None:
    members = {"old_chat_member": {"user": BOT, **old}, "new_chat_member": {"user": BOT, **new}}
    change = {"chat": chat, "from": ANN, "date": int(NOW.timestamp()), **members}
    found = read({"update_id": 3, "my_chat_member": change})
    assert [(e.kind, e.conversation) for e in found] == ([(kind, str(chat["id"]))] if kind else [])


def test_a_group_that_moves_leaves_its_old_id_and_joins_under_the_new_one_once() -> None:
    old = {"id": -5, "type": "group", "title": "Team"}
    first = read(update(1, chat=old, migrate_to_chat_id=-100200))
    second = read(update(2, chat=GROUP, migrate_from_chat_id=-5))
    assert [(e.kind, e.conversation, e.text) for e in first] == [
        ("left", "-5", "migrated"),
        ("joined", "-100200", "migrated"),
    ]
    assert [e.id for e in first] == [e.id for e in second]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["chat", "from", "id", "type", "date", "text", "document", "message", "data", "is_bot"]),
            inner,
        )
    ),
    max_leaves=8,
)


@given(st.sampled_from(["message", "callback_query", "my_chat_member"]), JSON)
@settings(deadline=None)
def test_odd_json_is_refused_in_one_of_the_ways_that_are_caught(name: str, value: Any) -> None:
    try:
        found = read({"update_id": 1, name: value})
    except (KeyError, TypeError, AttributeError, ValueError, OverflowError, OSError):
        return
    assert all(isinstance(e, Event) for e in found)


@pytest.mark.parametrize("value", [update(text="hi"), update(chat=GROUP, text="hi"), pressed(), pressed(chat=GROUP)])
def test_the_updates_of_these_tests_are_like_telegrams(value: dict[str, Any]) -> None:
    assert schema_refuses("update", value) == ""
    assert schema_refuses("update", {**value, "update_id": "1"}) != ""
