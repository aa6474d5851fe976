"""What the app said to something that was delivered to it."""

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Attempt:
    """One try. `status` is 0 without an answer; `reason` why there has to be another one; `ack` the socket's."""

    status: int
    body: Any
    headers: dict[str, str] = field(default_factory=dict)
    reason: str = ""
    ack: Json | None = None
    sent: dict[str, str] = field(default_factory=dict)  # the request's headers


@dataclass(frozen=True)
class Answer:
    """All tries; the last one counts. `body` is JSON where it is some, else a text, None when it is empty."""

    attempts: list[Attempt]
    payload: Json
    kind: str

    @property
    def status(self) -> int:
        return self.attempts[-1].status

    @property
    def body(self) -> Any:
        return self.attempts[-1].body

    @property
    def ack(self) -> Json | None:
        return self.attempts[-1].ack

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300
