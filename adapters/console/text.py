"""A Reply as lines of text. Pure; every block has a plain form, nothing is dropped without a marker."""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.messages import Block, Cards, Choices, Fields, Heading, Item, Note, Progress, Reply, Steps, Table, Text

WIDTH = 96
BAR = 36
_MARKS = {"planned": "○", "started": "◐", "done": "●", "failed": "✗", "skipped": "–", "late": "!"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line and how it looks: plain, strong, dim, good, bad or key."""

    text: str
    style: str = "plain"


def plain(reply: Reply, width: int = WIDTH) -> str:
    """The whole reply as plain text."""
    return "\n".join(line.text for line in lines(reply, width))


def lines(reply: Reply, width: int = WIDTH) -> list[Line]:
    """The reply as styled lines; a reply without blocks shows its summary."""
    out: list[Line] = []
    for block in reply.blocks or (Text(reply.summary),):
        out += _block(block, max(40, width))
    out += [Line(f"[file] {f.name}", "key") for f in reply.files]
    return [Line(_clean(line.text), line.style) for line in out]


def _clean(text: str) -> str:
    """Without control characters: a line stays a line, and nothing steers the terminal."""
    return "".join(c if c.isprintable() or c in "\u200d\ufe0f" else " " for c in text)


def _block(block: Block, width: int) -> Iterator[Line]:
    match block:
        case Text(text):
            yield from _wrap(text, width)
        case Heading(text):
            yield Line(text, "strong")
        case Note(text):
            yield from _wrap(text, width, "  ", "dim")
        case Fields(pairs):
            indent = max((len(k) for k, _ in pairs), default=0) + 2
            for key, value in pairs:
                first = textwrap.wrap(value, max(20, width - indent - 2)) or [""]
                yield Line(f"  {key:<{indent}}{first[0]}")
                for more in first[1:]:
                    yield Line(" " * (indent + 2) + more)
        case Table(head, rows):
            yield from _table(head, rows)
        case Progress(label, share):
            yield Line(f"  {_bar(0, share)} {share:.0%}  {label}", "good")
        case Steps():
            yield from _steps(block, width)
        case Cards(cards):
            for card in cards:
                yield Line(card.title, "strong")
                for text in card.lines:
                    yield from _wrap(text, width, "  ")
                if card.url:
                    yield Line(f"  {card.url}", "dim")
        case Choices(choices, numbered=False):
            yield from _wrap(" · ".join(c.label for c in choices), width, "  ", "key")
        case Choices(choices):
            for n, choice in enumerate(choices, 1):
                yield Line(f"  [{n}] {choice.label}", "key")


def _wrap(text: str, width: int, indent: str = "", style: str = "plain") -> Iterator[Line]:
    for part in text.split("\n"):
        hanging = indent + ("  " if part.startswith("• ") else "")
        for line in textwrap.wrap(part, width, initial_indent=indent, subsequent_indent=hanging) or [""]:
            yield Line(line, style)


def _table(head: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> Iterator[Line]:
    columns = max(map(len, (head, *rows)))
    every = [(*row, *[""] * (columns - len(row))) for row in (head, *rows)]
    widths = [max(len(row[i]) for row in every) for i in range(columns)]
    for n, row in enumerate(every):
        yield Line(
            "  " + "  ".join(f"{c:<{w}}" for c, w in zip(row, widths, strict=True)).rstrip(),
            "dim" if n == 0 else "plain",
        )


def _steps(block: Steps, width: int) -> Iterator[Line]:
    start, finish = date.fromisoformat(block.start), date.fromisoformat(block.finish)
    span = max((finish - start).days, 1)
    for n, item in enumerate(block.items, 1):
        yield from _item(n, item, start, span, width)


def _item(n: int, item: Item, start: date, span: int, width: int) -> Iterator[Line]:
    first, last = date.fromisoformat(item.start), date.fromisoformat(item.end)
    style = {"done": "good", "failed": "bad", "late": "bad"}.get(item.state, "strong")
    yield Line(f"{n} {_MARKS.get(item.state, '○')} {item.title}", style)
    bar = _bar((first - start).days / span, (last - start).days / span, least=1)
    yield Line(f"    {bar}  {_day(first)} → {_day(last)}", "good")
    for text in item.detail:
        yield from _wrap(text, width, "    ")
    if item.url:
        yield Line(f"    {item.url}", "dim")


def _bar(begin: float, end: float, least: int = 0) -> str:
    """A bar from `begin` to `end` (0-1), at least `least` cells long."""
    a, b = (round(max(0.0, min(x, 1.0)) * BAR) for x in (begin, end))
    if b - a < least:
        a = min(a, BAR - least)
        b = a + least
    return "·" * a + "█" * (b - a) + "·" * (BAR - b)


def _day(value: date) -> str:
    return f"{value.day} {value:%b %Y}"
