"""One person's plans, measured: the table of ./dev bench planner is made of these."""

import time
from dataclasses import dataclass
from statistics import median
from typing import Any

from knowledge.catalog import Catalog
from planner.anytime import plans
from planner.check import check
from planner.pathway import Pathway, Status
from planner.problem import build
from planner.reach import trim
from planner.request import Request
from planner.shortlist import narrowed
from tests.benchmarks import baselines

INSTANT, PATIENCE = 0.3, 3.0
"""Seconds in which a first checked plan, and the proof, should be there."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One request: sizes, seconds to the first and the last plan (on the clock, and of one processor: what an idle
    machine would take, since the planner runs on one), values (None: no plan), violations of the check.

    `similar` is that of the ten most similar credentials, `hindsight` that of the best number of them.
    """

    reachable: int
    shortlist: int
    first_s: float
    last_s: float
    first_cpu: float
    last_cpu: float
    first: int | None
    last: Pathway
    greedy: int | None
    similar: int
    hindsight: int
    violations: int


def measure(known: Catalog, request: Request) -> Measured:
    """Plan, time it, and let the baselines plan as well (not timed)."""
    began, worked = time.perf_counter(), time.process_time()
    given, seconds, cpu = [], [], []
    for pathway in plans(known, request):
        given.append(pathway)
        seconds.append(time.perf_counter() - began)
        cpu.append(time.process_time() - worked)
    built = build(known, request)
    whole = trim(built)
    ten, hindsight = baselines.similar(whole)
    return Measured(
        reachable=len(built.items),
        shortlist=len(narrowed(built, 0).items),  # what the shortlist would keep, though a small problem keeps all
        first_s=seconds[0],
        last_s=seconds[-1],
        first_cpu=cpu[0],
        last_cpu=cpu[-1],
        first=given[0].value if len(given) > 1 else None,
        last=given[-1],
        greedy=baselines.greedy(whole),
        similar=ten,
        hindsight=hindsight,
        violations=sum(len(check(known, pathway)) for pathway in given),
    )


def table(rows: list[Measured]) -> dict[str, Any]:
    """Medians and the worst. Ratios are of people for whom both have a plan worth more than nothing."""
    solved = [r for r in rows if r.last.steps]
    against = [r.last.value / r.greedy for r in solved if r.greedy is not None and r.greedy > 0]
    ten = [r.similar / r.last.value for r in solved if r.last.value > 0]
    best = [r.hindsight / r.last.value for r in solved if r.last.value > 0]
    gaps = [r.last.gap for r in solved if r.last.gap is not None]
    first, last = [r.first_s for r in rows], [r.last_s for r in rows]
    behind = sum(r.last.value < r.greedy for r in solved if r.greedy is not None)
    return {
        "people": len(rows),
        "planned": len(solved),
        "infeasible": sum(r.last.status is Status.INFEASIBLE for r in rows),
        "proven": sum(r.last.status is Status.PROVEN for r in rows),
        "reachable": median(r.reachable for r in rows),
        "shortlist": median(r.shortlist for r in rows),
        "candidates proved over": median(r.last.candidates for r in rows),
        "steps": median(len(r.last.steps) for r in solved),
        "greedy without a plan": sum(r.greedy is None for r in solved),
        "greedy ahead": behind,
        "value/greedy min": min(against),
        "value/greedy median": median(against),
        "value/greedy mean": sum(against) / len(against),
        "value/greedy max": max(against),
        "top-10/value median": median(ten),
        "value/top-k median (best k in hindsight)": 1 / max(median(best), 1e-9),
        "first/last value median": median(r.first / r.last.value for r in solved if r.first and r.last.value > 0),
        "gap % median": median(gaps),
        "gap % max": max(gaps),
        "first s median": median(first),
        "first s max": max(first),
        "last s median": median(last),
        "last s max": max(last),
        "first cpu s median": median(r.first_cpu for r in rows),
        "first cpu s max": max(r.first_cpu for r in rows),
        "last cpu s median": median(r.last_cpu for r in rows),
        "last cpu s max": max(r.last_cpu for r in rows),
        "first within 0.3 cpu s": sum(r.first_cpu <= INSTANT for r in rows),
        "last within 3 cpu s": sum(r.last_cpu <= PATIENCE for r in rows),
        "violations": sum(r.violations for r in rows),
    }
