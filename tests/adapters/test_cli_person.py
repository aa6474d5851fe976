"""The person commands under --json: a record goes out, away and in again; nonsense stays out."""

import json
from pathlib import Path

import pytest

from tests.adapters.commands import WISH, Run, file, refused


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
