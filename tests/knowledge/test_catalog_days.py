"""Sessions, exam windows, waiting times and credit: read from the catalog's files and reviewed."""

from datetime import date
from typing import Any

import pytest

from knowledge.audit import audit
from knowledge.catalog import Catalog
from knowledge.credentials import Shortening, Window
from knowledge.sources.own import CatalogError, build

FACTS: dict[str, Any] = {
    "sessions": ["2027-02-01", "2027-05-03"],
    "exam_windows": [{"opens": "2027-03-01", "closes": "2027-03-14"}],
    "retake_days": 14,
    "shortened_by": [{"id": "other", "hours": 12.5}],
}


def _catalog(**fields: Any) -> Catalog:
    base = {"kind": "badge", "level": 1, "domain": "data", "url": "https://example.org"}
    told = ["level", "status", *(name for name in FACTS if fields.get(name))]
    records = [
        {"id": "one", "name": "One", **base, **fields, "unconfirmed": told},
        {"id": "other", "name": "Other", **base},
    ]
    issuer = {"id": "acme", "name": "Acme", "kind": "vendor", "url": "https://example.org"}
    return build({"issuers/acme.yaml": {"issuer": issuer, "credentials": records}}, "v")


def _found(catalog: Catalog) -> set[str]:
    return {finding.field for finding in audit(catalog, date(2026, 11, 25)) if finding.record == "one"}


def test_they_are_read_as_they_stand():
    """Days are dates, hours are numbers, and nothing is nothing."""
    one = _catalog(**FACTS).credentials["one"]
    assert one.sessions == (date(2027, 2, 1), date(2027, 5, 3))
    assert one.exam_windows == (Window(date(2027, 3, 1), date(2027, 3, 14)),)
    assert (one.retake_days, one.shortened_by) == (14, (Shortening("other", 12.5),))
    none = _catalog().credentials["one"]
    assert (none.sessions, none.exam_windows, none.retake_days, none.shortened_by) == (None, None, None, ())


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"sessions": ["2027-05-03", "2027-02-01"]}, "sessions"),
        ({"sessions": ["2027-02-01", "2027-02-01"]}, "sessions"),
        ({"exam_windows": [{"opens": "2027-03-02", "closes": "2027-03-01"}]}, "exam_windows"),
        ({"retake_days": 900}, "retake_days"),
        ({"shortened_by": [{"id": "other", "hours": 0}]}, "shortened_by"),
        ({"shortened_by": [{"id": "nowhere", "hours": 3}]}, "links"),
        ({"shortened_by": [{"id": "one", "hours": 3}]}, "links"),
    ],
)
def test_the_audit_finds_what_makes_no_sense(wrong: dict[str, Any], field: str):
    """Each fault is told with its field, and the right ones are not."""
    assert field in _found(_catalog(**{**FACTS, **wrong}))
    assert not _found(_catalog(**FACTS)) & {*FACTS, "links"}


def test_a_fact_needs_a_source_and_a_date_a_day():
    """Like every other field."""
    catalog = _catalog(sessions=["2027-02-01"])
    one = catalog.credentials["one"]
    assert "sessions" not in _found(catalog)
    assert one.unconfirmed == ("level", "status", "sessions")
    with pytest.raises(CatalogError, match="one"):
        _catalog(sessions=["soon"])
