"""Bad input under --json: every command refuses it with a code and a sentence."""

import json
from pathlib import Path

import pytest

from tests.adapters.commands import REQUEST, Run, file, refused


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


@pytest.mark.parametrize("k", ["0", "-1", "-99999999999999999999"])
@pytest.mark.parametrize("command", [["search", "x"], ["link", "-", "--kind", "skill"]])
def test_k_is_from_one(command: list[str], k: str, run: Run) -> None:
    """No or fewer than no hits make no sense."""
    assert refused(run(*command, f"-k={k}")) == "bad_k"


@pytest.mark.parametrize(
    "line",
    ["nonsense", "[]", "1", "null", '{"id": 1}', '{"text": "x"}', '{"id": 1, "text": ["x"]}', '{"id": 1, "text": 5}'],
)
def test_bad_lines(line: str, run: Run, tmp_path: Path) -> None:
    """A line that is not an id and a text is refused, with its number."""
    answer = run("link", file(tmp_path, '{"id": 0, "text": "x"}\n' + line), "--kind", "skill")
    assert refused(answer) == "bad_line"
    assert "line 2" in answer[1]["error"]["message"]


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


@pytest.mark.parametrize("id", ["nope", "", "../etc/passwd", "\x00"])
def test_catalog_show_unknown(id: str, run: Run) -> None:
    """What is not in the catalog is refused."""
    assert refused(run("catalog", "show", id)) == "not_found"
