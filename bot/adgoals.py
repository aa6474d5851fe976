"""A job ad as a goal in one word: "ad:ROLE|required=level,...|optional=level,...". Ids only, none of its text."""

import re
from collections.abc import Mapping

from knowledge.catalog import Catalog
from planner.gap import ESSENTIAL, OPTIONAL
from planner.request import Target

_PART = re.compile(r"([a-z0-9-]{1,80})=([1-4])")


def ad_goal(role: str | None, required: Mapping[str, int], optional: Mapping[str, int]) -> str:
    """The goal of skill ids with their levels 1-4."""
    parts = [",".join(f"{id}={level}" for id, level in skills.items()) for skills in (required, optional)]
    return f"ad:{role or ''}|{'|'.join(parts)}"


def ad_targets(goal: str, catalog: Catalog) -> tuple[Target, ...]:
    """What the planner is to reach; () for what is no such goal, or names nothing that is known."""
    parts = goal.removeprefix("ad:").split("|")
    if not goal.startswith("ad:") or len(parts) != 3:
        return ()
    found: dict[str, Target] = {}
    for text, weight in ((parts[1], ESSENTIAL), (parts[2], OPTIONAL)):
        for id, level in _PART.findall(text):
            if id in catalog.skills:
                found.setdefault(id, Target(id, int(level), weight))
    return tuple(found.values())


def ad_name(goal: str, catalog: Catalog) -> str:
    """What people call it."""
    role = goal.removeprefix("ad:").split("|")[0]
    return f"the job ad ({catalog.occupations[role].name})" if role in catalog.occupations else "the job ad"
