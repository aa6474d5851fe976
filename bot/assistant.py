"""The brain: one message in, replies out. Reads, closes, thinks, then writes; a changed record is tried once more."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC
from typing import Any

from bot.errors import StaleRecord
from bot.messages import File, Incoming, Reply, Text
from bot.ports import Clock, Store, UnitOfWork
from bot.proposing import say
from bot.reading import read
from bot.records import Change, LearnerRecord
from bot.requests import goal_name, pathway_from_text
from bot.routing import answer
from bot.turn import Dialogue, Outcome, Turn, choices
from bot.wording import en
from bot.wording.formats import listed
from knowledge.catalog import Catalog
from knowledge.finder import Finder
from planner.plan import PlannerError
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
            try:
                turn = self._turn(incoming)
                yield self._write(turn, self._think(turn))
                return
            except StaleRecord:
                if attempt == 2:
                    yield Reply(en.STALE, (Text(en.STALE),))

    def welcome(self, incoming: Incoming) -> Reply:
        """What a person sees on opening the conversation: a greeting, or where they were."""
        turn = self._turn(incoming)
        if turn.dialogue.choices and turn.dialogue.asking:
            return Reply("Welcome back.", (Text("Welcome back. We were here:"), *_again(turn.dialogue)))
        if turn.dialogue.proposal and turn.dialogue.choices:
            steps = pathway_from_text(turn.dialogue.proposal).steps
            names = listed([self._catalog.credentials[s.credential].short for s in steps])
            text = f"Welcome back. A plan still waits for your yes: {names}."
            return Reply("Welcome back.", (Text(text), choices(*turn.dialogue.choices)))
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
        text = _pressed(turn.incoming.text, turn.dialogue)
        intent = read(text, turn.today, self._catalog, self._finder, turn.dialogue)
        try:
            return answer(turn, intent)
        except BadRequest as error:
            return say(f"{error} I changed nothing.")
        except PlannerError:
            return say(en.UNCHECKED)

    def _write(self, turn: Turn, outcome: Outcome) -> Reply:
        record, conversation = turn.record, turn.incoming.address.conversation
        reply = outcome.reply
        with self._store.begin() as work:
            if outcome.forget:
                work.learners.forget(record.tenant, record.key)
                work.commit()
            else:
                dialogue = outcome.dialogue
                if outcome.undo and (back := self._undo(work, record)):
                    reply, dialogue = back, Dialogue()
                elif outcome.record is not None and outcome.record != record:
                    work.learners.save(outcome.record)
                    work.journal.push(Change(turn.now, outcome.label or "the last change", record))
                elif any(r.ignored for r in record.reminders):  # any message shows that the person is there
                    work.learners.save(_heard(record))
                for report in outcome.reports:
                    work.reports.add(report)
                if dialogue is not None:
                    work.dialogues.save(record.tenant, record.key, conversation, dialogue.to_json())
                work.commit()
        if outcome.forget:
            self._store.scrub()
            reply = replace(reply, forgets=True)
        if outcome.export:
            document = json.dumps(self._export(record.tenant, record.key), ensure_ascii=False, indent=1)
            reply = replace(reply, files=(File("credpath-export.json", "application/json", document),))
        return reply

    def _undo(self, work: UnitOfWork, record: LearnerRecord) -> Reply | None:
        change = work.journal.pop(record.tenant, record.key)
        if change is None:
            return None
        work.learners.save(replace(change.before, version=record.version))
        text = en.UNDONE.format(label=change.label)
        return Reply(text, (Text(text),))


def _heard(record: LearnerRecord) -> LearnerRecord:
    return replace(record, reminders=tuple(replace(r, ignored=0) for r in record.reminders))


def _pressed(text: str, dialogue: Dialogue) -> str:
    """A button's words typed by hand mean the button."""
    typed = text.strip().strip(".").casefold()
    return next((says for label, says in dialogue.choices if label.casefold() == typed), text)


def _again(dialogue: Dialogue) -> tuple[Any, ...]:
    words = {
        "role": en.ASK_ROLE,
        "hours": en.ASK_HOURS,
        "budget": en.ASK_BUDGET,
        "by": en.ASK_BY,
        "check-in": en.WHEN_CHECK_IN,
    }
    asked = words.get(dialogue.asking or "")
    return (*((Text(asked),) if asked else ()), choices(*dialogue.choices))
