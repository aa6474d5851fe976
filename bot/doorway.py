"""What happens on a platform besides messages: somebody opens the door, leaves, invites the bot, rates an answer."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC

from bot import posting
from bot.assistant import Assistant
from bot.errors import StaleRecord
from bot.messages import Address, Incoming, Person, Reply, Text
from bot.ports import Clock, Store, UnitOfWork
from bot.records import FactReport, LearnerRecord
from bot.reminders import silenced
from bot.traffic import Event, Outgoing
from bot.wording import chat
from knowledge.catalog import Catalog


class Doorway:
    """Answers events that are no messages; like the assistant it has no state of its own."""

    def __init__(
        self, assistant: Assistant, catalog: Catalog | Callable[[str], Catalog], store: Store, clock: Clock
    ) -> None:
        """`catalog`: the one for all, or what gives each tenant its own."""
        self._assistant = assistant
        self._catalog = catalog
        self._store = store
        self._clock = clock

    def opened(self, event: Event) -> None:
        """Somebody opened the conversation (a welcome) or the home tab (the live plan)."""
        incoming = incoming_from(event)
        if event.kind_of_place == "home":
            known = self._catalog(event.person.tenant) if callable(self._catalog) else self._catalog
            self._with(event, lambda work: self._home(work, event, known))
            return
        reply = self._assistant.welcome(incoming)
        self._with(event, lambda work: self._say(work, event, reply))

    def joined(self, event: Event) -> None:
        """The bot was invited: one sentence in a channel, none to a person who merely came back."""
        if event.kind_of_place != "channel" or event.text == "migrated":
            self._with(event, lambda work: None)
            return
        reply = Reply(chat.HELLO_ALL, (Text(chat.HELLO_ALL),), visibility="public")
        self._with(event, lambda work: self._say(work, event, reply))

    def left(self, event: Event) -> None:
        """Nothing can be sent to this place any more: its reminders stop, what waits for it fails."""
        self._with(event, lambda work: self.bury(work, event.person.tenant, event.place, event.text or "left"))

    def feedback(self, event: Event) -> None:
        """A thumb up or down on an answer, kept with the reports about facts, without a name."""
        reply = Reply(chat.FEEDBACK if event.text == "good" else chat.FEEDBACK_BAD)

        def write(work: UnitOfWork) -> None:
            id = uuid.uuid5(uuid.NAMESPACE_URL, f"{event.person.platform}/{event.id}").hex
            at = self._clock.now().astimezone(UTC)
            work.reports.add(FactReport(id, event.person.tenant, at, "", f"an answer was rated {event.text}"))
            self._say(work, event, replace(reply, blocks=(Text(reply.summary),)))

        self._with(event, write)

    def bury(self, work: UnitOfWork, tenant: str, place: str, reason: str) -> None:
        """In the caller's transaction: the place is dead, everything bound for it stops."""
        work.places.bury(tenant, place, reason)
        work.outbox.pause(tenant, place, reason)
        found = work.places.get(tenant, place)
        record = work.learners.hold(tenant, found.learner) if found and found.learner else None
        if record is not None and any(r.conversation == place and not r.paused for r in record.reminders):
            work.learners.save(silenced(record, place))

    def sorry(self, event: Event) -> None:
        """An event that could not be answered is given up, and the person is told."""
        self._with(event, lambda work: self._say(work, event, Reply(chat.SORRY, (Text(chat.SORRY),))))

    def _with(self, event: Event, write: Callable[[UnitOfWork], None]) -> None:
        with self._store.begin(event.person.tenant) as work:
            if work.inbox.done(event.number, event.attempt):
                write(work)
                work.commit()

    def _home(self, work: UnitOfWork, event: Event, catalog: Catalog) -> None:
        record = _known(work, event.person)
        place = work.places.get(record.tenant, event.place)
        if place is not None:
            work.places.keep(replace(place, learner=record.key))
        posting.home(work, record, self._clock.now().astimezone(UTC), catalog)

    def _say(self, work: UnitOfWork, event: Event, reply: Reply) -> None:
        record = work.learners.find(event.person)
        now = self._clock.now().astimezone(UTC)
        message = Outgoing(
            id=f"re:{event.person.platform}:{event.id}",
            tenant=event.person.tenant,
            learner=record.key if record else "",
            platform=event.person.platform,
            conversation=event.place,
            kind="reply",
            body="",
            due_at=now,
            thread=event.thread,
            priority=0,
        )
        posting.post(work, message, reply, now)


def _known(work: UnitOfWork, person: Person) -> LearnerRecord:
    """The person's record, made when there is none; another process may be making it at this moment."""
    found = work.learners.find(person)
    if found is not None:
        return found
    try:
        return work.learners.add(person)
    except StaleRecord:
        return work.learners.find(person) or work.learners.add(person)


def incoming_from(event: Event) -> Incoming:
    """A message, press or form of the inbox as the assistant reads it."""
    address = Address(event.person.platform, event.place, event.thread, public=event.kind_of_place == "channel")
    return Incoming(
        id=event.id,
        person=event.person,
        address=address,
        text=event.text,
        sent_at=event.sent_at,
        token=event.token,
        form=event.form,
        files=event.files,
        event=event.number,
        attempt=event.attempt,
    )
