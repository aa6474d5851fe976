"""A chat platform that writes down what it is told and fails when it is told to. No network."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from adapters.console.text import plain
from adapters.wire import Call, Failure, Letter
from bot.messages import Attachment, Person, Reply
from bot.ports import Store
from bot.traffic import Place, Rate


@dataclass
class Recorder:
    """`failures` are raised by the next sends, None lets one through; `receipts` answers `seen`."""

    name: str = "slack"
    failures: list[Failure | None] = field(default_factory=list)
    parts: int = 1
    rates: tuple[Rate, ...] = ()
    found: str | None = None
    sent: list[tuple[str, str]] = field(default_factory=list)
    tried: list[Call] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    asked: int = 0
    hold: asyncio.Event | None = None

    def calls(self, letter: Letter) -> Sequence[Call]:
        text = plain(letter.reply)
        tokens = [c.token for b in letter.reply.blocks for c in getattr(b, "choices", ())]
        return [
            Call(
                "send",
                {
                    "to": letter.place.conversation,
                    "text": text if i == 0 else f"part {i}",
                    "kind": letter.message.kind,
                    "edits": list(letter.edited),
                    "tokens": tokens,
                    "person": letter.person,
                    "page": letter.reply.page,
                },
                self.rates,
            )
            for i in range(self.parts)
        ]

    async def send(self, tenant: str, call: Call) -> str:
        if self.hold is not None:
            await self.hold.wait()
        self.tried.append(call)
        failure = self.failures.pop(0) if self.failures else None
        if failure is not None:
            raise failure
        self.sent.append((call.params["to"], call.params["text"]))
        return f"r{len(self.sent)}"

    async def seen(self, letter: Letter, part: int, since: datetime) -> str | None:
        self.asked += 1
        return self.found

    async def show(self, place: Place, thread: str | None, reply: Reply, person: str) -> None:
        self.shown.append(reply.summary)

    async def introduce(self, person: Person) -> Person:
        self.people.append(person)
        return replace(person, zone="Europe/Berlin")

    async def fetch(self, tenant: str, attachment: Attachment) -> Attachment:
        return replace(attachment, content="text") if attachment.media_type.startswith("text/") else attachment

    async def close(self) -> None:
        """Nothing is open."""


def doing(store: Store) -> Any:
    """Run each function in a unit of work of its own, at once."""

    def do(action: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            with store.begin() as work:
                value = action(work)
                work.commit()
            future.set_result(value)
        except BaseException as error:
            future.set_exception(error)
        return future

    return do
