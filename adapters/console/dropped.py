"""A file dropped on the terminal: its path comes as a typed line, its text goes on as an attachment."""

import re
from pathlib import Path

from adapters.attached import opened
from bot.messages import Attachment

MOST = 256 * 1024  # bytes
_PATH = re.compile(
    r"(?:file://)?(?:/|~/|\.{1,2}/)\S.{0,1000}\.(?:txt|md|json|jsonld|csv|zip|pdf|docx?|odt|rtf|pages)", re.I
)


def dropped(line: str) -> Attachment | None:
    """The file whose path the line is, quoted or escaped as terminals do it; None when it is no path of a file."""
    bare = line.strip().strip("'\"").replace("\\ ", " ")
    if not _PATH.fullmatch(bare):
        return None
    path = Path(bare.removeprefix("file://")).expanduser()
    try:
        size = path.stat().st_size if path.is_file() else -1
        content = path.read_bytes() if 0 <= size <= MOST else b""
    except OSError:
        return None
    if size < 0:
        return None
    return (
        opened(Attachment(path.name, "application/octet-stream", size), content)
        if content
        else Attachment(path.name, "application/octet-stream", size)
    )
