"""Teams: against brute force, the bound, the check that refuses broken plans, JSON, and what is refused."""

import itertools
import json
import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from knowledge.catalog import Catalog
from planner.check_team import check_team
from planner.pathway import Status
from planner.request import Budget, Held
from planner.team import team_plan, team_plans
from planner.team_request import HeadCount, Member, Team
from planner.team_wire import team_from, team_plan_from, team_plan_to, team_to
from planner.valid import BadRequest
from tests.planner.small import START, catalog, credential, goal, request

WEEKLY = (4, 10)
IDS = ("p", "q", "r", "s", "t")
SEEDS = range(60)


def tiny(seed: int) -> tuple[Catalog, Team]:
    """Five credentials, two or three people, two targets and a budget that is seldom enough."""
    rng = random.Random(f"team {seed}")  # noqa: S311
    made = []
    for i, name in enumerate(IDS):
        needs = rng.choice(IDS[:i]) if i and rng.random() < 0.35 else None
        skills = {skill: rng.randrange(1, 4) for skill in rng.sample("abc", rng.choice((1, 1, 2)))}
        hours = rng.choice((8, 16, 30))
        made.append(credential(name, skills, dollars=rng.randrange(40, 300), hours=hours, needs=needs))
    members = []
    for _ in range(rng.choice((2, 3))):
        held = Held((rng.choice(IDS),) if rng.random() < 0.3 else (), {"a": 1} if rng.random() < 0.3 else {})
        by = START + timedelta(days=rng.choice((30, 60, 90)))
        own = goal({"c": 2} if rng.random() < 0.5 else {"a": 1, "b": 3}, by=by)
        members.append(Member(request(own, hours=rng.choice(WEEKLY), held=held)))
    heads = rng.sample(("a", "b", "c"), 2)
    targets = tuple(HeadCount(skill, rng.randrange(1, 4), rng.randrange(1, 4)) for skill in heads)
    return catalog(*made), Team(tuple(members), targets, Budget(rng.randrange(100, 700) * 100))


def ways(known: Catalog, team: Team, member: Member) -> set[tuple[int, int, frozenset[int]]]:
    """Cents, points and targets of everything a person could be offered: every subset, by the rules of the docs."""
    asked = member.request
    levels = dict(asked.held.skills)
    for held in asked.held.credentials:
        for shown in known.credentials[held].skills:
            levels[shown.skill] = max(levels.get(shown.skill, 0), shown.level)
    wanted = {t.skill: t.need for t in asked.goals[0].targets}
    for target in team.targets:
        wanted[target.skill] = max(wanted.get(target.skill, 0), target.level)
    gaps = {skill: need for skill, need in wanted.items() if need > levels.get(skill, 0)}
    days = (asked.goals[0].by - START).days
    found = {(0, 0, frozenset())}
    free = [i for i in IDS if i not in asked.held.credentials]
    for chosen in (c for n in range(1, 6) for c in itertools.combinations(free, n)):
        have = {*chosen, *asked.held.credentials}
        parts = [known.credentials[c] for c in chosen]
        needed = [c.prerequisites.required for c in parts if c.prerequisites.required]
        hours = sum(c.hours.low for c in parts)
        if not set(needed) <= have or hours * 7 > days * asked.hours_per_week or not gaps:
            continue
        best = {s.skill: 0 for c in parts for s in c.skills}
        for c in parts:
            for s in c.skills:
                best[s.skill] = max(best[s.skill], s.level)
        points = 0
        for skill, need in gaps.items():
            start = levels.get(skill, 0)
            closed = max(0, min(best.get(skill, 0), need) - start)
            points += 1_000_000 * 85 * closed // (100 * len(gaps) * (need - start))
        if not any(best.get(skill, 0) > levels.get(skill, 0) for skill in gaps):
            continue
        for c in parts:
            about = sum(s.skill not in wanted for s in c.skills)
            points -= _cents(c) // 2 + 50 * int(c.hours.low * 4) + 20_000 + 80_000 * about // len(c.skills)
        cents = sum(_cents(c) for c in parts)
        reached = {i for i, t in enumerate(team.targets) if levels.get(t.skill, 0) < t.level <= best.get(t.skill, 0)}
        found.add((cents, points, frozenset(reached)))
    return found


def _cents(one) -> int:
    from knowledge.catalog import highest

    return highest(one.fees[0])


def optimum(known: Catalog, team: Team) -> int:
    """The best points of any combination."""
    already = []
    for target in team.targets:
        count = 0
        for member in team.members:
            shown = [
                s.level
                for c in member.request.held.credentials
                for s in known.credentials[c].skills
                if s.skill == target.skill
            ]
            count += max([member.request.held.skills.get(target.skill, 0), *shown]) >= target.level
        already.append(count)
    best = -1
    for taken in itertools.product(*(ways(known, team, m) for m in team.members)):
        if sum(cents for cents, _, _ in taken) > team.budget.cents:
            continue
        points = sum(p for _, p, _ in taken)
        for i, target in enumerate(team.targets):
            reached = already[i] + sum(i in covered for _, _, covered in taken)
            points += 2_000_000 * min(target.people, reached)
        best = max(best, points)
    return best


def test_tiny_teams_equal_brute_force() -> None:
    """Value, proof and check on every tiny team; money and heads are scarce in many of them."""
    differences, scarce, missed, offers = [], 0, 0, 0
    for seed in SEEDS:
        known, team = tiny(seed)
        *early, last = team_plans(known, team)
        plan, real = last.plan, optimum(known, team)
        if (plan.value, plan.bound) != (real, real) or any(not p.value <= real <= p.bound for p in early):
            differences.append((seed, plan.value, plan.bound, real))
        assert check_team(known, plan) == []
        scarce += plan.cents > 0.7 * team.budget.cents
        missed += any(c.missing for c in plan.coverage)
        offers += sum(o.pathway is not None for o in plan.offers)
    assert differences == []
    assert min(scarce, missed) >= 10
    assert offers >= 60


def same_people(people: int = 6) -> tuple[Catalog, Team]:
    """People of one kind; the budget is enough for three of them."""
    known = catalog(credential("x", {"a": 2}, dollars=100), credential("y", {"b": 2}, dollars=90))
    asked = request(goal({"b": 1}), hours=5)
    return known, Team((Member(asked, "all", people),), (HeadCount("a", 2, 4),), Budget(30_000))


def test_people_who_ask_alike_are_one_kind() -> None:
    """Six alike in one entry or in six get the same in all; the order of members means nothing."""
    known, team = same_people()
    plan = team_plan(known, team)
    assert (plan.status, plan.coverage[0].reached, plan.coverage[0].missing) == (Status.PROVEN, 3, 1)
    single = replace(team, members=tuple(replace(team.members[0], people=1) for _ in range(6)))
    other = team_plan(known, single)
    assert (other.value, other.bound, other.cents) == (plan.value, plan.bound, plan.cents)
    assert sum(offer.people for offer in plan.offers) == sum(offer.people for offer in other.offers) == 6


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("budget", lambda p: replace(p, team=replace(p.team, budget=Budget(p.cents - 1)))),
        ("total-cents", lambda p: replace(p, cents=p.cents - 100)),
        ("heads", lambda p: replace(p, coverage=(replace(p.coverage[0], reached=4), *p.coverage[1:]))),
        ("people", lambda p: replace(p, offers=p.offers[1:])),
        ("value", lambda p: replace(p, value=p.value + 1, bound=p.bound + 1)),
        ("bound", lambda p: replace(p, bound=p.value - 1)),
        ("gap", lambda p: replace(p, gap=p.gap + 1)),
        ("coverage", lambda p: replace(p, coverage=())),
        ("currency", lambda p: replace(p, currency="EUR")),
        ("member", lambda p: other_person(p)),
    ],
)
def test_broken_plans_are_refused(rule: str, change) -> None:
    """Each broken plan is refused by the rule that it breaks."""
    known, team = same_people()
    plan = team_plan(known, team)
    assert check_team(known, plan) == []
    assert rule in {violation.rule for violation in check_team(known, change(plan))}


def other_person(plan):
    """The offers are kept and the member is somebody else."""
    member = plan.team.members[0]
    other = replace(member, request=replace(member.request, hours_per_week=1.0))
    return replace(plan, team=replace(plan.team, members=(other,)))


def test_what_is_missed_is_explained() -> None:
    """The least budget for the target is told: with it the target is reached, with a cent less it is not."""
    known, team = same_people()
    (why,) = team_plan(known, team).unreached
    assert (why.target, why.most, why.cents) == (0, 6, 40_000)
    assert team_plan(known, replace(team, budget=Budget(why.cents))).coverage[0].missing == 0
    assert team_plan(known, replace(team, budget=Budget(why.cents - 1))).coverage[0].missing == 1
    (more,) = team_plan(known, replace(team, targets=(HeadCount("a", 3, 4),))).unreached
    assert (more.most, more.cents) == (0, 0)


def test_a_search_can_be_stopped() -> None:
    """What there is by then is a checked plan with a bound."""
    known, team = tiny(3)
    *_, last = team_plans(known, team, stop=lambda: True)
    assert last.plan.value <= optimum(known, team) <= last.plan.bound


def test_a_search_can_be_stopped_anywhere() -> None:
    """Whenever it is stopped, in the midst of a round as well, there is a checked plan, and bounds that are true."""
    known, team = tiny(3)
    best = optimum(known, team)
    for most in range(12):
        asked = itertools.count()
        *_, last = team_plans(known, team, stop=lambda asked=asked, most=most: next(asked) >= most)
        assert check_team(known, last.plan) == []
        assert last.plan.value <= best <= last.plan.bound
        if last.plan.status is Status.PROVEN:
            break
    assert most >= 4  # it was stopped within a round


def test_json_survives_the_round_trip() -> None:
    """Request and plan, out and in again."""
    known, team = same_people()
    assert team_from(json.loads(json.dumps(team_to(team)))) == team
    plan = team_plan(known, team)
    assert team_plan_from(json.loads(json.dumps(team_plan_to(plan)))) == plan


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"targets": (HeadCount("zz", 2, 1),)}, "team.targets.0.skill: the catalog knows no skill 'zz'."),
        ({"targets": ()}, "team needs members and targets."),
        ({"targets": (HeadCount("a", 5, 1),)}, "team.targets.0.level must be from 1 to 4."),
        ({"budget": Budget(-1)}, "team.budget must be between 0 and 1,000,000,000."),
    ],
)
def test_what_makes_no_sense_is_refused(change, sentence: str) -> None:
    """One sentence that names the field."""
    known, team = same_people()
    with pytest.raises(BadRequest) as refused:
        team_plan(known, replace(team, **change))
    assert str(refused.value) == sentence


def test_a_goal_may_be_the_teams_alone() -> None:
    """Without a role or targets the first goal has the team's."""
    known, team = same_people()
    asked = request(goal({}, by=date(2027, 6, 1)), hours=5)
    plan = team_plan(known, replace(team, members=(Member(asked),), budget=None))
    assert [step.credential for step in plan.offers[0].pathway.steps] == ["x"]
