"""Overlays: what they may add to a shipped catalog, and what they may not."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.catalog import Catalog, highest
from knowledge.credentials import Credential, Exam, Fee, Prerequisites, Shows, StudyHours
from knowledge.merging import merge, same
from knowledge.sources import document
from tests.knowledge.fixture import small_catalog

ID = "pmi-pmp"
REFERENCES = {
    "one": {"title": "One", "url": "https://one.example", "as_of": "2025"},
    "two": {"title": "Two", "url": "https://two.example", "as_of": "2026-02"},
}


def shipped(**facts: Any) -> Catalog:
    """A catalog whose PMP has these facts."""
    base = small_catalog()
    found = document.read({"references": REFERENCES}).references
    return replace(base, references=found, credentials={**base.credentials, ID: replace(base.credentials[ID], **facts)})


def overlay(record: dict[str, Any], **more: Any) -> Catalog:
    """An import that says this about the PMP."""
    pmp = {
        "id": ID,
        "name": "x",
        "issuer": "pmi",
        "kind": "badge",
        "level": 5,
        "domain": "cloud",
        "url": "https://x.example",
    }
    references = {"list": {"title": "A list", "url": "", "as_of": "2026-11-25"}}
    return document.read({"references": references, "credentials": [{**pmp, **record}], **more})


def merged(base: Catalog, *overlays: Catalog) -> Credential:
    """The PMP after the merge."""
    return merge(base, *overlays).credentials[ID]


def test_nothing_over_it_is_the_catalog_itself() -> None:
    """The same object, version and all."""
    base = shipped()
    assert merge(base) is base


def test_an_unknown_fact_is_filled() -> None:
    """With the source that states it."""
    found = merged(shipped(), overlay({"validity_months": 36, "sources": {"validity_months": ["list"]}}))
    assert (found.validity_months, found.sources["validity_months"]) == (36, ("list",))


def test_agreement_is_one_more_source() -> None:
    """And what was unconfirmed is single now."""
    base = shipped(validity_months=36, unconfirmed=("validity_months", "level"))
    found = merged(base, overlay({"validity_months": 36, "sources": {"validity_months": ["list"]}}))
    assert (found.sources["validity_months"], found.unconfirmed) == (("list",), ("level",))
    base = shipped(validity_months=36, sources={"validity_months": ("one",)})
    after = merge(base, overlay({"validity_months": 36, "sources": {"validity_months": ["list"]}}))
    assert after.confidence(after.credentials[ID].sources["validity_months"]) == "confirmed"


def test_another_value_stands_beside_the_shipped_one() -> None:
    """Never in its place, even where the shipped one is unconfirmed."""
    for sources, unconfirmed in (({"validity_months": ("one",)}, ()), ({}, ("validity_months",))):
        base = shipped(validity_months=36, sources=sources, unconfirmed=unconfirmed)
        found = merged(base, overlay({"validity_months": 24, "sources": {"validity_months": ["list"]}}))
        assert (found.validity_months, found.sources, found.unconfirmed) == (36, sources, unconfirmed)
        assert found.disagree == {"validity_months": {"list": 24}}


def test_a_statement_without_a_source_says_nothing() -> None:
    """Unconfirmed words of a list do not touch what is shipped."""
    base = shipped(validity_months=36, fees=(Fee("exam", 10000, "USD"),))
    record = {"validity_months": 24, "hours": {"low": 1, "high": 2, "basis": "stated"}}
    record["fees"] = [{"kind": "exam", "amount": 5, "currency": "USD", "unconfirmed": True}]
    assert merged(base, overlay({**record, "unconfirmed": list(record)})) == base.credentials[ID]


def test_names_kinds_levels_and_pages_stand() -> None:
    """Only facts can be agreed on."""
    base = shipped()
    found = merged(base, overlay({"sources": {"level": ["list"]}, "aliases": ["PMP exam"]}))
    assert replace(found, aliases=(), disagree={}) == replace(base.credentials[ID], aliases=())
    assert found.disagree == {"level": {"list": 5}}
    assert found.aliases == ("PMP exam",)


def test_parts_that_are_left_open_are_no_contradiction() -> None:
    """Minutes alone agree with minutes and proctoring; proctoring that was open is filled."""
    base = shipped(exam=Exam(230, None, False), sources={"exam": ("one",)})
    found = merged(base, overlay({"exam": {"minutes": 230, "proctored": True}, "sources": {"exam": ["list"]}}))
    assert (found.exam, found.sources["exam"]) == (Exam(230, True, False), ("one", "list"))
    found = merged(base, overlay({"exam": {"minutes": 180, "proctored": True}, "sources": {"exam": ["list"]}}))
    assert found.exam == Exam(230, None, False)
    assert found.disagree == {"exam": {"list": {"minutes": 180, "proctored": True}}}


def test_prerequisites_and_part_of_the_skills() -> None:
    """No prerequisites is a statement, so one that an import adds is another opinion; some skills are none."""
    base = shipped(prerequisites=Prerequisites(), sources={"prerequisites": ("one",)})
    found = merged(base, overlay({"prerequisites": {"required": "isc2-cissp"}, "sources": {"prerequisites": ["list"]}}))
    assert found.prerequisites == Prerequisites()
    assert found.disagree == {"prerequisites": {"list": {"required": "isc2-cissp"}}}
    base = shipped(skills=(Shows("linux", 1, "tested"), Shows("python", 1, "tested")))
    found = merged(
        base, overlay({"skills": [{"id": "linux", "level": 3, "role": "taught"}], "sources": {"skills": ["list"]}})
    )
    assert found == base.credentials[ID]


FEE = {"kind": "exam", "amount": 555, "currency": "USD", "sources": ["list"]}


def test_fees() -> None:
    """The same price confirms, another one is budgeted when it is higher, an unknown one is filled."""
    base = shipped(fees=(Fee("exam", 40500, "USD", sources=("one",)),))
    assert merged(base, overlay({"fees": [{**FEE, "amount": 405}]})).fees[0].sources == ("one", "list")
    (fee,) = merged(base, overlay({"fees": [FEE]})).fees
    assert (fee.cents, fee.disagree, highest(fee)) == (40500, {"list": 55500}, 55500)
    (fee,) = merged(shipped(fees=(Fee("exam", None, "USD"),)), overlay({"fees": [FEE]})).fees
    assert (fee.cents, fee.sources) == (55500, ("list",))


def test_a_fee_of_another_kind_is_noted_and_not_added() -> None:
    """The cheapest usual route stays what it was."""
    base = shipped(fees=(Fee("exam", 40500, "USD", sources=("one",)),))
    found = merged(base, overlay({"fees": [{**FEE, "kind": "course"}, {**FEE, "audience": "member"}]}))
    assert found.fees == base.credentials[ID].fees
    assert [said["kind"] for said in found.disagree["fees"]["list"]] == ["course", "exam"]  # type: ignore[attr-defined, index]


def test_what_is_new_is_added_and_what_is_there_stands() -> None:
    """Skills and roles of a known id or name are the shipped ones."""
    extra = {
        "skills": [{"id": "linux", "name": "Other"}, {"id": "local-k", "name": "kubernetes"}, {"id": "z", "name": "Z"}]
    }
    record = {"skills": [{"id": "local-k", "level": 1, "role": "taught"}, {"id": "z", "level": 1, "role": "taught"}]}
    after = merge(shipped(skills=()), overlay({**record, "sources": {"skills": ["list"]}}, **extra))
    assert after.skills["linux"].name == "Linux"
    assert "local-k" not in after.skills
    assert after.skills["z"].name == "Z"
    assert [s.skill for s in after.credentials[ID].skills] == ["kubernetes", "z"]


def test_a_reference_id_that_is_taken_is_changed() -> None:
    """Two lists may both call a reference "list"; each fact keeps its own."""
    record = {"validity_months": 36, "sources": {"validity_months": ["one"]}}
    other = document.read(
        {
            "references": {"one": {"title": "Another one", "url": "https://o.example", "as_of": "2024"}},
            "credentials": [
                {
                    "id": ID,
                    "name": "x",
                    "issuer": "pmi",
                    "kind": "badge",
                    "level": 1,
                    "domain": "ai",
                    "url": "",
                    **record,
                }
            ],
        }
    )
    after = merge(shipped(), other)
    (named,) = after.credentials[ID].sources["validity_months"]
    assert after.references[named].title == "Another one"
    assert after.references["one"].title == "One"


def test_a_reference_that_is_no_more_says_nothing() -> None:
    """An overlay that named a shipped reference outlives it."""
    record = {"validity_months": 36, "sources": {"validity_months": ["one"], "status": ["gone", "list"]}}
    after = merge(replace(shipped(), references={}), overlay({**record, "fees": [{**FEE, "disagree": {"gone": 7}}]}))
    found = after.credentials[ID]
    assert found.validity_months is None
    assert found.sources == {"status": ("list",)}
    assert found.fees[0].disagree == {}
    assert set(after.references) == {"list"}


def test_the_version_follows_every_overlay() -> None:
    """Content, order and number of overlays; the same ones give the same version."""
    base = shipped()
    first = overlay({"validity_months": 36, "sources": {"validity_months": ["list"]}})
    second = overlay({"validity_months": 24, "sources": {"validity_months": ["list"]}})
    versions = [merge(base, *o).version for o in ((), (first,), (second,), (first, second), (second, first))]
    assert len(set(versions)) == len(versions)
    assert merge(base, first, second) == merge(base, first, second)


_AMOUNTS = st.none() | st.integers(0, 3).map(lambda n: n * 100)
_RECORDS = st.fixed_dictionaries(
    {},
    optional={
        "validity_months": st.sampled_from([0, 12, 36]),
        "exam": st.fixed_dictionaries({"minutes": st.sampled_from([60, 90])}, optional={"proctored": st.booleans()}),
        "hours": st.sampled_from([{"low": 1, "high": 2, "basis": "stated"}, {"low": 3, "high": 4, "basis": "bucket"}]),
        "languages": st.lists(st.sampled_from(["en", "de"]), min_size=1, unique=True),
        "status": st.sampled_from(["active", "retired"]),
        "fees": st.lists(
            st.builds(
                lambda a, k: {"kind": k, "amount": a, "currency": "USD"}, _AMOUNTS, st.sampled_from(["exam", "course"])
            ),
            max_size=2,
        ),
    },
)


def _sourced(record: dict[str, Any], id: str) -> dict[str, Any]:
    fees = [{**f, "sources": [id]} if f["amount"] is not None else f for f in record.get("fees", [])]
    return {**record, "fees": fees, "sources": {k: [id] for k in record if k != "fees"}}


@settings(max_examples=60, deadline=None)
@given(shipped_record=_RECORDS, said=_RECORDS)
def test_a_shipped_fact_is_never_overwritten(shipped_record: dict[str, Any], said: dict[str, Any]) -> None:
    """Whatever both say: known values stand, no budget falls, and laying it over again changes nothing."""
    base = merge(shipped(skills=(), languages=None, fees=()), overlay(_sourced(shipped_record, "list")))
    before = base.credentials[ID]
    second = document.read(
        {
            "references": {"list2": {"title": "Second", "url": "", "as_of": "2026"}},
            "credentials": [
                {"id": ID, "name": "x", "issuer": "pmi", "kind": "badge", "level": 1, "domain": "ai", "url": ""}
                | _sourced(said, "list2")
            ],
        }
    )
    after = merge(base, second)
    now = after.credentials[ID]
    for name in ("validity_months", "hours", "languages", "status"):
        if name in shipped_record or name == "status":
            assert getattr(now, name) == getattr(before, name)
    if before.exam:
        assert now.exam is not None
        assert now.exam.minutes == before.exam.minutes
    known = [f for f in before.fees if f.cents is not None]
    if known:
        assert [f.cents for f in now.fees] == [f.cents for f in before.fees]
        assert sum(highest(f) or 0 for f in now.fees) >= sum(highest(f) or 0 for f in known)
    assert set(before.sources) <= set(now.sources)
    assert all(set(ids) <= set(now.sources[name]) for name, ids in before.sources.items())
    assert same(merge(after, second), after)


def test_hours_of_another_basis_are_another_opinion() -> None:
    """What an issuer states and what we estimate are shown side by side."""
    base = shipped(hours=StudyHours(40, 80, "estimate"), unconfirmed=("hours",))
    found = merged(base, overlay({"hours": {"low": 60, "high": 60, "basis": "stated"}, "sources": {"hours": ["list"]}}))
    assert found.hours == StudyHours(40, 80, "estimate")
    assert found.disagree == {"hours": {"list": {"low": 60, "high": 60, "basis": "stated"}}}


@pytest.mark.parametrize("field", ["country", "verify_url"])
def test_issuers_are_filled_and_stand(field: str) -> None:
    """As credentials are."""
    said = {"country": "US", "verify_url": "https://v.example"}[field]
    record = {"id": "pmi", "name": "Other", "kind": "vendor", "url": "https://other.example", field: said}
    other = document.read(
        {"references": {"list": REFERENCES["one"]}, "issuers": [{**record, "sources": {field: ["list"]}}]}
    )
    after = merge(shipped(), other).issuers["pmi"]
    assert (getattr(after, field), after.name, after.sources[field]) == (
        said,
        "Project Management Institute",
        ("list",),
    )
