"""conversations.* and users.*: what may be read."""

import base64
import re
from typing import Any

from tests.fakes.slack.chat import shown
from tests.fakes.slack.places import at, card, missing
from tests.fakes.slack.refusal import Refusal
from tests.fakes.slack.rules import Asking, Run
from tests.fakes.slack.world import User

Json = dict[str, Any]


def opened(asking: Asking) -> Json:
    if asking.text("channel"):
        channel = at(asking)
        return {"channel": {"id": channel.id}, "no_op": True, "already_open": True}
    named = asking.args.get("users")
    if not named:
        raise Refusal("users_list_not_supplied")
    ids = [one.strip() for one in asking.text("users").split(",")]
    if len(ids) > 1:
        if "mpim:write" not in asking.token.scopes:
            raise missing(asking, "mpim:write")
        raise Refusal("method_not_supported_for_channel_type")  # no group messages in this fake
    if "im:write" not in asking.token.scopes:
        raise missing(asking, "im:write")
    user = asking.world.users.get(ids[0])
    if user is None or user.team not in asking.teams:
        raise Refusal("user_not_found")
    if user.is_bot:
        raise Refusal("cannot_dm_bot")
    if user.deleted:
        raise Refusal("user_disabled")
    before = len(asking.world.channels)
    channel = asking.world.im(user.id, user.team)
    known = {"no_op": True, "already_open": True} if len(asking.world.channels) == before else {}
    return {"channel": card(channel, asking) if asking.flag("return_im") else {"id": channel.id}, **known}


def info(asking: Asking) -> Json:
    return {"channel": card(at(asking, what="read"), asking)}


def bound(asking: Asking, name: str) -> float:
    given = asking.args.get(name)
    if given in (None, "", 0, "0"):
        return 0.0
    if not re.fullmatch(r"\d+(\.\d+)?", str(given)) or not float(given):
        raise Refusal(f"invalid_ts_{name}")
    return float(given)


def page(asking: Asking, found: list[Json]) -> Json:
    """Some of the messages, with a cursor to the rest. Raises Refusal."""
    limit = asking.whole("limit", 100, 1, 999)
    start = 0
    if cursor := asking.text("cursor"):
        try:
            start = int(base64.b64decode(cursor, validate=True).decode().removeprefix("next:"))
        except ValueError:
            raise Refusal("invalid_cursor") from None
    rest = len(found) > start + limit
    out: Json = {"messages": found[start : start + limit], "has_more": rest}
    if rest:
        out["response_metadata"] = {"next_cursor": base64.b64encode(f"next:{start + limit}".encode()).decode()}
    return out


def within(asking: Asking, messages: list[Json]) -> list[Json]:
    oldest, latest, inclusive = bound(asking, "oldest"), bound(asking, "latest"), asking.flag("inclusive")
    out = []
    for message in messages:
        ts = float(message["ts"])
        after = not oldest or ts > oldest or (inclusive and ts == oldest)
        before = not latest or ts < latest or (inclusive and ts == latest)
        if after and before:
            out.append(shown(message, everything=asking.flag("include_all_metadata")))
    return out


def readable(asking: Asking) -> Any:
    channel = at(asking, what="history")
    if channel.kind == "channel" and not channel.members & asking.bots:
        raise Refusal("not_in_channel")
    return channel


def history(asking: Asking) -> Json:
    """Newest first, without answers in threads."""
    channel = readable(asking)
    roots = [m for m in channel.messages.values() if m.get("thread_ts", m["ts"]) == m["ts"]]
    return {
        **page(asking, within(asking, roots[::-1])),
        "pin_count": 0,
        "channel_actions_ts": None,
        "channel_actions_count": 0,
    }


def replies(asking: Asking) -> Json:
    """A thread: its root first, then oldest first."""
    channel = readable(asking)
    root = channel.messages.get(asking.text("ts"))
    if root is None:
        raise Refusal("thread_not_found")
    root_ts = root.get("thread_ts", root["ts"])
    thread = [m for m in channel.messages.values() if m["ts"] == root_ts or m.get("thread_ts") == root_ts]
    head = [shown(m, everything=asking.flag("include_all_metadata")) for m in thread if m["ts"] == root_ts]
    rest = [m for m in within(asking, thread) if m["ts"] != root_ts]
    return page(asking, [*head, *rest])


def person_card(user: User, *, locale: bool = False) -> Json:
    """The user object."""
    profile = {
        "real_name": user.name,
        "real_name_normalized": user.name,
        "display_name": user.name,
        "display_name_normalized": user.name,
        "team": user.team,
        "avatar_hash": "",
        "status_text": "",
        "status_emoji": "",
    }
    return {
        "id": user.id,
        "team_id": user.team,
        "name": user.name.lower().replace(" ", "."),
        "deleted": user.deleted,
        "real_name": user.name,
        "tz": user.tz,
        "tz_label": user.tz,
        "tz_offset": user.tz_offset,
        "profile": profile,
        "is_admin": user.is_admin or user.is_owner,
        "is_owner": user.is_owner,
        "is_primary_owner": False,
        "is_restricted": False,
        "is_ultra_restricted": False,
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": 1700000000,
        **({"locale": user.locale} if locale else {}),
        **user.extra,
    }


def user_info(asking: Asking) -> Json:
    user = asking.world.users.get(asking.text("user"))
    shared = user is not None and any(
        user.id in c.members and asking.teams & set(c.teams) for c in asking.world.channels.values()
    )
    if user is None or (user.team not in asking.teams and not shared):
        raise Refusal("user_not_found")
    stranger = {"is_stranger": True} if user.team not in asking.teams else {}
    return {"user": {**person_card(user, locale=asking.flag("include_locale")), **stranger}}


METHODS: dict[str, Run] = {
    "conversations.open": opened,
    "conversations.info": info,
    "conversations.history": history,
    "conversations.replies": replies,
    "users.info": user_info,
}
