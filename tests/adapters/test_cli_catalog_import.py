"""credpath catalog import, remove, export and demand under --json, and who sees what was imported."""

import hashlib
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from adapters import cli
from adapters.app import App
from knowledge.audit import credentials_in
from knowledge.catalog import Catalog
from knowledge.credentials import Credential
from tests.adapters.commands import REQUEST, WISH, file, refused

PAYLOADS = Path(__file__).parent.parent / "payloads"
ACADEMY = PAYLOADS / "academy.csv"
BASICS = "acme-academy-cloud-basics"
Cli = Callable[..., tuple[int, Any]]


ISSUERS = {"comptia", "isc2", "tableau", "google-certificates", "databricks"}


@pytest.fixture(scope="module")
def shipped(real_catalog: Catalog) -> Catalog:
    """A part of the shipped catalog, enough to plan with, so that each command is quick."""
    kept = {id: c for id, c in real_catalog.credentials.items() if c.issuer in ISSUERS}
    while True:
        whole = {id: c for id, c in kept.items() if linked(c) <= kept.keys()}
        if len(whole) == len(kept):
            break
        kept = whole
    roles = {id: real_catalog.occupations[id] for id in ("data-analyst", "cloud-security-engineer")}
    used = {s.skill for c in kept.values() for s in c.skills}
    used |= {skill for role in roles.values() for skill in (*role.essential, *role.optional)}
    skills = {id: skill for id, skill in real_catalog.skills.items() if id in used}
    issuers = {id: issuer for id, issuer in real_catalog.issuers.items() if id in ISSUERS}
    return replace(real_catalog, issuers=issuers, credentials=kept, skills=skills, occupations=roles, version="part")


def linked(c: Credential) -> set[str]:
    """Every credential that this one names."""
    before = [*credentials_in(c.prerequisites.required), *credentials_in(c.prerequisites.recommended)]
    more = [*c.equivalent_to, *c.part_of, *(c.awarded_by.of if c.awarded_by else ())]
    return {*before, *more, *([c.replaced_by] if c.replaced_by else [])}


@pytest.fixture
def credpath(
    shipped: Catalog,
    migrated: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Cli:
    """Run a command with --json on a data folder of the test's own, every time as a new process would."""
    (tmp_path / "data").mkdir(mode=0o700)
    shutil.copy(migrated, tmp_path / "data" / "credpath.db")
    monkeypatch.setattr(App, "shipped", lambda self: shipped)
    monkeypatch.setenv("CREDPATH_MODEL_PATH", str(tmp_path / "no-model"))  # words are enough here

    def running(*args: object, now: str = "2026-11-23T09:00Z") -> tuple[int, Any]:
        capsys.readouterr()
        status = cli.main(["--json", "--data", str(tmp_path / "data"), "--now", now, *map(str, args)])
        return status, json.loads(capsys.readouterr().out)

    return running


def test_an_import_is_kept_with_where_it_came_from(credpath: Cli) -> None:
    """File, digest, format and instant; its counts; a catalog of another version."""
    status, value = credpath("catalog", "import", ACADEMY)
    assert status == 0
    digest = hashlib.sha256(ACADEMY.read_bytes()).hexdigest()
    assert {k: value[k] for k in ("imported", "name", "version", "format", "file", "sha256")} == {
        "imported": True,
        "name": "academy",
        "version": 1,
        "format": "csv",
        "file": "academy.csv",
        "sha256": digest,
    }
    assert value["counts"]["new"] == 3
    _, now = credpath("catalog", "status")
    assert now["imports"]["academy"] == {
        "version": 1,
        "format": "csv",
        "file": "academy.csv",
        "sha256": digest,
        "imported_at": "2026-11-23T09:00:00+00:00",
    }
    assert now["version"] == value["catalog"]
    assert credpath("--tenant", "other", "catalog", "status")[1]["version"] != now["version"]


def test_the_same_again_changes_nothing_and_says_so(credpath: Cli, tmp_path: Path) -> None:
    """By its bytes, under any file name; and a file that says only what is known."""
    _, first = credpath("catalog", "import", ACADEMY)
    before = credpath("catalog", "status")
    status, again = credpath("catalog", "import", ACADEMY, now="2026-12-24T09:00Z")
    assert (status, again["imported"], again["version"]) == (0, False, 1)
    copy = shutil.copy(ACADEMY, tmp_path / "copy.csv")
    assert credpath("catalog", "import", copy)[1]["imported"] is False
    known = tmp_path / "known.csv"
    known.write_text("name,issuer,source,as_of\nCloud Basics,Acme Academy,,\n")
    assert credpath("catalog", "import", known)[1]["imported"] is False
    assert credpath("catalog", "status") == before
    assert before[1]["version"] == first["catalog"]


def test_a_changed_file_is_the_next_version(credpath: Cli, tmp_path: Path) -> None:
    """What it no longer says is gone; the version before it is still there as history."""
    lines = ACADEMY.read_text().splitlines(keepends=True)
    credpath("catalog", "import", ACADEMY)
    shorter = tmp_path / "academy.csv"
    shorter.write_text("".join(lines[:2]).replace(",8,10,", ",8,12,"))
    _, value = credpath("catalog", "import", shorter)
    assert (value["version"], value["counts"]["new"]) == (2, 1)
    assert credpath("catalog", "show", BASICS)[1]["hours"]["high"] == 12
    assert refused(credpath("catalog", "show", "acme-academy-team-lead")) == "not_found"
    assert list(credpath("catalog", "status")[1]["imports"]) == ["academy"]


def test_only_the_tenant_sees_it(credpath: Cli, tmp_path: Path) -> None:
    """Show, search, plan and chat of one tenant; another tenant plans and finds as before."""
    credpath("--tenant", "acme", "catalog", "import", ACADEMY)
    request = file(tmp_path, {**REQUEST, "locked": [BASICS]})
    shown = credpath("--tenant", "acme", "catalog", "show", BASICS)
    assert (shown[0], shown[1]["name"]) == (0, "Cloud Basics")
    assert shown[1]["references"][shown[1]["sources"]["hours"][0]]["title"] == "Acme course list"
    assert credpath("--tenant", "acme", "search", "Cloud Basics", "-k", "1")[1][0]["id"] == BASICS
    status, plan = credpath("--tenant", "acme", "plan", request)
    assert status == 0
    assert BASICS in [step["credential"] for step in plan["steps"]]
    assert plan["catalog"] == credpath("--tenant", "acme", "catalog", "status")[1]["version"]
    assert refused(credpath("--tenant", "other", "catalog", "show", BASICS)) == "not_found"
    assert refused(credpath("--tenant", "other", "plan", request)) == "bad_request"
    assert BASICS not in [hit["id"] for hit in credpath("--tenant", "other", "search", "Cloud Basics")[1]]


def test_the_chat_of_the_tenant_knows_it(credpath: Cli, tmp_path: Path) -> None:
    """It tells the imported facts with their source, and reminders are still sent while an overlay is there."""
    credpath("--tenant", "acme", "catalog", "import", ACADEMY)
    script = file(tmp_path, f"what is Cloud Basics?\n{WISH}\naccept")
    _, turns = credpath("--tenant", "acme", "chat", "--script", script)
    text = turns[0]["reply"]["text"]
    assert "Acme Academy" in text
    assert "8-10 h, stated by the issuer, Acme course list, Mar 2026" in text
    assert "never expires" in text
    _, turns = credpath("--tenant", "other", "chat", "--script", file(tmp_path, "what is Cloud Basics?"))
    assert "Acme Academy" not in turns[0]["reply"]["text"]
    later = "2026-11-29T18:00Z"
    assert credpath("--tenant", "acme", "work", "--once", now=later) == (0, {"queued": 1})


BROKEN = [
    (b"name,issuer\nA,B\nC, D,B\n", ".csv", "line 3: 3 values under 2 columns"),
    (b'{"@graph": [{"@type": "ceterms:Badge", "ceterms:name": "A"}]}', ".json", "node 1: neither the files nor"),
    (b'{"data": [{"badge_template": {"name": "A"}, "issuer": {}}]}', ".json", "badge 1: the badge does not say"),
    (b'{"certifications": [{"uid": "certification.a"}]}', ".json", "certifications 1: 'certification.a' has no title"),
    (b'{"type": ["EuropeanDigitalCredential"], "credentialSubject": {}}', ".jsonld", "no learning achievement"),
    (b"issuer: {id: a\n", ".yaml", "line 2: this is not YAML"),
    (b"credentials:\n- {id: a, name: A, issuer: nobody}\n", ".yaml", "credentials, a: there is no issuer 'nobody'"),
    (b'{"@graph": [}', ".json", "line 1 column 13: this is not JSON"),
    (b'{"hello": 1}', ".json", "no format that I can read; it begins with hello"),
    (b"[NaN]", ".json", "NaN is not a number"),
    (b"[" * 100_000, ".json", "nested too deeply"),
    (b"\xff\xfe", ".json", "line 1: this is not UTF-8 text"),
]


@pytest.mark.parametrize(("content", "suffix", "text"), BROKEN, ids=[text for _, _, text in BROKEN])
def test_a_broken_file_changes_nothing_and_says_where(
    content: bytes, suffix: str, text: str, credpath: Cli, tmp_path: Path
) -> None:
    """One sentence with the place, status 1, and the data folder is as it was."""
    path = tmp_path / f"broken{suffix}"
    path.write_bytes(content)
    answer = credpath("catalog", "import", path)
    assert refused(answer) == "broken_file"
    assert f"broken{suffix}" in answer[1]["error"]["message"]
    assert text in answer[1]["error"]["message"]
    assert credpath("catalog", "status")[1]["imports"] == {}


def test_bad_lines_can_be_left_out(credpath: Cli, tmp_path: Path) -> None:
    """On request, and each is told."""
    path = tmp_path / "list.csv"
    path.write_text("name,issuer\nA,B\nC, D,B\n")
    _, value = credpath("catalog", "import", path, "--skip-bad-lines")
    assert value["counts"]["credentials"] == 1
    assert [n for n in value["notes"] if n.startswith("left out: list.csv line 3")]


def test_files_that_are_not_there_and_names_that_are_none(credpath: Cli, tmp_path: Path) -> None:
    """Each with a sentence."""
    assert refused(credpath("catalog", "import", tmp_path / "nowhere.csv")) == "no_file"
    assert refused(credpath("catalog", "import", tmp_path / "empty")) == "no_file"
    (tmp_path / "empty").mkdir()
    assert refused(credpath("catalog", "import", tmp_path / "empty")) == "broken_file"
    assert refused(credpath("catalog", "import", ACADEMY, "--name", "a/b")) == "bad_name"
    assert refused(credpath("catalog", "remove", "nothing")) == "not_found"
    assert refused(credpath("catalog", "export", tmp_path / "x.txt")) == "bad_format"
    assert refused(credpath("catalog", "export", tmp_path / "nowhere" / "x.json")) == "no_file"
    with pytest.raises(SystemExit) as stop:
        credpath("catalog", "import", ACADEMY, "--format", "xml")
    assert stop.value.code == 2


def test_a_removed_import_leaves_the_shipped_catalog(credpath: Cli, shipped: Catalog) -> None:
    """Version and all."""
    credpath("catalog", "import", ACADEMY)
    assert credpath("catalog", "import", PAYLOADS / "wallet.json")[1]["imported"] is True
    assert credpath("catalog", "remove", "academy")[1]["versions"] == 1
    assert credpath("catalog", "remove", "wallet")[0] == 0
    assert credpath("catalog", "status")[1]["version"] == shipped.version


def test_a_wallet_shows_what_is_held_and_keeps_none_of_it(credpath: Cli, tmp_path: Path) -> None:
    """The holder's dates are in the answer and nowhere in the database."""
    _, value = credpath("catalog", "import", PAYLOADS / "wallet.json")
    assert value["held"][0] == {
        "credential": "comptia-security-plus",
        "name": "CompTIA Security+ ce Certification",
        "issuer": "CompTIA",
        "on": "2025-03-04",
        "until": "2028-03-04",
        "state": "accepted",
    }
    stored = (tmp_path / "data" / "credpath.db").read_bytes() + (tmp_path / "data" / "credpath.db-wal").read_bytes()
    assert b"Gadgetry Master" in stored
    assert b"2025-03-04" not in stored
    assert b"Zarquon" not in stored


@pytest.mark.parametrize("suffix", ["json", "jsonld"])
def test_an_export_changes_nothing_when_it_comes_back(suffix: str, credpath: Cli, tmp_path: Path) -> None:
    """Into the same tenant; into another one it brings the academy along."""
    credpath("--tenant", "acme", "catalog", "import", ACADEMY)
    before = credpath("--tenant", "acme", "catalog", "status")
    path = tmp_path / f"all.{suffix}"
    status, value = credpath("--tenant", "acme", "catalog", "export", path)
    assert (status, value["format"]) == (0, "own" if suffix == "json" else "ctdl")
    assert credpath("--tenant", "acme", "catalog", "import", path)[1]["imported"] is False
    assert credpath("--tenant", "acme", "catalog", "status") == before
    _, taken = credpath("--tenant", "other", "catalog", "import", path)
    assert (taken["imported"], taken["counts"]["new"]) == (True, 3)
    assert credpath("--tenant", "other", "catalog", "show", BASICS)[1]["hours"]["high"] == 10


def test_postings_are_counted_and_dropped(credpath: Cli, tmp_path: Path) -> None:
    """Counts by family are kept, texts are not; a bad line counts nothing; the same file again changes nothing."""
    pytest.importorskip("knowledge.counting")
    rows = [
        {"id": n, "title": "Security engineer", "text": "zarquon wants CISSP", "date": "2026-05-01"} for n in range(60)
    ]
    path = tmp_path / "postings.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)) + "\n{\n")
    answer = credpath("catalog", "demand", path)
    assert refused(answer) == "bad_line"
    assert "line 61" in answer[1]["error"]["message"]
    path.write_text("\n".join(map(json.dumps, rows)))
    _, value = credpath("catalog", "demand", path)
    assert (value["imported"], value["version"]) == (True, 1)
    assert sum(f["postings"] for w in value["demand"]["windows"] for f in w["families"].values()) == len(rows)
    assert "zarquon" not in json.dumps(value)
    assert credpath("catalog", "demand", path)[1]["imported"] is False
    assert credpath("catalog", "status")[1]["imports"]["postings"]["format"] == "demand"
    _, before = credpath("catalog", "status")
    assert credpath("catalog", "import", ACADEMY, "--name", "postings")[1]["error"]["code"] == "bad_name"
    assert credpath("catalog", "status")[1] == before
    assert credpath("catalog", "remove", "postings")[0] == 0


def test_without_the_counting_part_demand_is_refused(
    credpath: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sentence, not a crash."""
    import sys

    monkeypatch.setitem(sys.modules, "knowledge.counting", None)
    assert refused(credpath("catalog", "demand", file(tmp_path, "{}"))) == "not_yet"
