"""A load for one server process: keep-alive connections on loopback, CPU of the server read from /proc.

The server runs on one core, the load and the platform that it calls on the other. Raw sockets, so that the load costs
little; every request is bounded in count.
"""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


def cpu_seconds(pid: int) -> float:
    """User and system time of a process so far, with all its threads."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


@contextmanager
def server(name: str, *args: str) -> Iterator[tuple[int, int]]:
    """Start a server of `tests.benchmarks.chat_servers`; gives (pid, port)."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.chat_servers", name, *args],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": ""},
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith("port "), f"{name} did not start: {line!r}"
        if len(os.sched_getaffinity(0)) > 1:
            os.sched_setaffinity(process.pid, {max(os.sched_getaffinity(0))})
        yield process.pid, int(line.split()[1])
    finally:
        process.terminate()
        process.wait(20)
        if process.stdout is not None:
            process.stdout.close()


@dataclass
class Platform:
    """A platform that answers every call at once with the same bytes and counts the messages sent."""

    answer: bytes
    calls: int = 0
    wanted: int = 0
    reached: asyncio.Event | None = None
    port: int = 0

    async def start(self) -> asyncio.Server:
        listening = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = listening.sockets[0].getsockname()[1]
        return listening

    def expect(self, more: int) -> asyncio.Event:
        self.wanted, self.reached = self.calls + more, asyncio.Event()
        return self.reached

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(self.answer)
        try:
            while True:
                raw = await reader.readuntil(b"\r\n\r\n")
                length = next(
                    (int(h.split(b":")[1]) for h in raw.split(b"\r\n") if h.lower().startswith(b"content-length")), 0
                )
                if length:
                    await reader.readexactly(length)
                writer.write(head + self.answer)
                self.calls += b"/sendMessage " in raw.split(b"\r\n", 1)[0]  # drafts and lookups are no answers
                if self.reached and self.calls >= self.wanted:
                    self.reached.set()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()


async def fire(port: int, request: Callable[[int], bytes], first: int, count: int, connections: int) -> int:
    """Send `count` requests over keep-alive connections; returns how many were answered with 200."""
    numbers = iter(range(first, first + count))
    good = 0

    async def one() -> None:
        nonlocal good
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for n in numbers:
            writer.write(request(n))
            head = await reader.readuntil(b"\r\n\r\n")
            good += head.startswith(b"HTTP/1.1 200")
            length = next(
                (int(h.split(b":")[1]) for h in head.split(b"\r\n") if h.lower().startswith(b"content-length")), 0
            )
            if length:
                await reader.readexactly(length)
        writer.close()

    await asyncio.gather(*(one() for _ in range(connections)))
    return good


def post(path: str, body: bytes, headers: dict[str, str]) -> bytes:
    """An HTTP/1.1 request."""
    lines = "".join(f"{k}: {v}\r\n" for k, v in headers.items())
    return f"POST {path} HTTP/1.1\r\nHost: x\r\n{lines}Content-Length: {len(body)}\r\n\r\n".encode() + body


def microseconds(pid: int, action: Callable[[], int]) -> float:
    """CPU of the server per request while `action` runs; it returns how many requests it made."""
    before, began = cpu_seconds(pid), time.monotonic()
    count = action()
    spent = cpu_seconds(pid) - before
    assert time.monotonic() - began < 300
    return spent / count * 1e6
