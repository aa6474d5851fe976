"""A pathway as a reply: the card with dated steps, what it rests on, and the buttons."""

from datetime import date

from bot.messages import Block, Choices, Fields, Heading, Item, Note, Progress, Reply, Steps, Text
from bot.records import PathwayRecord, StepState
from bot.requests import goal_name
from bot.turn import Turn, choices
from bot.views.facts import fee_line, hours_line
from bot.wording import en
from bot.wording.formats import day, hours, listed, money, percent, plural, some
from knowledge.catalog import Catalog
from knowledge.credentials import Credential
from planner.pathway import Basis, Pathway, Status, Step

SHOWN = 5


def proposal(turn: Turn, pathway: Pathway, roles: tuple[str, ...], notes: tuple[str, ...], buttons: Choices) -> Reply:
    """A plan that waits for a yes."""
    names = listed([goal_name(r, turn.catalog) for r in roles])
    if not pathway.steps:
        text = f"You already show everything I know that {names} asks for: there is nothing to plan."
        return Reply(text, (Text(text),))
    total = _total(pathway)
    summary = f"{names}: {plural(len(pathway.steps), 'step')}, done by {day(_finish(pathway))}, {total}."
    blocks: list[Block] = [Heading(f"Your path to {names}"), Text(_headline(pathway)), _steps(turn.catalog, pathway)]
    if len(pathway.steps) > SHOWN:
        rest = [turn.catalog.credentials[s.credential].short for s in pathway.steps[SHOWN:]]
        blocks.append(Text(f"Then {listed(rest)} (“show all” for the details)."))
    blocks.append(Text(status_line(pathway)))
    if _open(turn.catalog, pathway):
        blocks.append(Note(_open(turn.catalog, pathway)))
    blocks += [Note(n) for n in (*notes, *budget_notes(turn.catalog, pathway), *left_out(turn.catalog, pathway))]
    return Reply(summary, (*blocks, buttons))


def _finish(pathway: Pathway) -> date:
    return max(s.end for s in pathway.steps)


def _total(pathway: Pathway) -> str:
    return money(pathway.cents, pathway.currency, any(s.about for s in pathway.steps))


def _headline(pathway: Pathway) -> str:
    shares = listed([percent(c.share) for c in pathway.coverage])
    return (
        f"{plural(len(pathway.steps), 'step')}, {hours(pathway.quarter_hours)} of study, {_total(pathway)}, "
        f"done by {day(_finish(pathway))}. It closes {shares} of what you are missing."
    )


def status_line(pathway: Pathway) -> str:
    """How much is proved, in words."""
    match pathway.status:
        case Status.PROVEN:
            many = plural(pathway.candidates, "credential")
            return f"Proven and checked: no better plan exists among the {many} I compared."
        case Status.GAP:
            return f"Checked; the best possible plan is at most {pathway.gap or 0:.1f} % better."
        case _:
            return "Checked; I could not prove that it is the best one."


def _steps(catalog: Catalog, pathway: Pathway, states: dict[str, StepState] | None = None, most: int = SHOWN) -> Steps:
    shown = pathway.steps[:most]
    items = tuple(item(catalog, s, pathway.currency, (states or {}).get(s.credential)) for s in shown)
    return Steps(items, pathway.request.start.isoformat(), _finish(pathway).isoformat())


def item(catalog: Catalog, step: Step, currency: str, state: StepState | None = None) -> Item:
    """One step with cost, hours and what it buys, each with its source."""
    c = catalog.credentials[step.credential]
    lines: list[str] = []
    if step.route == "award":
        parts = listed([catalog.credentials[i].short for i in step.needs])
        lines.append(f"awarded for holding {parts}; costs nothing")
    else:
        lines.append(f"{hours(step.quarter_hours)}; {hours_line(catalog, c)}")
        lines += [fee_line(catalog, f) for f in c.fees if not f.optional]
        if why := _counted(c, step):
            lines.append(f"counted as {money(step.cents, currency, step.about)}{why}")
    gained = sorted(step.evidence, key=lambda e: -e.points)
    if gained:
        lines.append(f"shows {some([f'{catalog.skills[e.skill].name} {e.level}' for e in gained], 4)}")
    elif step.route != "award":
        lines.append("opens the way to a later step" if len(c.skills) else "")
    if state and state.logged_quarter_hours and state.status != "done":
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


def _counted(credential: Credential, step: Step) -> str:
    """Why the plan counts another amount than the fee lines show; empty when it does not."""
    if step.cost_basis is Basis.ESTIMATE:
        return ", with a high estimate for what is unknown"
    if step.about:
        return ", converted, with 5 % to spare"
    if any(f.disagree and max(f.disagree.values()) > (f.cents or 0) for f in credential.fees):
        return ", the highest that is stated"
    return " for these hours" if any(f.per for f in credential.fees) else ""


def _open(catalog: Catalog, pathway: Pathway) -> str:
    skills = [catalog.skills[s].name for c in pathway.coverage for s in c.open]
    if not skills:
        return ""
    return f"Still open afterwards: {some(skills, 6)}."


def budget_notes(catalog: Catalog, pathway: Pathway) -> tuple[str, ...]:
    """Under which condition the budget holds, when a fee is an estimate or unknown."""
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
    for step in pathway.steps:
        if step.hours_basis is not Basis.KNOWN:
            name = catalog.credentials[step.credential].short
            notes.append(f"How long {name} takes is not known; {hours(step.quarter_hours)} is what I reckoned with.")
    return tuple(notes)


def left_out(catalog: Catalog, pathway: Pathway) -> tuple[str, ...]:
    """Credentials that could help and were no candidates because the person has not told enough."""
    years = [x for x in pathway.left_out if x.why == "experience"]
    if not years:
        return ()
    names = listed([f"{catalog.credentials[x.credential].short} ({x.detail})" for x in years[:4]])
    return (f"Left out because they ask for years of work experience: {names}. Tell me yours, e.g. “5 years in IT”.",)


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
        _steps(turn.catalog, pathway, states, many),
    ]
    if everything:
        blocks.append(
            Fields(
                (("study", hours(pathway.quarter_hours)), ("cost", _total(pathway)), ("status", status_line(pathway)))
            )
        )
    blocks.append(choices("progress", "why", "swap"))
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


def infeasible(turn: Turn, pathway: Pathway, roles: tuple[str, ...]) -> Reply:
    """No plan: what is in conflict, and the least change of each that gives one."""
    names = listed([goal_name(r, turn.catalog) for r in roles])
    if pathway.status is Status.UNKNOWN:
        text = f"I ran out of time before I found or excluded a plan for {names}. Nothing was changed."
        return Reply(text, (Text(text),))
    words = [constraint(turn.catalog, c) for c in pathway.conflicts if not c.startswith("coverage")]
    if words:
        text = f"No plan for {names} fits: {listed(words)} cannot hold together with getting anywhere."
    else:
        text = f"I know no credential that would bring you closer to {names}."
    blocks: list[Block] = [Text(text)]
    buttons = []
    for r in pathway.relaxations:
        blocks.append(Text(f"• {r.text}"))
        buttons.append((r.text, says(pathway, r.constraint, r.value)))
    if buttons:
        blocks.append(Text("Each of these was solved and gives a plan. Which one?"))
        blocks.append(choices(*buttons))
    return Reply(text, tuple(blocks))


def constraint(catalog: Catalog, name: str) -> str:
    """A named constraint in words."""
    kind, _, id = name.partition(":")
    if kind in {"locked", "excluded"} and id in catalog.credentials:
        word = "keeping" if kind == "locked" else "leaving out"
        return f"{word} {catalog.credentials[id].short}"
    if kind == "excluded-issuer":
        return f"no {catalog.issuers[id].name}"
    return en.CONSTRAINTS.get(name, en.CONSTRAINTS.get(kind, name))


def says(pathway: Pathway, name: str, value: str) -> str:
    """The message that makes a relaxation."""
    match name.partition(":")[0]:
        case "budget":
            return f"budget {int(value) / 100:g} {pathway.currency}"
        case "hours":
            return f"{value} hours a week"
        case "deadline":
            return f"before {value}"
        case _:
            return f"lift {name}"
