"""What Telegram takes, and how texts are measured. Numbers: core.telegram.org/bots/api (10.1)."""

import unicodedata

TEXT = 4096  # UTF-16 code units of a message, after its entities are parsed
CAPTION = 1024  # the same for the text under a photo or a document
ENTITIES = 100
DATA = 64  # bytes of callback_data, at least 1
BUTTONS = 100
ROW = 8

RICH_TEXT = 32_768
RICH_BLOCKS = 500
RICH_COLUMNS = 20

# Ours: what a person can take in on a phone.
PAGE = 8  # choices at a time, when pages can be turned
LABEL = 40  # columns of a button's label before the phone cuts it
MESSAGES = 8  # texts in a row; the rest goes into a file
COLUMNS = 40  # of a monospaced table
MORE = "… (shortened)"

# Letters and symbols that show nothing; Telegram calls a message of only these empty.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_EMPTY = frozenset(("Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Mn", "Me", "Cn"))


def units(text: str) -> int:
    """The length as Telegram counts it, in UTF-16 code units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def width(text: str) -> int:
    """How many columns of a monospaced font it takes; wide letters and emoji take two."""
    if text.isascii():
        return len(text)
    return sum(_columns(c) for c in text)


def _columns(c: str) -> int:
    if unicodedata.east_asian_width(c) in "WF":
        return 2
    return 0 if unicodedata.category(c) in ("Mn", "Me", "Cf") else 1


def visible(text: str) -> bool:
    """Whether there is anything to see in it."""
    if " " < text[:1] < "\x7f":
        return True
    return any(c not in _BLANK and unicodedata.category(c) not in _EMPTY for c in text)


def prefix(text: str, room: int) -> int:
    """How many characters from the start fit into `room` code units, cut at a space where there is one in the second
    half, and never inside a character that is made of several.
    """
    end = len(text)
    if units(text) > room:
        end = len(text.encode("utf-16-le", "surrogatepass")[: max(room, 0) * 2].decode("utf-16-le", "ignore"))
        space = text.rfind(" ", end // 2, end + 1)
        if space > 0:
            return space
    found = end
    while 0 < found < len(text) and _joins(text[found - 1], text[found]):
        found -= 1
    return found or end


def _joins(left: str, right: str) -> bool:
    return left == "\u200d" or right in "\u200d\ufe0f" or unicodedata.combining(right) > 0


def clip(text: str, room: int, by: str = "…") -> str:
    """The text within `room` code units; what is cut off is marked."""
    if units(text) <= room:
        return text
    return text[: prefix(text, room - units(by))].rstrip() + by


def narrow(text: str, columns: int) -> str:
    """The text within so many columns; what is cut off is marked."""
    if len(text) <= 4 * columns and width(text) <= columns:
        return text
    end, taken = 0, 1
    while end < min(len(text), 4 * columns) and taken + _columns(text[end]) <= columns:
        taken += _columns(text[end])
        end += 1
    while 0 < end < len(text) and _joins(text[end - 1], text[end]):
        end -= 1
    return text[:end].rstrip() + "…"
