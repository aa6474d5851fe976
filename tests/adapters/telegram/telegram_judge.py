"""A judge of Telegram payloads that shares nothing with the renderer: the server's HTML grammar and its limits.

After core.telegram.org/bots/api#html-style and tdlib `parse_html`: unknown, crossing or unclosed tags, a bare `<`
or `&` that begins nothing are "can't parse entities". Lengths are UTF-16 code units after parsing.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

ALLOWED = {"b", "i", "u", "s", "code", "pre", "a", "blockquote", "tg-spoiler"}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_TOKEN = re.compile(
    r"<(/?)([a-z][a-z0-9-]*)((?:\s+[a-z-]+(?:=\"[^\"<>]*\")?)*)\s*>|&(#\d+|#x[0-9a-fA-F]+|[a-z]+);|([<>&])"
)
_WIDE = re.compile("[\U00010000-\U0010ffff]")
_ATTRIBUTE = re.compile(r"([a-z-]+)(?:=\"([^\"]*)\")?")


class Refused(Exception):
    """What the server would say."""


@dataclass
class Parsed:
    """The text that a person sees, and its entities: (kind, offset, length, url), in code units."""

    text: str
    entities: list[tuple[str, int, int, str]] = field(default_factory=list)


def units(text: str) -> int:
    """UTF-16 code units."""
    return len(text) + len(_WIDE.findall(text))


def parse(html: str) -> Parsed:
    """Read a text with entities; raises Refused."""
    if re.search("[\ud800-\udfff]", html):
        raise Refused("strings must be encoded in UTF-8")
    if bad := re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", html):
        raise Refused(f"a control character: {bad[0]!r}")
    out: list[str] = []
    at, size = 0, 0
    stack: list[tuple[str, int, str]] = []
    found: list[tuple[str, int, int, str]] = []
    for token in _TOKEN.finditer(html):
        before = html[at : token.start()]
        out.append(before)
        size += units(before)
        at = token.end()
        closing, tag, attributes, entity, bare = token.groups()
        if bare and bare != ">":
            raise Refused(f"can't parse entities: {bare} at {token.start()}")
        if bare or entity:
            out.append(bare or _character(entity))
            size += units(out[-1])
        elif tag not in ALLOWED:
            raise Refused(f"can't parse entities: unsupported start tag {tag}")
        elif closing:
            if not stack or stack[-1][0] != tag or attributes:
                raise Refused(f"can't parse entities: unexpected end tag {tag}")
            kind, begin, url = stack.pop()
            if size > begin:
                found.append((kind, begin, size - begin, url))
        else:
            stack.append((tag, size, _opened(tag, attributes, [s[0] for s in stack])))
    if stack:
        raise Refused(f"can't parse entities: can't find end tag for {stack[-1][0]}")
    out.append(html[at:])
    return Parsed("".join(out), found)


def _character(entity: str) -> str:
    if not entity.startswith("#"):
        if entity not in NAMED:
            raise Refused(f"can't parse entities: &{entity};")
        return NAMED[entity]
    return chr(int(entity[2:], 16) if entity[1] == "x" else int(entity[1:]))


def _opened(tag: str, attributes: str, inside: list[str]) -> str:
    given = dict(_ATTRIBUTE.findall(attributes))
    if set(given) - {"a": {"href"}, "blockquote": {"expandable"}}.get(tag, set()):
        raise Refused(f"an attribute of {tag} that it does not know: {given}")
    if "pre" in inside or "code" in inside or (tag in ("blockquote", "pre") and inside) or tag in inside:
        raise Refused(f"{tag} inside {inside}")
    if tag != "a":
        return ""
    url = re.sub(r"&([a-z]*;?)", lambda m: _character(m[1].removesuffix(";")), given.get("href", ""))
    if not re.fullmatch(r"https?://[^\s/?#]+\.[^\s/?#]+([/?#]\S*)?", url):
        raise Refused(f"a link that leads nowhere: {url!r}")
    return url


def shows_nothing(text: str) -> bool:
    """What the server calls an empty message."""
    return not any(unicodedata.category(c)[0] not in "ZC" and c not in "\u2800\u3164\u115f\u1160\uffa0" for c in text)


def judge(method: str, params: dict[str, Any]) -> Parsed:
    """Refuse what the server refuses; the text that it would show otherwise."""
    caption = method in ("sendPhoto", "sendDocument")
    parsed = parse(params.get("caption", "") if caption else params["text"])
    if not caption and shows_nothing(parsed.text):
        raise Refused("message text is empty")
    if units(parsed.text) > (1024 if caption else 4096):
        raise Refused("message is too long")
    if len(parsed.entities) > 100:
        raise Refused("too many entities")
    if params.get("parse_mode", "HTML") != "HTML":
        raise Refused("parse mode")
    judge_keyboard(params.get("reply_markup"))
    return parsed


def judge_keyboard(markup: dict[str, Any] | None) -> None:
    """Refuse a keyboard that the server refuses, or that a phone cannot show."""
    if markup is None:
        return
    rows = markup["inline_keyboard"]
    if not rows or not all(1 <= len(row) <= 8 for row in rows):
        raise Refused("rows of 1-8 buttons")
    if sum(map(len, rows)) > 100:
        raise Refused("reply markup is too long")
    for button in (b for row in rows for b in row):
        if not 1 <= len(button["callback_data"].encode()) <= 64:
            raise Refused("BUTTON_DATA_INVALID")
        if shows_nothing(button["text"]) or "\n" in button["text"]:
            raise Refused("a button without a label")


RICH = {"h3", "p", "b", "a", "ul", "li", "table", "tr", "th", "td", "details", "summary", "footer", "br"}
_RICH_INSIDE = {"li": "ul", "tr": "table", "th": "tr", "td": "tr", "summary": "details"}
_RICH_BLOCKS = {"h3", "p", "ul", "li", "table", "tr", "details", "footer"}


def judge_rich(params: dict[str, Any]) -> str:
    """Refuse a rich message over a limit, or with tags that the server does not know or that cross."""
    html: str = params["rich_message"]["html"]
    stack: list[str] = []
    out: list[str] = []
    at = blocks = cells = 0
    for token in _TOKEN.finditer(html):
        out.append(html[at : token.start()])
        at = token.end()
        closing, tag, _, entity, bare = token.groups()
        if bare:
            raise Refused(f"can't parse entities: {bare}")
        if entity:
            out.append(_character(entity))
        elif tag not in RICH:
            raise Refused(f"unsupported tag {tag}")
        elif closing:
            if not stack or stack.pop() != tag:
                raise Refused(f"unexpected end tag {tag}")
        elif tag != "br":
            if tag in _RICH_INSIDE and (not stack or stack[-1] != _RICH_INSIDE[tag]):
                raise Refused(f"{tag} in {stack[-1:]}")
            if tag in _RICH_BLOCKS and stack and stack[-1] not in ("details", "ul", "table"):
                raise Refused(f"block {tag} in {stack[-1]}")
            blocks += tag in _RICH_BLOCKS
            cells = 0 if tag == "tr" else cells + (tag in ("th", "td"))
            if cells > 20:
                raise Refused("too many columns")
            stack.append(tag)
        if len(stack) > 16:
            raise Refused("too deep")
    text = "".join([*out, html[at:]])
    if stack or blocks > 500 or len(text) > 32_768 or shows_nothing(text):
        raise Refused(f"unclosed {stack}, {blocks} blocks, {len(text)} characters")
    judge_keyboard(params.get("reply_markup"))
    return text
