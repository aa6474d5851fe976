"""A Reply as Slack's messages or as a home view. Pure: no network, no clock; every Reply can be shown.

What is too long is parted into several messages, then put into a file; what cannot be shown leaves a marker.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import count
from typing import Any

from adapters.slack import buttons
from adapters.slack.blocks import note, shown
from adapters.slack.limits import CARDS, MARKER, NOTICE_BYTES, VIEW_BLOCKS, cut
from adapters.slack.packing import Unit, packed, paged, single
from adapters.slack.plain import plain_text
from adapters.slack.tables import grid, table
from adapters.slack.text import Element, escaped, line, paragraphs
from adapters.slack.words import ASK_IN_PRIVATE
from adapters.wire import Upload
from bot.messages import Cards, Choices, Form, Reply, Table

MOST_MESSAGES = 8  # ours: nobody reads more in a row; the rest is in a file
TAIL_COST = 9_000  # of a message's 12,000: for all that can be pressed or turned
LEAST_PAGE = 1_200
REST = f"{MARKER} The file answer.txt has all of it."


@dataclass(frozen=True, slots=True)
class Rendered:
    """Messages as `text` and `blocks` for chat.postMessage, and files that go before them: an edit changes the last
    message, which has to stay the last receipt.
    """

    messages: tuple[dict[str, Any], ...]
    files: tuple[Upload, ...] = ()


@dataclass(slots=True)
class _Sheet:
    """What a reply has become so far."""

    units: list[Unit] = field(default_factory=list)
    files: list[Upload] = field(default_factory=list)
    pages: int = 1
    turned: int = 0  # how many units come before the page controls

    def add(self, blocks: Iterable[Element], tail: bool = False) -> None:
        self.units += [single(block, tail) for block in blocks]

    def turn(self, pages: Sequence[Sequence[Element]], page: int) -> None:
        self.units.append(paged(pages, page))
        self.pages = max(self.pages, len(pages))
        self.turned = len(self.units)


def rendered(reply: Reply, *, public: bool = False, drawn: bool = False, feedback: bool = False) -> Rendered:
    """The reply for a place; in a `public` one a private reply is nothing but a pointer.

    `drawn`: the caller sends pictures as files, so only their titles are shown. `feedback` asks for a thumb.
    """
    if public and reply.visibility == "private":
        return Rendered((pointer(),))
    sheet = _sheet(reply, drawn=drawn)
    if feedback:
        sheet.add([buttons.thumbs()], tail=True)
    parts = packed(sheet.units)
    files = sheet.files
    if len(parts) > MOST_MESSAGES:
        body = packed([u for u in sheet.units if not u.tail])[: MOST_MESSAGES - 2]
        pressed = [u for u in sheet.units if u.tail] or sheet.units[-1:]
        tail = packed([*map(single, note(REST)), *pressed])
        parts = [*body, *tail]
        files = [*files, Upload("answer.txt", "text/plain", lambda: _bytes(plain_text(reply)))]
    texts = (_notice(reply.summary, n, len(parts)) for n in range(len(parts)))
    return Rendered(tuple({"text": t, "blocks": b} for t, b in zip(texts, parts, strict=True)), tuple(files))


def messages(reply: Reply, *, public: bool, drawn: bool = False, feedback: bool = False) -> list[dict[str, Any]]:
    """`text` and `blocks` of each message, at least one."""
    return list(rendered(reply, public=public, drawn=drawn, feedback=feedback).messages)


def edited(reply: Reply, sent: int, *, drawn: bool = False, feedback: bool = False) -> dict[str, Any]:
    """What the last of `sent` messages becomes when they now say `reply`. Where its buttons had a message of their own
    and are gone, only what came last is in it: the rest stands above already.
    """
    now = messages(reply, public=False, drawn=drawn, feedback=feedback)
    if len(now) < sent:
        now = messages(replace(reply, blocks=reply.blocks[-1:]), public=False, drawn=drawn, feedback=feedback)
    return now[-1]


def uploads(reply: Reply, *, public: bool = False) -> tuple[Upload, ...]:
    """The reply's files, and those for what its messages had no room for."""
    return rendered(reply, public=public).files


def pointer() -> dict[str, Any]:
    """The message in a public place that says nothing but where the answer can be had."""
    return {"text": escaped(ASK_IN_PRIVATE), "blocks": paragraphs(ASK_IN_PRIVATE)}


def home(reply: Reply) -> dict[str, Any]:
    """The `view` of views.publish. Tables are drawn with letters: a home tab has none."""
    units = _sheet(reply, tables=False).units
    blocks = [block for unit in units for block in unit.blocks]
    if len(blocks) > VIEW_BLOCKS:
        tail = [b for u in units if u.tail for b in u.blocks][: VIEW_BLOCKS // 2]
        body = [b for u in units if not u.tail for b in u.blocks]
        blocks = [*body[: VIEW_BLOCKS - 1 - len(tail)], *note(f"{MARKER} Ask me in a message for the rest."), *tail]
    return {"type": "home", "blocks": blocks}


def _sheet(reply: Reply, *, drawn: bool = False, tables: bool = True) -> _Sheet:
    sheet, ids = _Sheet(files=_files(reply)), count()
    pressable = sum(isinstance(b, Choices | Cards) for b in reply.blocks)
    most = max(LEAST_PAGE, TAIL_COST // max(1, pressable))
    for block in reply.blocks:
        match block:
            case Choices():
                sheet.add(buttons.dead(block))
                pages = buttons.choices(block, ids, most)
                if len(pages) > 1 and reply.pages:
                    sheet.turn(pages, reply.page)
                else:
                    sheet.add((b for page in pages for b in page), tail=True)
            case Cards(cards):
                pages = buttons.cards(block, most)
                if len(cards) > CARDS and len(pages) > 1 and reply.pages:
                    sheet.turn(pages, reply.page)
                else:
                    sheet.add(b for page in pages for b in page)
            case Form():
                sheet.add(buttons.form(block, ids), tail=bool(block.token))
            case Table() if tables:
                made = table(block, _free("table", [f.name for f in sheet.files]))
                sheet.add(made.blocks)
                sheet.files += [made.file] if made.file else []
            case Table():
                sheet.add(grid(block))
            case _:
                sheet.add(shown(block, drawn))
    if sheet.pages > 1:
        row = buttons.turning(reply.pages, min(max(reply.page, 0), sheet.pages - 1), sheet.pages)
        sheet.units[sheet.turned : sheet.turned] = [single(block, tail=True) for block in row]
    if not sheet.units:
        sheet.add(paragraphs(reply.summary) or paragraphs("…"))
    return sheet


def _files(reply: Reply) -> list[Upload]:
    out: list[Upload] = []
    for file in reply.files:
        name = cut(line(file.name).replace("/", "_").replace("\\", "_"), 100, "…") or "file.txt"
        kind = line(file.media_type) or "text/plain"
        out.append(Upload(name, kind, partial(_bytes, file.content)))
    return out


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _free(name: str, taken: Sequence[str]) -> str:
    names = (f"{name}{'-' + str(n) if n > 1 else ''}.csv" for n in count(1))
    return next(n for n in names if n not in taken)


def _notice(summary: str, n: int, parts: int) -> str:
    """What notifications and screen readers get of message `n` (from 0)."""
    text, most = line(summary) or "…", NOTICE_BYTES // 4
    more = f" ({n + 1} of {parts})" if n else ""
    while len((short := escaped(cut(text, most)) + more).encode("utf-8", "replace")) > NOTICE_BYTES:
        most //= 2
    return short
