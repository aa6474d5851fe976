"""Which use case answers which intent, and what happens to the question that was open."""

import re
from collections.abc import Callable
from dataclasses import replace

from bot import (
    absences,
    accounts,
    becoming,
    calendars,
    dated,
    drawing,
    evidence,
    filling,
    forms,
    goals,
    holding,
    portfolio,
    preferences,
    progress,
    questions,
    reasons,
    reminders,
    resumes,
    studying,
    wallet,
)
from bot.asking import POPULAR
from bot.intents import Intent, Kind
from bot.lookups import LOOKUPS, OWN_BUTTONS, looks_ahead
from bot.messages import Choices, Fields, FormAnswer, Note, Reply, Text
from bot.proposing import keep, say
from bot.reading import cleaned, read
from bot.reminding.rows import check_in_of
from bot.requests import goal_name
from bot.turn import Outcome, Turn, choices, offered
from bot.wish import Wish
from bot.wording import en
from bot.wording.research import SOURCES


def answer(turn: Turn, intent: Intent) -> Outcome:
    """The outcome of one message; a side question leads back to the question that is open."""
    if turn.incoming.form is not None:
        return _sent(turn, turn.incoming.form)
    if turn.incoming.files:
        return _with_files(turn, intent)
    return filling.resumed(turn, intent, _back(turn, intent, _route(turn, intent)))


def _sent(turn: Turn, form: FormAnswer) -> Outcome:
    """A form that was sent off, or filled in question by question."""
    turn = replace(turn, dialogue=filling.closed(turn.dialogue))
    form = replace(form, values={name: cleaned(value) for name, value in form.values.items()})
    if wrong := forms.validate(form, turn.today):
        return filling.refused(turn, form, wrong)
    intent = forms.intent(form, turn.today, turn.catalog, turn.finder)
    if form.name == "goal":  # what was left empty there is not asked once more
        dialogue = replace(turn.dialogue, asking="form", asked=("hours", "budget", "by"), wish=Wish(), awaiting=None)
        turn = replace(turn, dialogue=dialogue)
    outcome = _route(turn, intent)
    return replace(outcome, dialogue=outcome.dialogue or turn.dialogue)


def _with_files(turn: Turn, intent: Intent) -> Outcome:
    """Files, and what was written to them."""
    kept = evidence.files(turn, turn.incoming.files)
    if intent.kind in {Kind.EMPTY, Kind.UNKNOWN, Kind.TOO_LONG} or (kept.dialogue and kept.dialogue.awaiting):
        return kept
    said = _route(turn, intent)
    return replace(said, reply=replace(said.reply, blocks=(*said.reply.blocks, Note(kept.reply.summary))))


def _route(turn: Turn, intent: Intent) -> Outcome:
    """One message to one use case."""
    dialogue = turn.dialogue
    if intent.kind is Kind.NUMBER:
        return _number(turn, intent)
    if dialogue.awaiting == resumes.AWAITING and (picked := resumes.answered(turn, intent)):
        return picked
    if dialogue.awaiting == "forget" and intent.kind is Kind.YES:
        return portfolio.forget_now(turn)
    if dialogue.awaiting == "bring" and intent.kind is Kind.YES:
        return evidence.bring(turn)
    if dialogue.awaiting == "held" and intent.kind is Kind.YES:
        return wallet.add(turn)
    if dialogue.awaiting == "unlink" and intent.kind is Kind.YES:
        return accounts.unlink_now(turn)
    if dialogue.awaiting and not (dialogue.awaiting in _PATIENT and intent.kind in _LOOKS):
        turn = replace(turn, dialogue=replace(dialogue, awaiting=None, about=""))
        if intent.kind is Kind.NO:
            return say(en.KEPT, turn.dialogue)
    match intent.kind:
        case Kind.EMPTY:
            return say(en.WORDLESS if turn.incoming.text.strip() else en.EMPTY)
        case Kind.TOO_LONG:
            return say(en.TOO_LONG)
        case Kind.GREETING | Kind.HELP:
            return _help(turn, intent)
        case Kind.THANKS:
            return say(en.THANKS)
        case Kind.ACCEPT:
            return goals.accept(turn, intent)
        case Kind.YES:
            if dialogue.proposal and any(says == "accept" for _, says in dialogue.choices):
                return goals.accept(turn, intent)
            return say(en.YES_TO_WHAT if dialogue.proposal else en.NOTHING_OPEN)
        case Kind.GOODBYE:
            return say(en.GOODBYE)
        case Kind.ROBOT:
            return say(en.ROBOT)
        case Kind.FOREIGN:
            return say(en.FOREIGN)
        case Kind.LOST:
            return becoming.become(turn, intent) if looks_ahead(turn, intent) else _lost(turn, en.LOST)
        case Kind.NO:
            return _no(turn)
        case Kind.LIFT:
            return questions.lift(turn, intent.subject)
        case Kind.FIELD:
            answered = filling.step(turn, intent)
            return _sent(turn, answered) if isinstance(answered, FormAnswer) else answered
        case Kind.KEEP:
            return accounts.choose(replace(turn, dialogue=dialogue), intent)
        case _:
            return _ROUTES.get(intent.kind, _unknown)(turn, intent)


def _no(turn: Turn) -> Outcome:
    """A no: to a proposal, or to a question."""
    dialogue = turn.dialogue
    if dialogue.asking == "by" and not dialogue.proposal:
        return goals.wish(turn, Intent(Kind.WISH, wish=Wish(no_deadline=True, by_said="no deadline")))
    if dialogue.asking in {"hours", "budget", "role"} and not dialogue.proposal:
        return say(en.UNSURE)
    return keep(turn)


def _lost(turn: Turn, text: str) -> Outcome:
    """Somebody without a goal: offer roles to start with."""
    names = [turn.catalog.occupations[o].name for o in POPULAR if o in turn.catalog.occupations]
    reply = Reply(text, (Text(text), choices(*names)))
    return Outcome(reply, dialogue=offered(replace(turn.dialogue, asking="role"), reply))


def _unknown(turn: Turn, intent: Intent) -> Outcome:
    dialogue, said = turn.dialogue, intent.subject
    first = said.lower().split()[0] if said.split() else ""
    talk = len(said.split()) > 6 or first in {"i", "i'm", "it", "its", "it's", "this", "you", "my", "we", "that"}
    if dialogue.asking == "role" and not talk and "?" not in said and any(c.isalpha() for c in said):
        near = turn.finder.link(said, "occupation", 3)
        if near or not dialogue.wish.role_options:
            return goals.wish(turn, replace(intent, wish=replace(intent.wish, role_text=said)))
    if _ODDS.search(said):
        return say(en.NO_ODDS)
    if dialogue.asking:
        return say(en.UNSURE)
    near = turn.finder.link(said[:120], "occupation", 3) if len(said.split()) <= 8 else []
    near = [m for m in near if m.score >= 0.5]
    if near:
        text = "I am not sure what you mean. Do you want to become one of these?"
        offer = choices(*[(m.name, f"I want to become a {m.name}") for m in near])
        reply = Reply(text, (Text(text), offer, Note("Or type “help”.")))
        return Outcome(reply, dialogue=offered(dialogue, reply))
    if not turn.record.goals and not dialogue.proposal and len(said.split()) > 3:
        return _lost(turn, f"{en.UNSURE} Here are some roles people start with; or tell me one in your own words.")
    return say(en.UNKNOWN)


_ODDS = re.compile(
    r"\b(?:realistic|earn|salary|salaries|wage|guarantee|chances?|odds|worth it|fail|too (?:old|late|hard)"
    r"|get a job)\b",
    re.I,
)


def _back(turn: Turn, intent: Intent, outcome: Outcome) -> Outcome:
    """After a side question, the open question is asked again, with its buttons."""
    before, after = turn.dialogue, outcome.dialogue or turn.dialogue
    aside = before.asking in _QUESTIONS and after.asking == before.asking and intent.kind not in _ANSWERS
    if not aside or outcome.record is not None or outcome.undo or outcome.forget or after.awaiting:
        return outcome
    text = _QUESTIONS[before.asking or ""]
    if before.asking == "role" and before.wish.role_options:
        text = en.ASK_WHICH_ROLE.format(words=before.wish.role_text) if before.wish.role_text else en.ASK_CLOSEST
    blocks = [b for b in outcome.reply.blocks if not isinstance(b, Choices)]
    shown = [c for b in outcome.reply.blocks if isinstance(b, Choices) for c in b.choices if c.label == SOURCES]
    pairs = [c for c in before.choices if c[0] != SOURCES] + [(c.label, c.says) for c in shown]
    open_choices = replace(choices(*pairs), numbered=before.asking != "hours")
    reply = replace(outcome.reply, blocks=(*blocks, Text(en.BACK_TO + text), open_choices))
    return replace(outcome, reply=reply, dialogue=replace(after, choices=tuple(pairs)))


_QUESTIONS = {"role": en.ASK_ROLE, "hours": en.ASK_HOURS, "budget": en.ASK_BUDGET, "by": en.ASK_BY}
_ANSWERS = {Kind.WISH, Kind.NUMBER, Kind.SKIP, Kind.START_OVER, Kind.LOST, Kind.LIFT, *OWN_BUTTONS}
_PATIENT = {"bring", "held", "link", resumes.AWAITING}
_LOOKS = {Kind.EXPORT, Kind.ABOUT_ME, Kind.PORTFOLIO, Kind.PRIVACY, Kind.SHOW_PLAN, Kind.SHOW_ALL, Kind.PROGRESS}
"""What can be looked at before one of these is decided."""


def _help(turn: Turn, intent: Intent) -> Outcome:
    known = bool(turn.record.goals or turn.dialogue.wish.roles)
    if intent.kind is Kind.GREETING and known:
        names = " and ".join(goal_name(g.role, turn.catalog) for g in turn.record.goals) or "an open plan"
        row = check_in_of(turn.record)
        paused = " Reminders are off; “resume” turns them on." if row and row.paused and row.stopped != "done" else ""
        return say(en.AGAIN.format(names=names) + paused)
    hello = (Text(en.HELLO), Text(f"  {en.EXAMPLE}"))
    if intent.kind is Kind.GREETING:
        return Outcome(Reply(en.HELLO, hello))
    if known:
        return Outcome(Reply(en.YOU_CAN, (Text(en.YOU_CAN), Fields(en.CAN_DO))))
    return Outcome(Reply(en.HELLO, (*hello, Fields(en.CAN_DO))))


def _number(turn: Turn, intent: Intent) -> Outcome:
    """A typed number picks the choice with that number; where a number is an answer itself, it is that."""
    pairs, n = turn.dialogue.choices, int(intent.amount or 0)
    if turn.dialogue.asking == "hours" and intent.wish.hours is not None:
        return goals.wish(turn, replace(intent, kind=Kind.WISH))
    if 1 <= n <= len(pairs):
        says = pairs[n - 1][1]
        again = read(says, turn.today, turn.catalog, turn.finder, turn.dialogue)
        return _route(turn, again)
    if intent.wish.said():
        return goals.wish(turn, replace(intent, kind=Kind.WISH))
    return say(en.NO_SUCH_CHOICE if pairs else en.NOTHING_OPEN)


def _export(turn: Turn, intent: Intent) -> Outcome:
    return replace(say(en.EXPORTED), export=True)


_ROUTES: dict[Kind, Callable[[Turn, Intent], Outcome]] = {
    Kind.WISH: goals.wish,
    Kind.SKIP: goals.skip,
    Kind.START_OVER: goals.start_over,
    Kind.OTHER_DATE: goals.other_date,
    Kind.SWAP: questions.swap,
    Kind.WHY: questions.explain,
    Kind.WHY_NOT: questions.explain_not,
    Kind.WHAT_IS: questions.what_is,
    Kind.SEARCH: questions.search,
    Kind.SHOW_PLAN: progress.show_plan,
    Kind.SHOW_ALL: progress.show_plan,
    Kind.PROGRESS: progress.progress,
    Kind.STUDIED: progress.studied,
    Kind.MILESTONE: progress.milestone,
    Kind.PASSED: progress.passed,
    Kind.FAILED: progress.failed,
    Kind.SLIPPED: progress.slipped,
    Kind.STILL: progress.still,
    Kind.NOT_THIS_WEEK: progress.still,
    Kind.REPLAN: progress.again,
    Kind.CHECK_IN: reminders.set_check_in,
    Kind.QUIET: reminders.set_quiet,
    Kind.WHY_REMINDED: reasons.why_reminded,
    Kind.PAUSE: reminders.pause,
    Kind.RESUME: reminders.resume,
    Kind.ZONE: reminders.set_zone,
    Kind.WRONG_FACT: portfolio.wrong_fact,
    Kind.UNDO: portfolio.undo,
    Kind.EXPORT: _export,
    Kind.CALENDAR: calendars.export,
    Kind.FORGET: portfolio.forget,
    Kind.ABOUT_ME: portfolio.about_me,
    Kind.PRIVACY: portfolio.privacy,
    Kind.PORTFOLIO: portfolio.portfolio,
    Kind.SETTINGS: preferences.settings,
    Kind.SET: preferences.take,
    Kind.HOURS: preferences.set_hours,
    Kind.REMINDERS: preferences.show_reminders,
    Kind.GOAL: preferences.goal,
    Kind.FILL: filling.begin,
    Kind.ADD_EVIDENCE: evidence.add,
    Kind.EVIDENCE: evidence.keep,
    Kind.PICTURE: drawing.draw,
    Kind.LINK: accounts.link,
    Kind.LINK_CODE: accounts.redeem,
    Kind.LINKED: accounts.linked,
    Kind.UNLINK: accounts.unlink,
    Kind.SNOOZE: holding.snooze,
    Kind.STOP_KIND: holding.stop_kind,
    Kind.CAP: holding.weekly_cap,
    Kind.IGNORED: holding.ignored_limit,
    Kind.AWAY: absences.away,
    Kind.BACK: absences.back,
    Kind.WORKING_DAYS: absences.working_days,
    Kind.HOLIDAYS: absences.holidays,
    Kind.SINGLE_DAY: absences.single_day,
    Kind.STUDY_TIME: studying.settle,
    Kind.EXAM: dated.exam,
    Kind.RENEWED: dated.renewed,
    Kind.VALID_UNTIL: dated.valid_until,
    **LOOKUPS,
}
