"""O*NET's database as text files (29.2, 30.x): occupations, titles, technology skills, related occupations, job zones.

O*NET is used under CC BY 4.0: "This page includes information from the O*NET Database by the U.S. Department of Labor,
Employment and Training Administration (USDOL/ETA)." Descriptions are left out.
"""

import re
from collections.abc import Sequence

from knowledge.sources.tables import Table, Unreadable, only, read
from knowledge.thesaurus import tool_id
from knowledge.vocabularies import Row, Term, Vocabulary

MARKS = ("occupation data.txt", "technology skills.txt", "alternate titles.txt")
"""File names by which O*NET is known."""
_CODE = "O*NET-SOC Code"
_SOC = re.compile(r"\d{2}-\d{4}\.\d{2}")
_RELEASE = re.compile(r"db_(\d+)_(\d+)|(\d\d)\.(\d)")


def read_onet(found: Sequence[Table]) -> Vocabulary:
    """Occupations with their titles, tools as skills, and the relations between them. Raises Unreadable."""
    base = only(found, "occupation data.txt")
    if base is None:
        raise Unreadable("O*NET is not complete: Occupation Data.txt is missing.")
    names: dict[str, str] = {}
    for n, (code, title) in enumerate(read(base, (_CODE, "Title")), 1):
        if not _SOC.fullmatch(code) or not title.strip():
            raise Unreadable(f"{base.where}: record {n} is no occupation ({code!r}, {title!r}).")
        if code in names:
            raise Unreadable(f"{base.where}: record {n} repeats {code}.")
        names[code] = title.strip()
    if not names:
        raise Unreadable(f"{base.where}: the file holds no occupation.")
    others: dict[str, dict[str, None]] = {code: {} for code in names}
    for code, title, short in _known(found, names, "alternate titles.txt", ("Alternate Title", "Short Title")):
        others[code][title.strip()] = None
        if short not in ("", "n/a"):
            others[code][short.strip()] = None
    for code, title in _known(found, names, "sample of reported titles.txt", ("Reported Job Title",)):
        others[code][title.strip()] = None
    zones = {row[0]: row[1] for row in _known(found, names, "job zones.txt", ("Job Zone",))}
    tools: dict[str, str] = {}
    uses: list[Row] = []
    columns = ("Example", "Commodity Title", "Hot Technology", "In Demand")
    for code, example, commodity, hot, demand in _known(found, names, "technology skills.txt", columns):
        tools.setdefault(example, commodity)
        uses.append((code, tool_id(example), hot, demand))
    related = list(_known(found, names, "related occupations.txt", ("Related O*NET-SOC Code", "Relatedness Tier")))
    if lost := next((row[1] for row in related if row[1] not in names), None):
        raise Unreadable(f"Related Occupations.txt: {lost} is not in Occupation Data.txt; are both of one release?")
    terms = [
        Term(
            code,
            "occupation",
            name,
            tuple(alias for alias in others[code] if alias and alias != name),
            zones.get(code, ""),
        )
        for code, name in names.items()
    ]
    terms += [Term(tool_id(example), "skill", example, (), commodity) for example, commodity in tools.items()]
    tables: dict[str, Sequence[Row]] = {"uses": uses, "related": related}
    header = {"uses": ("occupation", "skill", "hot", "in_demand"), "related": ("from", "to", "tier")}
    missing = [
        name for name, rows in (("Technology Skills.txt", uses), ("Related Occupations.txt", related)) if not rows
    ]
    notes = tuple(f"{name} was not in these files" for name in missing)
    return Vocabulary("onet", _release(found), tuple(terms), header, tables, notes)


def _known(found: Sequence[Table], names: dict[str, str], file: str, columns: Sequence[str]) -> list[Row]:
    """The rows of an optional file, each beginning with a known occupation. Raises Unreadable."""
    table = only(found, file)
    if table is None:
        return []
    rows: list[Row] = []
    for n, row in enumerate(read(table, (_CODE, *columns)), 1):
        if row[0] not in names:
            raise Unreadable(f"{table.where}: record {n} is about {row[0]!r}, which Occupation Data.txt does not have.")
        rows.append(tuple(row))
    return rows


def _release(found: Sequence[Table]) -> str:
    for table in found:
        for part in (table.file.name, table.file.parent.name, table.member or ""):
            if match := _RELEASE.search(part):
                return ".".join(filter(None, match.groups()))
    return "release not stated"
