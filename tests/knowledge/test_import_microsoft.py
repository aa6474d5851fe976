"""Microsoft Learn's catalog, in the shape of the Catalog API and of the Learn Platform API (own-written answers)."""

import pytest

from knowledge.importing import adds, imported
from knowledge.sources.formats import read
from tests.knowledge.imports import TODAY, file, payload, plain, refusal, taken

CATALOG, PLATFORM = payload("learn-catalog.json"), payload("learn-platform.json")
LISTS = ("certifications", "mergedCertifications", "appliedSkills")


def test_the_catalog_api() -> None:
    """As many as different certifications and applied skills; modules and exams are none."""
    (value,) = plain([CATALOG])
    uids = {item["uid"] for name in LISTS for item in value[name]}
    made = taken(CATALOG)
    assert made.format == "microsoft"
    assert made.counts["credentials"] == len(uids) == 4
    assert made.counts["known"] == 1
    azure = made.merged.credentials["microsoft-az-104"]
    assert azure.exam is not None
    assert azure.exam.minutes == 100
    assert made.merged.references[azure.sources["exam"][0]].dated == "2026-05-02"


def test_the_platform_api() -> None:
    """Pages of values in camel case; the same credentials come out."""
    pages = plain([PLATFORM])[0]
    ids = {item["id"] for page in pages for item in page["value"] if not item["id"].startswith("exam")}
    made = taken(PLATFORM)
    assert made.counts["credentials"] == len(ids) == 3
    assert made.counts["known"] == 1
    split = [file(f"page-{n}.json", page) for n, page in enumerate(pages)]
    assert taken(*split).document["credentials"] == made.document["credentials"]


@pytest.mark.parametrize("given", [CATALOG, PLATFORM], ids=["catalog", "platform"])
def test_price_and_validity_stay_unknown(given: object) -> None:
    """Whatever the renewal field says: 0 stands for never and for unknown there."""
    made = taken(given)  # type: ignore[arg-type]
    for said in made.document["credentials"]:
        assert "validity_months" not in said
        assert [fee["amount"] for fee in said["fees"]] == [None]


def test_codes_levels_retirement_and_skills() -> None:
    """A code when there is one exam; a retirement date; known skills linked, others kept."""
    made = taken(CATALOG)
    basics = made.merged.credentials["microsoft-certified-gadget-fundamentals"]
    assert (basics.status, str(basics.retires_on), basics.level) == ("retiring", "2027-06-30", 1)
    assert basics.exam is not None
    assert basics.exam.minutes == 45
    assert [s.skill for s in basics.skills] == ["local-describe-gadgets", "linux"]
    expert = made.merged.credentials["microsoft-certified-gadget-expert"]
    assert (expert.code, expert.exam) == (None, None)
    assert made.merged.credentials["microsoft-deploy-gadgets-with-containers"].kind == "micro-credential"
    assert "?" not in expert.url


@pytest.mark.parametrize("given", [CATALOG, PLATFORM], ids=["catalog", "platform"])
def test_the_same_again_adds_nothing(given: object) -> None:
    """Over itself."""
    made = taken(given)  # type: ignore[arg-type]
    again = imported(read([given]), made.merged, "ours", TODAY)  # type: ignore[list-item]
    assert not adds(again, made.merged)


@pytest.mark.parametrize(
    ("content", "where", "text"),
    [
        (
            {"certifications": [{"uid": "certification.a", "title": "A"}, {"uid": "certification.b"}]},
            "certifications 2",
            "'certification.b' has no title",
        ),
        ({"certifications": [{"title": "A"}]}, "", "neither an answer"),
        ({"modules": [{"uid": "m", "title": "M"}], "certifications": []}, "", "no certification or applied skill"),
        ([{"value": [{"id": "certification.a", "title": "A"}]}, {"values": []}], "page 2", "neither an answer"),
    ],
)
def test_a_broken_answer_is_named(content: object, where: str, text: str) -> None:
    """List, page and number; nothing is taken."""
    ((found, told),) = refusal(file("dump.json", content), form="microsoft")
    assert found == f"dump.json {where}".strip()
    assert text in told
