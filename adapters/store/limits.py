"""Rates that all processes share, and leases, on SQL.

Rows of rates are written in the order of their keys, so that two processes never wait for each other in a circle. What
has run out says the same as no row, and is swept away now and then.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import BindParameter, Connection, bindparam, case, delete, or_, select, text, update

from adapters.store import codec, mail_codec
from adapters.store.engine import insert_new, insert_statement
from adapters.store.mail_tables import leases, rates
from bot.traffic import Rate, Slot

_LOCK = text("SELECT pg_advisory_xact_lock(:one, :two)").bindparams(one=0x63726564, two=1)  # none of one number
FOREVER = datetime.max.replace(tzinfo=UTC)
SWEEP = 1009  # one in so many reservations sweeps

_r, _l = rates.c, leases.c
_kept = select(rates).where(_r.key.in_(bindparam("keys", expanding=True))).order_by(_r.key).with_for_update()
_charge = update(rates).where(_r.key == bindparam("which")).values(free_at=bindparam("at"))
_later: BindParameter[int] = bindparam("until")
_pause = (
    update(rates)
    .where(_r.key == bindparam("which"))
    .values(paused_until=case((_r.paused_until < _later, _later), else_=_r.paused_until))
)
_over = select(_r.key).where(_r.free_at <= bindparam("now"), _r.paused_until <= bindparam("now"))
_sweep = delete(rates).where(_r.key.in_(_over.with_for_update(skip_locked=True)))
_again = (
    update(leases)
    .where(_l.name == bindparam("which"), or_(_l.owner == bindparam("by"), _l.until <= bindparam("now")))
    .values(owner=bindparam("by"), until=bindparam("end"))
)


class SqlLimits:
    """Rates and leases."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def reserve(self, wanted: Sequence[Rate], now: datetime, until: datetime | None = None) -> Slot:
        """The first instant at or after `now` at which all the rates allow one more, and whether it was taken."""
        return self.reserve_all([wanted], now, [until or FOREVER])[0]

    def reserve_all(self, wanted: Sequence[Sequence[Rate]], now: datetime, until: Sequence[datetime]) -> list[Slot]:
        """The same for several things, one after the other, in three statements."""
        at = codec.to_instant(now)
        ends = [codec.to_instant(end) for end in until]
        keyed = [[replace(rate, key=mail_codec.rate_key(rate.key)) for rate in each] for each in wanted]
        keys = sorted({rate.key for each in keyed for rate in each})
        if not keys:
            return [Slot(now, True)] * len(wanted)
        if self._connection.dialect.name == "postgresql":
            self._alone()
            self._make(keys)  # before any is locked: what is inserted waits for others too
            after = self._of(keys)
        else:
            after = self._of(keys)
            self._make([key for key in keys if key not in after])
        found: list[Slot] = []
        for each, end in zip(keyed, ends, strict=True):
            first, charged = mail_codec.slots(each, after, at, end)
            found.append(Slot(codec.from_instant(first), charged is not None))
            after = after if charged is None else charged
        if charges := [{"which": key, "at": after[key][0]} for key in keys if key in after]:
            self._connection.execute(_charge, charges)
        if at % SWEEP == 0:
            self._connection.execute(_sweep, {"now": at})
        return found

    def _make(self, keys: list[str]) -> None:
        if keys:
            new = insert_statement(rates, self._connection.dialect.name)
            self._connection.execute(new, [{"key": key, "free_at": 0, "paused_until": 0} for key in keys])

    def _of(self, keys: list[str]) -> dict[str, tuple[int, int]]:
        return {row.key: (row.free_at, row.paused_until) for row in self._connection.execute(_kept, {"keys": keys})}

    def _alone(self) -> None:
        """One transaction at a time changes rates, until it ends: in a batch each reserves several times, in an order
        that nobody knows beforehand, and two of them would wait for each other.
        """
        if self._connection.dialect.name == "postgresql":
            self._connection.execute(_LOCK)

    def pause(self, key: str, until: datetime) -> None:
        """Nothing under this key before an instant."""
        self._alone()
        end, digest = codec.to_instant(until), mail_codec.rate_key(key)
        if not insert_new(self._connection, rates, {"key": digest, "free_at": 0, "paused_until": end}):
            self._connection.execute(_pause, {"which": digest, "until": end})

    def lease(self, name: str, owner: str, now: datetime, until: datetime) -> bool:
        """Hold a name until an instant, or hold it longer; False while another owner holds it."""
        at, end = mail_codec.to_instants(now, until)
        if insert_new(self._connection, leases, {"name": name, "owner": owner, "until": end}):
            return True
        given = {"which": name, "by": owner, "now": at, "end": end}
        return self._connection.execute(_again, given).rowcount == 1

    def let_go(self, name: str, owner: str) -> None:
        """Give a held name back."""
        self._connection.execute(delete(leases).where(_l.name == name, _l.owner == owner))
