"""A pathway as a reply: the card with dated steps, what it rests on, and the buttons."""

from datetime import date

from bot.messages import Block, Choices, Fields, Heading, Item, Note, Progress, Reply, Steps, Text
from bot.records import PathwayRecord, StepState
from bot.requests import goal_name
from bot.turn import Turn, choices
from bot.views.facts import fee_line, hours_line, needs, sourced
from bot.views.notes import conditions, demanding, left_out, understood
from bot.wording import en
from bot.wording.formats import day, hours, listed, money, percent, plural, some
from knowledge.catalog import Catalog
from knowledge.credentials import Credential
from planner.pathway import Basis, Pathway, Status, Step

SHOWN = 5
LITTLE_SHARE = 0.15


def proposal(
    turn: Turn,
    pathway: Pathway,
    roles: tuple[str, ...],
    notes: tuple[str, ...],
    buttons: Choices,
    *,
    best: bool = True,
    most: int = SHOWN,
    likely: str = "",
    status: str = "",
) -> Reply:
    """A plan that waits for a yes; `best` False: an alternative, whose own status would only say what it gives up:
    `status` then says what is proven.

    `likely` says how likely it is to be done in time.
    """
    names = listed([goal_name(r, turn.catalog) for r in roles])
    if not pathway.steps:
        text = f"You already show everything I know that {names} asks for: there is nothing to plan."
        return Reply(text, (Text(text),))
    first = best and not (turn.record.pathway or turn.dialogue.proposal or turn.dialogue.previous)
    total = _total(turn.catalog, pathway)
    summary = f"{names}: {plural(len(pathway.steps), 'step')}, done by {day(_finish(pathway))}, {total}."
    blocks: list[Block] = [Heading(f"Your path to {names}"), Text(_headline(turn.catalog, pathway))]
    blocks += [Note(understood(turn, pathway)), _steps(turn, pathway, most=most)]
    if len(pathway.steps) > most:
        rest = [turn.catalog.credentials[s.credential].short for s in pathway.steps[most:]]
        blocks.append(Text(f"Then {listed(rest)} (“show all” for the details)."))
    blocks.append(Text(status_line(pathway) if best else status or "Checked: it keeps every rule of your wish."))
    if likely:
        blocks.append(Text(likely))
    if pathway.coverage and max(c.share for c in pathway.coverage) < LITTLE_SHARE:
        blocks.append(Text(en.LITTLE))
    if warning := demanding(turn.catalog, pathway):
        blocks.append(Text(warning))
    if _open(turn.catalog, pathway):
        blocks.append(Note(_open(turn.catalog, pathway)))
    blocks += [
        Note(n)
        for n in (
            *((en.LEVELS,) if first else ()),
            *notes,
            *conditions(turn.catalog, turn.today, pathway),
            *left_out(turn.catalog, pathway),
        )
    ]
    return Reply(summary, (*blocks, buttons))


def _finish(pathway: Pathway) -> date:
    return max(s.end for s in pathway.steps)


def _total(catalog: Catalog, pathway: Pathway) -> str:
    total = money(pathway.cents, pathway.currency, any(s.about and s.cents for s in pathway.steps))
    unknown = [catalog.credentials[s.credential].short for s in pathway.steps if s.cost_basis is Basis.UNKNOWN]
    return f"{total} plus what {listed(unknown)} costs, which is not known" if unknown else total


def _headline(catalog: Catalog, pathway: Pathway) -> str:
    shares = listed([percent(c.share) for c in pathway.coverage])
    return (
        f"{plural(len(pathway.steps), 'step')}, {hours(pathway.quarter_hours)} of study, {_total(catalog, pathway)}, "
        f"done by {day(_finish(pathway))}. It closes {shares} of what you are missing."
    )


def status_line(pathway: Pathway) -> str:
    """How much is proved, in words."""
    match pathway.status:
        case Status.PROVEN:
            many = plural(pathway.candidates, "credential")
            return en.PROVEN.format(many=many)
        case Status.GAP:
            return f"Checked; the best possible plan is at most {pathway.gap or 0:.1f} % better."
        case _:
            return "Checked; I could not prove that it is the best one."


def _steps(turn: Turn, pathway: Pathway, states: dict[str, StepState] | None = None, most: int = SHOWN) -> Steps:
    shown = pathway.steps[:most]
    items = tuple(item(turn.catalog, turn.today, s, pathway.currency, (states or {}).get(s.credential)) for s in shown)
    return Steps(items, pathway.request.start.isoformat(), _finish(pathway).isoformat())


def item(catalog: Catalog, today: date, step: Step, currency: str, state: StepState | None = None) -> Item:
    """One step with cost, hours and what it buys, each with its source."""
    c = catalog.credentials[step.credential]
    lines: list[str] = []
    if step.route == "award":
        parts = listed([catalog.credentials[i].short for i in step.needs])
        lines.append(f"awarded for holding {parts}; costs nothing")
    else:
        lines.append(f"about {hours(step.quarter_hours)} ({hours_line(catalog, today, c)})")
        if advised := _advised(catalog, today, c):
            lines.append(advised)
        lines += [fee_line(catalog, today, f) for f in c.fees if not f.optional]
        if why := _counted(c, step):
            lines.append(f"counted as {money(step.cents, currency, step.about)}{why}")
    gained = sorted(step.evidence, key=lambda e: -e.points)
    if gained:
        lines.append(f"shows {some([f'{catalog.skills[e.skill].name} {e.level}' for e in gained], 4)}")
    elif step.route != "award":
        lines.append("opens the way to a later step" if len(c.skills) else "")
    if state and state.logged_quarter_hours and state.status not in {"done", "failed"}:
        lines.append(f"{hours(state.logged_quarter_hours)} studied so far")
    if state and state.milestones:
        lines.append(f"done: {listed(list(state.milestones[-3:]))}")
    return Item(
        title=c.name,
        start=step.start.isoformat(),
        end=step.end.isoformat(),
        detail=tuple(x for x in lines if x),
        state=state.status if state else "planned",
        url=c.url,
    )


def _advised(catalog: Catalog, today: date, credential: Credential) -> str:
    """What the issuer advises to have before; nothing enforces it, and the plan may lack it."""
    before = credential.prerequisites
    parts = [needs(catalog, before.recommended)]
    if before.years_recommended > before.years_required:
        parts.append(f"{_span(before.years_recommended)} of practice")
    said = listed([p for p in parts if p])
    return (
        f"advised before, not required: {said} {sourced(catalog, today, credential.sources.get('prerequisites', ()))}"
        if said
        else ""
    )


def _span(years: float) -> str:
    return plural(years, "year") if years >= 1 else plural(round(years * 12), "month")


def _counted(credential: Credential, step: Step) -> str:
    """Why the plan counts another amount than the fee lines show; empty when it does not."""
    if step.cost_basis is Basis.ESTIMATE:
        return ", with a high estimate for what is unknown"
    if step.about and step.cents:
        return ", converted, with 5 % to spare"
    if any(f.disagree and max(f.disagree.values()) > (f.cents or 0) for f in credential.fees):
        return ", the highest that is stated"
    return " for these hours" if any(f.per for f in credential.fees) else ""


def _open(catalog: Catalog, pathway: Pathway) -> str:
    skills = [catalog.skills[s].name for c in pathway.coverage for s in c.open]
    if not skills:
        return ""
    return f"Still open afterwards: {some(skills, 6)}."


def accepted(turn: Turn, record: PathwayRecord, pathway: Pathway, roles: tuple[str, ...], everything: bool) -> Reply:
    """The plan a person is following, with where each step stands."""
    states = {s.credential: s for s in record.steps}
    names = listed([goal_name(r, turn.catalog) for r in roles])
    done = sum(s.status == "done" for s in record.steps)
    summary = f"{names}: {done} of {plural(len(record.steps), 'step')} done, finish {day(_finish(pathway))}."
    many = len(pathway.steps) if everything else SHOWN
    blocks: list[Block] = [
        Heading(f"Your path to {names}"),
        Progress(f"{done} of {plural(len(record.steps), 'step')} done", share_done(record, pathway)),
        _steps(turn, pathway, states, many),
    ]
    if everything:
        blocks.append(
            Fields(
                (
                    ("study", hours(pathway.quarter_hours)),
                    ("cost", _total(turn.catalog, pathway)),
                    ("status", status_line(pathway)),
                )
            )
        )
    blocks.append(choices("progress", "why", "swap", "picture") if done < len(record.steps) else choices("progress"))
    return Reply(summary, tuple(blocks))


def share_done(record: PathwayRecord, pathway: Pathway) -> float:
    """The share of study hours behind: done steps whole, others by logged hours."""
    total = sum(s.quarter_hours for s in pathway.steps)
    states = {s.credential: s for s in record.steps}
    behind = 0
    for step in pathway.steps:
        state = states.get(step.credential)
        if state and state.status == "done":
            behind += step.quarter_hours
        elif state:
            behind += min(state.logged_quarter_hours, step.quarter_hours)
    finished = all(s.status == "done" for s in record.steps)
    return 1.0 if finished else behind / total if total else 0.0
