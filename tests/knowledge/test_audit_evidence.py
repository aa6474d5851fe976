"""The reviewer of what stands beside the records, and what a clean catalog does not know for sure."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from knowledge.aging import notes, stale
from knowledge.audit import audit
from knowledge.catalog import Catalog
from knowledge.evidence import Statement, gathered
from knowledge.windows import Demand, Label

TODAY = date(2026, 11, 25)
GOOD = Statement("quality-assurance", "iso-17024", ("certmap",), ("isc2-cissp",))


def test_the_shipped_catalog_is_clean(real_catalog: Catalog) -> None:
    """Nothing to mend."""
    assert audit(real_catalog, TODAY) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"value": "gold"}, "gold is not a value of quality-assurance"),
        ({"component": "fame"}, "fame is not a component"),
        ({"credentials": ("nobody",)}, "unknown credential nobody"),
        ({"issuers": ("nobody",)}, "unknown issuer nobody"),
        ({"sources": ("nowhere",)}, "unknown reference nowhere"),
        ({"credentials": ()}, "it is about nothing"),
        ({"component": "exam-version", "since": "2031-01-01"}, "2031-01-01 is not a day that something can date from"),
        ({"component": "participation", "value": "asleep"}, "asleep is not a value of participation"),
    ],
)
def test_a_wrong_statement_is_found(change: dict[str, Any], said: str, real_catalog: Catalog) -> None:
    """Each rule by itself; the statement without the change has none."""
    assert audit(replace(real_catalog, evidence=gathered([GOOD])), TODAY) == []
    found = audit(replace(real_catalog, evidence=gathered([replace(GOOD, **change)])), TODAY)
    assert said in [f.text for f in found]


def _labels(catalog: Catalog) -> Catalog:
    assert catalog.demand
    labels = {**catalog.demand.labels, "X": Label("X", ("nobody",))}
    return replace(catalog, demand=Demand(catalog.demand.windows, labels))


def _windows(catalog: Catalog) -> Catalog:
    assert catalog.demand
    (one,) = catalog.demand.windows
    wrong = replace(one, references=("nowhere",), start="2023-01", mentions={"security": {"Y": 1}})
    return replace(catalog, demand=replace(catalog.demand, windows=(wrong,)))


def _wages(catalog: Catalog) -> Catalog:
    soc, wage = next(iter(catalog.wages.items()))
    return replace(catalog, wages={soc: replace(wage, median_cents=1, sources=())})


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_labels, {"unknown credential nobody"}),
        (_windows, {"unknown reference nowhere", "unknown label Y", "it ends before it begins"}),
        (_wages, {"a wage has a source and lies between its percentiles"}),
    ],
)
def test_wrong_counts_and_wages_are_found(
    change: Callable[[Catalog], Catalog], said: set[str], real_catalog: Catalog
) -> None:
    """Dangling labels, windows and wages."""
    assert said <= {f.text for f in audit(change(real_catalog), TODAY)}


def test_twelve_months() -> None:
    """A year and a day is old, a year is not."""
    assert not stale(date(2025, 11, 25), TODAY)
    assert stale(date(2025, 11, 24), TODAY)


def test_what_is_old_in_conflict_or_missing(real_catalog: Catalog) -> None:
    """Everything is of today on a day long ago, and old on a far one; conflicts and gaps do not depend on it."""
    now, later = notes(real_catalog, TODAY), notes(real_catalog, date(2040, 1, 1))
    kinds = {n.kind for n in now}
    assert {"old", "conflict", "missing"} <= kinds
    assert not [n for n in notes(real_catalog, date(2010, 1, 1)) if n.kind == "old"]
    assert [n for n in now if n.kind != "old"] == [n for n in later if n.kind != "old"]
    assert {(n.record, n.field) for n in now} <= {(n.record, n.field) for n in later}
    assert ("conflict", "isc2-cissp", "exam") in {(n.kind, n.record, n.field) for n in now}


def test_an_unusual_fee_is_noted(real_catalog: Catalog) -> None:
    """Ten times what the issuer takes for its other exams of the level."""
    same = [c for c in real_catalog.credentials.values() if c.issuer == "giac" and c.level == 3]
    assert len(same) > 4
    (fee, *rest) = same[0].fees
    dear = replace(same[0], fees=(replace(fee, cents=(fee.cents or 0) * 10), *rest))
    changed = replace(real_catalog, credentials={**real_catalog.credentials, dear.id: dear})
    assert [n.record for n in notes(changed, TODAY) if n.kind == "unusual-fee"] == [dear.id]
