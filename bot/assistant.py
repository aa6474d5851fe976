"""The brain: one message in, replies out. Reads, closes, thinks, then writes; a changed record is tried once more."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from bot import accounts, posting
from bot.errors import BadRequest as BadData
from bot.errors import Overtaken, StaleRecord
from bot.intents import Intent, Kind
from bot.messages import Address, File, Incoming, Person, Reply, Text
from bot.nudging import carried, rearmed
from bot.ports import Clock, Store, UnitOfWork
from bot.pressing import edit, page, refusal, turned
from bot.private import at_home
from bot.proposing import say
from bot.reading import read
from bot.records import Change, LearnerRecord
from bot.requests import goal_name, pathway_from_text
from bot.routing import answer
from bot.traffic import Action
from bot.turn import Dialogue, Outcome, Turn, choices
from bot.wording import chat, en
from bot.wording.formats import listed
from knowledge.catalog import Catalog
from knowledge.finder import Finder
from planner.plan import PlannerError
from planner.valid import BadRequest

Exporter = Callable[[str, str], dict[str, Any]]
"""(tenant, learner key) -> the person's whole record as JSON values."""
Importer = Callable[[Person, Any, datetime, Address], object]
"""Puts an exported document in the place of a person's record, undoable; the address is where reminders go. Raises
BadRequest when the document is not one."""
Knowledge = Callable[[str], tuple[Catalog, Finder]]
"""Tenant -> its catalog and the finder over it."""
_SLOW = {Kind.WISH, Kind.SKIP, Kind.CHEAPER, Kind.FASTER, Kind.SWAP, Kind.WHY, Kind.WHY_NOT, Kind.REPLAN, Kind.LIFT}
_SLOW |= {Kind.RECOGNISED, Kind.ALTERNATIVES, Kind.SAFER, Kind.BECOMING, Kind.DIVERSE, Kind.AIM}


class Assistant:
    """Answers messages. Holds no state of its own: everything is in the store."""

    def __init__(
        self,
        catalog: Catalog,
        finder: Finder,
        store: Store,
        clock: Clock,
        export: Exporter,
        bring: Importer,
        of: Knowledge | None = None,
    ) -> None:
        """`of` gives each tenant its own catalog; without it all see `catalog`."""
        self._catalog = catalog
        self._finder = finder
        self._of = of or (lambda _tenant: (self._catalog, self._finder))
        self._store = store
        self._clock = clock
        self._export = export
        self._import = bring

    def answer(self, incoming: Incoming) -> Iterator[Reply]:
        """The replies to one message; every one but the last is provisional. What the last says is committed.

        For an event of the inbox the answer is in the outbox too, and there is none when another process has taken
        the event over; StaleRecord then goes to the caller, who has the event tried again.
        """
        for attempt in (1, 2):
            try:
                turn = self._turn(incoming)
                if turn.action and turn.action.kind == "page":
                    self._page(turn, turn.action)
                    return
                intent = self._read(turn)
                if intent.kind in _SLOW:
                    yield Reply(chat.WORKING, (Text(chat.WORKING),), provisional=True)
                yield self._write(turn, self._think(turn, intent))
                return
            except Overtaken:
                return
            except StaleRecord:
                if attempt == 2:
                    if incoming.event is not None:
                        raise
                    yield Reply(en.STALE, (Text(en.STALE),))

    def welcome(self, incoming: Incoming) -> Reply:
        """What a person sees on opening the conversation: a greeting, or where they were."""
        turn = self._turn(incoming)
        if turn.dialogue.choices and turn.dialogue.asking:
            return Reply("Welcome back.", (Text("Welcome back. We were here:"), *_again(turn.dialogue)))
        if turn.dialogue.proposal and turn.dialogue.choices:
            steps = pathway_from_text(turn.dialogue.proposal).steps
            names = listed([turn.catalog.credentials[s.credential].short for s in steps])
            text = f"Welcome back. A plan still waits for your yes: {names}."
            return Reply("Welcome back.", (Text(text), choices(*turn.dialogue.choices)))
        if turn.record.goals:
            names = " and ".join(goal_name(g.role, turn.catalog) for g in turn.record.goals)
            return Reply(
                "Welcome back.", (Text(f"Welcome back. Your goal: {names}. “show my plan”, “progress” or “help”."),)
            )
        return Reply(en.HELLO, (Text(en.HELLO), Text(f"  {en.EXAMPLE}")))

    def _turn(self, incoming: Incoming) -> Turn:
        person = incoming.person
        with self._store.begin(person.tenant) as work:
            record = work.learners.find(person)
            if record is None:
                record = work.learners.add(person)
                if person.zone:
                    record = work.learners.save(replace(record, profile=replace(record.profile, zone=person.zone)))
                work.commit()
            state = work.dialogues.load(record.tenant, record.key, incoming.address.conversation)
            action = work.actions.find(record.tenant, page(incoming.token)[0]) if incoming.token else None
        now = self._clock.now().astimezone(UTC)
        catalog, finder = self._of(record.tenant)
        turn = Turn(incoming, record, Dialogue.from_json(state), now, catalog, finder, action)
        if incoming.token and incoming.form is None and (reply := refusal(action, record, turn.dialogue, now)):
            return replace(turn, refused=reply)
        if action and action.kind != "page" and incoming.form is None:
            turn = replace(turn, incoming=replace(incoming, text=action.says))
        return turn

    def _read(self, turn: Turn) -> Intent:
        text = _pressed(turn.incoming.text, turn.dialogue)
        return read(text, turn.today, turn.catalog, turn.finder, turn.dialogue)

    def _think(self, turn: Turn, intent: Intent) -> Outcome:
        if turn.refused:
            return Outcome(turn.refused)
        try:
            return answer(turn, intent)
        except BadRequest as error:
            return say(f"{error} I changed nothing.")
        except PlannerError:
            return say(en.UNCHECKED)

    def _write(self, turn: Turn, outcome: Outcome) -> Reply:
        record, conversation = turn.record, turn.incoming.address.conversation
        reply = outcome.reply
        if outcome.export:
            document = json.dumps(self._export(record.tenant, record.key), ensure_ascii=False, indent=1)
            reply = replace(reply, files=(File("credpath-export.json", "application/json", document),))
        if outcome.bring:
            reply, outcome = self._brought(turn, outcome)
        with self._store.begin(record.tenant) as work:
            posting.take(work, turn)
            dialogue, changed = outcome.dialogue, bool(outcome.bring)
            if outcome.account:
                done = accounts.apply(work, turn, outcome.account)
                reply, dialogue = done.reply or reply, done.dialogue or dialogue
                turn, changed = replace(turn, record=done.record), done.moved
            elif outcome.forget:
                reply = replace(reply, forgets=True)
                posting.farewell(work, turn, reply)
            elif outcome.undo and (back := self._undo(work, record, turn)):
                reply, dialogue, changed = back, Dialogue(), True
            elif outcome.record is not None and outcome.record != record:
                armed = rearmed(outcome.record, turn.now, turn.catalog, _where(turn))
                work.learners.save(at_home(work, armed, turn))
                work.journal.push(Change(turn.now, outcome.label or "the last change", record))
                changed = True
            elif any(r.ignored for r in record.reminders):  # any message shows that the person is there
                work.learners.save(_heard(record))
            for report in outcome.reports:
                work.reports.add(report)
            if not outcome.forget:
                tenant, key = turn.record.tenant, turn.record.key
                if dialogue is not None:
                    work.dialogues.save(tenant, key, conversation, dialogue.to_json())
                posting.answered(work, turn, reply, dialogue or turn.dialogue, changed=changed)
                if changed and (fresh := work.learners.get(tenant, key)):
                    posting.home(work, fresh, turn.now, turn.catalog)
            work.commit()
        if outcome.forget:
            self._store.scrub()
        return reply

    def _brought(self, turn: Turn, outcome: Outcome) -> tuple[Reply, Outcome]:
        """Put an exported document in the place of the record, in a transaction of its own that bears repeating."""
        try:
            self._import(turn.incoming.person, outcome.bring, turn.now, turn.incoming.address)
        except BadData as error:
            return say(f"{error.message} I changed nothing.").reply, replace(outcome, bring=None)
        return outcome.reply, outcome

    def _page(self, turn: Turn, action: Action) -> None:
        with self._store.begin(turn.record.tenant) as work:
            posting.take(work, turn)
            original = work.outbox.get(action.tenant, action.group)
            if original is not None and original.body:
                reply = turned(original, page(turn.incoming.token)[1])
                work.outbox.add(edit(original, reply, turn.incoming.id, turn.now))
            work.commit()

    def _undo(self, work: UnitOfWork, record: LearnerRecord, turn: Turn) -> Reply | None:
        change = work.journal.pop(record.tenant, record.key)
        if change is None:
            return None
        before = carried(replace(change.before, version=record.version), record)
        work.learners.save(rearmed(before, turn.now, turn.catalog))
        text = en.UNDONE.format(label=change.label)
        return Reply(text, (Text(text),))


def _where(turn: Turn) -> tuple[str, str]:
    """Where reminders go that come of this turn."""
    return turn.incoming.address.platform, turn.incoming.address.conversation


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
