"""Archives and dropped files: the two tables and nothing else, whatever a file claims."""

import io
import zipfile
from pathlib import Path

from adapters.archives import MOST, tables
from adapters.console.dropped import dropped


def _zip(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_only_the_two_tables() -> None:
    """Other members, oversized ones and broken archives give nothing."""
    assert tables(_zip({"x/Skills.csv": b"Name\nPython\n", "Messages.csv": b"secret"})) == "Name\nPython"
    assert tables(_zip({"Messages.csv": b"secret"})) is None
    assert tables(_zip({"Skills.csv": b"Name\n" + b"a" * MOST})) is None
    whole = _zip({"Skills.csv": b"Name\nPython\n" * 50})
    for broken in (b"", b"PK\x03\x04", whole[:60], whole[:40] + b"\xff" * 20 + whole[60:]):
        assert tables(broken) is None


def test_dropped_file(tmp_path: Path) -> None:
    """The path of a file is the file; anything else stays a message."""
    path = tmp_path / "my cv.txt"
    path.write_text("Security+", "utf-8")
    for line in (str(path), f"'{path}'", str(path).replace(" ", "\\ "), f"file://{path}"):
        found = dropped(line)
        assert found, line
        assert (found.content, found.name) == ("Security+", "my cv.txt"), line
    for line in ("/plan", "cv.txt", str(tmp_path / "none.txt"), f"look at {path}", str(tmp_path)):
        assert dropped(line) is None, line
    (tmp_path / "cv.pdf").write_bytes(b"%PDF-\xe2\xff")
    assert (found := dropped(str(tmp_path / "cv.pdf")))
    assert (found.content, found.trouble) == (None, "damaged")
