"""Where a Slack app was installed. The tokens come in sealed (`adapters.sealing`) and are never opened here."""

import hashlib
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from adapters.store import codec
from adapters.store.engine import insert_new
from adapters.store.mail_tables import door_states, installations
from adapters.store.unit_of_work import SqlStore
from bot.errors import StaleRecord

LIFE = timedelta(minutes=10)

_i, _s = installations.c, door_states.c


@dataclass(frozen=True, slots=True)
class Installation:
    """One installation. `enterprise` and `team` are Slack's ids, "" for none; `team` is "" when a whole enterprise
    installed the app. `sealed` holds the tokens. `version` grows by one with each save, from somewhere; it is 0
    before the first. After a removal it begins elsewhere, so that nobody who still holds an old one can write.
    """

    enterprise: str
    team: str
    tenant: str
    whole_enterprise: bool
    sealed: str
    bot_user: str
    refreshed_at: datetime
    version: int = 0


class Installations:
    """Each call is a transaction of its own."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store

    def find(self, enterprise: str, team: str) -> Installation | None:
        """The installation of a workspace, else the one of its whole enterprise."""
        with self._store.begin() as work:
            found = _get(work.connection, enterprise, team)
            if found is None and enterprise and team:
                found = _get(work.connection, enterprise, "")
            return found if found is None or found.team == team or found.whole_enterprise else None

    def save(self, installation: Installation) -> Installation:
        """Write a new installation (version 0) over whatever is there, or the next version of the one that was found.

        Raises StaleRecord when another process saved it meanwhile: of several that refresh a token one wins.
        """
        given = codec.checked(installation)
        where = (_i.enterprise == given.enterprise, _i.team == given.team)
        with self._store.begin() as work:
            new = secrets.randbelow(codec.LARGEST // 2) + 1  # after a removal no old version is met again
            saved = replace(given, version=given.version + 1 if given.version else new)
            row = codec.to_row(saved)
            if given.version or not insert_new(work.connection, installations, row):
                same = (_i.version == given.version,) if given.version else ()
                if work.connection.execute(update(installations).where(*where, *same).values(row)).rowcount != 1:
                    raise StaleRecord
            work.commit()
        return saved

    def remove(self, enterprise: str, team: str) -> None:
        """Delete an installation. What the tenant stored is deleted by `SqlStore.erase`."""
        with self._store.begin() as work:
            work.connection.execute(delete(installations).where(_i.enterprise == enterprise, _i.team == team))
            work.commit()

    def issue(self, now: datetime) -> str:
        """A state for one authorization, good for ten minutes. Only its digest is kept."""
        state = secrets.token_urlsafe(32)
        at = codec.to_instant(now)
        with self._store.begin() as work:
            work.connection.execute(delete(door_states).where(_s.expires_at <= at))
            row = {"digest": _digest(state), "expires_at": codec.to_instant(now + LIFE)}
            work.connection.execute(insert(door_states), row)
            work.commit()
        return state

    def consume(self, state: str, now: datetime) -> bool:
        """Use a state up: True once, within ten minutes of `issue`."""
        with self._store.begin() as work:
            used = delete(door_states).where(_s.digest == _digest(state), _s.expires_at > codec.to_instant(now))
            good = work.connection.execute(used).rowcount == 1
            work.commit()
        return good


def _get(connection: Connection, enterprise: str, team: str) -> Installation | None:
    wanted = select(installations).where(_i.enterprise == enterprise, _i.team == team)
    row = connection.execute(wanted).mappings().first()
    return None if row is None else codec.from_row(Installation, row)


def _digest(state: str) -> str:
    return hashlib.sha256(state.encode("utf-8", "replace")).hexdigest()
