"""Turns the oracle's optimum into a pathway, with the oracle's own numbers."""

from datetime import date, timedelta
from fractions import Fraction

from knowledge.catalog import Catalog
from planner.pathway import Basis, Coverage, Evidence, Pathway, Status, Step
from planner.request import Request
from tests.planner import oracle
from tests.planner.oracle_days import Time
from tests.planner.oracle_facts import saved_by


def leaves(required) -> list[str]:
    """The ids named in a requirement."""
    if required is None:
        return []
    return [required] if isinstance(required, str) else [x for part in required.parts for x in leaves(part)]


def pathway(catalog: Catalog, request: Request, best: oracle.Best | None) -> Pathway:
    """The optimum as a PROVEN pathway, or an INFEASIBLE one."""
    currency = request.budget.currency if request.budget else "USD"
    if best is None:
        return Pathway(
            request, catalog.version, Status.INFEASIBLE, (), currency, 0, 0, 0, None, None, 0, (), ("coverage:0",)
        )
    opened = oracle.open_targets(catalog, request)
    rows = dated(catalog, request, best)
    evidence = {row[0]: [] for row in rows}
    coverage = []
    for g, goal in enumerate(request.goals):
        done, left = Fraction(0), []
        for skill, (_, need, _) in opened[g].items():
            choices = [
                (*oracle.worth(catalog, request, opened, g, skill, shows.level, row[0]), -i, shows.level, row[0])
                for i, row in enumerate(rows)
                for shows in catalog.credentials[row[0]].skills
                if shows.skill == skill and (goal.by is None or row[3] < goal.by)
            ]
            points, part, _, level, one = max(choices, default=(0, Fraction(0), 0, 0, ""))
            highest = max((choice[1] for choice in choices), default=0)
            done += highest
            if part:
                evidence[one].append(Evidence(g, skill, level, points // 100))
            if max((choice[3] for choice in choices), default=0) < need:
                left.append(skill)
        coverage.append(Coverage(g, float(done) if opened[g] else 1.0, tuple(left)))
    steps = tuple(Step(*row[:-2], tuple(evidence[row[0]]), *row[-2:]) for row in rows)
    return Pathway(
        request=request,
        catalog=catalog.version,
        status=Status.PROVEN,
        steps=steps,
        currency=currency,
        cents=sum(step.cents for step in steps),
        quarter_hours=sum(step.quarter_hours for step in steps),
        value=best.value,
        bound=best.value,
        gap=0.0,
        candidates=len(catalog.credentials),
        coverage=tuple(coverage),
        assumptions=renewals(catalog, request, steps),
    )


def dated(catalog: Catalog, request: Request, best: oracle.Best):
    """The optimum's steps one after another, without their evidence."""
    time, at, marks = Time(request), 0, {}
    rows = []
    for one, route in best.order:
        item = catalog.credentials[one]
        around = {other for held in request.held.credentials for other in oracle.equal(catalog, held)}
        parts = item.awarded_by.of if route == "award" else ()

        def rests(moment, around=around, item=item, parts=parts, route=route):
            have = around | {x for c, m in marks.items() if m <= moment for x in oracle.equal(catalog, c)}
            enough = route == "study" or sum(part in have for part in parts) >= item.awarded_by.at_least
            return enough and oracle.meets(item.prerequisites.required, have)

        begin = next((m for m in sorted({0, *marks.values()}) if rests(m)), 0)
        asked = leaves(item.prerequisites.required) + list(parts)
        cents, money, about, study, basis, end, mark = 0, "known", False, 0, "known", begin, begin
        if route == "study":
            asked += [s.credential for s in item.shortened_by] + leaves(item.prerequisites.recommended)
            begin = max(at, begin, marks.get(best.waits.get(one), 0), best.begins.get(one, 0))
            ready = {c for c, m in marks.items() if m <= begin}
            study, basis = oracle.hours_of(catalog, request, item, saved_by(catalog, item, ready))
            cents, money, about = oracle.price_of(catalog, request, item)
            begin = time.session(item, begin, study > 0)
            at = end = begin + 7 * study
            mark = time.exam(item, request.not_before.get(one), end)
        have = set(request.held.credentials) | {c for c, m in marks.items() if m <= begin}
        needs = sorted(have & {other for part in asked for other in oracle.equal(catalog, part)})
        marks[one] = mark
        start = request.start + timedelta(time.first(begin, study > 0))
        studied = time.date(end) if time.date(end) != time.date(mark) else None
        row = (
            one,
            route,
            start,
            time.date(mark),
            study,
            cents,
            Basis(money),
            Basis(basis),
            about,
            tuple(needs),
            studied,
        )
        rows.append(row)
    return rows


def renewals(catalog: Catalog, request: Request, steps) -> tuple[str, ...]:
    """What expires before the target day."""
    last = max(
        [goal.by for goal in request.goals if goal.by]
        + ([] if any(g.by for g in request.goals) else [s.end for s in steps]),
        default=None,
    )
    found = []
    for step in steps:
        months = catalog.credentials[step.credential].validity_months
        if months:
            month = step.end.year * 12 + step.end.month - 1 + months
            day = step.end.day
            while True:
                try:
                    expires = date(month // 12, month % 12 + 1, day)
                    break
                except ValueError:
                    day -= 1
            if expires < last:
                found.append(f"renewal:{step.credential}")
    return tuple(found)


def worth(catalog: Catalog, made: Pathway) -> int:
    """The objective value of a pathway with true evidence and cost."""
    opened = oracle.open_targets(catalog, made.request)
    claims = [(claim, step.credential) for step in made.steps for claim in step.evidence]
    value = sum(oracle.worth(catalog, made.request, opened, c.goal, c.skill, c.level, one)[0] for c, one in claims)
    for step in made.steps:
        value -= oracle.cents_usd(catalog, step.cents, made.currency) // 2 + 50 * step.quarter_hours
        if step.route == "study":
            value -= oracle.trouble(catalog, made.request, step.credential)
            have = {*made.request.held.credentials, *step.needs, *oracle.understood(catalog, made.request)}
            around = {other for one in have for other in oracle.equal(catalog, one)}
            advised = catalog.credentials[step.credential].prerequisites.recommended
            if not oracle.meets(advised, around):
                value -= oracle.steep(catalog, made.request, step.credential)
    return value
