"""PDF files that people send: their text, read in a process of its own that may neither last nor grow.

The one home of pypdf. A PDF may be built to cost minutes and gigabytes, and no thread can be stopped: so a child reads
it under limits of time and memory and answers with a JSON object on its standard output.
"""

import json
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdf import PdfReader

MOST_PAGES, MOST_CHARACTERS = 20, 60_000
SECONDS, MEMORY = 10, 768 * 1024 * 1024
_UNPACKED = 20_000_000
"""Bytes that one stream may have once it is unpacked."""
_STREAMS = (
    "maximum_declared_stream_length",
    "array_based_stream_maximum_output_length",
    "lzw_maximum_output_length",
    "run_length_maximum_output_length",
    "zlib_maximum_output_length",
    "stream_decoding_work_maximum_length",
)
_MAGIC = b"%PDF-"
LOCKED, SCANNED, DAMAGED, HEAVY = "locked", "scanned", "damaged", "heavy"
"""Why there is no text: a password, pictures only, no PDF that can be read, too much work."""


def is_pdf(content: bytes) -> bool:
    """Whether the bytes begin as a PDF does."""
    return content[:1024].lstrip().startswith(_MAGIC)


def text_of_pdf(content: bytes, seconds: float = SECONDS) -> tuple[str | None, str]:
    """The text of the first pages, or None and why there is none. Never raises because of what is in the file."""
    try:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-I", __file__], input=content, capture_output=True, timeout=seconds, check=False, env={}
        )
    except subprocess.TimeoutExpired:
        return None, HEAVY
    except OSError:
        return None, DAMAGED
    try:
        answer = json.loads(done.stdout)
        text, why = answer["text"], answer["why"]
    except (ValueError, TypeError, KeyError):
        return None, HEAVY  # the child met a limit
    return text, why


def read(content: bytes) -> tuple[str | None, str]:
    """As `text_of_pdf`, in this process and without its limits of time and memory."""
    from io import BytesIO

    from pypdf import PdfReader, apply_configuration
    from pypdf.errors import LimitReachedError

    limits = dict.fromkeys(_STREAMS, _UNPACKED)
    try:
        with apply_configuration(None, **limits):
            return _pages(PdfReader(BytesIO(content)))
    except (LimitReachedError, MemoryError, RecursionError):
        return None, HEAVY
    except Exception as error:  # whatever is wrong with somebody's file
        return None, LOCKED if "crypt" in f"{type(error).__name__} {error}".lower() else DAMAGED


def _pages(reader: "PdfReader") -> tuple[str | None, str]:
    """The text of the first pages."""
    if reader.is_encrypted and not reader.decrypt(""):
        return None, LOCKED
    text = ""
    for page in reader.pages[:MOST_PAGES]:
        text += (page.extract_text() or "") + "\n"
        if len(text) > MOST_CHARACTERS:
            break
    text = text.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")[:MOST_CHARACTERS].strip()
    return (text, "") if any(c.isalpha() for c in text) else (None, SCANNED)


def _limited() -> None:
    """Limits of this process, where the system has them."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


if __name__ == "__main__":
    _limited()
    found, why = read(sys.stdin.buffer.read())
    sys.stdout.write(json.dumps({"text": found, "why": why}))
