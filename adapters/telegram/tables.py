"""A table on a phone: monospaced when it is narrow, a list of cards when it is not, and a CSV file when it is long."""

import csv
import io
import re

from adapters.telegram.blocks import pair
from adapters.telegram.html import Chunk, Span, chunk, flat
from adapters.telegram.limits import COLUMNS, width
from adapters.wire import Upload
from bot.messages import Table

NARROW = 3  # columns
MANY = 30  # rows of a monospaced table
CARDS = 12  # rows as cards
LINES = 60  # of all cards
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def table(block: Table, name: str) -> tuple[list[Chunk], Upload | None]:
    """The table, and all of it as a file called `name` where not every row is shown."""
    columns = max(map(len, (block.head, *block.rows)))
    if not columns:
        return [], None
    many = MANY if columns <= NARROW else CARDS
    cells = [[flat(c) for c in row] + [""] * (columns - len(row)) for row in (block.head, *block.rows[:many])]
    drawn = _drawn(cells) if columns <= NARROW else None
    most = MANY if drawn else max(1, min(CARDS, LINES // columns))
    shown = drawn or _cards(cells[: most + 1])
    if len(block.rows) <= most:
        return shown, None
    more = chunk(((Span(f"… {len(block.rows) - most} more rows are in {name}", "i"),),))
    return [*shown, more], Upload(name, "text/csv", lambda: _csv(block).encode(errors="replace"))


def _drawn(cells: list[list[str]]) -> list[Chunk] | None:
    """Columns side by side, None where they are too wide."""
    if max(len(c) for row in cells for c in row) > 4 * COLUMNS:
        return None
    widths = [max([width(c) for c in column]) for column in zip(*cells, strict=True)]
    if sum(widths) + 2 * (len(widths) - 1) > COLUMNS:
        return None
    rows = ["  ".join(c + " " * (w - width(c)) for c, w in zip(row, widths, strict=True)).rstrip() for row in cells]
    return [chunk(tuple((Span(row),) for row in rows), "pre")] if any(rows) else []


def _cards(cells: list[list[str]]) -> list[Chunk]:
    """Each row on its own, the first value of it bold."""
    head, *rows = cells
    if not rows:
        return [chunk(((Span(" · ".join(h for h in head if h), "b"),),))]
    found = []
    for row in rows:
        pairs = [pair(h, c, "value" if n == 0 else "") for n, (h, c) in enumerate(zip(head, row, strict=True))]
        if any(pairs):
            found.append(chunk(tuple(line for p in pairs for line in p)))
    return found


def _csv(block: Table) -> str:
    """All of it for a spreadsheet: marked as UTF-8, and no cell is taken for a formula."""
    out = io.StringIO()
    csv.writer(out).writerows([[_cell(c) for c in row] for row in (block.head, *block.rows)])
    return "\ufeff" + out.getvalue()


def _cell(text: str) -> str:
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode()
    return "'" + text if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text) else text
