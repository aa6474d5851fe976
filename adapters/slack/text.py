"""Texts as Slack's elements. Whatever people wrote stays plain text here: it is put where Slack knows no markup
(plain_text, rich_text), and escaped where there is no such place.
"""

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from adapters.slack.limits import TEXT, URL, chunks, size

Element = dict[str, Any]

ROWS = 40  # of one list or paragraph with many stretches: each costs about 90 of a message's 12,000

_KEPT = "\n\u200c\u200d\ufe0f"  # line ends, and what joins letters and emoji
_LINES = dict.fromkeys(map(ord, "\r\x0b\x0c\x85\u2028\u2029"), "\n")
_MASS = re.compile(r"@(?=(?:channel|here|everyone|all)\b)", re.IGNORECASE)
_MARKUP = re.compile(r"[*_~`]|:[\w+-]+:|^\s*>", re.MULTILINE)


class _Printable(dict[int, str]):
    """A translation that makes spaces of what cannot be printed; each character is looked at once."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = char if char.isprintable() or char in _KEPT else _LINES.get(code, " ")
        return self[code]


_PRINTABLE = _Printable()


def clean(text: str) -> str:
    """Without control characters, surrogates and invisible direction marks; line ends are `\\n`."""
    if text.isprintable():
        return text.strip()
    return text.replace("\r\n", "\n").translate(_PRINTABLE).strip()


def line(text: str) -> str:
    """The cleaned text as one line."""
    return " ".join(clean(text).split())


def escaped(text: str) -> str:
    """A cleaned text for a place where Slack reads markup: no tags, no mention of everybody."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _MASS.sub("@\u2060", text) if "@" in text else text


def bare(text: str) -> bool:
    """Whether a cleaned text has nothing in it that mrkdwn would change the look of."""
    return _MARKUP.search(text) is None


def web(url: str | None) -> str | None:
    """The URL when it is a link to the web that can be shown as one."""
    if not url or not url.isprintable() or " " in url or size(url) > URL:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None


def plain(text: str) -> Element:
    """A plain_text object."""
    return {"type": "plain_text", "text": text, "emoji": False}


def run(text: str, style: str = "") -> Element:
    """A stretch of rich text; `style` is bold, code or nothing."""
    return {"type": "text", "text": text, "style": {style: True}} if style else {"type": "text", "text": text}


def link(url: str, text: str) -> Element:
    """A bold link."""
    return {"type": "link", "url": url, "text": text, "style": {"bold": True}}


def section(*runs: Element) -> Element:
    """A paragraph of rich text."""
    return {"type": "rich_text_section", "elements": list(runs)}


def bullets(lines: Sequence[str], indent: int = 0) -> Element:
    """A list of rich text."""
    return {
        "type": "rich_text_list",
        "style": "bullet",
        "indent": indent,
        "elements": [section(run(text)) for text in lines],
    }


def rich(*elements: Element) -> Element:
    """A rich_text block."""
    return {"type": "rich_text", "elements": list(elements)}


def paragraphs(text: str) -> list[Element]:
    """A text of any length as rich_text blocks; lines that begin with `• ` become lists."""
    out = []
    for chunk in chunks(clean(text)):
        elements: list[Element] = []
        rows: list[str] = []
        listed = False
        for row in chunk.split("\n"):
            if row.startswith("• ") is not listed:
                elements += _group(rows, listed)
                rows, listed = [], not listed
            rows.append(row.removeprefix("• ") if listed else row)
            if listed and len(rows) == ROWS:
                out.append(rich(*elements, *_group(rows, listed)))
                elements, rows = [], []
        elements += _group(rows, listed)
        if elements:
            out.append(rich(*elements))
    return out


def _group(rows: Sequence[str], listed: bool) -> list[Element]:
    if listed:
        return [bullets([row for row in rows if row.strip()])] if any(row.strip() for row in rows) else []
    text = "\n".join(rows).strip("\n")
    return [section(run(text))] if text.strip() else []


def outline(
    title: str, lines: Sequence[str], url: str | None = None, lead: str = "", under: Sequence[Element] = ()
) -> list[Element]:
    """A bold title (a link when there is a URL) after `lead`, with `under` in the line below it, and lines as a list.

    As many rich_text blocks as it takes: nothing is cut.
    """
    first, *rest = chunks(line(title), TEXT // 2)
    address = web(url)
    head = [run(lead, "bold")] if lead else []
    if first:
        head.append(link(address, first) if address else run(first, "bold"))
    elif address:
        head.append(link(address, address))
    head += [run("\n"), *under] if head and under else list(under)
    shown = [*rest, *lines, *([url] if url and not address else [])]
    return _listed(head, [part for text in shown for part in chunks(line(text), TEXT // 2) if part])


def _listed(head: Sequence[Element], lines: Sequence[str]) -> list[Element]:
    out: list[Element] = []
    elements = [section(*head)] if head else []
    rows: list[str] = []
    used = sum(size(part.get("text", "")) for part in head)
    for text in lines:
        if rows and (used + size(text) > TEXT or len(rows) == ROWS):
            out.append(rich(*elements, bullets(rows)))
            elements, rows, used = [], [], 0
        rows.append(text)
        used += size(text)
    if rows:
        elements.append(bullets(rows))
    return [*out, rich(*elements)] if elements else out
