"""A letter as calls: where each part goes, what it counts against, and what must never reach a channel."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from adapters.slack.calls import UPLOAD, calls, rates
from adapters.wire import Letter
from bot.messages import Bar, Choice, Choices, File, Picture, Reply, Steps, Text
from bot.traffic import Outgoing, Place
from tests.adapters.slack.slack_rig import NOW, draw
from tests.replies import replies

TOKEN = "a:ABCDEFGHIJKLMNOP"
PICTURE = Picture("timeline", "Your plan", (Bar("a", 1, 2),), "a plan in words")


def letter(
    reply: Reply, kind: str = "dm", conversation: str = "D1", person: str = "", edited: tuple[str, ...] = (), **row: Any
) -> Letter:
    message = Outgoing("re:slack:Ev1", "home", "l1", "slack", "p1", "reply", "", NOW, **row)
    if edited:
        message = replace(message, kind="edit", edits="re:slack:Ev0")
    return Letter(message, reply, Place("p1", "home", "slack", conversation, kind), person, edited)  # type: ignore[arg-type]


def test_a_direct_message_is_posted_in_its_thread() -> None:
    """Nothing unfolds, nobody is linked, and the message can be found again."""
    (call,) = calls(letter(Reply("Hello", (Text("Hello"),)), thread="1.2"), draw)
    assert (call.method, call.params["channel"], call.params["thread_ts"]) == ("chat.postMessage", "D1", "1.2")
    assert (call.params["unfurl_links"], call.params["unfurl_media"], call.params["link_names"]) == (False,) * 3
    assert call.params["text"] == "Hello"
    payload = {"id": "re:slack:Ev1", "part": 0}
    assert call.params["metadata"] == {"event_type": "credpath_message", "event_payload": payload}
    assert [r.key for r in call.rates] == ["slack:home:chat.postMessage", "slack:home:D1"]
    assert "thread_ts" not in calls(letter(Reply("Hello")), draw)[0].params


def test_a_private_answer_in_a_channel_is_seen_by_one_person() -> None:
    """Ephemeral; without a person nothing but a pointer; its file goes to the direct message."""
    reply = Reply("Salary gap 20k", (Text("Salary gap 20k"),), files=(File("plan.csv", "text/csv", "a,b"),))
    file, message = calls(letter(reply, "channel", "C1", "U1", thread="1.2"), draw)
    assert (message.method, message.params["user"], message.params["channel"]) == ("chat.postEphemeral", "U1", "C1")
    assert (file.method, file.params.get("user"), file.params.get("channel")) == (UPLOAD, "U1", None)
    (pointer,) = calls(letter(reply, "channel", "C1"), draw)
    assert pointer.method == "chat.postMessage"
    assert "20k" not in json.dumps(pointer.params)
    assert "20k" in json.dumps(message.params)


def test_a_public_answer_is_posted() -> None:
    """To everybody in the channel."""
    (call,) = calls(letter(Reply("Hello", visibility="public"), "channel", "C1", "U1"), draw)
    assert call.method == "chat.postMessage"


def test_a_picture_is_sent_before_its_message() -> None:
    """So that the last receipt is the message's. What cannot be drawn is said."""
    file, message = calls(letter(Reply("Plan", (PICTURE,)), thread="1.2"), draw)
    assert (file.method, file.params["title"], file.params["thread_ts"]) == (UPLOAD, "a plan in words", "1.2")
    assert file.upload is not None
    assert file.upload.content.startswith(b"\x89PNG")
    assert "a plan in words" not in json.dumps(message.params["blocks"])
    assert message.params["metadata"]["event_payload"]["part"] == 1

    def broken(picture: Picture) -> bytes:
        raise OSError

    (said,) = calls(letter(Reply("Plan", (PICTURE,))), broken)
    assert "a plan in words" in json.dumps(said.params["blocks"])


def test_an_edit_changes_the_last_message() -> None:
    """A file or a view is none that could be changed."""
    reply = Reply("Hello", (Text("Hello"),))
    (call,) = calls(letter(reply, edited=("D1:F7", "D1:1.2")), draw)
    assert (call.method, call.params["channel"], call.params["ts"]) == ("chat.update", "D1", "1.2")
    assert calls(letter(reply, edited=("D1:F7",)), draw) == []


def test_an_ephemeral_message_cannot_be_changed() -> None:
    """When there is more to press it is shown anew; a mark alone is not worth that."""
    pages = Reply("Many", (Choices((Choice("Yes", "yes", TOKEN),)),))
    (call,) = calls(letter(pages, "channel", "C1", "U1", ("C1:1.2:e",)), draw)
    assert (call.method, call.params["user"]) == ("chat.postEphemeral", "U1")
    assert calls(letter(Reply("Yes"), "channel", "C1", "U1", ("C1:1.2:e",)), draw) == []


def test_the_home_tab_is_published() -> None:
    """As a view of the person's."""
    (call,) = calls(letter(Reply("Home", (Text("Hi"),)), "home", "U1"), draw)
    assert (call.method, call.params["user_id"], call.params["view"]["type"]) == ("views.publish", "U1", "home")


def test_plans_ask_for_a_thumb_in_private() -> None:
    """A plain answer does not, and nobody rates in a channel."""

    def thumbs(reply: Reply, kind: str, conversation: str) -> bool:
        made = calls(letter(reply, kind, conversation, "U1"), draw)
        return "feedback_buttons" in json.dumps([c.params for c in made])

    plan = Reply("Plan", (Steps((), "2026-01-01", "2026-02-01"),), visibility="public")
    assert thumbs(plan, "dm", "D1")
    assert not thumbs(plan, "channel", "C1")
    assert not thumbs(Reply("Hi"), "dm", "D1")


@pytest.mark.parametrize("method", ["chat.postMessage", "chat.postEphemeral", "chat.update", "views.publish", UPLOAD])
def test_rates_stay_within_a_minutes_calls(method: str) -> None:
    """All at once and then steadily: no minute has more than Slack allows, and little is wasted."""
    allowed = {"chat.postMessage": 300, "chat.update": 50}.get(method, 100)
    rate = rates("home", method)[0]
    assert 0.94 * allowed <= rate.per_second * 60 + rate.burst <= allowed
    assert "xox" not in rate.key


@given(replies())
@settings(deadline=None, max_examples=200)
def test_any_private_reply_stays_out_of_the_channel(reply: Reply) -> None:
    """Whatever it says: nothing of it is posted where others read, and the same letter gives the same calls."""
    hidden = replace(reply, visibility="private")
    made = calls(letter(hidden, "channel", "C1", "U1"), draw)
    assert made == calls(letter(hidden, "channel", "C1", "U1"), draw)
    for call in made:
        if call.method == UPLOAD:
            assert call.params.get("channel") is None
        else:
            assert (call.method, call.params["user"]) == ("chat.postEphemeral", "U1")
    (pointer,) = calls(letter(hidden, "channel", "C1"), draw)
    assert pointer.params["text"] == calls(letter(Reply("x"), "channel", "C1"), draw)[0].params["text"]
