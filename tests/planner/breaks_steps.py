"""What breaks the rules about a step: money, hours, dates, and what it rests on."""

from dataclasses import replace
from datetime import timedelta

from knowledge.credentials import AllOf, AnyOf, Award, Fee, StudyHours
from planner.pathway import Basis
from tests.planner import oracle
from tests.planner.breaks import breaks
from tests.planner.plans import leaves


@breaks("cost", alone=True)
def _(p):
    i = p.where(lambda s: True)
    return (i is not None and p.step(i, cents=p.steps[i].cents + p.pick([-1, 1, 100]))) or None


def _bought(p, known=True):
    return p.pick(
        s.credential
        for s in p.steps
        if s.route == "study" and p.item(s).fees and (s.cost_basis == Basis.KNOWN or not known)
    )


@breaks("cost")
def _(p):
    one = _bought(p)
    if one is None:
        return None
    fee = p.pick(p.catalog.credentials[one].fees)
    audience = "member" if p.request.member else "non-member"
    other = "non-member" if p.request.member else "member"
    if fee.optional or fee.audience == other or not fee.cents:
        return None
    changes = [
        {"count": fee.count + 1},
        {"optional": True},
        {"audience": other},
        {"disagree": {"x": max(fee.cents, *fee.disagree.values(), 0) + 300}},
    ]
    change = p.pick(changes)
    fees = tuple(
        replace(f, **change) if f is fee else replace(f, audience=audience) for f in p.catalog.credentials[one].fees
    )
    return p.fact(one, fees=fees)


@breaks("cost-basis", alone=True)
def _(p):
    i = p.where(lambda s: True)
    return (i is not None and p.step(i, cost_basis=p.pick(set(Basis) - {p.steps[i].cost_basis}))) or None


@breaks("cost-basis")
def _(p):
    i = p.where(lambda s: s.cost_basis == Basis.KNOWN and s.route == "study")
    return (i is not None and p.fact(p.ids[i], fees=(Fee("exam", None, "USD"),))) or None


@breaks("about", alone=True)
def _(p):
    i = p.where(lambda s: True)
    return (i is not None and p.step(i, about=not p.steps[i].about)) or None


@breaks("hours", alone=True)
def _(p):
    i = p.where(lambda s: True)
    return (i is not None and p.step(i, quarter_hours=p.steps[i].quarter_hours + p.pick([-1, 1]))) or None


@breaks("hours")
def _(p):
    i = p.where(lambda s: s.route == "study" and s.quarter_hours > 1 and p.item(s).hours)  # 1: credit took all it could
    if i is None or p.ids[i] in p.request.studied:
        return None
    old = p.item(p.steps[i]).hours
    return p.fact(p.ids[i], hours=StudyHours(old.low, old.high + p.pick([0.5, 1, 7]), "stated"))


@breaks("hours")
def _(p):
    i = p.where(lambda s: s.route == "study" and s.quarter_hours > 1)
    if i is None or p.ids[i] in p.request.studied:
        return None
    return p.ask(studied={**p.request.studied, p.ids[i]: p.pick([1, 5, 10_000])})


@breaks("hours-basis", alone=True)
def _(p):
    i = p.where(lambda s: True)
    return (i is not None and p.step(i, hours_basis=p.pick(set(Basis) - {p.steps[i].hours_basis}))) or None


@breaks("total-cents", alone=True)
def _(p):
    return p.claim(cents=p.path.cents + p.pick([-1, 1, 1000]))


@breaks("total-hours", alone=True)
def _(p):
    return p.claim(quarter_hours=p.path.quarter_hours + p.pick([-1, 1, 40]))


@breaks("budget", alone=True)
def _(p):
    budget = p.request.budget
    return (budget and p.path.cents and p.ask(budget=replace(budget, cents=p.path.cents - 1))) or None


@breaks("prerequisite")
def _(p):
    one, gone = p.pick(p.ids), p.absent()
    if not one or not gone:
        return None
    old = p.catalog.credentials[one].prerequisites.required
    parts = [gone, AllOf((old, gone) if old else (gone,)), AnyOf(()), AnyOf((AllOf((gone, *p.held)),)), one]
    return p.requires(one, p.pick(parts))


@breaks("prerequisite")
def _(p):
    i = p.where(lambda s: [n for n in s.needs if n not in p.held] and p.item(s).prerequisites.required)
    if i is None or p.steps[i].route == "award":
        return None
    gone = set(p.steps[i].needs)
    left = {other for one in {*p.ids, *p.held} - gone for other in oracle.equal(p.catalog, one)}
    if oracle.meets(p.item(p.steps[i]).prerequisites.required, left):
        return None
    return p.claim(steps=tuple(s for s in p.steps if s.credential not in gone))


@breaks("award")
def _(p):
    i = p.where(lambda s: s.route == "award")
    if i is None:
        return None
    award = p.item(p.steps[i]).awarded_by
    return p.fact(p.ids[i], awarded_by=replace(award, at_least=len(award.of) + 1))


@breaks("award")
def _(p):
    i, gone = p.where(lambda s: s.route == "award"), p.absent()
    if i is None or gone is None:
        return None
    award = p.item(p.steps[i]).awarded_by
    have = [part for part in award.of if part in p.ids]
    return p.fact(p.ids[i], awarded_by=Award(len(have), (*have[1:], gone, p.ids[i])))


@breaks("award")
def _(p):
    i = p.where(lambda s: s.route == "study" and not p.item(s).awarded_by)
    return p.step(i, route="award")


@breaks("circular")
def _(p):
    if len(p.ids) < 2 or set(p.catalog.credentials[p.ids[0]].equivalent_to) & {*p.ids, *p.held}:
        return None
    ring = p.rng.sample(p.ids, p.pick(range(2, min(4, len(p.ids)) + 1)))
    changed = dict(p.catalog.credentials)
    for one, other in zip(ring, [*ring[1:], ring[0]], strict=True):
        changed[one] = replace(changed[one], prerequisites=replace(changed[one].prerequisites, required=other))
    return replace(p.catalog, credentials=changed), p.path


def _backwards(p):
    """(earlier, later) step ids where nothing links the later one to the earlier one."""
    pairs = [(a, b) for i, a in enumerate(p.ids) for b in p.ids[i + 1 :]]
    rests = {s.credential: {*s.needs} for s in p.steps}
    for _ in p.ids:
        rests = {one: needs.union(*(rests.get(n, set()) for n in needs)) for one, needs in rests.items()}
    return p.pick((a, b) for a, b in pairs if a not in rests[b] and not p.held)


@breaks("order")
def _(p):
    pair = _backwards(p)
    return pair and p.requires(pair[0], pair[1])


@breaks("order")
def _(p):
    i = p.where(lambda s: [n for n in s.needs if n not in p.held])
    if i is None:
        return None
    first = min(p.ids.index(n) for n in p.steps[i].needs if n not in p.held)
    steps = list(p.steps)
    steps.insert(first, steps.pop(i))
    asked = leaves(p.item(p.steps[i]).prerequisites.required)
    return p.claim(steps=tuple(steps)) if p.steps[i].needs[0] in asked and len(p.steps[i].needs) == 1 else None


@breaks("needs", alone=True)
def _(p):
    i = p.where(lambda s: s.needs and not p.held and not p.item(s).prerequisites.recommended)
    return p.step(i, needs=()) if any(oracle.open_targets(p.catalog, p.request)) else None


@breaks("needs", alone=True)
def _(p):
    i = p.where(lambda s: True)
    if i is None:
        return None
    step = p.steps[i]
    if p.item(step).shortened_by or p.item(step).prerequisites.recommended:
        return None
    other = [one for one in p.ids[: i + 1] if one not in step.needs]
    bad = [(*step.needs, one) for one in {*other, *p.ids[i:]}]
    bad += [(*step.needs, step.needs[0])] if step.needs else []
    return p.step(i, needs=p.pick(bad))


@breaks("dates", alone=True)
def _(p):
    i = p.where(lambda s: True)
    if i is None:
        return None
    key, day = p.pick(["start", "end"]), timedelta(p.pick([-1, 1, 7]))
    return p.step(i, **{key: getattr(p.steps[i], key) + day})


@breaks("deadline")
def _(p):
    return p.ask(goals=p.by(max(s.end for s in p.steps))) if p.steps else None
