"""Wages are single figures of the statistics that they name; roles and their codes."""

import csv
import os
from pathlib import Path

import pytest

from knowledge.catalog import Catalog
from knowledge.wages import wage


def test_every_role_with_a_code_has_its_wage(real_catalog: Catalog) -> None:
    """Median, place and date; none is invented for a role without a code."""
    roles = real_catalog.occupations.values()
    assert len(roles) >= 92
    for role in roles:
        found = wage(real_catalog.wages, role)
        assert (found is not None) == bool(role.onet_soc), role.id
        if found:
            assert (found.place, found.as_of, found.currency) == ("United States", "2025-05", "USD")
            assert found.low_cents is None or found.low_cents < found.median_cents
    assert wage(real_catalog.wages, real_catalog.occupations["soc-analyst"]).title == "Information Security Analysts"  # type: ignore[union-attr]


def test_wages_stand_in_the_statistics(real_catalog: Catalog) -> None:
    """Every figure again in OEWS, and every NICE code in the framework, where they lie beside the project."""
    if not (folder := os.environ.get("CREDPATH_REFERENCE_DATA")):
        pytest.skip(f"{len(real_catalog.wages)} wages not compared: CREDPATH_REFERENCE_DATA is not set")
    with (Path(folder) / "oews-2025" / "oews_national_2025.tsv").open(encoding="utf-8") as file:
        rows = {r["soc"]: r for r in csv.DictReader(file, delimiter="\t")}
    for soc, found in real_catalog.wages.items():
        assert found.title == rows[soc]["title"]
        assert found.median_cents == int(rows[soc]["annual_median"]) * 100
        for cents, column in ((found.low_cents, "annual_p10"), (found.high_cents, "annual_p90")):
            assert cents is None or cents == int(rows[soc][column]) * 100
    with (Path(folder) / "nice-2" / "role_statement.tsv").open(encoding="utf-8") as file:
        codes = {r[0] for r in csv.reader(file, delimiter="\t")}
    assert {o.nice for o in real_catalog.occupations.values() if o.nice} <= codes
