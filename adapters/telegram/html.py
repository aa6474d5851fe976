"""Text with formatting, as Telegram's HTML. Plain text in: nothing that a person wrote can act as a tag or a mention.

A Chunk is a few lines that belong together; `adapters.telegram.splitting` puts chunks into messages before they become
HTML, so that a tag is never cut.
"""

import re
import sys
from dataclasses import dataclass
from typing import Literal

from adapters.telegram.limits import units, visible

Tag = Literal["", "b", "i", "a"]
Frame = Literal["", "pre", "quote"]

_TAGS: dict[Frame, tuple[str, str]] = {
    "": ("", ""),
    "pre": ("<pre>", "</pre>"),
    "quote": ("<blockquote expandable>", "</blockquote>"),
}
# As the server cleans a text, so that lengths are counted alike: controls become spaces; text direction is not forced.
_ODD = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\ud800-\udfff]")
_GONE = frozenset("\r\u202a\u202b\u202c\u202d\u202e")
# A name after "@" would ring somebody's phone; a word joiner in between is invisible. The path of a link stays.
_MENTION = re.compile(r"@(?=\w)")
_PATH = re.compile(r"https?://[\w.:-]+/[\w./~%+-]*")
_LINK = re.compile(r"https?://(?:www\.)?((?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,})(?::\d+)?(?:[/?#][!-~]*)?", re.ASCII)
LONGEST_LINK = 1000


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line in one style; an "a" leads to `url`."""

    text: str
    tag: Tag = ""
    url: str = ""


Line = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Chunk:
    """Lines that belong together. `tight`: what follows belongs to it too (a title), without an empty line between.

    `units` is the length in UTF-16 code units, `entities` how many entities the server will count.
    """

    lines: tuple[Line, ...]
    frame: Frame
    tight: bool
    units: int
    entities: int


def chunk(lines: tuple[Line, ...], frame: Frame = "", tight: bool = False) -> Chunk:
    """A measured chunk."""
    size = sum([units(span.text) for line in lines for span in line]) + len(lines) - 1
    tags = sum([1 for line in lines for span in line if span.tag])
    return Chunk(lines, frame, tight, size, tags + (frame != ""))


def clean(text: str) -> str:
    """Without what the server would take away or refuse; nobody is mentioned."""
    if not text.isprintable():
        text = _ODD.sub(_tame, text)
    if "@" in text:
        text = _MENTION.sub(_unmention, text)
    return text


def _tame(found: re.Match[str]) -> str:
    odd = found[0]
    return "" if odd in _GONE else "\ufffd" if "\ud800" <= odd <= "\udfff" else " "


def _unmention(found: re.Match[str]) -> str:
    before = found.string[max(0, found.start() - 200) : found.start()]
    last = before[-1:]
    if last.isalnum() or last == "_":
        return "@"
    return "@" if last == "/" and _PATH.fullmatch(before.split()[-1]) else "@\u2060"


def flat(text: str) -> str:
    """A clean text on one line."""
    return " ".join(clean(text).split("\n")).strip(" ")


def lines(text: str, tag: Tag = "", before: str = "") -> tuple[Line, ...]:
    """The lines of a text in one style; empty lines at the ends go, and never two in a row stay."""
    if "\n" not in text:
        return ((Span(before + clean(text), tag),),)
    every = [line.rstrip() for line in clean(text).strip("\n").split("\n")]
    kept = [line for n, line in enumerate(every) if line or (n and every[n - 1])]
    return tuple([(Span(before + line if n == 0 else line, tag if line else ""),) for n, line in enumerate(kept)])


def link(url: str) -> Span | None:
    """A link that shows where it leads; the bare text where it is no ordinary web address, None without one."""
    if not visible(url):
        return None
    found = _LINK.fullmatch(url) if len(url) <= LONGEST_LINK else None
    return Span(sys.intern(found[1]), "a", url) if found else Span(flat(url))


def plain(part: Chunk) -> str:
    """The text alone."""
    return "\n".join("".join(span.text for span in line) for line in part.lines)


def escaped(text: str) -> str:
    """Text that stands in HTML as itself, in attributes too."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    return text.replace('"', "&quot;") if '"' in text else text


def html(chunks: list[Chunk]) -> str:
    """One message."""
    out: list[str] = []
    for n, part in enumerate(chunks):
        if n:
            out.append("\n" if chunks[n - 1].tight else "\n\n")
        opening, closing = _TAGS[part.frame]
        out += [opening, "\n".join(["".join([_span(s) for s in line]) for line in part.lines]), closing]
    return "".join(out)


def _span(span: Span) -> str:
    text = escaped(span.text)
    if not span.tag or not text:
        return text
    if span.tag == "a":
        return f'<a href="{escaped(span.url)}">{text}</a>'
    return f"<{span.tag}>{text}</{span.tag}>"
