"""A pathway as pictures: the timeline of its steps, and the shares that it covers. The alt text says all of it."""

from collections.abc import Mapping
from datetime import date

from bot.messages import Bar, Picture
from bot.records import StepState
from bot.requests import goal_name
from bot.wording import en
from bot.wording.formats import day, hours, listed, money, percent
from knowledge.catalog import Catalog
from planner.pathway import Basis, Pathway, Step

_STATES = {"planned": "", "started": "started", "done": "done", "failed": "to be taken again", "late": "late"}


def timeline(
    catalog: Catalog, pathway: Pathway, roles: tuple[str, ...], states: Mapping[str, StepState], today: date
) -> Picture:
    """The steps as bars on a calendar, with today on it while the plan runs."""
    names = listed([goal_name(r, catalog) for r in roles])
    bars, lines = [], []
    for step in pathway.steps:
        state = _state(step, states, today)
        name = _name(catalog, step)
        note = _note(pathway, step)
        bars.append(Bar(name, step.start.toordinal(), step.end.toordinal() + 1, state, note))
        said = ", ".join(x for x in (note, _STATES.get(state, "")) if x)
        lines.append(f"• {name}: {day(step.start)} to {day(step.end)}, {said}")
    start = min((s.start for s in pathway.steps), default=today)
    finish = max((s.end for s in pathway.steps), default=today)
    running = start <= today <= finish
    now = [f"Today is {day(today)}."] if running else []
    title = en.PICTURE_PLAN.format(names=names)
    return Picture("timeline", title, tuple(bars), "\n".join((*lines, *now)), today.toordinal() if running else None)


def _name(catalog: Catalog, step: Step) -> str:
    return catalog.credentials[step.credential].short if step.credential in catalog.credentials else step.credential


def _note(pathway: Pathway, step: Step) -> str:
    if step.route == "award":
        return "comes with the others"
    cost = "price unknown" if step.cost_basis is Basis.UNKNOWN else money(step.cents, pathway.currency, step.about)
    return f"{hours(step.quarter_hours)}, {'free' if cost == money(0, pathway.currency) else cost}"


def _state(step: Step, states: Mapping[str, StepState], today: date) -> str:
    state = states.get(step.credential)
    status = "planned" if state is None or state.status == "skipped" else state.status
    late = state is not None and status in {"planned", "started"} and step.end < today
    return "late" if late else status


def coverage(catalog: Catalog, pathway: Pathway, roles: tuple[str, ...]) -> Picture | None:
    """How much of what is missing for each goal the plan closes; None when it says nothing about that."""
    bars, lines = [], []
    for covered in pathway.coverage:
        if covered.goal >= len(roles):
            continue
        name = goal_name(roles[covered.goal], catalog)
        share = max(0.0, min(1.0, covered.share))
        bars.append(Bar(name, 0.0, share, "planned", percent(share)))
        lines.append(f"• {name}: {percent(share)} of what you are missing")
    return Picture("shares", en.PICTURE_COVERS, tuple(bars), "\n".join(lines)) if bars else None


def studied(catalog: Catalog, pathway: Pathway, states: Mapping[str, StepState], today: date) -> Picture:
    """How far each step is, by hours of study."""
    bars, lines = [], []
    for step in pathway.steps:
        state = states.get(step.credential)
        done = state is not None and state.status == "done"
        logged = step.quarter_hours if done else min(state.logged_quarter_hours, step.quarter_hours) if state else 0
        share = 1.0 if done else logged / step.quarter_hours if step.quarter_hours else 0.0
        name = _name(catalog, step)
        note = "done" if done else f"{hours(logged)} of {hours(step.quarter_hours)}"
        bars.append(Bar(name, 0.0, share, _state(step, states, today), note))
        lines.append(f"• {name}: {note}")
    return Picture("shares", en.PICTURE_STUDIED, tuple(bars), "\n".join(lines))
