"""Presses, forms, shortcuts and commands as what they mean. Pure.

A `conversation` of "" is the direct message with the person: such a request knows only the user.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from adapters.slack import modal
from adapters.slack.grants import Grant
from adapters.slack.said import said
from adapters.slack.seen import Commanded, Opening, Seen, Stranger, Submitted, instant, person
from bot import commands
from bot.forms import LONGEST
from bot.traffic import Event

GOAL, EVIDENCE = "credpath_goal", "credpath_evidence"  # callback ids of the shortcuts
COMMAND = "/credpath"
_FORM = "form:"  # how the action id of a button that opens a form begins


def action_seen(body: Mapping[str, Any], grant: Grant, now: datetime) -> Seen:
    """What an interaction means. Raises KeyError, TypeError or AttributeError for a strange one."""
    if "command" in body:
        return _commanded(body, grant, now)
    user = body["user"]
    theirs, host = user.get("team_id") or "", (body.get("team") or {}).get("id") or ""
    if not grant.is_home(theirs, external=bool(theirs) and theirs != host):
        channel = (body.get("channel") or {}).get("id")
        return Stranger(channel, user["id"]) if channel else None
    match body.get("type"):
        case "block_actions":
            return _pressed(body, grant, now)
        case "view_submission":
            return _submitted(body, grant, now)
        case "shortcut" if body["callback_id"] == GOAL:
            return Opening(_asked(body, grant, now), body["trigger_id"], name="goal")
        case "message_action" if body["callback_id"] == EVIDENCE:
            values = {"note": said(body["message"].get("text") or "")[:LONGEST], "url": _permalink(body)}
            return Opening(_asked(body, grant, now), body["trigger_id"], name="evidence", values=values)
    return None


def _pressed(body: Mapping[str, Any], grant: Grant, now: datetime) -> Seen:
    action = body["actions"][0]
    user, container, message = body["user"]["id"], body.get("container") or {}, body.get("message") or {}
    channel = (body.get("channel") or {}).get("id") or container.get("channel_id") or ""
    stamp = message.get("ts") or container.get("message_ts") or ""
    option = action.get("selected_option") or {}
    value = str(option.get("value") or action.get("value") or "")
    at = instant(action.get("action_ts"), now)
    thread = (message.get("thread_ts") or container.get("thread_ts") or stamp or None) if channel else None
    event = Event(
        id=f"action:{body.get('trigger_id') or str(action.get('action_ts')) + user}",
        person=person(grant, user),
        conversation=channel,
        kind_of_place="channel" if channel and not channel.startswith("D") else "dm",
        kind="press",
        sent_at=at,
        thread=thread,
        token=value,
        message=f"{channel}:{stamp}" if channel and stamp else "",
    )
    if action.get("type") == "feedback_buttons" and value in ("good", "bad"):
        return replace(event, kind="feedback", token="", text=value)
    if not value.startswith("a:"):  # a link, a menu without a choice, or no button of ours
        return None
    # in public anybody may press a button, and what stands in a form is its owner's: there the bot decides
    private = event.kind_of_place == "dm" or container.get("is_ephemeral") is True
    if str(action.get("action_id")).startswith(_FORM) and private and body.get("trigger_id"):
        return Opening(event, body["trigger_id"], token=value)
    return event


def _submitted(body: Mapping[str, Any], grant: Grant, now: datetime) -> Seen:
    view, user = body["view"], body["user"]["id"]
    form = modal.answer(view.get("callback_id") or "", (view.get("state") or {}).get("values") or {})
    token = view.get("private_metadata") or ""
    id = f"view:{view['id']}:{view.get('hash') or ''}"
    return Submitted(Event(id, person(grant, user), "", "dm", "form", now, token=token, form=form))


def _commanded(body: Mapping[str, Any], grant: Grant, now: datetime) -> Seen:
    if body["command"] != COMMAND:
        return None
    name, _, rest = said(body.get("text") or "").partition(" ")
    text = commands.said(name or "help", rest)
    who = person(grant, body["user_id"])
    id = f"command:{body['trigger_id']}"
    return Commanded(Event(id, who, "", "dm", "message", now, text=text), body.get("channel_id") or "")


def _asked(body: Mapping[str, Any], grant: Grant, now: datetime) -> Event:
    """What a shortcut says when its form cannot be shown; the words are put in with the form at hand."""
    id = f"shortcut:{body['trigger_id']}"
    return Event(id, person(grant, body["user"]["id"]), "", "dm", "message", now)


def _permalink(body: Mapping[str, Any]) -> str:
    domain, channel = (body.get("team") or {}).get("domain"), (body.get("channel") or {}).get("id")
    stamp = str(body["message"].get("ts") or "").replace(".", "")
    return f"https://{domain}.slack.com/archives/{channel}/p{stamp}" if domain and channel and stamp else ""
