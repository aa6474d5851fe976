"""PyPI backlot 0.1.0 (Apache-2.0): a Slack whose answers were measured against the real one, as a process."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

BACKLOT = Path(sys.executable).parent / "backlot"
QUIET = {"BACKLOT_TELEMETRY": "0", "DO_NOT_TRACK": "1"}


@dataclass(frozen=True)
class Backlot:
    """`api` ends with a slash; `tokens` maps people's addresses to theirs."""

    api: str
    tokens: dict[str, str]


@contextmanager
def backlot(folder: Path) -> Iterator[Backlot]:
    """It runs over its own bundled data, kept in `folder`. Sends no telemetry."""
    environment: dict[str, Any] = {**os.environ, **QUIET, "BACKLOT_DATA_DIR": str(folder)}
    load = [BACKLOT, "import", "--bundled", "--data-dir", str(folder)]
    subprocess.run(load, env=environment, check=True, capture_output=True, timeout=120)
    known = yaml.safe_load((folder / "tokens.yaml").read_text())
    serve = [BACKLOT, "serve", "--host", "127.0.0.1", "--port", "0", "--data-dir", str(folder), "--disable-telemetry"]
    with subprocess.Popen(
        serve, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stderr is not None
            port = next((m[1] for line in process.stderr if (m := re.search(r"http://127\.0\.0\.1:(\d+)", line))), "")
            assert port, "backlot did not start"
            yield Backlot(f"http://127.0.0.1:{port}/slack/api/", {u["email"]: u["token"] for u in known["users"]})
        finally:
            process.terminate()
            process.communicate(timeout=30)
