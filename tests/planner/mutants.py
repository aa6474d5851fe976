"""Valid plans, and plans with exactly one thing wrong: what `planner.check` must accept and must reject.

Valid plans are optima of the oracle, and variants of them at the edge of a rule. Every function in BREAKS takes a
valid plan and breaks the rule of its name, or gives None when the plan has no place for it. It changes the claim
(the pathway), the catalog or the request; the plan was right before.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from fractions import Fraction
from functools import cache
from itertools import count

from knowledge.catalog import Catalog
from knowledge.credentials import AllOf, AnyOf, Award, Credit, Exam, Fee, StudyHours
from planner.pathway import Basis, Evidence, Pathway, Status
from planner.request import Goal, Held, Only
from tests.planner import oracle
from tests.planner.instances import SKILLS, instance
from tests.planner.oracle import best
from tests.planner.plans import leaves, pathway, worth

SEEDS = range(1000, 1090)
EACH = 36
"""Broken plans for every rule."""


@dataclass(frozen=True)
class Case:
    """A plan; `rule` is what is wrong with it ("" for a valid one), `alone` says that nothing else is."""

    rule: str
    catalog: Catalog
    pathway: Pathway
    alone: bool
    note: str


class Plan:
    """A valid plan with a random generator, and short ways to change it."""

    def __init__(self, catalog: Catalog, made: Pathway, rng: random.Random) -> None:
        self.catalog, self.path, self.rng = catalog, made, rng
        self.request, self.steps = made.request, made.steps
        self.ids = [step.credential for step in made.steps]
        self.held = set(made.request.held.credentials)

    def pick(self, choices):
        choices = list(choices)
        return self.rng.choice(choices) if choices else None

    def where(self, test) -> int | None:
        """The index of a step that passes a test."""
        return self.pick(i for i, step in enumerate(self.steps) if test(step))

    def item(self, step):
        return self.catalog.credentials[step.credential]

    def claim(self, **fields):
        return self.catalog, replace(self.path, **fields)

    def step(self, index: int | None, **fields):
        if index is None:
            return None
        steps = list(self.steps)
        steps[index] = replace(steps[index], **fields)
        return self.claim(steps=tuple(steps))

    def ask(self, **fields):
        return self.claim(request=replace(self.request, **fields))

    def fact(self, name: str | None, **fields):
        """The plan with another fact in the catalog about a credential."""
        if name is None:
            return None
        changed = {**self.catalog.credentials, name: replace(self.catalog.credentials[name], **fields)}
        return replace(self.catalog, credentials=changed), self.path

    def requires(self, name: str | None, required, **fields):
        if name is None:
            return None
        return self.fact(
            name, prerequisites=replace(self.catalog.credentials[name].prerequisites, required=required), **fields
        )

    def absent(self):
        """A credential that neither the plan nor the person has, nor an equivalent of one."""
        have = {other for one in {*self.ids, *self.held} for other in oracle.equal(self.catalog, one)}
        return self.pick(sorted(set(self.catalog.credentials) - have))

    def by(self, day):
        return tuple(replace(goal, by=day) for goal in self.request.goals)


BREAKS: dict[str, list[tuple[Callable, bool]]] = {}


def breaks(rule: str, alone: bool = False):
    """Registers a function that breaks a rule; `alone` when it breaks nothing else."""

    def register(function):
        BREAKS.setdefault(rule, []).append((function, alone))
        return function

    return register


@breaks("catalog", alone=True)
def _(p):
    return p.claim(catalog=p.pick(["", "0" * 64, p.path.catalog[:-1]]))


@breaks("request", alone=True)
def _(p):
    return p.ask(hours_per_week=p.pick([0, -1.0, -0.25, 0.1, 1.3, float("nan"), float("inf")]))


@breaks("request", alone=True)
def _(p):
    goals = list(p.request.goals)
    i = p.rng.randrange(len(goals))
    bad = [{"weight": 0}, {"weight": -1}, {"min_coverage": float("nan")}, {"min_coverage": float("inf")}]
    if goals[i].targets:
        first = goals[i].targets[0]
        bad += [{"targets": (*goals[i].targets, first)}, {"targets": (replace(first, weight=0), *goals[i].targets[1:])}]
    goals[i] = replace(goals[i], **p.pick(bad))
    return p.ask(goals=tuple(goals))


@breaks("unknown-id", alone=True)
def _(p):
    i = p.where(lambda s: True)
    return (i is not None and p.step(i, **p.pick([{"credential": "nowhere"}, {"needs": ("nowhere",)}]))) or None


@breaks("unknown-id", alone=True)
def _(p):
    return p.ask(goals=(*p.request.goals, Goal(role="nobody")))


@breaks("currency", alone=True)
def _(p):
    return p.claim(currency=p.pick([c for c in ("USD", "EUR", "GBP", "") if c != p.path.currency]))


@breaks("currency", alone=True)
def _(p):
    return (p.path.currency != "USD" and (replace(p.catalog, rates={}), p.path)) or None


@breaks("status", alone=True)
def _(p):
    v = p.path.value
    return p.claim(
        **p.pick(
            [
                {"bound": None},
                {"bound": v + 1},
                {"status": Status.HEURISTIC},
                {"status": Status.GAP},
                {"status": Status.GAP, "bound": None},
                {"status": Status.HEURISTIC, "bound": v + 1},
            ]
        )
    )


@breaks("status", alone=True)
def _(p):
    empty = {"steps": (), "cents": 0, "quarter_hours": 0, "value": 0}
    full = p.pick([k for k in empty if getattr(p.path, k)])
    status = p.pick([(Status.UNKNOWN, ()), (Status.INFEASIBLE, ("budget",))])
    empty.pop(full, None)
    return full and p.claim(status=status[0], conflicts=status[1], **empty)


@breaks("conflicts", alone=True)
def _(p):
    return p.claim(conflicts=(p.pick(["budget", "coverage:0"]),))


@breaks("conflicts", alone=True)
def _(p):
    empty = {"steps": (), "cents": 0, "quarter_hours": 0, "value": 0, "bound": None}
    bad = [(), ("money",), ("coverage:",), ("locked:",), ("budget", "only:paid"), ("xbudget",), ("hoursx",)]
    choice = p.pick([(Status.INFEASIBLE, p.pick(bad)), (Status.UNKNOWN, ("budget",))])
    return p.claim(status=choice[0], conflicts=choice[1], **empty)


@breaks("candidates", alone=True)
def _(p):
    return p.claim(candidates=len(p.steps) - 1) if p.steps else None


@breaks("duplicate")
def _(p):
    i = p.where(lambda s: True)
    return None if i is None else p.claim(steps=(*p.steps, p.steps[i]))


@breaks("equivalents", alone=True)
def _(p):
    if len(p.ids) < 2:
        return None
    one, two = p.rng.sample(p.ids, 2)
    made = p.fact(one, equivalent_to=(two,))
    return made if not p.item(p.steps[p.ids.index(one)]).equivalent_to else None


@breaks("held")
def _(p):
    one = p.pick(p.ids)
    return one and p.ask(held=replace(p.request.held, credentials=(*p.request.held.credentials, one)))


@breaks("held", alone=True)
def _(p):
    one, two = p.pick(p.ids), p.pick(p.held)
    if not one or not two:
        return None
    return p.fact(one, equivalent_to=(two,)) if p.rng.random() < 0.5 else p.fact(two, equivalent_to=(one,))


@breaks("locked", alone=True)
def _(p):
    one = p.absent()
    return one and p.ask(locked=(*p.request.locked, one))


@breaks("idle")
def _(p):
    expert = Held(p.request.held.credentials, dict.fromkeys(SKILLS, 4))
    used = {need for step in p.steps for need in step.needs}
    if not any(one not in used and one not in p.request.locked for one in p.ids):
        return None
    return p.ask(held=expert)


@breaks("route", alone=True)
def _(p):
    return p.step(p.where(lambda s: s.route == "study"), route=p.pick(["gift", "", "Study"]))


@breaks("award-only")
def _(p):
    return p.step(p.where(lambda s: s.route == "award" and p.item(s).award_only), route="study")


@breaks("award-only")
def _(p):
    i = p.where(lambda s: s.route == "study")
    return None if i is None else p.fact(p.ids[i], award_only=True)


@breaks("retired")
def _(p):
    return p.fact(p.pick(p.ids), status="retired")


@breaks("retiring", alone=True)
def _(p):
    days = [goal.by for goal in p.request.goals]
    if None in days:
        day = p.pick([None, p.request.start + timedelta(9000), p.request.start])
    else:
        day = p.pick([None, max(days) - timedelta(1)])
    return p.fact(p.pick(p.ids), status="retiring", retires_on=day)


@breaks("excluded", alone=True)
def _(p):
    one = p.pick(p.ids)
    return one and p.ask(excluded=(*p.request.excluded, one))


@breaks("excluded-issuer", alone=True)
def _(p):
    one = p.pick(p.ids)
    return one and p.ask(excluded_issuers=(*p.request.excluded_issuers, p.catalog.credentials[one].issuer))


@breaks("filter")
def _(p):
    one = p.pick(p.ids)
    if one is None:
        return None
    kind, fields = p.pick(
        [
            ("hands_on", {"exam": None}),
            ("hands_on", {"exam": Exam(9, True, None)}),
            ("hands_on", {"exam": Exam(9, True, False)}),
            ("proctored", {"exam": None}),
            ("proctored", {"exam": Exam(9, None, True)}),
            ("proctored", {"exam": Exam(9, False, True)}),
            ("credit", {"credit": None}),
            ("free", {"fees": (Fee("exam", 1, "USD"),), "award_only": False}),
        ]
    )
    catalog, _ = p.fact(one, **fields)
    return catalog, replace(p.path, request=replace(p.request, only=Only(**{kind: True})))


@breaks("filter")
def _(p):
    if p.request.budget or p.path.currency != "USD" or not p.ids:
        return None
    one = p.pick(p.ids)
    catalog, _ = p.fact(one, fees=(Fee("zzz", None, "USD"),), award_only=False)
    return catalog, replace(p.path, request=replace(p.request, only=Only(free=True)))


@breaks("language", alone=True)
def _(p):
    one = p.pick(p.ids)
    if one is None or p.request.language:
        return None
    catalog, _ = p.fact(one, languages=p.pick([("en",), ("en", "fr"), ()]))
    others = {n: replace(c, languages=None) for n, c in catalog.credentials.items() if n != one}
    catalog = replace(catalog, credentials={**others, one: catalog.credentials[one]})
    return catalog, replace(p.path, request=replace(p.request, language="de"))


@breaks("experience", alone=True)
def _(p):
    one = p.pick(set(p.ids) - set(p.request.locked))
    if one is None:
        return None
    years = (p.request.experience_years or 0) + p.pick([0.5, 1, 3])
    return p.fact(one, prerequisites=replace(p.catalog.credentials[one].prerequisites, years_required=years))


@breaks("estimate")
def _(p):
    one = p.pick(s.credential for s in p.steps if s.credential not in p.request.locked and not p.item(s).award_only)
    if one is None:
        return None
    changes = [{"hours": None, "issuer": "solitary"}]
    if p.request.budget:
        changes.append({"fees": (Fee("zzz", None, "USD"),)})
    return p.fact(one, **p.pick(changes))


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
    i = p.where(lambda s: s.route == "study" and p.item(s).hours)
    if i is None:
        return None
    old = p.item(p.steps[i]).hours
    return p.fact(p.ids[i], hours=StudyHours(old.low, old.high + p.pick([0.5, 1, 7]), "stated"))


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
    i = p.where(lambda s: s.needs and not p.held)
    return p.step(i, needs=())


@breaks("needs", alone=True)
def _(p):
    i = p.where(lambda s: True)
    if i is None:
        return None
    step = p.steps[i]
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
    return p.ask(goals=p.by(p.steps[-1].end)) if p.steps else None


@breaks("evidence", alone=True)
def _(p):
    i = p.where(lambda s: True)
    if i is None:
        return None
    bad = [Evidence(p.pick([-1, len(p.request.goals)]), SKILLS[0], 1, 0), Evidence(0, "nothing", 1, 0)]
    return p.step(i, evidence=(*p.steps[i].evidence, p.pick(bad)))


@breaks("evidence")
def _(p):
    i = p.where(lambda s: s.evidence)
    if i is None:
        return None
    first, *rest = p.steps[i].evidence
    return p.step(i, evidence=(replace(first, level=first.level + p.pick([-1, 1])), *rest))


@breaks("evidence")
def _(p):
    i, j = p.where(lambda s: s.evidence), p.where(lambda s: True)
    if i is None or i == j or p.steps[i].evidence[0].skill in {s.skill for s in p.item(p.steps[j]).skills}:
        return None
    steps = list(p.steps)
    first, *rest = steps[i].evidence
    steps[i] = replace(steps[i], evidence=tuple(rest))
    steps[j] = replace(steps[j], evidence=(*steps[j].evidence, first))
    return p.claim(steps=tuple(steps))


@breaks("evidence-deadline")
def _(p):
    i = p.where(lambda s: s.evidence)
    if i is None:
        return None
    goals = list(p.request.goals)
    g = p.steps[i].evidence[0].goal
    goals[g] = replace(goals[g], by=p.steps[i].end)
    return p.ask(goals=tuple(goals))


@breaks("evidence-once", alone=True)
def _(p):
    i = p.where(lambda s: s.evidence)
    return (i is not None and p.step(i, evidence=(*p.steps[i].evidence, p.steps[i].evidence[0]))) or None


@breaks("evidence-best", alone=True)
def _(p):
    i = p.where(lambda s: s.evidence)
    return (i is not None and p.step(i, evidence=p.steps[i].evidence[1:])) or None


@breaks("evidence-best")
def _(p):
    opened = oracle.open_targets(p.catalog, p.request)
    for i, step in enumerate(p.steps):
        for claim in step.evidence:
            for j, other in enumerate(p.steps):
                level = {s.skill: s.level for s in p.item(other).skills}.get(claim.skill, 0)
                held, need, _ = opened[claim.goal][claim.skill]
                by = p.request.goals[claim.goal].by
                if held < level < min(need, claim.level) and (by is None or other.end < by):
                    worth, _ = oracle.worth(p.request, opened, claim.goal, claim.skill, level)
                    steps = list(p.steps)
                    steps[i] = replace(step, evidence=tuple(e for e in step.evidence if e != claim))
                    lesser = Evidence(claim.goal, claim.skill, level, worth // 100)
                    steps[j] = replace(steps[j], evidence=(*steps[j].evidence, lesser))
                    return p.claim(steps=tuple(steps))
    return None


@breaks("points", alone=True)
def _(p):
    i = p.where(lambda s: s.evidence)
    if i is None:
        return None
    first, *rest = p.steps[i].evidence
    return p.step(i, evidence=(replace(first, points=first.points + p.pick([-1, 1, 500])), *rest))


@breaks("value", alone=True)
def _(p):
    value = p.path.value + p.pick([-1, 1, 10**5])
    return p.claim(value=value, bound=value)


@breaks("bound")
def _(p):
    return p.claim(bound=p.path.value - p.pick([1, 1000]), status=p.pick([Status.PROVEN, Status.GAP]))


@breaks("gap", alone=True)
def _(p):
    value = p.path.value
    more = p.pick([1000, 70_000])
    real = 100 * more / max(1, abs(value))
    wrong = p.pick([None, 0.0, real + 0.02, max(0, real - 0.02), -real, float("nan")])
    if wrong is not None and abs(wrong - real) <= 0.01:
        return None
    return p.claim(status=Status.GAP, bound=value + more, gap=wrong)


@breaks("gap", alone=True)
def _(p):
    status, bound = p.pick([(Status.PROVEN, p.path.value), (Status.HEURISTIC, None)])
    return p.claim(status=status, bound=bound, gap=p.pick([1.0, -1.0]))


@breaks("coverage", alone=True)
def _(p):
    first, *rest = p.path.coverage
    bad = [
        (replace(first, share=first.share + p.pick([-0.001, 0.001, float("nan")])), *rest),
        (replace(first, goal=p.pick([-1, 1])), *rest),
        (*p.path.coverage, replace(first, goal=len(rest) + 1)),
        (),
    ]
    return p.claim(coverage=p.pick(bad))


@breaks("open", alone=True)
def _(p):
    *rest, last = p.path.coverage
    bad = [(*last.open, "x"), *([last.open[1:], (*last.open, last.open[0])] if last.open else [])]
    return p.claim(coverage=(*rest, replace(last, open=p.pick(bad))))


@breaks("coverage-minimum", alone=True)
def _(p):
    goals = list(p.request.goals)
    i = p.rng.randrange(len(goals))
    share = p.path.coverage[i].share
    if not oracle.open_targets(p.catalog, p.request)[i]:
        return None
    more = float(f"{share + p.pick([1e-6, 0.01, 0.2]):.7f}")
    goals[i] = replace(goals[i], min_coverage=more)
    return p.ask(goals=tuple(goals)) if more > share else None


@breaks("coverage-minimum")
def _(p):
    opened = oracle.open_targets(p.catalog, p.request)
    goals = list(p.request.goals)
    i = p.rng.randrange(len(goals))
    if not opened[i]:
        return None
    goals[i] = replace(goals[i], by=p.request.start, min_coverage=0.0)
    return p.ask(goals=tuple(goals))


# Valid variants: right at the edge of a rule.


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
    last = max(goal.by or p.steps[-1].end + timedelta(1) for goal in p.request.goals)
    after = p.steps[-1].end + timedelta(1)
    late = tuple(replace(g, by=max(after, g.by or after)) for g in p.request.goals)
    if len(late) == 1:
        edge = tuple(replace(g, by=after) for g in p.request.goals)
        yield "done on the last day", p.ask(goals=edge)
        some = p.pick(p.ids)
        catalog, made = p.fact(some, status="retiring", retires_on=after)
        yield "retires on the last day", (catalog, replace(made, request=replace(p.request, goals=edge)))
    elif None not in [g.by for g in p.request.goals]:
        yield "retires later", p.fact(p.pick(p.ids), status="retiring", retires_on=last)
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
    if i is not None:
        unknown = {"fees": (Fee("zzz", None, "USD"),), "hours": None, "issuer": "solitary"}
        yield "awards need no estimate", p.fact(p.ids[i], **unknown)
    yield "retired elsewhere", p.fact(p.absent(), languages=("xx",), awarded_by=Award(1, ("nowhere",)))


@cache
def plans() -> tuple[tuple[int, Catalog, Pathway], ...]:
    """The optima of the oracle that have steps, and some of people without a gap or with a goal without targets."""
    made = []
    for seed in SEEDS:
        catalog, request = instance(seed)
        asked = [request]
        if seed % 4 == 0:
            asked.append(replace(request, goals=(*request.goals, Goal(weight=2)), budget=None))
        if seed % 4 == 1:
            expert = Held(request.held.credentials, dict.fromkeys(SKILLS, 4))
            asked.append(replace(request, held=expert))
            linked = [c.id for c in catalog.credentials.values() if c.prerequisites.required and c.status == "active"]
            asked.append(replace(request, held=expert, locked=tuple(linked[:1])))
        rows = [(seed, catalog, pathway(catalog, ask, best(catalog, ask))) for ask in asked]
        made += [row for row in rows if row[2].status == Status.PROVEN]
    return tuple(made)


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


@cache
def valid() -> tuple[Case, ...]:
    """Plans that the check must accept."""
    return tuple(
        Case("", *made, True, f"{seed}: {note}")
        for seed, catalog, path in plans()
        for vary in (variants, late)
        for note, made in vary(Plan(catalog, path, random.Random(seed)))  # noqa: S311
        if made
    )


@cache
def broken(rule: str) -> tuple[Case, ...]:
    """At least EACH plans that break one rule, if there are so many, from as many plans as possible."""
    cases: list[Case] = []
    for turn in count():
        for seed, catalog, path in plans():
            function, alone = BREAKS[rule][(turn + seed) % len(BREAKS[rule])]
            rng = random.Random(f"{seed} {turn} {rule}")  # noqa: S311
            made = function(Plan(catalog, path, rng))
            if made:
                cases.append(Case(rule, *made, alone, f"{seed}.{turn}"))
            if (len(cases) >= EACH and turn >= len(BREAKS[rule]) - 1) or len(cases) >= 3 * EACH:
                return tuple(cases)
        if turn > 20:
            return tuple(cases)
    return tuple(cases)


def wrong(check, case: Case) -> str:
    """What a check gets wrong about a case; "" when it is right."""
    rules = {violation.rule for violation in check(case.catalog, case.pathway)}
    if case.rule not in rules and case.rule:
        return f"{case.rule} not found in {case.note}: {sorted(rules)}"
    if case.alone and rules - {case.rule}:
        return f"{sorted(rules)} found in {case.note}, which breaks {case.rule or 'nothing'}"
    return ""
