"""Requests and pathways as JSON."""

import json
from dataclasses import replace
from datetime import date

import pytest

from planner.plan import plan
from planner.request import Away, Budget, Goal, Held, Only, Request, Target, Weeks
from planner.wire import BadShape, pathway_from, pathway_to, plan_hash, request_from, request_to, schema
from tests.planner.small import catalog, credential, goal, request

FULL = {
    "goals": [{"role": "clerk", "by": "2027-06-01", "targets": [{"skill": "a", "need": 3}], "weight": 2}],
    "start": "2026-11-23",
    "hours_per_week": 6,
    "budget": {"amount": 800.5, "currency": "EUR"},
    "held": {"credentials": ["x"], "skills": {"a": 2}},
    "locked": ["y"],
    "only": {"free": True},
    "language": "en",
    "experience_years": 2,
}
SPAN = "first must not be after last, both between 2000-01-01 and 2100-12-31."
WEEK = "must be a multiple of 0.25 from 0 to 168."
DAYS = {
    "away": [{"first": "2026-12-24", "last": "2027-01-02"}],
    "weeks": [{"first": "2027-02-01", "last": "2027-02-28", "hours": 2.5}],
    "not_before": {"x": "2027-01-15"},
}
SMALL = {"goals": [{"role": "clerk"}], "start": "2026-11-23", "hours_per_week": 6}


def test_a_full_request_is_read():
    """Every field arrives where it belongs; the budget in cents."""
    assert request_from(FULL) == Request(
        goals=(Goal("clerk", (Target("a", 3),), date(2027, 6, 1), weight=2),),
        start=date(2026, 11, 23),
        hours_per_week=6.0,
        budget=Budget(80050, "EUR"),
        held=Held(("x",), {"a": 2}),
        locked=("y",),
        only=Only(free=True),
        language="en",
        experience_years=2.0,
    )


def test_a_request_survives_the_round_trip():
    """Out and in again is the same."""
    once = request_from(FULL)
    assert request_from(json.loads(json.dumps(request_to(once)))) == once


def test_days_are_read_and_written_and_left_out_when_there_are_none():
    """Requests of before have no such fields; their JSON, and so their hash, stays as it was."""
    known = request_from({**SMALL, **DAYS})
    assert known.away == (Away(date(2026, 12, 24), date(2027, 1, 2)),)
    assert known.weeks == (Weeks(date(2027, 2, 1), date(2027, 2, 28), 2.5),)
    assert known.not_before == {"x": date(2027, 1, 15)}
    assert {name: request_to(known)[name] for name in DAYS} == DAYS
    assert not set(DAYS) & set(request_to(request_from(SMALL)))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"colour": 1}, "colour is not a known field."),
        ({"goals": [{"rôle": "x"}]}, "goals.0.rôle is not a known field."),
        ({"goals": {}}, "goals must be a list."),
        ({"goals": []}, "goals must name at least one goal."),
        ({"goals": [{"by": "June"}]}, "goals.0.by must be a date like 2027-06-01."),
        ({"goals": [{"role": "clerk", "by": "1812-01-01"}]}, "goals.0.by must be between 2000-01-01 and 2100-12-31."),
        ({"start": "9999-01-01"}, "start must be between 2000-01-01 and 2100-12-31."),
        ({"start": 5}, "start must be a date like 2027-06-01."),
        ({"hours_per_week": "6"}, "hours_per_week must be a number."),
        ({"hours_per_week": True}, "hours_per_week must be a number."),
        ({"hours_per_week": float("nan")}, "hours_per_week must be a number."),
        ({"hours_per_week": 10**400}, "hours_per_week must be a number."),
        ({"hours_per_week": -1}, "hours_per_week must be between 0.25 and 168."),
        ({"hours_per_week": 169}, "hours_per_week must be between 0.25 and 168."),
        ({"budget": {"amount": -5}}, "budget must be between 0 and 1,000,000,000."),
        ({"budget": {"amount": 1.005}}, "budget.amount must have two decimals at most."),
        ({"budget": {"amount": float("inf")}}, "budget.amount must be a number."),
        ({"budget": {"amount": 5, "currency": "usd"}}, "budget.currency must be three capital letters like USD."),
        ({"budget": 5}, 'budget must be an object like {"amount": 800, "currency": "USD"}.'),
        ({"held": {"skills": {"a": 9}}}, "held.skills.a must be a level from 0 to 4."),
        ({"held": {"skills": {"a": True}}}, "held.skills.a must be a whole number."),
        ({"locked": "x"}, "locked must be a list."),
        ({"locked": [1]}, "locked.0 must be text."),
        ({"member": 1}, "member must be true or false."),
        ({"away": [{"first": "2027-02-02", "last": "2027-02-01"}]}, f"away.0: {SPAN}"),
        ({"weeks": [{"first": "2027-02-02", "last": "1999-02-01", "hours": 2}]}, f"weeks.0: {SPAN}"),
        ({"weeks": [{"first": "2027-02-02", "last": "2027-02-02", "hours": 2.1}]}, f"weeks.0.hours {WEEK}"),
        ({"weeks": [{"first": "2027-02-02", "last": "2027-02-02", "hours": 169}]}, f"weeks.0.hours {WEEK}"),
        ({"weeks": [{"first": "2027-02-02", "last": "2027-02-02"}]}, "weeks.0.hours is missing."),
        ({"not_before": {"x": "soon"}}, "not_before.x must be a date like 2027-06-01."),
        ({"not_before": {"x": "1999-01-01"}}, "not_before.x must be between 2000-01-01 and 2100-12-31."),
        ({"experience_years": -1}, "experience_years must be between 0 and 80."),
    ],
)
def test_a_wrong_shape_gets_one_sentence(change: dict[str, object], sentence: str):
    """The sentence names the field."""
    with pytest.raises(BadShape) as refused:
        request_from({**SMALL, **change})
    assert str(refused.value) == sentence


def test_missing_fields_and_other_things_are_refused():
    """What is required must be there, and the whole must be an object."""
    with pytest.raises(BadShape, match=r"^start is missing\.$"):
        request_from({"goals": [{"role": "clerk"}], "hours_per_week": 6})
    with pytest.raises(BadShape, match=r"^The whole must be an object\.$"):
        request_from([])  # type: ignore[arg-type]


def test_a_pathway_survives_the_round_trip_and_keeps_its_hash():
    """Dates, enums, numbers and the request come back equal."""
    found = plan(catalog(credential("x", {"a": 2})), request(goal({"a": 3}, by=date(2027, 6, 1)), dollars=300))
    again = pathway_from(json.loads(json.dumps(pathway_to(found))))
    assert again == found
    assert plan_hash(again) == plan_hash(found)


def test_the_hash_knows_the_plan_and_not_its_proof():
    """Steps change it; status and candidates do not."""
    found = plan(catalog(credential("x", {"a": 2})), request(goal({"a": 2})))
    assert plan_hash(replace(found, candidates=99, bound=None)) == plan_hash(found)
    assert plan_hash(replace(found, steps=(replace(found.steps[0], cents=1),))) != plan_hash(found)
    assert plan_hash(replace(found, catalog="other")) != plan_hash(found)


def test_a_broken_pathway_names_the_place():
    """A pathway from a file is read as strictly as a request."""
    shape = pathway_to(plan(catalog(credential("x", {"a": 2})), request(goal({"a": 2}))))
    with pytest.raises(BadShape, match=r"^status must be one of PROVEN, GAP, HEURISTIC, INFEASIBLE, UNKNOWN\.$"):
        pathway_from({**shape, "status": "SURE"})
    with pytest.raises(BadShape, match=r"^request\.hours_per_week must be between"):
        pathway_from({**shape, "request": {**shape["request"], "hours_per_week": 0}})


def test_the_schema_lists_every_field_and_nothing_else():
    """A request's schema is closed and names what is required."""
    found = schema()
    assert set(found["properties"]) == set(Request.__dataclass_fields__)
    assert found["required"] == ["goals", "start", "hours_per_week"]
    assert found["additionalProperties"] is False
    assert json.loads(json.dumps(found)) == found
