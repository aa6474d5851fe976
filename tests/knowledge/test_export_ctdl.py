"""The CTDL export: what it holds, and whether the published schema allows every class, property and concept of it."""

import json
from typing import Any

import pytest

from knowledge.catalog import Catalog
from knowledge.sources import ctdl_out
from knowledge.sources.ctdl_graph import CTID
from tests.knowledge.fixture import small_catalog
from tests.knowledge.imports import nodes, plain, real

CLASSES = {
    *("Certification", "Certificate", "DigitalBadge", "MicroCredential", "AcademicCertificate"),
}


@pytest.fixture(scope="module")
def graph(real_catalog: Catalog) -> list[dict[str, Any]]:
    """The nodes of the shipped catalog's export."""
    exported = json.loads(json.dumps(ctdl_out.written(real_catalog)))
    assert exported["@context"] == "https://credreg.net/ctdl/schema/context/json"
    return list(exported["@graph"])


def test_every_record_is_a_node(graph: list[dict[str, Any]], real_catalog: Catalog) -> None:
    """Each credential and issuer once, each exam that is known beside them."""
    kinds = [n["@type"].removeprefix("ceterms:") for n in graph]
    exams = [c for c in real_catalog.credentials.values() if c.exam and not c.exam.none]
    known = [
        c for c in exams if c.exam and any(v is not None for v in (c.exam.minutes, c.exam.proctored, c.exam.hands_on))
    ]
    assert sum(k in CLASSES for k in kinds) == len(real_catalog.credentials)
    assert kinds.count("CredentialOrganization") == len(real_catalog.issuers)
    assert kinds.count("AssessmentProfile") == len(known)
    assert {n["ceterms:name"]["en"] for n in graph if n["@type"].removeprefix("ceterms:") in CLASSES} == {
        c.name for c in real_catalog.credentials.values()
    }


def test_ids_are_ctids_and_every_link_ends_at_a_node(graph: list[dict[str, Any]]) -> None:
    """Unique, well formed, and nothing points out of the file."""
    ids = {n["@id"] for n in graph}
    assert len(ids) == len(graph) == len({n["ceterms:ctid"] for n in graph})
    assert all(CTID.fullmatch(n["ceterms:ctid"]) and n["ceterms:ctid"] in n["@id"] for n in graph)
    pointed = {
        v
        for n in nodes(graph)
        for values in n.values()
        if isinstance(values, list)
        for v in values
        if isinstance(v, str)
    }
    assert {v for v in pointed if v.startswith("urn:credpath:")} <= ids


def test_unknown_is_absent_and_free_is_zero(graph: list[dict[str, Any]], real_catalog: Catalog) -> None:
    """As many prices as known fees, and their sum."""
    prices = [c["ceterms:price"] for n in graph for c in n.get("ceterms:estimatedCost", [])]
    fees = [f.cents for c in real_catalog.credentials.values() for f in c.fees if f.cents is not None]
    assert sorted(round(p * 100) for p in prices) == sorted(fees)
    months = [n["ceterms:renewalFrequency"] for n in graph if "ceterms:renewalFrequency" in n]
    assert len(months) == sum(bool(c.validity_months) for c in real_catalog.credentials.values())
    assert not [n for n in nodes(graph) for v in n.values() if v in (None, [], {}, "")]


def test_the_same_catalog_gives_the_same_graph() -> None:
    """Ids follow from ours."""
    assert ctdl_out.written(small_catalog()) == ctdl_out.written(small_catalog())


def test_the_schema_allows_it(graph: list[dict[str, Any]]) -> None:
    """Classes, the domain of every property, and every concept of a vocabulary, against the published schema."""
    (schema,) = plain([f for f in real("ctdl/vendor/ctdl") if f.name == "schema.json"])
    (context,) = plain([f for f in real("ctdl/vendor/ctdl") if f.name == "context.json"])
    terms = {t["@id"]: t for t in schema["@graph"]}
    kinds = context["@context"]
    wrong = []
    for node in nodes(graph):
        kind = node.get("@type")
        if kind is None:
            continue  # a language map
        if kind not in terms:
            wrong.append(kind)
        for name, value in node.items():
            if name.startswith("@"):
                continue
            if name not in terms or kind not in terms[name].get("schema:domainIncludes", []):
                wrong.append(f"{kind} {name}")
            languages = kinds.get(name, {}).get("@container") == "@language"
            if languages != (isinstance(value, dict) and "@type" not in value):
                wrong.append(f"{name}: a language map or not")
        concept = node.get("ceterms:targetNode", "")
        if ":" in concept and not concept.startswith("http") and concept not in terms:
            wrong.append(concept)
        wrong += [unit for unit in node.get("ceterms:creditUnitType", []) if unit not in terms]
    assert sorted(set(wrong)) == []
