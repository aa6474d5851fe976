"""Tables: a table block as far as Slack takes it, all of it as a CSV file where it does not. Pure."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from adapters.slack.blocks import note
from adapters.slack.limits import CELL, MARKER, TABLE_COLUMNS, TABLE_ROWS, TABLE_TEXT, cost, cut, size
from adapters.slack.text import Element, clean, line, rich, run, section
from adapters.wire import Upload
from bot.messages import Table

TABLE_COST = 10_000  # of a message's 12,000, so that its heading and the notes can stay with it
GRID = 2_800  # characters of a table drawn with letters
_FORMULA = ("=", "+", "-", "@", "\t")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A table as blocks (the first one is the table) and the file with all of it, None where nothing is missing."""

    blocks: tuple[Element, ...]
    file: Upload | None = None


def table(block: Table, name: str) -> Drawn:
    """A table block. What does not fit is in the file `name`, and a note says so."""
    cells, columns, total = _cells(block)
    if not columns:
        return Drawn(())
    wide = len(cells[0])
    shown, most = _head(cells[0], bold=bool(block.head))
    used, text = cost({"rows": shown}), sum(min(size(c), most) for c in cells[0])
    for row in cells[1:]:
        made = [_raw(cut(c, CELL) or " ") for c in row]
        used, text = used + cost({"": made}), text + sum(min(size(c), CELL) for c in row)
        if used > TABLE_COST or text > TABLE_TEXT:
            break
        shown.append(made)
    settings = [{"is_wrapped": True} | ({"align": "right"} if _numbers(cells, i) else {}) for i in range(wide)]
    drawn = {"type": "table", "rows": shown, "column_settings": settings}
    long = any(size(c) > (CELL if n else most) for n, row in enumerate(cells[: len(shown)]) for c in row)
    return _told(Drawn((drawn,)), block, name, (total - len(shown), columns - wide, long))


def grid(block: Table) -> list[Element]:
    """The table drawn with letters, for places that know no tables and take no files."""
    cells, columns, total = _cells(block)
    if not columns:
        return []
    short = [[cut(cell, 60, "…") for cell in row] for row in cells]
    widths = [max(map(len, column)) for column in zip(*short, strict=True)]
    kept: list[str] = []
    for row in short:
        kept.append("  ".join(f"{c:<{w}}" for c, w in zip(row, widths, strict=True)).rstrip())
        if sum(map(size, kept)) + len(kept) > GRID:
            kept.pop()
            break
    text = "\n".join(kept)
    drawn = [rich({"type": "rich_text_preformatted", "elements": [run(text)]})] if text.strip() else []
    whole = len(kept) == total and short == [row[:TABLE_COLUMNS] for row in cells] and columns <= TABLE_COLUMNS
    return drawn if whole else [*drawn, *note(f"{MARKER} Ask me in a message for the whole table.")]


def sheet(block: Table) -> str:
    """All of a table as CSV. What a spreadsheet would take for a formula gets an apostrophe (OWASP, CSV injection)."""
    out = io.StringIO()
    csv.writer(out).writerows([_harmless(cell) for cell in row] for row in (block.head, *block.rows))
    return out.getvalue()


def _told(drawn: Drawn, block: Table, name: str, missing: tuple[int, int, bool]) -> Drawn:
    rows, columns, long = missing
    if not (rows or columns or long):
        return drawn
    what = [_counted(rows, "more row"), _counted(columns, "more column"), "longer cells" if long else ""]
    words = " and ".join(w for w in what if w)
    file = Upload(name, "text/csv", sheet(block).encode("utf-8-sig", "replace"))
    return Drawn((*drawn.blocks, *note(f"{MARKER} The file {name} has all of it: {words}.")), file)


def _counted(n: int, what: str) -> str:
    return f"{n} {what}{'s' if n > 1 else ''}" if n else ""


def _cells(block: Table) -> tuple[list[list[str]], int, int]:
    """The cleaned cells as far as a table block goes, the head first, all rows of one length; and how many columns and
    rows there are in all.
    """
    every = block.rows if not block.head and block.rows else (block.head, *block.rows)
    columns = max(map(len, every))
    wide = min(columns, TABLE_COLUMNS)
    rows = [[line(cell) for cell in row[:wide]] for row in every[:TABLE_ROWS]]
    return [row + [""] * (wide - len(row)) for row in rows], columns, len(every)


def _head(cells: Sequence[str], bold: bool) -> tuple[list[list[Element]], int]:
    """The first row, and the length to which its cells were cut so that it fits."""
    most = CELL
    while True:
        texts = [cut(c, most) or " " for c in cells]
        row = [rich(section(run(text, "bold"))) for text in texts] if bold else list(map(_raw, texts))
        if most < 50 or cost({"": row}) < TABLE_COST:
            return [row], most
        most //= 2


def _raw(text: str) -> Element:
    return {"type": "raw_text", "text": text}


def _numbers(cells: Sequence[Sequence[str]], column: int) -> bool:
    values = [row[column] for row in cells[1:] if row[column]]
    return bool(values) and all(v.strip("$€£%").replace(",", "").replace(".", "", 1).isdigit() for v in values)


def _harmless(cell: str) -> str:
    text = clean(cell)
    if not text.startswith(_FORMULA):
        return text
    try:
        float(text)
    except ValueError:
        return "'" + text
    return text
