"""A payload of the Events API as what it means. Pure. Whatever is not addressed to the bot is nothing."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from adapters.slack.grants import Grant
from adapters.slack.said import said
from adapters.slack.seen import Seen, Stranger, Uninstalled, instant, person
from bot.messages import Attachment
from bot.traffic import Event

_SPOKEN = frozenset({None, "file_share", "thread_broadcast", "me_message"})  # the rest are edits, joins, notices
_LEFT = {
    "channel_left": "removed",
    "group_left": "removed",
    "channel_archive": "is_archived",
    "group_archive": "is_archived",
    "channel_deleted": "channel_not_found",
    "group_deleted": "channel_not_found",
}


def event_seen(body: Mapping[str, Any], grant: Grant, now: datetime) -> Seen:
    """What an `event_callback` means. Raises KeyError, TypeError or AttributeError for a strange one."""
    inner = body["event"]
    kind = inner["type"]
    if kind in ("message", "app_mention"):
        return _written(body, inner, grant, now)
    if kind == "app_home_opened":
        return _opened(body, inner, grant, now)
    if kind == "member_joined_channel":
        if inner["user"] != grant.bot_user:
            return None
        who = person(grant, inner.get("inviter") or grant.bot_user)
        return Event(body["event_id"], who, inner["channel"], "channel", "joined", instant(inner.get("event_ts"), now))
    if kind in _LEFT:
        who = person(grant, inner.get("actor_id") or inner.get("user") or grant.bot_user)
        at = instant(inner.get("event_ts"), now)
        return Event(body["event_id"], who, inner["channel"], "channel", "left", at, text=_LEFT[kind])
    return Uninstalled() if uninstalls(body) else None


def uninstalls(body: Mapping[str, Any]) -> bool:
    """Whether the bot's own token is gone. A revoked user token is none of ours."""
    inner = body.get("event") or {}
    kind = inner.get("type")
    return kind == "app_uninstalled" or (kind == "tokens_revoked" and bool((inner.get("tokens") or {}).get("bot")))


def _written(body: Mapping[str, Any], inner: Mapping[str, Any], grant: Grant, now: datetime) -> Seen:
    channel, user = inner["channel"], inner.get("user") or ""
    dm = inner.get("channel_type") == "im" or channel.startswith("D")
    mention = inner["type"] == "app_mention"
    if mention is dm:  # a mention in a direct message comes as a message too; other channels are not read
        return None
    if inner.get("subtype") not in _SPOKEN or inner.get("bot_id") or inner.get("hidden"):
        return None
    if not user or user == grant.bot_user:
        return None
    thread = inner.get("thread_ts") or inner["ts"]
    team = inner.get("user_team") or inner.get("source_team") or inner.get("team") or ""
    if not grant.is_home(team, external=body.get("is_ext_shared_channel") is True):
        return Stranger(channel, user, thread)
    text = said(inner.get("text") or "", grant.bot_user)
    files = _files(inner.get("files") or ())
    if mention and not text and not files:
        text = "help"
    if not text and not files:
        return None
    return Event(
        id=body["event_id"],
        person=person(grant, user),
        conversation=channel,
        kind_of_place="dm" if dm else "channel",
        kind="message",
        sent_at=instant(inner["ts"], now),
        text=text,
        thread=thread,
        files=files,
    )


def _opened(body: Mapping[str, Any], inner: Mapping[str, Any], grant: Grant, now: datetime) -> Seen:
    user, at = inner["user"], instant(inner.get("event_ts"), now)
    if not grant.is_home(body.get("team_id") or "", external=False):
        return None
    if inner.get("tab") == "home":
        return Event(body["event_id"], person(grant, user), user, "home", "opened", at)
    # opening the window again is no new event: nobody wants to be welcomed each time
    return Event(f"opened:{inner['channel']}", person(grant, user), inner["channel"], "dm", "opened", at)


def _files(files: Any) -> tuple[Attachment, ...]:
    return tuple(
        Attachment(
            name=str(f.get("name") or "file"),
            media_type=str(f.get("mimetype") or ""),
            size=int(f.get("size") or 0),
            ref=str(f["url_private"]),
        )
        for f in files
        if f.get("url_private") and not f.get("is_external")
    )
