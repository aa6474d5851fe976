"""Turns the oracle's optimum into a pathway, with the oracle's own numbers."""

from datetime import timedelta
from fractions import Fraction

from knowledge.catalog import Catalog
from planner.pathway import Basis, Coverage, Evidence, Pathway, Status, Step
from planner.request import Request
from tests.planner import oracle


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
    week = int(request.hours_per_week * 4)
    opened = oracle.open_targets(catalog, request)
    rows, before, have = [], 0, set(request.held.credentials)
    for one, route in best.order:
        item = catalog.credentials[one]
        cents, money, about = oracle.price_of(catalog, request, item) if route == "study" else (0, "known", False)
        study, time = oracle.hours_of(catalog, request, item) if route == "study" else (0, "known")
        end = max(-(-7 * (before + study) // week) - 1, 0)
        first = max(7 * before // week, 0) if study else end
        asked = leaves(item.prerequisites.required) + list(item.awarded_by.of if route == "award" else ())
        needs = sorted(have & {other for part in asked for other in oracle.equal(catalog, part)})
        have.add(one)
        before += study
        days = [request.start + timedelta(first), request.start + timedelta(end)]
        rows.append((one, route, *days, study, cents, Basis(money), Basis(time), about, tuple(needs)))
    evidence = {row[0]: [] for row in rows}
    coverage = []
    for g, goal in enumerate(request.goals):
        done, left = Fraction(0), []
        for skill, (_, need, _) in opened[g].items():
            choices = [
                (*oracle.worth(request, opened, g, skill, shows.level), -i, shows.level, row[0])
                for i, row in enumerate(rows)
                for shows in catalog.credentials[row[0]].skills
                if shows.skill == skill and (goal.by is None or row[3] < goal.by)
            ]
            points, part, _, level, one = max(choices, default=(0, Fraction(0), 0, 0, ""))
            if part:
                done += part
                evidence[one].append(Evidence(g, skill, level, points // 100))
            if not part or level < need:
                left.append(skill)
        coverage.append(Coverage(g, float(done) if opened[g] else 1.0, tuple(left)))
    steps = tuple(Step(*row[:-1], tuple(evidence[row[0]]), row[-1]) for row in rows)
    return Pathway(
        request=request,
        catalog=catalog.version,
        status=Status.PROVEN,
        steps=steps,
        currency=currency,
        cents=sum(step.cents for step in steps),
        quarter_hours=before,
        value=best.value,
        bound=best.value,
        gap=0.0,
        candidates=len(catalog.credentials),
        coverage=tuple(coverage),
    )


def worth(catalog: Catalog, made: Pathway) -> int:
    """The objective value of a pathway with true evidence and cost."""
    opened = oracle.open_targets(catalog, made.request)
    claims = [claim for step in made.steps for claim in step.evidence]
    value = sum(oracle.worth(made.request, opened, claim.goal, claim.skill, claim.level)[0] for claim in claims)
    for step in made.steps:
        value -= oracle.cents_usd(catalog, step.cents, made.currency) // 2 + 50 * step.quarter_hours
        value -= oracle.trouble(catalog, made.request, step.credential) if step.route == "study" else 0
    return value
