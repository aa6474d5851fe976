"""Use cases of a goal: understand the wish, plan it, propose it, accept it."""

from dataclasses import replace

from bot.asking import assumptions, question, settle_role, wrong
from bot.intents import Intent
from bot.messages import Block, Reply, Text
from bot.records import Achievement, GoalRecord, LearnerRecord, PathwayRecord, StepState
from bot.reminders import first_check_in
from bot.requests import profile_with, request_for
from bot.turn import Dialogue, Outcome, Turn, canonical, choices, offered
from bot.views.plan import infeasible, proposal
from bot.wish import Wish
from bot.wording import en
from bot.wording.formats import day, listed
from planner.pathway import Pathway, Status
from planner.plan import plan
from planner.wire import pathway_from, pathway_to

DEFAULT_HOURS = 5.0


def say(text: str, dialogue: Dialogue | None = None) -> Outcome:
    """A plain sentence that changes nothing but the dialogue."""
    return Outcome(Reply(text, (Text(text),)), dialogue=dialogue)


def wish(turn: Turn, intent: Intent) -> Outcome:
    """A new wish, an answer to a question, or a change of mind: ask the next question or propose a plan."""
    later = intent.wish
    if bad := wrong(later, turn.today):
        return say(bad)
    base = turn.dialogue.wish
    if not base.roles and not base.role_text and not later.roles and not later.role_text:
        base = of_record(turn.record).merged(base)
    elif later.roles and base.roles and _also(intent.subject):
        later = replace(later, roles=tuple(dict.fromkeys((*base.roles, *later.roles))))
    merged = settle_role(turn, base.merged(later))
    fresh = bool(later.roles or later.role_text) and turn.dialogue.asking is None
    asked = () if fresh else turn.dialogue.asked
    dialogue = replace(turn.dialogue, wish=merged, asked=asked, asking=None, choices=(), awaiting=None)
    dialogue = replace(dialogue, proposal=None, previous=None)
    if not merged.roles and not merged.role_text and not merged.role_options and not turn.dialogue.asking and not later:
        return say(en.UNKNOWN)
    return question(turn, dialogue) or propose(turn, dialogue)


def _also(text: str) -> bool:
    words = text.lower().split()
    return bool({"also", "too", "plus", "additionally"} & set(words)) or "as well" in text.lower() or " and a" in text


def of_record(record: LearnerRecord) -> Wish:
    """The accepted goals as a wish, so that a change of mind starts from them."""
    if not record.goals:
        return Wish()
    by = record.goals[0].by
    return Wish(roles=tuple(g.role for g in record.goals), by=by, by_said=record.goals[0].said, no_deadline=by is None)


def skip(turn: Turn, intent: Intent) -> Outcome:
    """The person leaves a question open: go on with an assumption."""
    if turn.dialogue.asking is None:
        return say(en.NOTHING_OPEN)
    dialogue = replace(turn.dialogue, asking=None, choices=())
    return question(turn, dialogue) or propose(turn, dialogue)


def other_date(turn: Turn, intent: Intent) -> Outcome:
    """ "By June" was meant as by the end of June."""
    said = turn.dialogue.wish
    if not said.by_other:
        return say(en.NOTHING_OPEN)
    later = replace(said, by=said.by_other, by_other=None, by_said="")
    return propose(turn, replace(turn.dialogue, wish=later))


def with_wish(record: LearnerRecord, said: Wish) -> LearnerRecord:
    """The record as it would be with the wish accepted (goals and pathway apart)."""
    profile = profile_with(record.profile, said)
    if profile.hours_per_week is None:
        profile = replace(profile, hours_per_week=DEFAULT_HOURS)
    have = {a.credential for a in record.achievements}
    more = tuple(Achievement(c) for c in said.held if c not in have)
    return replace(
        record, profile=profile, achievements=(*record.achievements, *more), skills={**record.skills, **said.skills}
    )


def propose(turn: Turn, dialogue: Dialogue) -> Outcome:
    """Plan the wish and show it."""
    said = dialogue.wish
    goals = tuple(GoalRecord(r, said.by, said.by_said) for r in said.roles)
    pathway = plan(turn.catalog, request_for(with_wish(turn.record, said), goals, turn.today, turn.catalog))
    return show(turn, dialogue, pathway, assumptions(turn, said))


def show(turn: Turn, dialogue: Dialogue, pathway: Pathway, notes: tuple[str, ...] = ()) -> Outcome:
    """A plan as a proposal, or why there is none."""
    said = dialogue.wish
    if pathway.status in {Status.INFEASIBLE, Status.UNKNOWN}:
        reply = infeasible(turn, pathway, said.roles)
        return Outcome(reply, dialogue=offered(replace(dialogue, proposal=None), reply))
    pairs = [
        ("Accept", "accept"),
        ("Why", "why"),
        ("Swap a step", "swap"),
        ("Cheaper", "cheaper"),
        ("Faster", "faster"),
    ]
    if said.by_other and said.by:
        pairs.append((f"I meant before {day(said.by_other)}", "the later date"))
    reply = proposal(turn, pathway, said.roles, notes, choices(*pairs))
    text = canonical(pathway_to(pathway)) if pathway.steps else None
    return Outcome(reply, dialogue=offered(replace(dialogue, proposal=text), reply))


def accept(turn: Turn, intent: Intent) -> Outcome:
    """Make the proposed plan the plan: goals, profile, steps and the weekly check-in in one change."""
    text = turn.dialogue.proposal
    if text is None:
        return say(en.NO_PROPOSAL)
    pathway = pathway_from_text(text)
    said = turn.dialogue.wish
    record = with_wish(turn.record, said)
    if said.roles:
        record = replace(record, goals=tuple(GoalRecord(r, said.by, said.by_said) for r in said.roles))
    old = {s.credential: s for s in turn.record.pathway.steps} if turn.record.pathway else {}
    states = tuple(old.get(s.credential, StepState(s.credential)) for s in pathway.steps)
    kept = tuple(s for s in old.values() if s.status == "done" and s.credential not in {x.credential for x in states})
    record = replace(record, pathway=PathwayRecord(text, turn.now, (*kept, *states)))
    record, told = first_check_in(turn, record)
    first = pathway.steps[0]
    start = (
        f"Good: your plan is set. First up: {turn.catalog.credentials[first.credential].name}, until {day(first.end)}."
    )
    blocks: list[Block] = [Text(start)]
    if told:
        slots = ("Sunday 18:00", "Monday 18:00", "Wednesday 18:00", "Saturday 10:00", ("no reminders", "pause"))
        blocks += [Text(told), choices(*slots)]
    reply = Reply(start, tuple(blocks))
    dialogue = Dialogue(asking="check-in" if told else None)
    return Outcome(reply, record, offered(dialogue, reply), label="accepting the plan")


def keep(turn: Turn) -> Outcome:
    """A no: the proposal goes; the one before it, if any, waits again."""
    before = turn.dialogue.previous
    dialogue = replace(turn.dialogue, proposal=before, previous=None, asking=None, choices=())
    if before is None:
        return say(en.KEPT, dialogue)
    names = [turn.catalog.credentials[s.credential].short for s in pathway_from_text(before).steps]
    text = en.KEPT_PROPOSAL.format(steps=listed(names))
    reply = Reply(text, (Text(text), choices("accept", "why", "cheaper", "faster")))
    return Outcome(reply, dialogue=offered(dialogue, reply))


def pathway_from_text(text: str) -> Pathway:
    """A stored PLAN.json."""
    import json

    return pathway_from(json.loads(text))


def start_over(turn: Turn, intent: Intent) -> Outcome:
    """Drop the open wish; an accepted plan stays."""
    return replace(say(en.START_OVER), dialogue=Dialogue())
