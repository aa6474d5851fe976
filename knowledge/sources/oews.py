"""Wages and employment of the United States by occupation (BLS OEWS), as one tab-separated national table.

Columns: soc, title, employment (persons), annual_median, annual_p10, annual_p90 (US dollars a year). US public data.
"""

import re
from collections.abc import Sequence

from knowledge.sources.tables import Table, Unreadable, read
from knowledge.vocabularies import Row, Vocabulary

COLUMNS = ("soc", "title", "employment", "annual_median", "annual_p10", "annual_p90")
UNKNOWN = {"", "-", "*", "**", "#"}
"""How BLS writes what it does not publish; # is a wage above the highest it states."""
_SOC = re.compile(r"\d{2}-\d{4}")


def read_oews(found: Sequence[Table]) -> Vocabulary:
    """One row an occupation group; an empty figure is unknown. Raises Unreadable."""
    if len(found) != 1:
        raise Unreadable(f"OEWS comes as one table, here are {len(found)} files.")
    table = found[0]
    rows: dict[str, Row] = {}
    for n, row in enumerate(read(table, COLUMNS), 1):
        if not _SOC.fullmatch(row[0]) or row[0] in rows:
            raise Unreadable(
                f"{table.where}: record {n} has {'a repeated' if row[0] in rows else 'no'} SOC code ({row[0]!r})."
            )
        for name, figure in zip(COLUMNS[2:], row[2:], strict=True):
            if figure not in UNKNOWN and not figure.isdigit():
                raise Unreadable(f"{table.where}: record {n} has the {name} {figure!r}, which is no number.")
        rows[row[0]] = (*row[:2], *("" if figure in UNKNOWN else figure for figure in row[2:]))
    if not rows:
        raise Unreadable(f"{table.where}: the file holds no occupation.")
    year = re.search(r"20\d\d", table.file.name)
    release = year[0] if year else "year not stated"
    return Vocabulary("oews", release, (), {"wages": COLUMNS}, {"wages": list(rows.values())})
