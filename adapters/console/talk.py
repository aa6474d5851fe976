"""One conversation in the terminal: messages in, replies and due reminders out. No input or output here."""

import hashlib
import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.console.dropped import dropped
from bot.messages import Address, Incoming, Person, Reply, reply_from
from bot.ports import Clock, Store, UnitOfWork
from bot.reminding.wanted import SEND, verdict
from bot.traffic import Outgoing, State

if TYPE_CHECKING:
    from bot.assistant import Assistant

PLATFORM = "terminal"


def traces(folder: Path, tenant: str, id: str) -> tuple[Path, Path, Path]:
    """Where a person's export, calendar and typed lines are kept, under a name that does not tell who it is."""
    name = hashlib.sha256(f"{tenant}/{id}".encode()).hexdigest()[:16]
    exports = folder / "exports"
    return exports / f"{name}.json", exports / f"{name}.ics", folder / "history" / name


@dataclass(frozen=True, slots=True)
class Talk:
    """A person at a terminal."""

    person: Person
    assistant: "Assistant"
    store: Store
    clock: Clock
    tick: Callable[[datetime], int]
    folder: Path

    @property
    def traces(self) -> tuple[Path, Path, Path]:
        """What the terminal itself keeps of a person: the exported record, the calendar and the typed lines."""
        return traces(self.folder, self.person.tenant, self.person.id)

    def incoming(self, text: str) -> Incoming:
        """A typed line as a message; the path of a file is the file."""
        file = dropped(text)
        said, files = ("", (file,)) if file else (text, ())
        place = Address(PLATFORM, self.person.id)
        return Incoming(uuid.uuid4().hex, self.person, place, said, self.clock.now(), files=files)

    def say(self, text: str) -> Reply:
        """The final reply to a line; files are put into the exports folder."""
        *_, last = self.assistant.answer(self.incoming(text))
        return self._kept(last)

    def _kept(self, reply: Reply) -> Reply:
        from dataclasses import replace

        if reply.forgets:
            for path in self.traces:
                path.unlink(missing_ok=True)
        files = []
        for file in reply.files:
            path = self.traces[0].with_suffix(Path(file.name).suffix)
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.write_text(file.content, "utf-8")
            files.append(replace(file, name=str(path)))
        return replace(reply, files=tuple(files))

    def due(self, show: Callable[[Reply], None]) -> int:
        """Deliver what is due now: each message is shown, then marked as sent. Returns how many."""
        now = self.clock.now()
        self.tick(now)
        count = 0
        while True:
            with self.store.begin(self.person.tenant) as work:
                claimed = work.outbox.take(self.person.tenant, PLATFORM, self.person.id, now, 500)
                work.commit()
            if not claimed:
                return count
            for message in claimed:
                if not self._wanted(message, claimed, now):
                    continue
                reply = reply_from(json.loads(message.body))
                show(reply)
                with self.store.begin(self.person.tenant) as work:
                    work.outbox.sent(message.tenant, message.id, now)
                    self._offer(work, message.learner, reply)
                    work.commit()
                count += 1

    def _wanted(self, message: Outgoing, claimed: list[Outgoing], now: datetime) -> bool:
        """Whether to show it; else it ends as expired or replaced. No hour is too late for somebody who is here."""
        later = any(m.kind == message.kind and m.due_at > message.due_at for m in claimed)
        with self.store.begin(self.person.tenant) as work:
            record = work.learners.get(message.tenant, message.learner) if message.learner else None
            found = verdict(record, message, now) if message.learner else SEND
            if found.state is None and not later:
                return True
            work.outbox.drop(message, found.state or State.REPLACED, found.reason or "overtaken")
            work.commit()
        return False

    def _offer(self, work: UnitOfWork, key: str, reply: Reply) -> None:
        """Numbers typed after a reminder mean its buttons."""
        from bot.turn import Dialogue, offered

        dialogues = work.dialogues
        state = Dialogue.from_json(dialogues.load(self.person.tenant, key, self.person.id))
        dialogues.save(self.person.tenant, key, self.person.id, offered(state, reply).to_json())

    def recover(self) -> None:
        """Give back what a terminal that died was about to show."""
        with self.store.begin(self.person.tenant) as work:
            work.outbox.requeue(self.person.tenant, PLATFORM, self.person.id)
            work.commit()
