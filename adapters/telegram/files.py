"""Files that people send: small texts and PDFs are read, everything else is left alone."""

import asyncio
import re
from dataclasses import replace

from telegram.error import TelegramError

from adapters.attached import opened
from adapters.telegram.api import Api, failure
from adapters.wire import Failure, Outcome
from bot.messages import Attachment

MOST = 256 * 1024  # bytes
_TYPES = (
    *("application/json", "application/ld+json", "application/x-yaml", "application/yaml"),
    *("application/csv", "application/zip", "application/pdf"),
)
_NAMES = (".txt", ".md", ".csv", ".tsv", ".json", ".jsonld", ".yaml", ".yml", ".zip", ".pdf")
_PATH = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]*(/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*")


def is_text(file: Attachment) -> bool:
    """Whether it says that it is a text, or a PDF or an archive that may hold one."""
    return file.media_type.startswith("text/") or file.media_type in _TYPES or file.name.lower().endswith(_NAMES)


async def fetched(api: Api, file: Attachment) -> Attachment:
    """The attachment with its text, unchanged when it is no small text. Raises Failure.

    The server names a path, and only paths below its own file folder are asked for: the token is in that URL.
    """
    if not file.ref or file.size > MOST or not is_text(file):
        return file
    lost: Failure
    try:
        found = await api.call("getFile", {"file_id": file.ref})
        path, size = str(found.get("file_path", "")), int(found.get("file_size", 0))
        if size > MOST:
            return file
        if not _PATH.fullmatch(path):
            lost = Failure(Outcome.REFUSED, "bad file path")
        else:
            return await _read(file, await api.download(path, MOST))
    except TelegramError as error:
        lost = failure(error)
    raise lost


async def _read(file: Attachment, content: bytes | None) -> Attachment:
    if content is None:
        return file
    found = await asyncio.to_thread(opened, file, content)
    return found if found == file else replace(found, size=len(content))
