"""CTDL JSON-LD: envelopes, graphs and folders, own-written and real; broken files are named by file and node."""

import json
from collections import Counter

import pytest

from knowledge.credentials import AllOf, AnyOf
from knowledge.importing import adds, imported
from knowledge.sources import ctdl
from knowledge.sources.formats import read
from tests.knowledge.imports import TODAY, file, nodes, payload, plain, real, refusal, taken

OURS = ("ctdl/envelope.json", "ctdl/graph.json")
NONE = {"ceterms:QualityAssuranceCredential"}
KINDS = ("Certification", "License", "Badge", "MicroCredential", "Degree", "Diploma", "Certificate")


def credentials(values: list[object]) -> list[dict[str, object]]:
    """The credential nodes of JSON-LD documents, found without the reader."""
    tops = [n for value in values for n in _top(value)]
    return [n for n in tops if n["@type"] not in NONE and str(n["@type"]).endswith(KINDS)]


def _top(value: object) -> list[dict[str, object]]:
    assert isinstance(value, dict)
    inner = value.get("decoded_resource", value)
    return list(inner.get("@graph", [inner]))


def test_every_credential_of_our_own_files() -> None:
    """As many as the files hold, each with the name they give, in English."""
    files = [payload(name) for name in OURS]
    expected = credentials(plain(files))
    made = taken(*files)
    assert made.format == "ctdl"
    assert made.counts["credentials"] == made.counts["new"] == len(expected) == 4
    assert {c["name"] for c in made.document["credentials"]} == {
        "Certified Gadget Keeper",
        "Gadget Basics",
        "Gadget Micro",
        "Bachelor of Gadgetry",
    }
    assert "nodes that are no credential" in made.notes[-1] or any("no credential" in n for n in made.notes)


def test_what_a_certification_says() -> None:
    """Issuer by CTID, exam and cost from its assessment, conditions as an expression, the envelope's day as date."""
    made = taken(*(payload(name) for name in OURS))
    found = made.merged.credentials["acme-certification-certified-gadget-keeper"]
    assert made.merged.issuers[found.issuer].name == "Acme Certification"
    assert (found.kind, found.code, found.languages, found.status) == (
        "certification",
        "GK-100",
        ("de", "en"),
        "active",
    )
    assert found.aliases == ("CGK", "Gadget Keeper")
    assert [(f.kind, f.cents, f.currency) for f in found.fees] == [("exam", 120050, "USD")]
    assert found.exam is not None
    assert (found.exam.minutes, found.exam.proctored, found.exam.hands_on) == (90, True, True)
    assert found.validity_months == 36
    assert found.renewal is not None
    assert found.renewal.rule == "assessment"
    assert found.hours is None
    required = found.prerequisites.required
    assert isinstance(required, AllOf)
    assert required.parts == (
        "gadget-school-gadget-basics",
        AnyOf(("acme-certification-gadget-micro", "gadget-school-bachelor-of-gadgetry")),
    )
    assert found.prerequisites.years_required == 2
    assert [(s.skill, s.role) for s in found.skills] == [
        ("linux", "tested"),
        ("local-gadget-tuning", "tested"),
        ("kubernetes", "taught"),
    ]
    reference = made.merged.references[found.sources["validity_months"][0]]
    assert (reference.dated, reference.url) == (
        "2025-06-07",
        json.loads(_text())["decoded_resource"]["@graph"][0]["@id"],
    )


def _text() -> str:
    return payload(OURS[0]).content.decode("utf-8-sig")


def test_blank_nodes_costs_and_credit() -> None:
    """Blank nodes are found in their own file; prices for different people are not added up; months are no hours."""
    made = taken(*(payload(name) for name in OURS))
    basics = made.merged.credentials["gadget-school-gadget-basics"]
    assert (basics.kind, basics.fees[0].cents, basics.fees[0].currency) == ("badge", 0, "EUR")
    assert basics.hours is not None
    assert (basics.hours.low, basics.hours.high) == (8, 12.5)
    assert basics.part_of == ("acme-certification-gadget-micro",)
    micro = made.merged.credentials["acme-certification-gadget-micro"]
    assert micro.hours is None
    assert sorted((f.kind, f.cents) for f in micro.fees) == [("application", 5000), ("course", 150000)]
    degree = made.merged.credentials["gadget-school-bachelor-of-gadgetry"]
    assert degree.credit is not None
    assert (degree.credit.us, degree.credit.institutions) == (120, ("Gadget School",))
    assert made.counts["issuers"] == 2


def test_the_same_again_adds_nothing() -> None:
    """Over itself."""
    made = taken(*(payload(name) for name in OURS))
    again = imported(read([payload(name) for name in OURS]), made.merged, "ours", TODAY)
    assert again.counts == {**made.counts, "new": 0, "known": 4, "issuers": 0, "skills": 0}
    assert not adds(again, made.merged)


def test_an_owner_that_is_not_there_goes_by_its_address() -> None:
    """And is told, because an organisation's own file would name it."""
    made = taken(payload(OURS[0]))
    assert made.merged.credentials["acme-example-certified-gadget-keeper"].issuer == "acme-example"
    assert any("do not hold its owner" in note for note in made.notes)
    assert any("neither the file nor the catalog has" in note for note in made.notes)


def test_blank_nodes_of_two_files_are_two_things() -> None:
    """Both call theirs _:a; each badge keeps its own school."""
    made = taken(*(file(f"{n}.json", _badge(n)) for n in ("one", "two")))
    assert {c["name"]: made.merged.issuers[c["issuer"]].name for c in made.document["credentials"]} == {
        "Badge one": "School one",
        "Badge two": "School two",
    }


def _badge(name: str) -> dict[str, object]:
    badge = {"@type": "ceterms:Badge", "@id": "_:b", "ceterms:name": f"Badge {name}", "ceterms:ownedBy": ["_:a"]}
    school = {"@type": "ceterms:CredentialOrganization", "@id": "_:a", "ceterms:name": f"School {name}"}
    return {"@graph": [badge, school]}


BROKEN = [
    (b'{"@type": "ceterms:Badge",\n "@graph" []}', "x.json line 2 column 11", "not JSON"),
    (b'{"decoded_resource": 5, "@type": "ceterms:x"}', "x.json", "decoded_resource: an object"),
    (b'{"envelope_type": "resource_data", "resource": "a.b.c", "@type": "ceterms:x"}', "x.json", "no decoded_resource"),
    (b'[{"@type": "ceterms:Badge"}, 5]', "x.json item 2", "an object is expected"),
    (
        b'{"@graph": [{"ceterms:name": "A", "@type": "ceterms:Badge"}, {"ceterms:name": "B"}]}',
        "x.json node 2",
        "no @type",
    ),
    (b'{"@graph": [{"@type": "ceterms:Badge", "@id": "_:a"}]}', "x.json node 1", "without ceterms:name"),
    (b'{"@graph": [{"@type": "ceterms:Badge", "ceterms:name": "A"}]}', "x.json node 1", "who gives it"),
    (b'{"@type": "ceterms:CostManifest", "ceterms:name": "A"}', "x.json", "no credential in it, only 1 CostManifest"),
]


@pytest.mark.parametrize(("content", "where", "text"), BROKEN, ids=[text for _, _, text in BROKEN])
def test_a_broken_file_is_named(content: bytes, where: str, text: str) -> None:
    """With line and column, or the node; nothing is taken."""
    ((found, told),) = refusal(file("x.json", content), form="ctdl")
    assert found == where
    assert text in told


def test_every_broken_file_of_a_folder_is_named() -> None:
    """The good one is not taken without them."""
    bad = [file("b.json", b"{"), file("c.json", b'{"@graph": [1]}')]
    assert [where for where, _ in refusal(payload(OURS[1]), *bad, form="ctdl")] == [
        "b.json line 1 column 2",
        "c.json node 1",
    ]


def test_a_currency_that_nobody_knows_is_no_price() -> None:
    """The price is left out and told, never taken for dollars."""
    node = {
        "@type": "ceterms:Badge",
        "ceterms:name": "A",
        "ceterms:subjectWebpage": "https://a.example",
        "ceterms:estimatedCost": [{"ceterms:price": 7, "ceterms:currency": "Galleon"}],
    }
    made = taken(file("x.json", node))
    assert made.document["credentials"][0]["fees"][0]["amount"] is None
    assert any("Galleon" in note for note in made.notes)


REAL = (
    ("ctdl/CredentialEnvelope.json",),
    ("ctdl/CredentialEnvelope.json", "ctdl/OrganizationEnvelope.json", "ctdl/AssessmentEnvelope.json"),
    ("ctdl/ingest-examples",),
)


@pytest.mark.parametrize("names", REAL, ids=len)
def test_real_payloads(names: tuple[str, ...]) -> None:
    """Credentials, names, prices and skills as an independent reading of the JSON finds them; again adds nothing."""
    files = real(*names)
    expected = credentials(plain(files))
    made = taken(*files)
    said = made.document["credentials"]
    assert len(said) == made.counts["credentials"] == len(expected)
    assert Counter(c["name"] for c in said) == Counter(_english(n["ceterms:name"]) for n in expected)
    prices = [p["ceterms:price"] for n in expected for p in n.get("ceterms:estimatedCost", []) if "ceterms:price" in p]  # type: ignore[attr-defined]
    assert sorted(f["amount"] for c in said for f in c["fees"] if f["amount"] is not None) == sorted(prices)
    again = imported(read(files), made.merged, "ours", TODAY)
    assert not adds(again, made.merged)


def _english(value: object) -> str:
    if not isinstance(value, dict):
        return str(value)
    return str(next((text for key, text in value.items() if key.startswith("en")), next(iter(value.values()))))


def test_a_real_owner_is_found_across_files() -> None:
    """The credential says /graph/ce-6A62..., the organisation is /resources/ce-6a62...: one and the same."""
    made = taken(*real("ctdl/CredentialEnvelope.json", "ctdl/OrganizationEnvelope.json"))
    ((id, issuer),) = ((i, made.merged.issuers[i]) for i in [made.document["credentials"][0]["issuer"]])
    assert (id, issuer.name) == ("nocti", "NOCTI")


@pytest.mark.parametrize("name", ["CostManifest", "AssessmentEnvelope", "OrganizationEnvelope"])
def test_real_files_without_a_credential_are_refused(name: str) -> None:
    """With what is in them instead."""
    ((where, told),) = refusal(*real(f"ctdl/{name}.json"))
    assert where == f"{name}.json"
    assert told.startswith("there is no credential in it, only ")


def test_our_own_payload_uses_real_terms() -> None:
    """Every term and class of the own-written files is in the published schema."""
    (schema,) = plain([f for f in real("ctdl/vendor/ctdl") if f.name == "schema.json"])
    terms = {node["@id"] for node in schema["@graph"]}
    ours = [n for f in map(payload, OURS) for n in nodes(plain([f])[0].get("decoded_resource", plain([f])[0]))]
    used = {k for n in ours for k in n if k.startswith("ceterms:")} | {n["@type"] for n in ours if "@type" in n}
    assert used <= terms
    assert ctdl.is_ctdl(payload(OURS[0]))
