"""A Reply as Telegram messages. Pure: no network, no clock. Degrades instead of failing, and never says nothing.

The last part is always a text, and buttons and whatever has pages are in it, so that an edit is always an
`editMessageText` of the last part. Turning a page never changes how many parts there are.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from adapters.telegram.blocks import caption, card, fields, follows, form, heading, notes, paragraph, progress, steps
from adapters.telegram.html import Chunk, Span, chunk, flat, html, plain
from adapters.telegram.keyboard import Keyboard, Rows, can_turn, keyboard, markup, open_page, pressable
from adapters.telegram.limits import CAPTION, MESSAGES, MORE, visible
from adapters.telegram.splitting import fits, pack, shortened
from adapters.telegram.tables import table
from adapters.wire import Upload
from bot.messages import (
    Block,
    Card,
    Cards,
    Choices,
    Fields,
    Form,
    Heading,
    Note,
    Picture,
    Progress,
    Reply,
    Steps,
    Table,
    Text,
)


@dataclass(frozen=True, slots=True)
class Part:
    """One message. With a `picture` or a `file` `html` is the caption ("" none), at most 1024 units; else the text.

    Where the picture cannot be drawn its caption says the same and can be sent as a text.
    """

    html: str
    keyboard: Rows = ()
    picture: Picture | None = None
    file: Upload | None = None


Piece = Chunk | Picture


@dataclass(slots=True)
class _Body:
    """What a reply becomes: pieces in order, the pages of its cards at `at`, and files."""

    pieces: list[Piece]
    pages: list[list[Chunk]]
    at: int
    files: list[Upload]


def parts(reply: Reply) -> list[Part]:
    """The messages of a reply, at least one, in the order in which they are sent."""
    body = _body(reply)
    keys = keyboard(reply, len(body.pages))
    said = _said(keys)
    last: list[Chunk] | Picture = []
    if body.pages:
        lead, last = _around(body, open_page(reply.page, len(body.pages)), said)
        messages = _cut(_packed(lead), body.files, MESSAGES - 1)
    else:
        messages = _cut(_packed(_text_last([*body.pieces, *said], reply.summary)), body.files, MESSAGES)
        if messages and isinstance(messages[-1], list):
            last = messages.pop()
    files = [Part("", file=file) for file in body.files]
    text = html(last if isinstance(last, list) and last else shortened(_fallback(reply.summary)))
    return [*(_part(m) for m in messages), *files, Part(text, keys.rows)]


def draft(reply: Reply) -> str:
    """What sendMessageDraft shows while an answer is on its way: the text that fits one message."""
    body = _body(reply)
    chunks = [p for p in body.pieces if isinstance(p, Chunk)]
    page = body.pages[open_page(reply.page, len(body.pages))] if body.pages else []
    return html(shortened([*chunks[: body.at], *page, *chunks[body.at :]] or _fallback(reply.summary)))


def payload(part: Part) -> tuple[str, dict[str, Any]]:
    """(method, parameters without the chat and without the upload) of a part."""
    if part.file or part.picture:
        method = "sendDocument" if part.file else "sendPhoto"
        return method, {"caption": part.html, "parse_mode": "HTML"} if part.html else {}
    params: dict[str, Any] = {
        "text": part.html,
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }
    if part.keyboard:
        params["reply_markup"] = markup(part.keyboard)
    return "sendMessage", params


def cards_turn(reply: Reply) -> Cards | None:
    """The cards that are shown one a page: the last ones, when pages can be turned and there are several."""
    if not can_turn(reply.pages):
        return None
    return next((b for b in reversed(reply.blocks) if isinstance(b, Cards) and len(cards_shown(b)) > 1), None)


def cards_shown(block: Cards) -> list[Card]:
    """The cards that have anything to show."""
    return [c for c in block.cards if any(map(visible, (c.title, *c.lines, c.url or "")))]


def _body(reply: Reply) -> _Body:
    turned = cards_turn(reply)
    body = _Body([], [], 0, [])
    small: list[Note] = []
    for n, block in enumerate((*reply.blocks, None)):
        if isinstance(block, Note):
            small.append(block)
            continue
        body.pieces += notes(small)
        small = []
        if block is None:
            break
        if block is turned and isinstance(block, Cards):
            body.pages, body.at = [card(c) for c in cards_shown(block)], len(body.pieces)
        elif isinstance(block, Table):
            shown, sheet = table(block, f"table-{n + 1}.csv")
            body.pieces += shown
            body.files += [sheet] if sheet else []
        else:
            if isinstance(block, Text) and follows(block.text) and body.pieces and body.at != len(body.pieces):
                above = body.pieces[-1]
                body.pieces[-1] = replace(above, tight=True) if isinstance(above, Chunk) else above
            body.pieces += _pieces(block)
    for file in reply.files:
        name = flat(file.name).replace("/", "_") or "file"
        if file.content:
            body.files.append(Upload(name, file.media_type, partial(_bytes, file.content)))
        else:
            body.pieces += paragraph(f"{name}: an empty file")
    return body


def _pieces(block: Block) -> Sequence[Piece]:
    match block:
        case Text(text):
            return paragraph(text)
        case Heading(text):
            return heading(text)
        case Fields():
            return fields(block)
        case Progress():
            return progress(block)
        case Steps():
            return steps(block)
        case Cards():
            return [c for found in block.cards for c in card(found)]
        case Form():
            return form(block, button=pressable(block.token))
        case Picture():
            return _picture(block)
        case Choices() | Table() | Note():
            return []


def _picture(block: Picture) -> list[Piece]:
    """The picture; words that its caption cannot hold come after it as a text."""
    if fits([chunk(caption(block.title, block.alt))], CAPTION):
        return [block]
    return [block, *heading(block.title), *paragraph(block.alt)]


def _caption(block: Picture) -> list[Chunk]:
    """What stands under a picture."""
    whole = [chunk(caption(block.title, block.alt))]
    if not any(visible(plain(c)) for c in whole):
        return []
    return whole if fits(whole, CAPTION) else shortened(whole, CAPTION)


def _said(keys: Keyboard) -> list[Chunk]:
    """Choices that are no buttons, and labels that are too long for one."""
    found = [chunk(tuple((Span(f"• {t}"),) for t in keys.full))] if keys.full else []
    if keys.texts:
        sep = " · "
        whole = sep.join(keys.texts)
        found.append(chunk(((Span(whole),),)))
    return found


def _text_last(pieces: list[Piece], summary: str) -> list[Piece]:
    """The same with its pictures before the last run of text, which is the summary where there is none."""
    end = len(pieces)
    while end and isinstance(pieces[end - 1], Picture):
        end -= 1
    if not end:
        return [*pieces, *_fallback(summary)]
    begin = end
    while begin and isinstance(pieces[begin - 1], Chunk):
        begin -= 1
    return [*pieces[:begin], *pieces[end:], *pieces[begin:end]]


def _fallback(summary: str) -> list[Chunk]:
    return paragraph(summary) or [chunk(((Span("…"),),))]


def _around(body: _Body, page: int, said: list[Chunk]) -> tuple[list[Piece], list[Chunk]]:
    """(what comes before, the last message) of cards that turn: as few parts as hold for every page."""
    before, after = body.pieces[: body.at], [*body.pieces[body.at :], *said]
    tail = [p for p in after if isinstance(p, Chunk)]
    before += [p for p in after if isinstance(p, Picture)]
    begin = len(before)
    while begin and isinstance(before[begin - 1], Chunk):
        begin -= 1
    run = [p for p in before[begin:] if isinstance(p, Chunk)]
    if all(fits([*run, *p, *tail]) for p in body.pages):
        return before[:begin], [*run, *body.pages[page], *tail]
    if all(fits([*p, *tail]) for p in body.pages):
        return before, [*body.pages[page], *tail]
    return [*before, *tail], shortened(body.pages[page])


def _packed(pieces: list[Piece]) -> list[list[Chunk] | Picture]:
    done: list[list[Chunk] | Picture] = []
    run: list[Chunk] = []
    for piece in pieces:
        if isinstance(piece, Picture):
            done += pack(run)
            done.append(piece)
            run = []
        else:
            run.append(piece)
    return [*done, *pack(run)]


def _cut(messages: list[list[Chunk] | Picture], files: list[Upload], most: int) -> list[list[Chunk] | Picture]:
    """At most so many texts; when there are more, a file has all of them and a line says so."""
    texts = [m for m in messages if isinstance(m, list)]
    if len(texts) <= most:
        return messages
    whole = [c for m in texts for c in m]
    files.append(Upload("everything.txt", "text/plain", lambda: _bytes("\n\n".join(map(plain, whole)))))
    dropped = texts[most - 1 :]
    more = [chunk(((Span(f"{MORE} All of it is in everything.txt."),),))]
    return [*(m for m in messages if not any(m is d for d in dropped)), more]


def _bytes(text: str) -> bytes:
    return text.encode(errors="replace")


def _part(message: list[Chunk] | Picture) -> Part:
    if isinstance(message, Picture):
        return Part(html(_caption(message)), picture=message)
    return Part(html(message))
