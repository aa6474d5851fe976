"""What breaks the rules about the request, the status and which credentials are in a plan."""

from dataclasses import replace
from datetime import timedelta

from knowledge.credentials import Exam, Fee
from planner.pathway import Status
from planner.request import Goal, Held, Only
from tests.planner.breaks import breaks
from tests.planner.instances import SKILLS


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
    if len(p.ids) < 2 or not p.simple or any(s.route == "award" for s in p.steps):
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
    if not one or not two or not p.simple:
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
    step = p.pick(p.steps)
    if step is None:
        return None
    day = p.pick([None, step.end, step.end - timedelta(1), p.request.start])
    return p.fact(step.credential, status="retiring", retires_on=day)


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
    return p.fact(one, **p.pick([{"hours": None, "issuer": "solitary"}, {"fees": (Fee("zzz", None, "USD"),)}]))
