"""All 1,000 generated instances against brute force, with what they exercise: ./dev bench oracle.

Those with days of their own are also solved by the joint model at once, without trying the relaxed one first.
"""

from collections import Counter

import pytest

from planner import search, worth
from planner.check import check
from planner.conflicts import instance as trimmed
from planner.model import model
from planner.pathway import Status
from planner.solve import Found, Limits
from tests.benchmarks.report import report
from tests.planner.exercise import OTHERS, REMOVED, SEEN, answer, exercised, kinds, solved
from tests.planner.instances import known_ranges
from tests.planner.plans import pathway

SEEDS = range(1000)
LEAST = 30
"""How often the instances must exercise each feature: it is part of the optimum, or without it the answer differs."""
AT_LEAST = {
    **dict.fromkeys(("cyclic", "stack", "credit", "windows", "alternatives"), 60),
    **dict.fromkeys(("unknown", "two goals", "calendar"), 30),
}
"""How many instances must contain each kind."""


@pytest.mark.benchmark
def test_oracle(monkeypatch: pytest.MonkeyPatch) -> None:
    """No difference in value or ids, no plan that the check refuses, and every feature matters often enough."""
    monkeypatch.setattr(worth, "ranges", known_ranges)
    differences, refused, there, matters, jointly = [], [], Counter[str](), Counter[str](), 0
    for seed in SEEDS:
        catalog, request, found, made = solved(seed)
        none = made.status in (Status.INFEASIBLE, Status.UNKNOWN)
        mine = None if none else (made.value, tuple(sorted(step.credential for step in made.steps)))
        if mine != answer(found):
            differences.append((seed, made.status, mine, answer(found)))
        whole = trimmed(catalog, request)
        if whole.dated:
            jointly += 1
            outcome = search.at_once(model(whole), None, Limits())
            ids = tuple(sorted(whole.items[choice.item].id for choice in outcome.choices))
            if (None if outcome.found is Found.INFEASIBLE else (outcome.value, ids)) != answer(found):
                differences.append((seed, outcome.found, (outcome.value, ids), answer(found)))
        if check(catalog, made) or check(catalog, pathway(catalog, request, found)):
            refused.append(seed)
        there.update(kinds(seed))
        matters.update(exercised(seed))
    table = {"instances": len(SEEDS), "also jointly": jointly, "differences": len(differences), "refused": len(refused)}
    report("oracle", table)
    report("oracle kinds", {name: there[name] for name in sorted(AT_LEAST)})
    report("oracle features", {name: matters[name] for name in sorted({*REMOVED, *SEEN, *OTHERS})})
    assert not differences
    assert not refused
    assert not {name: there[name] for name, least in AT_LEAST.items() if there[name] < least}
    assert not {name: matters[name] for name in (*REMOVED, *SEEN, *OTHERS) if matters[name] < LEAST}
