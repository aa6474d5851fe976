"""Methods that put something into a chat."""

import struct
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tests.adapters.telegram.telegram_judge import Refused, judge_rich
from tests.fakes.telegram import texts
from tests.fakes.telegram.asking import Asked
from tests.fakes.telegram.keyboards import markup
from tests.fakes.telegram.refusal import Refusal, bad
from tests.fakes.telegram.world import Chat, File, Json, Post, World

_DOCUMENT = 50 * 1024 * 1024
_PHOTO = 10 * 1024 * 1024
_ACTIONS = (
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
)
_UNDER_WAY = ("business_connection_id", "message_effect_id", "suggested_post_parameters", "direct_messages_topic_id")


@dataclass(frozen=True)
class Draft:
    """A provisional text that one person sees."""

    chat: int
    id: int
    text: str
    entities: list[Json]
    topic: int | None
    at: datetime


def send_message(world: World, asked: Asked) -> Json:
    text, entities = texts.formatted(asked.params)
    chat, where = _where(world, asked.params)
    return _sent(world, chat, {**where, **texts.content(text, entities), **markup(asked.params.get("reply_markup"))})


def send_document(world: World, asked: Asked) -> Json:
    fields = _captioned(asked.params)
    chat, where = _where(world, asked.params)
    file = _file(world, asked, "document", _DOCUMENT)
    return _sent(world, chat, {**where, "document": file.document(), **fields}, file)


def send_photo(world: World, asked: Asked) -> Json:
    fields = _captioned(asked.params)
    chat, where = _where(world, asked.params)
    file = _file(world, asked, "photo", _PHOTO)
    size: Json = {"file_id": file.id, "file_unique_id": file.unique, "file_size": file.size}
    size |= dimensions(file.content)
    return _sent(world, chat, {**where, "photo": [size], **fields}, file)


def send_rich_message(world: World, asked: Asked) -> Json:
    fields = rich(asked.params)
    chat, where = _where(world, asked.params)
    return _sent(world, chat, {**where, **fields, **markup(asked.params.get("reply_markup"))})


def send_chat_action(world: World, asked: Asked) -> bool:
    chat = world.find(asked.params["chat_id"])
    chat.writable()
    _topic(chat, asked.params)
    if asked.params["action"] not in _ACTIONS:
        raise bad("wrong parameter action in request")
    return True


def draft(world: World, asked: Asked) -> Draft:
    """What sendMessageDraft shows; an empty text means that the bot is thinking. Raises Refusal."""
    text: str = asked.params.get("text", "")
    shown, entities = texts.formatted(asked.params) if text.strip() else ("", [])
    chat = world.find(asked.params["chat_id"])
    if chat.kind != "private":
        raise bad("TEXTDRAFT_PEER_INVALID")
    chat.writable()
    _topic(chat, asked.params)
    if not asked.params["draft_id"]:
        raise bad("draft identifier must be non-zero")
    return Draft(
        chat.id, asked.params["draft_id"], shown, entities, asked.params.get("message_thread_id"), world.clock.now()
    )


def rich(params: Json) -> dict[str, Any]:
    """The fields of a rich message; `rich_text` is the fake's own note of what it says. Raises Refusal."""
    given = params["rich_message"]
    if not given.get("html") or "markdown" in given:
        raise bad("rich message must be given as html here")
    try:
        text = judge_rich({"rich_message": given})
    except Refused as error:
        raise bad(f"can't parse rich message: {error}") from None
    return {"rich_message": {"blocks": [{"type": "paragraph", "text": text}]}, "rich_text": text}


def _captioned(params: Json) -> dict[str, Any]:
    text, entities = texts.formatted(params, "caption", "caption_entities", texts.CAPTION)
    return {**texts.content(text, entities, caption=True), **markup(params.get("reply_markup"))}


def _where(world: World, params: Json) -> tuple[Chat, dict[str, Any]]:
    for name in _UNDER_WAY:
        if name in params:
            raise bad(f"{name} is nothing that the fake knows")
    chat = world.find(params["chat_id"])
    chat.writable()
    fields: dict[str, Any] = _topic(chat, params)
    reply = params.get("reply_parameters")
    if reply:
        answered = chat.posts.get(reply["message_id"])
        if answered is not None and not answered.deleted:
            fields["reply_to_message"] = answered.seen(quoted=False)
        elif not reply.get("allow_sending_without_reply"):
            raise bad("message to be replied not found")
    return chat, fields


def _topic(chat: Chat, params: Json) -> dict[str, Any]:
    topic = params.get("message_thread_id")
    if topic is None:
        return {}
    if topic not in chat.topics:
        raise bad("message thread not found")
    if not chat.topics[topic]:
        raise bad("TOPIC_CLOSED")
    return {"message_thread_id": topic, "is_topic_message": True}


def _sent(world: World, chat: Chat, fields: dict[str, Any], file: File | None = None) -> Json:
    post: Post = world.keep(chat, True, world.bot, file, **fields)
    return post.seen()


def _file(world: World, asked: Asked, name: str, most: int) -> File:
    upload = asked.file(name)
    if upload is None:
        known = world.files.get(asked.params.get(name, ""))
        if known is None:
            raise bad("wrong file identifier/HTTP URL specified")
        return known
    filename, content, media_type = upload
    if not content:
        raise bad("file must be non-empty")
    if len(content) > most:
        raise Refusal(413, "Request Entity Too Large")
    return world.store(filename or name, content, media_type or "application/octet-stream", f"{name}s")


def dimensions(content: bytes) -> Json:
    """Width and height of a PNG; other pictures are taken as they are, and what is none is refused."""
    width = height = 1
    if content.startswith(b"\x89PNG\r\n\x1a\n") and content[12:16] == b"IHDR" and len(content) >= 33:
        width, height = struct.unpack(">II", content[16:24])
    elif not content.startswith((b"\xff\xd8\xff", b"GIF8")):
        raise bad("IMAGE_PROCESS_FAILED")
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise bad("PHOTO_INVALID_DIMENSIONS")
    return {"width": width, "height": height}
