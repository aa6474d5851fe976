"""The brain: one message in, replies out. Reads, closes, thinks, then writes; a changed record is tried once more."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC
from typing import Any

from bot import goals, portfolio, progress, questions, reminders
from bot.errors import StaleRecord
from bot.intents import Intent, Kind
from bot.messages import File, Incoming, Note, Reply, Text
from bot.ports import Clock, Store
from bot.reading import read
from bot.records import Change, LearnerRecord
from bot.requests import goal_name
from bot.turn import Dialogue, Outcome, Turn, choices, offered
from bot.wording import en
from knowledge.catalog import Catalog
from knowledge.finder import Finder
from planner.valid import BadRequest

Exporter = Callable[[str, str], dict[str, Any]]
"""(tenant, learner key) -> the person's whole record as JSON values."""


class Assistant:
    """Answers messages. Holds no state of its own: everything is in the store."""

    def __init__(self, catalog: Catalog, finder: Finder, store: Store, clock: Clock, export: Exporter) -> None:
        self._catalog = catalog
        self._finder = finder
        self._store = store
        self._clock = clock
        self._export = export

    def answer(self, incoming: Incoming) -> Iterator[Reply]:
        """The replies to one message; every one but the last is provisional. What the last says is committed."""
        for attempt in (1, 2):
            turn = self._turn(incoming)
            outcome = self._think(turn)
            try:
                yield self._write(turn, outcome)
                return
            except StaleRecord:
                if attempt == 2:
                    yield Reply(en.STALE, (Text(en.STALE),))

    def welcome(self, incoming: Incoming) -> Reply:
        """What a person sees on opening the conversation: a greeting, or where they were."""
        turn = self._turn(incoming)
        if turn.dialogue.choices and turn.dialogue.asking:
            return Reply("Welcome back.", (Text("Welcome back. We were here:"), *_again(turn.dialogue)))
        if turn.record.goals:
            names = " and ".join(goal_name(g.role, self._catalog) for g in turn.record.goals)
            return Reply(
                "Welcome back.", (Text(f"Welcome back. Your goal: {names}. “show my plan”, “progress” or “help”."),)
            )
        return Reply(en.HELLO, (Text(en.HELLO), Text(f"  {en.EXAMPLE}")))

    def _turn(self, incoming: Incoming) -> Turn:
        person = incoming.person
        with self._store.begin() as work:
            record = work.learners.find(person)
            if record is None:
                record = work.learners.add(person)
                if person.zone:
                    record = work.learners.save(replace(record, profile=replace(record.profile, zone=person.zone)))
                work.commit()
            state = work.dialogues.load(record.tenant, record.key, incoming.address.conversation)
        now = self._clock.now().astimezone(UTC)
        return Turn(incoming, record, Dialogue.from_json(state), now, self._catalog, self._finder)

    def _think(self, turn: Turn) -> Outcome:
        intent = read(turn.incoming.text, turn.today, self._catalog, self._finder, turn.dialogue)
        try:
            return _route(turn, intent)
        except BadRequest as error:
            return goals.say(f"{error} I changed nothing.")

    def _write(self, turn: Turn, outcome: Outcome) -> Reply:
        record, conversation = turn.record, turn.incoming.address.conversation
        reply = outcome.reply
        with self._store.begin() as work:
            if outcome.forget:
                work.learners.forget(record.tenant, record.key)
                work.commit()
            else:
                if outcome.undo:
                    reply = self._undo(work, record, reply)
                elif outcome.record is not None and outcome.record != record:
                    work.learners.save(outcome.record)
                    work.journal.push(Change(turn.now, outcome.label or "the last change", record))
                for report in outcome.reports:
                    work.reports.add(report)
                dialogue = Dialogue() if outcome.undo else outcome.dialogue
                if dialogue is not None:
                    work.dialogues.save(record.tenant, record.key, conversation, dialogue.to_json())
                work.commit()
        if outcome.forget:
            self._store.scrub()
        if outcome.export:
            document = json.dumps(self._export(record.tenant, record.key), ensure_ascii=False, indent=1)
            reply = replace(reply, files=(File("credpath-export.json", "application/json", document),))
        return reply

    def _undo(self, work: Any, record: LearnerRecord, reply: Reply) -> Reply:
        change = work.journal.pop(record.tenant, record.key)
        if change is None:
            return reply
        work.learners.save(replace(change.before, version=record.version))
        text = en.UNDONE.format(label=change.label)
        return Reply(text, (Text(text),))


def _again(dialogue: Dialogue) -> tuple[Any, ...]:
    words = {"role": en.ASK_ROLE, "hours": en.ASK_HOURS, "budget": en.ASK_BUDGET, "by": en.ASK_BY}
    asked = words.get(dialogue.asking or "")
    return (*((Text(asked),) if asked else ()), choices(*dialogue.choices))


def _route(turn: Turn, intent: Intent) -> Outcome:
    """One message to one use case."""
    dialogue = turn.dialogue
    if dialogue.awaiting == "forget" and intent.kind is Kind.YES:
        return portfolio.forget_now(turn)
    if dialogue.awaiting:
        turn = replace(turn, dialogue=replace(dialogue, awaiting=None))
        if intent.kind is Kind.NO:
            return goals.say(en.KEPT, turn.dialogue)
    match intent.kind:
        case Kind.EMPTY:
            return goals.say(en.EMPTY)
        case Kind.TOO_LONG:
            return goals.say(en.TOO_LONG)
        case Kind.GREETING | Kind.HELP:
            return _help(turn, intent)
        case Kind.THANKS:
            return goals.say(en.THANKS)
        case Kind.NUMBER:
            return _number(turn, intent)
        case Kind.ACCEPT:
            return goals.accept(turn, intent)
        case Kind.YES:
            return goals.accept(turn, intent) if dialogue.proposal else goals.say(en.NOTHING_OPEN)
        case Kind.NO:
            return goals.keep(turn)
        case Kind.LIFT:
            return questions.lift(turn, intent.subject)
        case _:
            return _ROUTES.get(intent.kind, _unknown)(turn, intent)


def _unknown(turn: Turn, intent: Intent) -> Outcome:
    dialogue = turn.dialogue
    if dialogue.asking == "role" and len(intent.subject) <= 80:
        return goals.wish(turn, replace(intent, wish=replace(intent.wish, role_text=intent.subject)))
    near = turn.finder.link(intent.subject[:120], "occupation", 3) if len(intent.subject.split()) <= 8 else []
    near = [m for m in near if m.score >= 0.5]
    if near:
        text = "I am not sure what you mean. Do you want to become one of these?"
        reply = Reply(
            text,
            (Text(text), choices(*[(m.name, f"I want to become a {m.name}") for m in near]), Note("Or type “help”.")),
        )
        return Outcome(reply, dialogue=offered(dialogue, reply))
    return goals.say(en.UNKNOWN)


def _help(turn: Turn, intent: Intent) -> Outcome:
    from bot.messages import Fields

    hello = (Text(en.HELLO), Text(f"  {en.EXAMPLE}"))
    if intent.kind is Kind.GREETING:
        return Outcome(Reply(en.HELLO, hello))
    return Outcome(Reply(en.HELLO, (*hello, Fields(en.CAN_DO))))


def _number(turn: Turn, intent: Intent) -> Outcome:
    """A typed number picks the choice with that number; where a number is an answer itself, it is that."""
    pairs, n = turn.dialogue.choices, int(intent.amount or 0)
    if 1 <= n <= len(pairs) and not (turn.dialogue.asking == "hours" and n > len(pairs)):
        says = pairs[n - 1][1]
        again = read(says, turn.today, turn.catalog, turn.finder, turn.dialogue)
        return _route(turn, again)
    if intent.wish.said():
        return goals.wish(turn, replace(intent, kind=Kind.WISH))
    return goals.say(en.NO_SUCH_CHOICE)


def _export(turn: Turn, intent: Intent) -> Outcome:
    return replace(goals.say(en.EXPORTED), export=True)


_ROUTES: dict[Kind, Callable[[Turn, Intent], Outcome]] = {
    Kind.WISH: goals.wish,
    Kind.SKIP: goals.skip,
    Kind.START_OVER: goals.start_over,
    Kind.OTHER_DATE: goals.other_date,
    Kind.CHEAPER: questions.alternative,
    Kind.FASTER: questions.alternative,
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
    Kind.WHY_REMINDED: reminders.why_reminded,
    Kind.PAUSE: reminders.pause,
    Kind.RESUME: reminders.resume,
    Kind.ZONE: reminders.set_zone,
    Kind.WRONG_FACT: portfolio.wrong_fact,
    Kind.UNDO: portfolio.undo,
    Kind.EXPORT: _export,
    Kind.FORGET: portfolio.forget,
    Kind.ABOUT_ME: portfolio.about_me,
    Kind.PRIVACY: portfolio.privacy,
}
