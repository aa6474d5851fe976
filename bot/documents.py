"""An exported record that is brought in: what only the planner and the catalog can tell about it."""

from typing import Any

from bot.adgoals import ad_targets
from bot.errors import BadRequest
from bot.requests import pathway_from_text
from knowledge.catalog import Catalog
from planner.wire import BadShape


def known(document: Any, catalog: Catalog) -> None:
    """Check that its roles exist and its plan can be read. Raises BadRequest; other faults the store names."""
    record = document.get("record") if isinstance(document, dict) else None
    if not isinstance(record, dict):
        return
    for goal in record.get("goals") or ():
        role = str(goal.get("role", "")) if isinstance(goal, dict) else ""
        kind, _, id = role.rpartition(":")
        names = {"credential": catalog.credentials, "skill": catalog.skills}
        if not ad_targets(role, catalog) if kind == "ad" else id not in names.get(kind, catalog.occupations):
            raise BadRequest(f"record.goals: there is no role {role[:60]!r} in this catalog.")
    pathway = record.get("pathway")
    if isinstance(pathway, dict):
        try:
            pathway_from_text(pathway["plan"])
        except (BadShape, ValueError, KeyError, TypeError, RecursionError):
            raise BadRequest("record.pathway.plan: expected the text of a PLAN.json.") from None
