"""What breaks the rules about days of one's own, the calendar, credit, recognition and renewal."""

from dataclasses import replace
from datetime import timedelta

from knowledge.credentials import Shortening, Window
from planner.request import Away, Weeks
from tests.planner.breaks import breaks
from tests.planner.instances import RANGES

DAY = timedelta(1)


def _plain(p):
    """A studied step without days of its own."""
    i = p.where(lambda s: s.route == "study" and s.quarter_hours and not s.studied_by and not p.item(s).sessions)
    return None if i is None else p.steps[i]


@breaks("session", alone=True)
def _(p):
    step = _plain(p)
    if step is None:
        return None
    days = [p.request.start - n * DAY for n in (30, 1)]
    days += [step.start - DAY] if step.start > p.request.start else []
    return p.fact(step.credential, sessions=tuple(sorted(days)))


@breaks("session")
def _(p):
    """A session on a day without study cannot be joined."""
    if not p.steps:
        return None
    day = max(s.end for s in p.steps) + 40 * DAY
    catalog, made = p.fact(p.ids[-1], sessions=(day,))
    last = p.steps[-1]
    return (
        last.route == "study" and (catalog, replace(made, request=replace(p.request, away=(Away(day, day),))))
    ) or None


@breaks("exam-window", alone=True)
def _(p):
    step = _plain(p)
    if step is None:
        return None
    start = p.request.start
    past = [Window(start - 20 * DAY, start - 9 * DAY)]
    past += [Window(start, step.end - DAY)] if step.end > start else []
    return p.fact(step.credential, exam_windows=tuple(past))


@breaks("exam-window")
def _(p):
    """No exam is taken while away."""
    i = p.where(lambda s: s.route == "study")
    if i is None:
        return None
    day = max(s.end for s in p.steps) + 9 * DAY
    catalog, made = p.fact(p.ids[i], exam_windows=(Window(day, day + DAY),))
    return catalog, replace(made, request=replace(p.request, away=(*p.request.away, Away(day, day + DAY))))


@breaks("dates")
def _(p):
    step = _plain(p)
    return step and p.fact(step.credential, **p.pick([
        {"sessions": (step.start + DAY,)},
        {"exam_windows": (Window(step.end + DAY, step.end + 3 * DAY),)},
    ]))  # fmt: skip


@breaks("dates")
def _(p):
    step = _plain(p)
    return step and p.ask(not_before={**p.request.not_before, step.credential: step.end + DAY})


@breaks("dates")
def _(p):
    """The person is away, or has less time, on a study day."""
    step = _plain(p)
    if step is None:
        return None
    if p.rng.random() < 0.5:
        return p.ask(away=(*p.request.away, Away(step.start, step.end)))
    return p.ask(weeks=(*p.request.weeks, Weeks(p.request.start, step.end + DAY, 0.25)), away=())


@breaks("dates", alone=True)
def _(p):
    i = p.where(lambda s: s.end > p.request.start)
    if i is None:
        return None
    step = p.steps[i]
    return p.step(i, studied_by=step.end - DAY if step.studied_by is None else p.pick([None, step.studied_by + DAY]))


@breaks("hours")
def _(p):
    """Credit that nothing gives, or that is more than one entry allows."""
    i = p.where(lambda s: s.route == "study" and s.quarter_hours > 9 and s.needs and not p.item(s).shortened_by)
    return (i is not None and p.fact(p.ids[i], shortened_by=(Shortening(p.steps[i].needs[0], 2),))) or None


@breaks("needs")
def _(p):
    """What shortens a step must be there before it."""
    i = p.where(lambda s: s.route == "study" and not p.item(s).shortened_by)
    other = p.pick(p.ids[i:]) if i is not None else None
    if other is None or other == p.ids[i]:
        return None
    catalog, made = p.fact(p.ids[i], shortened_by=(Shortening(other, 0.1),))
    steps = list(p.steps)
    steps[i] = replace(steps[i], needs=(*steps[i].needs, other))
    return catalog, replace(made, steps=tuple(steps))


@breaks("points")
def _(p):
    i = p.where(lambda s: any(e.points > 20 for e in s.evidence))
    if i is None:
        return None
    known, new = RANGES.get(p.path.catalog, {}), p.pick([(0, 0), (100, 100), (90, 99)])
    if abs(sum(new) - sum(known.get(p.ids[i], (50, 50)))) <= 20:
        return None
    version = f"{p.path.catalog} {p.ids[i]} {new}"
    RANGES[version] = {**known, p.ids[i]: new}
    return replace(p.catalog, version=version), replace(p.path, catalog=version)


@breaks("renewal", alone=True)
def _(p):
    return p.claim(assumptions=()) if p.path.assumptions else None


@breaks("renewal", alone=True)
def _(p):
    step = p.pick(s for s in p.steps if f"renewal:{s.credential}" not in p.path.assumptions)
    return step and p.claim(assumptions=(*p.path.assumptions, f"renewal:{step.credential}"))


@breaks("renewal", alone=True)
def _(p):
    days = [goal.by for goal in p.request.goals if goal.by] or [s.end for s in p.steps]
    step = p.pick(s for s in p.steps if s.end + 32 * DAY < max(days) and not p.item(s).validity_months)
    return step and p.fact(step.credential, validity_months=1)


@breaks("renewal", alone=True)
def _(p):
    step = p.pick(s for s in p.steps if p.item(s).validity_months and p.path.assumptions)
    named = step and f"renewal:{step.credential}" in p.path.assumptions
    return (named and p.fact(step.credential, validity_months=p.pick([0, None, 600]))) or None


@breaks("request", alone=True)
def _(p):
    bad = p.pick([-1.0, 0.1, float("nan"), float("inf")])
    return p.ask(weeks=(Weeks(p.request.start, p.request.start, bad),))
