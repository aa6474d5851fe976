"""A Reply as one rich message (Bot API 10.1): real tables, headings and folded details, for servers that know these.

Source of tags and limits: core.telegram.org/bots/api#rich-message-formatting-options.
"""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from adapters.telegram.blocks import SMALL, bar, during, iso_date, mark
from adapters.telegram.html import Line, escaped, flat, lines, link
from adapters.telegram.keyboard import keyboard, markup, open_page, pressable
from adapters.telegram.limits import RICH_BLOCKS, RICH_COLUMNS, RICH_TEXT, visible
from adapters.telegram.render import cards_shown, cards_turn
from bot.messages import (
    Block,
    Card,
    Cards,
    Fields,
    Form,
    Heading,
    Item,
    Note,
    Picture,
    Progress,
    Reply,
    Steps,
    Table,
    Text,
)

_BLOCK_TAGS = ("<p", "<h", "<li", "<tr", "<table", "<ul", "<details", "<footer")


def rich(reply: Reply) -> dict[str, Any] | None:
    """Parameters of sendRichMessage without the chat; None where it gains nothing (no table, no steps) or cannot be: a
    picture or a file goes with it, or it is over a limit. Then `parts` is what to send.
    """
    if reply.files or not any(isinstance(b, Table | Steps) for b in reply.blocks):
        return None
    if any(isinstance(b, Picture) or (isinstance(b, Table) and _columns(b) > RICH_COLUMNS) for b in reply.blocks):
        return None
    turned = cards_turn(reply)
    pages = cards_shown(turned) if turned else []
    keys = keyboard(reply, len(pages))
    out: list[str] = []
    for small, group in groupby(reply.blocks, lambda b: isinstance(b, Note)):
        if small:
            out += _notes([b.text for b in group if isinstance(b, Note) and visible(b.text)])
            continue
        for block in group:
            if pages and block is turned:
                out += _card(pages[open_page(reply.page, len(pages))])
            else:
                out += _block(block)
    out += [_paragraph(f"• {label}") for label in keys.full]
    out += [_paragraph(" · ".join(keys.texts))] if keys.texts else []
    html = "".join(out)
    if len(html) > RICH_TEXT or sum(map(html.count, _BLOCK_TAGS)) > RICH_BLOCKS or not visible(html):
        return None
    found: dict[str, Any] = {"rich_message": {"html": html}}
    return {**found, "reply_markup": markup(keys.rows)} if keys.rows else found


def _block(block: Block) -> Iterator[str]:
    match block:
        case Text(text):
            yield _paragraph(text)
        case Heading(text) if visible(text):
            yield f"<h3>{escaped(flat(text))}</h3>"
        case Fields(pairs):
            rows = [f'<tr><th align="left">{_cell(k)}</th><td>{_cell(v)}</td></tr>' for k, v in pairs]
            yield f"<table>{''.join(rows)}</table>" if rows else ""
        case Table():
            yield _table(block)
        case Progress(label, share):
            share = max(0.0, min(1.0, share))
            yield _paragraph(label)
            yield _paragraph(f"{bar(0, share)} {share:.0%}")
        case Steps(items, start, finish):
            for n, item in enumerate(items, 1):
                yield _step(n, item, start, finish)
        case Cards(cards):
            for card in cards:
                yield from _card(card)
        case Form(title=title, fields=fields, says=says, token=token):
            yield _strong(title)
            yield _list([f.label for f in fields])
            if not pressable(token) and visible(says):
                yield _paragraph(f"Type “{flat(says)}” to begin.")
        case _:
            return


def _step(n: int, item: Item, start: str, finish: str) -> str:
    title = f"{n}. {mark(item.state)} {flat(item.title)}"
    when = during(item, iso_date(start), iso_date(finish))
    details = _list(list(item.detail)) + _link(item.url)
    head = f"<b>{escaped(title)}</b>"
    if not details:
        return f"<p>{head}<br>{escaped(when)}</p>"
    return f"<details><summary>{head} · {escaped(when)}</summary>{details}</details>"


def _card(card: Card) -> Iterator[str]:
    yield _strong(card.title)
    yield _list(list(card.lines))
    yield _link(card.url)


def _notes(texts: list[str]) -> Iterator[str]:
    if len(texts) == 1 and len(texts[0]) <= SMALL:
        yield f"<footer>{_text(lines(texts[0]))}</footer>"
    elif texts:
        yield f"<details><summary>Small print</summary>{_list(texts)}</details>"


def _table(block: Table) -> str:
    columns = _columns(block)
    if not columns:
        return ""
    head, *rows = [[*row, *[""] * (columns - len(row))] for row in (block.head, *block.rows)]
    first = "".join(f"<th>{_cell(c)}</th>" for c in head)
    rest = "".join(f"<tr>{''.join(f'<td>{_cell(c)}</td>' for c in row)}</tr>" for row in rows)
    return f"<table bordered striped><tr>{first}</tr>{rest}</table>"


def _columns(block: Table) -> int:
    return max(map(len, (block.head, *block.rows)))


def _cell(text: str) -> str:
    return escaped(flat(text))


def _text(found: tuple[Line, ...]) -> str:
    return "<br>".join("".join(escaped(span.text) for span in line) for line in found)


def _paragraph(text: str) -> str:
    return f"<p>{_text(lines(text))}</p>" if visible(text) else ""


def _strong(text: str) -> str:
    return f"<p><b>{escaped(flat(text))}</b></p>" if visible(text) else ""


def _list(texts: list[str]) -> str:
    points = "".join(f"<li>{_text(lines(t))}</li>" for t in texts if visible(t))
    return f"<ul>{points}</ul>" if points else ""


def _link(url: str | None) -> str:
    found = link(url or "")
    if found is None:
        return ""
    text = escaped(found.text)
    return f'<p><a href="{escaped(found.url)}">{text}</a></p>' if found.url else f"<p>{text}</p>"
