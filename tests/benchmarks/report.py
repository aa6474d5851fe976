"""Benchmarks hand their table over here: printed, and appended as a JSON line for `./dev bench --json`."""

import json
import os
from pathlib import Path
from typing import Any


def report(name: str, table: dict[str, Any]) -> None:
    """Show one table of figures."""
    rounded = {k: round(v, 3) if isinstance(v, float) else v for k, v in table.items()}
    line = json.dumps({"benchmark": name, **rounded})
    print(line)  # noqa: T201
    if out := os.environ.get("CREDPATH_BENCH_OUT"):
        with Path(out).open("a") as file:
            file.write(line + "\n")
