"""Methods about the bot itself: what its menu shows, and what it can ask about chats and files."""

import json
import re
from datetime import timedelta
from typing import Any

from tests.fakes.telegram.asking import Asked
from tests.fakes.telegram.refusal import bad
from tests.fakes.telegram.world import MOST_FILE, Chat, Json, World

_RIGHTS = (
    "can_be_edited",
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",
)
_LIMITS = (
    *(f"can_send_{what}" for what in ("messages", "audios", "documents", "photos", "videos", "video_notes")),
    *(f"can_send_{what}" for what in ("voice_notes", "polls", "other_messages")),
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)
_ABOUT = {"description": 512, "short_description": 120}


class Menu:
    """Commands by scope and language, descriptions by language, menu buttons by chat (0: for all)."""

    def __init__(self) -> None:
        self.commands: dict[tuple[str, str], list[Json]] = {}
        self.about: dict[tuple[str, str], str] = {}
        self.buttons: dict[int, Json] = {}

    def set_commands(self, world: World, asked: Asked) -> bool:
        commands = asked.params["commands"]
        if len(commands) > 100:
            raise bad("BOT_COMMANDS_TOO_MUCH")
        for command in commands:
            if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]):
                raise bad("BOT_COMMAND_INVALID")
            if not 1 <= len(command["description"]) <= 256:
                raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
        self.commands[_scope(world, asked.params)] = commands
        return True

    def get_commands(self, world: World, asked: Asked) -> list[Json]:
        return self.commands.get(_scope(world, asked.params), [])

    def delete_commands(self, world: World, asked: Asked) -> bool:
        self.commands.pop(_scope(world, asked.params), None)
        return True

    def set_about(self, name: str, asked: Asked) -> bool:
        text = asked.params.get(name, "")
        if len(text) > _ABOUT[name]:
            raise bad(f"{name.replace('_', ' ')} is too long")
        self.about[name, _language(asked.params)] = text
        return True

    def get_about(self, name: str, asked: Asked) -> Json:
        return {name: self.about.get((name, _language(asked.params)), "")}

    def set_button(self, world: World, asked: Asked) -> bool:
        chat = asked.params.get("chat_id", 0)
        if chat and world.find(chat).kind != "private":
            raise bad("chat not found")
        self.buttons[int(chat)] = asked.params.get("menu_button", {"type": "default"})
        return True

    def get_button(self, world: World, asked: Asked) -> Json:
        return self.buttons.get(int(asked.params.get("chat_id", 0)), {"type": "commands"})


def get_me(world: World) -> Json:
    can = {
        "can_join_groups": True,
        "can_read_all_group_messages": world.reads_all,
        "supports_inline_queries": world.inline,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }
    return {**world.bot, **can}


def get_chat(world: World, asked: Asked) -> Json:
    chat = world.find(asked.params["chat_id"])
    _inside(chat)
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
    more = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": dict.fromkeys(gifts, False)}
    return {**chat.card(), **more}


def get_member(world: World, asked: Asked) -> Json:
    chat, user = world.find(asked.params["chat_id"]), asked.params["user_id"]
    _inside(chat)
    if user == world.bot["id"]:
        return member(world.bot, "member" if chat.kind == "private" else chat.bot)
    if user not in world.users:
        raise bad("user not found")
    if chat.kind == "private":
        return member(world.users[user], "member" if user == chat.id else "left")
    return member(world.users[user], chat.members.get(user, "left"))


def leave(world: World, asked: Asked) -> bool:
    chat = world.find(asked.params["chat_id"])
    if chat.kind == "private":
        raise bad("chat member status can't be changed in private chats")
    chat.writable()
    chat.bot = "left"
    return True


def member(user: Json, status: str) -> Json:
    """A ChatMember object."""
    found: Json = {"user": user, "status": status}
    match status:
        case "kicked":
            found["until_date"] = 0
        case "creator":
            found["is_anonymous"] = False
        case "administrator":
            found |= dict.fromkeys(_RIGHTS, False) | {"can_manage_chat": True}
        case "restricted":
            found |= dict.fromkeys(_LIMITS, False) | {"is_member": True, "until_date": 0}
    return found


def get_file(world: World, asked: Asked) -> Json:
    file = world.files.get(asked.params["file_id"])
    if file is None:
        raise bad("wrong file_id or the file is temporarily unavailable")
    if file.size > MOST_FILE:
        raise bad("file is too big")
    file.until = world.clock.now() + timedelta(hours=1)
    return {
        "file_id": file.id,
        "file_unique_id": file.unique,
        "file_size": file.size,
        "file_path": file.path,
    }


def content(world: World, path: str) -> bytes | None:
    """What a download gives; None when getFile did not name it within the last hour."""
    now = world.clock.now()
    return next((f.content for f in world.files.values() if f.path == path and f.until and now <= f.until), None)


def _inside(chat: Chat) -> None:
    if chat.kind != "private" or chat.moved_to is not None:
        chat.writable()


def _language(params: Json) -> str:
    language = str(params.get("language_code", ""))
    if language and not re.fullmatch("[a-z]{2}", language):
        raise bad("language code is invalid")
    return language


def _scope(world: World, params: Json) -> tuple[str, str]:
    scope: dict[str, Any] = params.get("scope") or {"type": "default"}
    if "chat_id" in scope:
        world.find(scope["chat_id"])
    return json.dumps(scope, sort_keys=True), _language(params)
