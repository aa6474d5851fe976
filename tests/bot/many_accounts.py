"""Conversations of one person in several accounts, with files: a script in, the transcript out.

`telegram anna> said` (⏎ is a new line), `telegram anna+ name.json content-file` for a file, `@ instant` for the clock.
"""

import itertools
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from adapters.app import SetClock
from adapters.attached import opened
from adapters.console.text import plain
from adapters.store import people
from adapters.store.memory import MemoryStore
from bot.assistant import Assistant
from bot.documents import known
from bot.messages import Address, Attachment, FormAnswer, Incoming, Person, Reply
from bot.ports import Store
from bot.records import LearnerRecord
from knowledge.catalog import Catalog
from knowledge.finder import Finder
from tests.conftest import NOW

TENANT = "home"
_LINE = re.compile(r"(?P<who>\w+ \w+)(?P<how>[>+]) ?(?P<what>.*)")


class World:
    """One store, one clock, any number of accounts."""

    def __init__(self, catalog: Catalog, finder: Finder, store: Store | None = None) -> None:
        self._catalog = catalog
        self.clock = SetClock(NOW)
        self.store: Store = store or MemoryStore()
        self.assistant = Assistant(catalog, finder, self.store, self.clock, self._export, self._bring)
        self._ids = itertools.count()

    def _export(self, tenant: str, key: str) -> dict[str, Any]:
        return people.export(self.store, tenant, key)

    def _bring(self, person: Person, document: Any, at: datetime, address: Address) -> None:
        known(document, self._catalog)
        people.import_(self.store, person.tenant, person, document, at=at, address=address)

    def say(
        self, who: str, text: str, files: tuple[Attachment, ...] = (), form: FormAnswer | None = None,
        tenant: str = TENANT,
    ) -> Reply:  # fmt: skip
        """The last reply to a message of "platform name"."""
        platform, name = who.split()
        person = Person(tenant, platform, name, name.capitalize())
        incoming = Incoming(
            str(next(self._ids)),
            person,
            Address(platform, f"{platform}-{name}"),
            text,
            self.clock.now(),
            "",
            form,
            files,
        )
        *_, last = self.assistant.answer(incoming)
        return last

    def record(self, who: str) -> LearnerRecord | None:
        """What is stored for an account."""
        platform, name = who.split()
        with self.store.begin() as work:
            return work.learners.find(Person(TENANT, platform, name))

    def change(self, who: str, edit: Callable[[LearnerRecord], LearnerRecord]) -> None:
        """Edit the record of an account."""
        record = self.record(who)
        assert record is not None
        with self.store.begin() as work:
            work.learners.save(edit(record))
            work.commit()


def played(text: str, world: World, files: Path) -> str:
    """The script with today's answers."""
    title, *rest = text.splitlines()
    out = [title]
    for line in rest:
        if line.startswith("@ "):
            world.clock.at = datetime.fromisoformat(line[2:]).replace(tzinfo=UTC)
            out += ["", line]
        elif found := _LINE.fullmatch(line):
            sent: tuple[Attachment, ...] = ()
            what = found["what"]
            if found["how"] == "+":
                content = files / what
                file = Attachment(what, "application/octet-stream", 9, "ref")
                sent = (opened(file, content.read_bytes()) if content.exists() else file,)
            reply = world.say(found["who"], "" if sent else what.replace("⏎", "\n"), sent)
            out += ["", line, plain(reply)]
    return "\n".join(out) + "\n"
