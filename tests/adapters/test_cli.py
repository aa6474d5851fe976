"""Every command of docs/commands.md under --json that reads, searches, plans or shows: its shape and exit status."""

import sys
from pathlib import Path

import pytest

from tests.adapters.commands import REQUEST, WISH, Run, file


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


def test_an_empty_file_links_to_nothing(run: Run, tmp_path: Path) -> None:
    """No lines, no rows."""
    assert run("link", file(tmp_path, ""), "--kind", "skill") == (0, [])


def test_plan_and_check(run: Run, tmp_path: Path) -> None:
    """A plan embeds its request and hash, is the same twice, and passes the check; a changed one does not."""
    status, plan = run("plan", file(tmp_path, REQUEST))
    assert status == 0
    assert {"request", "catalog", "status", "steps", "coverage", "conflicts", "relaxations", "hash"} <= set(plan)
    assert run("plan", file(tmp_path, REQUEST))[1] == plan
    assert [row["aim"] for row in plan["alternatives"]] == ["recommended", "cheapest", "earliest", "recognised"]
    recommended, *others = plan["alternatives"]
    assert recommended["value"] == plan["value"]
    assert others[0]["cents"] <= recommended["cents"]
    assert others[1]["finish"] <= recommended["finish"]
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


def test_catalog_status(run: Run) -> None:
    """Counts, and confirmed, single and unconfirmed facts."""
    status, value = run("catalog", "status")
    assert status == 0
    assert value["credentials"] > 400
    assert all(isinstance(v, int | str | dict) for v in value.values())
    assert {"confirmed", "single", "unconfirmed"} <= set(value["facts"])


def test_catalog_audit(run: Run) -> None:
    """Findings are records, fields and sentences; there are none. Notes say what is old, in conflict or unknown."""
    status, value = run("catalog", "audit")
    assert set(value) == {"findings", "notes"}
    assert {n["kind"] for n in value["notes"]} <= {"old", "conflict", "missing", "unusual-fee"}
    assert status == (1 if value["findings"] else 0)
    assert all(set(f) == {"record", "field", "text"} for f in value["findings"])


@pytest.mark.parametrize("id", ["isc2-cissp", "data-analyst", "kubernetes", "microsoft"])
def test_catalog_show(id: str, run: Run) -> None:
    """One record of any kind, with the references that it uses."""
    status, value = run("catalog", "show", id)
    assert status == 0
    assert value["id"] == id
    assert isinstance(value["references"], dict)


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
