"""Team requests and team plans as JSON: {"team": {...}} in, the plan with its request out (planner/wire.py)."""

from collections.abc import Mapping
from typing import Any

from planner.shape import BadShape
from planner.team_pathway import TeamPlan
from planner.team_request import Team
from planner.valid import number_faults
from planner.wire import SHAPE, pathway_to, request_to


def is_team(shape: Any) -> bool:
    """Whether a JSON value is a team's request."""
    return isinstance(shape, dict) and set(shape) == {"team"}


def team_from(shape: Mapping[str, Any]) -> Team:
    """The team that {"team": {...}} stands for; raises BadShape. Ids and numbers: `faults(catalog, team)`."""
    if not is_team(shape):
        raise BadShape("team is missing.")
    team: Team = SHAPE.read(Team, shape["team"], "team")
    return team


def team_to(team: Team) -> dict[str, Any]:
    """The team as a JSON object that `team_from` reads."""
    members = [{**SHAPE.write(m), "request": request_to(m.request)} for m in team.members]
    return {"team": {**SHAPE.write(team), "members": members}}


def team_plan_to(plan: TeamPlan) -> dict[str, Any]:
    """The plan as a JSON object, its request included."""
    offers = [{**SHAPE.write(o), "pathway": None if o.pathway is None else pathway_to(o.pathway)} for o in plan.offers]
    coverage = [{**SHAPE.write(c), "missing": c.missing} for c in plan.coverage]
    return {**SHAPE.write(plan), **team_to(plan.team), "offers": offers, "coverage": coverage}


def team_plan_from(shape: Mapping[str, Any]) -> TeamPlan:
    """The plan that `team_plan_to` wrote; raises BadShape. It is not checked: see planner/check_team.py."""
    told = shape.get("coverage")
    if isinstance(told, list):  # `missing` follows from the others
        told = [{k: v for k, v in c.items() if k != "missing"} if isinstance(c, dict) else c for c in told]
        shape = {**shape, "coverage": told}
    plan: TeamPlan = SHAPE.read(TeamPlan, shape, "")
    for i, offer in enumerate(plan.offers):
        if offer.pathway and (faults := number_faults(offer.pathway.request)):
            raise BadShape(f"offers.{i}.pathway.request.{faults[0]}")
    return plan


def schema() -> dict[str, Any]:
    """JSON Schema of a team's request."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Team request",
        "type": "object",
        "properties": {"team": SHAPE.schema(Team)},
        "required": ["team"],
        "additionalProperties": False,
    }
