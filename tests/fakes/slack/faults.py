"""What can go wrong on the way: switches for the next calls, and the rates of the real service."""

import asyncio
import math
from collections import deque
from dataclasses import dataclass, field
from typing import Literal

from tests.fakes.slack.refusal import Refusal
from tests.fakes.slack.rules import RULES
from tests.fakes.slack.world import Clock

Kind = Literal["ratelimited", "500", "reset", "hold", "lost"]


@dataclass
class Fault:
    """For one call of a method, or of any with "*". `lost`: done, but the answer never arrives."""

    kind: Kind
    method: str = "*"
    wait: int = 1  # seconds, of a ratelimited
    held: asyncio.Event = field(default_factory=asyncio.Event)  # set once somebody waits
    release: asyncio.Event = field(default_factory=asyncio.Event)


class Faults:
    """The next faults, in order."""

    def __init__(self) -> None:
        self.next: list[Fault] = []

    def add(self, kind: Kind, method: str = "*", times: int = 1, wait: int = 1) -> list[Fault]:
        made = [Fault(kind, method, wait) for _ in range(times)]
        self.next += made
        return made

    def take(self, method: str) -> Fault | None:
        for fault in self.next:
            if fault.method in ("*", method):
                self.next.remove(fault)
                return fault
        return None


class Rates:
    """Calls a minute of each method and workspace, and one message a second and channel. Off until it is switched on.

    Source: docs.slack.dev/apis/web-api/rate-limits. A window slides by the injected clock.
    """

    def __init__(self, clock: Clock) -> None:
        self.on = False
        self._clock = clock
        self._calls: dict[tuple[str, ...], deque[float]] = {}

    def count(self, method: str, team: str, channel: str) -> None:
        """One more call. Raises Refusal with the seconds to wait."""
        if not self.on:
            return
        self._one((method, team), RULES[method].minute, 60.0)
        if method in ("chat.postMessage", "chat.startStream") and channel:
            self._one(("post", team, channel), 1, 1.0)

    def _one(self, key: tuple[str, ...], most: int, span: float) -> None:
        now, seen = self._clock.now().timestamp(), self._calls.setdefault(key, deque())
        while seen and seen[0] <= now - span:
            seen.popleft()
        if len(seen) >= most:
            raise limited(max(1, math.ceil(seen[0] + span - now)))
        seen.append(now)


def limited(seconds: int) -> Refusal:
    return Refusal("ratelimited", 429, {"Retry-After": str(seconds)})
