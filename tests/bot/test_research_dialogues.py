"""The golden conversations of research, job ads, CVs and near roles. UPDATE_GOLDEN=1 rewrites the answers."""

import os
from pathlib import Path

import pytest

from knowledge.catalog import Catalog
from knowledge.finder import Finder
from tests.bot.many_accounts import World, played

FOLDER = Path(__file__).parent.parent / "dialogues" / "research"
FILES = sorted(FOLDER.glob("*.txt"))


@pytest.mark.parametrize("file", FILES, ids=[f.stem for f in FILES])
def test_conversation(file: Path, real_catalog: Catalog, real_finder: Finder) -> None:
    """The conversation goes exactly as the file says."""
    now = played(file.read_text("utf-8"), World(real_catalog, real_finder), FOLDER / "sent")
    if os.environ.get("UPDATE_GOLDEN"):
        file.write_text(now, "utf-8")
    assert file.read_text("utf-8") == now
