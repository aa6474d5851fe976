"""Methods that change or take away what is in a chat already."""

from typing import Any

from tests.fakes.telegram import texts
from tests.fakes.telegram.asking import Asked
from tests.fakes.telegram.keyboards import markup
from tests.fakes.telegram.refusal import bad
from tests.fakes.telegram.sends import rich
from tests.fakes.telegram.world import Json, Post, World

_SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content "
    "and reply markup of the message"
)
_TEXT = ("text", "entities", "rich_message", "rich_text")
_CAPTION = ("caption", "caption_entities")


def edit_text(world: World, asked: Asked, knows_rich: bool) -> Json:
    """A server that is too old to know rich messages does not see that there is one."""
    params = asked.params
    is_rich = "rich_message" in params and knows_rich
    fields = rich(params) if is_rich else texts.content(*texts.formatted(params))
    post = _mine(world, params)
    if post.file is not None:
        raise bad("there is no text in the message to edit")
    return _changed(world, post, _TEXT, {**fields, **markup(params.get("reply_markup"), inline_only=True)})


def edit_caption(world: World, asked: Asked) -> Json:
    params = asked.params
    shown = texts.formatted(params, "caption", "caption_entities", texts.CAPTION)
    post = _mine(world, params)
    if post.file is None:
        raise bad("there is no caption in the message to edit")
    keys = markup(params.get("reply_markup"), inline_only=True)
    return _changed(world, post, _CAPTION, {**texts.content(*shown, caption=True), **keys})


def edit_markup(world: World, asked: Asked) -> Json:
    keys = markup(asked.params.get("reply_markup"), inline_only=True)
    return _changed(world, _mine(world, asked.params), (), keys)


def delete(world: World, asked: Asked) -> bool:
    chat = world.find(asked.params["chat_id"])
    chat.writable()
    post = chat.posts.get(asked.params["message_id"])
    if post is None or post.deleted:
        raise bad("message to delete not found")
    old = (world.clock.now() - post.at).total_seconds() > 48 * 3600
    if old or not (post.mine or chat.kind == "private" or chat.bot == "administrator"):
        raise bad("message can't be deleted for everyone")
    post.deleted = True
    return True


def _mine(world: World, params: Json) -> Post:
    if "inline_message_id" in params:
        raise bad("MESSAGE_ID_INVALID")
    if "chat_id" not in params:
        raise bad("chat_id is empty")
    chat = world.find(params["chat_id"])
    chat.writable()
    if not params.get("message_id"):
        raise bad("message identifier is not specified")
    post = chat.posts.get(params["message_id"])
    if post is None or post.deleted:
        raise bad("message to edit not found")
    if not post.mine:
        raise bad("message can't be edited")
    return post


def _changed(world: World, post: Post, replaced: tuple[str, ...], fields: dict[str, Any]) -> Json:
    """A keyboard that is not given again is gone, as on the real server."""
    kept = {n: v for n, v in post.message.items() if n not in (*replaced, "reply_markup", "edit_date")}
    new = {**kept, **fields}
    if new == {n: v for n, v in post.message.items() if n != "edit_date"}:
        raise bad(_SAME)
    post.message = {**new, "edit_date": world.seconds()}
    return post.seen()
