"""Buttons: rows that fit a phone, and pages of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from adapters.telegram.blocks import spoken
from adapters.telegram.html import flat
from adapters.telegram.limits import BUTTONS, DATA, LABEL, PAGE, narrow, visible, width
from bot.messages import Block, Cards, Choice, Choices, Form, Reply

_ROOM = ((3, 11), (2, 17))  # this many buttons side by side when every label takes at most so many columns


@dataclass(frozen=True, slots=True)
class Button:
    """A label (UTF-16 safe) and what a press sends: 1-64 bytes."""

    label: str
    data: str


Kind = TypeVar("Kind", bound=Block)
Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Keyboard:
    """The rows; `texts` are choices that are no buttons, `full` the labels that a button cannot hold."""

    rows: Rows
    texts: tuple[str, ...] = ()
    full: tuple[str, ...] = ()


def keyboard(reply: Reply, pages: int = 1) -> Keyboard:
    """The keyboard of a reply. `pages` is how many pages its cards have; with one the choices turn, if there are many.

    Forms come first and are on every page.
    """
    forms = [Choice(f"✎ {f.title if visible(f.title) else f.submit}", f.says, f.token) for f in _all(reply, Form)]
    every = [*forms, *(c for b in _all(reply, Choices) for c in b.choices)]
    live = [c for c in every if pressable(c.token)]
    fixed = sum(pressable(f.token) for f in forms)
    turns = turning(reply.pages, reply.page, pages)
    shown, left = live, live[:0]
    if not turns and can_turn(reply.pages) and len(live) - fixed > PAGE:
        count = -(-(len(live) - fixed) // PAGE)
        page = open_page(reply.page, count)
        turns = turning(reply.pages, page, count)
        shown = [*live[:fixed], *live[fixed + page * PAGE : fixed + (page + 1) * PAGE]]
    elif len(live) > BUTTONS - len(turns):
        shown, left = live[: BUTTONS - len(turns)], live[BUTTONS - len(turns) :]
    rows = laid_out([_button(c) for c in shown])
    typed = [c for c in every[len(forms) :] if not pressable(c.token)]
    texts = tuple(text for c in (*left, *typed) if (text := spoken(c.label, c.says)))
    return Keyboard((*rows, turns) if turns else rows, texts, _full(reply, live[fixed:]))


def _full(reply: Reply, choices: list[Choice]) -> tuple[str, ...]:
    """Labels that a button cannot hold and that are no card's title; those of every page, so that the text stays."""
    long = [label for c in choices if len(c.label) > LABEL // 2 and narrow(label := flat(c.label), LABEL) != label]
    titles = {flat(c.title) for b in _all(reply, Cards) for c in b.cards} if long else set()
    return tuple(label for label in long if label not in titles)


def _all(reply: Reply, kind: type[Kind]) -> list[Kind]:
    return [b for b in reply.blocks if isinstance(b, kind)]


def pressable(token: str) -> bool:
    """Whether it can be the data of a button."""
    return 1 <= len(token) <= DATA and token.isascii() and token.isprintable()


def can_turn(pages: str) -> bool:
    """Whether pages of this reply can be turned."""
    return bool(pages) and pressable(f"{pages}:99999")


def open_page(page: int, count: int) -> int:
    """The page that is open, within what there is."""
    return max(0, min(page, count - 1))


def turning(pages: str, page: int, count: int) -> tuple[Button, ...]:
    """‹ 2/7 ›; from the last page on comes the first. Nothing for one page."""
    if count < 2 or not can_turn(pages):
        return ()
    page = open_page(page, count)
    names = (("‹", (page - 1) % count), (f"{page + 1}/{count}", page), ("›", (page + 1) % count))
    return tuple(Button(label, f"{pages}:{n}") for label, n in names)


def laid_out(buttons: Sequence[Button]) -> Rows:
    """One to three a row, as their labels allow; none of a row of three stays alone in the next."""
    rows: list[tuple[Button, ...]] = []
    at = 0
    while at < len(buttons):
        many = next((n for n, room in _ROOM if _fit(buttons[at : at + n], n, room)), 1)
        if many == 3 and len(buttons) - at == 4:
            many = 2
        rows.append(tuple(buttons[at : at + many]))
        at += many
    return tuple(rows)


def _fit(buttons: Sequence[Button], many: int, room: int) -> bool:
    return len(buttons) == many and all(width(b.label) <= room for b in buttons)


def _button(choice: Choice) -> Button:
    label = flat(choice.label)
    if not visible(label):
        label = flat(choice.says) if visible(choice.says) else "…"
    return Button(narrow(label, LABEL), choice.token)


def markup(rows: Rows) -> dict[str, Any]:
    """An InlineKeyboardMarkup."""
    return {"inline_keyboard": [[{"text": b.label, "callback_data": b.data} for b in row] for row in rows]}
