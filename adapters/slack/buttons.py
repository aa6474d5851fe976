"""What can be pressed: buttons, menus, forms and pages of them. Pure.

A button's `value` is its token. What has no token was never queued: it is shown as text, never as a dead button.
"""

from collections.abc import Iterator, Sequence

from adapters.slack.limits import (
    BUTTON_TEXT,
    BUTTONS,
    CARD_BODY,
    CARD_TITLE,
    CARDS,
    OPTION_TEXT,
    OPTIONS,
    cost,
    cut,
    size,
)
from adapters.slack.text import Element, bare, clean, escaped, line, outline, plain, web
from bot.messages import Card, Cards, Choice, Choices, Form

Page = list[Element]
MENU = "Choose one …"
STYLES = {"accept": "primary", "yes, forget me": "danger"}  # by what the label says, lower case


def choices(block: Choices, ids: Iterator[int], most: int) -> list[Page]:
    """Up to 25 buttons, else menus: one page for each. `most` is what a page may cost."""
    live = [c for c in block.choices if c.token]
    if len(live) <= BUTTONS:
        return [[_row([button(c.label, c.token, next(ids)) for c in live])]] if live else []
    return [[_row([_menu(group, next(ids))])] for group in _menus(live, most)]


def dead(block: Choices) -> list[Element]:
    """The choices that cannot be pressed, as a list of words to type."""
    return outline("", [c.label for c in block.choices if not c.token])


def form(block: Form, ids: Iterator[int]) -> list[Element]:
    """The button that opens a form; without a token the questions and what to say."""
    if block.token:
        return [_row([button(block.title, block.token, next(ids), "form", "primary")])]
    return outline(block.title, [*(f.label for f in block.fields), block.says])


def turning(token: str, page: int, pages: int) -> list[Element]:
    """Which page is open, and the way to the others."""
    row = []
    if page > 0:
        row.append(_pressed("‹ Back", f"{token}:{page - 1}", "page:back"))
    if page < pages - 1:
        row.append(_pressed("More ›", f"{token}:{page + 1}", "page:more"))
    return [{"type": "context", "elements": [plain(f"Page {page + 1} of {pages}")]}, _row(row)]


def thumbs() -> Element:
    """Whether the answer was any good."""
    good = {"text": plain("Good answer"), "value": "good"}
    bad = {"text": plain("Bad answer"), "value": "bad"}
    element = {"type": "feedback_buttons", "action_id": "feedback", "positive_button": good, "negative_button": bad}
    return {"type": "context_actions", "elements": [element]}


def button(label: str, token: str, n: int, kind: str = "press", style: str = "") -> Element:
    """A button. `n` makes its id unique within the message."""
    style = style or STYLES.get(label.casefold(), "")
    return _pressed(label, token, f"{kind}:{n}") | ({"style": style} if style else {})


def cards(block: Cards, most: int) -> list[Page]:
    """Cards in pages of up to ten: beside each other where they are short, else below each other."""
    pages: list[Page] = []
    for start in range(0, len(block.cards), CARDS):
        group = block.cards[start : start + CARDS]
        short = [_short(card) for card in group] if len(group) > 1 else [None]
        beside = [card for card in short if card]
        if len(beside) == len(group):
            pages.append([{"type": "carousel", "elements": beside}])
        else:
            pages += _below(group, most)
    return [page for page in pages if page]


def _below(group: Sequence[Card], most: int) -> list[Page]:
    """Pages of whole cards, and of parts of those that are longer than a page."""
    pages: list[Page] = [[]]
    used = 0
    for card in group:
        made = outline(card.title, card.lines, card.url)
        prices = [cost(block) for block in made]
        whole = sum(prices) <= most
        for n, (block, price) in enumerate(zip(made, prices, strict=True)):
            needed = sum(prices) if whole and n == 0 else price
            if pages[-1] and used + needed > most:
                pages.append([])
                used = 0
            pages[-1].append(block)
            used += price
    return pages


def _short(card: Card) -> Element | None:
    """A card block when all of the card fits and means in mrkdwn what it says; else None."""
    title, body = line(card.title), clean("\n".join(filter(None, map(line, card.lines))))
    address = web(card.url)
    if not title or not bare(title) or not bare(body) or (card.url and not address):
        return None
    head = escaped(title)
    if address:
        head = f"<{address.replace('&', '&amp;').replace('<', '%3C').replace('>', '%3E').replace('|', '%7C')}|{head}>"
    text = escaped(body)
    if size(head) > CARD_TITLE or size(text) > CARD_BODY:
        return None
    made: Element = {"type": "card", "title": _marked(head)}
    return made | {"body": _marked(text)} if text else made


def _marked(text: str) -> Element:
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def _row(elements: list[Element]) -> Element:
    return {"type": "actions", "elements": elements}


def _pressed(label: str, value: str, action: str) -> Element:
    text = cut(line(label), BUTTON_TEXT) or "…"
    return {"type": "button", "action_id": action, "text": plain(text), "value": value}


def _option(choice: Choice) -> Element:
    return {"text": plain(cut(line(choice.label), OPTION_TEXT) or "…"), "value": choice.token}


def _menus(live: Sequence[Choice], most: int) -> Iterator[list[Element]]:
    group: list[Element] = []
    used = 0
    for option in map(_option, live):
        price = size(option["text"]["text"]) + 120
        if group and (len(group) == OPTIONS or used + price > most):
            yield group
            group, used = [], 0
        group.append(option)
        used += price
    yield group


def _menu(options: list[Element], n: int) -> Element:
    return {"type": "static_select", "action_id": f"choose:{n}", "placeholder": plain(MENU), "options": options}
