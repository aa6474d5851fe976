"""credpath plan and credpath check for a team: its shape, its progress, an interrupt, and plans that were changed."""

import copy
import signal
from pathlib import Path
from typing import Any

import pytest

from adapters.commands import team
from knowledge.catalog import Catalog
from planner.check_team import check_team
from planner.pathway import Status
from planner.team_wire import team_from
from tests.adapters.commands import REQUEST, Run, file, refused

TEAM = {
    "members": [
        {"people": 2, "request": {**REQUEST, "goals": [{"targets": [], "by": "2027-06-30"}]}},
        {
            "name": "ops",
            "people": 1,
            "request": {**REQUEST, "goals": [{"role": "devops-engineer", "by": "2027-06-30"}]},
        },
    ],
    "targets": [{"skill": "kubernetes", "level": 2, "people": 2}],
    "budget": {"amount": 900, "currency": "USD"},
}


def test_a_team(run: Run, tmp_path: Path) -> None:
    """Offers in the order of the members, within one budget; what is wrong is said in a sentence."""
    import jsonschema

    jsonschema.validate({"team": TEAM}, run("plan", "--schema", "team")[1])
    status, plan = run("plan", file(tmp_path, {"team": TEAM}))
    assert status == 0
    assert [c["reached"] + c["missing"] for c in plan["coverage"]] == [2]
    members = [offer["member"] for offer in plan["offers"]]
    assert members == sorted(members)
    assert sum(offer["people"] for offer in plan["offers"]) == 3
    paid = sum(o["people"] * o["pathway"]["cents"] for o in plan["offers"] if o["pathway"])
    assert paid == plan["cents"] <= 90_000
    for wrong in (
        {**TEAM, "budget": {"cents": 5}},
        {**TEAM, "targets": [{"skill": "no-such", "level": 2, "people": 2}]},
    ):
        status, value = run("plan", file(tmp_path, {"team": wrong}))
        assert (status, value["error"]["code"]) == (1, "bad_request")


@pytest.fixture(scope="module")
def made(real_catalog: Catalog) -> dict[str, Any]:
    """A team's plan as JSON."""
    from planner.team import team_plan
    from planner.team_wire import team_plan_to

    plan = team_plan_to(team_plan(real_catalog, team_from({"team": TEAM})))
    assert plan["cents"] > 0
    return plan


def test_a_team_is_checked(made: dict[str, Any], run: Run, tmp_path: Path) -> None:
    """A plan passes; each change is found, by the rule that it breaks."""
    assert run("check", file(tmp_path, made)) == (0, {"violations": []})
    taken = next(i for i, offer in enumerate(made["offers"]) if offer["pathway"])
    step = made["offers"][taken]["pathway"]["steps"][0]

    def broken(change: Any) -> set[str]:
        other = copy.deepcopy(made)
        change(other)
        status, value = run("check", file(tmp_path, other))
        assert status == 1
        assert all(set(v) == {"rule", "where", "text"} for v in value["violations"])
        return {v["rule"] for v in value["violations"]}

    assert "total-cents" in broken(lambda p: p.update(cents=p["cents"] + 1))
    assert "budget" in broken(lambda p: p["team"]["budget"].update(amount=1))
    assert "people" in broken(lambda p: p["offers"].pop())
    assert "people" in broken(lambda p: p["offers"][0].update(member=7))
    assert "bound" in broken(lambda p: p.update(bound=p["value"] - 1))
    assert "coverage" in broken(lambda p: p.update(coverage=[]))
    assert "heads" in broken(lambda p: p["coverage"][0].update(reached=0))
    assert broken(lambda p: p.update(catalog="other")) == {"catalog"}
    assert broken(lambda p: p["team"]["members"][0]["request"].update(hours_per_week=-1)) == {"request"}
    assert broken(lambda p: p["team"]["targets"][0].update(skill="no-such")) == {"request"}
    assert "unknown-id" in broken(lambda p: p["offers"][taken]["pathway"]["steps"][0].update(credential="no-such"))
    assert "cost" in broken(lambda p: p["offers"][taken]["pathway"]["steps"][0].update(cents=step["cents"] + 100))


@pytest.mark.parametrize(
    "change",
    [
        {"coverage": 5},
        {"coverage": [3]},
        {"offers": None},
        {"team": []},
        {"more": 1},
        {"team": {**TEAM, "members": [{"request": {**REQUEST, "hours_per_week": "many"}}]}},
    ],
    ids=str,
)
def test_bad_team_plans(made: dict[str, Any], change: dict[str, Any], run: Run, tmp_path: Path) -> None:
    """What is not a team's plan cannot be checked."""
    assert refused(run("check", file(tmp_path, {**made, **change}))) == "bad_plan"
    assert refused(run("check", file(tmp_path, {"team": TEAM}))) == "bad_plan"


def test_rounds_are_told(real_catalog: Catalog, capsys: pytest.CaptureFixture[str]) -> None:
    """A line for each round on stderr, with the seconds of the given clock; nothing on stdout."""
    seconds = iter(range(0, 1000, 7))
    plan = team.search(real_catalog, team_from({"team": TEAM}), lambda: next(seconds))
    said = capsys.readouterr()
    lines = said.err.splitlines()
    assert said.out == ""
    assert len(lines) == plan.rounds >= 1
    assert lines[0].startswith("round 1: a plan at most ")
    assert lines[0].endswith(" % below the best, 7 s")


def test_an_interrupt_gives_the_best_plan_so_far(real_catalog: Catalog, capsys: pytest.CaptureFixture[str]) -> None:
    """The search ends with a checked plan and its honest gap; afterwards interrupts are what they were."""
    before = signal.getsignal(signal.SIGINT)
    asked = team_from({"team": TEAM})
    whole = team.search(real_catalog, asked)
    told = 0

    def watch() -> float:
        nonlocal told
        told += 1
        if told == 1:  # as if Ctrl-C came at the very beginning
            signal.raise_signal(signal.SIGINT)
        return 0.0

    with pytest.raises(KeyboardInterrupt):  # not while it searches: the usual one
        team.search(real_catalog, asked, watch)

    def late() -> float:
        nonlocal told
        told += 1
        if told == 2:  # after the first round
            signal.raise_signal(signal.SIGINT)
        return 0.0

    told = 0
    cut = team.search(real_catalog, asked, late)
    assert signal.getsignal(signal.SIGINT) is before
    assert (cut.rounds, cut.unreached) == (1, ())
    assert check_team(real_catalog, cut) == []
    assert cut.value <= whole.value <= whole.bound <= cut.bound
    assert (cut.status is Status.PROVEN) == (cut.gap == 0)
    capsys.readouterr()
