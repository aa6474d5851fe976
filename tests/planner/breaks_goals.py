"""What breaks the rules about evidence, value, proof and coverage."""

from dataclasses import replace

from planner.pathway import Evidence, Status
from tests.planner import oracle
from tests.planner.breaks import breaks
from tests.planner.instances import SKILLS


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
                    worth, _ = oracle.worth(
                        p.catalog, p.request, opened, claim.goal, claim.skill, level, other.credential
                    )
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


@breaks("value", alone=True)
def _(p):
    """What is advised before a step, and not there, costs nothing."""
    able = [c for c in p.absent_all() if p.catalog.credentials[c].skills]
    known = oracle.understood(p.catalog, p.request)
    able = [one for one in able if not known & oracle.equal(p.catalog, one)]
    i = p.where(lambda s: s.route == "study" and oracle.steep(p.catalog, p.request, s.credential))
    if i is None or not able or p.item(p.steps[i]).prerequisites.recommended:
        return None
    before = replace(p.item(p.steps[i]).prerequisites, recommended=p.pick(able))
    return p.fact(p.ids[i], prerequisites=before)


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
