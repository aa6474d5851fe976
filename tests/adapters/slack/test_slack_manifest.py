"""The manifest asks for what the adapter uses, and for nothing else."""

import re
from pathlib import Path

import pytest

from adapters.slack import events, manifest
from adapters.slack.manifest import EVENTS, FEATURES, METHODS, scopes

PACKAGE = Path(manifest.__file__).parent
SOURCE = {p.name: p.read_text("utf-8") for p in PACKAGE.glob("*.py") if p.name != "manifest.py"}
FAMILIES = (
    "admin|apps|assistant|auth|bots|calls|canvases|chat|conversations|dnd|emoji|files|oauth|pins|reactions|reminders|"
    "rtm|search|stars|team|usergroups|users|views"
)
CALLED = {
    name
    for text in SOURCE.values()
    for name in re.findall(rf'"((?:{FAMILIES})(?:\.[a-zA-Z0-9]+)+)"', text)
    if name != "files.upload"  # our own name for three calls
}


def test_every_call_has_its_scopes_and_no_scope_is_without_a_call() -> None:
    """The table is what the source names."""
    assert set(METHODS) == CALLED


def test_no_method_is_called_behind_the_tables_back() -> None:
    """slack_sdk's own wrappers (`client.chat_postMessage`) are not used."""
    wrapped = {n: re.findall(rf"\.(?:{FAMILIES})_[a-z]\w*\(", text) for n, text in SOURCE.items()}
    assert {n: found for n, found in wrapped.items() if found} == {}


def test_every_event_is_heard() -> None:
    """What the manifest subscribes to is what the adapter understands."""
    text = SOURCE["events.py"]
    assert [name for name in EVENTS if f'"{name.split(".")[0]}"' not in text] == []
    assert set(events._LEFT) <= set(EVENTS)


def test_features_are_there() -> None:
    """A scope for a feature needs the feature."""
    made = manifest.manifest(socket=True)["features"]
    assert set(FEATURES) - set(made) == {"url_private"}
    assert "url_private" in SOURCE["events.py"]


def test_scopes_are_few() -> None:
    """Nothing of channels is ever read."""
    assert [s for s in scopes() if s.endswith(":history")] == ["im:history"]
    assert not [s for s in scopes() if s.startswith("admin") or s.endswith("read.email")]
    assert scopes() == sorted(set(scopes()))


@pytest.mark.parametrize("socket", [True, False])
def test_the_manifest_is_what_slack_takes(socket: bool) -> None:
    """Lengths, and addresses only where there is one."""
    made = manifest.manifest("https://bot.example/", socket=socket)
    features, settings = made["features"], made["settings"]
    assert len(features["agent_view"]["agent_description"]) <= 300
    assert len(features["agent_view"]["suggested_prompts"]) <= 4
    assert len(made["display_information"]["name"]) <= 35
    assert len(made["display_information"]["description"]) <= 140
    assert all(len(s["name"]) <= 24 and len(s["description"]) <= 150 for s in features["shortcuts"])
    assert settings["socket_mode_enabled"] is socket
    assert ("https://bot.example/slack/events" in str(made)) is not socket
    assert settings["token_rotation_enabled"] is settings["org_deploy_enabled"] is not socket
    assert made["oauth_config"]["scopes"]["bot"] == scopes()
    assert settings["event_subscriptions"]["bot_events"] == sorted(EVENTS)
