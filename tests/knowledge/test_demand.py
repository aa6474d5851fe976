"""Counted postings: intervals, arrows, rankings and an organisation's own count."""

import json
from dataclasses import replace
from datetime import date

import pytest

from knowledge.catalog import Catalog
from knowledge.counting import METHOD
from knowledge.demand import counted, decay, latest, most_valued
from knowledge.families import family_of, family_of_title
from knowledge.windows import Demand, Label, Window, difference, from_json, to_json, trend, wilson


def test_the_score_interval() -> None:
    """Values worked out by other means: the interval of 10 in 100 and of 0 in 10."""
    assert wilson(10, 100) == pytest.approx((0.05523, 0.17437), abs=1e-5)
    assert wilson(0, 10) == pytest.approx((0.0, 0.27753), abs=1e-5)
    assert wilson(0, 0) == (0, 1)


def test_the_interval_of_a_difference() -> None:
    """Newcombe 1998, table II, example (a): 56 of 70 against 48 of 80 is 0.0524 to 0.3339 by method 10."""
    assert difference(48, 80, 56, 70) == pytest.approx((0.0524, 0.3339), abs=1e-4)


def window(k: int, n: int, start: str, end: str, method: str = "m", place: str = "X") -> Window:
    """`k` of `n` security postings name A."""
    return Window("s", method, place, start, end, {"security": n}, {"security": {"A": k}})


@pytest.mark.parametrize(
    ("windows", "expected"),
    [
        ([window(40, 400, "2025-01", "2025-06"), window(80, 400, "2025-07", "2025-12")], "up"),
        ([window(80, 400, "2025-01", "2025-06"), window(40, 400, "2025-07", "2025-12")], "down"),
        ([window(40, 400, "2025-01", "2025-06"), window(45, 400, "2025-07", "2025-12")], "not enough data"),
        ([window(2, 400, "2025-01", "2025-06"), window(29, 400, "2025-07", "2025-12")], "not enough data"),
        ([window(30, 49, "2025-01", "2025-06"), window(3, 400, "2025-07", "2025-12")], "not enough data"),
        ([window(40, 400, "2025-01", "2025-06"), window(80, 400, "2025-07", "2025-12", "n")], "not enough data"),
        ([window(40, 400, "2025-01", "2025-06"), window(80, 400, "2025-07", "2025-12", "m", "Y")], "not enough data"),
        ([window(40, 400, "2025-01", "2025-09"), window(80, 400, "2025-07", "2025-12")], "not enough data"),
        ([window(80, 400, "2025-07", "2025-12")], "not enough data"),
        ([], "not enough data"),
    ],
)
def test_an_arrow_needs_two_like_windows(windows: list[Window], expected: str) -> None:
    """Same source, method and place, one after the other, 50 postings, 30 mentions, and a difference."""
    assert trend(Demand(tuple(windows), {"A": Label("A", ())}), "security", "A") == expected


def test_the_shipped_window_has_no_arrow(real_catalog: Catalog) -> None:
    """One window cannot move."""
    demand = real_catalog.demand
    assert demand
    assert {trend(demand, f, name) for w in demand.windows for f in w.postings for name in demand.labels} == {
        "not enough data"
    }


@pytest.mark.parametrize(
    ("role", "top"),
    [
        ("penetration-tester", ["CISSP", "CISA", "GIAC any", "CISM", "AWS (any cert)"]),
        ("security-architect", ["CISSP", "CISA", "GIAC any", "CISM", "AWS (any cert)"]),
        ("cloud-architect", ["AWS (any cert)", "AWS SA", "Azure (any cert)", "TOGAF", "ITIL"]),
        ("enterprise-architect", ["AWS (any cert)", "AWS SA", "Azure (any cert)", "TOGAF", "ITIL"]),
        ("project-manager", ["PMP", "CSM", "ITIL", "AWS (any cert)", "PRINCE2"]),
    ],
)
def test_most_valued_follows_the_counts(role: str, top: list[str], real_catalog: Catalog) -> None:
    """Security, architect and project roles: by count, with n, place and date behind it."""
    found = most_valued(real_catalog, real_catalog.demand, real_catalog.occupations[role])
    assert [v.label for v in found.valued[:5]] == top
    assert not found.thin
    assert found.window
    assert (found.window.place, found.window.start) == ("Singapore", "2022-03")
    assert all(v.low < v.mentions / v.postings < v.high and v.postings == found.postings for v in found.valued)


@pytest.mark.parametrize("role", ["data-scientist", "data-engineer", "machine-learning-engineer", "data-architect"])
def test_data_roles_have_thin_evidence(role: str, real_catalog: Catalog) -> None:
    """Postings rarely name certificates there, and the answer says so."""
    found = most_valued(real_catalog, real_catalog.demand, real_catalog.occupations[role])
    assert (found.family, found.postings, found.thin) == ("data", 350, True)


def test_nothing_is_said_of_few_postings(real_catalog: Catalog) -> None:
    """Below 50 postings, without counts or without a family there is no ranking."""
    few = Demand((window(20, 49, "2025-01", "2025-06"),), {"A": Label("A", ())})
    assert most_valued(real_catalog, few, "security").valued == ()
    assert latest(few, "security") is None
    assert most_valued(real_catalog, None, "security").window is None
    assert most_valued(real_catalog, real_catalog.demand, real_catalog.occupations["bookkeeper"]).valued == ()


def test_families() -> None:
    """Titles of postings, and names of families."""
    titles = {
        "Sr. Cloud Security Engineer": "security",
        "Solutions Architect, AWS": "architect",
        "DevOps Engineer": "devops/cloud/infra",
        "Data Analyst": "data",
        "IT Project Manager": "project/product",
        "Java Developer": "software",
        "Pastry chef": "other",
    }
    assert {title: family_of_title(title) for title in titles} == titles
    assert family_of("project") == family_of("product") == "project/product"
    assert family_of("pastry") is None


POSTINGS = [
    {"id": 1, "title": "SOC Analyst", "text": "CISSP or Security+ wanted; zwiebelfisch", "date": "2026-02-01"},
    {"id": 2, "title": "SOC Analyst", "text": "CISSP, PMP a plus", "date": "2026-08-01", "place": "Bern"},
    {"id": 2, "title": "SOC Analyst", "text": "CISSP", "date": "2026-08-01"},
    {"title": "Cloud Architect", "text": "AWS Certified Solutions Architect - Associate; csa and pmp in lower case"},
    {"title": "", "text": "CISSP"},
    {"title": "Analyst", "text": "x", "date": "soon"},
]


def test_an_organisation_counts_its_own(real_catalog: Catalog) -> None:
    """Half-years by date, bad lines by number, and the text is gone."""
    lines = [*map(json.dumps, POSTINGS), "", "{no json", "[]"]
    demand = counted(lines, real_catalog)
    assert dict(demand.bad_lines) == {
        5: "the title is missing",
        6: "the date is not like 2026-05-13",
        8: "this is not JSON",
        9: "a posting is an object with title and text",
    }
    undated, first, second = demand.windows
    assert (first.start, first.end, second.start, second.place) == ("2026-01", "2026-06", "2026-07", "Bern")
    assert first.mentions == {"security": {"CISSP": 1, "Security+": 1}}
    assert second.mentions == {"security": {"CISSP": 1, "PMP": 1}}
    assert undated.postings == {"architect": 1}
    # the credential itself, and both groups that it belongs to
    named = {"AWS Solutions Architect Associate", "AWS SA", "AWS (any cert)"}
    assert undated.mentions["architect"].keys() == named
    assert {w.method for w in demand.windows} == {METHOD}
    kept = json.dumps(to_json(demand))
    assert "zwiebelfisch" not in kept
    again = from_json(json.loads(kept))
    assert again == replace(demand, bad_lines=())


def test_a_job_title_is_no_credential(real_catalog: Catalog) -> None:
    """ "Azure Administrator" in a posting is a job; with its code it is the credential."""
    job = {"title": "Engineer", "text": "works with the Azure administrator, the data analyst and a UX designer"}
    exam = {"title": "Engineer", "text": "holds AZ-104"}
    (one,) = counted([json.dumps(job)], real_catalog).windows
    (two,) = counted([json.dumps(exam)], real_catalog).windows
    assert one.mentions == {"software": {}}
    assert two.mentions["software"].get("Azure (any cert)") == 1
    assert two.mentions["software"].get("Azure Administrator") == 1


def test_counts_that_cannot_be_are_refused() -> None:
    """More mentions than postings."""
    bad = to_json(Demand((window(3, 60, "2025-01", "2025-06"),), {}))
    bad["windows"][0]["families"]["security"]["mentions"]["A"] = 61
    with pytest.raises(ValueError, match="more mentions than postings"):
        from_json(bad)


def test_hard_facts_of_decay(real_catalog: Catalog) -> None:
    """Retired, superseded and the age of an exam version, each with its sources."""
    today = date(2026, 11, 25)
    retired = {d.kind: d for d in decay(real_catalog, "microsoft-azure-security-engineer", today)}
    assert set(retired) == {"retired", "superseded"}
    assert retired["superseded"].text in real_catalog.credentials
    (version,) = decay(real_catalog, "comptia-security-plus", today)
    assert (version.kind, version.text, version.since, version.months) == ("exam-version", "SY0-701", "2023-11-07", 36)
    assert version.sources
    assert decay(real_catalog, "hubspot-seo", today) == ()
