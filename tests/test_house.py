"""The house rules that no linter checks."""

import statistics
from pathlib import Path

ROOT = Path(__file__).parent.parent
FILES = [p for room in ("knowledge", "planner", "bot", "adapters") for p in sorted((ROOT / room).rglob("*.py"))]


def test_files_stay_small() -> None:
    """No Python file is over 300 lines, and half of those of the four packages are under 120."""
    every = [*FILES, *sorted((ROOT / "tests").rglob("*.py"))]
    lines = {p: len(p.read_text("utf-8").splitlines()) for p in every}
    assert {str(p): n for p, n in lines.items() if n > 300} == {}
    assert statistics.median(lines[p] for p in FILES) < 120


def test_every_decision_has_a_number() -> None:
    """ADRs are numbered without gaps."""
    numbers = sorted(int(p.name[:4]) for p in (ROOT / "docs" / "adr").glob("*.md"))
    assert numbers == list(range(1, len(numbers) + 1))
