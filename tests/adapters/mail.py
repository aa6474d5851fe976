"""What the tests of inbox, outbox and serving share: a stub assistant, a stage on the in-memory store, events."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from adapters.app import SetClock
from adapters.inbox import Intake, Worker
from adapters.jobs import Jobs
from adapters.outbox import Sender
from adapters.store.memory import MemoryStore
from bot import posting
from bot.doorway import Doorway
from bot.errors import Overtaken
from bot.messages import Incoming, Person, Reply, Text
from bot.ports import Store
from bot.traffic import Event, Outgoing, Place
from bot.turn import Dialogue, Turn, choices
from tests.fakes.recorder import Recorder, doing

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ANA = Person("home", "slack", "U1", "Ana")


def event(n: int, text: str = "", conversation: str = "D1", **changes: Any) -> Event:
    """A message from Ana."""
    given: dict[str, Any] = {"person": ANA, "kind_of_place": "dm", "kind": "message", "sent_at": NOW}
    return Event(id=f"Ev{n}", conversation=conversation, text=text or f"message {n}", **{**given, **changes})


@dataclass
class Echo:
    """An assistant that repeats what was said, durably; `broken` texts raise."""

    store: Store
    clock: SetClock
    heard: list[str] = field(default_factory=list)
    broken: dict[str, list[Exception]] = field(default_factory=dict)
    thinks: bool = True

    def answer(self, incoming: Incoming) -> Iterator[Reply]:
        if self.broken.get(incoming.text):
            raise self.broken[incoming.text].pop(0)
        if self.thinks:
            yield Reply("thinking", provisional=True)
        reply = Reply(incoming.text, (Text(incoming.text), choices(("Again", "again"))))
        with self.store.begin() as work:
            record = work.learners.find(incoming.person) or work.learners.add(incoming.person)
            turn = Turn(incoming, record, Dialogue(), self.clock.now(), None, None)  # type: ignore[arg-type]
            try:
                posting.take(work, turn)
            except Overtaken:
                return
            posting.answered(work, turn, reply, Dialogue(), changed=False)
            work.commit()
        self.heard.append(incoming.text)
        yield reply

    def welcome(self, incoming: Incoming) -> Reply:
        return Reply("Hi!", (Text("Hi!"),))


class Stage:
    """Inbox, assistant and outbox on one store, stepped by hand."""

    def __init__(self, store: Store | None = None, platform: Recorder | None = None) -> None:
        self.store = store or MemoryStore()
        self.clock = SetClock(NOW)
        self.platform = platform or Recorder()
        self.echo = Echo(self.store, self.clock)
        self.do = doing(self.store)
        self.intake = Intake(self.do, self.clock)
        self.pool = ThreadPoolExecutor(4)
        self.doorway = Doorway(self.echo, None, self.store, self.clock)  # type: ignore[arg-type]
        self.waited: list[datetime] = []
        self.counted: list[tuple[str, str]] = []

    def worker(self, owner: str = "one") -> Worker:
        return Worker(
            self.do,
            {self.platform.name: self.platform},
            self.echo,  # type: ignore[arg-type]
            self.doorway,
            self.clock,
            self.pool,
            owner,
            Jobs(50),
        )

    def sender(self, owner: str = "one") -> Sender:
        async def until(at: datetime) -> None:
            self.waited.append(at)
            self.clock.at = max(self.clock.at, at)

        return Sender(
            self.do,
            {self.platform.name: self.platform},
            self.doorway,
            self.clock,
            owner,
            Jobs(50),
            until,
            lambda platform, outcome: self.counted.append((platform, outcome)),
        )

    async def round(self, worker: Worker | None = None, sender: Sender | None = None) -> None:
        """Answer and send until nothing is left to do now."""
        worker, sender = worker or self.worker(), sender or self.sender()
        while True:
            found = await worker.step()
            await worker.jobs.idle()
            found += await sender.step()
            await sender.jobs.idle()
            if not found:
                return

    def place(self, conversation: str = "D1") -> Place:
        with self.store.begin() as work:
            found = work.places.find("home", "slack", conversation)
        assert found is not None
        return found

    def queued(self, id: str) -> Outgoing:
        with self.store.begin() as work:
            found = work.outbox.get("home", id)
        assert found is not None
        return found

    def later(self, **delta: float) -> None:
        self.clock.at += timedelta(**delta)


def run(coroutine: Any) -> Any:
    """Run a test's coroutine, bounded."""
    return asyncio.run(asyncio.wait_for(coroutine, 30))
