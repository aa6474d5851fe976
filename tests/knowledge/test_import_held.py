"""Files that are somebody's own: Credly wallets and European Digital Credentials. Nothing of the person is kept."""

import json
from datetime import date

import pytest

from knowledge.importing import Imported, adds, imported
from knowledge.sources.formats import read
from tests.knowledge.imports import TODAY, file, nodes, payload, plain, real, refusal, taken

WALLET, ELM = payload("wallet.json"), payload("elm.jsonld")


def kept(made: Imported) -> str:
    """All that would be stored of an import."""
    return json.dumps(made.document, ensure_ascii=False)


def test_a_wallet_proposes_what_is_held() -> None:
    """As many as badges in the file, with their dates; known ones are the catalog's."""
    (value,) = plain([WALLET])
    made = taken(WALLET)
    assert (made.format, len(made.held)) == ("wallet", len(value["data"]))
    assert made.counts["credentials"] == len({b["badge_template"]["id"] for b in value["data"]}) == 6
    assert [(h.credential, h.on, h.until, h.state) for h in made.held[:2]] == [
        ("comptia-security-plus", date(2025, 3, 4), date(2028, 3, 4), "accepted"),
        ("isc2-ccsp", date(2024, 9, 10), date(2027, 9, 10), "accepted"),
    ]
    assert made.held[5].state == "pending"
    assert made.counts["known"] == 2


def test_a_wallet_carries_stacks_and_skills() -> None:
    """A badge for holding others is an award when they are all there; else it is told and nothing claimed."""
    made = taken(WALLET)
    master = made.merged.credentials["acme-academy-gadgetry-master"]
    assert master.awarded_by is not None
    assert master.awarded_by.of == ("acme-academy-gadgetry-one", "acme-academy-gadgetry-two")
    assert [s.skill for s in master.skills] == ["linux", "kubernetes"]
    assert made.merged.credentials["elsewhere-org-elsewhere-expert"].awarded_by is None
    assert any("badges that are not in the wallet" in note for note in made.notes)
    assert made.merged.credentials["acme-academy-gadgetry-one"].fees[0].cents == 0
    assert "local-rack-wiring" not in made.merged.skills  # of a shipped credential the shipped skills stand


def test_nothing_of_the_person_is_kept_from_a_wallet() -> None:
    """Neither who nor when: everything that is the earner's own is absent from what is stored."""
    (value,) = plain([WALLET])
    text = kept(taken(WALLET))
    for badge in value["data"]:
        own = [badge[k] for k in ("id", "issued_to", "earner_path", "earner_photo_url", "issued_at_date")]
        assert not [word for word in (*own, badge["expires_at_date"]) if word and word in text]
    assert "quux" not in text.lower()


def test_the_same_wallet_adds_nothing() -> None:
    """Over itself."""
    made = taken(WALLET)
    again = imported(read([WALLET]), made.merged, "ours", TODAY)
    assert again.counts["new"] == 0
    assert not adds(again, made.merged)
    assert again.held == made.held


def test_elm_reads_the_qualification() -> None:
    """ECTS, EQF level, workload, supervised assessment, the awarding body (not the paperwork office), outcomes."""
    made = taken(ELM)
    (found,) = [c for id, c in made.merged.credentials.items() if id.startswith("university-of-somewhere")]
    issuer = made.merged.issuers[found.issuer]
    assert (found.name, found.kind, issuer.name, issuer.country, issuer.kind) == (
        "Gadget care",
        "micro-credential",
        "University of Somewhere",
        "AT",
        "university",
    )
    assert found.credit is not None
    assert (found.credit.ects, found.credit.level) == (2.5, "EQF level 5")
    assert found.credit.institutions == ("University of Somewhere",)
    assert found.hours is not None
    assert (found.hours.low, found.hours.high, found.hours.basis) == (62.5, 62.5, "stated")
    assert found.exam is not None
    assert (found.exam.proctored, found.exam.minutes) == (True, None)
    assert found.languages == ("de",)
    assert [s.skill for s in found.skills] == ["linux", "local-polish-gadgets", "troubleshooting"]
    assert made.merged.skills["local-polish-gadgets"].esco is not None
    assert [(h.credential, h.on, h.until) for h in made.held] == [(found.id, date(2025, 2, 3), date(2030, 2, 3))]


def test_nothing_of_the_person_is_kept_from_elm() -> None:
    """No name, birthday, address, grade or date of issue."""
    text = kept(taken(ELM)).lower()
    assert not [w for w in ("quux", "1999", "mail.example", "very good", "2025-02-03", "2030") if w in text]


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"badge_template": {"id": "x"}}, "the badge has no name"),
        ({"issuer": {}, "badge_template": {"name": "A"}}, "does not say who issued it"),
        ({"issued_at_date": "yesterday"}, "'yesterday' is not a date"),
    ],
)
def test_a_broken_badge_is_named(change: dict[str, object], text: str) -> None:
    """By its number; the good ones are not taken without it."""
    (value,) = plain([WALLET])
    value["data"][2] = {**value["data"][2], **change}
    ((where, told),) = refusal(file("wallet.json", value))
    assert where == "wallet.json badge 3"
    assert text in told


def test_a_broken_elm_is_named() -> None:
    """No title, nobody who awards it, no achievement."""
    (value,) = plain([ELM])
    claim = value["credentialSubject"]["hasClaim"]
    bare = {**claim, "title": {}, "specifiedBy": {"id": "q", "type": "Qualification"}}
    for changed, text in (
        (bare, "the achievement has no title"),
        ({**claim, "type": "Other"}, "there is no learning achievement"),
    ):
        broken = {**value, "credentialSubject": {**value["credentialSubject"], "hasClaim": changed}}
        ((where, told),) = refusal(file("elm.jsonld", broken))
        assert (where, text in told) == ("elm.jsonld", True)
    nobody = {**value, "issuer": {}, "credentialSubject": {"hasClaim": {**claim, "awardedBy": {}}}}
    assert "who awards it" in refusal(file("elm.jsonld", nobody))[0][1]


@pytest.mark.parametrize("name", ["Sample-MC-Annex1-unsigned.jsonld", "credential-sample.jsonld"])
def test_real_elm(name: str) -> None:
    """One credential an achievement, points and skills as the file states them; no word of the holder."""
    files = real(f"elm-samples/{name}")
    (value,) = plain(files)
    every = nodes(value)
    made = taken(*files)
    assert made.counts["credentials"] == sum(n.get("type") == "LearningAchievement" for n in every) == len(made.held)
    (said,) = made.document["credentials"]
    points = [float(n["point"]) for n in every if n.get("type") == "CreditPoint"]
    assert [said["credit"]["ects"]] == points if points else "credit" not in said
    skills = {n["prefLabel"]["en"] for n in every if "/esco/skill/" in str(n.get("id")) and "prefLabel" in n}
    assert len(said.get("skills", [])) == len(skills)
    person = next(n for n in every if n.get("type") == "Person")
    words = [w for k in ("givenName", "familyName", "fullName", "birthName") for w in person.get(k, {}).values()]
    words += [person.get("dateOfBirth", "")[:10], *(n["id"] for n in nodes(person) if n.get("type") == "Mailbox")]
    own = [w for w in words if w and w in kept(made)]
    assert not own or own == ["mailto:info@resa.edu"]
    again = imported(read(files), made.merged, "ours", TODAY)
    assert not adds(again, made.merged)
