"""Use cases of doing the plan: studied, milestone, passed, failed, late; re-planning as a difference to confirm."""

from dataclasses import replace
from datetime import date, timedelta

from bot.goals import of_record
from bot.intents import Intent, Kind
from bot.messages import Block, Progress, Reply, Text
from bot.pacing import line, odds, own_pace, pace_line
from bot.proposing import compared, say
from bot.records import Achievement, LearnerRecord, PathwayRecord, ProgressEntry, StepState
from bot.requests import left, pathway_from_text, rest_request
from bot.turn import Dialogue, Outcome, Turn, choices, offered
from bot.views.plan import SHOWN, accepted, proposal, share_done
from bot.wording import en
from bot.wording.formats import day, hours, listed, plain, plural
from planner.pathway import Pathway, Step
from planner.replanning import replan as planned_again

RETAKE_SHARE = 0.25
"""After a failed exam this share of the hours is planned again, and said so."""


def current(record: LearnerRecord) -> StepState | None:
    """The step at hand: the first that is not done or skipped, in plan order."""
    if record.pathway is None:
        return None
    return next((s for s in record.pathway.steps if s.status not in {"done", "skipped"}), None)


def _step(pathway: Pathway, credential: str) -> Step | None:
    return next((s for s in pathway.steps if s.credential == credential), None)


def _fee(record: LearnerRecord, credential: str) -> float | None:
    """What the accepted plan counts for a step, in whole units of its currency: it is spent once the exam is over."""
    step = _step(pathway_from_text(record.pathway.plan), credential) if record.pathway else None
    return step.cents / 100 if step else None


def _with_step(record: LearnerRecord, state: StepState, entry: ProgressEntry) -> LearnerRecord:
    if record.pathway is not None:
        steps = tuple(state if s.credential == state.credential else s for s in record.pathway.steps)
        record = replace(record, pathway=replace(record.pathway, steps=steps))
    heard = tuple(replace(r, ignored=0) for r in record.reminders)
    return replace(record, progress=(*record.progress, entry), reminders=heard)


def _about(turn: Turn, intent: Intent) -> StepState | None:
    if turn.record.pathway and intent.credentials:
        named = [s for s in turn.record.pathway.steps if s.credential in intent.credentials]
        return named[0] if named else None
    return current(turn.record)


def _none(turn: Turn, intent: Intent) -> Outcome:
    if turn.record.pathway and intent.credentials:
        return say(en.NOT_IN_PLAN.format(name=turn.catalog.credentials[intent.credentials[0]].short))
    return say(en.ALL_DONE if turn.record.pathway else en.NO_PLAN)


def studied(turn: Turn, intent: Intent) -> Outcome:
    """ "studied 2 hours": counted on the step at hand."""
    amount = intent.amount or 0
    if not 0 < amount <= 100:
        return say(f"{plain(amount)} hours cannot be: please give me something between 0 and 100.")
    state = _about(turn, intent)
    if state is None or turn.record.pathway is None:
        return _none(turn, intent)
    quarters = round(amount * 4)
    new = replace(state, status="started", logged_quarter_hours=state.logged_quarter_hours + quarters)
    record = _with_step(turn.record, new, ProgressEntry(turn.now, "hours", state.credential, amount))
    name = turn.catalog.credentials[state.credential].short
    step = _step(pathway_from_text(turn.record.pathway.plan), state.credential)
    planned = step.quarter_hours if step else 0
    text = f"Noted: {hours(quarters)} for {name}, {hours(new.logged_quarter_hours)} of {hours(planned)} so far."
    blocks: list[Block] = [Text(text)]
    if planned:
        blocks.append(Progress(name, min(1.0, new.logged_quarter_hours / planned)))
    if planned and new.logged_quarter_hours >= planned:
        blocks.append(Text("Those are all the hours I planned. Did you take the exam?"))
        blocks.append(
            choices((f"Passed {name}", f"passed {name}"), ("Failed it", "failed it"), ("Still on it", "still on it"))
        )
    reply = Reply(text, tuple(blocks))
    return Outcome(
        reply, record, offered(replace(turn.dialogue, asking=None), reply), label=f"{plain(amount)} hours of study"
    )


def milestone(turn: Turn, intent: Intent) -> Outcome:
    """ "done with module 3": noted on the step at hand."""
    state = _about(turn, intent)
    if state is None:
        return _none(turn, intent)
    what = intent.subject[:60]
    new = replace(state, status="started", milestones=(*state.milestones, what))
    entry = ProgressEntry(turn.now, "milestone", state.credential, None, what)
    name = turn.catalog.credentials[state.credential].short
    text = f"Well done: {what} of {name} is noted."
    return replace(say(text), record=_with_step(turn.record, new, entry), label=f"{what} of {name}")


def passed(turn: Turn, intent: Intent) -> Outcome:
    """ "passed Security+ yesterday": recorded as self-declared; the next step follows."""
    state = _about(turn, intent)
    ids = intent.credentials or ((state.credential,) if state else ())
    if not ids and turn.record.pathway:
        return say(en.ALL_DONE)
    if not ids:
        return say("Well done! Which credential was it?")
    when = intent.day or turn.today
    record, names = turn.record, []
    for id in ids:
        if any(a.credential == id for a in record.achievements):
            continue
        names.append(turn.catalog.credentials[id].short)
        record = replace(record, achievements=(*record.achievements, Achievement(id, "self-declared", when)))
        mine = next((s for s in record.pathway.steps if s.credential == id), None) if record.pathway else None
        done = replace(mine, status="done", done_on=when) if mine else StepState(id, "done", done_on=when)
        record = _with_step(record, done, ProgressEntry(turn.now, "passed", id, _fee(turn.record, id)))
    if not names:
        return say(f"I have {turn.catalog.credentials[ids[0]].short} as yours already.")
    text = en.PASSED.format(names=listed(names), day=day(when))
    return _next(
        turn, record, text, f"passing {' and '.join(names)}", planned=state is not None and state.credential in ids
    )


def _next(turn: Turn, record: LearnerRecord, text: str, label: str, planned: bool) -> Outcome:
    blocks: list[Block] = [Text(text)]
    following = current(record)
    if record.pathway and following is None:
        blocks.append(Text(en.LAST_STEP if planned else en.ALL_DONE))
    elif record.pathway and following:
        step = _step(pathway_from_text(record.pathway.plan), following.credential)
        until = f", planned until {day(step.end)}" if step else ""
        blocks.append(Text(f"Next: {turn.catalog.credentials[following.credential].name}{until}."))
        if not planned:
            blocks.append(Text("It was not in your plan; with it a shorter plan may do."))
        blocks.append(choices(("Plan the rest anew", "plan the rest again"), ("Keep the dates", "show my plan")))
    reply = Reply(text, tuple(blocks))
    return Outcome(reply, record, offered(replace(turn.dialogue, asking=None), reply), label=label)


def failed(turn: Turn, intent: Intent) -> Outcome:
    """ "failed it": noted, kept private, and the rest planned again with time for a retake."""
    state = _about(turn, intent)
    recorded = {a.credential for a in turn.record.achievements} & set(intent.credentials)
    if recorded:
        kept = tuple(a for a in turn.record.achievements if a.credential not in recorded)
        names = listed([turn.catalog.credentials[c].short for c in sorted(recorded)])
        text = f"Thank you for putting it right: {names} is no longer recorded as yours."
        return replace(say(text), record=replace(turn.record, achievements=kept), label=f"{names} not being yours")
    if state is None:
        return _none(turn, intent)
    name = turn.catalog.credentials[state.credential].short
    entry = ProgressEntry(turn.now, "failed", state.credential, _fee(turn.record, state.credential))
    step = _step(pathway_from_text(turn.record.pathway.plan), state.credential) if turn.record.pathway else None
    behind = round((step.quarter_hours if step else 0) * (1 - RETAKE_SHARE))
    record = _with_step(turn.record, replace(state, status="failed", logged_quarter_hours=behind), entry)
    outcome = replan(replace(turn, record=record), f"With a retake of {name}")
    text = (
        f"That happens, and it stays between us. I reckon with a quarter of the hours again for {name} "
        "and the fee once more; check the issuer's waiting time before you book."
    )
    blocks = (Text(text), *outcome.reply.blocks)
    return replace(
        outcome, record=record, reply=replace(outcome.reply, summary=text, blocks=blocks), label=f"failing {name}"
    )


def slipped(turn: Turn, intent: Intent) -> Outcome:
    """ "I'm two weeks late": the rest planned from where the person really is."""
    state = current(turn.record)
    if state is None or turn.record.pathway is None:
        return say(en.NO_PLAN)
    if intent.amount is None:
        text = "No harm done. By how much are you behind?"
        pairs = [(f"{n} week{'s' * (n > 1)}", f"I'm {n} week{'s' * (n > 1)} late") for n in (1, 2, 4)]
        reply = Reply(text, (Text(text), choices(*pairs)))
        return Outcome(reply, dialogue=offered(turn.dialogue, reply))
    if not 0 < intent.amount <= 520:
        return say("That is more than I can plan around; tell me how many weeks you are behind.")
    reached = turn.today - timedelta(days=round(intent.amount * 7))
    behind = behind_at(pathway_from_text(turn.record.pathway.plan), turn.record.pathway, reached)
    entry = ProgressEntry(turn.now, "slipped", state.credential, intent.amount)
    new = replace(state, status="started" if behind else state.status, logged_quarter_hours=behind)
    record = _with_step(turn.record, new, entry)
    outcome = replan(replace(turn, record=record), "From today, with what is left")
    return replace(outcome, record=record, label="being late")


def behind_at(pathway: Pathway, record: PathwayRecord, reached: date) -> int:
    """Quarter-hours of the step at hand that are behind: what the schedule says, or what was logged if that is more."""
    state = next((s for s in record.steps if s.status not in {"done", "skipped"}), None)
    step = _step(pathway, state.credential) if state else None
    if state is None or step is None:
        return 0
    days = max(0, min((reached - step.start).days, (step.end - step.start).days))
    scheduled = round(days * pathway.request.hours_per_week * 4 / 7)
    return min(step.quarter_hours, max(state.logged_quarter_hours, scheduled))


def again(turn: Turn, intent: Intent) -> Outcome:
    """ "plan the rest again": from today, with what is held and logged."""
    return replan(turn, "The rest, planned from today")


def replan(turn: Turn, title: str) -> Outcome:
    """What is left, planned from today with few changes, as a difference to confirm. Nothing changes before a yes."""
    record = turn.record
    if record.pathway is None or not record.goals:
        return say(en.NO_PLAN)
    if current(record) is None:
        return say(en.ALL_DONE)
    turn = replace(turn, dialogue=Dialogue(wish=of_record(record)))
    old = left(pathway_from_text(record.pathway.plan), record)
    request = rest_request(record, record.goals, turn.today, turn.catalog)
    new = planned_again(turn.catalog, request, [s.credential for s in old.steps])
    return compared(turn, old, new, title)


def still(turn: Turn, intent: Intent) -> Outcome:
    """ "still on it", "not this week": heard, nothing asked."""
    state = current(turn.record)
    if state is None:
        return say(en.NO_PLAN)
    entry = ProgressEntry(turn.now, "checked-in", state.credential, None, intent.kind.value)
    name = turn.catalog.credentials[state.credential].short
    text = f"Good. Keep going with {name}." if intent.kind.value == "still" else "Fine, see you next week."
    return replace(say(text), record=_with_step(turn.record, state, entry), label="the check-in")


def show_plan(turn: Turn, intent: Intent) -> Outcome:
    """The plan that waits for a yes, else the accepted one; "show all" gives every step."""
    everything = intent.kind is Kind.SHOW_ALL
    waiting = turn.dialogue.proposal
    if waiting is not None:
        pathway, buttons = pathway_from_text(waiting), choices("accept", "why", "swap", "cheaper", "faster")
        many = len(pathway.steps) if everything else SHOWN
        reply = proposal(
            turn, pathway, turn.dialogue.wish.roles, (), buttons, most=many, likely=line(turn, odds(turn, pathway))
        )
        note = Text("This plan waits for your “accept”.")
        reply = replace(reply, blocks=(note, *reply.blocks))
        return Outcome(reply, dialogue=offered(turn.dialogue, reply))
    record = turn.record.pathway
    if record is None:
        return say(en.NO_PLAN)
    roles = tuple(g.role for g in turn.record.goals)
    reply = accepted(turn, record, pathway_from_text(record.plan), roles, everything)
    return Outcome(reply, dialogue=offered(turn.dialogue, reply))


def progress(turn: Turn, intent: Intent) -> Outcome:
    """How far, and whether that is on time."""
    record = turn.record.pathway
    if record is None:
        return say(en.NO_PLAN)
    pathway = pathway_from_text(record.plan)
    share = share_done(record, pathway)
    done = sum(s.status == "done" for s in record.steps)
    recent = [e for e in turn.record.progress if e.kind == "hours" and turn.now - e.at <= timedelta(days=7)]
    week = sum(e.amount or 0 for e in recent)
    lines = [f"{done} of {plural(len(record.steps), 'step')} done; {plain(round(week, 2))} h in the last 7 days."]
    state = current(turn.record)
    if state and (step := _step(pathway, state.credential)):
        name = turn.catalog.credentials[state.credential].name
        late = (turn.today - step.end).days
        lines.append(f"At hand: {name}, planned until {day(step.end)}" + (f", {late} days ago." if late > 0 else "."))
    if said := pace_line(own_pace(turn.record, turn.catalog)):
        lines.append(said)
    if state is None:
        lines.append(en.ALL_DONE)
    buttons = choices("show my plan", ("I'm behind", "slipped")) if state else choices("show my plan")
    reply = Reply(lines[0], (Progress("Your path", share), *[Text(x) for x in lines], buttons))
    return Outcome(reply, dialogue=offered(turn.dialogue, reply))
