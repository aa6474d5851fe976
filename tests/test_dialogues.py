"""The golden conversations are the specification: every file is replayed and compared word by word.

A file is a title line, then `> said` or `@ instant` lines, each followed by what the person sees. UPDATE_GOLDEN=1
rewrites the answers; the review is the difference.
"""

import os
from pathlib import Path

import pytest

from adapters.app import SetClock
from adapters.console.script import play
from knowledge.catalog import Catalog
from knowledge.finder import Finder
from tests.conftest import NOW, talk_with

FOLDER = Path(__file__).parent / "dialogues"
FILES = sorted(FOLDER.glob("*.txt"))


def rendered(text: str, catalog: Catalog, finder: Finder, exports: Path) -> str:
    """The file as it should read: its own title and messages, with today's answers."""
    title, *rest = text.splitlines()
    raw = [line for line in rest if line.startswith(("> ", "@ "))]
    said = [line.removeprefix("> ").replace("<10000 a>", "a" * 10_000) for line in raw]
    clock = SetClock(NOW)
    talk = talk_with(catalog, finder, exports, clock)
    out = [title]
    for shown, message in zip(raw, said, strict=True):
        turns: list[dict[str, object]] = []
        play(talk, [message], clock, turns.append)
        out += ["", shown]
        if not turns:
            continue
        turn = turns[0]
        out += [f"<< {d['text']}" for d in turn["delivered"]]  # type: ignore[index, attr-defined]
        text = str(turn["reply"]["text"])  # type: ignore[index]
        if text:
            out.append(text.replace(str(exports), "EXPORTS"))
    return "\n".join(out) + "\n"


@pytest.mark.parametrize("file", FILES, ids=[f.stem for f in FILES])
def test_dialogue(file: Path, real_catalog: Catalog, real_finder: Finder, tmp_path: Path) -> None:
    """The conversation goes exactly as the file says."""
    text = file.read_text("utf-8")
    now = rendered(text, real_catalog, real_finder, tmp_path)
    if os.environ.get("UPDATE_GOLDEN"):
        file.write_text(now, "utf-8")
    assert file.read_text("utf-8") == now


def fenced(page: str, shown: str, begins: str) -> str:
    """The page with its fenced block that begins with `begins` replaced."""
    start = page.index(f"```\n{begins}") + 4
    return page[:start] + shown + page[page.index("```", start) :]


@pytest.mark.parametrize(("page", "dialogue"), [("README.md", "flagship"), ("docs/session.md", "session")])
def test_pages_show_what_people_see(page: str, dialogue: str) -> None:
    """The README's answer and the recorded session are those of the golden conversations."""
    golden = (FOLDER / f"{dialogue}.txt").read_text("utf-8")
    first = golden.index("Your path") if page == "README.md" else golden.index("> ")
    shown = golden[first : golden.index("\n\n> ", first) + 1] if page == "README.md" else golden[first:]
    path = FOLDER.parent.parent / page
    now = fenced(path.read_text("utf-8"), shown, shown[:4])
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(now, "utf-8")
    assert path.read_text("utf-8") == now


def test_enough_dialogues() -> None:
    """At least 25 conversations are specified."""
    assert len(FILES) >= 25
