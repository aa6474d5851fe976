"""Tokens that last 12 hours: renewed early, by one process at a time.

A refresh token is good once. Whoever wants to use it first claims the row by compare-and-swap; the others go on with
the old token, which still lasts for a while. Source: docs.slack.dev/authentication/using-token-rotation.
"""

import asyncio
import logging
from dataclasses import dataclass, field, replace

from adapters.slack.api import Api
from adapters.slack.installed import Installed, from_json
from adapters.slack.ports import Installations, SlackSettings
from adapters.wire import Failure, Outcome
from bot.ports import Clock

EARLY = 2 * 3600.0  # seconds before its end that a token is renewed
CLAIM = 60.0
log = logging.getLogger(__name__)


@dataclass(slots=True)
class Rotation:
    """Reads installations with a token that works now."""

    settings: SlackSettings
    api: Api
    store: Installations
    clock: Clock
    _unsaved: dict[tuple[str, str], Installed] = field(default_factory=dict)

    async def read(self, enterprise: str, team: str) -> Installed | None:
        """The installation, its token renewed when that is due. Raises Failure."""
        await self._save_late(enterprise, team)
        found = await asyncio.to_thread(self._find, enterprise, team)
        if found is None or not found.refresh_token or not found.expires_at:
            return found
        now = self.clock.now().timestamp()
        if found.expires_at - now > EARLY:
            return found
        if found.claimed_until <= now:
            claimed = replace(found, claimed_until=now + CLAIM)
            if await asyncio.to_thread(self._write, claimed):
                return await self._renewed(replace(claimed, version=found.version + 1), now)
            found = await asyncio.to_thread(self._find, enterprise, team)
        if found is None or found.expires_at > now:
            return found
        raise Failure(Outcome.LATER, "token_being_renewed", 2)

    async def _renewed(self, mine: Installed, now: float) -> Installed:
        try:
            answer = await self.api.exchange(
                self.settings.client_id,
                self.settings.client_secret,
                {"grant_type": "refresh_token", "refresh_token": mine.refresh_token},
            )
            new = replace(
                mine,
                bot_token=answer["access_token"],
                refresh_token=answer["refresh_token"],
                expires_at=now + float(answer["expires_in"]),
                claimed_until=0,
            )
        except (Failure, KeyError, TypeError, ValueError) as error:
            reason = error.reason if isinstance(error, Failure) else type(error).__name__
            log.warning("a token could not be renewed", extra={"reason": reason})
            if isinstance(error, Failure) and error.outcome is Outcome.LATER:  # not used up: the next one may try
                await asyncio.to_thread(self._write, replace(mine, claimed_until=0))
            if mine.expires_at > now:
                return mine
            raise error if isinstance(error, Failure) else Failure(Outcome.DOUBT, reason) from None
        return await self._kept(new)

    async def _kept(self, new: Installed) -> Installed:
        """Write new tokens; when the row changed meanwhile (installed again), what is there counts."""
        try:
            if await asyncio.to_thread(self._write, new):
                return replace(new, version=new.version + 1)
        except Exception as error:  # the old refresh token is used up: these must not be lost
            log.error("renewed tokens are not saved yet", extra={"reason": type(error).__name__})
            self._unsaved[new.enterprise, new.team] = new
            return new
        found = await asyncio.to_thread(self._find, new.enterprise, new.team)
        if found is None:
            raise Failure(Outcome.REFUSED, "not_installed")
        return found

    async def _save_late(self, enterprise: str, team: str) -> None:
        if new := self._unsaved.get((enterprise, team)):
            await asyncio.to_thread(self._write, new)
            del self._unsaved[enterprise, team]

    def _find(self, enterprise: str, team: str) -> Installed | None:
        found = self.store.find(enterprise, team)
        return from_json(enterprise, team, *found) if found else None

    def _write(self, row: Installed) -> bool:
        return self.store.save(row.enterprise, row.team, row.to_json(), row.version)
