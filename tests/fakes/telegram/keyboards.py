"""Keyboards, as strictly as the server takes them (and never more leniently)."""

import re
from typing import Any

from tests.adapters.telegram.telegram_judge import shows_nothing
from tests.fakes.telegram.refusal import bad
from tests.fakes.telegram.world import Json

_LINK = re.compile(r"(https?://[^\s/?#]+\.[^\s/?#]+|tg://\S+)([/?#]\S*)?")
_ACTIONS = (
    "callback_data",
    "url",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "pay",
    "callback_game",
)
_CANT = "can't parse inline keyboard button:"


def markup(given: Json | None, inline_only: bool = False) -> dict[str, Any]:
    """The fields that a keyboard adds to a Message: {} for none. Raises Refusal."""
    if not given:
        return {}
    if "inline_keyboard" not in given:
        if inline_only:
            raise bad("inline keyboard expected")
        return {}
    rows = [row for row in given["inline_keyboard"] if row]
    buttons = [button for row in rows for button in row]
    if len(buttons) > 100 or any(len(row) > 8 for row in rows):
        raise bad("reply markup is too long")
    for button in buttons:
        _check(button)
    return {"reply_markup": {"inline_keyboard": rows}} if rows else {}


def _check(button: Json) -> None:
    if shows_nothing(button["text"]):
        raise bad(f'{_CANT} Field "text" must be non-empty')
    given = [n for n in _ACTIONS if n in button and (button[n] not in (None, "") or n.startswith("switch"))]
    if not given:
        raise bad(f"{_CANT} Text buttons are unallowed in the inline keyboard")
    if len(given) > 1:
        raise bad(f"{_CANT} exactly one action is allowed")
    if given == ["callback_data"] and len(button["callback_data"].encode()) > 64:
        raise bad("BUTTON_DATA_INVALID")
    if given == ["url"] and not _LINK.fullmatch(button["url"]):
        raise bad(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
    if given == ["web_app"] and not button["web_app"]["url"].startswith("https://"):
        raise bad("inline keyboard button Web App URL is invalid: Only HTTPS links are allowed")
