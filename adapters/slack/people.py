"""Who somebody is in Slack: name, zone, language, whether they run the workspace, and their direct message."""

from collections import OrderedDict
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from adapters.slack.api import Api
from adapters.slack.grants import Grant
from adapters.wire import Failure, Outcome
from bot.messages import Person
from bot.ports import Clock

FRESH = timedelta(minutes=15)
MOST = 10_000
T = TypeVar("T")


@dataclass(slots=True)
class Recent(Generic[T]):
    """The values used last, by tenant and user."""

    _kept: OrderedDict[tuple[str, str], T] = field(default_factory=OrderedDict)

    def get(self, tenant: str, user: str) -> T | None:
        """The value, if it is still there."""
        found = self._kept.get((tenant, user))
        if found is not None:
            self._kept.move_to_end((tenant, user))
        return found

    def put(self, tenant: str, user: str, value: T) -> None:
        """Keep a value, in the place of the one that was used longest ago."""
        self._kept[tenant, user] = value
        if len(self._kept) > MOST:
            self._kept.popitem(last=False)

    def drop(self, tenant: str) -> None:
        """Forget a tenant."""
        for key in [k for k in self._kept if k[0] == tenant]:
            del self._kept[key]


@dataclass(slots=True)
class People:
    """Asks Slack about people and remembers for 15 minutes."""

    api: Api
    clock: Clock
    _infos: Recent[tuple[dict[str, Any], datetime]] = field(default_factory=Recent)
    _rooms: Recent[str] = field(default_factory=Recent)

    async def introduced(self, grant: Grant, who: Person) -> Person:
        """The person with what Slack tells about them. Raises Failure."""
        info = await self._info(grant, who.id)
        profile = info.get("profile") or {}
        name = profile.get("display_name") or profile.get("real_name") or info.get("real_name") or who.name
        return replace(who, name=name, zone=info.get("tz") or who.zone, locale=info.get("locale") or who.locale)

    async def admin(self, grant: Grant, user: str, *, anew: bool) -> bool:
        """Whether somebody runs the workspace. `anew`: ask, whatever is remembered. Raises Failure."""
        info = await self._info(grant, user, anew=anew)
        barred = ("deleted", "is_bot", "is_restricted", "is_ultra_restricted", "is_stranger")
        runs = any(info.get(k) is True for k in ("is_admin", "is_owner", "is_primary_owner"))
        ours = grant.is_home(str(info.get("team_id") or ""), external=False)
        return runs and ours and not any(info.get(k) is True for k in barred)

    async def room(self, grant: Grant, user: str) -> str:
        """The id of the direct message with somebody. Raises Failure."""
        found = self._rooms.get(grant.tenant, user)
        if found is None:
            answer = await self.api.call(grant.token, "conversations.open", {"users": user})
            found = str((answer.get("channel") or {}).get("id") or "")
            if not found:
                raise Failure(Outcome.REFUSED, "no_channel")
            self.met(grant, user, found)
        return found

    def met(self, grant: Grant, user: str, room: str) -> None:
        """A direct message that was seen."""
        self._rooms.put(grant.tenant, user, room)

    def drop(self, tenant: str) -> None:
        """Forget a tenant."""
        self._infos.drop(tenant)
        self._rooms.drop(tenant)

    async def _info(self, grant: Grant, user: str, *, anew: bool = False) -> dict[str, Any]:
        now = self.clock.now()
        known = self._infos.get(grant.tenant, user)
        if known is not None and not anew and now - known[1] < FRESH:
            return known[0]
        answer = await self.api.call(grant.token, "users.info", {"user": user, "include_locale": True})
        info: dict[str, Any] = answer.get("user") or {}
        self._infos.put(grant.tenant, user, (info, now))
        return info
