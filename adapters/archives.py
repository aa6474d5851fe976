"""Zip files that people send: the two tables of a LinkedIn data export as one text, nothing else is ever unpacked."""

import io
import zipfile
import zlib

WANTED = ("certifications.csv", "skills.csv")
MOST = 256 * 1024  # bytes of one table once it is unpacked
_MAGIC = b"PK\x03\x04"


def is_archive(content: bytes) -> bool:
    """Whether the bytes begin as a zip file does."""
    return content.startswith(_MAGIC)


def tables(content: bytes) -> str | None:
    """The tables one behind the other, each under its own head row; None when there are none that can be read."""
    found = []
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for info in archive.infolist():
                if info.filename.rsplit("/", 1)[-1].lower() not in WANTED or info.flag_bits & 1:
                    continue
                with archive.open(info) as member:
                    table = member.read(MOST + 1)  # the size that a zip tells of itself may be a lie
                if len(table) <= MOST:
                    found.append(table.decode("utf-8-sig").strip())
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, UnicodeDecodeError, NotImplementedError, RuntimeError):
        return None
    return "\n".join(found) or None
