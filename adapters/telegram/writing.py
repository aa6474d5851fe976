"""A letter as calls to the Bot API. Pure: no network, no clock, and nothing is drawn here."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from adapters.telegram import words
from adapters.telegram.render import Part, parts, payload
from adapters.telegram.rich import rich
from adapters.wire import Call, Letter
from bot.messages import Picture
from bot.traffic import Rate

EVERYWHERE = 30.0  # messages a second, to all chats together
ONE_CHAT = 1.0
ONE_GROUP = 20 / 60


@dataclass(frozen=True, slots=True)
class Post(Call):
    """A call and what only this platform knows of it: the `picture` that is drawn just before the call, the call that
    is made `instead` where the server refuses this one, and whether it goes `aside`, to a person, for a letter to a
    group: then it says nothing about the group whether it arrives.
    """

    picture: Picture | None = None
    instead: "Post | None" = None
    aside: bool = False


def posts(letter: Letter, bot: str) -> Sequence[Post]:
    """The parts of a letter. `bot` is the bot's name, for a link to it ("" unknown).

    To a group a private reply only goes as a pointer, and in full to the person whom it is for. An empty answer: a
    change of a message that cannot be changed.
    """
    place, reply, tenant = letter.place, letter.reply, letter.message.tenant
    thread = number(letter.message.thread)
    private = place.kind == "channel" and reply.visibility == "private"
    if letter.edited or letter.message.edits:
        return _edit(letter, private)
    if not private:
        return _whole(letter, place.conversation, thread)
    aside = [replace(post, aside=True) for post in _whole(letter, letter.person, None)] if letter.person else []
    return [*aside, pointer(tenant, place.conversation, thread, bot)]


def pointer(tenant: str, chat: str, thread: int | None, bot: str) -> Post:
    """What a group sees of a private answer: the same for everybody and everything."""
    params: dict[str, Any] = {"text": words.POINTER, "link_preview_options": {"is_disabled": True}}
    if bot:
        button = {"text": words.OPEN, "url": f"https://t.me/{bot}?start=here"}
        params["reply_markup"] = {"inline_keyboard": [[button]]}
    return _post("sendMessage", params, tenant, chat, thread)


def _whole(letter: Letter, chat: str, thread: int | None) -> list[Post]:
    tenant, found = letter.message.tenant, parts(letter.reply)
    made = [_part(part, tenant, chat, thread) for part in found]
    # Only what is one message either way: the parts of a letter must not depend on what a server knows.
    if len(made) == 1 and (better := rich(letter.reply)) is not None:
        return [replace(_post("sendRichMessage", better, tenant, chat, thread), instead=made[0])]
    return made


def _part(part: Part, tenant: str, chat: str, thread: int | None) -> Post:
    method, params = payload(part)
    post = _post(method, params, tenant, chat, thread)
    if part.file is not None:
        return replace(post, upload=part.file)
    if part.picture is not None:
        words_only = payload(Part(part.html or "…"))
        return replace(post, picture=part.picture, instead=_post(*words_only, tenant, chat, thread))
    return post


def _edit(letter: Letter, private: bool) -> list[Post]:
    """A change of the last part. One of a private answer in a group is in the person's own chat."""
    receipts = [r for r in letter.edited if not private or r.rpartition(":")[0] == letter.person]
    chat, _, message = receipts[-1].rpartition(":") if receipts else ("", "", "0")
    if message == "0":
        return []
    tenant = letter.message.tenant
    _, params = payload(parts(letter.reply)[-1])
    id = {"message_id": int(message)}
    plain = replace(_post("editMessageText", {**id, **params}, tenant, chat, None), aside=private)
    if len(letter.edited) == 1 and (better := rich(letter.reply)) is not None:
        return [replace(plain, params={"chat_id": number(chat) or chat, **id, **better}, instead=plain)]
    return [plain]


def _post(method: str, params: dict[str, Any], tenant: str, chat: str, thread: int | None) -> Post:
    where: dict[str, Any] = {"chat_id": number(chat) or chat}
    if thread is not None:
        where["message_thread_id"] = thread
    return Post(method, {**where, **params}, rates(tenant, chat))


def rates(tenant: str, chat: str) -> tuple[Rate, ...]:
    """What a message to a chat counts against; groups have negative ids."""
    own = ONE_GROUP if chat.startswith("-") else ONE_CHAT
    return Rate(f"tg:{tenant}", EVERYWHERE), Rate(f"tg:{tenant}:{chat}", own)


def number(text: str | None) -> int | None:
    """The id as a number, None where it is none."""
    digits = text.removeprefix("-") if text else ""
    return int(text) if text and digits.isascii() and digits.isdigit() else None
