"""Log lines: JSON on stderr, never what people wrote, and no secret even by accident."""

import logging
import re
import sys
from collections.abc import Iterable, Mapping, MutableMapping
from typing import Any, TextIO

_TOKENS = re.compile(r"xox[a-z]-[\w-]+|xapp-[\w-]+|xoxe[.\w-]*|(?<!\d)\d{6,}:[A-Za-z0-9_-]{30,}|Bearer\s+\S+", re.I)
_HIDDEN = "[hidden]"
_NOISY = ("slack_bolt", "slack_sdk", "telegram", "httpx", "aiohttp", "uvicorn", "apscheduler", "chromadb", "alembic")
_FIELDS = ("number", "kind", "outcome", "reason", "platform")


def hidden(text: str, secrets: Iterable[str] = ()) -> str:
    """The text without anything that is a secret or looks like a token."""
    for secret in secrets:
        text = text.replace(secret, _HIDDEN)
    return _TOKENS.sub(_HIDDEN, text)


class Hiding(logging.Filter):
    """Takes secrets out of a record before anybody formats it. Tracebacks keep their places, not their messages."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__()
        self._secrets = tuple(s for s in secrets if s)

    def filter(self, record: logging.LogRecord) -> bool:
        """Always lets the record through, cleaned."""
        record.msg = hidden(record.getMessage(), self._secrets)
        record.args = None
        if record.exc_info and record.exc_info[1] is not None:
            record.msg += f" ({type(record.exc_info[1]).__name__})"
        record.exc_info = record.exc_text = record.stack_info = None
        return True


def to_stderr(secrets: Iterable[str] = (), level: int = logging.INFO, stream: TextIO | None = None) -> None:
    """Send every log line of this process to stderr (or `stream`) as one line of JSON."""
    import structlog

    logging.raiseExceptions = False  # a line that cannot be written must not print its arguments instead

    shape = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[structlog.stdlib.add_log_level, structlog.stdlib.add_logger_name, _extra],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
    )
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(shape)
    handler.addFilter(Hiding(secrets))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in _NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)


def _extra(logger: Any, method: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
    record = event.get("_record")
    for name in _FIELDS:
        if record is not None and hasattr(record, name):
            event[name] = str(getattr(record, name))
    return event
