"""npm emulate 0.11.2 (Apache-2.0): a Slack that nobody here wrote, put into .venv/peers when first used.

The version is pinned: `latest` is a library of another kind under the same name.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import yaml

VERSION = "0.11.2"
HERE = Path(__file__).parent
FOLDER = HERE.parent.parent / ".venv" / "peers" / f"emulate-{VERSION}"


def missing() -> str:
    """Why it cannot run, "" when it can. Installs it with npm where it is not there yet."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        return "there is no node on this machine"
    if (FOLDER / "node_modules" / "emulate").is_dir():
        return ""
    FOLDER.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=FOLDER.parent) as at:
        (Path(at) / "package.json").write_text('{"private": true}')
        command = ["npm", "install", f"emulate@{VERSION}", "--no-audit", "--no-fund", "--ignore-scripts"]
        try:
            done = subprocess.run(command, cwd=at, capture_output=True, text=True, timeout=300, check=False)
        except subprocess.TimeoutExpired:
            return "npm did not answer in five minutes"
        if done.returncode:
            return f"npm could not install it: {done.stderr.strip().splitlines()[-1:]}"
        shutil.rmtree(FOLDER, ignore_errors=True)
        shutil.copytree(at, FOLDER, symlinks=True)
    return ""


@dataclass(frozen=True)
class Emulate:
    """`api` ends with a slash."""

    api: str
    process: "subprocess.Popen[str]"

    def forward(self, seconds: int) -> None:
        """Move its clock."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{seconds}\n")
        self.process.stdin.flush()
        told(self.process, "now ")


def told(process: "subprocess.Popen[str]", start: str) -> str:
    """The rest of the next line that begins so."""
    assert process.stderr is not None
    found = next((line for line in process.stderr if line.startswith(start)), "")
    if not found:
        raise RuntimeError("emulate ended")
    return found.removeprefix(start).strip()


@contextmanager
def emulate(folder: Path, tokens: dict[str, list[str]]) -> Iterator[Emulate]:
    """It runs with these tokens and their scopes, strict about them."""
    listed = [{"token": token, "user": "ada", "scopes": scopes} for token, scopes in tokens.items()]
    seed = folder / "seed.yaml"
    seed.write_text(yaml.safe_dump({"slack": {"users": [{"name": "ada"}], "tokens": listed, "strict_scopes": True}}))
    main = FOLDER / "node_modules" / "emulate" / "dist" / "index.js"
    command = ["node", "-r", str(HERE / "slack_emulate.js"), str(main), "start", "--service", "slack"]
    environment = {**os.environ, "DO_NOT_TRACK": "1"}
    with subprocess.Popen(
        [*command, "--seed", str(seed)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment,
        text=True,
    ) as process:
        try:
            yield Emulate(f"http://127.0.0.1:{told(process, 'port ')}/api/", process)
        finally:
            process.terminate()
            process.communicate(timeout=30)
