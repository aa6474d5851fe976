"""A `credpath serve` in small, to be killed: real inbox, outbox and store; the platform is the parent process.

`python -m tests.soak.child DATABASE PARENT_PORT ALONE LEASE_SECONDS` prints its port. POST /events takes a JSON list of
{id, person, conversation, text} and answers 200 once they are committed. Each answer appends the event's id to the
person's record, in the same transaction: that is what must happen once.
"""

import asyncio
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from adapters.app import SystemClock
from adapters.serving import Serving
from adapters.store import open_store
from adapters.store.batch import Batch
from adapters.wire import Call, Failure, Letter, Outcome, Put
from bot import posting
from bot.errors import Overtaken, StaleRecord
from bot.messages import Attachment, Incoming, Person, Reply, Text
from bot.ports import Store
from bot.records import ProgressEntry
from bot.traffic import Event, Place
from bot.turn import Dialogue, Turn
from tests.benchmarks.chat_servers import serve


class Parent:
    """The platform: calls go to the parent process, which keeps them and can be asked about them."""

    name = "slack"

    def __init__(self, put: Put, port: int) -> None:
        self._put = put
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

    async def stop_receiving(self) -> None: ...

    async def close(self) -> None:
        assert self._session is not None
        await self._session.close()

    def calls(self, letter: Letter) -> Sequence[Call]:
        return [Call("send", {"id": letter.message.id, "text": letter.reply.summary, "to": letter.place.conversation})]

    async def send(self, tenant: str, call: Call) -> str:
        assert self._session is not None
        try:
            async with self._session.post(f"{self._url}/send", json=dict(call.params)) as answer:
                return await answer.text()
        except aiohttp.ClientConnectorError as error:
            raise Failure(Outcome.LATER, type(error).__name__) from error
        except (TimeoutError, aiohttp.ClientError) as error:
            raise Failure(Outcome.DOUBT, type(error).__name__) from error

    async def seen(self, letter: Letter, part: int, since: datetime) -> str | None:
        assert self._session is not None
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
        with self._store.begin() as work:
            record = work.learners.find(incoming.person) or work.learners.add(incoming.person)
            turn = Turn(incoming, record, Dialogue(), now, None, None)  # type: ignore[arg-type]
            try:
                posting.take(work, turn)
            except Overtaken:
                return
            note = ProgressEntry(now, "milestone", note=incoming.id)
            work.learners.save(replace(record, progress=(*record.progress, note)))
            reply = Reply(incoming.text, (Text(incoming.text),))
            posting.answered(work, turn, reply, Dialogue(), changed=False)
            work.commit()
        yield reply


async def main(database: str, parent: int, alone: bool, lease: float) -> None:
    """Serve until killed."""
    store = open_store(database)
    batch = Batch(store)

    def do(action: Any) -> Future[Any]:
        return batch.do(action)

    serving = Serving(
        store,
        do,
        SystemClock(),
        None,  # type: ignore[arg-type]
        Counting(store),  # type: ignore[arg-type]
        {"slack": lambda put: Parent(put, parent)},
        lambda now: 0,
        lease=timedelta(seconds=lease),
    )
    serving.recover_every = lease
    running = asyncio.create_task(serving.run(alone=alone))
    web = asyncio.create_task(serve(serving.app()))
    await asyncio.wait({running, web}, return_when=asyncio.FIRST_COMPLETED)
    await asyncio.gather(running, web)


if __name__ == "__main__":
    _, DATABASE, PARENT, ALONE, LEASE = sys.argv
    try:
        asyncio.run(main(DATABASE, int(PARENT), ALONE == "alone", float(LEASE)))
    except (StaleRecord, KeyboardInterrupt):
        sys.exit(1)
