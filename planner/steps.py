"""Choices as dated steps with their evidence and what they rest on."""

from collections.abc import Mapping, Sequence

from planner.dates import Choice, Slot, best_evidence, schedule
from planner.pathway import Basis, Evidence, Step
from planner.problem import Item, Problem

PER_SHARE = 100
"""Objective points per point of a step's evidence."""


def steps(problem: Problem, ordered: Sequence[Choice]) -> tuple[Step, ...]:
    """Dated steps with their evidence and what they rest on."""
    counted = best_evidence(problem, ordered)
    calendar = problem.calendar
    found: list[Step] = []
    done: dict[int, int] = {}
    for position, (choice, slot) in enumerate(zip(ordered, schedule(problem, ordered), strict=True)):
        item = problem.items[choice.item]
        mine = sorted(t for t, (_, where) in counted.items() if where == position)
        end = calendar.reached(slot.done)
        start = calendar.begun(slot.begin) if slot.quarter_hours else calendar.reached(slot.begin)
        studied = calendar.reached(slot.studied)
        found.append(
            Step(
                credential=item.id,
                route="award" if choice.award else "study",
                start=calendar.date(start),
                end=calendar.date(end),
                quarter_hours=slot.quarter_hours,
                cents=0 if choice.award else item.cents,
                cost_basis=Basis.KNOWN if choice.award else item.cost_basis,
                hours_basis=Basis.KNOWN if choice.award else item.hours_basis,
                about=item.about and not choice.award,
                evidence=tuple(_evidence(problem, item, t, counted[t][0]) for t in mine),
                needs=_needs(problem, choice, slot, done),
                studied_by=calendar.date(studied) if studied != end else None,
            )
        )
        done[choice.item] = slot.done
    return tuple(found)


def _evidence(problem: Problem, item: Item, target: int, points: int) -> Evidence:
    asked = problem.targets[target]
    shown = problem.catalog.credentials[item.id].skills
    level = max(s.level for s in shown if s.skill == asked.skill)
    return Evidence(asked.goal, asked.skill, level, points // PER_SHARE)


def _needs(problem: Problem, choice: Choice, slot: Slot, done: Mapping[int, int]) -> tuple[str, ...]:
    """Of each group the first that is complete by then; `done` in the order of the plan."""
    item = problem.items[choice.item]
    groups, held = item.clauses, item.needs_held
    if choice.award and item.stack:
        groups, held = groups + item.stack.groups, held + item.stack.held
    if not choice.award and slot.ready:
        groups += item.advised
    there = [k for k in sorted(done, key=lambda k: done[k]) if done[k] <= slot.begin]
    used = {next((k for k in there if k in group), None) for group in groups} | {slot.credit}
    return tuple(sorted({*held, *(problem.items[k].id for k in used if k is not None)}))
