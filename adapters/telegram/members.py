"""Who runs a group, as Telegram tells it: its creator and its administrators."""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from telegram.error import TelegramError

from adapters.telegram.api import Api
from bot.ports import Clock

FRESH = timedelta(minutes=15)
MOST = 10_000
_RUN = ("creator", "administrator")


@dataclass(slots=True)
class Members:
    """Asks about members and remembers for 15 minutes."""

    api: Api
    clock: Clock
    _known: OrderedDict[tuple[int, int], tuple[bool, datetime]] = field(default_factory=OrderedDict)

    async def admin(self, chat: int, user: int, *, anew: bool) -> bool:
        """Whether somebody runs a group; nobody runs a private chat. `anew`: ask, whatever is remembered. No when
        Telegram does not say.
        """
        if chat >= 0:
            return False
        now = self.clock.now()
        known = self._known.get((chat, user))
        if known is not None and not anew and now - known[1] < FRESH:
            return known[0]
        self._known.pop((chat, user), None)
        try:
            member = await self.api.call("getChatMember", {"chat_id": chat, "user_id": user})
        except TelegramError:
            return False
        about = member if isinstance(member, dict) else {}
        who = about.get("user") or {}
        runs = about.get("status") in _RUN and who.get("id") == user and not who.get("is_bot")
        self._known[chat, user] = (runs, now)
        if len(self._known) > MOST:
            self._known.popitem(last=False)
        return runs
