"""No secret gets into a log line, however it got there."""

import io
import json
import logging
from collections.abc import Iterator

import pytest

from adapters.logs import Hiding, hidden, to_stderr

TOKEN = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1"
BOT = "xoxb-111-222-abcDEF"


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    root, raising = logging.getLogger(), logging.raiseExceptions
    before, level = root.handlers[:], root.level
    out = io.StringIO()
    to_stderr(["my-own-secret"], logging.DEBUG, out)
    yield out
    root.handlers[:] = before
    root.setLevel(level)
    logging.raiseExceptions = raising


@pytest.mark.parametrize("secret", [TOKEN, BOT, "xapp-1-A0-9-abc", "Bearer abc.def", "xoxe.xoxp-1-abc"])
def test_what_looks_like_a_token_is_hidden(secret: str) -> None:
    assert secret not in hidden(f"GET https://api.telegram.org/bot{secret}/getMe")
    assert "getMe" in hidden(f"GET https://x/bot{TOKEN}/getMe")


def test_ordinary_text_stays() -> None:
    assert hidden("row 12 at 2026-11-25T09:00:00 failed: TimedOut") == "row 12 at 2026-11-25T09:00:00 failed: TimedOut"


def test_a_line_is_json_without_secrets(lines: io.StringIO) -> None:
    log = logging.getLogger("credpath.test")
    log.warning("calling %s with %s", f"https://x/bot{TOKEN}/getMe", "my-own-secret", extra={"reason": "TimedOut"})
    try:
        raise RuntimeError(f"cannot reach bot{TOKEN}")
    except RuntimeError:
        log.exception("it broke with %s", BOT)
    out = lines.getvalue()
    for secret in (TOKEN, BOT, "my-own-secret", "Traceback"):
        assert secret not in out
    first, second = (json.loads(line) for line in out.splitlines())
    assert first["reason"] == "TimedOut"
    assert first["level"] == "warning"
    assert "RuntimeError" in second["event"]


def test_without_the_filter_it_would_show() -> None:
    """The negative twin: the secret does reach an unfiltered handler."""
    record = logging.LogRecord("x", logging.INFO, __file__, 1, "url %s", (TOKEN,), None)
    assert TOKEN in record.getMessage()
    Hiding().filter(record)
    assert TOKEN not in record.getMessage()
