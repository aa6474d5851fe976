"""What Telegram says happened, as events. Pure: reads the JSON as it came, which costs a sixth of making objects of it.

Malformed updates raise KeyError, TypeError, AttributeError, ValueError or OverflowError, for the caller to catch.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Literal

from adapters.telegram.addressed import Me, addressed, command, without_name
from bot.commands import said
from bot.messages import Attachment, Person
from bot.traffic import Event

ALLOWED = ("message", "callback_query", "my_chat_member")
_GROUPS = ("group", "supergroup")
_CANNOT_READ = (
    "photo",
    "voice",
    "video",
    "video_note",
    "audio",
    "animation",
    "sticker",
    "location",
    "venue",
    "contact",
    "poll",
    "dice",
    "story",
    "checklist",
)
_OUTSIDE = ("left", "kicked")

Json = Mapping[str, Any]
Kind = Literal["dm", "channel"]


def events(update: Json, me: Me, now: datetime) -> list[Event]:
    """What an update is to the bot: mostly one event, none for what it does not want to know."""
    if (message := update.get("message")) is not None:
        return _message(str(update["update_id"]), message, me)
    if (query := update.get("callback_query")) is not None:
        return _press(str(update["update_id"]), query, me, now)
    if (change := update.get("my_chat_member")) is not None:
        return _membership(str(update["update_id"]), change, me)
    return []


def _message(id: str, message: Json, me: Me) -> list[Event]:
    chat, kind = message["chat"], _kind(message["chat"])
    if kind is None:
        return []
    if "migrate_to_chat_id" in message or "migrate_from_chat_id" in message:
        return _moved(id, message, me)
    sender = message.get("from")
    if sender is None or sender["is_bot"] or "sender_chat" in message:
        return []
    text, file = message.get("text", message.get("caption")), _file(message)
    if text is None and file is None and not any(name in message for name in _CANNOT_READ):
        return []
    if kind == "channel" and not addressed(message, text or "", me):
        return []
    opened, text = _said(text or "", me, kind)
    return [
        Event(
            id=_album(message) or id,
            person=_person(sender, me),
            conversation=str(chat["id"]),
            kind_of_place=kind,
            kind="opened" if opened else "message",
            sent_at=_at(message["date"]),
            text=text,
            thread=_thread(message),
            files=(file,) if file else (),
        )
    ]


def _said(text: str, me: Me, kind: Kind) -> tuple[bool, str]:
    """(whether it opens the door, what was meant)."""
    found = command(text)
    if found is None:
        meant = without_name(text, me)
        return False, meant if meant or not text else said("help", "")
    if found.name != "start":
        return False, said(found.name, found.rest)
    if kind == "channel":
        return False, said("help", "")
    return True, found.rest if _payload(found.rest) else ""


def _payload(text: str) -> bool:
    return len(text) <= 64 and text.isascii() and text.replace("_", "").replace("-", "").isalnum()


def _album(message: Json) -> str:
    """One id for all pictures of an album, which come one by one: they are one thing that cannot be read."""
    if "media_group_id" not in message or "document" in message:
        return ""
    return f"album:{message['chat']['id']}:{message['media_group_id']}"


def _file(message: Json) -> Attachment | None:
    found = message.get("document")
    if found is None or "animation" in message:
        return None
    return Attachment(
        name=found.get("file_name", "file"),
        media_type=found.get("mime_type", "application/octet-stream"),
        size=found.get("file_size", 0),
        ref=found["file_id"],
    )


def _press(id: str, query: Json, me: Me, now: datetime) -> list[Event]:
    message, token = query.get("message"), query.get("data")
    if message is None or not token:
        return []
    chat, kind = message["chat"], _kind(message["chat"])
    if kind is None:
        return []
    return [
        Event(
            id=id,
            person=_person(query["from"], me),
            conversation=str(chat["id"]),
            kind_of_place=kind,
            kind="press",
            sent_at=now,
            thread=_thread(message),
            token=token,
            message=f"{chat['id']}:{message['message_id']}",
        )
    ]


def _membership(id: str, change: Json, me: Me) -> list[Event]:
    chat, kind = change["chat"], _kind(change["chat"])
    was, now = _inside(change["old_chat_member"]), _inside(change["new_chat_member"])
    if kind is None or was == now:
        return []
    return [
        Event(
            id=id,
            person=_person(change["from"], me),
            conversation=str(chat["id"]),
            kind_of_place=kind,
            kind="joined" if now else "left",
            sent_at=_at(change["date"]),
            text="" if now else "blocked" if kind == "dm" else "removed",
        )
    ]


def _inside(member: Json) -> bool:
    status = member["status"]
    return bool(member["is_member"]) if status == "restricted" else status not in _OUTSIDE


def _moved(id: str, message: Json, me: Me) -> list[Event]:
    """A group became a supergroup, with a new id. Both chats say so, in any order: the second has nothing new."""
    here = message["chat"]["id"]
    new = message.get("migrate_to_chat_id", here)
    old = message.get("migrate_from_chat_id", here)
    person, at = _person(message.get("from") or {"id": here}, me), _at(message["date"])
    return [
        Event(f"left:{old}:{new}", person, str(old), "channel", "left", at, "migrated"),
        Event(f"joined:{old}:{new}", person, str(new), "channel", "joined", at, "migrated"),
    ]


def _kind(chat: Json) -> Kind | None:
    kind = chat["type"]
    return "dm" if kind == "private" else "channel" if kind in _GROUPS else None


def _thread(message: Json) -> str | None:
    """The topic. Outside of topics the same field counts replies, and nothing can be sent there."""
    return str(message["message_thread_id"]) if message.get("is_topic_message") else None


def _person(sender: Json, me: Me) -> Person:
    name = f"{sender.get('first_name', '')} {sender.get('last_name', '')}".strip()
    return Person(me.tenant, "telegram", str(sender["id"]), name, None, sender.get("language_code"))


def _at(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
