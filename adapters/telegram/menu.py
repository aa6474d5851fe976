"""What people see of the bot before they write: its commands and its description. Best effort, and only written
when it differs, because Telegram counts each writing.
"""

import logging
from typing import Any

from telegram.error import TelegramError

from adapters.telegram import words
from adapters.telegram.api import Api
from bot.commands import COMMANDS

SCOPES = ("default", "all_private_chats")
LANGUAGES = ("",)  # for everybody whose language has no menu of its own: all that the bot speaks so far
log = logging.getLogger(__name__)


async def introduce(api: Api) -> None:
    """Set commands, description and short description where they are not what they should be. Raises nothing."""
    commands = [{"command": c.name, "description": c.description} for c in COMMANDS]
    for language in LANGUAGES:
        for scope in SCOPES:
            where = {"scope": {"type": scope}, "language_code": language}
            await _agree(api, "MyCommands", where, commands, {"commands": commands})
        spoken = {"language_code": language}
        for name, field, text in (
            ("MyDescription", "description", words.DESCRIPTION),
            ("MyShortDescription", "short_description", words.SHORT_DESCRIPTION),
        ):
            await _agree(api, name, spoken, {field: text}, {field: text})


async def _agree(api: Api, name: str, where: dict[str, Any], wanted: Any, values: dict[str, Any]) -> None:
    try:
        if await api.call(f"get{name}", where) != wanted:
            await api.call(f"set{name}", {**where, **values})
    except TelegramError as error:
        log.warning("the bot's menu could not be set", extra={"reason": type(error).__name__})
