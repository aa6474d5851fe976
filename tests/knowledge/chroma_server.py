"""A real Chroma server (the Rust `chroma run` of the installed package) and a proxy that wants a token, on loopback."""

import http.client
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

_COLOUR = re.compile(r"\x1b\[[\d;]*m")
_LISTENS = re.compile(r"listening on address, addr: (\S+)")


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """The address of a server that keeps its files in `folder`, once its heartbeat is there."""
    with socket.create_server(("127.0.0.1", 0)) as free:  # with port 0 the server does not say which it took
        port = str(free.getsockname()[1])
    command = [Path(sys.executable).parent / "chroma", "run", "--path", folder, "--host", "127.0.0.1", "--port", port]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=folder, encoding="utf-8"
    )
    assert process.stdout
    said = next(found for line in process.stdout if (found := _LISTENS.search(_COLOUR.sub("", line))))
    reading = threading.Thread(target=process.stdout.read)  # a full pipe would stop the server
    reading.start()
    try:
        _heartbeat(said[1], process)
        yield f"http://{said[1]}"
    finally:
        process.terminate()
        process.wait(timeout=30)
        reading.join()
        process.stdout.close()


def _heartbeat(address: str, process: "subprocess.Popen[str]") -> None:
    """The server says that it listens a moment before it does."""
    while True:
        connection = http.client.HTTPConnection(address, timeout=30)
        try:
            connection.request("GET", "/api/v2/heartbeat")
            assert connection.getresponse().status == 200
        except ConnectionRefusedError:
            assert process.poll() is None
        else:
            return
        finally:
            connection.close()


@contextmanager
def guarded(url: str, token: str) -> Iterator[str]:
    """The address of a proxy before a server that lets pass only who sends the token."""

    class Proxy(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def forward(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if self.headers.get("Authorization") != f"Bearer {token}":
                self.answer(401, b'{"error": "Unauthorized", "message": "no token"}')
                return
            behind = http.client.HTTPConnection(url.removeprefix("http://"), timeout=30)
            kept = {"Content-Type": self.headers.get("Content-Type") or "application/json"}
            behind.request(self.command, self.path, body, kept)
            got = behind.getresponse()
            self.answer(got.status, got.read())
            behind.close()

        do_GET = do_POST = do_PUT = do_DELETE = forward

        def answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            if status == 401:  # else the refused client would keep its connection
                self.send_header("Connection", "close")
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Quiet."""

    proxy = ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
    proxy.daemon_threads = True
    thread = threading.Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{proxy.server_port}"
    finally:
        proxy.shutdown()
        proxy.server_close()
        thread.join()
