"""npm telegram-test-api 4.2.1 (MIT): a Telegram emulator that nobody here wrote, put into .venv/peers when first used.

It checks nothing and forgets some fields; `Shim` adds the four that python-telegram-bot cannot do without.
"""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from telegram.request import HTTPXRequest, RequestData

VERSION = "4.2.1"
HERE = Path(__file__).parent
FOLDER = HERE.parent.parent / ".venv" / "peers" / f"telegram-test-api-{VERSION}"


def missing() -> str:
    """Why it cannot run, "" when it can. Installs it with npm where it is not there yet."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        return "there is no node on this machine"
    if (FOLDER / "node_modules" / "telegram-test-api").is_dir():
        return ""
    FOLDER.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=FOLDER.parent) as at:
        (Path(at) / "package.json").write_text('{"private": true}')
        command = ["npm", "install", f"telegram-test-api@{VERSION}", "--no-audit", "--no-fund", "--ignore-scripts"]
        try:
            done = subprocess.run(command, cwd=at, capture_output=True, text=True, timeout=300, check=False)
        except subprocess.TimeoutExpired:
            return "npm did not answer in five minutes"
        if done.returncode:
            return f"npm could not install it: {done.stderr.strip().splitlines()[-1:]}"
        shutil.rmtree(FOLDER, ignore_errors=True)
        shutil.copytree(at, FOLDER, symlinks=True)
    return ""


@contextmanager
def peer() -> Iterator[str]:
    """The emulator's URL while it runs."""
    environment = {**os.environ, "NODE_PATH": str(FOLDER / "node_modules")}
    command = ["node", str(HERE / "telegram_test_api.js")]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        try:
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.stdin.close()
            process.wait(20)


class Shim(HTTPXRequest):
    """PTB's client, with what the emulator leaves out put into its answers."""

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *args: Any, **given: Any
    ) -> tuple[int, bytes]:
        status, payload = await super().do_request(url, method, request_data, *args, **given)
        body: dict[str, Any] = json.loads(payload)
        if body.get("ok"):
            body["result"] = _mended(body["result"])
        elif body.get("ok") is False:
            status = int(body["error_code"])  # it answers 200 to what it refuses
        return status, json.dumps(body).encode()


def _mended(value: Any) -> Any:
    if value is None:
        return True
    if isinstance(value, list):
        return [_mended(v) for v in value]
    if not isinstance(value, dict):
        return value
    value = {name: _mended(v) if isinstance(v, dict) else v for name, v in value.items()}
    if "username" in value and "type" not in value:
        value.setdefault("is_bot", True)
    if "date" in value:
        value["date"] //= 1000 if value["date"] > 10**11 else 1
    if "data" in value:
        value.setdefault("chat_instance", "1")
        value["message"] = {"message_id": 1, "date": 1, **value["message"]}
    return value
