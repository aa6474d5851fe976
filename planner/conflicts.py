"""Why there is no plan: an irreducible set of constraints, and the least change of each that gives one again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby

from knowledge.catalog import Catalog
from planner.costs import currency_of
from planner.model import model
from planner.pathway import Relaxation
from planner.problem import TIME, Problem, build
from planner.reach import trim
from planner.request import Budget, Goal, Request
from planner.solve import Found, Limits, solve

MOST_QUARTERS = 168 * 4
"""Quarter-hours in a week."""
MOST_DAYS = 3653
"""Deadlines are moved by ten years at most."""


def instance(catalog: Catalog, request: Request, dropped: frozenset[str] = frozenset()) -> Problem:
    """The problem over every candidate that any plan could hold."""
    return trim(build(catalog, request, dropped))


def names(catalog: Catalog, request: Request) -> tuple[str, ...]:
    """Every constraint of the request that can be dropped, those first that are least worth naming as the cause."""
    found = ["experience"]
    found += ["language"] if request.language else []
    found += [f"only:{name}" for name in ("credit", "free", "hands_on", "proctored") if getattr(request.only, name)]
    found += [f"excluded-issuer:{issuer}" for issuer in sorted(set(request.excluded_issuers))]
    found += [f"excluded:{credential}" for credential in sorted(set(request.excluded))]
    found += ["deadline"] if any(goal.by for goal in request.goals) else []
    found += ["budget"] if request.budget else []
    found += [f"coverage:{g}" for g in range(len(request.goals))]
    found += [f"locked:{c}" for c in sorted(set(request.locked)) if c not in request.held.credentials]
    return tuple(found)


def conflicts(catalog: Catalog, request: Request, limits: Limits) -> tuple[str, ...]:
    """Names of constraints that cannot hold together; with any of them dropped the rest of the set can.

    Deletion filter: a constraint without which there is still no plan is not part of the cause.
    """
    waiting = [list(group) for _, group in groupby(names(catalog, request), key=lambda name: name.partition(":")[0])]
    dropped: frozenset[str] = frozenset()
    core: list[str] = []
    while waiting:
        group = waiting.pop(0)
        if _found(catalog, request, dropped.union(group), limits) is Found.INFEASIBLE:
            dropped = dropped.union(group)
        elif len(group) == 1:
            core += group
        else:  # many exclusions are halved instead of tried one by one
            middle = len(group) // 2
            waiting[:0] = [group[:middle], group[middle:]]
    return tuple(name for n in core for name in (sorted(TIME, reverse=True) if n in TIME else [n]))


def _found(catalog: Catalog, request: Request, dropped: frozenset[str], limits: Limits) -> Found:
    return solve(model(instance(catalog, request, dropped)), [], limits).found


def relaxations(catalog: Catalog, request: Request, core: tuple[str, ...], limits: Limits) -> tuple[Relaxation, ...]:
    """The least change of each constraint that makes a plan possible while all others stay, where there is one."""
    found = (_relaxed(catalog, request, name, limits) for name in core)
    return tuple(relaxation for relaxation in found if relaxation)


def _relaxed(catalog: Catalog, request: Request, name: str, limits: Limits) -> Relaxation | None:
    if name == "budget":
        return _more_money(catalog, request, limits)
    if name == "hours":
        return _more_hours(catalog, request, limits)
    if name == "deadline":
        return _later(catalog, request, limits)
    if _found(catalog, request, frozenset({name}), limits) not in (Found.OPTIMAL, Found.FEASIBLE):
        return None
    kind, _, what = name.partition(":")
    match kind:
        case "locked":
            return Relaxation(name, "drop", f"Do without {what}.", True)
        case "coverage":
            text = _least_asked(catalog, request, int(what), limits)
            return Relaxation(name, "drop", text, True) if text else None
        case "only":
            return Relaxation(name, "drop", f"Do not insist on {what.replace('_', '-')} credentials.", True)
        case "language":
            return Relaxation(name, "allow", f"Allow exams that are not in {request.language}.", True)
        case "experience":
            return Relaxation(name, "allow", "Allow credentials that ask for more experience.", True)
        case _:
            return Relaxation(name, "allow", f"Allow {what}.", True)


def _more_money(catalog: Catalog, request: Request, limits: Limits) -> Relaxation | None:
    built = model(instance(catalog, request, frozenset({"budget"})))
    cheapest = solve(built, [(v, -c) for v, c in built.of_study("cents")], limits)
    if not cheapest.values:
        return None
    cents, currency = -cheapest.objective, currency_of(request)
    asked = replace(request, budget=Budget(cents, currency))
    if not _works(catalog, asked, limits):
        return None
    return Relaxation("budget", str(cents), f"A budget of {cents / 100:,.2f} {currency}.", True)


def _more_hours(catalog: Catalog, request: Request, limits: Limits) -> Relaxation | None:
    def asked(quarters: int) -> Request:
        return replace(request, hours_per_week=quarters / 4)

    work, last = _least_work(catalog, request, limits), max(goal.by for goal in request.goals if goal.by)
    if work is None or last <= request.start:
        return None
    guess = -(-7 * work // (last - request.start).days)
    now = round(request.hours_per_week * 4)
    quarters = _least(now, MOST_QUARTERS, lambda q: _works(catalog, asked(q), limits), guess)
    if quarters is None:
        return None
    return Relaxation("hours", f"{quarters / 4:g}", f"{quarters / 4:g} hours a week.", True)


def _later(catalog: Catalog, request: Request, limits: Limits) -> Relaxation | None:
    last = max(goal.by for goal in request.goals if goal.by)
    most = min(MOST_DAYS, (date.max - last).days)

    def asked(days: int) -> Request:
        return replace(request, goals=tuple(_moved(goal, days) for goal in request.goals))

    work = _least_work(catalog, request, limits)
    if work is None:
        return None
    guess = -(-7 * work // round(request.hours_per_week * 4)) - (last - request.start).days
    days = _least(0, most, lambda n: _works(catalog, asked(n), limits), guess)
    if days is None:
        return None
    new = (last + timedelta(days)).isoformat()
    every = "every deadline" if len({goal.by for goal in request.goals}) > 1 else "the deadline"
    return Relaxation("deadline", new, f"Move {every} {days} days later, to {new}.", True)


def _moved(goal: Goal, days: int) -> Goal:
    return replace(goal, by=goal.by + timedelta(days)) if goal.by else goal


def _least_work(catalog: Catalog, request: Request, limits: Limits) -> int | None:
    """Quarter-hours of the shortest plan when time does not count; None when there is none even then."""
    built = model(instance(catalog, request, TIME))
    shortest = solve(built, [(v, -c) for v, c in built.of_study("quarter_hours")], limits)
    return -shortest.objective if shortest.values else None


def _least(fails: int, most: int, works: Callable[[int], bool], guess: int) -> int | None:
    """The smallest number above `fails` that works, tried at `guess` first; None when none up to `most` does.

    Doubling steps, then halving: more never does harm.
    """
    if fails < guess <= most and works(guess) and (guess == fails + 1 or not works(guess - 1)):
        return guess
    step = 1
    low, high = fails, min(fails + 1, most)
    while not works(high):
        if high >= most:
            return None
        low, step = high, step * 2
        high = min(fails + step, most)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if works(middle) else (middle, high)
    return high


def _works(catalog: Catalog, request: Request, limits: Limits) -> bool:
    return _found(catalog, request, frozenset(), limits) in (Found.OPTIMAL, Found.FEASIBLE)


def _least_asked(catalog: Catalog, request: Request, goal: int, limits: Limits) -> str:
    """What to ask of a goal at most; empty when that is nothing and there is no other goal."""
    built = model(instance(catalog, request, frozenset({f"coverage:{goal}"})))
    targets = built.problem.targets
    share = [
        (v, targets[t].weight * 12 // targets[t].gap) for (t, _), v in built.reached.items() if targets[t].goal == goal
    ]
    total = sum(target.weight * 12 for target in targets if target.goal == goal)
    most = solve(built, share, limits)
    percent = 100 * most.objective // total if most.values and total else 0
    if not percent:
        return f"Leave goal {goal + 1} out: no candidate brings it closer." if len(request.goals) > 1 else ""
    return f"Ask for {percent} % of goal {goal + 1} at most."
