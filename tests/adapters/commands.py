"""What the tests of the commands share: a wish, a request, input files and the shape of a refusal."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

WISH = "I want to be a data analyst by September, 5 hours a week, 300 dollars"
REQUEST: dict[str, Any] = {
    "goals": [{"role": "data-analyst", "by": "2027-06-01"}],
    "start": "2026-11-23",
    "hours_per_week": 5,
    "budget": {"amount": 300, "currency": "USD"},
}
Run = Callable[..., tuple[int, Any]]


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
