"""Alternatives as JSON, in the order of the comparison table: the recommended plan first."""

from typing import Any

from knowledge.catalog import Catalog
from planner.aims import recognition
from planner.alternatives import RECOMMENDED, Alternative
from planner.explain import finish
from planner.pathway import Pathway


def alternatives_to(catalog: Catalog, best: Pathway, found: tuple[Alternative, ...]) -> list[dict[str, Any]]:
    """One row per plan: its aim, whether that is proven, which plan it is the same as, its figures and its steps.

    `recognition` and `coverage` are shares 0-1; money is in cents, time in quarter-hours. Empty without alternatives.
    """
    if not found:
        return []
    rows = [_row(catalog, RECOMMENDED, best)]
    return rows + [{**_row(catalog, one.aim, one.pathway), "proven": one.proven, "same": one.same} for one in found]


def _row(catalog: Catalog, aim: str, plan: Pathway) -> dict[str, Any]:
    last = finish(plan)
    return {
        "aim": str(aim),
        "cents": plan.cents,
        "currency": plan.currency,
        "quarter_hours": plan.quarter_hours,
        "finish": last.isoformat() if last else None,
        "coverage": [round(part.share, 4) for part in plan.coverage],
        "recognition": [round(end, 4) for end in recognition(catalog, plan)],
        "value": plan.value,
        "steps": [[step.credential, step.start.isoformat(), step.end.isoformat()] for step in plan.steps],
    }
