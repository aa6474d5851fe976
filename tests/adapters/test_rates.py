"""Thousands of reminders through one bot, in virtual time: as fast as the platform allows, and never faster."""

import asyncio
import heapq
import itertools
from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from adapters.app import SetClock
from adapters.jobs import Jobs
from adapters.outbox import Sender
from adapters.store import open_store
from adapters.store.memory import MemoryStore
from adapters.telegram.writing import EVERYWHERE, rates
from adapters.wire import Call, Letter
from bot.doorway import Doorway
from bot.messages import Person
from bot.ports import Store
from bot.traffic import Outgoing, Place
from tests.adapters.mail import NOW
from tests.benchmarks.report import report
from tests.fakes.recorder import Recorder, doing
from tests.soak.scale import scaled

LATENCY = timedelta(milliseconds=80)  # of a call
LOOK = timedelta(seconds=1)  # between two looks of a sender that nobody wakes


@dataclass
class Time:
    """Waiting without waiting: whoever waits is woken in order when all wait."""

    clock: SetClock
    waiting: list[tuple[datetime, int, "asyncio.Future[None]"]] = field(default_factory=list)
    number: Any = field(default_factory=itertools.count)

    async def until(self, at: datetime) -> None:
        if at > self.clock.at:
            future = asyncio.get_running_loop().create_future()
            heapq.heappush(self.waiting, (at, next(self.number), future))
            await future

    def wake(self) -> None:
        """On to the next moment at which something happens, a look at the latest."""
        moment = self.clock.at + LOOK
        self.clock.at = min(moment, self.waiting[0][0]) if self.waiting else moment
        while self.waiting and self.waiting[0][0] <= self.clock.at:
            heapq.heappop(self.waiting)[2].set_result(None)


@dataclass
class Bot(Recorder):
    """Telegram with its real rates; notes when each call began."""

    name: str = "telegram"
    time: Time | None = None
    began: list[tuple[datetime, str]] = field(default_factory=list)

    def calls(self, letter: Letter) -> list[Call]:
        to = letter.place.conversation
        return [Call("sendMessage", {"chat_id": to}, rates(letter.message.tenant, to))]

    async def send(self, tenant: str, call: Call) -> str:
        assert self.time is not None
        self.began.append((self.time.clock.at, call.params["chat_id"]))
        await self.time.until(self.time.clock.at + LATENCY)
        return f"{call.params['chat_id']}:1"


def queued(store: Store, people: int, each: int) -> list[str]:
    """So many reminders due at once; returns whose they are."""
    with store.begin() as work:
        keys = [work.learners.add(Person("home", "telegram", str(1000 + n))).key for n in range(people)]
        for n, key in enumerate(keys):
            work.places.keep(Place(f"p{n}", "home", "telegram", str(1000 + n), "dm", key))
        message = Outgoing("", "home", "", "telegram", "", "weekly-check-in", '{"summary": "due", "blocks": []}', NOW)
        body = '{"summary": "due", "blocks": [], "visibility": "private", "files": [], "provisional": false}'
        work.outbox.add_all(
            [
                Outgoing(f"m{n}.{i}", "home", keys[n], message.platform, f"p{n}", message.kind, body, NOW)
                for n in range(people)
                for i in range(each)
            ]
        )
        work.commit()
    return keys


async def everything(senders: list[Sender], time: Time, store: Store) -> None:
    """Until nothing is left to send."""
    while True:
        found = 0
        for sender in senders:
            found += await sender.step()
        under_way = lambda: sum(len(s.jobs._tasks) for s in senders)  # noqa: E731
        for _ in range(10_000):
            if under_way() == len(time.waiting):
                break
            await asyncio.sleep(0)
        if not found:
            if not under_way():
                with store.begin() as work:
                    if not work.outbox.waiting()["ready"]:
                        return
            time.wake()


def crowded(began: list[datetime], span: timedelta) -> int:
    """The most calls in any such span."""
    return max(bisect_left(began, at + span) - i for i, at in enumerate(began))


@pytest.mark.parametrize(
    ("people", "each", "replicas"),
    [(100, 2, 2), pytest.param(scaled(9_000), 1, 4, marks=pytest.mark.soak)],
    ids=["short", "long"],
)
def test_as_fast_as_allowed(people: int, each: int, replicas: int, tmp_path: Path) -> None:
    """9,000 and, beside them, a thousand more to people who get two; four replicas share the rates as rows."""
    time = Time(SetClock(NOW))
    bot = Bot(time=time)
    store: Store = MemoryStore() if people < 1000 else open_store(tmp_path / "credpath.db")
    keys = queued(store, people, each)
    if people > 1000:
        with store.begin() as work:
            one = work.outbox.get("home", "m1.0")
            assert one is not None
            second = [
                Outgoing(f"x{n}", "home", keys[n], "telegram", f"p{n}", one.kind, one.body, NOW) for n in range(1000)
            ]
            work.outbox.add_all(second)
            work.commit()
    total = people * each + (1000 if people > 1000 else 0)
    senders = [
        Sender(
            doing(store),
            {"telegram": bot},
            Doorway(None, None, store, time.clock),
            time.clock,
            f"s{n}",
            Jobs(50),
            time.until,
        )  # type: ignore[arg-type]
        for n in range(replicas)
    ]
    asyncio.run(everything(senders, time, store))
    began = sorted(at for at, _ in bot.began)
    assert len(began) == total
    took = (began[-1] - began[0]).total_seconds()
    share = (total - 1) / EVERYWHERE / (took - (LOOK.total_seconds() if total < 1000 else 0))  # the last ones straggle
    report("telegram-rate", {"messages": total, "replicas": replicas, "virtual_s": took, "share_of_rate": share})
    assert share >= 0.95
    for seconds in (1, 10):
        assert crowded(began, timedelta(seconds=seconds)) <= EVERYWHERE * seconds + 1
    by_chat: dict[str, list[datetime]] = {}
    for at, chat in bot.began:
        by_chat.setdefault(chat, []).append(at)
    assert all(
        b - a >= timedelta(seconds=1) for times in by_chat.values() for a, b in itertools.pairwise(sorted(times))
    )


def test_an_answer_does_not_wait_behind_reminders() -> None:
    """Whoever writes while hundreds of reminders go out is answered within a second or so."""
    store = MemoryStore()
    time = Time(SetClock(NOW))
    bot = Bot(time=time)
    queued(store, 90, 1)
    sender = Sender(
        doing(store), {"telegram": bot}, Doorway(None, None, store, time.clock), time.clock, "s", Jobs(50), time.until
    )  # type: ignore[arg-type]
    asked = NOW + timedelta(seconds=1)

    async def story() -> None:
        task = asyncio.create_task(everything([sender], time, store))
        await time.until(asked)
        with store.begin() as work:
            work.places.keep(Place("ask", "home", "telegram", "77", "dm", "k0"))
            one = work.outbox.get("home", "m1.0")
            assert one is not None
            work.outbox.add(
                Outgoing(
                    "re",
                    "home",
                    "k0",
                    "telegram",
                    "ask",
                    "reply",
                    '{"summary": "due", "blocks": [], "visibility": "private", "files": [], "provisional": false}',
                    time.clock.at,
                    priority=0,
                )
            )
            work.commit()
        await task

    asyncio.run(story())
    answered = next(at for at, chat in bot.began if chat == "77")
    assert answered - asked < timedelta(seconds=2)
    assert len(bot.began) == 91
