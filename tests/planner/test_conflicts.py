"""Relaxations hold up against brute force, and are the least that do."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest

from planner.conflicts import conflicts
from planner.pathway import Relaxation, Status
from planner.plan import plan
from planner.request import Budget, Request
from planner.solve import Limits
from tests.planner import oracle
from tests.planner.instances import instance
from tests.planner.small import catalog, credential, goal, request


def _later(asked: Request, days: timedelta) -> Request:
    return replace(asked, goals=tuple(replace(g, by=g.by + days) if g.by else g for g in asked.goals))


def _changed(asked: Request, relaxation: Relaxation) -> tuple[Request, Request | None] | None:
    """The request as the relaxation says, and one that is changed a little less where there is one."""
    kind, _, what = relaxation.constraint.partition(":")
    if kind == "budget" and asked.budget:
        limits = [Budget(int(relaxation.value) - less, asked.budget.currency) for less in (0, 1)]
        return replace(asked, budget=limits[0]), replace(asked, budget=limits[1])
    if kind == "hours":
        hours = float(relaxation.value)
        return replace(asked, hours_per_week=hours), replace(asked, hours_per_week=hours - 0.25)
    if kind == "deadline":
        days = date.fromisoformat(relaxation.value) - max(g.by for g in asked.goals if g.by)
        return _later(asked, days), _later(asked, days - timedelta(1))
    match kind:
        case "locked":
            return replace(asked, locked=tuple(c for c in asked.locked if c != what)), None
        case "excluded":
            return replace(asked, excluded=tuple(c for c in asked.excluded if c != what)), None
        case "excluded-issuer":
            return replace(asked, excluded_issuers=tuple(i for i in asked.excluded_issuers if i != what)), None
        case "only":
            return replace(asked, only=replace(asked.only, **{what: False})), None
        case "language":
            return replace(asked, language=None), None
        case "experience":
            return replace(asked, experience_years=80.0), None
    return None


def test_relaxations_are_sufficient_and_least():
    """For random requests without a plan brute force finds one after the change, and none after a little less."""
    seen: Counter[str] = Counter()
    for seed in range(160):
        known, asked = instance(seed)
        found = plan(known, asked)
        if found.status is not Status.INFEASIBLE:
            continue
        assert found.conflicts
        for relaxation in found.relaxations:
            changed = _changed(asked, relaxation)
            if changed is None:
                continue
            seen[relaxation.constraint.partition(":")[0]] += 1
            assert oracle.best(known, changed[0]) is not None, (seed, relaxation)
            assert changed[1] is None or oracle.best(known, changed[1]) is None, (seed, relaxation)
    assert len(seen) >= 6, seen


@pytest.mark.parametrize("guilty", [("x17",), ("x03", "x41")])
def test_few_of_many_exclusions_are_named(guilty: tuple[str, ...]):
    """Among 60 exclusions only those that matter are in the conflict."""
    known = catalog(
        *(credential(f"x{n:02}", {"d": 2}) for n in range(60) if f"x{n:02}" not in guilty),
        *(credential(one, {"a": 2 + k}) for k, one in enumerate(guilty)),
    )
    asked = request(goal({"a": 3}), excluded=tuple(sorted(known.credentials)))
    core = conflicts(known, asked, Limits())
    assert core == (*(f"excluded:{one}" for one in guilty), "coverage:0")
