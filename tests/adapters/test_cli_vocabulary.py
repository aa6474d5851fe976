"""credpath vocabulary and link with imported vocabularies, as a person and as a script see them."""

from pathlib import Path
from typing import Any

import pytest

from tests.adapters.commands import Run, file, refused
from tests.knowledge.official import JOB, SKILL, esco_members, onet_folder, zipped


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder for this file's imports."""
    return tmp_path_factory.mktemp("vocabularies")


def lines(*texts: str) -> str:
    import json

    return "\n".join(json.dumps({"id": n, "text": text}) for n, text in enumerate(texts))


def test_import_status_link(run: Run, data: Path, tmp_path: Path) -> None:
    """What is imported is told, is linked to under its own ids, and stays as it is when imported again."""
    assert run("vocabulary", "status", data=data) == (0, {})
    words = file(tmp_path, lines("python", "asdf", "join parts"))
    for choice in ("esco", "onet"):
        assert refused(run("link", words, "--kind", "skill", "--vocabulary", choice, data=data)) == "not_imported"
    esco = zipped(tmp_path / "esco.zip", esco_members())
    status, told = run("vocabulary", "import", str(esco), str(onet_folder(tmp_path / "onet")), data=data)
    assert status == 0
    assert {source: row["changed"] for source, row in told.items()} == {"esco": True, "onet": True}
    assert told["esco"]["counts"]["skills"] == 6
    _, again = run("vocabulary", "import", str(esco), data=data)
    assert again == {"esco": told["esco"] | {"changed": False}}
    _, kept = run("vocabulary", "status", data=data)
    assert kept["esco"]["credit"].startswith("This service uses the ESCO classification")
    assert set(kept) == {"esco", "onet"}
    status, value = run("link", words, "--kind", "skill", "--vocabulary", "esco", "-k", "1", data=data)
    assert status == 0
    assert value[0]["matches"][0] == {"id": SKILL.format("s2"), "name": "Python (computer programming)", "score": 0.97}
    assert value[1] == {"id": 1, "matches": []}
    assert {m["id"] for m in value[2]["matches"]} == {SKILL.format("s5"), SKILL.format("s6")}
    jobs = file(tmp_path, lines("Sr. Plumber (m/f/d)"))
    _, value = run("link", jobs, "--kind", "occupation", "--vocabulary", "esco", data=data)
    assert value[0]["matches"][0]["id"] == JOB.format("o2")


@pytest.mark.parametrize("content", [b"", b"PK nothing", b"\x00" * 100])
def test_a_broken_file_changes_nothing(content: bytes, run: Run, data: Path, tmp_path: Path) -> None:
    """A refusal names the file; every byte in the data folder is as before, also beside a good file."""

    def contents() -> dict[str, Any]:
        return {str(p): p.read_bytes() for p in sorted(data.rglob("*")) if p.is_file()}

    (tmp_path / "bad.zip").write_bytes(content)
    members = esco_members()
    members["skills_en.csv"] = members["skills_en.csv"].replace(b"weld metal", b"weld metals")
    good = zipped(tmp_path / "good.zip", members)
    before = contents()
    answer = run("vocabulary", "import", str(good), str(tmp_path / "bad.zip"), data=data)
    assert refused(answer) == "unreadable"
    assert "bad.zip" in answer[1]["error"]["message"]
    assert contents() == before
