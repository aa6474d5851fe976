"""Lists of credentials as CSV: our own columns (docs/importing.md), and the header of cert/map as a dialect."""

import csv
import io
import re
from collections.abc import Callable
from datetime import date
from typing import Any

from knowledge.sources.draft import Draft, Giver, Links, Offer, Source, Taught
from knowledge.sources.reading import Broken, File, Problem, broken, link

COLUMNS = (
    *("id", "name", "short", "code", "aliases", "issuer", "issuer_url", "issuer_kind", "country", "kind", "level"),
    *("domain", "status", "url", "languages", "fee", "currency", "fee_kind", "exam_minutes", "proctored", "hours_low"),
    *("hours_high", "validity_months", "required", "recommended", "experience_years", "part_of", "replaced_by", "ects"),
    *("institutions", "skills", "source", "source_url", "as_of"),
)
"""Our own columns, in any order; only `name` and `issuer` must be there. Lists are separated by ";"."""
CERTMAP = (
    *("id", "name", "acronym", "vendor", "domain", "level", "price_usd", "currency_note", "duration_min"),
    *("validity_years", "prerequisites", "dod_8140", "url", "description", "tags"),
)
Row = dict[str, str]
_CERTMAP_LEVELS = {"beginner": 1, "intermediate": 2, "advanced": 3, "expert": 5}
_KINDS = ("certification", "certificate", "badge", "micro-credential", "university-credit")
_COUNT = re.compile(r"\((\d) required\)")
_OTHERS = re.compile(r"\$(\d[\d,]*) non-member")


class _Bad(ValueError):
    pass


def is_table(file: File) -> bool:
    """Whether it is a CSV file, by its name."""
    return file.name.lower().endswith(".csv")


def read(file: File, *, skip: bool = False) -> Draft:
    """Every row as a credential. Raises Broken with every line that cannot be read; `skip` leaves those out instead."""
    text = file.text()
    first = text.split("\n", 1)[0]
    comma = max(",;\t", key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=comma, strict=True)
    header: list[str] = []
    draft = Draft("csv")
    problems: list[Problem] = []
    try:
        header = [cell.strip().lower() for cell in next(rows, [])]
        offer = _dialect(file, header)
        if offer is _certmap:
            draft.format = draft.copies = "certmap"
        before = rows.line_num
        for cells in rows:
            where, before = f"{file.name} line {before + 1}", rows.line_num
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                many = f"{len(cells)} values under {len(header)} columns"
                problems.append(Problem(where, f"{many}; a value with a {_NAMES[comma]} in it needs quotes"))
                continue
            try:
                _add(draft, offer({k: c.strip() for k, c in zip(header, cells, strict=True)}, where), where)
            except _Bad as error:
                problems.append(Problem(where, str(error)))
    except csv.Error as error:
        raise broken(f"{file.name} line {rows.line_num}", f"this is not CSV: {error}") from None
    if problems and not (skip and draft.offers):
        raise Broken(problems)
    if not draft.offers:
        raise broken(file.name, "there is no row in it")
    draft.notes += [f"left out: {p.where}: {p.text}" for p in problems]
    return draft


_NAMES = {",": "comma", ";": "semicolon", "\t": "tab"}
Read = Callable[[Row, str], tuple[Giver, Offer]]


def _dialect(file: File, header: list[str]) -> Read:
    where = f"{file.name} line 1"
    if tuple(header) == CERTMAP:
        return _certmap
    if len(set(header)) < len(header):
        raise broken(where, f"the column {next(c for c in header if header.count(c) > 1)!r} is there twice")
    if not {"name", "issuer"} <= set(header):
        raise broken(where, "the columns `name` and `issuer` must be there")
    if unknown := [c for c in header if c not in COLUMNS]:
        raise broken(where, f"unknown columns: {', '.join(unknown[:5])}; the known ones are {', '.join(COLUMNS)}")
    return _own


def _add(draft: Draft, found: tuple[Giver, Offer], where: str) -> None:
    giver, offer = found
    if offer.key in draft.offers:
        raise _Bad(
            f"{offer.key!r} is on {draft.offers[offer.key].where.rsplit(' ', 2)[-2]} "
            f"{draft.offers[offer.key].where.rsplit(' ', 1)[-1]} already"
        )
    draft.givers.setdefault(giver.key, giver)
    draft.offers[offer.key] = offer


def _own(row: Row, where: str) -> tuple[Giver, Offer]:
    """One row of our own columns."""
    name, issuer = _needed(row, "name"), _needed(row, "issuer")
    giver = Giver(
        issuer.casefold(), issuer, _address(row, "issuer_url"), row.get("issuer_kind", ""), row.get("country", "")
    )
    kind = row.get("kind") or "certificate"
    if kind not in _KINDS:
        raise _Bad(f"kind: {kind!r} is none of {', '.join(_KINDS)}")
    facts: dict[str, Any] = {}
    if (level := _number(row, "level", whole=True)) is not None:
        facts["level"] = level
    for column in ("domain", "status"):
        if row.get(column):
            facts[column] = row[column]
    if languages := _list(row, "languages"):
        facts["languages"] = languages
    if (fee := _number(row, "fee")) is not None:
        usual = "exam" if kind == "certification" else "course"
        currency = (row.get("currency") or "").upper()
        if not re.fullmatch("[A-Z]{3}", currency):
            raise _Bad("currency: a fee needs its currency, such as USD or EUR")
        facts["fees"] = [{"kind": row.get("fee_kind") or usual, "amount": fee, "currency": currency}]
    facts |= _assessed(row) | _workload(row) | _lasting(row)
    if (years := _number(row, "experience_years")) is not None:
        facts["prerequisites"] = {"experience_years": {"required": years}}
    if (ects := _number(row, "ects")) is not None or _list(row, "institutions"):
        facts["credit"] = {"ects": ects, "institutions": _list(row, "institutions")}
    links = Links(
        _expression(row, "required"),
        _expression(row, "recommended"),
        tuple(_list(row, "part_of")),
        row.get("replaced_by", ""),
    )
    source = Source(row["source"], _address(row, "source_url"), _day(row)) if row.get("source") else None
    offer = Offer(
        key=row.get("id") or name,
        where=where,
        name=name,
        giver=giver.key,
        kind=kind,
        id=row.get("id", ""),
        short=row.get("short", ""),
        code=row.get("code", ""),
        url=_address(row, "url"),
        aliases=tuple(_list(row, "aliases")),
        facts=facts,
        links=links,
        skills=tuple(_taught(text) for text in _list(row, "skills")),
        source=source,
    )
    if offer.id and not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", offer.id):
        raise _Bad(f"id: {offer.id!r} is not lower-case words joined by -")
    return giver, offer


def _certmap(row: Row, where: str) -> tuple[Giver, Offer]:
    """One row of cert/map. Its 0 means unknown as often as none, so 0 is never taken, but for a price said to be free.

    The name of a member's price stands in the note; descriptions are prose and are not read.
    """
    vendor, name = _needed(row, "vendor"), _needed(row, "name")
    facts: dict[str, Any] = {}
    if row["level"]:
        if row["level"] not in _CERTMAP_LEVELS:
            raise _Bad(f"level: {row['level']!r} is none of {', '.join(_CERTMAP_LEVELS)}")
        facts["level"] = _CERTMAP_LEVELS[row["level"]]
    note = row["currency_note"].lower()
    price = _number(row, "price_usd")
    if price or (price == 0 and "free" in note):
        bundle = re.search(r"course|lab|training", note) and "exam only" not in note
        counted = _COUNT.search(note)
        fee: dict[str, Any] = {"kind": "bundle" if bundle else "exam", "amount": price, "currency": "USD"}
        fee |= {"count": int(counted[1])} if counted else {}
        facts["fees"] = [fee]
        if note.startswith("member"):  # "Members $760 non-members": who is none must not come out as paying nothing
            other = _OTHERS.search(note)
            full = int(other[1].replace(",", "")) if other else None
            facts["fees"] = [{**fee, "audience": "member"}, {**fee, "audience": "non-member", "amount": full}]
    if minutes := _number(row, "duration_min", whole=True):
        facts["exam"] = {"minutes": minutes}
    if years := _number(row, "validity_years"):
        facts["validity_months"] = round(years * 12)
    before = [part.strip() for part in row["prerequisites"].split(";") if part.strip()]
    award = "awarded for holding" in note
    links = Links(awarded_for=tuple(before)) if award else Links(required={"all": before} if before else None)
    offer = Offer(
        key=_needed(row, "id"),
        where=where,
        name=name,
        giver=vendor.casefold(),
        kind="certification",
        short=row["acronym"],
        url=_address(row, "url"),
        facts=facts | ({"award_only": True} if award and before else {}),
        links=links,
        skills=tuple(Taught(tag.replace("-", " "), only_known=True) for tag in row["tags"].split(";") if tag),
    )
    return Giver(offer.giver, vendor, kind="vendor"), offer


def _needed(row: Row, column: str) -> str:
    if not row.get(column):
        raise _Bad(f"{column} is empty")
    return row[column]


def _number(row: Row, column: str, whole: bool = False) -> int | float | None:
    said = row.get(column, "")
    if not said:
        return None
    if not re.fullmatch(r"\d{1,9}" if whole else r"\d{1,9}(\.\d{1,4})?", said):
        raise _Bad(f"{column}: {said!r} is not {'a whole number' if whole else 'a number'}")
    return int(said) if float(said) == int(float(said)) else float(said)


def _list(row: Row, column: str) -> list[str]:
    return [part.strip() for part in row.get(column, "").split(";") if part.strip()]


def _expression(row: Row, column: str) -> Any:
    """ "a; b": all of them; "a | b": one of them is enough."""
    said = row.get(column, "")
    word, mark = ("any", "|") if "|" in said else ("all", ";")
    parts = [part.strip() for part in said.split(mark) if part.strip()]
    if any(";" in part for part in parts):
        raise _Bad(f"{column}: either ; (all of them) or | (one of them), not both")
    return parts[0] if len(parts) == 1 else {word: parts} if parts else None


def _address(row: Row, column: str) -> str:
    said = row.get(column, "")
    if said and not link(said):
        raise _Bad(f"{column}: {said[:60]!r} is not a web address")
    return said


def _day(row: Row) -> str:
    said = row.get("as_of", "")
    try:
        if said:
            date.fromisoformat(said + {4: "-01-01", 7: "-01"}.get(len(said), ""))
    except ValueError:
        raise _Bad(f"as_of: {said!r} is not a date such as 2026-05-13, 2026-05 or 2026") from None
    return said


def _assessed(row: Row) -> dict[str, Any]:
    minutes, said = _number(row, "exam_minutes", whole=True), row.get("proctored", "").lower()
    if said not in {"", "yes", "no"}:
        raise _Bad(f"proctored: {said!r} is neither yes nor no")
    if minutes == 0:
        raise _Bad("exam_minutes: leave it empty when it is unknown")
    found = {"minutes": minutes, "proctored": {"": None, "yes": True, "no": False}[said]}
    return {"exam": found} if any(value is not None for value in found.values()) else {}


def _workload(row: Row) -> dict[str, Any]:
    low, high = _number(row, "hours_low"), _number(row, "hours_high")
    if low is None and high is None:
        return {}
    least, most = low if low is not None else high, high if high is not None else low
    if not least or not most or least > most:
        raise _Bad("hours_low and hours_high: hours are 0 < low <= high")
    return {"hours": {"low": least, "high": most, "basis": "stated"}}


def _lasting(row: Row) -> dict[str, Any]:
    if row.get("validity_months", "").lower() == "never":
        return {"validity_months": 0}
    months = _number(row, "validity_months", whole=True)
    if months == 0:
        raise _Bad("validity_months: 0 can mean two things; write never, or leave it empty when it is unknown")
    return {} if months is None else {"validity_months": months}


def _taught(text: str) -> Taught:
    """ "Network security" or "Network security:3" with the level (1-4)."""
    name, _, level = text.rpartition(":")
    return Taught(name.strip(), level=int(level)) if name and level.strip() in {"1", "2", "3", "4"} else Taught(text)
