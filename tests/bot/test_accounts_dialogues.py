"""The golden conversations of several accounts and of files. UPDATE_GOLDEN=1 rewrites the answers."""

import os
from pathlib import Path

import pytest

from adapters.store import open_store
from bot import accounts
from knowledge.catalog import Catalog
from knowledge.finder import Finder
from tests.bot.many_accounts import World, played

FOLDER = Path(__file__).parent.parent / "dialogues" / "accounts"
FILES = sorted(FOLDER.glob("*.txt"))


@pytest.mark.parametrize("kind", ["memory", "sqlite"])
@pytest.mark.parametrize("file", FILES, ids=[f.stem for f in FILES])
def test_conversation(
    file: Path,
    kind: str,
    real_catalog: Catalog,
    real_finder: Finder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The conversation goes exactly as the file says, on either store; the codes are given in order."""
    letters = iter("ACEGJMPR")
    monkeypatch.setattr(accounts, "code", lambda: (c := next(letters)) * 4 + chr(ord(c) + 1) * 4)
    store = open_store(tmp_path / "credpath.db") if kind == "sqlite" else None
    now = played(file.read_text("utf-8"), World(real_catalog, real_finder, store), FOLDER / "sent")
    if store is not None:
        store.close()
    if os.environ.get("UPDATE_GOLDEN"):
        file.write_text(now, "utf-8")
    assert file.read_text("utf-8") == now
