"""The house rules that no linter checks."""

import statistics
from pathlib import Path

ROOT = Path(__file__).parent.parent
FILES = [p for room in ("knowledge", "planner", "bot", "adapters") for p in sorted((ROOT / room).rglob("*.py"))]


def test_files_stay_small() -> None:
    """No file of the four packages is over 300 lines, and half of them are under 120."""
    lines = {str(p.relative_to(ROOT)): len(p.read_text("utf-8").splitlines()) for p in FILES}
    assert {name: n for name, n in lines.items() if n > 300} == {}
    assert statistics.median(lines.values()) < 120


def test_every_decision_has_a_number() -> None:
    """ADRs are numbered without gaps."""
    numbers = sorted(int(p.name[:4]) for p in (ROOT / "docs" / "adr").glob("*.md"))
    assert numbers == list(range(1, len(numbers) + 1))
