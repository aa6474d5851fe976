"""Valid plans at the edge of a rule: the check must accept them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from knowledge.catalog import Catalog
from knowledge.credentials import Award, Credit, Exam, Fee, Shortening, Window
from planner.pathway import Basis, Pathway, Status
from planner.request import Away, Goal, Weeks
from tests.planner import oracle
from tests.planner.breaks import Plan
from tests.planner.plans import pathway, worth


def variants(p: Plan) -> Iterator[tuple[str, tuple[Catalog, Pathway] | None]]:
    """Plans that are as valid as the one they come from."""
    value = p.path.value
    yield "as it is", p.claim()
    yield "gap", p.claim(status=Status.GAP, bound=value + 5000, gap=100 * 5000 / max(1, abs(value)))
    yield "rounded gap", p.claim(status=Status.GAP, bound=value + 777, gap=round(77700 / max(1, abs(value)), 2))
    yield "heuristic", p.claim(status=Status.HEURISTIC, bound=None, gap=None)
    yield "no gap told", p.claim(gap=None)
    empty = {"steps": (), "cents": 0, "quarter_hours": 0, "value": 0, "bound": None, "gap": None, "coverage": ()}
    yield "unknown", p.claim(status=Status.UNKNOWN, **empty)
    names = ("budget", "hours", "deadline", "coverage:12", "locked:x", "excluded:x", "excluded-issuer:x")
    names += ("only:hands_on", "only:proctored", "only:credit", "only:free", "language", "experience")
    yield "infeasible", p.claim(status=Status.INFEASIBLE, conflicts=names, **empty)
    yield "fewest candidates", p.claim(candidates=len(p.steps))
    yield (
        "open in any order",
        p.claim(coverage=tuple(replace(c, open=c.open[::-1], share=c.share + 1e-8) for c in p.path.coverage)),
    )
    if p.request.budget:
        yield "spent to the cent", p.ask(budget=replace(p.request.budget, cents=p.path.cents))
    held = set(p.request.held.credentials)
    steps = tuple(replace(s, needs=tuple(n for n in s.needs if n not in held)) for s in p.steps)
    yield "held needs left out", p.claim(steps=steps)
    goals = list(p.request.goals)
    for i, coverage in enumerate(p.path.coverage):
        share = Fraction(coverage.share).limit_denominator(9999)
        if 10**4 % share.denominator == 0 and share:
            goals[i] = replace(goals[i], min_coverage=float(share))
    if goals != list(p.request.goals):
        yield "covered exactly", p.ask(goals=tuple(goals))
    if not p.steps:
        return
    after = max(step.end for step in p.steps) + timedelta(1)
    last = max(goal.by or after for goal in p.request.goals)
    late = tuple(replace(g, by=max(after, g.by or after)) for g in p.request.goals)
    if len(late) == 1:
        edge = tuple(replace(g, by=after) for g in p.request.goals)
        yield "done on the last day", p.ask(goals=edge)
        some = p.pick(p.ids)
        _, made = p.ask(goals=edge)
        catalog, _ = p.fact(some, status="retiring", retires_on=after)
        yield "retires on the last day", (catalog, made)
    elif None not in [g.by for g in p.request.goals]:
        yield "retires later", p.fact(p.pick(p.ids), status="retiring", retires_on=last)
    yield from days(p, after)
    some = p.pick(p.ids)
    if not p.request.language and late:
        catalog, made = p.fact(some, languages=("en", "de"))
        others = {n: replace(c, languages=None) if n != some else c for n, c in catalog.credentials.items()}
        yield (
            "language",
            (replace(catalog, credentials=others), replace(made, request=replace(p.request, language="de"))),
        )
    before = p.catalog.credentials[some].prerequisites
    years = p.request.experience_years or 0
    if before.years_required <= years:
        yield "just enough experience", p.fact(some, prerequisites=replace(before, years_required=years))
        catalog, made = p.fact(some, prerequisites=replace(before, years_required=years + 1))
        yield (
            "locked in spite of experience",
            (
                catalog,
                replace(made, request=replace(p.request, locked=(*p.request.locked, some))),
            ),
        )
    yield "nothing studied", p.ask(studied={**p.request.studied, "elsewhere": 9, **dict.fromkeys(p.absent_all(), 3)})
    yield "asked for", p.ask(locked=(*p.request.locked, *held, some))
    good = {"exam": Exam(1, True, True), "credit": Credit(None, None, None, ())}
    fine = {n: replace(c, **good) for n, c in p.catalog.credentials.items()}
    yield (
        "filters passed",
        (
            replace(p.catalog, credentials=fine),
            replace(
                p.path,
                request=replace(p.request, only=replace(p.request.only, hands_on=True, proctored=True, credit=True)),
            ),
        ),
    )
    i = p.where(lambda s: s.route == "award" and p.item(s).award_only)
    if i is not None and all(step.hours_basis == step.cost_basis == Basis.KNOWN for step in p.steps):
        unknown = {"fees": (Fee("zzz", None, "USD"),), "hours": None, "issuer": "solitary"}
        yield "awards need no estimate", p.fact(p.ids[i], **unknown)
    yield "retired elsewhere", p.fact(p.absent(), languages=("xx",), awarded_by=Award(1, ("nowhere",)))


def days(p: Plan, after: date) -> Iterator[tuple[str, tuple[Catalog, Pathway] | None]]:
    """The same plan with days, credit and calendars that change nothing."""
    day, one = timedelta(1), p.pick(s for s in p.steps if s.route == "study" and not s.studied_by)
    if one is not None and one.quarter_hours:
        name, item = one.credential, p.item(one)
        yield "retires the day after", p.fact(name, status="retiring", retires_on=one.end + day)
        if not item.sessions:
            yield "begins with a session", p.fact(name, sessions=(one.start - day, one.start, one.end + day))
        if name not in p.request.not_before and not item.exam_windows:
            windows = (Window(one.start - 9 * day, one.start - day), Window(one.end, one.end))
            yield "ends in a window", p.fact(name, exam_windows=windows)
            yield "not before its last day", p.ask(not_before={**p.request.not_before, name: one.end})
    if not p.request.away and not p.request.weeks:
        usual = Weeks(p.request.start, after + 9 * day, p.request.hours_per_week)
        other = Weeks(p.request.start + 3 * day, after + 2 * day, 3.5)
        yield "weeks as ever", p.ask(weeks=(other, usual))
        yield (
            "away before and after",
            p.ask(away=(Away(p.request.start - 9 * day, p.request.start - day), Away(after, after))),
        )
    some = p.pick(p.ids)
    if f"renewal:{some}" not in p.path.assumptions:
        yield "valid for long", p.fact(some, validity_months=1200)
    if p.simple and not p.item(p.steps[0]).shortened_by and not p.held:
        yield "credit from what is later", p.fact(p.ids[0], shortened_by=(Shortening(p.ids[-1], 1),))


def late(p: Plan) -> Iterator[tuple[str, tuple[Catalog, Pathway]]]:
    """The same steps when a goal's deadline is the last day of a step: it may not count for that goal."""
    if any(p.item(step).status == "retiring" for step in p.steps):
        return
    order = tuple((step.credential, step.route) for step in p.steps)
    for i, step in enumerate(p.steps[:-1]):
        for claim in step.evidence[:1]:
            goals = list(p.request.goals)
            goals[claim.goal] = replace(goals[claim.goal], by=step.end, min_coverage=0.0)
            request = replace(p.request, goals=(*goals, Goal()))
            made = pathway(p.catalog, request, oracle.Best(0, tuple(sorted(p.ids)), order, 1))
            value = worth(p.catalog, made)
            if all(c.share > 0 for c in made.coverage):
                yield f"late step {i}", (p.catalog, replace(made, value=value, bound=value))
