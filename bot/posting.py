"""A reply becomes a row of the outbox, and what can be pressed on it becomes rows too, in the caller's transaction."""

import json
from dataclasses import replace
from datetime import datetime

from bot.errors import Overtaken
from bot.home import home as home_reply
from bot.messages import Reply, to_json
from bot.ports import UnitOfWork
from bot.pressing import context, edit, marked, tokened, tokened_text
from bot.records import LearnerRecord
from bot.traffic import Outgoing
from bot.turn import Dialogue, Turn
from bot.wording import chat
from knowledge.catalog import Catalog

TERMINAL = "terminal"  # its buttons are numbers


def post(work: UnitOfWork, message: Outgoing, reply: Reply, now: datetime, about: str = "") -> None:
    """Queue a reply. `about`: the plan that its buttons belong to (`pressing.context`)."""
    if message.platform != TERMINAL and message.learner:
        reply, actions = tokened(reply, message, now, about)
        work.actions.add(actions)
    work.outbox.add(replace(message, body=_text(reply)))


def pressable(work: UnitOfWork, message: Outgoing, now: datetime) -> Outgoing:
    """The message with tokens on its buttons, when it has none yet: just before it is sent, in the same transaction in
    which it is claimed. A tick queues thousands at once and does not make them; they go out a few at a time.
    """
    if not message.learner or message.platform == TERMINAL or json.loads(message.body).get("pages"):
        return message
    body, made = tokened_text(message, now)
    work.actions.add(made)
    work.outbox.rewrite(message.tenant, message.id, body)
    return replace(message, body=body)


def take(work: UnitOfWork, turn: Turn) -> None:
    """The first step of an answer: mark the event as done. Raises Overtaken when it is not ours any more."""
    incoming = turn.incoming
    if incoming.event is None:
        return
    if not work.inbox.done(incoming.event, incoming.attempt):
        raise Overtaken
    place = work.places.get(turn.record.tenant, incoming.address.conversation)
    if place is not None and place.learner is None and not incoming.address.public:
        work.places.keep(replace(place, learner=turn.record.key))


def answered(work: UnitOfWork, turn: Turn, reply: Reply, dialogue: Dialogue, *, changed: bool) -> None:
    """Queue the answer to an event. A button that changed something is spent, with all beside it, and says so."""
    incoming = turn.incoming
    if incoming.event is None:
        return
    post(work, _row(turn), reply, turn.now, context(dialogue))
    action = turn.action
    if changed and action is not None and not turn.refused:
        work.actions.spend(action.tenant, action.group, action.label)
        original = work.outbox.get(action.tenant, action.group)
        if original is not None and original.body:
            work.outbox.add(edit(original, marked(original, action.label), incoming.id, turn.now))


def farewell(work: UnitOfWork, turn: Turn, reply: Reply) -> None:
    """Delete the learner and queue the last words to the place, which the sender removes behind them."""
    record, address = turn.record, turn.incoming.address
    place = work.places.get(record.tenant, address.conversation)
    work.learners.forget(record.tenant, record.key)
    if turn.incoming.event is None:
        return
    if place is not None:
        work.places.keep(replace(place, learner=None))
    if address.public:  # nothing about anybody, and nobody to send it to in private any more
        reply = Reply(chat.FORGOTTEN_HERE, visibility="public", forgets=True)
    work.outbox.add(replace(_row(turn), learner="", kind="farewell", body=_text(reply)))


def home(work: UnitOfWork, record: LearnerRecord, now: datetime, catalog: Catalog) -> None:
    """Queue a fresh home view wherever the learner has one; older ones that wait are replaced."""
    for place in work.places.of(record.tenant, record.key):
        if place.kind == "home" and not place.dead:
            message = Outgoing(
                id=f"home:{place.id}:{record.version}:{now.isoformat()}",
                tenant=record.tenant,
                learner=record.key,
                platform=place.platform,
                conversation=place.id,
                kind="home",
                body="",
                due_at=now,
                priority=2,
                replaces=f"home:{place.id}",
            )
            post(work, message, home_reply(record, catalog, now), now)


def _row(turn: Turn) -> Outgoing:
    """The row of an answer, still without a body. Its id follows from the event's, so that it is queued once."""
    address = turn.incoming.address
    return Outgoing(
        id=f"re:{address.platform}:{turn.incoming.id}",
        tenant=turn.record.tenant,
        learner=turn.record.key,
        platform=address.platform,
        conversation=address.conversation,
        kind="reply",
        body="",
        due_at=turn.now,
        thread=address.thread,
        priority=0,
    )


def _text(reply: Reply) -> str:
    return json.dumps(to_json(reply), ensure_ascii=False)
