"""Feed events to serving processes that are killed again and again, and count what became of each event."""

import json
import random
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from adapters.store import open_store
from bot.messages import Person
from tests.soak.parent import Platform

TRY = 0.02  # seconds between attempts to reach a process that is being started


@dataclass
class Child:
    """One serving process, started anew after each kill."""

    database: str
    platform: int
    alone: bool
    lease: float
    process: "subprocess.Popen[str] | None" = None
    port: int = 0

    def start(self) -> None:
        words = [sys.executable, "-m", "tests.soak.child", self.database, str(self.platform)]
        words += ["alone" if self.alone else "many", str(self.lease)]
        self.process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line.startswith("port "), "the process did not start"
        self.port = int(line.split()[1])

    def kill(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        if self.process.stdout is not None:
            self.process.stdout.close()

    def put(self, events: list[dict[str, str]]) -> bool:
        """Whether the events were acknowledged."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/events", json.dumps(events).encode(), {"Content-Type": "application/json"}
        )
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False


@dataclass
class Count:
    """What was seen: per event how often it was applied, per answer how often it arrived, rows by state at kills."""

    events: int
    kills: int = 0
    redelivered: int = 0
    applied: Counter[str] = field(default_factory=Counter)
    arrived: Counter[str] = field(default_factory=Counter)
    caught: Counter[str] = field(default_factory=Counter)
    unfinished: int = 0
    seconds: float = 0

    @property
    def lost(self) -> int:
        """Events that were acknowledged and never applied, or never answered."""
        return sum(1 for n in range(self.events) if not self.applied[f"Ev{n}"] or not self.arrived[f"re:slack:Ev{n}"])

    @property
    def twice(self) -> int:
        """Events that were applied more than once."""
        return sum(n > 1 for n in self.applied.values())

    @property
    def extra(self) -> int:
        """Answers that arrived more than once."""
        return sum(n - 1 for n in self.arrived.values())

    def table(self) -> dict[str, Any]:
        """The figures."""
        return {
            "events": self.events, "kills": self.kills, "redelivered": self.redelivered, "lost": self.lost,
            "done_twice": self.twice, "extra_copies": self.extra, "unfinished": self.unfinished,
            "caught": dict(self.caught), "seconds": round(self.seconds, 1),
        }  # fmt: skip


def event(n: int, people: int) -> dict[str, str]:
    """Event `n`, from one of the people."""
    who = n % people
    return {"id": f"Ev{n}", "person": f"U{who}", "conversation": f"D{who}", "text": f"message {n}"}


def run(database: str, events: int, kills: int, replicas: int, people: int = 100, seed: int = 1) -> Count:
    """Send every event at least once and a tenth of them again, in batches out of order, while processes die."""
    dice = random.Random(seed)  # noqa: S311 - which batch and whom to kill
    began = time.monotonic()
    count = Count(events)
    order = [*range(events), *dice.sample(range(events), events // 10)]
    count.redelivered = len(order) - events
    window = 40  # events overtake each other by up to this many places
    order = [n for _, n in sorted((i + dice.uniform(0, window), n) for i, n in enumerate(order))]
    with Platform().running() as platform:
        children = [Child(database, platform.port, replicas == 1, 1.5) for _ in range(replicas)]
        for child in children:
            child.start()
        try:
            batches = [order[i : i + 10] for i in range(0, len(order), 10)]
            deadly = set(dice.sample(range(len(batches)), min(kills, len(batches))))
            for at, batch in enumerate(batches):
                _deliver(children, batch, people, dice)
                if at in deadly:
                    _kill(dice.choice(children), count, database, platform, dice)
            _drain(database, children, count)
        finally:
            for child in children:
                child.kill()
        count.arrived = platform.arrived
    _applied(database, people, count)
    count.seconds = time.monotonic() - began
    return count


def _deliver(children: list[Child], batch: list[int], people: int, dice: random.Random) -> None:
    """As a platform does: again, to whoever answers, until it is acknowledged."""
    for _ in range(500):
        if dice.choice(children).put([event(n, people) for n in batch]):
            return
        time.sleep(TRY)
    raise AssertionError("nobody acknowledges events any more")


def _kill(child: Child, count: Count, database: str, platform: Platform, dice: random.Random) -> None:
    time.sleep(dice.uniform(0, 0.03))  # any moment of what the batch set off
    child.kill()
    count.kills += 1
    store = open_store(database)
    with store.begin() as work:
        states = work.outbox.waiting()
    for state in ("ready", "claimed", "sending"):
        count.caught[state] += states.get(state, 0)
    store.close()
    child.start()


def _drain(database: str, children: list[Child], count: Count) -> None:
    store = open_store(database)
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        with store.begin() as work:
            waiting, _ = work.inbox.waiting()
            states = work.outbox.waiting()
        count.unfinished = waiting + sum(states.get(s, 0) for s in ("ready", "claimed", "sending"))
        if not count.unfinished:
            break
        time.sleep(0.05)
    store.close()


def _applied(database: str, people: int, count: Count) -> None:
    store = open_store(database)
    for who in range(people):
        with store.begin() as work:
            record = work.learners.find(Person("home", "slack", f"U{who}"))
        for entry in record.progress if record else ():
            count.applied[entry.note] += 1
    store.close()
