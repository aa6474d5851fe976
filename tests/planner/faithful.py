"""Taking away what the planner says a step is there for, and making exactly the change that it says would help."""

import random
from dataclasses import replace
from datetime import date, timedelta

from knowledge.catalog import Catalog
from planner.explain import Why, why
from planner.gap import targets_of
from planner.pathway import Pathway, Relaxation, Status
from planner.plan import plan
from planner.request import Budget, Goal, Held, Request


def some_step(pathway: Pathway, seed: int) -> str:
    """One of its steps."""
    return random.Random(seed).choice(pathway.steps).credential  # noqa: S311


def without_reason(catalog: Catalog, pathway: Pathway, said: Why) -> Request:
    """The request of a person who needs none of what is said: who has these skills at the level that is asked for,
    does not want what rests on the step, and did not ask for it.
    """
    request = pathway.request
    needs = {(g, t.skill): t.need for g, goal in enumerate(request.goals) for t in targets_of(catalog, goal)}
    skills = dict(request.held.skills)
    for shown in said.evidence:
        skills[shown.skill] = max(needs[shown.goal, shown.skill], skills.get(shown.skill, 0))
    gone = {*said.supports, said.credential}
    return replace(
        request,
        held=Held(request.held.credentials, skills),
        excluded=tuple(dict.fromkeys((*request.excluded, *said.supports))),
        locked=tuple(one for one in request.locked if one not in gone),
    )


def kept(catalog: Catalog, pathway: Pathway, credential: str, reason_of: str | None = None) -> bool | None:
    """Whether a step is planned again although its stated reason (or that of another step) is gone; None: no plan."""
    said = why(catalog, pathway, reason_of or credential)
    again = plan(catalog, without_reason(catalog, pathway, said))
    if again.status in (Status.INFEASIBLE, Status.UNKNOWN):
        return None
    return any(step.credential == credential for step in again.steps)


def relaxed(pathway: Pathway, way: Relaxation) -> Request:
    """The request with exactly the change that a relaxation names."""
    request, (kind, _, what) = pathway.request, way.constraint.partition(":")

    def less(values: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(one for one in values if one != what)

    match kind:
        case "budget":
            return replace(request, budget=Budget(int(way.value), pathway.currency))
        case "hours":
            return replace(request, hours_per_week=float(way.value))
        case "deadline":
            days = date.fromisoformat(way.value) - max(goal.by for goal in request.goals if goal.by)
            return replace(request, goals=tuple(_later(goal, days) for goal in request.goals))
        case "locked":
            return replace(request, locked=less(request.locked))
        case "excluded":
            return replace(request, excluded=less(request.excluded))
        case "excluded-issuer":
            return replace(request, excluded_issuers=less(request.excluded_issuers))
        case "only":
            return replace(request, only=replace(request.only, **{what: False}))
        case "language":
            return replace(request, language=None)
        case "experience":
            return replace(request, experience_years=80)
        case _:
            return _less_asked(request, int(what), way.text)


def _later(goal: Goal, days: timedelta) -> Goal:
    return replace(goal, by=goal.by + days) if goal.by else goal


def _less_asked(request: Request, goal: int, text: str) -> Request:
    """ "Ask for 40 % of goal 1 at most", or "Leave goal 1 out"."""
    goals = list(request.goals)
    if text.startswith("Leave"):
        return replace(request, goals=(*goals[:goal], *goals[goal + 1 :]))
    percent = int(text.split("Ask for ")[1].split(" %")[0])
    goals[goal] = replace(goals[goal], min_coverage=min(percent / 100, goals[goal].min_coverage))
    return replace(request, goals=tuple(goals))
