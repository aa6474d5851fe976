"""How often a bot may write: 30 a second in all, one a second to a chat, 20 a minute to a group. Exact, in the
clock's time; the real server is a little more lenient, and says so nowhere.
"""

import math
from collections import deque
from datetime import datetime

from tests.fakes.telegram.refusal import flood
from tests.fakes.telegram.world import Chat, Clock

_ALL = (30, 1.0)
_CHAT = (1, 1.0)
_GROUP = (20, 60.0)
_FREE = ("sendChatAction", "sendMessageDraft")


def counted(method: str) -> bool:
    """Whether a call counts as writing."""
    return method.startswith(("send", "edit")) and method not in _FREE


class Floods:
    """What was sent lately."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._sent: dict[int | None, deque[datetime]] = {}

    def check(self, chat: Chat) -> None:
        """Raises Refusal (429) when it is too soon; a refused call does not count."""
        now = self._clock.now()
        rules: list[tuple[int | None, tuple[int, float]]] = [(None, _ALL), (chat.id, _CHAT)]
        if chat.kind != "private":
            rules.append((chat.id, _GROUP))
        wait = max(self._wait(key, now, *rule) for key, rule in rules)
        if wait > 0:
            raise flood(max(1, math.ceil(wait)))

    def count(self, chat: Chat) -> None:
        for key in (None, chat.id):
            self._sent.setdefault(key, deque(maxlen=64)).append(self._clock.now())

    def _wait(self, key: int | None, now: datetime, most: int, seconds: float) -> float:
        sent = self._sent.get(key, deque())
        if len(sent) < most:
            return 0.0
        return seconds - (now - sent[-most]).total_seconds()
