"""What the tests of importers share: a file in memory, an import over a small catalog, and real payloads."""

import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from knowledge.catalog import Catalog
from knowledge.importing import Imported, imported
from knowledge.sources.formats import read
from knowledge.sources.reading import Broken, File, files
from tests.knowledge.fixture import small_catalog

TODAY = date(2026, 11, 25)
PAYLOADS = Path(__file__).parent.parent / "payloads"


def file(name: str, content: object) -> File:
    """A file with this content: bytes and text as they are, anything else as JSON."""
    if isinstance(content, bytes):
        return File(name, content)
    text = content if isinstance(content, str) else json.dumps(content)
    return File(name, text.encode())


def payload(name: str) -> File:
    """An own-written payload of a real shape."""
    return File(name, (PAYLOADS / name).read_bytes())


def taken(*given: File, over: Catalog | None = None, name: str = "ours", form: str | None = None) -> Imported:
    """The files as an import over a catalog."""
    return imported(read(given, form), over or small_catalog(), name, TODAY)


def refusal(*given: File, form: str | None = None, over: Catalog | None = None) -> list[tuple[str, str]]:
    """(where, what) of everything that is wrong with the files."""
    with pytest.raises(Broken) as caught:
        taken(*given, form=form, over=over)
    return [(problem.where, problem.text) for problem in caught.value.problems]


def real(*names: str) -> list[File]:
    """Real payloads beside the project; skips, and says so, where they are not."""
    folder = os.environ.get("CREDPATH_REFERENCE_DATA")
    if not folder:
        pytest.skip(f"{len(names)} real payloads left out: CREDPATH_REFERENCE_DATA is not set")
    return [found for name in names for found in files(Path(folder) / name)]


def plain(found: list[File]) -> list[Any]:
    """The files' JSON, read by the json module alone."""
    return [json.loads(f.content.decode("utf-8-sig")) for f in found]


def nodes(value: Any) -> list[dict[str, Any]]:
    """Every object anywhere in a JSON value."""
    if isinstance(value, dict):
        return [value, *(n for part in value.values() for n in nodes(part))]
    return [n for part in value for n in nodes(part)] if isinstance(value, list) else []
