"""A `credpath serve` in small, to be killed: real inbox, outbox, tick and store; the platform is the parent process.

POST /events takes a JSON list of {id, person, conversation, text} and answers 200 once they are committed. Each answer
appends the event's id to the person's record, in the same transaction: that is what must happen once. What becomes of
a message whose delivery is in doubt depends on its kind: event n is answered with KINDS[n % 3].
"""

import asyncio
import os
import signal
import socket
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from typing import Any

import aiohttp
import uvicorn
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from adapters import scheduler
from adapters.app import SystemClock
from adapters.serving import Serving
from adapters.store import open_store
from adapters.store.batch import Batch
from adapters.store.outbox import SqlOutbox
from adapters.store.unit_of_work import SqlUnitOfWork
from adapters.wire import Call, Failure, Letter, Outcome, Put
from bot import posting
from bot.errors import Overtaken
from bot.messages import Attachment, Incoming, Person, Reply, Text
from bot.ports import Store
from bot.records import LearnerRecord, ProgressEntry
from bot.traffic import Event, Outgoing, Place
from bot.turn import Dialogue, Turn

KINDS = ("reply", "weekly-check-in", "broadcast")  # asked about, sent once more, never sent twice
LATEST = 10  # occurrences of a reminder


@dataclass(frozen=True, slots=True)
class Death:
    """Where a process is to die by SIGKILL: the `after`-th time that it comes to this point; "" lives on."""

    point: str = ""
    after: int = 1


class Fate:
    """Counts down to the death of this process."""

    def __init__(self, death: Death) -> None:
        self._point, self._left = death.point, death.after

    def at(self, point: str) -> None:
        if point == self._point:
            self._left -= 1
            if self._left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)


class Parent:
    """The platform: calls go to the parent process, which keeps them and can be asked about them."""

    name = "slack"

    def __init__(self, put: Put, port: int, fate: Fate) -> None:
        self._put = put
        self._fate = fate
        self._url = f"http://127.0.0.1:{port}"
        self._session: aiohttp.ClientSession | None = None

    def routes(self) -> list[Route]:
        return [Route("/events", self._events, methods=["POST"])]

    async def _events(self, request: Request) -> Response:
        now = datetime.now(UTC)
        events = [
            Event(e["id"], Person("home", "slack", e["person"]), e["conversation"], "dm", "message", now, e["text"])
            for e in await request.json()
        ]
        return JSONResponse(await self._put(events))

    async def start(self) -> None:
        self._session = aiohttp.ClientSession()

    async def probe(self) -> str:
        return ""

    async def stop_receiving(self) -> None: ...

    async def close(self) -> None:
        assert self._session is not None
        await self._session.close()

    def calls(self, letter: Letter) -> Sequence[Call]:
        if letter.message.state == "claimed":
            self._fate.at("claimed")
        params = {"id": letter.message.id, "text": letter.reply.summary, "to": letter.place.conversation}
        return [Call("send", params)]

    async def send(self, tenant: str, call: Call) -> str:
        assert self._session is not None
        self._fate.at("sending")
        try:
            async with self._session.post(f"{self._url}/send", json=dict(call.params)) as answer:
                receipt = await answer.text()
        except aiohttp.ClientConnectorError as error:
            raise Failure(Outcome.LATER, type(error).__name__) from error
        except (TimeoutError, aiohttp.ClientError) as error:
            raise Failure(Outcome.DOUBT, type(error).__name__) from error
        self._fate.at("sent")
        return receipt

    async def seen(self, letter: Letter, part: int, since: datetime) -> str | None:
        assert self._session is not None
        if letter.message.kind != KINDS[0]:
            return None
        async with self._session.post(f"{self._url}/seen", json={"id": letter.message.id}) as answer:
            return await answer.text() if answer.status == 200 else None

    async def show(self, place: Place, thread: str | None, reply: Reply, person: str) -> None: ...

    async def introduce(self, person: Person) -> Person:
        return person

    async def fetch(self, tenant: str, attachment: Attachment) -> Attachment:
        return attachment


class Counting:
    """An assistant that writes the id of each message into the person's record, and repeats what was said."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def answer(self, incoming: Incoming) -> Iterator[Reply]:
        now = datetime.now(UTC)
        reply = Reply(incoming.text, (Text(incoming.text),))
        with self._store.begin(incoming.person.tenant) as work:
            record = work.learners.find(incoming.person) or work.learners.add(incoming.person)
            turn = Turn(incoming, record, Dialogue(), now, None, None)  # type: ignore[arg-type]
            try:
                posting.take(work, turn)
            except Overtaken:
                return
            note = ProgressEntry(now, "milestone", note=incoming.id)
            awake = replace(record.profile, quiet_from="00:00", quiet_to="00:00")  # a third looks like a reminder
            work.learners.save(replace(record, profile=awake, progress=(*record.progress, note)))
            kind = KINDS[int(incoming.id.removeprefix("Ev")) % 3]
            posting.post(work, replace(posting._row(turn), kind=kind), reply, now)
            work.commit()
        yield reply


def due(record: LearnerRecord, now: datetime, catalog: Any) -> tuple[LearnerRecord, list[Outgoing]]:
    """A reminder that is due at every tick, LATEST times; `ignored` counts."""
    rule = record.reminders[0]
    if rule.paused:
        return record, []
    body = posting._text(Reply("due", (Text("due"),)))
    number = rule.ignored
    message = Outgoing(
        f"due:{record.key}:{number}", record.tenant, record.key, "slack", rule.conversation, KINDS[1], body, now
    )
    after = replace(rule, ignored=number + 1, paused=number + 1 >= LATEST)
    return replace(record, reminders=(after,)), [message]


def doom(fate: Fate) -> None:
    """Let the process die inside of a transaction that has written something."""
    commit = SqlUnitOfWork.commit
    wrote: set[int] = set()

    def mark(name: str) -> None:
        real = getattr(SqlOutbox, name)

        def marked(self: SqlOutbox, *args: Any, **more: Any) -> Any:
            wrote.add(id(self._connection))
            return real(self, *args, **more)

        setattr(SqlOutbox, name, marked)

    for name in ("add", "add_all", "arrived"):
        mark(name)

    def last(self: SqlUnitOfWork) -> None:
        if id(self.connection) in wrote:
            wrote.discard(id(self.connection))
            fate.at("inside")
        commit(self)

    SqlUnitOfWork.commit = last  # type: ignore[method-assign]


async def main(database: str, parent: int, alone: bool, lease: float, death: Death, tell: Connection) -> None:
    """Serve until killed, or until told to stop by SIGTERM."""
    fate = Fate(death)
    doom(fate)
    scheduler.due = due
    store = open_store(database)
    serving = Serving(
        store,
        Batch(store).do,
        SystemClock(),
        None,  # type: ignore[arg-type]
        Counting(store),  # type: ignore[arg-type]
        {"slack": lambda put: Parent(put, parent, fate)},
        lambda now: scheduler.tick(store, None, now),  # type: ignore[arg-type]
        lease=timedelta(seconds=lease),
        recover_every=lease / 2,
        tick_every=0.1,
    )
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, serving.stop.set)
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen(128)
    config = uvicorn.Config(serving.app(), log_level="critical", access_log=False, lifespan="off", loop="asyncio")
    server = uvicorn.Server(config)
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
    web = asyncio.create_task(server._serve([listening]))  # without its signal handlers
    tell.send(listening.getsockname()[1])
    await serving.run(alone=alone)
    server.should_exit = True
    await web
    store.close()


def run(database: str, parent: int, alone: bool, lease: float, death: Death, tell: Connection) -> None:
    """The life of one process."""
    asyncio.run(main(database, parent, alone, lease, death, tell))
