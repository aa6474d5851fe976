"""How fast it starts, measured from outside as whole processes: ./dev bench prints the table (idle machine, please)."""

import os
import pty
import re
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.benchmarks.report import report

BIN = Path(sys.executable).with_name("credpath")
WISH = "I want to be a cloud security engineer by June, 6 hours a week, 800 dollars, I have Security+"
LIMITS = {"help_s": 0.3, "prompt_s": 0.6, "script_s": 3.5, "memory_mb": 450}
RUNS = 5


def environment() -> dict[str, str]:
    """As a person's shell: bytecode is cached, a terminal that can draw."""
    env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return {**env, "TERM": "xterm-256color", "COLUMNS": "100", "LINES": "40"}


def run(*args: str) -> tuple[float, float]:
    """(wall seconds, peak MB) of one command."""
    began = time.perf_counter()
    child = subprocess.Popen([BIN, *args], env=environment(), stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    assert child.returncode == 0
    return time.perf_counter() - began, usage.ru_maxrss / 1024


def prompt(data: Path) -> tuple[float, float, float]:
    """(seconds to the prompt, seconds from Enter to the plan, peak MB) of an interactive chat."""
    began = time.perf_counter()
    pid, terminal = pty.fork()
    if pid == 0:
        words = [str(BIN), "chat", "--data", str(data), "--now", "2026-11-23T09:00Z"]
        os.execve(BIN, words, environment())  # noqa: S606 - our own program in a terminal of its own
    shown = wait_for(terminal, rb">")
    at_prompt = shown - began
    os.write(terminal, WISH.encode() + b"\r")
    planned = wait_for(terminal, rb"Proven")
    os.write(terminal, b"/quit\r")
    drain(terminal)
    _, _, usage = os.wait4(pid, 0)
    return at_prompt, planned - shown, usage.ru_maxrss / 1024


def wait_for(terminal: int, pattern: bytes, limit: float = 60.0) -> float:
    """When the pattern was on the screen."""
    seen, until = b"", time.perf_counter() + limit
    while time.perf_counter() < until:
        if select.select([terminal], [], [], 0.05)[0]:
            chunk = os.read(terminal, 65536)
            if b"\x1b[6n" in chunk:
                os.write(terminal, b"\x1b[1;1R")  # a terminal tells where its cursor is
            seen += chunk
            if re.search(pattern, re.sub(rb"\x1b\[[0-9;?]*[a-zA-Z]", b"", seen)):
                return time.perf_counter()
    raise AssertionError(f"{pattern!r} did not appear")


def drain(terminal: int) -> None:
    """Read what is left until the program ends."""
    try:
        while os.read(terminal, 65536):
            pass
    except OSError:
        return


@pytest.mark.benchmark
def test_startup(tmp_path: Path) -> None:
    """Help, prompt, one scripted message and memory stay within what the README's reader is promised."""
    data, script = tmp_path / "data", tmp_path / "wish.txt"
    script.write_text(WISH)
    chat = ("chat", "--data", str(data), "--now", "2026-11-23T09:00Z", "--script", str(script))
    first = run(*chat)  # makes the store and the caches
    prompt(data)  # builds the index
    helps = [run("--help") for _ in range(RUNS)]
    scripts = [run(*chat) for _ in range(RUNS)]
    prompts = [prompt(data) for _ in range(RUNS)]
    table = {
        "help_s": sorted(s for s, _ in helps)[RUNS // 2],
        "prompt_s": sorted(p[0] for p in prompts)[RUNS // 2],
        "answer_s": sorted(p[1] for p in prompts)[RUNS // 2],
        "script_s": sorted(s for s, _ in scripts)[RUNS // 2],
        "first_script_s": first[0],
        "memory_mb": max(*(m for _, m in scripts), *(p[2] for p in prompts)),
    }
    report("startup", table)
    for name, limit in LIMITS.items():
        assert table[name] <= limit, name
