"""Use cases of a goal: understand the wish, plan it, propose it, accept it."""

import re
from dataclasses import replace

from bot.asking import assumptions, question, settle_role, soon, wrong
from bot.intents import Intent
from bot.messages import Block, Reply, Text
from bot.proposing import compared, remembered, say, show
from bot.records import Achievement, GoalRecord, LearnerRecord, PathwayRecord, StepState
from bot.reminders import first_check_in
from bot.requests import left, pathway_from_text, profile_with, request_for, rest_request
from bot.turn import Dialogue, Outcome, Turn, choices, offered
from bot.wish import Wish
from bot.wording import en
from bot.wording.formats import day
from planner.plan import plan

DEFAULT_HOURS = 5.0
_I_WANT = re.compile(r"\W*i(?:'d| would)? (?:want|like|need)\b", re.I)
_AS_GOAL = re.compile(
    r"\b(?:want|would like|'d like|wanna|like|plan|aim|hope|need)\w* to"
    r" (?:get|earn|pass|take|learn|do|have|study|become)\b"
    r"|\bgoal\b|\binstead\b|^\W*(?:learn|get|earn)\b",
    re.I,
)


def wish(turn: Turn, intent: Intent) -> Outcome:
    """A new wish, an answer to a question, or a change of mind: ask the next question or propose a plan."""
    later = soon(intent.wish, turn.today)
    if bad := wrong(later, turn.today):
        return say(bad)
    base = turn.dialogue.wish
    if not base.roles and not base.role_text and turn.record.goals:
        base = of_record(turn.record).merged(base)
    later = _settled(later, base, intent.subject)
    merged = settle_role(turn, base.merged(later))
    if turn.dialogue.asking == "role" and not merged.roles and not merged.role_options and base.role_options:
        merged = replace(merged, role_options=base.role_options)  # nothing fits the new words: keep the old choice
    fresh = bool(later.roles or later.role_text) and turn.dialogue.asking is None
    asked = () if fresh else turn.dialogue.asked
    dialogue = replace(turn.dialogue, wish=merged, asked=asked, asking=None, choices=(), awaiting=None)
    dialogue = replace(dialogue, proposal=None, previous=remembered(turn.dialogue))
    return question(turn, dialogue) or propose(turn, dialogue)


def _settled(later: Wish, base: Wish, text: str) -> Wish:
    """What new names mean beside a wish that is open: more goals, another goal, or just something to include."""
    if not later.roles or not base.roles:
        return later
    named = all(":" in role for role in later.roles)
    whole = _I_WANT.match(text) and (later.by or later.no_deadline or later.hours)  # a wish of its own
    if named and not whole and not _AS_GOAL.search(text):
        return replace(later, roles=())
    words = set(text.lower().split())
    if {"also", "too", "additionally"} & words or "as well" in text.lower():
        return replace(later, roles=tuple(dict.fromkeys((*base.roles, *later.roles))))
    return later


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
    kept = tuple(a for a in (*record.achievements, *more) if a.credential not in said.absent)
    return replace(record, profile=profile, achievements=kept, skills={**record.skills, **said.skills})


def propose(turn: Turn, dialogue: Dialogue) -> Outcome:
    """Plan the wish and show it; when a plan for these goals is being followed, plan the rest of it."""
    said = dialogue.wish
    record = with_wish(turn.record, said)
    goals = tuple(GoalRecord(r, said.by, said.by_said) for r in said.roles)
    notes = assumptions(turn, said)
    if turn.record.pathway and {g.role for g in turn.record.goals} == set(said.roles):
        old = left(pathway_from_text(turn.record.pathway.plan), turn.record)
        new = plan(turn.catalog, rest_request(record, goals, turn.today, turn.catalog))
        return compared(replace(turn, dialogue=dialogue), old, new, "The rest of your plan, changed")
    return show(turn, dialogue, plan(turn.catalog, request_for(record, goals, turn.today, turn.catalog)), notes)


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
    name = turn.catalog.credentials[first.credential].name
    start = f"Good: your plan is set. First up: {name}, until {day(first.end)}."
    blocks: list[Block] = [Text(start)]
    if told:
        slots = ("Sunday 18:00", "Monday 18:00", "Wednesday 18:00", "Saturday 10:00", ("No reminders", "pause"))
        blocks += [Text(told), choices(*slots)]
    reply = Reply(start, tuple(blocks))
    dialogue = Dialogue(asking="check-in" if told else None)
    return Outcome(reply, record, offered(dialogue, reply), label="accepting the plan")


def start_over(turn: Turn, intent: Intent) -> Outcome:
    """Drop the open wish; an accepted plan stays."""
    return replace(say(en.START_OVER), dialogue=Dialogue())
