"""Presses of buttons, and what the bot said to them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.fakes.telegram.asking import Asked
from tests.fakes.telegram.refusal import bad
from tests.fakes.telegram.world import Clock

LIFE = timedelta(seconds=60)  # how long the fake waits for an answer; the real server does not say
_OLD = "query is too old and response timeout expired or query ID is invalid"


@dataclass
class Press:
    """One press. `answer` is None while the button spins, else what popped up ("" for nothing)."""

    id: str
    person: int
    data: str
    at: datetime
    answer: str | None = None
    alert: bool = False


class Presses:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.all: dict[str, Press] = {}

    def add(self, person: int, data: str) -> Press:
        press = Press(f"{4_000_000_000_000 + len(self.all) + 1}", person, data, self._clock.now())
        self.all[press.id] = press
        return press

    def answer(self, asked: Asked) -> bool:
        press = self.all.get(asked.params["callback_query_id"])
        if press is None or press.answer is not None or self._clock.now() - press.at > LIFE:
            raise bad(_OLD)
        text = asked.params.get("text", "")
        if len(text) > 200:
            raise bad("MESSAGE_TOO_LONG")
        if asked.params.get("url"):
            raise bad("URL_INVALID")
        press.answer, press.alert = text, bool(asked.params.get("show_alert"))
        return True

    @property
    def spinning(self) -> list[Press]:
        """Presses that nobody answered yet."""
        return [p for p in self.all.values() if p.answer is None]
