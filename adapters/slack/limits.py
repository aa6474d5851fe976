"""What Slack accepts at most, each limit with its source, and how a text is cut to fit.

Lengths are counted in UTF-16 units and `& < >` as entities, the strictest reading of "characters": nothing that fits
here is too long there.
Sources: [docs] docs.slack.dev/reference/block-kit and /reference/views, 2026; [sdk] slack_sdk.models 3.48;
[types] npm @slack/types 3.2.0; [measured] slackapi/bolt-js issues 2509 and 2867, where people counted.
"""

import json
import unicodedata
from bisect import bisect_right
from collections.abc import Mapping
from json.encoder import encode_basestring
from typing import Any

MESSAGE_BLOCKS = 50  # [docs] blocks
VIEW_BLOCKS = 100  # [docs] home tabs and modals
# [measured] `msg_blocks_too_long` from about 13,200 on, counting text, block ids and the like; not documented
MESSAGE_COST = 12_000
BLOCK_COST = 45  # [measured] what Slack adds to a block: block_id, emoji, verbatim
NOTICE_BYTES = 4_000  # [measured] `text` of chat.update; chat.postMessage takes 40,000 characters [docs]
HEADER = 150  # [docs] header
TEXT = 3_000  # [docs] text object; kept for the elements of rich_text too, for which nothing is documented
BUTTONS = 25  # [docs] actions
BUTTON_TEXT = 75  # [docs] button
OPTIONS = 100  # [docs] static_select, options and option_groups
OPTION_TEXT = 75  # [docs] option
OPTION_VALUE = 150  # [docs] option
CARDS = 10  # [docs] carousel
CARD_TITLE = 150  # [docs] card
CARD_BODY = 200  # [docs] card
TABLE_ROWS = 100  # [docs] table, its head counts; one table a message
TABLE_COLUMNS = 20  # [docs] table
TABLE_TEXT = 10_000  # [docs] data_table, all cells together; kept for table, for which nothing is documented
CELL = 500  # ours: a longer cell is not read in a chat window
URL = 3_000  # [docs] button
ALERT = 200  # [docs] alert
MODAL_TITLE = 24  # [docs] title, submit and close
LABEL = 2_000  # [docs] label and hint of an input
INITIAL = 3_000  # [docs] initial_value of a plain_text_input
METADATA = 3_000  # [docs] private_metadata
CALLBACK = 255  # [docs] callback_id, block_id, action_id

MARKER = "… (shortened)"


def size(text: str) -> int:
    """The length of a text in UTF-16 units, `&` counted as `&amp;` and `<` as `&lt;`."""
    units = len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2
    return units + 4 * text.count("&") + 3 * (text.count("<") + text.count(">"))


def fits(text: str, most: int) -> bool:
    """Whether the text is at most so long; no character counts more than five."""
    return 5 * len(text) <= most or size(text) <= most


def cut(text: str, most: int, marker: str = MARKER) -> str:
    """The text, or its beginning and a marker when it is longer than `most`."""
    if fits(text, most):
        return text
    return text[: _end(text, most - size(marker))].rstrip() + marker


def chunks(text: str, most: int = TEXT) -> list[str]:
    """The text in parts of at most `most`, parted at line ends or else at spaces (which go) or else anywhere."""
    out = []
    while not fits(text, most):
        end = _end(text, most)
        at = max(text.rfind("\n", end // 2, end), 0) or max(text.rfind(" ", end // 2, end), 0)
        out.append(text[: at or end])
        text = text[at + 1 :] if at else text[end:]
    return [*out, text]


def _end(text: str, most: int) -> int:
    """The index up to which at most `most` units go, not inside an emoji or an accented letter."""
    end = bisect_right(range(1, min(len(text), most) + 1), most, key=lambda n: size(text[:n]))
    for back in range(min(8, end - 1)):
        at = end - back
        if at >= len(text) or not _joined(text[at - 1], text[at]):
            return at
    return end


def _joined(left: str, right: str) -> bool:
    return left == "\u200d" or right in "\u200d\ufe0f" or unicodedata.combining(right) > 0


_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def cost(block: Mapping[str, Any]) -> int:
    """How much of MESSAGE_COST a block takes: its JSON, and what Slack adds."""
    return size(_as_json(block)) + BLOCK_COST


def text_cost(text: str) -> int:
    """The same for a text inside of a block."""
    return size(encode_basestring(text))
