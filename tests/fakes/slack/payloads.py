"""What Slack sends, in its real shapes. Source: docs.slack.dev/reference/events and /reference/interaction-payloads."""

from typing import Any

from tests.fakes.slack.world import Channel, User, View, Workspace, World

Json = dict[str, Any]


def event(world: World, team: Workspace, inner: Json, channel: Channel | None = None) -> Json:
    """The wrapper of an event."""
    granted = {
        "enterprise_id": team.enterprise or None,
        "team_id": team.id,
        "user_id": team.bot,
        "is_bot": True,
        "is_enterprise_install": team.wide,
    }
    return {
        "token": "verification-token",
        "team_id": team.id,
        **({"enterprise_id": team.enterprise} if team.enterprise else {}),
        "context_team_id": team.id,
        "context_enterprise_id": team.enterprise or None,
        "api_app_id": world.app_id,
        "event": inner,
        "type": "event_callback",
        "event_id": world.id("Ev"),
        "event_time": int(world.seconds()),
        "authorizations": [granted],
        "is_ext_shared_channel": bool(channel and channel.external),
        "event_context": "4-fake",
    }


def spoken(message: Json, channel: Channel, user: User) -> Json:
    """message.im and the like."""
    kind = {"im": "im", "group": "group"}.get(channel.kind, "channel")
    return {
        "client_msg_id": f"fake-{message['ts']}",
        **message,
        "team": user.team,
        **_whose(channel, user),
        "channel": channel.id,
        "event_ts": message["ts"],
        "channel_type": kind,
    }


def mentioned(message: Json, channel: Channel, user: User) -> Json:
    """app_mention."""
    more = {k: v for k, v in message.items() if k not in ("type", "subtype")}
    return {
        "type": "app_mention",
        **more,
        "team": user.team,
        **_whose(channel, user),
        "channel": channel.id,
        "event_ts": message["ts"],
    }


def _whose(channel: Channel, user: User) -> Json:
    return {"user_team": user.team, "source_team": user.team} if channel.external else {}


def rich(text: str) -> list[Json]:
    """The block that people's messages have."""
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return [{"type": "rich_text", "block_id": "b0", "elements": [section]}]


def home_opened(world: World, user: User, channel: str, tab: str) -> Json:
    """app_home_opened; with the view when there is one."""
    inner = {"type": "app_home_opened", "user": user.id, "channel": channel, "tab": tab, "event_ts": world.stamp()}
    view = world.views.get(world.homes.get(user.id, ""))
    return {**inner, "view": view.body} if view and tab == "home" else inner


def team_card(team: Workspace) -> Json:
    org = {"enterprise_id": team.enterprise, "enterprise_name": team.enterprise} if team.enterprise else {}
    return {"id": team.id, "domain": team.domain, **org}


def from_person(world: World, team: Workspace, user: User, kind: str) -> Json:
    """What every interaction has."""
    handle = user.name.lower().replace(" ", ".")
    return {
        "type": kind,
        "user": {"id": user.id, "username": handle, "name": handle, "team_id": user.team},
        "api_app_id": world.app_id,
        "token": "verification-token",
        "team": team_card(team),
        "enterprise": {"id": team.enterprise, "name": team.enterprise} if team.enterprise else None,
        "is_enterprise_install": team.wide,
        "trigger_id": world.trigger(user.id),
    }


def pressed(world: World, team: Workspace, user: User, action: Json, message: Json, channel: Channel) -> Json:
    """block_actions on a message."""
    hidden = bool(message.get("is_ephemeral"))
    container = {
        "type": "message",
        "message_ts": message["ts"],
        **({"thread_ts": message["thread_ts"]} if "thread_ts" in message else {}),
        "channel_id": channel.id,
        "is_ephemeral": hidden,
    }
    shown = {k: v for k, v in message.items() if not k.startswith("_") and k not in ("to", "channel", "is_ephemeral")}
    return {
        **from_person(world, team, user, "block_actions"),
        "container": container,
        "channel": {"id": channel.id, "name": "directmessage" if channel.kind == "im" else channel.name},
        **({} if hidden else {"message": shown}),
        "state": {"values": {}},
        "response_url": response_url(world, "actions", team, user, channel, message),
        "actions": [{**action, "action_ts": world.stamp()}],
    }


def pressed_in_view(world: World, team: Workspace, user: User, action: Json, view: View) -> Json:
    """block_actions in a home tab or a modal."""
    return {
        **from_person(world, team, user, "block_actions"),
        "container": {"type": "view", "view_id": view.body["id"]},
        "view": view.body,
        "actions": [{**action, "action_ts": world.stamp()}],
    }


def submitted(world: World, team: Workspace, user: User, view: View, values: Json) -> Json:
    """view_submission."""
    return {
        **from_person(world, team, user, "view_submission"),
        "view": {**view.body, "state": {"values": values}},
        "response_urls": [],
    }


def shortcut(world: World, team: Workspace, user: User, callback_id: str) -> Json:
    return {
        **from_person(world, team, user, "shortcut"),
        "callback_id": callback_id,
        "action_ts": world.stamp(),
    }


def message_action(
    world: World, team: Workspace, user: User, callback_id: str, message: Json, channel: Channel
) -> Json:
    return {
        **from_person(world, team, user, "message_action"),
        "callback_id": callback_id,
        "action_ts": world.stamp(),
        "message_ts": message["ts"],
        "message": {k: v for k, v in message.items() if not k.startswith("_")},
        "channel": {"id": channel.id, "name": "directmessage" if channel.kind == "im" else channel.name},
        "response_url": response_url(world, "app", team, user, channel, None),
    }


def command(world: World, team: Workspace, user: User, name: str, text: str, channel: Channel) -> Json:
    """A slash command's form."""
    org = {"enterprise_id": team.enterprise, "enterprise_name": team.enterprise} if team.enterprise else {}
    return {
        "token": "verification-token",
        "team_id": team.id,
        "team_domain": team.domain,
        **org,
        "channel_id": channel.id,
        "channel_name": "directmessage" if channel.kind == "im" else channel.name,
        "user_id": user.id,
        "user_name": user.name.lower().replace(" ", "."),
        "command": name,
        "text": text,
        "api_app_id": world.app_id,
        "is_enterprise_install": "true" if team.wide else "false",
        "response_url": response_url(world, "commands", team, user, channel, None),
        "trigger_id": world.trigger(user.id),
    }


def response_url(world: World, kind: str, team: Workspace, user: User, channel: Channel, message: Json | None) -> str:
    """Good five times within half an hour."""
    path = f"/{kind}/{team.id}/{world.id('R')}"
    until = world.seconds() + 1800
    world.responses[path] = {
        "user": user.id,
        "channel": channel.id,
        "bot": team.bot,
        "message": message,
        "until": until,
        "left": 5,
    }
    return world.url + path
