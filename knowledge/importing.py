"""From what a reader found to an overlay: ids given, skills linked, sources named, checked as a whole or refused."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from knowledge.audit import audit
from knowledge.catalog import Catalog
from knowledge.giving import given
from knowledge.merging import merge, same, unechoed
from knowledge.settling import settled
from knowledge.sources import document, own
from knowledge.sources.draft import Draft, Held
from knowledge.sources.reading import Broken, Problem, broken

Raw = dict[str, Any]
_BLOCKING = {
    *("kind", "domain", "level", "status", "validity_months", "hours", "exam", "renewal", "links", "prerequisites"),
    *("awarded_by", "award_only", "replaced_by", "part_of"),
}
"""What would break a plan. Other findings of the audit (an http page, no skills) are told and taken."""

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Proposed:
    """A held credential that a file tells of. `credential` is an id of the merged catalog, None when it has none."""

    credential: str | None
    name: str
    issuer: str
    on: date | None
    until: date | None
    state: str


@dataclass(frozen=True, slots=True)
class Imported:
    """An import that can be kept. `document` in our own format, `overlay` the same as a catalog, `merged` with it."""

    name: str
    format: str
    document: Raw
    overlay: Catalog
    merged: Catalog
    counts: Mapping[str, int]
    notes: tuple[str, ...] = ()
    held: tuple[Proposed, ...] = field(default=())


def imported(found: Draft | Raw, current: Catalog, name: str, today: date) -> Imported:
    """Lay what a reader found over the `current` catalog. `name` names the import and its reference.

    Raises Broken with every problem; nothing is kept here.
    """
    held: list[Held] = []
    if isinstance(found, Draft):
        made = given(found, current, name, today)
        form, content, notes, ids, held = found.format, made.document, [*found.notes, *made.notes], made.ids, found.held
    else:
        form = "own"
        content, notes = settled(found, current, name, today)
        ids = {}
    if not any(content.get(part) for part in document.LISTS):
        raise broken(name, "there is nothing to import in it")
    try:
        overlay = document.read(content)
    except own.CatalogError as error:
        raise broken(name, str(error)) from error
    if isinstance(found, Draft) and found.own:
        overlay = unechoed(current, overlay)
        content = {**document.written(overlay), "version": ""}
    merged = merge(current, overlay)
    problems, told = _findings(current, merged, today)
    if problems:
        raise Broken(problems)
    new = [id for id in overlay.credentials if id not in current.credentials]
    counts = {
        "credentials": len(overlay.credentials),
        "new": len(new),
        "known": len(overlay.credentials) - len(new),
        "issuers": len(overlay.issuers.keys() - current.issuers.keys()),
        "skills": len(merged.skills.keys() - current.skills.keys()),
        "roles": len(merged.occupations.keys() - current.occupations.keys()),
    }
    proposed = tuple(Proposed(ids.get(h.key), h.name, h.giver, h.on, h.until, h.state) for h in held)
    return Imported(name, form, content, overlay, merged, counts, (*notes, *told), proposed)


def adds(made: Imported, current: Catalog) -> bool:
    """Whether the import says anything that the current catalog does not say already."""
    return not same(made.merged, current)


def _findings(current: Catalog, merged: Catalog, today: date) -> tuple[list[Problem], list[str]]:
    """What the audit finds in what is new: (what blocks the import, what is only told)."""
    before = set(audit(current, today))
    problems: list[Problem] = []
    found: dict[str, list[str]] = {}
    for finding in audit(merged, today):
        if finding in before:
            continue
        if finding.field in _BLOCKING:
            problems.append(Problem(f"{finding.record} ({finding.field})", finding.text))
        elif finding.field != "url" or finding.record in merged.credentials:
            found.setdefault(f"{finding.field}: {finding.text}", []).append(finding.record)
    return problems, [f"{what}: {_some(records)}" for what, records in found.items()]


def _some(records: list[str]) -> str:
    more = len(records) - SHOWN
    return ", ".join(records[:SHOWN]) + (f" and {more} more" if more > 0 else "")
