"""The whole product in one event loop without its own loops: what was put in is answered and sent step by step."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from adapters.app import SetClock
from adapters.scheduler import tick
from adapters.serving import Opener, Serving
from adapters.store import open_store, people
from adapters.store.batch import Batch
from bot.assistant import Assistant
from bot.documents import known
from bot.messages import Address, Person
from bot.requests import pathway_from_text
from knowledge.catalog import Catalog
from knowledge.finder import Finder
from planner.wire import plan_hash


@dataclass
class Line:
    """One line of a scenario and the words that must be seen after it."""

    said: str
    words: list[str] = field(default_factory=list)


def lines(path: Path) -> list[Line]:
    """The lines of a scenario file; what stands before the first empty line is its title."""
    found: list[Line] = []
    for raw in path.read_text("utf-8").split("\n\n", 1)[1].splitlines():
        if raw.startswith("= "):
            found[-1].words.append(raw[2:])
        elif raw.strip():
            found.append(Line(raw))
    return found


class Transport(Protocol):
    """A way to talk to the product."""

    async def open(self, hall: "Hall") -> None:
        """Begin."""
        ...

    async def say(self, text: str) -> None:
        """A message; returns when it was taken in."""
        ...

    async def press(self, label: str) -> None:
        """The newest button with this label."""
        ...

    def seen(self) -> str:
        """What the person has seen since the last time this was asked."""
        ...

    async def close(self) -> None:
        """End."""
        ...


class Hall:
    """Store, assistant and platforms as `credpath serve` has them, on a clock that is set."""

    def __init__(
        self, catalog: Catalog, finder: Finder, folder: Path, openers: Mapping[str, Opener], now: datetime
    ) -> None:
        self.clock = SetClock(now)
        self.store = open_store(folder / "credpath.db", now=self.clock.now)
        self.batch = Batch(self.store)

        def bring(person: Person, document: Any, at: datetime, address: Address) -> None:
            known(document, catalog)
            people.import_(self.store, person.tenant, person, document, at=at, address=address)

        self.assistant = Assistant(
            catalog, finder, self.store, self.clock, lambda t, k: people.export(self.store, t, k), bring
        )
        self.tick = lambda now: tick(self.store, catalog, now)
        self.serving = Serving(self.store, self.batch.do, self.clock, catalog, self.assistant, openers, self.tick)
        self.serving.sender.until = self.wait

    async def wait(self, at: datetime) -> None:
        """Waiting for a rate is what moves this clock between lines."""
        self.clock.at = max(self.clock.at, at)

    async def settle(self) -> None:
        """Answer and send everything that is there now."""
        serving = self.serving
        while True:
            found = await serving.worker.step()
            await serving.worker.jobs.idle()
            found += await serving.sender.step()
            await serving.sender.jobs.idle()
            if not found:
                return

    async def move(self, to: datetime) -> None:
        """The clock moves on; what is due is sent."""
        self.clock.at = to
        self.tick(to)
        await self.settle()

    def plan(self, person: Person) -> str:
        """The hash of the plan that the person follows, "" without one."""
        with self.store.begin() as work:
            record = work.learners.find(person)
        return plan_hash(pathway_from_text(record.pathway.plan)) if record and record.pathway else ""

    async def close(self) -> None:
        """Stop everything."""
        for platform in self.serving.platforms.values():
            await platform.stop_receiving()
            await platform.close()
        self.serving.pool.shutdown()
        self.batch.close()
        self.store.close()
