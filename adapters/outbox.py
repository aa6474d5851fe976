"""From the outbox to the platforms: claim, wait for the rates, mark as `sending`, call, record what became of it.

`sending` is committed just before each call and the receipt just after it, so that a crash leaves exactly one kind of
doubt: a row in `sending`. What is done about it depends on the platform and the kind (`_doubt`). Nothing here tries a
call again by itself.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TypeVar

from adapters.jobs import Jobs
from adapters.wire import Call, Do, Failure, Letter, Outcome, Platform
from bot.doorway import Doorway
from bot.messages import reply_from
from bot.ports import Clock, UnitOfWork
from bot.posting import pressable
from bot.reminding.wanted import KINDS, verdict
from bot.traffic import Outgoing, Slot

LEASE = timedelta(seconds=60)
BATCH = 50
PATIENCE = timedelta(seconds=5)  # a longer wait for a rate goes back into the table
LITTLE = timedelta(seconds=1)  # the same for what nobody waits for: an answer comes at most so long behind it
LOOK_BACK = timedelta(minutes=5)
RETRY = timedelta(seconds=2)
MOST_RETRY = timedelta(minutes=5)
ONCE = frozenset({"broadcast"})  # kinds that are never sent twice, even when that may lose them
AGAIN = frozenset({"home", "edit"})  # kinds that may be made any number of times
T = TypeVar("T")
log = logging.getLogger(__name__)


@dataclass(slots=True)
class Sender:
    """Sends what is in the outbox."""

    do: Do
    platforms: Mapping[str, Platform]
    doorway: Doorway
    clock: Clock
    owner: str
    jobs: Jobs
    until: Callable[[datetime], Awaitable[None]]  # waits for an instant
    count: Callable[[str, str], None] = lambda platform, outcome: None
    lease: timedelta = LEASE
    crowd: dict[str, datetime] = field(default_factory=dict)  # of a full rate: until when it is spoken for

    async def step(self) -> int:
        """Claim what is due and start to send it; returns how many messages were claimed."""
        now, free, names = self.clock.now(), self.jobs.free, tuple(self.platforms)
        if not free:
            return 0

        def claim(work: UnitOfWork) -> list[Letter | Outgoing]:
            taken = work.outbox.claim(names, self.owner, now, now + self.lease, free)
            return [_letter(work, pressable(work, message, now)) or message for message in taken]

        claimed = await asyncio.wrap_future(self.do(claim))
        letters = [(letter, self._calls(letter)) for letter in claimed if isinstance(letter, Letter)]
        slots = await self._slots([(letter.message, calls[letter.message.part :]) for letter, calls in letters], now)
        for message in claimed:
            if isinstance(message, Outgoing):
                self.jobs.start(self._lost(message))
        for (letter, calls), slot in zip(letters, slots, strict=True):
            if slot is not None:
                self.jobs.start(self._deliver(letter, calls, slot))
        return len(claimed)

    def _calls(self, letter: Letter) -> Sequence[Call]:
        return self.platforms[letter.place.platform].calls(letter)

    async def _slots(self, wanted: Sequence[tuple[Outgoing, Sequence[Call]]], now: datetime) -> Sequence[Slot | None]:
        """When the first call of each may be made, taken from the rates in one go; None for one that was put off."""
        if not any(calls and calls[0].rates for _, calls in wanted):
            return [Slot(now, True)] * len(wanted)
        firsts = [calls[0].rates if calls else () for _, calls in wanted]
        until = [now + (PATIENCE if message.priority == 0 else LITTLE) for message, _ in wanted]

        def reserve(work: UnitOfWork) -> tuple[list[Slot | None], dict[str, datetime]]:
            found: list[Slot | None] = []
            crowd = {key: at for key, at in self.crowd.items() if at > now}
            for (message, _), rates, end, slot in zip(
                wanted, firsts, until, work.limits.reserve_all(firsts, now, until), strict=True
            ):
                if late := slot.at > end:
                    at = slot.at
                    if message.priority:  # queue up: thousands that come back together would all be put off again
                        at = max(at, crowd.get(rates[0].key, at) + timedelta(seconds=1 / rates[0].per_second))
                        crowd[rates[0].key] = at
                    work.outbox.release(message, at, "rate")
                found.append(None if late else slot)
            return found, crowd

        found, self.crowd = await self._write(reserve)
        return found

    async def recover(self, *, everything: bool = False) -> int:
        """Decide about rows whose lease is over (`everything`: of all rows, when no other process can be alive)."""
        now = self.clock.now()
        over = now + 2 * self.lease if everything else now

        def lapsed(work: UnitOfWork) -> list[Letter | Outgoing]:
            found = work.outbox.lapsed(over, self.owner, now + self.lease, BATCH)
            return [_letter(work, message) or message for message in found]

        found = await asyncio.wrap_future(self.do(lapsed))
        for letter in found:
            if isinstance(letter, Letter):
                await self._doubt(letter, letter.message.part, "crashed")
            else:
                await self._lost(letter)
        return len(found)

    async def _deliver(self, letter: Letter, calls: Sequence[Call], slot: Slot | None = None) -> None:
        """Make the calls that are left, one by one; `slot` is when the first one may be made, None: not known yet."""
        if letter.message.part >= len(calls):  # what it would change was never there to stay
            await self._write(lambda work: work.outbox.fail(letter.message, "nothing-to-send"))
        for part in range(letter.message.part, len(calls)):
            if not await self._one(letter, part, calls[part], more=part + 1 < len(calls), slot=slot):
                return
            slot = None

    async def _one(self, letter: Letter, part: int, call: Call, *, more: bool, slot: Slot | None) -> bool:
        """Make one call; tells whether to go on with the next part."""
        message, platform = letter.message, self.platforms[letter.place.platform]
        while slot is None or not slot.taken:
            if slot is not None:
                await self.until(slot.at)
            [slot] = await self._slots([(message, [call])], self.clock.now())
            if slot is None:
                return False
        if slot.at > self.clock.now():
            await self.until(slot.at)
        if not await self._write(lambda work: self._begun(work, message, part)):
            return False
        try:
            receipt = await platform.send(message.tenant, call)
        except Failure as failure:
            self.count(platform.name, failure.outcome)
            await self._failed(letter, part, call, failure)
            return False
        self.count(platform.name, "sent")
        at = self.clock.now()

        def arrived(work: UnitOfWork) -> bool:
            kept = work.outbox.arrived(message, receipt, at, more)
            if kept and not more and message.kind == "farewell" and letter.place.kind != "channel":
                left = work.places.get(message.tenant, letter.place.id)
                if left is not None and left.learner is None:  # nobody began anew meanwhile
                    work.places.remove(message.tenant, letter.place.id)
            return kept

        return await self._write(arrived)

    def _begun(self, work: UnitOfWork, message: Outgoing, part: int) -> bool:
        """Mark as `sending`, unless a reminder is not wanted any more or not yet: then nothing is to be called."""
        now = self.clock.now()
        if message.kind in KINDS and message.learner and part == 0:  # what is half said is said to its end
            found = verdict(work.learners.get(message.tenant, message.learner), message, now)
            if found.state is not None:
                work.outbox.drop(message, found.state, found.reason)
                return False
            if found.not_before is not None:
                work.outbox.put_off(message, found.not_before, "not-now")
                return False
        return work.outbox.sending(message, now + self.lease)

    async def _failed(self, letter: Letter, part: int, call: Call, failure: Failure) -> None:
        message, now = letter.message, self.clock.now()
        log.info("not sent", extra={"kind": message.kind, "outcome": failure.outcome, "reason": failure.reason})
        match failure.outcome:
            case Outcome.LATER:
                wait = timedelta(seconds=failure.retry_after) or min(RETRY * 2 ** min(message.attempt, 8), MOST_RETRY)

                def later(work: UnitOfWork) -> None:
                    if failure.retry_after and (key := failure.key or (call.rates[-1].key if call.rates else "")):
                        work.limits.pause(key, now + wait)
                    work.outbox.release(message, now + wait, failure.reason)

                await self._write(later)
            case Outcome.REFUSED:
                await self._write(lambda work: work.outbox.fail(message, failure.reason))
            case Outcome.DEAD:

                def dead(work: UnitOfWork) -> None:
                    work.outbox.fail(message, failure.reason)
                    self.doorway.bury(work, message.tenant, letter.place.id, failure.reason)

                await self._write(dead)
            case Outcome.DOUBT:
                await self._doubt(letter, part, failure.reason)

    async def _doubt(self, letter: Letter, part: int, reason: str) -> None:
        """A call whose outcome nobody knows: ask the platform; else once more, or flag it, by kind."""
        message, now = letter.message, self.clock.now()
        platform = self.platforms[letter.place.platform]
        found = await platform.seen(letter, part, now - LOOK_BACK)
        if found:
            more = part + 1 < len(platform.calls(letter))
            await self._write(lambda work: work.outbox.arrived(message, found, now, more))
            if more:
                await self._deliver(replace(letter, message=replace(message, part=part + 1)), platform.calls(letter))
            return
        if found == "" or message.kind in AGAIN:
            await self._write(lambda work: work.outbox.release(message, now, reason))
            return
        again = message.kind not in ONCE and message.doubts < 1
        await self._write(lambda work: work.outbox.doubt(message, reason, again, now))

    async def _lost(self, message: Outgoing) -> None:
        await self._write(lambda work: work.outbox.fail(message, "no-place"))

    async def _write(self, action: Callable[[UnitOfWork], T]) -> T:
        return await asyncio.wrap_future(self.do(action))


def _letter(work: UnitOfWork, message: Outgoing) -> Letter | None:
    """The message with its place, its person and the message it edits; None when the place is gone or dead."""
    place = work.places.get(message.tenant, message.conversation)
    if place is None or place.dead:
        return None
    person = place.conversation if place.kind == "home" else ""
    if place.kind == "channel" and message.learner:
        accounts = work.accounts.of(message.tenant, message.learner)
        person = next((a.id for a in accounts if a.platform == message.platform), "")
    edited: tuple[str, ...] = ()
    if message.edits:
        original = work.outbox.get(message.tenant, message.edits)
        if original is None or not original.receipts:
            return None
        edited = tuple(original.receipts.split())
    return Letter(message, reply_from(json.loads(message.body)), place, person, edited)
