"""What the Events API sends, understood: what is for the bot, what is not, and who is a stranger."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack.events import event_seen
from adapters.slack.said import said as plain
from adapters.slack.seen import Seen, Stranger, Uninstalled
from bot.messages import Attachment
from bot.traffic import Event
from tests.adapters.slack.slack_rig import GRANT, NOW, said, wrapped


def seen(inner: dict[str, Any], **wrapper: Any) -> Seen:
    return event_seen(wrapped(inner, **wrapper), GRANT, NOW)


def event(inner: dict[str, Any], **wrapper: Any) -> Event:
    found = seen(inner, **wrapper)
    assert isinstance(found, Event)
    return found


def test_a_direct_message_is_a_message() -> None:
    """Its thread is its own, its time Slack's."""
    found = event(said("hello"))
    assert (found.id, found.kind, found.kind_of_place, found.conversation) == ("Ev1", "message", "dm", "D1")
    assert (found.text, found.thread, found.person.tenant, found.person.id) == (
        "hello",
        "1700000000.000100",
        "home",
        "U1",
    )
    assert found.sent_at == datetime.fromtimestamp(1700000000.0001, UTC)
    assert event(said("again", thread_ts="1699999999.1")).thread == "1699999999.1"


@pytest.mark.parametrize(
    "change",
    [
        {"subtype": "message_changed"},
        {"subtype": "message_deleted"},
        {"subtype": "bot_message", "bot_id": "B1"},
        {"bot_id": "B9"},
        {"user": "UBOT"},
        {"user": None},
        {"hidden": True},
        {"text": ""},
        {"channel_type": "channel", "channel": "C1"},
        {"channel_type": "mpim", "channel": "G1"},
    ],
)
def test_what_is_not_said_to_the_bot_is_not_read(change: dict[str, Any]) -> None:
    """Edits, bots, itself, and channels where nobody spoke to it; the twin without the change is read."""
    assert seen(said("secret") | change) is None
    assert event(said("secret")).text == "secret"


def test_a_mention_is_read_without_the_mention() -> None:
    """In a channel, answered in the thread."""
    found = event(said("<@UBOT> which certs for data?", type="app_mention", channel="C1", channel_type="channel"))
    assert (found.text, found.kind_of_place, found.conversation) == ("which certs for data?", "channel", "C1")
    assert event(said("<@UBOT>", type="app_mention", channel="C1", channel_type="channel")).text == "help"


def test_a_mention_in_a_direct_message_is_read_once() -> None:
    """It comes as a message as well."""
    assert seen(said("<@UBOT> hi", type="app_mention")) is None
    assert event(said("<@UBOT> hi")).text == "hi"


def test_files_come_along() -> None:
    """With the private address as what names them; what another organisation holds does not."""
    file = {"name": "cv.txt", "mimetype": "text/plain", "size": 12, "url_private": "https://files.slack.com/cv.txt"}
    found = event(said("", subtype="file_share", files=[file, {**file, "is_external": True}, {"mode": "tombstone"}]))
    assert found.files == (Attachment("cv.txt", "text/plain", 12, "https://files.slack.com/cv.txt"),)


def test_opening_is_welcomed_once_and_home_each_time() -> None:
    """A direct message that is opened again has the id that it had before."""
    inner = {"type": "app_home_opened", "user": "U1", "channel": "D1", "event_ts": "1700000000.1"}
    first, again = (event({**inner, "tab": "messages"}, id=id) for id in ("Ev1", "Ev2"))
    assert first == again
    assert (first.kind, first.kind_of_place, first.conversation) == ("opened", "dm", "D1")
    home = event({**inner, "tab": "home"}, id="Ev3")
    assert (home.id, home.kind_of_place, home.conversation) == ("Ev3", "home", "U1")


def test_only_the_bots_own_coming_and_going_counts() -> None:
    """Others come and go unnoticed."""
    came = {"type": "member_joined_channel", "user": "UBOT", "channel": "C1", "inviter": "U2"}
    assert (event(came).kind, event(came).person.id) == ("joined", "U2")
    assert seen(came | {"user": "U3"}) is None
    for kind in ("channel_left", "group_left", "channel_archive", "group_archive", "channel_deleted"):
        assert event({"type": kind, "channel": "C1"}).kind == "left"
    assert seen({"type": "channel_rename", "channel": "C1"}) is None
    assert seen({"type": "app_context_changed", "context": {}}) is None


def test_losing_the_token_is_losing_the_workspace() -> None:
    """A person's own token is not the bot's."""
    assert seen({"type": "app_uninstalled"}) == Uninstalled()
    assert seen({"type": "tokens_revoked", "tokens": {"bot": ["UBOT"]}}) == Uninstalled()
    assert seen({"type": "tokens_revoked", "tokens": {"oauth": ["U1"], "bot": []}}) is None


@pytest.mark.parametrize(
    ("grant", "team", "external", "home"),
    [
        (GRANT, "T1", False, True),
        (GRANT, "T1", True, True),
        (GRANT, "T2", True, False),
        (GRANT, "T2", False, False),
        (GRANT, "", True, False),
        (GRANT, "", False, True),
        (replace(GRANT, enterprise="E1"), "E1", True, True),
        (replace(GRANT, enterprise="E1"), "E2", True, False),
        (replace(GRANT, team="", enterprise="E1"), "T7", False, True),
        (replace(GRANT, team="", enterprise="E1"), "T7", True, False),
        (replace(GRANT, team="", enterprise="E1"), "E1", True, True),
    ],
)
def test_strangers_of_a_shared_channel_are_told_apart(grant: Any, team: str, external: bool, home: bool) -> None:
    """Who cannot be placed in a shared channel is a stranger."""
    inner = said("<@UBOT> hi", type="app_mention", channel="C1", channel_type="channel", user_team=team, team=team)
    found = event_seen(wrapped(inner, is_ext_shared_channel=external), grant, NOW)
    assert isinstance(found, Event) if home else found == Stranger("C1", "U1", "1700000000.000100")


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("a &lt;b&gt; &amp;amp; c", "a <b> &amp; c"),
        ("see <https://x.example/a|this> and <https://y.example>", "see https://x.example/a and https://y.example"),
        ("<mailto:a@b.example|a@b.example>", "a@b.example"),
        ("<@U7> and <@U8|eve> in <#C1|general>", "@U7 and @eve in #general"),
        ("<!channel> <!subteam^S1|@ops> <!here>", "@channel @ops @here"),
        ("  <@UBOT> hi ", "hi"),
        ("5 &lt; 6", "5 < 6"),
    ],
)
def test_markup_is_undone(raw: str, text: str) -> None:
    """What people saw is what the bot reads."""
    assert plain(raw, "UBOT") == text


@given(st.text(alphabet=st.characters(blacklist_categories=("Cs",)), max_size=200))
@settings(deadline=None)
def test_what_slack_escapes_comes_back(text: str) -> None:
    """Any text survives Slack's escaping."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert plain(escaped) == text.strip()
