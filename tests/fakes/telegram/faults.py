"""What goes wrong with the next calls: told by a test, used up one call at a time, in order."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from tests.fakes.telegram.refusal import Refusal, flood

Kind = Literal["answer", "reset", "hang", "lost", "stuck"]


@dataclass
class Fault:
    """`answer`: that refusal, nothing done. `reset`: the connection breaks, nothing done. `hang`: nothing happens
    until it is released. `lost`: done, then the connection breaks. `stuck`: done, but no answer until it is released.
    """

    kind: Kind
    method: str | None
    times: int
    refusal: Refusal | None = None
    page: bool = False  # a proxy's page instead of JSON


class Faults:
    """`method` names the calls that are meant; None: any but getUpdates. `times`: how many of them."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self._changed = changed
        self._waiting: list[Fault] = []
        self._release = asyncio.Event()
        self.holding = 0

    def flood(self, seconds: int = 3, method: str | None = None, times: int = 1) -> None:
        self._waiting.append(Fault("answer", method, times, flood(seconds)))

    def error(self, status: int = 500, method: str | None = None, times: int = 1, page: bool = False) -> None:
        names = {500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout"}
        refusal = Refusal(status, names.get(status, "Bad Request"))
        self._waiting.append(Fault("answer", method, times, refusal, page))

    def refuse(self, refusal: Refusal, method: str | None = None, times: int = 1) -> None:
        self._waiting.append(Fault("answer", method, times, refusal))

    def reset(self, method: str | None = None, times: int = 1) -> None:
        self._waiting.append(Fault("reset", method, times))

    def hang(self, method: str | None = None, times: int = 1) -> None:
        self._waiting.append(Fault("hang", method, times))

    def lose_answer(self, method: str | None = None, times: int = 1, hold: bool = False) -> None:
        """Do what is asked, but do not say so: the connection breaks, or nothing comes until `release`."""
        self._waiting.append(Fault("stuck" if hold else "lost", method, times))

    def release(self) -> None:
        """Let go of all calls that are held."""
        release, self._release = self._release, asyncio.Event()
        release.set()

    def clear(self) -> None:
        self._waiting.clear()

    def take(self, method: str) -> Fault | None:
        for fault in self._waiting:
            if fault.method == method or (fault.method is None and method != "getUpdates"):
                fault.times -= 1
                if fault.times <= 0:
                    self._waiting.remove(fault)
                return fault
        return None

    async def held(self) -> None:
        self.holding += 1
        self._changed()
        try:
            await self._release.wait()
        finally:
            self.holding -= 1
            self._changed()
