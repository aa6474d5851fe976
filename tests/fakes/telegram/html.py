"""Telegram's HTML, read as strictly as the server reads it and refused in the server's own words (seen in tdlib).

Stricter than the server on purpose, where it mends or drops something without a word: an `&` that begins no reference
it knows, an attribute that the tag does not have, a link that leads nowhere, a tag where no such tag can be, an end
tag without a name, a control character.
"""

import re
from dataclasses import dataclass

from tests.fakes.telegram.refusal import Refusal, bad
from tests.fakes.telegram.world import Json

_KINDS = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em"), "italic"),
    **dict.fromkeys(("s", "strike", "del"), "strikethrough"),
    **dict.fromkeys(("u", "ins"), "underline"),
    **dict.fromkeys(("tg-spoiler", "span"), "spoiler"),
    "tg-emoji": "custom_emoji",
    "a": "text_link",
    "pre": "pre",
    "code": "code",
    "blockquote": "blockquote",
}
_HAS = {"a": "href", "span": "class", "tg-emoji": "emoji-id", "code": "class", "blockquote": "expandable"}
_NAMED = {b"lt": "<", b"gt": ">", b"amp": "&", b"quot": '"'}
_PLAIN = re.compile(rb"[^<&\0]+")
_REFERENCE = re.compile(rb"&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|([a-zA-Z]+));")
_TAG = re.compile(rb"<([^\s>\0]*)")
_END = re.compile(rb"</([^\s>\0]*)\s*")
_ATTRIBUTE = re.compile(rb"([^\s=>\0]*)\s*")
_TOKEN = re.compile(rb"[A-Za-z0-9.-]*")
_SPACE = re.compile(rb"\s*")
_LINK = re.compile(r"https?://[^\s/?#]+\.[^\s/?#]+([/?#]\S*)?|tg://\S+|mailto:\S+@\S+|tel:\+?\d+")
_USER = re.compile(r"tg://user\?id=([1-9]\d*)")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_ORDER = ("blockquote", "expandable_blockquote", "pre", "code", "text_link", "text_mention", "bold", "italic")


@dataclass(frozen=True)
class _Open:
    tag: str
    argument: str
    begin: int  # in UTF-16 code units of what is shown


def units(text: str) -> int:
    """UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def parsed(html: str) -> tuple[str, list[Json]]:
    """What is shown, and its entities in order. Raises Refusal."""
    if _CONTROL.search(html):
        raise _no("a control character, which the server would take away")
    data = html.encode() + b"\0"
    shown: list[str] = []
    stack: list[_Open] = []
    found: list[Json] = []
    at = size = 0
    while at < len(data) - 1:
        if data[at : at + 2] == b"</":
            at, entity = _closed(data, at, stack, size)
            found += [entity] if entity else []
            continue
        if data[at : at + 1] == b"<":
            at, opened = _opened(data, at, size)
            _nested(opened, stack)
            stack.append(opened)
            continue
        if data[at : at + 1] == b"&":
            text, at = _reference(data, at)
        else:
            plain = _PLAIN.match(data, at)
            assert plain is not None
            text, at = plain[0].decode(), plain.end()
        shown.append(text)
        size += units(text)
    if stack:
        raise _no(f'Can\'t find end tag corresponding to start tag "{stack[-1].tag}"')
    return "".join(shown), sorted(_with_languages(found), key=_place)


def _no(why: str) -> Refusal:
    return bad(f"can't parse entities: {why}")


def _reference(data: bytes, at: int) -> tuple[str, int]:
    found = _REFERENCE.match(data, at)
    hexadecimal, decimal, name = found.groups() if found else (None, None, None)
    code = int(hexadecimal, 16) if hexadecimal else int(decimal or b"0")
    text = _NAMED.get(name or b"", "")
    if found is None or not (text or (0 < code < 0x10FFFF and not 0xD800 <= code <= 0xDFFF)):
        raise _no(f"an & at byte offset {at} that begins no reference; the server would show it")
    return text or chr(code), found.end()


def _opened(data: bytes, begin: int, size: int) -> tuple[int, _Open]:
    named = _TAG.match(data, begin)
    assert named is not None
    tag, at, argument = named[1].decode().lower(), named.end(), ""
    if data[at] == 0:
        raise _no(f"Unclosed start tag at byte offset {begin}")
    if tag not in _KINDS:
        raise _no(f'Unsupported start tag "{tag}" at byte offset {begin}')
    while data[at := _skip(data, at)] != ord(">"):
        at, name, value = _attribute(data, at, tag, begin)
        if name != _HAS.get(tag):
            raise _no(f'Tag "{tag}" has no attribute "{name}"; the server would ignore it')
        argument = value if name != "expandable" else "1"
    if tag == "span" and argument != "tg-spoiler":
        raise _no(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
    return at + 1, _Open(tag, argument, size)


def _skip(data: bytes, at: int) -> int:
    space = _SPACE.match(data, at)
    assert space is not None
    return space.end()


def _attribute(data: bytes, at: int, tag: str, begin: int) -> tuple[int, str, str]:
    named = _ATTRIBUTE.match(data, at)
    assert named is not None
    name, at = named[1].decode(), named.end()
    if not name:
        if data[at] == 0:
            raise _no(f'Unclosed start tag "{tag}" at byte offset {begin}')
        raise _no(f'Empty attribute name in the tag "{tag}" at byte offset {begin}')
    if data[at] != ord("="):
        if data[at] == 0:
            raise _no(f'Unclosed start tag "{tag}" at byte offset {begin}')
        return at, name, ""
    at = _skip(data, at + 1)
    if data[at] == 0:
        raise _no(f'Unclosed start tag "{tag}" at byte offset {begin}')
    if data[at] in b"'\"":
        value, at = _quoted(data, at, begin)
    else:
        token = _TOKEN.match(data, at)
        assert token is not None
        value, first, at = token[0].decode().lower(), at, token.end()
        if data[at] != ord(">") and not data[at : at + 1].isspace():
            raise _no(f"Unexpected end of name token at byte offset {first}")
    return at, name, value


def _quoted(data: bytes, at: int, begin: int) -> tuple[str, int]:
    end = data.find(data[at : at + 1], at + 1)
    if end < 0 or data[end + 1] == 0:
        raise _no(f"Unclosed start tag at byte offset {begin}")
    out, at = "", at + 1
    while at < end:
        if data[at : at + 1] == b"&":
            text, at = _reference(data, at)
        else:
            step = min(n for n in (data.find(b"&", at, end), end) if n >= 0)
            text, at = data[at:step].decode(), step
        out += text
    return out, end + 1


def _closed(data: bytes, begin: int, stack: list[_Open], size: int) -> tuple[int, Json | None]:
    if not stack:
        raise _no(f"Unexpected end tag at byte offset {begin}")
    named = _END.match(data, begin)
    assert named is not None
    if data[named.end()] != ord(">"):
        raise _no(f"Unclosed end tag at byte offset {begin}")
    opened, tag = stack.pop(), named[1].decode().lower()
    if tag != opened.tag:
        raise _no(f'Unmatched end tag at byte offset {begin}, expected "</{opened.tag}>", found "</{tag}>"')
    return named.end() + 1, _entity(opened, size - opened.begin) if size > opened.begin else None


def _nested(opened: _Open, stack: list[_Open]) -> None:
    """What the server would take apart without a word: code stands alone, blocks and links are not in each other."""
    around = [o.tag for o in stack]
    if opened.tag == "code" and around[-1:] == ["pre"] and opened.argument:
        around.pop()
    kinds = {_KINDS[tag] for tag in around}
    wrong = kinds & {"pre", "code", _KINDS[opened.tag]}
    if opened.tag in ("blockquote", "pre"):
        wrong |= kinds
    if opened.tag == "code":
        wrong |= kinds - {"blockquote"}
    if wrong:
        raise _no(f'Tag "{opened.tag}" cannot be inside {sorted(wrong)}; the server would drop one of them')


def _entity(opened: _Open, length: int) -> Json:
    kind, argument = _KINDS[opened.tag], opened.argument
    found: Json = {"type": kind, "offset": opened.begin, "length": length}
    match kind:
        case "blockquote" if argument:
            found["type"] = "expandable_blockquote"
        case "code" if argument:
            found["language"] = argument.removeprefix("language-")
        case "custom_emoji":
            if not (argument.isascii() and argument.isdigit() and 0 < int(argument) < 2**63):
                raise bad("can't parse entities: Invalid custom emoji identifier specified")
            found["custom_emoji_id"] = argument
        case "text_link" if user := _USER.fullmatch(argument):
            found |= {"type": "text_mention", "user": {"id": int(user[1]), "is_bot": False, "first_name": ""}}
        case "text_link":
            if not _LINK.fullmatch(argument):
                raise _no(f"a link that leads nowhere, {argument!r}; the server would drop it")
            found["url"] = argument
    return found


def _with_languages(found: list[Json]) -> list[Json]:
    """`<pre><code class="language-x">` is one entity; a language elsewhere is nothing."""
    pres = {(e["offset"], e["length"]): e for e in found if e["type"] == "pre"}
    out = []
    for entity in found:
        pre = pres.get((entity["offset"], entity["length"]))
        if entity["type"] != "code":
            out.append(entity)
            continue
        language = entity.pop("language", "")
        if pre is None:
            out.append(entity)
        elif language:
            pre["language"] = language
    return out


def _place(entity: Json) -> tuple[int, int, int]:
    kind = entity["type"]
    return entity["offset"], -entity["length"], _ORDER.index(kind) if kind in _ORDER else len(_ORDER)
