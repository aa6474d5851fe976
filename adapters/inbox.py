"""From the platforms to the assistant: events are committed before they are acknowledged, then answered in order.

`Intake.put` is what the platforms await; `Worker.step` claims what waits and answers it, one event a place at a time,
places side by side in threads. An event and its answer are one transaction (`bot.posting.take`).
"""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from datetime import timedelta

from adapters.jobs import Jobs
from adapters.wire import Do, Failure, Platform
from bot.assistant import Assistant
from bot.doorway import Doorway, incoming_from
from bot.messages import Attachment, Reply
from bot.ports import Clock
from bot.traffic import Event, Place

LEASE = timedelta(seconds=60)
BACKOFF = (timedelta(seconds=1), timedelta(seconds=5))
LINK = "link_"  # how a deep link carries a code
log = logging.getLogger(__name__)


@dataclass(slots=True)
class Intake:
    """Takes events in. Those that come while a commit is under way share the next one."""

    do: Do
    clock: Clock
    wake: Callable[[], None] = lambda: None
    _waiting: list[tuple[Sequence[Event], "asyncio.Future[list[bool]]"]] = field(default_factory=list)
    _flushing: "asyncio.Task[None] | None" = None

    async def put(self, events: Sequence[Event]) -> list[bool]:
        """Commit events to the inbox; False for one that was there already. Returns once they are on disk."""
        future: asyncio.Future[list[bool]] = asyncio.get_running_loop().create_future()
        self._waiting.append((events, future))
        if self._flushing is None:  # a task of its own: a caller that gives up must not take the others along
            self._flushing = asyncio.create_task(self._drain())
        return await future

    async def _drain(self) -> None:
        while self._waiting:
            await self._flush()
        self._flushing = None

    async def _flush(self) -> None:
        taken, self._waiting = self._waiting, []
        every = [event for events, _ in taken for event in events]
        now = self.clock.now()
        try:
            new = await asyncio.wrap_future(self.do(lambda work: work.inbox.put(every, now)))
        except Exception as error:
            for _, future in taken:
                if not future.done():
                    future.set_exception(error)
            return
        at = 0
        for events, future in taken:
            if not future.done():
                future.set_result(new[at : at + len(events)])
            at += len(events)
        self.wake()


@dataclass(slots=True)
class Worker:
    """Answers what is in the inbox."""

    do: Do
    platforms: Mapping[str, Platform]
    assistant: Assistant
    doorway: Doorway
    clock: Clock
    pool: Executor
    owner: str
    jobs: Jobs
    lease: timedelta = LEASE
    _known: set[tuple[str, str, str]] = field(default_factory=set)

    async def step(self) -> int:
        """Claim what can be answered now and start on it; returns how many events were claimed."""
        now, free = self.clock.now(), self.jobs.free
        if not free:
            return 0
        events = await asyncio.wrap_future(
            self.do(lambda work: work.inbox.claim(self.owner, now, now + self.lease, free))
        )
        for event in events:
            self.jobs.start(self._answer(event))
        return len(events)

    async def _answer(self, event: Event) -> None:
        platform = self.platforms.get(event.person.platform)
        try:
            if platform is not None and event.kind in {"message", "press", "form", "opened"}:
                event = await self._introduced(platform, event)
                event = replace(event, files=tuple([await _fetched(platform, event, f) for f in event.files]))
            loop = asyncio.get_running_loop()
            await loop.run_in_executor(self.pool, self._think, event, platform, loop)
        except Exception as error:  # whatever it is, the event is kept and tried again
            await self._failed(event, error)

    def _think(self, event: Event, platform: Platform | None, loop: asyncio.AbstractEventLoop) -> None:
        if event.kind == "opened" and event.text.startswith(LINK):
            event = replace(event, kind="message", text=f"link {event.text.removeprefix(LINK)}")
        match event.kind:
            case "message" | "press" | "form":
                for reply in self.assistant.answer(incoming_from(event)):
                    if reply.provisional and platform is not None:
                        asyncio.run_coroutine_threadsafe(_show(event, platform, reply), loop)
                    if reply.forgets:
                        self._known.discard(_who(event))
            case "opened":
                self.doorway.opened(event)
            case "joined":
                self.doorway.joined(event)
            case "left":
                self.doorway.left(event)
            case "feedback":
                self.doorway.feedback(event)

    async def _introduced(self, platform: Platform, event: Event) -> Event:
        """A person who writes for the first time since the start is looked up: name, zone, language."""
        if _who(event) in self._known:
            return event
        who = event.person
        found = await asyncio.wrap_future(self.do(lambda work: work.learners.find(who)))
        if found is None:
            event = replace(event, person=await platform.introduce(who))
        self._known.add(_who(event))
        return event

    async def _failed(self, event: Event, error: Exception) -> None:
        reason = type(error).__name__
        log.warning("an event could not be answered", extra={"number": event.number, "reason": reason})
        if event.attempt <= len(BACKOFF):
            again = self.clock.now() + BACKOFF[event.attempt - 1]
            action = lambda work: work.inbox.failed(event.number, event.attempt, reason, again)  # noqa: E731
            await asyncio.wrap_future(self.do(action))
            return
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self.pool, self.doorway.sorry, event)


def _who(event: Event) -> tuple[str, str, str]:
    return event.person.tenant, event.person.platform, event.person.id


async def _show(event: Event, platform: Platform, reply: Reply) -> None:
    where = Place(event.place, event.person.tenant, platform.name, event.conversation, event.kind_of_place)
    await platform.show(where, event.thread, reply, event.person.id)


async def _fetched(platform: Platform, event: Event, file: Attachment) -> Attachment:
    try:
        return await platform.fetch(event.person.tenant, file)
    except Failure:
        return file
