"""Serving processes that die and are started anew. They are forked from one that has imported everything already, so
that a life begins in a few milliseconds.
"""

import json
import multiprocessing
import random
import signal
import time
import urllib.error
import urllib.request
from collections import Counter
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from typing import Any

from tests.soak import child
from tests.soak.child import Death

LIVES_ON = Death()
POINTS = ("inside", "claimed", "sending", "sent", "any")
_nursery: Any = None


def nursery() -> Any:
    """Where processes are forked."""
    global _nursery
    if _nursery is None:
        _nursery = multiprocessing.get_context("forkserver")
        _nursery.set_forkserver_preload(["pytest", "tests.soak.child", "psycopg", "adapters.store.postgres"])
    return _nursery


@dataclass
class Life:
    """One serving process, started anew after each death."""

    database: str
    platform: int
    alone: bool
    lease: float = 1.5
    death: Death = field(default=LIVES_ON)
    process: BaseProcess | None = None
    port: int = 0
    dies_at: float = 0

    def start(self, death: Death = LIVES_ON) -> None:
        here, there = nursery().Pipe(duplex=False)
        given = (self.database, self.platform, self.alone, self.lease, death, there)
        self.death = death
        self.process = nursery().Process(target=child.run, args=given, daemon=True)
        self.process.start()
        there.close()
        try:
            self.port = here.recv()
        except EOFError:  # died before it listened: the death was that early
            self.port = 1
        here.close()
        self.dies_at = time.monotonic() + death.after / 50 if death.point == "any" else float("inf")

    @property
    def pid(self) -> int:
        assert self.process is not None
        assert self.process.pid is not None
        return self.process.pid

    def dead(self) -> bool:
        """Whether it has died; kills it when its time has come."""
        assert self.process is not None
        if time.monotonic() >= self.dies_at and self.process.is_alive():
            self.process.kill()
            self.process.join()
        return not self.process.is_alive()

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.join()

    def stop(self, patience: float) -> float:
        """SIGTERM; returns how long it took to go. Killed after `patience` seconds."""
        assert self.process is not None
        began = time.monotonic()
        self.process.terminate()
        self.process.join(patience)
        took = time.monotonic() - began
        if self.process.is_alive():
            self.kill()
        return took

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
class Deaths:
    """Which process dies where, as evenly as the points go; and what was found of the dead ones."""

    dice: random.Random
    wanted: int
    most: int  # how often a point is passed at most before it is the last time
    given: int = 0
    happened: Counter[str] = field(default_factory=Counter)

    def next(self) -> Death:
        """The death of the next life; none when there were enough."""
        if self.given >= self.wanted:
            return LIVES_ON
        point = POINTS[self.given % len(POINTS)]
        self.given += 1
        return Death(point, self.dice.randint(1, self.most))

    def behind(self, share: float) -> bool:
        """Whether fewer have died than are to die in this share of the run."""
        return sum(self.happened.values()) < int(self.wanted * share)

    def seen(self, life: Life) -> None:
        """A process died."""
        assert life.process is not None
        assert life.process.exitcode == -signal.SIGKILL, f"it died of {life.process.exitcode}, at {life.death}"
        self.happened[life.death.point] += 1
