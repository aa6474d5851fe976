"""Differences between plans, and the solver's reasons, in words."""

from datetime import date

from bot.views.facts import sourced
from bot.wording.formats import day, hours, listed, money, percent, plural, some
from knowledge.catalog import Catalog
from planner.explain import Change, Why, WhyNot
from planner.pathway import Pathway

NO_MORE = {
    "retired": "it is retired",
    "retiring": "it is being retired before you could use it",
    "held": "you have it already",
    "excluded": "you left it out",
    "equivalent-held": "you have one that counts the same",
    "excluded-issuer": "you left its issuer out",
    "only": "it does not fit a filter of yours",
    "language": "it is not offered in your language",
    "experience": "it asks for years of work experience that I do not know you have",
    "no-price": "what it costs is not known",
    "no-hours": "how long it takes is not known",
    "unreachable": "its prerequisites cannot be met",
    "over-budget": "it costs more than the budget, prerequisites included",
    "over-time": "it takes more hours than there are until the deadline, prerequisites included",
}


def _names(catalog: Catalog, ids: tuple[str, ...]) -> str:
    return listed([catalog.credentials[i].short for i in ids])


def _shares(pathway: Pathway) -> float:
    return sum(c.share for c in pathway.coverage) / (len(pathway.coverage) or 1)


def change_line(old: Pathway, new: Pathway) -> str:
    """Money, hours, finish and reach, before and after."""
    parts = []
    if old.cents != new.cents:
        parts.append(f"{money(new.cents, new.currency)} instead of {money(old.cents, old.currency)}")
    if old.quarter_hours != new.quarter_hours:
        parts.append(f"{hours(new.quarter_hours)} instead of {hours(old.quarter_hours)}")
    if old.steps and new.steps:
        before, after = max(s.end for s in old.steps), max(s.end for s in new.steps)
        if before != after:
            parts.append(f"done by {day(after)} instead of {day(before)}")
    same_gap = old.request.held == new.request.held and old.request.goals == new.request.goals
    if same_gap and round(_shares(old), 2) != round(_shares(new), 2):
        parts.append(f"closes {percent(_shares(new))} of the gap instead of {percent(_shares(old))}")
    return f"{listed(parts)}." if parts else "the same money, hours and finish."


def difference(catalog: Catalog, old: Pathway, new: Pathway) -> list[str]:
    """Steps that come, go and move."""
    before = {s.credential: s for s in old.steps}
    after = {s.credential: s for s in new.steps}
    lines = []
    if added := [i for i in after if i not in before]:
        lines.append(f"+ {_names(catalog, tuple(added))}")
    if removed := [i for i in before if i not in after]:
        lines.append(f"- {_names(catalog, tuple(removed))}")
    for id, step in after.items():
        if id in before and before[id].end != step.end:
            name = catalog.credentials[id].short
            lines.append(f"~ {name}: until {day(step.end)} instead of {day(before[id].end)}")
    return lines


def _effect(change: Change, pathway: Pathway) -> str:
    """What a change does to the plan, in a person's terms; nothing is said of what stays as it is."""
    closed = [
        f"{percent(after)} of the gap instead of {percent(before)}"
        for before, after in change.shares
        if percent(before) != percent(after)
    ]
    parts = [f"closes {listed(closed)}"] if closed else []
    parts.append(_more(money(abs(change.cents), pathway.currency), change.cents, "costs"))
    parts.append(_more(hours(abs(change.quarter_hours)), change.quarter_hours, "takes"))
    before, after = change.finish
    if before and after and before != after:
        parts.append(f"is done by {day(after)} instead of {day(before)}")
    elif before and not after:
        parts = ["has no steps left"]
    return listed(parts)


def _more(amount: str, difference: int, verb: str) -> str:
    return f"{verb} {amount} {'more' if difference > 0 else 'less'}" if difference else ""


def why_lines(catalog: Catalog, pathway: Pathway, answer: Why) -> list[str]:
    """What a step shows, what rests on it, and what is without it."""
    name = catalog.credentials[answer.credential].short
    shown = sorted(answer.evidence, key=lambda e: -e.points)
    parts = []
    if shown:
        skills = some([f"{catalog.skills[e.skill].name} ({e.level})" for e in shown], 5)
        parts.append(f"shows {skills} that you are missing")
    if answer.supports:
        parts.append(f"is needed for {_names(catalog, answer.supports)}")
    if answer.locked:
        parts.append("is there because you asked for it")
    lines = [f"{name} {listed(parts)}." if parts else f"{name} is part of the best combination."]
    if answer.without is None:
        lines.append("  Without it there is no plan at all.")
    else:
        lines.append(f"  {_without(catalog, answer.without, pathway)}")
    return lines


def _without(catalog: Catalog, change: Change, pathway: Pathway) -> str:
    effect = _effect(change, pathway) or "does as much for the same money and hours"
    if not change.added:
        return f"Without it the plan {effect}."
    return f"Without it, {_names(catalog, change.added)} would come in: the plan then {effect}."


def why_not_lines(catalog: Catalog, today: date, pathway: Pathway, answer: WhyNot, ways: list[str]) -> list[str]:
    """What forbids a credential, or what forcing it in would change; `ways` are relaxations in words."""
    name = catalog.credentials[answer.credential].short
    lines = []
    if answer.barred:
        reason = NO_MORE.get(answer.barred.why, answer.barred.why)
        detail = ""
        if answer.barred.why == "experience":
            told = catalog.credentials[answer.credential].sources.get("prerequisites", ())
            detail = f": {plural(float(answer.barred.detail), 'year')} {sourced(catalog, today, told)}"
        lines.append(f"{name} was no candidate: {reason}{detail}.")
    if answer.forced is None:
        if ways:
            lines.append(f"With {name} there is no plan as things stand; each of these would make one:")
            lines += ways
        elif not answer.barred:
            lines.append(f"With {name} there is no plan.")
        return lines
    change = answer.forced
    others = tuple(c for c in change.added if c != answer.credential)
    moves = [f"{_names(catalog, others)} would come in too" if others else ""]
    moves.append(f"{_names(catalog, change.removed)} would go" if change.removed else "")
    said = f" {listed(moves)}." if any(moves) else ""
    effect = _effect(change, pathway) or "does as much for the same money and hours"
    lines.append(f"With {name} in, the plan {effect}.{said}")
    return lines
