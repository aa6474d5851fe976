"""A Reply as lines of text. Pure; every block has a plain form, nothing is dropped without a marker."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from bot.messages import (
    Block,
    Cards,
    Choices,
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

WIDTH = 96
BAR = 36
_MARKS = {"planned": "○", "started": "◐", "done": "●", "failed": "✗", "skipped": "–", "late": "!"}


class Line(NamedTuple):
    """One line and how it looks: plain, strong, dim, good, bad or key."""

    text: str
    style: str = "plain"


def plain(reply: Reply, width: int = WIDTH) -> str:
    """The whole reply as plain text."""
    return "\n".join([line.text for line in lines(reply, width)])


def lines(reply: Reply, width: int = WIDTH) -> list[Line]:
    """The reply as styled lines; a reply with nothing in its blocks shows its summary."""
    width = max(40, width)
    out = _cleaned([line for block in reply.blocks for line in _block(block, width)])
    if not any(line.text.strip(" \u200d\ufe0f") for line in out):
        out = _cleaned(list(_block(Text(reply.summary), width)))
    return out + _cleaned([Line(f"[file] {f.name}", "key") for f in reply.files])


def _cleaned(lines: list[Line]) -> list[Line]:
    """Without control characters: a line stays a line, and nothing steers the terminal."""
    if all(line.text.isprintable() for line in lines):
        return lines
    return [line if line.text.isprintable() else Line(line.text.translate(_SEEN), line.style) for line in lines]


class _Seen(dict[int, int]):
    """What becomes of a character: itself when it prints, or joins or colours emoji; else a space."""

    def __missing__(self, code: int) -> int:
        seen = code if code in {0x200D, 0xFE0F} or chr(code).isprintable() else 32
        self[code] = seen
        return seen


_SEEN = _Seen()


def _block(block: Block, width: int) -> Iterator[Line]:
    match block:
        case Text(text):
            yield from _wrap(text, width)
        case Heading(text):
            yield Line(text, "strong")
        case Note(text):
            yield from _wrap(text, width, "  ", "dim")
        case Fields(pairs):
            yield from _fields(pairs, width)
        case Table(head, rows):
            yield from _table(head, rows, width)
        case Progress(label, share):
            share = max(0.0, min(share, 1.0))
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
        case Picture(title=title, alt=alt):
            if title:
                yield Line(title, "strong")
            yield from _wrap(alt, width, "  ")
        case Form():
            yield from _form(block, width)


def _form(block: Form, width: int) -> Iterator[Line]:
    """The questions by name, and what to type to be asked them one by one."""
    yield Line(block.title, "strong")
    for field in block.fields:
        yield from _wrap(f"• {field.label}", width, "  ")
    yield from _wrap(f"Type “{block.says}” to begin.", width, "  ", "key")


def _wrap(text: str, width: int, indent: str = "", style: str = "plain") -> list[Line]:
    room, out = width - len(indent), []
    for part in text.split("\n"):
        if not part:
            out.append(Line("", style))
        elif len(part) <= room and part[0] != " ":
            out.append(Line(indent + part.rstrip(), style))
        else:
            out += _hung(part, width, indent, style)
    return out


def _hung(part: str, width: int, indent: str, style: str) -> Iterator[Line]:
    """One line of a text, folded; what is folded of a bullet stands below its words."""
    text = part.lstrip(" ")
    first = indent + " " * min(len(part) - len(text), width // 2)
    hanging = first + ("  " if text.startswith("• ") else "")
    begin, *rest = _folded(text, width - len(first), width - len(hanging))
    yield Line(first + begin if begin else "", style)
    for line in rest:
        yield Line(hanging + line, style)


def _folded(text: str, width: int, then: int) -> list[str]:
    """The text in lines of at most `width` and, after the first one, `then`; parted at spaces where there are any. At
    least one line. What textwrap does, in a fiftieth of its time.
    """
    end, out = len(text), []
    at = 0 if end <= width else end - len(text.lstrip(" "))
    while end - at > width:
        cut = text.rfind(" ", at, at + width + 1)
        if cut < 0:
            cut = at + width
        out.append(text[at:cut].rstrip())
        while cut < end and text[cut] == " ":
            cut += 1
        at, width = cut, then
    if at < end or not out:
        out.append(text[at:].rstrip())
    return out


def _fields(pairs: tuple[tuple[str, str], ...], width: int) -> Iterator[Line]:
    """Two columns; a key that would take half of the width has a line of its own."""
    indent = max((len(k) for k, _ in pairs if len(k) < width // 2), default=0) + 2
    for key, value in pairs:
        room = max(20, width - indent - 2)
        first, *rest = [line for part in value.split("\n") for line in _folded(part, room, room)]
        if len(key) >= width // 2:
            yield from _wrap(key, width, "  ")
            key = ""
        yield Line(f"  {key:<{indent}}{first}")
        for more in rest:
            yield Line(" " * (indent + 2) + more)


def _table(head: tuple[str, ...], rows: tuple[tuple[str, ...], ...], width: int) -> Iterator[Line]:
    """Columns side by side; where these are too wide for it, each row as `head: cell · head: cell`."""
    columns = max(map(len, (head, *rows)))
    every = [(*row, *[""] * (columns - len(row))) for row in (head, *rows)]
    widths = [max(map(len, column)) for column in zip(*every, strict=True)]
    if rows and sum(widths) + 2 * columns > width:
        for row in every[1:]:
            cells = [f"{label}: {cell}" if label else cell for label, cell in zip(every[0], row, strict=True)]
            yield from _wrap("• " + " · ".join(cells), width, "  ")
        return
    for n, row in enumerate(every):
        yield Line(
            "  " + "  ".join(f"{c:<{w}}" for c, w in zip(row, widths, strict=True)).rstrip(),
            "dim" if n == 0 else "plain",
        )


def _steps(block: Steps, width: int) -> Iterator[Line]:
    start, finish = _date(block.start), _date(block.finish)
    for n, item in enumerate(block.items, 1):
        yield from _item(n, item, start, finish, width)


def _item(n: int, item: Item, start: date | None, finish: date | None, width: int) -> Iterator[Line]:
    style = {"done": "good", "failed": "bad", "late": "bad"}.get(item.state, "strong")
    yield Line(f"{n} {_MARKS.get(item.state, '○')} {item.title}", style)
    yield Line(f"    {_when(item, start, finish)}", "good")
    for text in item.detail:
        yield from _wrap(text, width, "    ")
    if item.url:
        yield Line(f"    {item.url}", "dim")


def _when(item: Item, start: date | None, finish: date | None) -> str:
    """A bar on the whole time, and the dates; what was written where these are no dates."""
    first, last = _date(item.start), _date(item.end)
    if first is None or last is None:
        return f"{item.start} → {item.end}"
    if start is None or finish is None:
        return f"{_day(first)} → {_day(last)}"
    span = max((finish - start).days, 1)
    bar = _bar((first - start).days / span, (last - start).days / span, least=1)
    return f"{bar}  {_day(first)} → {_day(last)}"


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _bar(begin: float, end: float, least: int = 0) -> str:
    """A bar from `begin` to `end` (0-1), at least `least` cells long."""
    a, b = (round(max(0.0, min(x, 1.0)) * BAR) for x in (begin, end))
    if b - a < least:
        a = min(a, BAR - least)
        b = a + least
    return "·" * a + "█" * (b - a) + "·" * (BAR - b)


def _day(value: date) -> str:
    return f"{value.day} {value:%b %Y}"
