"""Every command of docs/commands.md under --json: its shape, its exit status, and what it says to bad input."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from adapters import cli
from adapters.app import App
from knowledge.catalog import Catalog
from knowledge.finder import Finder

WISH = "I want to be a data analyst by September, 5 hours a week, 300 dollars"
REQUEST: dict[str, Any] = {
    "goals": [{"role": "data-analyst", "by": "2027-06-01"}],
    "start": "2026-11-23",
    "hours_per_week": 5,
    "budget": {"amount": 300, "currency": "USD"},
}
Run = Callable[..., tuple[int, Any]]


@pytest.fixture(scope="module")
def folder(real_finder: Finder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the session's index in it."""
    data = tmp_path_factory.mktemp("data")
    (data / "index").symlink_to(real_finder._folder)
    return data


@pytest.fixture
def run(
    folder: Path,
    real_finder: Finder,
    real_catalog: Catalog,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Run:
    """Run a command with --json at a fixed instant; returns the status and the one JSON document on stdout.

    `fresh` opens the catalog, the model and the index anew as a process does; else they are the session's.
    """

    def running(*args: str, data: Path = folder, fresh: bool = False) -> tuple[int, Any]:
        capsys.readouterr()
        with monkeypatch.context() as patch:
            if not fresh:
                patch.setattr(App, "finder", lambda self: real_finder)
                patch.setattr(App, "catalog", lambda self: real_catalog)
            status = cli.main(["--json", "--data", str(data), "--now", "2026-11-23T09:00Z", *args])
        out = capsys.readouterr().out
        return status, json.loads(out)

    return running


def refused(answer: tuple[int, Any]) -> str:
    """The code of a refusal, which is one object with a code and a sentence."""
    status, value = answer
    assert status == 1
    assert set(value) == {"error"}
    assert set(value["error"]) == {"code", "message"}
    assert value["error"]["message"].strip().endswith((".", "`.", "?"))
    assert "Traceback" not in value["error"]["message"]
    return str(value["error"]["code"])


def file(tmp_path: Path, content: object) -> str:
    """A file with this content: bytes and text as they are, anything else as JSON."""
    path = tmp_path / "input"
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return str(path)


def test_chat_script(run: Run, tmp_path: Path) -> None:
    """An array of what was said, when, the reply, and what was delivered; comments and empty lines are left out."""
    lines = ["# a comment", "", WISH, "accept", "@ 2026-11-29T18:00", "show my plan"]
    status, turns = run("chat", "--as", "script", "--script", file(tmp_path, "\n".join(lines)), fresh=True)
    assert status == 0
    assert [t["said"] for t in turns] == [WISH, "accept", "@ 2026-11-29T18:00", "show my plan"]
    for turn in turns:
        assert set(turn) == {"said", "at", "reply", "delivered"}
        assert set(turn["reply"]) == {"summary", "text", "blocks"}
        for delivered in turn["delivered"]:
            assert set(delivered) == {"summary", "text", "blocks"}
    assert turns[2]["reply"] == {"summary": "", "text": "", "blocks": []}
    assert len(turns[2]["delivered"]) == 1
    assert turns[3]["at"] == "2026-11-29T18:00:00+00:00"


def test_chat_remembers_between_runs(run: Run, tmp_path: Path) -> None:
    """A second run goes on where the first ended, and another name is another person."""
    run("chat", "--as", "kim", "--script", file(tmp_path, WISH))
    _, turns = run("chat", "--as", "kim", "--script", file(tmp_path, "accept"))
    assert "your plan is set" in turns[0]["reply"]["summary"]
    _, turns = run("chat", "--as", "lee", "--script", file(tmp_path, "show my plan"))
    assert "no plan" in turns[0]["reply"]["summary"]


def test_chat_reads_a_pipe(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without --script and without a terminal the messages come from stdin."""
    import io

    monkeypatch.setattr(sys, "stdin", io.StringIO("help\n"))
    status, turns = run("chat", "--as", "pipe")
    assert (status, len(turns)) == (0, 1)
    monkeypatch.setattr(sys, "stdin", io.StringIO("hi\nthanks\n"))
    status, turns = run("chat", "--as", "pipe", "--script", "-")
    assert (status, len(turns)) == (0, 2)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xff\xfe\x00binary", "no_script"),
        ("@ yesterday", "bad_script"),
        ("@", "bad_script"),
        ("@ 99999-01-01", "bad_script"),
    ],
)
def test_bad_scripts(content: object, code: str, run: Run, tmp_path: Path) -> None:
    """A script that cannot be played is refused."""
    assert refused(run("chat", "--script", file(tmp_path, content))) == code


@pytest.mark.parametrize("instant", ["@ 0001-01-01T00:00+23:00", "@ 9999-12-31T23:59-23:00"])
def test_the_ends_of_time(instant: str, run: Run, tmp_path: Path) -> None:
    """An instant outside the calendar is refused, not a crash."""
    assert refused(run("chat", "--script", file(tmp_path, instant))) == "bad_script"


def test_a_far_year(run: Run, tmp_path: Path) -> None:
    """A clock many years ahead does not break the check-in."""
    status, _ = run("chat", "--as", "last", "--script", file(tmp_path, f"{WISH}\naccept\n@ 2099-12-20T00:00\nhi"))
    assert status == 0


@pytest.mark.parametrize(
    ("text", "intent", "keys"),
    [
        (WISH, "wish", {"intent", "slots"}),
        ("what is CISM?", "what-is", {"intent", "slots", "credentials"}),
        ("studied 2 hours", "studied", {"intent", "slots", "amount", "day"}),
        ("remind me every Sunday at 6pm", "check-in", {"intent", "slots", "weekday", "at"}),
        ("", "empty", {"intent", "slots"}),
        ("a" * 10_000, "too-long", {"intent", "slots"}),
    ],
)
def test_read(text: str, intent: str, keys: set[str], run: Run) -> None:
    """The intent, its slots, and what else the intent carries."""
    status, value = run("read", text)
    assert status == 0
    assert value["intent"] == intent
    assert set(value) == keys


def test_read_slots_are_plain(run: Run) -> None:
    """Slots are JSON values with ISO dates."""
    _, value = run("read", WISH)
    assert value["slots"]["roles"] == ["data-analyst"]
    assert value["slots"]["by"] == "2027-09-01"
    assert value["slots"]["cents"] == 30000


@pytest.mark.parametrize("kind", ["credential", "skill", "occupation"])
def test_search_by_kind(kind: str, run: Run) -> None:
    """At most N hits, best first."""
    status, hits = run("search", "cloud", "--kind", kind, "-k", "3")
    assert status == 0
    assert 0 < len(hits) <= 3
    assert all(set(h) == {"id", "name", "score", "why"} for h in hits)
    scores = [h["score"] for h in hits]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("text", ["", " ", "\x00", "☃", "a" * 50_000, "'; DROP TABLE x; --", '"', "%"])
def test_search_for_anything(text: str, run: Run) -> None:
    """Whatever is searched, a list comes back."""
    status, hits = run("search", text, "-k", "2")
    assert status == 0
    assert isinstance(hits, list)


@pytest.mark.parametrize("k", ["0", "-1", "-99999999999999999999"])
@pytest.mark.parametrize("command", [["search", "x"], ["link", "-", "--kind", "skill"]])
def test_k_is_from_one(command: list[str], k: str, run: Run) -> None:
    """No or fewer than no hits make no sense."""
    assert refused(run(*command, f"-k={k}")) == "bad_k"


def test_a_huge_k(run: Run) -> None:
    """More than there are is all there are."""
    status, hits = run("search", "kubernetes", "-k", "99999999999999999999999")
    assert status == 0
    assert hits


def test_link(run: Run, tmp_path: Path) -> None:
    """One line in, one object out, in order; empty lines are left out."""
    lines = '{"id": "a", "text": "kubernetes"}\n\n{"id": 2, "text": "sql"}\n'
    status, value = run("link", file(tmp_path, lines), "--kind", "skill", "-k", "2")
    assert status == 0
    assert [row["id"] for row in value] == ["a", 2]
    assert value[0]["matches"][0]["id"] == "kubernetes"
    for row in value:
        assert set(row) == {"id", "matches"}
        assert all(set(m) == {"id", "name", "score"} for m in row["matches"])
        assert len(row["matches"]) <= 2
    _, value = run("link", file(tmp_path, '{"id": "a", "text": "data analyst"}'), "--kind", "occupation")
    assert value[0]["matches"][0]["id"] == "data-analyst"


@pytest.mark.parametrize(
    "line",
    ["nonsense", "[]", "1", "null", '{"id": 1}', '{"text": "x"}', '{"id": 1, "text": ["x"]}', '{"id": 1, "text": 5}'],
)
def test_bad_lines(line: str, run: Run, tmp_path: Path) -> None:
    """A line that is not an id and a text is refused, with its number."""
    answer = run("link", file(tmp_path, '{"id": 0, "text": "x"}\n' + line), "--kind", "skill")
    assert refused(answer) == "bad_line"
    assert "line 2" in answer[1]["error"]["message"]


def test_an_empty_file_links_to_nothing(run: Run, tmp_path: Path) -> None:
    """No lines, no rows."""
    assert run("link", file(tmp_path, ""), "--kind", "skill") == (0, [])


def test_plan_and_check(run: Run, tmp_path: Path) -> None:
    """A plan embeds its request and hash, is the same twice, and passes the check; a changed one does not."""
    status, plan = run("plan", file(tmp_path, REQUEST))
    assert status == 0
    assert {"request", "catalog", "status", "steps", "coverage", "conflicts", "relaxations", "hash"} <= set(plan)
    assert run("plan", file(tmp_path, REQUEST))[1] == plan
    assert run("check", file(tmp_path, plan)) == (0, {"violations": []})
    for change in (
        {"steps": plan["steps"][:-1]},
        {"hash": "0" * 64},
        {"request": {**plan["request"], "hours_per_week": 1}},
    ):
        status, value = run("check", file(tmp_path, {**plan, **change}))
        assert status == 1
        assert value["violations"]
        assert all(set(v) == {"rule", "where", "text"} for v in value["violations"])


def test_an_infeasible_request_is_an_answer(run: Run, tmp_path: Path) -> None:
    """No plan is status 0 with the conflict."""
    request = {**REQUEST, "locked": ["isc2-cissp"], "budget": {"amount": 1, "currency": "USD"}}
    status, plan = run("plan", file(tmp_path, request))
    assert status == 0
    assert plan["status"] == "INFEASIBLE"
    assert plan["conflicts"]
    assert plan["steps"] == []


def test_plan_schema(run: Run) -> None:
    """The schema is a JSON Schema object."""
    status, schema = run("plan", "--schema")
    assert status == 0
    assert schema["type"] == "object"
    assert set(schema["required"]) <= set(schema["properties"])


def test_the_schema_takes_the_request(run: Run) -> None:
    """What the schema allows is what plan takes."""
    import jsonschema

    _, schema = run("plan", "--schema")
    jsonschema.validate(REQUEST, schema)


DEEP = "[" * 100_000
BAD_REQUESTS: list[object] = [
    None,
    [],
    "text",
    1,
    {},
    {**REQUEST, "goals": []},
    {**REQUEST, "goals": [{"role": "nope"}]},
    {**REQUEST, "goals": [{"role": ["data-analyst"]}]},
    {**REQUEST, "goals": {"role": "data-analyst"}},
    {**REQUEST, "start": "tomorrow"},
    {**REQUEST, "start": "2026-02-30"},
    {**REQUEST, "start": 20261123},
    {**REQUEST, "hours_per_week": -5},
    {**REQUEST, "hours_per_week": 1e308},
    {**REQUEST, "hours_per_week": "6"},
    {**REQUEST, "hours_per_week": True},
    {**REQUEST, "hours_per_week": None},
    {**REQUEST, "budget": {"amount": -1, "currency": "USD"}},
    {**REQUEST, "budget": {"amount": 10**40, "currency": "USD"}},
    {**REQUEST, "budget": {"amount": 5, "currency": "XXX"}},
    {**REQUEST, "budget": 500},
    {**REQUEST, "held": {"credentials": ["nope"]}},
    {**REQUEST, "locked": ["nope"]},
    {**REQUEST, "locked": "isc2-cissp"},
    {**REQUEST, "excluded": [None]},
    {**REQUEST, "only": {"easy": True}},
    {**REQUEST, "surprise": 1},
    {**REQUEST, "experience_years": -1},
    {**REQUEST, "goals": [{"role": "data-analyst", "by": "9999-12-31"}]},
    {**REQUEST, "goals": [{"role": "data-analyst"}] * 5000},
]


@pytest.mark.parametrize("request_", BAD_REQUESTS, ids=range(len(BAD_REQUESTS)))
def test_bad_requests(request_: object, run: Run, tmp_path: Path) -> None:
    """A request that cannot be read is refused with a sentence that names the field."""
    assert refused(run("plan", file(tmp_path, request_ if request_ != "text" else '"text"'))) == "bad_request"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "not_json"),
        ("{", "not_json"),
        ("{'a': 1}", "not_json"),
        (DEEP, "not_json"),
        (b"\x00\x9f\x92", "no_file"),
    ],
    ids=["empty", "cut", "python", "deep", "binary"],
)
@pytest.mark.parametrize("command", ["plan", "check"])
def test_what_is_not_json(command: str, content: object, code: str, run: Run, tmp_path: Path) -> None:
    """No JSON, no plan."""
    assert refused(run(command, file(tmp_path, content))) == code


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity", "1e400"])
def test_numbers_that_are_none(text: str, run: Run, tmp_path: Path) -> None:
    """Not a number is refused as such."""
    shape = json.dumps(REQUEST).replace('"hours_per_week": 5', f'"hours_per_week": {text}')
    assert refused(run("plan", file(tmp_path, shape))) == "bad_request"


@pytest.mark.parametrize("content", [None, [], 1, "text", {}, {"steps": []}, REQUEST])
def test_bad_plans(content: object, run: Run, tmp_path: Path) -> None:
    """What is not a plan cannot be checked."""
    assert refused(run("check", file(tmp_path, json.dumps(content)))) == "bad_plan"


@pytest.mark.parametrize(
    "args",
    [
        ["plan", "/nowhere"],
        ["plan"],
        ["check", "/nowhere"],
        ["link", "/nowhere", "--kind", "skill"],
        ["chat", "--script", "/nowhere"],
        ["person", "import", "/nowhere"],
        ["person", "import"],
        ["plan", "/"],
        ["link", "/", "--kind", "skill"],
    ],
    ids=" ".join,
)
def test_missing_files(args: list[str], run: Run) -> None:
    """A file that is not there is said so."""
    assert refused(run(*args)).startswith("no_")


def test_catalog_status(run: Run) -> None:
    """Counts, and confirmed, single and unconfirmed facts."""
    status, value = run("catalog", "status")
    assert status == 0
    assert value["credentials"] > 400
    assert all(isinstance(v, int | str | dict) for v in value.values())
    assert {"confirmed", "single", "unconfirmed"} <= set(value["facts"])


def test_catalog_audit(run: Run) -> None:
    """Findings are records, fields and sentences; there are none."""
    status, value = run("catalog", "audit")
    assert set(value) == {"findings"}
    assert status == (1 if value["findings"] else 0)
    assert all(set(f) == {"record", "field", "text"} for f in value["findings"])


@pytest.mark.parametrize("id", ["isc2-cissp", "data-analyst", "kubernetes", "microsoft"])
def test_catalog_show(id: str, run: Run) -> None:
    """One record of any kind, with the references that it uses."""
    status, value = run("catalog", "show", id)
    assert status == 0
    assert value["id"] == id
    assert isinstance(value["references"], dict)


@pytest.mark.parametrize("id", ["nope", "", "../etc/passwd", "\x00"])
def test_catalog_show_unknown(id: str, run: Run) -> None:
    """What is not in the catalog is refused."""
    assert refused(run("catalog", "show", id)) == "not_found"


def test_catalog_reports(run: Run, tmp_path: Path) -> None:
    """What people reported as wrong, oldest first; another tenant sees none of it."""
    run(
        "chat", "--as", "reporter", "--script", file(tmp_path, "the price of OSCP is wrong\nthe price of CISM is wrong")
    )
    status, found = run("catalog", "reports")
    assert status == 0
    assert [r["credential"] for r in found] == ["offsec-oscp", "isaca-cism"]
    assert all(set(r) == {"id", "at", "credential", "text"} for r in found)
    assert run("--tenant", "other", "catalog", "reports") == (0, [])


def test_person_round_trip(run: Run, tmp_path: Path) -> None:
    """Export, forget, import, export: the same record; then it is gone for good."""
    run("chat", "--as", "mia", "--script", file(tmp_path, f"{WISH}, I have CCNA\naccept\nstudied 2 hours"))
    status, exported = run("person", "export", "--as", "mia")
    assert status == 0
    assert exported["format"] == "credpath-person/1"
    assert run("person", "forget", "--as", "mia") == (0, {"forgotten": True})
    assert refused(run("person", "export", "--as", "mia")) == "not_found"
    assert refused(run("person", "forget", "--as", "mia")) == "not_found"
    assert run("person", "import", file(tmp_path, exported), "--as", "mia") == (0, {"imported": True})
    assert run("person", "export", "--as", "mia")[1] == exported
    _, turns = run("chat", "--as", "mia", "--script", file(tmp_path, "undo"))
    assert turns[0]["reply"]["summary"]


@pytest.mark.parametrize(
    "content",
    [None, [], {}, {"format": "credpath-person/1"}, {"format": "credpath-person/2", "record": {}}, {"record": {}}, 5],
)
def test_bad_imports(content: object, run: Run, tmp_path: Path) -> None:
    """A document that is no record changes nothing."""
    assert refused(run("person", "import", file(tmp_path, json.dumps(content)), "--as", "bad")) == "bad_request"
    assert refused(run("person", "export", "--as", "bad")) == "not_found"


def test_an_import_with_nonsense_inside(run: Run, tmp_path: Path) -> None:
    """Every field that is put into a record is checked first."""
    run("chat", "--as", "zoe", "--script", file(tmp_path, f"{WISH}\naccept"))
    _, good = run("person", "export", "--as", "zoe")
    for name, value in [
        ("profile", {**good["record"]["profile"], "zone": "Mars/Base"}),
        ("profile", {**good["record"]["profile"], "hours_per_week": "many"}),
        ("skills", {"x": "y"}),
        ("goals", [{"role": 5}]),
        ("reminders", [{**good["record"]["reminders"][0], "at": "25:99"}]),
        ("pathway", {**good["record"]["pathway"], "plan": "{}"}),
        ("pathway", {**good["record"]["pathway"], "plan": "not json"}),
    ]:
        document = {**good, "record": {**good["record"], name: value}}
        assert refused(run("person", "import", file(tmp_path, document), "--as", "zoe")) == "bad_request"
    assert run("person", "export", "--as", "zoe")[1] == good


def test_migrate_and_work(run: Run, tmp_path: Path) -> None:
    """migrate is repeatable; work --once queues what is due once, and a chat then shows it once."""
    data = tmp_path / "own"
    assert run("migrate", data=data) == (0, {"migrated": True})
    assert run("migrate", data=data) == (0, {"migrated": True})
    assert run("work", "--once", data=data) == (0, {"queued": 0})
    run("chat", "--script", file(tmp_path, f"{WISH}\naccept"), data=data)
    later = ["--now", "2026-11-29T18:00Z"]
    assert run(*later, "work", "--once", data=data) == (0, {"queued": 1})
    assert run(*later, "work", "--once", data=data) == (0, {"queued": 0})
    _, turns = run(*later, "chat", "--script", file(tmp_path, "hi\nhi"), data=data)
    assert [len(t["delivered"]) for t in turns] == [1, 0]


def test_doctor(run: Run, tmp_path: Path) -> None:
    """Each part with a yes or no; status 1 when a part is broken."""
    status, parts = run("doctor", fresh=True)
    assert status == 0
    assert all(set(p) == {"part", "ok", "detail"} for p in parts)
    assert all(p["ok"] for p in parts)
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "credpath.db").write_bytes(os.urandom(5000))
    (broken / "index").symlink_to(tmp_path / "nowhere")
    status, parts = run("doctor", data=broken, fresh=True)
    assert status == 1
    assert not all(p["ok"] for p in parts)


@pytest.mark.parametrize("args", [["migrate"], ["person", "export"], ["catalog", "reports"], ["chat", "--script", "-"]])
def test_a_damaged_store(args: list[str], run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that is none is refused with a sentence and left as it is."""
    import io

    monkeypatch.setattr(sys, "stdin", io.StringIO("hi\n"))
    damage = os.urandom(5000)
    (tmp_path / "credpath.db").write_bytes(damage)
    refused(run(*args, data=tmp_path))
    assert (tmp_path / "credpath.db").read_bytes() == damage


def test_a_data_folder_that_is_a_file(run: Run, tmp_path: Path) -> None:
    """A data folder that cannot be used is refused with a sentence."""
    path = tmp_path / "file"
    path.write_text("x")
    refused(run("migrate", data=path))


def test_the_data_folder_is_private(run: Run, tmp_path: Path) -> None:
    """Only its owner may look into the data folder and the database."""
    data = tmp_path / "private"
    run("migrate", data=data)
    assert data.stat().st_mode & 0o077 == 0
    assert (data / "credpath.db").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "args",
    [
        [],
        ["nope"],
        ["search"],
        ["link", "x"],
        ["link", "x", "--kind", "credential"],
        ["search", "x", "-k", "many"],
        ["read"],
        ["read", "two", "words"],
        ["chat", "--now", "nonsense"],
        ["--now", "2026-11-23T09:00+25:00", "migrate"],
        ["catalog"],
        ["catalog", "show"],
        ["person"],
        ["person", "burn"],
        ["check"],
        ["plan", "a", "b"],
        ["work", "--twice"],
    ],
    ids=" ".join,
)
def test_bad_usage(args: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Bad usage is status 2, on stderr only."""
    with pytest.raises(SystemExit) as stopped:
        cli.main(["--json", *args])
    assert stopped.value.code == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "usage" in said.err


def credpath(*args: str, stdin: bytes = b"", **env: str) -> subprocess.CompletedProcess[bytes]:
    """The installed command in its own process."""
    command = [sys.executable, "-c", "import sys; from adapters.cli import main; sys.exit(main())", *args]
    return subprocess.run(command, input=stdin, capture_output=True, timeout=60, env={**os.environ, **env}, check=False)


def test_a_process_of_its_own(tmp_path: Path) -> None:
    """Nothing but one JSON document on stdout, the status of main, and the environment's tenant and folder."""
    done = credpath("--json", "catalog", "reports", CREDPATH_DATA=str(tmp_path / "d"), CREDPATH_TENANT="t")
    assert (done.returncode, json.loads(done.stdout)) == (0, [])
    assert (tmp_path / "d" / "credpath.db").exists()
    done = credpath("--json", "plan", "-", "--data", str(tmp_path), stdin=b"\xff\xfe")
    assert done.returncode == 1
    assert json.loads(done.stdout)["error"]["code"] in {"no_file", "not_json"}


def test_a_binary_pipe(folder: Path) -> None:
    """Bytes that are no text do not end in a traceback."""
    done = credpath(
        "--json", "--data", str(folder), "chat", "--as", "bytes", "--script", "-", stdin=b"\xff\xfe\x00hi\n"
    )
    assert b"Traceback" not in done.stderr
    json.loads(done.stdout)


def test_without_json_a_refusal_is_on_stderr(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """People read the sentence on stderr; stdout stays empty."""
    assert cli.main(["--data", str(folder), "catalog", "show", "nope"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.strip() == "There is no 'nope' in the catalog."
