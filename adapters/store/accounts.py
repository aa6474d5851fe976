"""Which accounts are one learner, and the codes that link another one, on SQL."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from adapters.store import codec, forgetting
from adapters.store.engine import insert_new
from adapters.store.mail_tables import codes, places, tries
from adapters.store.repositories import require
from adapters.store.tables import identities, learners
from bot.messages import Person
from bot.traffic import Code

HOUR = timedelta(hours=1)

_i = identities.c
_of = (
    select(_i.platform, _i.platform_id, _i.name)
    .where(_i.tenant == bindparam("of"), _i.learner == bindparam("by"))
    .order_by(_i.position, _i.platform, _i.platform_id)
)


class SqlAccounts:
    """Which accounts on platforms are one learner."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, tenant: str, learner: str) -> list[Person]:
        """The learner's accounts, in the order they were added."""
        rows = self._connection.execute(_of, {"of": tenant, "by": learner})
        return [Person(tenant, row.platform, row.platform_id, row.name) for row in rows]

    def offer(self, code: Code) -> None:
        """Keep a code; an older one of the learner is void."""
        row = codec.to_row(codec.checked(code))
        t = codes.c
        if not insert_new(self._connection, codes, row):
            mine = update(codes).where(t.tenant == code.tenant, t.learner == code.learner)
            self._connection.execute(mine.values(digest=row["digest"], expires_at=row["expires_at"]))

    def redeem(self, tenant: str, digest: str, now: datetime) -> str | None:
        """Take a code that has not expired off; returns the learner it was offered by."""
        t, at = codes.c, codec.to_instant(now)
        learner: str | None = self._connection.scalar(
            select(t.learner)
            .where(t.tenant == tenant, t.digest == digest, t.expires_at > at)
            .order_by(t.learner)
            .limit(1)
            .with_for_update()
        )
        if learner is None:
            return None
        mine = delete(codes).where(t.tenant == tenant, t.learner == learner, t.digest == digest)
        return learner if self._connection.execute(mine).rowcount == 1 else None

    def tried(self, tenant: str, learner: str, now: datetime, most: int) -> bool:
        """Count a wrong code; False once there were `most` within the last hour (then it counts no further)."""
        t, at = tries.c, codec.to_instant(now)
        of = (t.tenant == tenant, t.learner == learner)
        own = select(learners.c.key).where(learners.c.tenant == tenant, learners.c.key == learner)
        self._connection.execute(own.with_for_update())  # two wrong codes at once are counted one by one
        since = codec.to_instant(now - HOUR)
        self._connection.execute(delete(tries).where(*of, t.at <= since))
        if (self._connection.scalar(select(func.count()).select_from(tries).where(*of)) or 0) >= most:
            return False
        self._connection.execute(insert(tries), {"tenant": tenant, "learner": codec.checked(learner), "at": at})
        return True

    def leave(self, person: Person) -> None:
        """Take an account off its learner, and with it the learner's private places on that platform."""
        mine = (_i.tenant == person.tenant, _i.platform == person.platform, _i.platform_id == person.id)
        learner = self._connection.scalar(select(_i.learner).where(*mine))
        self._connection.execute(delete(identities).where(*mine))
        p = places.c
        there = update(places).where(p.tenant == person.tenant, p.platform == person.platform, p.learner == learner)
        self._connection.execute(there.values(learner=None))

    def move(self, tenant: str, from_learner: str, to_learner: str) -> None:
        """Give accounts and places of one learner to another one; what else the first has is deleted. Raises NotFound
        when there is no such other learner.
        """
        if from_learner == to_learner:
            return
        require(self._connection, tenant, to_learner)
        own = (_i.tenant == tenant, _i.learner == to_learner)
        last = self._connection.scalar(select(func.max(_i.position)).where(*own))
        behind = 0 if last is None else last + 1
        given = update(identities).where(_i.tenant == tenant, _i.learner == from_learner)
        self._connection.execute(given.values(learner=to_learner, position=_i.position + behind))
        p = places.c
        self._connection.execute(
            update(places).where(p.tenant == tenant, p.learner == from_learner).values(learner=to_learner)
        )
        forgetting.delete_rows(self._connection, tenant, from_learner)
