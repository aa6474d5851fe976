"""What the golden conversations say, looked at as text: no codes, no machine dates, no broken plurals."""

import re
from pathlib import Path

import pytest

from knowledge.catalog import Catalog

FILES = sorted((Path(__file__).parent.parent / "dialogues").glob("*.txt"))
FAULTS = {
    "a plural after one": r"\b(?<![.,])1 (?:steps|days|hours|weeks|years|months)\b",
    "a singular verb": r"\b(?:budget|deadline|exams) (?:leave|stay)\b",
    "a value that is none": r"\b(?:None|nan|null|inf)\b",
    "an unfilled place": r"\{\w*\}",
    "a machine date": r"\b20\d\d-\d\d-\d\d\b",
    "a doubled mark": r" [,.;]|,,|;;|(?<!\.)\.\.(?!\.)",
    "a name twice": r"\b([A-Z][\w+-]+(?: [A-Z][\w+-]+)*) and \1\b(?! [A-Z]|$)",
    "money about nothing": r"about [$€£]0\b",
}


def said(file: Path) -> list[str]:
    """The lines that the bot says, without links."""
    lines = file.read_text("utf-8").splitlines()
    return [line for line in lines if line and line[0] not in "#>@" and "http" not in line and "[file]" not in line]


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("file", FILES, ids=[f.stem for f in FILES])
def test_no_fault_in_the_wording(file: Path, fault: str) -> None:
    """No line of any conversation reads like a machine's."""
    assert [line for line in said(file) if re.search(FAULTS[fault], line)] == []


@pytest.mark.parametrize("file", FILES, ids=[f.stem for f in FILES])
def test_no_id_is_shown(file: Path, real_catalog: Catalog) -> None:
    """Credentials, roles, skills and issuers are called by name, never by id."""
    ids = {i for i in real_catalog.credentials if "-" in i} | {i for i in real_catalog.occupations if "-" in i}
    shown = {word for line in said(file) for word in re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)+", line)}
    assert shown & ids == set()
