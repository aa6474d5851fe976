"""Laws of the planner at length: more room never hurts, conflicts are real, and any process gives the same plan."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace

from knowledge.catalog import Catalog
from planner.conflicts import instance, names
from planner.model import model
from planner.pathway import Status
from planner.plan import plan
from planner.request import Request
from planner.solve import Found, Limits, solve
from tests.planner.random_requests import random_request

SCRIPT = """
import sys
from knowledge.sources.own import read_folder
from planner.plan import plan
from planner.wire import plan_hash
from tests.planner.random_requests import random_request
known = read_folder()
print(*(plan_hash(plan(known, random_request(known, seed))) for seed in range(int(sys.argv[1]))))
"""


def by_the_piece(known: Catalog) -> Catalog:
    """The catalog without fees by the month, which more hours a week make fewer or more of."""
    made = known.credentials.values()
    whole = {c.id: replace(c, fees=tuple(replace(f, per=None) for f in c.fees)) for c in made}
    return replace(known, credentials=whole)


def roomier(request: Request) -> Iterator[tuple[str, Request]]:
    """The request with more of one thing."""
    if request.budget:
        yield "budget", replace(request, budget=replace(request.budget, cents=2 * request.budget.cents + 100))
    if request.hours_per_week <= 80:
        yield "hours", replace(request, hours_per_week=2 * request.hours_per_week)
    if request.excluded or request.excluded_issuers:
        yield "candidates", replace(request, excluded=(), excluded_issuers=())


def more_room(known: Catalog, count: int) -> dict[str, int]:
    """How often a proven plan was compared with the proven one with more of a thing, and how often it was better."""
    found = {f"more {name}: {what}": 0 for name in ("budget", "hours", "candidates") for what in ("compared", "wrong")}
    for request in (random_request(known, seed) for seed in range(count)):
        poor = plan(known, request)
        if poor.status is not Status.PROVEN:
            continue
        for name, asked in roomier(request):
            rich = plan(known, asked)
            found[f"more {name}: compared"] += rich.status in (Status.PROVEN, Status.INFEASIBLE)
            found[f"more {name}: wrong"] += rich.status is Status.INFEASIBLE or (
                rich.status is Status.PROVEN and rich.value < poor.value
            )
    return found


def real_conflicts(known: Catalog, count: int) -> dict[str, int]:
    """Of the reported conflicts: how many cannot hold together, and how many of their constraints are needed for that.

    Constraints that are not named do not count here: a request may have several conflicts, and one is reported.
    """
    found = {"infeasible requests": 0, "conflicts that can hold: wrong": 0, "constraints": 0, "not needed: wrong": 0}
    alone = 0
    for request in (random_request(known, seed) for seed in range(count)):
        pathway = plan(known, request)
        if pathway.status is not Status.INFEASIBLE:
            continue
        others = frozenset(names(known, request)) - set(pathway.conflicts)
        found["infeasible requests"] += 1
        found["conflicts that can hold: wrong"] += _possible(known, request, others)
        for name in pathway.conflicts:
            found["constraints"] += 1
            found["not needed: wrong"] += not _possible(known, request, others | {name})
            alone += _possible(known, request, frozenset({name}))
    return {**found, "dropped alone give a plan": alone}


def _possible(known: Catalog, request: Request, dropped: frozenset[str]) -> bool:
    built = model(instance(known, request, dropped))
    return solve(built, [], Limits()).found in (Found.OPTIMAL, Found.FEASIBLE)


def in_another_process(count: int, seed: int) -> list[str]:
    """The plans' hashes as a process with that hash seed of Python's own has them."""
    env = {**os.environ, "PYTHONHASHSEED": str(seed)}
    command = [sys.executable, "-c", SCRIPT, str(count)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=env)
    return done.stdout.split()
