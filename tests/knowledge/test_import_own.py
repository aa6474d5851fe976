"""Our own format: an issuer's file, lists, folders and whole exports; what is missing is filled in or refused."""

import json
from dataclasses import replace

import pytest
import yaml

from knowledge.catalog import Catalog
from knowledge.importing import adds, imported
from knowledge.sources import ctdl_out, document, own
from knowledge.sources.formats import read
from tests.knowledge.imports import TODAY, file, refusal, taken

ISSUER = """
issuer: {id: acme, name: Acme Academy, kind: training-provider, url: "https://acme.example"}
references:
  acme-page: {title: Acme course page, url: "https://acme.example/c", as_of: 2026-03}
credentials:
- id: acme-gadgets
  name: Acme Gadgets
  kind: certificate
  level: 2
  fees:
  - {kind: course, amount: 120, currency: EUR}
  - {kind: exam, amount: 40, currency: EUR, sources: [acme-page]}
  hours: {low: 10, high: 20, basis: stated}
  validity_months: 24
  prerequisites: {required: {any: [comptia-security-plus, pmi-pmp]}}
  skills: [linux, {id: Computer networking, level: 2, role: tested}, {name: Rack wiring}]
  sources: {hours: [acme-page]}
  unconfirmed: [validity_months]
"""


def test_an_issuers_file() -> None:
    """Facts without a word on their source rest on the file; skills may be named; dates need no quotes."""
    made = taken(file("acme.yaml", ISSUER))
    found = made.merged.credentials["acme-gadgets"]
    assert found.sources["hours"] == ("acme-page",)
    assert found.sources["prerequisites"] == ("ours",)
    assert set(found.unconfirmed) == {"validity_months", "level", "status"}
    assert [f.sources for f in found.fees] == [("ours",), ("acme-page",)]
    assert [(s.skill, s.level, s.role) for s in found.skills] == [
        ("linux", 1, "taught"),
        ("networking", 2, "tested"),
        ("local-rack-wiring", 1, "taught"),
    ]
    assert made.merged.references["acme-page"].dated == "2026-03"
    assert made.merged.references["ours"].title == "ours (imported list)"
    assert any("Rack wiring" in note for note in made.notes)


def test_a_folder_of_files() -> None:
    """Issuer, skills and roles together, as the catalog's own folder has them."""
    skills = "- {id: rack-wiring, name: Rack wiring}\n"
    needed = ", ".join(["rack-wiring: 2", *(f"{s}: 1" for s in LIST)])
    roles = f"- {{id: racker, name: Racker, family: infrastructure, essential: {{{needed}}}}}\n"
    made = taken(file("issuers/a.yaml", ISSUER), file("skills/s.yaml", skills), file("roles/r.yaml", roles))
    assert made.merged.occupations["racker"].essential["rack-wiring"] == 2
    assert [s.skill for s in made.merged.credentials["acme-gadgets"].skills][2] == "rack-wiring"


LIST = ("linux", "python", "networking", "kubernetes", "terraform", "azure", "aws", "excel", "ci-cd")


@pytest.mark.parametrize(
    ("old", "new", "where", "text"),
    [
        ("kind: certificate", "kind: certificate\n  kind: badge", "acme.yaml line 9", "the key 'kind' is there twice"),
        ("name: Acme Gadgets", "name: [", "acme.yaml line 9", "not YAML"),
        ("id: acme-gadgets", "ident: acme-gadgets", "credentials, record 1", "a record with an id"),
        (
            "[acme-page]}\n  unconfirmed",
            "[nowhere]}\n  unconfirmed",
            "credentials, acme-gadgets (hours)",
            "no reference 'nowhere'",
        ),
        ("as_of: 2026-03", "on: 2026-03", "references, acme-page", "as_of are expected"),
        ("kind: certificate", "kind: course", "acme-gadgets (kind)", "not a kind of credential"),
        ("pmi-pmp", "nowhere", "acme-gadgets (links)", "nowhere is not another credential"),
        ("low: 10", "low: 30", "acme-gadgets (hours)", "low <= high"),
        ("validity_months: 24", "validity_months: 999", "acme-gadgets (validity_months)", "not a validity"),
        ("credentials:", "credential:", "acme.yaml", "unknown key 'credential'"),
        ("fees:", "fees: 5\n  x:", "credentials, acme-gadgets", "fees: a list is expected"),
        ("amount: 120", "amount: lots", "credentials, acme-gadgets", "fees 1 amount: a number is expected"),
    ],
)
def test_a_broken_file_is_named(old: str, new: str, where: str, text: str) -> None:
    """Line, record or field, and nothing is taken."""
    problems = refusal(file("acme.yaml", ISSUER.replace(old, new, 1)))
    assert problems[0][0] == where
    assert text in problems[0][1]


def test_an_unknown_issuer_is_refused() -> None:
    """A credential of nobody cannot be shown."""
    problems = refusal(file("x.json", {"credentials": [{"id": "a", "name": "A", "issuer": "nobody"}]}))
    assert problems == [("credentials, a", "there is no issuer 'nobody' in the file or the catalog")]


def test_an_export_comes_back_as_it_was(real_catalog: Catalog) -> None:
    """The whole shipped catalog, out and in: the same records, and laid over itself it adds nothing."""
    text = json.dumps(document.written(real_catalog))
    back = document.read(json.loads(text))
    for part in ("issuers", "credentials", "skills", "occupations", "references", "rates"):
        assert getattr(back, part) == getattr(real_catalog, part)
    made = imported(read([file("all.json", text)]), real_catalog, "all", TODAY)
    assert made.counts["known"] == len(real_catalog.credentials)
    assert not adds(made, real_catalog)


def test_yaml_comes_back_as_it_was() -> None:
    """The other suffix of an export, on a small catalog."""
    merged = taken(file("acme.yaml", ISSUER)).merged
    value = document.written(replace(merged, credentials={"acme-gadgets": merged.credentials["acme-gadgets"]}))
    text = yaml.dump(value, Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper), sort_keys=False)
    over = document.read(value)
    assert not adds(taken(file("all.yaml", text), over=over), over)


def test_a_ctdl_export_comes_back_and_confirms_nothing(real_catalog: Catalog) -> None:
    """Our own words are no second source."""
    made = imported(read([file("all.jsonld", ctdl_out.written(real_catalog))]), real_catalog, "all", TODAY)
    assert (made.counts["known"], made.counts["new"]) == (len(real_catalog.credentials), 0)
    assert not adds(made, real_catalog)


def test_a_price_that_was_changed_in_an_export_is_another_opinion(real_catalog: Catalog) -> None:
    """It is noted beside the shipped one, which stands."""
    graph = ctdl_out.written(real_catalog)["@graph"]
    node = next(n for n in graph if "ceterms:estimatedCost" in n)
    owner = next(n for n in graph if n["@id"] == node["ceterms:ownedBy"][0])
    node["ceterms:estimatedCost"][0]["ceterms:price"] += 1
    changed = imported(read([file("all.jsonld", {"@graph": [owner, node]})]), real_catalog, "all", TODAY)
    assert adds(changed, real_catalog)
    ((id, after),) = [(id, c) for id, c in changed.merged.credentials.items() if c != real_catalog.credentials[id]]
    before = real_catalog.credentials[id].fees[0]
    assert (after.fees[0].cents, after.fees[0].sources) == (before.cents, before.sources)
    assert list(after.fees[0].disagree.values())[-1:] == [(before.cents or 0) + 100]


def test_a_document_that_claims_a_version_has_its_own(real_catalog: Catalog) -> None:
    """The version is the content's digest, whatever the document says it is."""
    one = {"format": document.FORMAT, "skills": [{"id": "a", "name": "A"}]}
    assert document.read(one).version == document.read({**one, "version": "x", "recognition": {}}).version
    assert document.read({**one, "skills": []}).version != document.read(one).version
    with pytest.raises(own.CatalogError, match="a: KeyError"):
        document.read({**one, "skills": [{"id": "a"}]})
