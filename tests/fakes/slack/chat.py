"""chat.*: posting, changing and deleting messages."""

import re
from typing import Any

from tests.fakes.slack.blocks import judge_message
from tests.fakes.slack.places import person_in, writable
from tests.fakes.slack.reading import structured
from tests.fakes.slack.refusal import Refusal, invalid
from tests.fakes.slack.rules import Asking, Run
from tests.fakes.slack.world import Channel

Json = dict[str, Any]
MOST_POST, MOST_UPDATE, MOST_MARKDOWN = 40_000, 4_000, 12_000
USER = re.compile(r"^[UW][A-Z0-9]{2,}$")
FLOOR, AHEAD = 631_152_000, 3_600  # what a thread_ts may name, in seconds; measured by backlot
_CARRIES = ("text", "fallback", "title", "pretext", "author_name", "fields")


def content(asking: Asking, most: int, *, needed: bool = True) -> Json:
    """text, blocks, attachments and metadata of a message. Raises Refusal."""
    args = asking.args
    blocks = structured(args, "blocks", "invalid_blocks_format")
    if "blocks" in args:
        judge_message(blocks)
    attachments = structured(args, "attachments", "no_text") or []
    if not isinstance(attachments, list):
        attachments = []
    if len(attachments) > 100:
        raise Refusal("too_many_attachments")
    text, markdown = asking.text("text"), asking.text("markdown_text")
    if markdown and (text or blocks):
        raise Refusal("markdown_text_conflict")
    if len(text) > most or len(markdown) > MOST_MARKDOWN:
        raise Refusal("msg_too_long")
    carried = any(isinstance(a, dict) and (any(k in a for k in _CARRIES) or a.get("blocks")) for a in attachments)
    if needed and not (text or markdown or blocks or carried):
        raise Refusal("no_text")
    found: Json = {"text": text or markdown}
    found |= {"blocks": blocks} if blocks else {}
    found |= {"attachments": attachments} if attachments else {}
    return found | metadata(args)


def metadata(args: Json) -> Json:
    """The metadata of a message, {} when none is given. Raises Refusal."""
    if "metadata" not in args:
        return {}
    value = structured(args, "metadata", "invalid_metadata_format")
    if not isinstance(value, dict):
        raise Refusal("invalid_metadata_format")
    if not isinstance(value.get("event_type"), str) or not isinstance(value.get("event_payload"), dict):
        raise Refusal("invalid_metadata_schema")
    return {"metadata": value}


def thread(asking: Asking, channel: Channel) -> Json:
    """{"thread_ts": root} when the message goes into a thread that exists. Raises Refusal."""
    given = asking.args.get("thread_ts")
    if given in (None, "", "0"):
        return {}
    digits = re.fullmatch(r"(\d{1,12})(?:\.(\d{1,6}))?", str(given))
    seconds = int(digits[1]) if digits else 0
    if not FLOOR < seconds <= asking.world.seconds() + AHEAD:
        message = f"[ERROR] {given} is not a valid thread_ts"
        raise Refusal("invalid_thread_ts", response_metadata={"messages": [message]})
    found = channel.messages.get(str(given))
    return {"thread_ts": found.get("thread_ts", found["ts"])} if found else {}


def as_bot(asking: Asking) -> Json:
    """The fields that say that the app wrote it."""
    team = asking.team
    profile = {"id": team.bot_id, "name": "credpath", "app_id": asking.world.app_id, "team_id": team.id}
    profile |= {"deleted": False, "updated": 0, "icons": {}}
    return {"team": team.id, "bot_id": team.bot_id, "app_id": asking.world.app_id, "bot_profile": profile}


def post_message(asking: Asking) -> Json:
    channel = writable(asking, people=True)
    said = content(asking, MOST_POST)
    where = thread(asking, channel)
    message = asking.world.post(channel, asking.team.bot, **said, **where, **as_bot(asking))
    return {"channel": channel.id, "ts": message["ts"], "message": shown(message)}


def post_ephemeral(asking: Asking) -> Json:
    user = asking.text("user")
    if not USER.fullmatch(user):
        raise invalid(f"input must match regex pattern: {USER.pattern} [json-pointer:/user]")
    channel = writable(asking)
    said = content(asking, MOST_POST, needed=False)
    person_in(asking, channel, user)
    ts = asking.world.stamp()
    message = {"type": "message", "user": asking.team.bot, "ts": ts, **said, **thread(asking, channel)}
    asking.world.ephemerals.append({**message, "channel": channel.id, "to": user, "is_ephemeral": True})
    return {"message_ts": ts}


def own(asking: Asking, refusal: str) -> tuple[Channel, Json]:
    """The app's message that is meant. Raises Refusal."""
    channel = writable(asking)
    message = channel.messages.get(asking.text("ts"))
    if message is None or message.get("subtype") == "tombstone":
        raise Refusal("message_not_found")
    if message["user"] not in asking.bots:
        raise Refusal(refusal)
    return channel, message


def update(asking: Asking) -> Json:
    channel, message = own(asking, "cant_update_message")
    if "_stream" in message:
        raise Refusal("streaming_state_conflict")
    said = content(asking, MOST_UPDATE)
    if "text" not in asking.args:  # only what is given changes
        said.pop("text")
    elif "blocks" not in asking.args:  # a text alone takes the blocks away
        message.pop("blocks", None)
    message.update(said, edited={"user": asking.team.bot, "ts": asking.world.stamp()})
    echoed = {k: v for k, v in shown(message).items() if k != "ts"}
    return {"channel": channel.id, "ts": message["ts"], "text": message["text"], "message": echoed}


def delete(asking: Asking) -> Json:
    channel, message = own(asking, "cant_delete_message")
    if message.get("reply_count"):
        for name in ("blocks", "attachments", "metadata"):
            message.pop(name, None)
        message.update(subtype="tombstone", text="This message was deleted.", hidden=True)
    else:
        del channel.messages[message["ts"]]
        _last_reply(channel, message.get("thread_ts"))
    return {"channel": channel.id, "ts": message["ts"]}


def _last_reply(channel: Channel, root_ts: str | None) -> None:
    """After the last reply is gone a root stands alone again, and a placeholder goes."""
    root = channel.messages.get(root_ts or "")
    if root is None:
        return
    replies = [m for m in channel.messages.values() if m.get("thread_ts") == root_ts and m is not root]
    root["reply_count"] = len(replies)
    if replies:
        return
    if root.get("subtype") == "tombstone":
        del channel.messages[root["ts"]]
        return
    for name in ("thread_ts", "reply_count", "reply_users", "reply_users_count", "latest_reply"):
        root.pop(name, None)


def shown(message: Json, *, everything: bool = False) -> Json:
    """A message as others get it: without metadata unless that is asked for, and without what only the fake keeps."""
    hidden = set() if everything else {"metadata"}
    return {k: v for k, v in message.items() if k not in hidden and not k.startswith("_")}


METHODS: dict[str, Run] = {
    "chat.postMessage": post_message,
    "chat.postEphemeral": post_ephemeral,
    "chat.update": update,
    "chat.delete": delete,
}
