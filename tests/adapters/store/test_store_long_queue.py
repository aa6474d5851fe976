"""What a claim costs when much waits: plans that use indexes, and steps that do not grow with the queue."""

import re

import pytest
from mail_records import MINUTE, claim, event, letter, put, queue, take
from sqlalchemy import text
from store_records import NOW

from adapters.store import inbox as sql_inbox
from adapters.store import turns


def fill(database, rows, places):
    """Many unfinished rows of both tables, spread over places."""
    put(database, event("E", "D"))
    queue(database, letter("m", "p"))
    columns = {
        "inbox": "tenant, platform, id, place, body, came_at, state, attempt, owner, free_at, reason",
        "outbox": "id, tenant, learner, platform, conversation, kind, body, due_at, state, sent_at, thread, priority,"
        " replaces, edits, part, receipts, attempt, doubts, reason, owner, free_at",
    }
    made = {"id": "id || n", "place": "place || (n % :places)", "conversation": "conversation || (n % :places)"}
    numbers = "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < :rows)"
    with database.engine.begin() as connection:
        for table, names in columns.items():
            values = ", ".join(made.get(name, name) for name in names.split(", "))
            source = f"SELECT {values} FROM s, (SELECT * FROM {table} LIMIT 1) AS one"  # noqa: S608
            statement = f"INSERT INTO {table} ({names}) {numbers} {source}"
            connection.execute(text(statement), {"rows": rows, "places": places})


@pytest.mark.parametrize("places", [1, 20, 2000])
def test_claims_of_a_long_queue_use_indexes(database, places):
    """No plan reads a table from end to end, whether one place flooded it or everybody waits."""
    fill(database, 2000, places)
    given = {"now": 10**18, "most": 150, "platform": "slack", "last": 0}
    plans = {}
    with database.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("ANALYZE"))
            connection.execute(text("SET LOCAL enable_seqscan = off"))
        prefix = "EXPLAIN " if connection.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN "
        for name, statement in {
            "events": sql_inbox.NEAREST,
            "events by place": sql_inbox.BY_PLACE,
            "messages": turns.NEAREST,
            "messages by place": turns.BY_PLACE,
        }.items():
            rows = connection.execute(text(prefix + statement), given).all()
            plans[name] = "\n".join(str(row[-1]) for row in rows)
    for name, plan in plans.items():
        scanned = re.findall(r"(?:Seq Scan on|SCAN) (?:inbox|outbox|[eiunxcoq])\b(?! USING)", plan)
        assert not scanned, f"{name}:\n{plan}"
    assert len(claim(database, limit=50)) == min(50, places + 1)
    assert len(take(database, limit=50)) == min(50, places + 1)
    assert len(claim(database, NOW + 2 * MINUTE, limit=50)) == min(50, places + 1)


@pytest.mark.parametrize("places", [1, 20, 200])
def test_the_work_of_a_claim_does_not_grow_with_the_queue(sql, places):
    """Counted in steps of SQLite's machine: by rows looked at or by places, never by rows that wait."""
    fill(sql, 4000, places)
    given = {"now": 10**18, "most": 150, "platform": "slack"}
    ways = {
        "near": (sql_inbox.NEAREST, turns.NEAREST, 150 * 150),
        "by place": (sql_inbox.BY_PLACE, turns.BY_PLACE, 2000 + places * 150),
    }
    with sql.engine.connect() as connection:
        driver = connection.connection.driver_connection
        for name, (events, messages, most) in ways.items():
            for statement in (events, messages):
                steps = []
                driver.set_progress_handler(lambda steps=steps: steps.append(1), 10)
                connection.execute(text(statement), given).all()
                driver.set_progress_handler(None, 0)
                assert 0 < 10 * len(steps) < most, f"{name}: {10 * len(steps)} steps"
