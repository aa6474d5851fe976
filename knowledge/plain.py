"""How people who do not know a skill's or a role's name would put it: our own short descriptions, one line each.

`knowledge/data/plain/*.txt` holds lines `id: words`. They are searched beside the names; nobody is shown them. What has
none, such as an organisation's own skills, is found by its names alone.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from knowledge.names import Kind

_FILES: dict[Kind, str] = {"skill": "skills.txt", "occupation": "roles.txt"}
_FOLDER = Path(__file__).parent / "data" / "plain"


@cache
def plain(kind: Kind) -> Mapping[str, str]:
    """Id to description of the skills or occupations; credentials are described by the skills they show."""
    if kind not in _FILES:
        return {}
    lines = (_FOLDER / _FILES[kind]).read_text("utf-8").splitlines()
    return dict(line.split(": ", 1) for line in lines)
