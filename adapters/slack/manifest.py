"""The app's manifest, made from what the adapter calls and hears: no scope without a caller. Pure.

Scopes: docs.slack.dev/reference/methods and /reference/events, 2026. Manifest: docs.slack.dev/reference/app-manifest.
"""

from collections.abc import Mapping
from typing import Any

from adapters.slack.actions import COMMAND, EVIDENCE, GOAL
from bot.commands import PROMPTS

METHODS: Mapping[str, tuple[str, ...]] = {
    "apps.connections.open": (),  # connections:write, of the app-level token
    "assistant.threads.setStatus": ("chat:write",),
    "assistant.threads.setSuggestedPrompts": ("assistant:write",),
    "auth.test": (),
    "chat.postEphemeral": ("chat:write",),
    "chat.postMessage": ("chat:write",),
    "chat.update": ("chat:write",),
    "conversations.history": ("im:history",),
    "conversations.open": ("im:write",),
    "conversations.replies": ("im:history",),
    "files.completeUploadExternal": ("files:write",),
    "files.getUploadURLExternal": ("files:write",),
    "oauth.v2.access": (),
    "users.info": ("users:read",),
    "views.open": (),
    "views.publish": (),
}
"""Every method of the Web API that the adapter calls, and the bot scopes that it needs."""
EVENTS: Mapping[str, tuple[str, ...]] = {
    "app_home_opened": (),
    "app_mention": ("app_mentions:read",),
    "app_uninstalled": (),
    "channel_archive": ("channels:read",),
    "channel_deleted": ("channels:read",),
    "channel_left": ("channels:read",),
    "group_archive": ("groups:read",),
    "group_deleted": ("groups:read",),
    "group_left": ("groups:read",),
    "member_joined_channel": ("channels:read", "groups:read"),
    "message.im": ("im:history",),
    "tokens_revoked": (),
}
"""Every event that the adapter listens to. What people look at (`app_context_changed`) is none of our business."""
FEATURES: Mapping[str, tuple[str, ...]] = {
    "slash_commands": ("commands",),
    "shortcuts": ("commands",),
    "url_private": ("files:read",),  # reading a text file that somebody sends
}
"""What needs a scope without being a method or an event."""

DESCRIPTION = (
    "I plan your next career credentials: say what you want to become, by when, with how many hours and how much "
    "money, and I make a dated plan, check it, and keep at it with you. What you tell me stays between you and me."
)


def scopes() -> list[str]:
    """The bot scopes, sorted."""
    tables = (METHODS, EVENTS, FEATURES)
    return sorted({scope for table in tables for needed in table.values() for scope in needed})


def manifest(public_url: str = "", *, socket: bool) -> dict[str, Any]:
    """For api.slack.com/apps, "from a manifest". `socket`: for one workspace through Socket Mode, whose token has to
    last; else for any number of workspaces that install the app from `public_url`.
    """
    root = public_url.rstrip("/")
    events = {} if socket else {"request_url": f"{root}/slack/events"}
    redirect = {} if socket else {"redirect_urls": [f"{root}/slack/oauth_redirect"]}
    command = {
        "command": COMMAND,
        "description": "Plan your next credentials",
        "usage_hint": "what you would like to say",
        "should_escape": False,
    }
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": "Credpath",
            "description": "Plans your next career credentials, and keeps at it with you",
            "background_color": "#1f3a5f",
        },
        "features": {
            "agent_view": {
                "agent_description": DESCRIPTION,
                "suggested_prompts": [{"title": title, "message": message} for title, message in PROMPTS[:4]],
            },
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Credpath", "always_online": True},
            "shortcuts": [
                {
                    "name": "Set a goal",
                    "type": "global",
                    "callback_id": GOAL,
                    "description": "Say what you want to become",
                },
                {
                    "name": "Save as evidence",
                    "type": "message",
                    "callback_id": EVIDENCE,
                    "description": "Keep this message in your portfolio",
                },
            ],
            "slash_commands": [command if socket else {**command, "url": f"{root}/slack/events"}],
        },
        "oauth_config": {**redirect, "scopes": {"bot": scopes()}},
        "settings": {
            "event_subscriptions": {**events, "bot_events": sorted(EVENTS)},
            "interactivity": {"is_enabled": True, **events},
            "org_deploy_enabled": not socket,
            "socket_mode_enabled": socket,
            "token_rotation_enabled": not socket,
        },
    }
