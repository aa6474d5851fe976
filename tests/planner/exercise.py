"""Which features an instance really exercises: those that are part of its optimum or change it when taken away."""

from datetime import timedelta
from functools import cache
from itertools import pairwise

from knowledge.credentials import AllOf, AnyOf
from planner.pathway import Basis
from planner.plan import plan
from tests.planner.instances import chosen, instance
from tests.planner.oracle import best, equal, meets, steep, understood
from tests.planner.plans import leaves, pathway
from tests.planner.without import without

REMOVED = (
    *("budget", "deadline", "two-goals", "minimum", "held", "held-equivalent", "held-skill", "locked", "excluded"),
    *("excluded-issuer", "retired", "retiring", "language", "experience", "filter", "member", "twins", "stack"),
    *("stack-or-buy", "subscription", "optional", "disagree", "no-estimate", "studied", "hobby"),
    *("session", "window", "retake", "calendar", "credit", "credit-held", "recognition", "alternative", "advised"),
)
"""Features that count when taking them away changes the value or the chosen ids."""
SEEN = (
    *("award", "award-only", "award-or-buy", "dated-award", "or", "nested", "equivalent-support", "component"),
    *("foreign", "euro-budget", "unknown-fee", "unknown-hours", "locked-unknown", "months"),
    *("expiry", "waiting", "meanwhile", "idle", "prepared", "unprepared", "understood"),
)
"""Features that count when they are part of the optimum."""
OTHERS = ("circle", "infeasible", "ties", "dates")


@cache
def solved(seed):
    """The instance of a seed, the oracle's optimum and the planner's pathway."""
    catalog, request = instance(seed)
    return catalog, request, best(catalog, request), plan(catalog, request)


def answer(found):
    return found and (found.value, found.ids)


def seen(catalog, request, found):
    """The features that an optimum uses."""
    marks = set()
    replayed = pathway(catalog, request, found)
    routes = dict(found.order)
    have = set(request.held.credentials)
    if request.budget and request.budget.currency == "EUR" and replayed.cents:
        marks.add("euro-budget")
    if replayed.assumptions:
        marks.add("expiry")
    studied = [step for step in replayed.steps if step.route == "study"]
    for step, following in pairwise(studied):
        if following.start > (step.studied_by or step.end) + timedelta(1) and not (request.away or request.weeks):
            marks.add("idle")
        if following.start < step.end and step.studied_by:
            marks.add("meanwhile")
    for step in replayed.steps:
        item = catalog.credentials[step.credential]
        required = item.prerequisites.required
        asked = leaves(required)
        bought = {one for one in have if routes.get(one) == "study"}
        around = {other for one in have for other in equal(catalog, one)}
        if step.studied_by:
            marks.add("waiting")
        if step.route == "award":
            marks |= {"award", "award-only" if item.award_only else "award-or-buy"}
        if any(routes.get(one) == "award" for one in step.needs) and step.route == "study":
            marks.add("dated-award")
        if isinstance(required, AnyOf) and bought & set(asked):
            marks.add("or")
        if isinstance(required, AllOf | AnyOf) and any(not isinstance(part, str) for part in required.parts):
            marks.add("nested")
        if meets(required, around) and not meets(required, have):
            marks.add("equivalent-support")
        awards = [c.awarded_by.of for c in catalog.credentials.values() if routes.get(c.id) == "award"]
        if any(one in of for of in awards for one in asked if one in routes):
            marks.add("component")
        advised = item.prerequisites.recommended
        if step.route == "study" and advised and steep(catalog, request, step.credential):
            known = understood(catalog, request)
            before = {other for one in {*have, *known} for other in equal(catalog, one)}
            marks.add(
                "prepared" if meets(advised, around) else "understood" if meets(advised, before) else "unprepared"
            )
        bases = {step.cost_basis, step.hours_basis}
        if step.about:
            marks.add("foreign")
        if step.cost_basis == Basis.ESTIMATE:
            marks.add("unknown-fee")
        if step.hours_basis == Basis.ESTIMATE:
            marks.add("unknown-hours")
        if Basis.UNKNOWN in bases:
            marks.add("locked-unknown")
        months = -(-step.quarter_hours * 12 // (int(request.hours_per_week * 4) * 52))
        if step.route == "study" and months > 1 and any(fee.per == "month" for fee in item.fees):
            marks.add("months")
        have.add(step.credential)
    return marks


def exercised(seed):
    """The features that one instance exercises."""
    catalog, request, found, _ = solved(seed)
    marks = seen(catalog, request, found) if found else {"infeasible"}
    if found and found.ties > 1:
        marks.add("ties")
    if "cyclic" in kinds(seed) and answer(best(catalog, request, circles=True)) != answer(found):
        marks.add("circle")
    for feature in (chosen(seed) | {"hobby"}) & set(REMOVED):
        changed = without(feature, catalog, request)
        if changed != (catalog, request) and answer(best(*changed)) != answer(found):
            marks.add(feature)
    if marks & {"session", "window", "retake"}:
        marks.add("dates")
    return marks


def kinds(seed):
    """What an instance contains, whether or not it matters, by the words of the issue."""
    catalog, request = solved(seed)[:2]
    all_ = catalog.credentials.values()
    shown = [s.skill for c in all_ for s in c.skills]
    marks = {
        "cyclic": _cyclic(catalog),
        "stack": any(c.awarded_by for c in all_),
        "credit": any(c.shortened_by for c in all_),
        "windows": any(c.exam_windows or c.sessions for c in all_),
        "alternatives": any(shown.count(t) > 1 for g in request.goals for t in [t.skill for t in g.targets]),
        "unknown": any((c.hours is None and not c.award_only) or any(f.cents is None for f in c.fees) for c in all_),
        "two goals": len(request.goals) > 1,
        "calendar": bool(request.away or request.weeks),
    }
    return {name for name, there in marks.items() if there}


def _cyclic(catalog):
    """Whether some credential could support itself through others."""
    links = {
        c.id: {*leaves(c.prerequisites.required), *(c.awarded_by.of if c.awarded_by else ())}
        for c in catalog.credentials.values()
    }
    for one in links:
        reached, front = set(), set(links[one])
        while front - reached:
            reached |= front
            front = {other for name in front for other in links.get(name, ())}
        if one in reached:
            return True
    return False
