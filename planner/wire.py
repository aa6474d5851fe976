"""Requests and pathways as JSON, and a plan's hash. What a field means: planner/request.py, planner/pathway.py.

The one difference: a budget is {"amount": 800, "currency": "USD"}, in the currency and not in cents.
"""

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from planner.pathway import Pathway
from planner.request import Budget, Request
from planner.shape import BadShape, Shape, Special, number
from planner.valid import MOST_CENTS, MOST_WEIGHT, number_faults, validate

__all__ = [
    "SHAPE",
    "BadShape",
    "pathway_from",
    "pathway_to",
    "plan_hash",
    "request_from",
    "request_to",
    "schema",
    "validate",
]

LATER = ("away", "weeks", "not_before")
"""Fields that earlier plans do not have: left out when empty, so that those plans keep their hash."""


def request_from(shape: Mapping[str, Any]) -> Request:
    """The request that a JSON object stands for.

    Raises BadShape with one sentence for a wrong shape, an unknown field or an impossible number. Whether its ids
    exist is told by `validate(catalog, request)`.
    """
    request: Request = SHAPE.read(Request, shape, "")
    faults = number_faults(request)
    if faults:
        raise BadShape(faults[0])
    return request


def request_to(request: Request) -> dict[str, Any]:
    """The request as a JSON object that `request_from` reads. Fields of LATER are written when they say something."""
    shape = {**SHAPE.write(request), "hours_per_week": float(request.hours_per_week)}
    return {name: value for name, value in shape.items() if value or name not in LATER}


def pathway_to(pathway: Pathway) -> dict[str, Any]:
    """The pathway as a JSON object, its request included."""
    return {**SHAPE.write(pathway), "request": request_to(pathway.request)}


def pathway_from(shape: Mapping[str, Any]) -> Pathway:
    """The pathway that a JSON object stands for; raises BadShape. It is not checked: see planner/check.py."""
    pathway: Pathway = SHAPE.read(Pathway, shape, "")
    faults = number_faults(pathway.request)
    if faults:
        raise BadShape(f"request.{faults[0]}")
    return pathway


def schema() -> dict[str, Any]:
    """JSON Schema of a request."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Request", **SHAPE.schema(Request)}


def plan_hash(pathway: Pathway) -> str:
    """SHA-256 in hex over canonical JSON of request, catalog hash and steps (id, route, dates, cents); no timings."""
    steps = [[s.credential, s.route, s.start.isoformat(), s.end.isoformat(), s.cents] for s in pathway.steps]
    whole = {"request": request_to(pathway.request), "catalog": pathway.catalog, "steps": steps}
    text = json.dumps(whole, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _read_budget(value: Any, where: str) -> Budget:
    if not isinstance(value, dict) or "amount" not in value or not set(value) <= {"amount", "currency"}:
        raise BadShape(f'{where} must be an object like {{"amount": 800, "currency": "USD"}}.')
    cents = Decimal(str(number(value["amount"], f"{where}.amount"))) * 100
    if cents % 1:
        raise BadShape(f"{where}.amount must have two decimals at most.")
    currency = value.get("currency", "USD")
    if not (isinstance(currency, str) and len(currency) == 3 and currency.isascii() and currency.isupper()):
        raise BadShape(f"{where}.currency must be three capital letters like USD.")
    return Budget(int(cents), currency)


def _write_budget(budget: Budget) -> dict[str, Any]:
    whole = budget.cents % 100 == 0
    return {"amount": budget.cents // 100 if whole else budget.cents / 100, "currency": budget.currency}


_WEIGHT = {"minimum": 1, "maximum": MOST_WEIGHT}
SHAPE = Shape(
    specials={
        Budget: Special(
            _read_budget,
            _write_budget,
            {
                "type": "object",
                "properties": {
                    "amount": {"type": "number", "minimum": 0, "maximum": MOST_CENTS // 100, "multipleOf": 0.01},
                    "currency": {"type": "string", "pattern": "^[A-Z]{3}$", "default": "USD"},
                },
                "required": ["amount"],
                "additionalProperties": False,
            },
        )
    },
    bounds={
        "Target.need": {"minimum": 1, "maximum": 4},
        "Target.weight": _WEIGHT,
        "Goal.weight": _WEIGHT,
        "Goal.min_coverage": {"minimum": 0, "maximum": 1},
        "Held.skills": {"additionalProperties": {"type": "integer", "minimum": 0, "maximum": 4}},
        "Request.goals": {"minItems": 1},
        "Request.studied": {"additionalProperties": {"type": "integer", "minimum": 0}},
        "Weeks.hours": {"minimum": 0, "maximum": 168, "multipleOf": 0.25},
        "Request.hours_per_week": {"minimum": 0.25, "maximum": 168, "multipleOf": 0.25},
    },
)
