"""Whose turn it is in the outbox: at most one message a place, the most urgent first, the oldest of these first.

A message that is ready once more (`free_at` AGAIN) keeps those waiting that came to its place after it, so that parts
and messages stay in order. On PostgreSQL places are locked like those of the inbox (see `inbox`).
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select, text

from adapters.store.inbox import WINDOW, lock, lock_key
from adapters.store.mail_tables import outbox

_SAME = "{0}.tenant = {1}.tenant AND {0}.conversation = {1}.conversation AND {0}.platform = {1}.platform"
_BUSY = f"""EXISTS (SELECT 1 FROM outbox u WHERE {_SAME.format("u", "{0}")}
    AND u.free_at <> 0 AND u.free_at > 0)"""  # noqa: S608
_EARLIER = f"""EXISTS (SELECT 1 FROM outbox q WHERE {_SAME.format("q", "{0}")}
    AND q.free_at <> 0 AND q.free_at = -1 AND q.number < {{0}}.number)"""  # noqa: S608
_NEXT = """(SELECT x.number FROM outbox x WHERE x.state = 'ready' AND {0}
    ORDER BY x.tenant, x.conversation, x.platform, x.priority, x.due_at, x.number LIMIT 1)"""
NEAREST = f"""
SELECT number, tenant, conversation, platform, priority, due_at, NOT {_BUSY.format("w")}
  AND NOT {_EARLIER.format("w")} AS open
FROM (SELECT number, tenant, conversation, platform, priority, due_at FROM outbox
  WHERE state = 'ready' AND platform = :platform AND due_at <= :now
  ORDER BY priority, due_at, number LIMIT :most) AS w
ORDER BY priority, due_at, number"""  # noqa: S608
BY_PLACE = f"""
WITH RECURSIVE p(tenant, conversation, platform) AS (
  SELECT * FROM (SELECT tenant, conversation, platform FROM outbox WHERE state = 'ready'
    ORDER BY tenant, conversation, platform LIMIT 1) AS f
  UNION ALL
  SELECT n.tenant, n.conversation, n.platform FROM p JOIN outbox n ON n.number = coalesce(
    {_NEXT.format("x.tenant = p.tenant AND x.conversation = p.conversation AND x.platform > p.platform")},
    {_NEXT.format("x.tenant = p.tenant AND x.conversation > p.conversation")},
    {_NEXT.format("x.tenant > p.tenant")})
)
SELECT o.number, o.tenant, o.conversation, o.platform, o.priority, o.due_at
FROM p JOIN outbox o ON o.number = (
  SELECT c.number FROM outbox c WHERE {_SAME.format("c", "p")} AND c.state = 'ready' AND c.due_at <= :now
    AND NOT {_EARLIER.format("c")} ORDER BY c.priority, c.due_at, c.number LIMIT 1)
WHERE p.platform = :platform AND NOT {_BUSY.format("p")}
ORDER BY o.priority, o.due_at, o.number LIMIT :most"""  # noqa: S608
_nearest, _by_place = text(NEAREST), text(BY_PLACE)
_still = (
    select(outbox.c.number)
    .where(
        outbox.c.number.in_(bindparam("numbers", expanding=True)),
        text(f"outbox.state = 'ready' AND NOT {_BUSY.format('outbox')} AND NOT {_EARLIER.format('outbox')}"),
    )
    .with_for_update(skip_locked=True)
)


def turns(connection: Connection, platforms: Sequence[str], now: int, limit: int) -> list[int]:
    """The rows to claim, in order; on PostgreSQL locked."""
    found: list[Any] = []
    for platform in sorted(set(platforms)):
        found += _of(connection, platform, now, limit)
    found.sort(key=lambda row: (row.priority, row.due_at, row.number))
    found = found[:limit]
    if not found or connection.dialect.name != "postgresql":
        return [row.number for row in found]
    keys = {row.number: lock_key("outbox", row.tenant, row.conversation, row.platform) for row in found}
    got = lock(connection, keys.values())
    numbers = [number for number, key in keys.items() if key in got]
    still = set(connection.scalars(_still, {"numbers": numbers})) if numbers else set()
    return [number for number in numbers if number in still]


def _of(connection: Connection, platform: str, now: int, limit: int) -> list[Any]:
    """The first message of each place of a platform, up to `limit`."""
    most = 2 * limit + WINDOW
    near = connection.execute(_nearest, {"platform": platform, "now": now, "most": most}).all()
    first: dict[tuple[str, str], Any] = {}
    for row in near:
        if row.open:
            first.setdefault((row.tenant, row.conversation), row)
    found = list(first.values())[:limit]
    if len(found) < limit and len(near) >= most:
        return list(connection.execute(_by_place, {"platform": platform, "now": now, "most": limit}))
    return found
