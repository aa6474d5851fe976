"""The inbox on SQL: events come in once, and are claimed in order of their place, places side by side.

Two claimers on PostgreSQL: whoever claims holds an advisory lock of each place until the commit, and looks again under
the lock, in a statement of its own that sees what was committed before. Without it an event whose commit came late
could be claimed beside a younger one of its place that is under way. Nobody waits for these locks, so nobody deadlocks.
On SQLite the transaction holds the write lock of the file.
"""

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, text, update

from adapters.store import codec, mail_codec
from adapters.store.engine import insert_new, insert_statement
from adapters.store.mail_tables import inbox, places
from bot.errors import BadRequest
from bot.traffic import Event

WINDOW = 50  # rows looked at beyond twice the number wanted, before places are gone through one by one

_HEAD = """(SELECT e.number FROM inbox e WHERE e.tenant = {0}.tenant AND e.place = {0}.place
    AND e.free_at IS NOT NULL ORDER BY e.number LIMIT 1)"""
_UNDER_WAY = """EXISTS (SELECT 1 FROM inbox u WHERE u.tenant = {0}.tenant AND u.place = {0}.place
    AND u.state = 'claimed' AND u.free_at > :now)"""
# Fresh rows in their order and those that are to be tried again: of each the first few, and whether one is its
# place's first with nothing under way. Subqueries of single rows: no planner makes a join of whole tables of them.
NEAREST = f"""
SELECT number, tenant, place, number = {_HEAD.format("w")} AND NOT {_UNDER_WAY.format("w")} AS head FROM (
  SELECT * FROM (SELECT number, tenant, place FROM inbox WHERE free_at = 0 ORDER BY free_at, number LIMIT :most) AS a
  UNION ALL
  SELECT * FROM (SELECT number, tenant, place FROM inbox WHERE free_at > 0 AND free_at <= :now
    ORDER BY free_at, number LIMIT :most) AS b
) AS w ORDER BY number"""  # noqa: S608
# The same by going from place to place: when one place has flooded the inbox. The next one is looked for column by
# column, because SQLite compares rows by their first column only when it searches an index.
BY_PLACE = f"""
WITH RECURSIVE p(tenant, place) AS (
  SELECT * FROM (SELECT tenant, place FROM inbox WHERE free_at IS NOT NULL ORDER BY tenant, place LIMIT 1) AS f
  UNION ALL
  SELECT n.tenant, n.place FROM p JOIN inbox n ON n.number = coalesce(
    (SELECT x.number FROM inbox x WHERE x.free_at IS NOT NULL AND x.tenant = p.tenant AND x.place > p.place
      ORDER BY x.tenant, x.place, x.number LIMIT 1),
    (SELECT x.number FROM inbox x WHERE x.free_at IS NOT NULL AND x.tenant > p.tenant
      ORDER BY x.tenant, x.place, x.number LIMIT 1))
)
SELECT i.number, i.tenant, i.place FROM p JOIN inbox i ON i.number = {_HEAD.format("p")}
WHERE i.free_at <= :now AND NOT {_UNDER_WAY.format("p")} ORDER BY i.number LIMIT :most"""  # noqa: S608
_LOCK = text("SELECT k FROM unnest(CAST(:keys AS bigint[])) AS t(k) WHERE pg_try_advisory_xact_lock(k)")
_nearest, _by_place = text(NEAREST), text(BY_PLACE)
_i, _p = inbox.c, places.c
_still = (
    select(_i.number)
    .where(
        _i.number.in_(bindparam("numbers", expanding=True)),
        _i.free_at <= bindparam("now"),
        text(f"inbox.number = {_HEAD.format('inbox')}"),
        text(f"NOT {_UNDER_WAY.format('inbox')}"),
    )
    .with_for_update(skip_locked=True)
)
_rows = (
    select(_i.number, _i.place, _i.body, _i.attempt)
    .where(_i.number.in_(bindparam("numbers", expanding=True)))
    .order_by(_i.number)
)
_take = (
    update(inbox)
    .where(_i.number.in_(bindparam("numbers", expanding=True)))
    .values(state="claimed", owner=bindparam("by"), free_at=bindparam("until"), attempt=_i.attempt + 1)
)
_mine = (_i.number == bindparam("of"), _i.attempt == bindparam("tried"), _i.state == "claimed")
_finish = (
    update(inbox)
    .where(*_mine)
    .values(state=bindparam("becomes"), body="", owner="", free_at=None, reason=bindparam("why"))
)
_again = (
    update(inbox).where(*_mine).values(state="waiting", owner="", free_at=bindparam("from"), reason=bindparam("why"))
)
_known = select(_i.id).where(
    _i.platform == bindparam("platform"), _i.tenant == bindparam("tenant"), _i.id.in_(bindparam("ids", expanding=True))
)
_places, _place = (
    select(_p.id, _p.conversation, _p.dead).where(
        _p.tenant == bindparam("tenant"), _p.platform == bindparam("platform"), named
    )
    for named in (
        _p.conversation.in_(bindparam("conversations", expanding=True)),
        _p.conversation == bindparam("conversation"),
    )
)
_revive = update(places).where(_p.tenant == bindparam("of"), _p.id == bindparam("which")).values(dead="")
Group = tuple[str, str]  # tenant, platform


def lock_key(kind: str, *place: str) -> int:
    """The number of an advisory lock on PostgreSQL, signed 64 bits."""
    name = "\x00".join((kind, *place)).encode("utf-8", "replace")
    return int.from_bytes(hashlib.blake2b(name, digest_size=8).digest(), signed=True)


def lock(connection: Connection, keys: Iterable[int]) -> set[int]:
    """Those of these advisory locks that could be had at once; held until the transaction ends."""
    return set(connection.scalars(_LOCK, {"keys": sorted(set(keys))}))


class SqlInbox:
    """What happened on the platforms, each thing once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, events: Sequence[Event], at: datetime) -> list[bool]:
        """Keep events; False for one that is there already. Their places get rows, dead ones come to life."""
        came = codec.to_instant(at)
        rows = [_row(event, came) for event in events]
        groups: dict[Group, set[str]] = {}
        for event, row in zip(events, rows, strict=True):
            groups.setdefault((row["tenant"], row["platform"]), set()).add(mail_codec.clean(event.conversation))
        found = {group: self._find(group, conversations) for group, conversations in groups.items()}
        alive = all(not dead for kept in found.values() for _, dead in kept.values())
        if len(rows) == 1 and alive and found[rows[0]["tenant"], rows[0]["platform"]]:
            rows[0]["place"] = next(iter(next(iter(found.values())).values()))[0]
            return [insert_new(self._connection, inbox, rows[0])]
        # A thing that is known must not bring back a place that was forgotten since: look before making one.
        known = {(*group, id) for group in groups for id in self._ids(group, rows)}
        new, answer = [], []
        for event, row in zip(events, rows, strict=True):
            key = (row["tenant"], row["platform"], row["id"])
            answer.append(key not in known)
            if key not in known:
                known.add(key)
                row["place"] = self._place(found[row["tenant"], row["platform"]], event, row)
                new.append(row)
        return self._insert(rows, new, answer)

    def _insert(self, rows: list[codec.Row], new: list[codec.Row], answer: list[bool]) -> list[bool]:
        if not new:
            return answer
        if self._connection.dialect.name != "postgresql":
            self._connection.execute(insert(inbox), new)
            return answer
        statement: Any = insert_statement(inbox, "postgresql")
        kept = self._connection.execute(statement.returning(_i.tenant, _i.platform, _i.id), new)
        mine = {tuple(row) for row in kept}  # not what another process put in at this moment
        wanted = {id(row): (row["tenant"], row["platform"], row["id"]) in mine for row in new}
        return [wanted.get(id(row), False) for row in rows]

    def _find(self, group: Group, conversations: set[str]) -> dict[str, tuple[str, str]]:
        """The id and the death of known places, by conversation."""
        given = {"tenant": group[0], "platform": group[1]}
        if len(conversations) == 1:  # nearly always
            rows = self._connection.execute(_place, {**given, "conversation": next(iter(conversations))})
        else:
            rows = self._connection.execute(_places, {**given, "conversations": sorted(conversations)})
        return {row.conversation: (row.id, row.dead) for row in rows}

    def _ids(self, group: Group, rows: list[codec.Row]) -> list[str]:
        ids = [row["id"] for row in rows if (row["tenant"], row["platform"]) == group]
        return list(self._connection.scalars(_known, {"tenant": group[0], "platform": group[1], "ids": ids}))

    def _place(self, kept: dict[str, tuple[str, str]], event: Event, row: codec.Row) -> str:
        """The id of the event's place, made or brought to life when needed."""
        conversation = mail_codec.clean(event.conversation)
        if conversation not in kept:
            id = secrets.token_hex(12)
            group = (row["tenant"], row["platform"])
            values = {"tenant": group[0], "platform": group[1], "conversation": conversation, "id": id}
            insert_new(self._connection, places, {**values, "kind": event.kind_of_place, "learner": None, "dead": ""})
            kept.update(self._find(group, {conversation}))
        id, dead = kept[conversation]
        if dead:
            self._connection.execute(_revive, {"of": row["tenant"], "which": id})
            kept[conversation] = (id, "")
        return id

    def claim(self, owner: str, now: datetime, until: datetime, limit: int) -> list[Event]:
        """Take the oldest unfinished event of up to `limit` places that have nothing under way."""
        at, end = mail_codec.to_instants(now, until)
        numbers = self._heads(at, limit)
        if not numbers:
            return []
        rows = self._connection.execute(_rows, {"numbers": numbers}).all()
        self._connection.execute(_take, {"numbers": numbers, "by": owner, "until": end})
        claimed = []
        for row in rows:
            try:
                claimed.append(mail_codec.event_from(row.body, row.place, row.number, row.attempt + 1))
            except (BadRequest, ValueError):  # emptied because its writer was forgotten, or written by a stranger
                self._end(row.number, row.attempt + 1, "done" if row.body == "" else "failed", "unreadable")
        return claimed

    def _heads(self, now: int, limit: int) -> list[int]:
        """The rows to claim. On PostgreSQL their places are locked, and looked at once more."""
        most = 2 * limit + WINDOW
        near = self._connection.execute(_nearest, {"now": now, "most": most}).all()
        found = [row for row in near if row.head][:limit]
        if len(found) < limit and len(near) >= most:
            found = list(self._connection.execute(_by_place, {"now": now, "most": limit}))
        if not found or self._connection.dialect.name != "postgresql":
            return [row.number for row in found]
        keys = {row.number: lock_key("inbox", row.tenant, row.place) for row in found}
        got = lock(self._connection, keys.values())
        numbers = [number for number, key in keys.items() if key in got]
        return list(self._connection.scalars(_still, {"numbers": numbers, "now": now})) if numbers else []

    def done(self, number: int, attempt: int) -> bool:
        """Mark as answered and wipe what was written; False when it is not claimed for this attempt any more."""
        return self._end(number, attempt, "done", "")

    def _end(self, number: int, attempt: int, state: str, reason: str) -> bool:
        given = {"of": number, "tried": attempt, "becomes": state, "why": reason}
        return self._connection.execute(_finish, given).rowcount == 1

    def failed(self, number: int, attempt: int, reason: str, again_at: datetime | None) -> None:
        """Let go of an event that could not be answered: tried again at `again_at`; None gives it up and wipes it."""
        if again_at is None:
            self._end(number, attempt, "failed", reason)
            return
        again = max(1, codec.to_instant(again_at))
        self._connection.execute(_again, {"of": number, "tried": attempt, "from": again, "why": reason})

    def release(self) -> int:
        """Give back whatever is claimed, whoever holds it; returns how many."""
        give = update(inbox).where(_i.state == text("'claimed'")).values(state="waiting", owner="", free_at=0)
        return self._connection.execute(give).rowcount

    def prune(self, before: datetime) -> int:
        """Delete finished rows that came before an instant; returns how many."""
        old = delete(inbox).where(_i.free_at.is_(None), _i.came_at < codec.to_instant(before))
        return self._connection.execute(old).rowcount

    def waiting(self) -> tuple[int, datetime | None]:
        """How many events are unfinished, and when the oldest came."""
        count, oldest = self._connection.execute(
            select(func.count(), func.min(_i.came_at)).where(_i.free_at.is_not(None))
        ).one()
        return count, None if oldest is None else codec.from_instant(oldest)


def _row(event: Event, came: int) -> codec.Row:
    person = event.person
    return {
        "tenant": mail_codec.clean(person.tenant),
        "platform": mail_codec.clean(person.platform),
        "id": mail_codec.clean(event.id),
        "body": mail_codec.event_text(event),
        "came_at": came,
        "state": "waiting",
        "attempt": 0,
        "owner": "",
        "free_at": 0,
        "reason": "",
    }
