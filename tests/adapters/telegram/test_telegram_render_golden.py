"""Thirty replies as Telegram messages, to be looked at. UPDATE_GOLDEN=1 writes them anew."""

import os
from pathlib import Path

import pytest

from adapters.telegram.render import Part, parts, payload
from tests.adapters.telegram.telegram_judge import judge
from tests.adapters.telegram.telegram_others import aiogram_refuses
from tests.replies import GOLDEN

FOLDER = Path(__file__).parents[2] / "golden" / "telegram"


def drawn(found: list[Part]) -> str:
    """Each message with what hangs on it: the picture or file above, the keyboard below."""
    out = []
    for n, part in enumerate(found, 1):
        out.append(f"<!-- {n} of {len(found)}: {payload(part)[0]} -->")
        if part.picture:
            out.append(f"[picture: {part.picture.chart}, {len(part.picture.bars)} bars]")
        if part.file:
            out.append(
                f"[file: {part.file.name}, {part.file.media_type}, {len(part.file.content.decode())} characters]"
            )
        out += [part.html] if part.html else []
        out += ["  ".join(f"[ {b.label} ]" for b in row) for row in part.keyboard]
    return "\n".join(out) + "\n"


@pytest.mark.parametrize("name", GOLDEN)
def test_golden(name: str) -> None:
    """As it was when somebody last looked, and as the server takes it."""
    found = parts(GOLDEN[name])
    for part in found:
        judge(*payload(part))
        assert not aiogram_refuses(*payload(part))
    path = FOLDER / f"{name}.html"
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(drawn(found), "utf-8")
    assert drawn(found) == path.read_text("utf-8")


def test_no_golden_is_left_over() -> None:
    """Every file belongs to a reply."""
    assert {p.stem for p in FOLDER.glob("*.html")} == set(GOLDEN)
