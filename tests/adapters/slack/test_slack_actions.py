"""Presses, forms, shortcuts and commands, understood."""

from typing import Any

import pytest

from adapters.slack.actions import action_seen
from adapters.slack.seen import Commanded, Opening, Seen, Stranger, Submitted
from bot.messages import FormAnswer
from bot.traffic import Event
from tests.adapters.slack.slack_rig import GRANT, NOW, pressed

TOKEN = "a:ABCDEFGHIJKLMNOP"


def seen(payload: dict[str, Any]) -> Seen:
    return action_seen(payload, GRANT, NOW)


def event(payload: dict[str, Any]) -> Event:
    found = seen(payload)
    assert isinstance(found, Event)
    return found


def test_a_press_names_button_message_and_thread() -> None:
    """And its id is the same for the same press."""
    found = event(pressed(TOKEN))
    assert (found.kind, found.token, found.message) == ("press", TOKEN, "D1:1700000000.000200")
    assert (found.conversation, found.kind_of_place, found.thread) == ("D1", "dm", "1700000000.000100")
    assert found.id == event(pressed(TOKEN)).id != event(pressed(TOKEN, trigger_id="other")).id


def test_turning_pages_and_menus() -> None:
    """The page number stays with the token; a menu has its choice."""
    assert event(pressed(f"{TOKEN}:3", action="page:more")).token == f"{TOKEN}:3"
    chosen = {"type": "static_select", "action_id": "choose:0", "selected_option": {"value": TOKEN}}
    assert event(pressed("", actions=[chosen])).token == TOKEN


def test_thumbs() -> None:
    """Good or bad, and nothing else."""
    thumb = {"type": "feedback_buttons", "action_id": "feedback", "value": "good"}
    assert (event(pressed("", actions=[thumb])).kind, event(pressed("", actions=[thumb])).text) == ("feedback", "good")
    assert seen(pressed("", actions=[{**thumb, "value": "great"}])) is None


def test_what_is_no_button_of_ours_is_nothing() -> None:
    """A link button has no value, another app's has its own."""
    assert seen(pressed("")) is None
    assert seen(pressed("delete-everything")) is None


def test_on_the_home_tab_the_answer_goes_to_the_direct_message() -> None:
    """There is no channel to answer in."""
    home = pressed(TOKEN, container={"type": "view", "view_id": "V1"}, view={"type": "home"})
    del home["channel"], home["message"]
    found = event(home)
    assert (found.conversation, found.kind_of_place, found.message, found.thread) == ("", "dm", "", None)


def test_a_form_opens_where_only_its_owner_is() -> None:
    """In public the button is an ordinary press: what stands in the form is not for everybody."""
    assert seen(pressed(TOKEN, action="form:0")) == Opening(event(pressed(TOKEN)), "12.34.abc", token=TOKEN)
    public = {"channel": {"id": "C1"}, "container": {"type": "message", "message_ts": "1.2", "channel_id": "C1"}}
    assert event(pressed(TOKEN, action="form:0", **public)).kind_of_place == "channel"
    public["container"] = {**public["container"], "is_ephemeral": True}  # type: ignore[dict-item]
    assert isinstance(seen(pressed(TOKEN, action="form:0", **public)), Opening)


def test_a_form_that_was_sent_off() -> None:
    """Name, token and values; its id is the view's."""
    view = {
        "id": "V1",
        "hash": "h",
        "callback_id": "goal",
        "private_metadata": TOKEN,
        "state": {
            "values": {
                "role": {"value": {"type": "plain_text_input", "value": "data analyst"}},
                "by": {"value": {"type": "datepicker", "selected_date": "2027-01-31"}},
                "currency": {"value": {"type": "static_select", "selected_option": {"value": "EUR"}}},
                "have": {"value": {"type": "plain_text_input", "value": None}},
            }
        },
    }
    found = seen({"type": "view_submission", "user": {"id": "U1", "team_id": "T1"}, "team": {"id": "T1"}, "view": view})
    assert isinstance(found, Submitted)
    values = {"role": "data analyst", "by": "2027-01-31", "currency": "EUR", "have": ""}
    assert found.event.form == FormAnswer("goal", values)
    assert (found.event.id, found.event.token, found.event.kind) == ("view:V1:h", TOKEN, "form")


def test_shortcuts() -> None:
    """One opens an empty form, one a form about the message that it was used on."""
    asked: dict[str, Any] = {
        "trigger_id": "t",
        "user": {"id": "U1", "team_id": "T1"},
        "team": {"id": "T1", "domain": "acme"},
    }
    goal = seen({**asked, "type": "shortcut", "callback_id": "credpath_goal"})
    assert isinstance(goal, Opening)
    assert (goal.name, goal.token, dict(goal.values)) == ("goal", "", {})
    message = {"text": "built a &lt;lab&gt;", "ts": "1700000000.000100", "user": "U9"}
    used = {**asked, "type": "message_action", "callback_id": "credpath_evidence", "message": message}
    evidence = seen({**used, "channel": {"id": "C1"}})
    assert isinstance(evidence, Opening)
    assert evidence.values == {
        "note": "built a <lab>",
        "url": "https://acme.slack.com/archives/C1/p1700000000000100",
    }
    assert seen({**asked, "type": "shortcut", "callback_id": "other"}) is None


@pytest.mark.parametrize(
    ("text", "meant"),
    [("", "help"), ("plan", "show my plan"), ("I want to be a data analyst", "I want to be a data analyst")],
)
def test_commands_say_what_they_stand_for(text: str, meant: str) -> None:
    """Nothing means help."""
    body = {
        "command": "/credpath",
        "text": text,
        "user_id": "U1",
        "team_id": "T1",
        "channel_id": "C1",
        "trigger_id": "t",
    }
    found = seen(body)
    assert isinstance(found, Commanded)
    assert (found.event.text, found.event.kind, found.channel) == (meant, "message", "C1")
    assert seen({**body, "command": "/other"}) is None


def test_a_stranger_presses_in_vain() -> None:
    """The host's workspace is ours, the person's is not."""
    other = pressed(TOKEN, user={"id": "U9", "team_id": "T9"}, channel={"id": "C1"})
    assert seen(other) == Stranger("C1", "U9")
