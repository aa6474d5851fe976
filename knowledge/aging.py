"""What a clean catalog still does not know for sure: old facts, facts in conflict, missing ones, unusual fees.

None of it is a mistake, so none of it fails a review; `credpath catalog audit` counts it and chat shows what it uses.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from knowledge.audit import FACT_FIELDS, stated
from knowledge.catalog import STALE_DAYS, Catalog
from knowledge.credentials import Credential, Fee, Reference
from knowledge.recognition import card

ASKED = ("level", "languages", "exam", "hours", "validity_months", "renewal")
"""Fields whose absence is worth knowing."""
FAMILY, FACTOR = 4, 5
"""A fee is unusual when it is this many times away from the median of at least so many of its issuer and level."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something to know: `kind` old, conflict, missing or unusual-fee, of which record and field."""

    kind: str
    record: str
    field: str
    text: str


def stale(fact: Reference | date, today: date) -> bool:
    """Whether a fact with this reference or date is older than twelve months; dates count from their first day."""
    as_of = fact.as_of if isinstance(fact, Reference) else fact
    return today - as_of > timedelta(days=STALE_DAYS)


def notes(catalog: Catalog, today: date) -> list[Note]:
    """Everything to know about the catalog on that day, record by record."""
    found = [n for c in catalog.credentials.values() for n in _credential(catalog, c, today)]
    return found + list(_unusual(catalog))


def _credential(catalog: Catalog, c: Credential, today: date) -> Iterator[Note]:
    if c.status == "retired":
        return
    for field in FACT_FIELDS:
        newest = catalog.newest(c.sources.get(field, ()))
        if stated(c, field) and newest and stale(newest, today):
            yield Note("old", c.id, field, f"newest reference {newest.id} is of {newest.dated}")
    for fee in c.fees:
        newest = catalog.newest(fee.sources)
        if newest and stale(newest, today):
            yield Note("old", c.id, "fees", f"newest reference {newest.id} is of {newest.dated}")
        if fee.disagree:
            said = ", ".join(f"{id} {cents / 100:g}" for id, cents in sorted(fee.disagree.items()))
            yield Note("conflict", c.id, "fees", f"{(fee.cents or 0) / 100:g} {fee.currency}, but {said}")
        if fee.cents is None:
            yield Note("missing", c.id, "fees", "the fee is unknown")
    for field, others in c.disagree.items():
        yield Note("conflict", c.id, field, f"another value in {', '.join(sorted(others))}")
    for entry in card(catalog, c.id).lines:
        if entry.conflicted:
            yield Note("conflict", c.id, entry.component, f"{' / '.join(entry.said)} cannot all be right")
    for field in ASKED:
        if getattr(c, field) is None and not (c.award_only and field in {"exam", "hours"}):
            yield Note("missing", c.id, field, "unknown")


def _unusual(catalog: Catalog) -> Iterator[Note]:
    """Fees far away from those that the same issuer takes for the same kind of payment at the same level."""
    families: dict[tuple[str, int, str, str], list[tuple[str, Fee]]] = defaultdict(list)
    for c in catalog.credentials.values():
        for fee in c.fees:
            if fee.cents and not fee.optional:
                families[c.issuer, c.level, fee.kind, fee.currency].append((c.id, fee))
    for (issuer, level, kind, _), members in sorted(families.items()):
        middle = median(fee.cents or 0 for _, fee in members)
        for id, fee in members if len(members) >= FAMILY else ():
            if fee.cents and not middle / FACTOR <= fee.cents <= middle * FACTOR:
                usual = f"{issuer} {kind} fees of level {level} are {middle / 100:g}"
                text = f"{fee.cents / 100:g} {fee.currency}, while {usual}"
                yield Note("unusual-fee", id, "fees", text)
