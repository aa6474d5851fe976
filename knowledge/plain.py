"""How people who do not know the name of a thing would put it: our own short descriptions, one line each.

`knowledge/data/plain/*.txt` holds lines `id: words`. They are searched beside the names; nobody is shown them. What has
none, such as an organisation's own skills, is found by its names alone.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from knowledge.names import Kind

_FILES: dict[Kind, str] = {"credential": "credentials.txt", "skill": "skills.txt", "occupation": "roles.txt"}
_FOLDER = Path(__file__).parent / "data" / "plain"


@cache
def plain(kind: Kind) -> Mapping[str, str]:
    """Id to description of the things of a kind."""
    lines = (_FOLDER / _FILES[kind]).read_text("utf-8").splitlines()
    return dict(line.split(": ", 1) for line in lines)
