"""Thirty replies as they go to Slack, word by word. UPDATE_GOLDEN=1 rewrites them; the review is the difference."""

import json
import os
from pathlib import Path

import pytest

from adapters.slack.modal import modal
from adapters.slack.render import home, rendered
from bot.messages import Form, Reply
from tests.replies import GOLDEN

FOLDER = Path(__file__).parents[2] / "golden" / "slack"


def as_json(reply: Reply) -> str:
    """Messages, files and, where there is a form, its window."""
    shown = rendered(reply)
    files = {f.name: f"{f.media_type}, {len(f.content)} bytes" for f in shown.files}
    forms = [modal(b, b.token) for b in reply.blocks if isinstance(b, Form)]
    value = {"messages": shown.messages, "files": files, **({"forms": forms} if forms else {})}
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"


def compared(name: str, now: str) -> None:
    file = FOLDER / f"{name}.json"
    if os.environ.get("UPDATE_GOLDEN"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(now, "utf-8")
    assert file.read_text("utf-8") == now


@pytest.mark.parametrize("name", GOLDEN)
def test_golden(name: str) -> None:
    """The reply is sent exactly as the file says."""
    compared(name, as_json(GOLDEN[name]))


def test_golden_home() -> None:
    """The plan on the home tab."""
    compared("home", json.dumps(home(GOLDEN["late-plan"]), indent=1, ensure_ascii=False) + "\n")


def test_no_golden_is_left_over() -> None:
    """Every file belongs to a reply."""
    assert {f.stem for f in FOLDER.glob("*.json")} == {*GOLDEN, "home"}
    assert len(GOLDEN) == 30
