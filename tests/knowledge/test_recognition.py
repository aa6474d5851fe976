"""Recognition: ranges that widen with ignorance, span conflicts, and can be reckoned again from the export."""

import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.catalog import Catalog
from knowledge.claims import Claim, claims
from knowledge.completeness import ELEMENTS
from knowledge.credentials import Credential, Exam
from knowledge.evidence import Component, Statement, gathered
from knowledge.recognition import backed_by, card, export, line, ranges
from knowledge.sources.evidence import published, weights

ROOT = Path(__file__).parents[2]


def without(catalog: Catalog, reference: str, touched: set[str]) -> Catalog:
    """The catalog as if the reference had never been read, for the credentials in `touched`."""

    def kept(ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(i for i in ids if i != reference)

    def sources(said: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        return {field: rest for field, ids in said.items() if (rest := kept(ids))}

    def forgotten(c: Credential) -> Credential:
        others = {f: {r: v for r, v in said.items() if r != reference} for f, said in c.disagree.items()}
        return replace(c, sources=sources(c.sources), disagree={f: said for f, said in others.items() if said})

    statements = [replace(s, sources=kept(s.sources)) for s in catalog.evidence.statements]
    demand = catalog.demand
    return replace(
        catalog,
        credentials={**catalog.credentials, **{id: forgotten(catalog.credentials[id]) for id in touched}},
        issuers={id: replace(i, sources=sources(i.sources)) for id, i in catalog.issuers.items()},
        evidence=gathered(statements, catalog.evidence.lengths_only),
        demand=demand
        and replace(demand, windows=tuple(replace(w, references=kept(w.references)) for w in demand.windows)),
    )


def test_forgetting_a_source_never_narrows(real_catalog: Catalog) -> None:
    """For every reference and every credential it speaks of: ends only move outwards where references agree."""
    cards = {id: card(real_catalog, id) for id in real_catalog.credentials}
    speaks: dict[str, set[str]] = defaultdict(set)
    for id, shown in cards.items():
        for entry in shown.lines:
            for reference in entry.sources:
                speaks[reference].add(id)
    moved = 0
    for reference, touched in speaks.items():
        forgot = without(real_catalog, reference, touched)
        for id in touched:
            now = card(forgot, id)
            for before, after in zip(cards[id].lines, now.lines, strict=True):
                if not before.conflicted:
                    assert after.low <= before.low, (reference, id, before.component)
                    assert after.high >= before.high, (reference, id, before.component)
                    assert reference not in after.sources
                    moved += (after.low, after.high) != (before.low, before.high)
            if not any(entry.conflicted for entry in cards[id].lines):
                assert now.low <= cards[id].low, (reference, id)
                assert now.high >= cards[id].high, (reference, id)
    assert len(speaks) > 100
    assert moved > 500


def test_a_conflict_spans_its_values(real_catalog: Catalog) -> None:
    """Where references cannot all be right, the line spans all that they say, and is not called known."""
    scale, found = published(), 0
    for c in real_catalog.credentials.values():
        stated = claims(real_catalog, c, scale)
        for entry in card(real_catalog, c.id).lines:
            if entry.conflicted:
                found += 1
                said = stated[entry.component]
                assert entry.low == min(s.low for s in said) / 100
                assert entry.high == max(s.high for s in said) / 100
                assert entry.value is None
                assert not entry.known
    assert found > 3


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ([], (0, 1, False, False)),
        ([(100, 100)], (1, 1, True, False)),
        ([(50, 100), (75, 75)], (0.75, 0.75, True, False)),
        ([(0, 40), (75, 75)], (0, 0.75, False, True)),
        ([(100, 100), (100, 100), (0, 0)], (0, 1, False, True)),
    ],
)
def test_a_line(said: list[tuple[int, int]], expected: tuple[float, float, bool, bool], real_catalog: Catalog) -> None:
    """Nothing said is everything possible; what is said narrows it or is in conflict."""
    stated = [Claim(Component.ASSESSMENT, low, high, "said", ("certmap",), None, low == high) for low, high in said]
    entry = line(real_catalog, Component.ASSESSMENT, stated)
    assert (entry.low, entry.high, entry.known, entry.conflicted) == expected


def test_unconfirmed_facts_claim_nothing(real_catalog: Catalog) -> None:
    """A fact without a reference leaves the range as it was."""
    bare = replace(real_catalog.credentials["isc2-cissp"], id="x", sources={}, disagree={}, issuer="hubspot")
    one = replace(real_catalog, credentials={"x": replace(bare, exam=Exam(180, True, True))})
    none = replace(real_catalog, credentials={"x": replace(bare, exam=None, renewal=None, hours=None)})
    assert card(one, "x").lines == card(none, "x").lines
    assert (card(one, "x").low, card(one, "x").high, card(one, "x").known) == (0, 100, 0)


def test_a_length_is_no_word_on_how_an_exam_is_held(real_catalog: Catalog) -> None:
    """cert/map states minutes only: an exam there is, proctored or not."""
    c = replace(
        real_catalog.credentials["hubspot-seo"],
        exam=Exam(60, True, False),
        sources={"exam": ("certmap",)},
        disagree={},
    )
    catalog = replace(real_catalog, credentials={c.id: c})
    entry = card(catalog, c.id).lines[2]
    assert (entry.component, entry.low, entry.high, entry.known) == ("assessment", 0.5, 1, False)
    told = replace(c, sources={"exam": ("oep-ccna-2026",)})
    assert card(replace(real_catalog, credentials={c.id: told}), c.id).lines[2].value == 1


def test_what_is_said_of_exams_means_no_award(real_catalog: Catalog) -> None:
    """An issuer's proctored exams say nothing of what it gives for holding others."""
    said = gathered([Statement("assessment", "proctored", ("certmap",), issuers=("offsec",))])
    catalog = replace(real_catalog, evidence=said)
    shown = {id: card(catalog, id).lines[2] for id in ("offsec-oscp", "offsec-osce3")}
    assert shown["offsec-oscp"].value == 1
    assert not shown["offsec-osce3"].known


def test_what_the_references_say_of_known_ones(real_catalog: Catalog) -> None:
    """Accreditation, badges and the Department of Defense's list, from the pages that were read."""
    by = {
        id: {e.component: e for e in card(real_catalog, id).lines}
        for id in ("isc2-cissp", "comptia-security-plus", "iapp-aigp")
    }
    assert by["isc2-cissp"]["quality-assurance"].value == 1
    assert by["comptia-security-plus"]["machine-verifiable"].by == ("Credly",)
    assert by["iapp-aigp"]["quality-assurance"].value == 0
    assert by["isc2-cissp"]["employer-mentions"].said == ("CISSP in 92 of 250 security postings",)
    shown = card(real_catalog, "comptia-security-plus")
    assert shown.of == len(Component)
    assert shown.known == sum(e.known for e in shown.lines) >= 6
    for entry in (e for lines in by.values() for e in lines.values()):
        assert bool(entry.sources) == bool(entry.as_of)
        assert entry.sources or (entry.low, entry.high) == (0, 1)


def test_ranges_are_the_cards_and_are_kept(real_catalog: Catalog) -> None:
    """One reckoning a catalog, and another catalog of the same version has its own."""
    found = ranges(real_catalog)
    assert set(found) == set(real_catalog.credentials)
    assert all(0 <= low <= high <= 100 for low, high in found.values())
    assert found["isc2-cissp"] == (card(real_catalog, "isc2-cissp").low, card(real_catalog, "isc2-cissp").high)
    assert ranges(real_catalog) is found
    empty = replace(real_catalog, evidence=gathered(()), demand=None)
    assert ranges(empty)["isc2-cissp"] != found["isc2-cissp"]


def test_the_script_reckons_the_export_again(real_catalog: Catalog, tmp_path: Path) -> None:
    """docs/recognition.py gives every range to the digit, and notices a changed one."""
    told = export(real_catalog)
    file = tmp_path / "export.json"

    def said(document: object) -> list[str]:
        file.write_text(json.dumps(document), "utf-8")
        command = [sys.executable, str(ROOT / "docs" / "recognition.py"), str(file)]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()

    lines = said({"recognition": told})
    assert len(lines) == len(real_catalog.credentials)
    assert all(text.endswith(" as told") for text in lines)
    wanted = {id: f"{low}-{high}" for id, (low, high) in ranges(real_catalog).items()}
    assert {text.split()[0]: text.split()[1] for text in lines} == wanted
    told["credentials"]["isc2-cissp"]["components"]["assessment"]["low"] = 0.0
    assert next(text for text in said(told) if "but told" in text).startswith("isc2-cissp ")


def test_the_export_names_its_references(real_catalog: Catalog) -> None:
    """Every source id of a component is there with title, address and date."""
    told = export(real_catalog)
    used = {s for c in told["credentials"].values() for part in c["components"].values() for s in part["sources"]}
    assert used == set(told["references"])
    assert all(set(r) == {"title", "url", "as_of"} for r in told["references"].values())


def test_completeness_is_of_nine(real_catalog: Catalog) -> None:
    """Title and awarding body are always stated; nothing is both stated and missing."""
    assert len(ELEMENTS) == 9
    for id in real_catalog.credentials:
        described = card(real_catalog, id).completeness
        assert sorted(described.stated + described.missing) == sorted(ELEMENTS)
        assert {"title", "awarding body"} <= set(described.stated)
    assert len(card(real_catalog, "google-cybersecurity").completeness.stated) > 4


def test_employers_that_back_one(real_catalog: Catalog) -> None:
    """By name in any case, or any; evidence beside the range."""
    assert "google-data-analytics" in backed_by(real_catalog)
    assert backed_by(real_catalog, "walmart") == backed_by(real_catalog, "Walmart")
    assert backed_by(real_catalog, "Nobody & Sons") == []
    assert "Deloitte" in card(real_catalog, "google-data-analytics").partners


def test_weights() -> None:
    """Nine components, together 100; a file that does not add up is refused."""
    scale = published()
    assert set(scale.weights) == set(Component)
    assert sum(scale.weights.values()) == 100
    assert all(0 <= v <= 100 for values in scale.values.values() for v in values.values())
    with pytest.raises(ValueError, match="together 30"):
        weights({"version": 1, "components": {"a": {"weight": 30, "full_at_percent": 1}}})
