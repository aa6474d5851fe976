"""Tables: a table block as far as Slack takes it, all of it as a CSV file where it does not. Pure."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from adapters.slack.blocks import note
from adapters.slack.limits import CELL, MARKER, TABLE_COLUMNS, TABLE_ROWS, TABLE_TEXT, cost, cut, fits, size, text_cost
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
    rows, columns, total = _cells(block)
    if not columns:
        return Drawn(())
    cells = [next(rows)]
    wide = len(cells[0])
    shown, most = _head(cells[0], bold=bool(block.head))
    used, text = cost({"rows": shown}), sum(min(size(c), most) for c in cells[0])
    for row in rows:
        texts = [cut(c, CELL) or " " for c in row]
        joined = "".join(texts)
        used, text = used + _ROW + wide * _CELL + text_cost(joined), text + size(joined)
        if used > TABLE_COST or text > TABLE_TEXT:
            break
        shown.append(list(map(_raw, texts)))
        cells.append(row)
    settings = [{"is_wrapped": True} | ({"align": "right"} if _numbers(cells, i) else {}) for i in range(wide)]
    drawn = {"type": "table", "rows": shown, "column_settings": settings}
    long = any(not fits(c, CELL if n else most) for n, row in enumerate(cells) for c in row)
    return _told(Drawn((drawn,)), block, name, (total - len(shown), columns - wide, long))


def grid(block: Table) -> list[Element]:
    """The table drawn with letters, for places that know no tables and take no files."""
    rows, columns, total = _cells(block)
    if not columns:
        return []
    short, cut_any, used = [], False, 0
    for row in rows:
        short.append([cut(cell, 60, "…") for cell in row])
        cut_any = cut_any or short[-1] != row
        used += sum(map(len, short[-1]))
        if used > GRID:  # no more of them can be kept
            break
    widths = [max(map(len, column)) for column in zip(*short, strict=True)]
    kept: list[str] = []
    for row in short:
        kept.append("  ".join(f"{c:<{w}}" for c, w in zip(row, widths, strict=True)).rstrip())
        if sum(map(size, kept)) + len(kept) > GRID:
            kept.pop()
            break
    text = "\n".join(kept)
    drawn = [rich({"type": "rich_text_preformatted", "elements": [run(text)]})] if text.strip() else []
    whole = len(kept) == total and not cut_any and columns <= TABLE_COLUMNS
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
    file = Upload(name, "text/csv", lambda: sheet(block).encode("utf-8-sig", "replace"))
    return Drawn((*drawn.blocks, *note(f"{MARKER} The file {name} has all of it: {words}.")), file)


def _counted(n: int, what: str) -> str:
    return f"{n} {what}{'s' if n > 1 else ''}" if n else ""


def _cells(block: Table) -> tuple[Iterator[list[str]], int, int]:
    """The rows of cleaned cells as far as a table block goes, the head first, all of one length; and how many columns
    and rows there are in all.
    """
    every = block.rows if not block.head and block.rows else (block.head, *block.rows)
    columns = max(map(len, every))
    wide = min(columns, TABLE_COLUMNS)
    rows = ([line(cell) for cell in row[:wide]] for row in every[:TABLE_ROWS])
    return (row + [""] * (wide - len(row)) for row in rows), columns, len(every)


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


_CELL = cost(_raw("")) - cost({}) + len("{},")
_ROW = cost({"": []}) - len(",") - text_cost("")


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
