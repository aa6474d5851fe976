"""Teams: 50 different people on generated and on the real catalog, and 500 people of 40 kinds: ./dev bench team.

Seconds are on the clock and of one processor (cpu): the planner runs on one, so the latter is what an idle machine
takes. The bar of 30 s is on that, since the clock also counts what other programs do.
"""

import random
import time
from dataclasses import replace

import pytest

from knowledge.catalog import Catalog
from planner.check_team import check_team
from planner.request import Budget, Request
from planner.solve import load
from planner.team import team_plans
from planner.team_request import HeadCount, Member, Team
from tests.benchmarks.generated import catalog, people
from tests.benchmarks.report import report
from tests.planner.random_requests import random_request

A_HEAD = 12_000
"""Cents of the shared budget per person."""
NEAR = 0.5
"""Percent that a plan may be below its bound."""


def team(known: Catalog, asked: list[Request], each: int, heads: int) -> Team:
    """Six skills that many credentials show, wanted of `heads` people each."""
    able: dict[str, int] = {}
    for credential in known.credentials.values():
        for shown in credential.skills:
            able[shown.skill] = able.get(shown.skill, 0) + 1
    common = sorted(able, key=lambda skill: (-able[skill], skill))[:40]
    picked = random.Random(1).sample(common, 6)  # noqa: S311
    targets = tuple(HeadCount(skill, 2 + i % 2, heads) for i, skill in enumerate(picked))
    members = tuple(Member(replace(one, budget=None), "", each) for one in asked)
    return Team(members, targets, Budget(A_HEAD * each * len(asked)))


def measured(name: str, known: Catalog, whole: Team) -> dict[str, float]:
    """The figures of one run; no bound is ever below any value."""
    load()
    began, worked = time.perf_counter(), time.process_time()
    near_s, near_cpu = -1.0, -1.0
    values, bounds = [], []
    for progress in team_plans(known, whole):
        values.append(progress.value)
        bounds.append(progress.bound)
        if near_s < 0 and progress.gap <= NEAR:
            near_s, near_cpu = time.perf_counter() - began, time.process_time() - worked
    plan, seconds, cpu = progress.plan, time.perf_counter() - began, time.process_time() - worked
    assert plan is not None
    assert max(values) <= min(bounds)
    found = {
        "people": sum(m.people for m in whole.members),
        "value": plan.value,
        "bound": plan.bound,
        "gap_percent": plan.gap,
        "s": seconds,
        "cpu s": cpu,
        "s to 0.5 %": near_s,
        "cpu s to 0.5 %": near_cpu,
        "columns": plan.columns,
        "rounds": plan.rounds,
        "missing": sum(c.missing for c in plan.coverage),
        "violations": len(check_team(known, plan)),
    }
    report(f"team, {name}", found)
    assert found["violations"] == 0
    return found


@pytest.mark.benchmark
@pytest.mark.parametrize("size", [300, 3_000])
def test_fifty_on_a_generated_catalog(size: int) -> None:
    """Gap at most 0.5 % within 30 s."""
    known = catalog(size, 0)
    found = measured(f"50 people, {size} generated credentials", known, team(known, people(known, 0, 50), 1, 6))
    assert found["gap_percent"] <= NEAR
    assert 0 <= found["cpu s to 0.5 %"] <= 30


@pytest.mark.benchmark
def test_fifty_on_the_real_catalog(real_catalog: Catalog) -> None:
    """The same with the credentials that are shipped."""
    asked = []
    seed = 0
    while len(asked) < 50:
        one = random_request(real_catalog, seed)
        seed += 1
        if len(one.goals) == 1 and not one.locked and not one.excluded_issuers:
            asked.append(one)
    found = measured("50 people, real catalog", real_catalog, team(real_catalog, asked, 1, 6))
    assert found["gap_percent"] <= NEAR
    assert 0 <= found["cpu s to 0.5 %"] <= 30


@pytest.mark.benchmark
def test_five_hundred_of_forty_kinds() -> None:
    """500 people: 40 profiles, 12 or 13 people each."""
    known = catalog(3_000, 0)
    whole = team(known, people(known, 0, 40), 12, 60)
    members = tuple(replace(m, people=13 if i < 20 else 12) for i, m in enumerate(whole.members))
    found = measured("500 people of 40 kinds", known, replace(whole, members=members, budget=Budget(A_HEAD * 500)))
    assert found["people"] == 500
    assert found["gap_percent"] <= NEAR
