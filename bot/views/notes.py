"""The small print under a plan: what was understood, what it rests on, what was left out."""

from datetime import date

from bot.requests import spent
from bot.turn import Turn
from bot.views.facts import sourced
from bot.wording import en
from bot.wording.formats import day, hours, listed, money, plain, plural, some
from knowledge.catalog import Catalog
from knowledge.credentials import satisfied
from planner.pathway import Basis, Pathway

HARD_YEARS = 2
_ONLY = {
    "hands_on": "hands-on exams",
    "proctored": "proctored exams",
    "credit": "university credit",
    "free": "free ones",
}


def understood(turn: Turn, pathway: Pathway) -> str:
    """What the plan was made for, read back."""
    request, catalog = pathway.request, turn.catalog
    bys = sorted({g.by for g in request.goals if g.by})
    parts = [f"before {listed([day(b) for b in bys])}"] if bys else []
    parts.append(f"{plain(request.hours_per_week)} h a week")
    if request.budget is None:
        parts.append("any price")
    elif gone := spent(turn.record):
        whole = money(request.budget.cents + gone, request.budget.currency)
        parts.append(f"{money(request.budget.cents, request.budget.currency)} left of {whole}")
    else:
        parts.append(f"up to {money(request.budget.cents, request.budget.currency)}")
    if request.held.credentials:
        parts.append("you have " + some([catalog.credentials[c].short for c in request.held.credentials], 4))
    if request.held.skills:
        parts.append("you know " + some([f"{catalog.skills[s].name} {n}" for s, n in request.held.skills.items()], 4))
    parts += [f"only {word}" for name, word in _ONLY.items() if getattr(request.only, name)]
    out = [catalog.credentials[c].short for c in request.excluded if c in catalog.credentials]
    if out := [*out, *[catalog.issuers[i].name for i in request.excluded_issuers if i in catalog.issuers]]:
        parts.append("without " + some(out, 4))
    if must := [catalog.credentials[c].short for c in request.locked if c in catalog.credentials]:
        parts.append("with " + some(must, 4))
    if request.language:
        parts.append(f"exams in “{request.language}”")
    if request.experience_years is not None:
        parts.append(f"{plural(request.experience_years, 'year')} of experience")
    return f"I reckoned with: {'; '.join(parts)}."


def conditions(catalog: Catalog, today: date, pathway: Pathway) -> tuple[str, ...]:
    """What the plan rests on: fees and hours that are not known, experience that is asked for."""
    budget, notes = pathway.request.budget, []
    for step in pathway.steps:
        if step.cost_basis is Basis.KNOWN:
            continue
        name = catalog.credentials[step.credential].short
        if budget is None:
            notes.append(f"What {name} costs is not known; check with the issuer before you pay.")
        else:
            room = money(step.cents + budget.cents - pathway.cents, pathway.currency)
            notes.append(
                f"The budget holds if {name} costs at most {room}; its fee is not known, check with the issuer."
            )
    for assumption in pathway.assumptions:
        kind, _, id = assumption.partition(":")
        if kind == "experience" and id in catalog.credentials:
            years = plural(catalog.credentials[id].prerequisites.years_required, "year")
            told = sourced(catalog, today, catalog.credentials[id].sources.get("prerequisites", ()))
            name = catalog.credentials[id].short
            notes.append(f"{name} asks for {years} of work experience {told}: make sure that you have them.")
    for step in pathway.steps:
        if step.hours_basis is not Basis.KNOWN:
            name = catalog.credentials[step.credential].short
            notes.append(f"How long {name} takes is not known; {hours(step.quarter_hours)} is what I reckoned with.")
    return tuple(notes)


def demanding(catalog: Catalog, pathway: Pathway) -> str:
    """A warning for steps whose issuer advises credentials or years that the person has not told of."""
    have, hard = set(pathway.request.held.credentials), []
    told = pathway.request.experience_years or 0
    for step in pathway.steps:
        before = catalog.credentials[step.credential].prerequisites
        if not satisfied(before.recommended, have) or before.years_recommended - told >= HARD_YEARS:
            hard.append(catalog.credentials[step.credential].short)
        have.add(step.credential)
    return en.DEMANDING.format(names=listed(hard)) if hard else ""


def left_out(catalog: Catalog, pathway: Pathway) -> tuple[str, ...]:
    """Credentials that could help and were no candidates because the person has not told enough."""
    years = [x for x in pathway.left_out if x.why == "experience"]
    if not years or pathway.request.experience_years is not None:
        return ()
    found = [catalog.credentials[x.credential] for x in years[:4]]
    names = listed([f"{c.short} ({c.prerequisites.years_required:g})" for c in found])
    sure = all(c.sources.get("prerequisites") for c in found)
    return (en.LEFT_OUT.format(names=names, sure="" if sure else f"; {en.NOT_CONFIRMED}"),)
