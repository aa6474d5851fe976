"""Which tenant a request is for, and the token to answer it with."""

import asyncio
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from adapters.slack.api import Api
from adapters.slack.installed import Installed, ids_of, tenant_of
from adapters.slack.ports import Installations, SlackSettings
from adapters.slack.rotation import Rotation
from adapters.wire import Failure, Outcome
from bot.ports import Clock

KEPT = timedelta(seconds=60)  # how long another process may not notice that a workspace is gone
_BAD = frozenset({"invalid_auth", "token_revoked", "token_expired", "not_authed", "account_inactive"})


@dataclass(frozen=True, slots=True)
class Grant:
    """What the app may act as in one tenant. `team` is "" for a whole organisation."""

    tenant: str
    token: str = field(repr=False)
    team: str
    enterprise: str
    bot_user: str

    def is_home(self, team: str, *, external: bool) -> bool:
        """Whether somebody of a team belongs to the tenant. `external`: seen in a channel shared with strangers."""
        if team and team in (self.team, self.enterprise):
            return True
        return not external and (not team or not self.team)


class Grants:
    """Finds grants, from memory for a minute. Without installations there is one tenant, that of the bot token."""

    def __init__(self, settings: SlackSettings, api: Api, store: Installations | None, clock: Clock) -> None:
        self._settings = settings
        self._api = api
        self._clock = clock
        self._rotation = Rotation(settings, api, store, clock) if store is not None else None
        self._own: Grant | None = None
        self._known: dict[str, tuple[Grant | None, datetime]] = {}
        self._locks: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    @property
    def own(self) -> Grant | None:
        """The only grant, once it is known; kept after its token was revoked, to tell whose that was."""
        return self._own

    async def at(self, enterprise: str, team: str, *, wide: bool) -> Grant | None:
        """The grant of a request's ids; None when the app is not installed there. Raises Failure."""
        if self._rotation is None:
            own = await self._single()
            mine = (own.enterprise == enterprise) if wide and not own.team else own.team == team
            return own if mine else None
        return await self._read(tenant_of(enterprise, "" if wide else team), self._rotation)

    async def of(self, tenant: str) -> Grant:
        """The grant of a tenant. Raises Failure."""
        if self._rotation is None:
            own = await self._single()
            found = own if own.tenant == tenant else None
        else:
            found = await self._read(tenant, self._rotation)
        if found is None:
            raise Failure(Outcome.REFUSED, "not_installed")
        return found

    def drop(self, tenant: str) -> None:
        """Forget what is in memory about a tenant."""
        self._known.pop(tenant, None)

    async def again(self, grant: Grant, failure: Failure) -> bool:
        """After a failure: whether it was the token's, and there is another one now (renewed by another process)."""
        if self._rotation is None or failure.reason not in _BAD:
            return False
        self.drop(grant.tenant)
        try:
            return (await self.of(grant.tenant)).token != grant.token
        except Failure:
            return False

    async def _single(self) -> Grant:
        if self._own is None:
            async with self._locks[""]:
                if self._own is None:
                    me = await self._api.call(self._settings.bot_token, "auth.test", {})
                    wide = me.get("is_enterprise_install") is True
                    self._own = Grant(
                        self._settings.tenant,
                        self._settings.bot_token,
                        "" if wide else str(me.get("team_id") or ""),
                        str(me.get("enterprise_id") or ""),
                        str(me.get("user_id") or ""),
                    )
        return self._own

    async def _read(self, tenant: str, rotation: Rotation) -> Grant | None:
        now = self._clock.now()
        known = self._known.get(tenant)
        if known is not None and known[1] > now:
            return known[0]
        async with self._locks[tenant]:
            known = self._known.get(tenant)
            if known is not None and known[1] > now:
                return known[0]
            try:
                enterprise, team = ids_of(tenant)
            except ValueError:
                return None
            try:
                found = await rotation.read(enterprise, team)
            except Failure:
                raise
            except Exception as error:  # the database, or a key: nothing has been sent
                raise Failure(Outcome.LATER, type(error).__name__) from None
            grant = _grant(found) if found else None
            self._known[tenant] = (grant, now + KEPT)
            return grant


def _grant(found: Installed) -> Grant:
    return Grant(found.tenant, found.bot_token, found.team, found.enterprise, found.bot_user)
