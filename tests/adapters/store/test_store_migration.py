"""From the first schema to the newest one and back, with rows in it, on both databases."""

from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from mail_records import LEASE, letter, queue, take
from sqlalchemy import create_engine, inspect, make_url, text
from store_records import ANA, NOW, full, saved

from adapters.store import codec, migrate, open_store, tables
from adapters.store.engine import file_engine
from bot.messages import Person


@pytest.fixture(params=["sqlite", "postgres"])
def empty(request, tmp_path):
    """Where a database without tables is."""
    if request.param == "sqlite":
        yield str(tmp_path / "credpath.db")
        return
    with request.getfixturevalue("databases").new() as url:
        yield url


def engine_of(place):
    if "://" in place:
        return create_engine(make_url(place).set(drivername="postgresql+psycopg"))
    return file_engine(Path(place))


def to(connection, revision):
    settings = migrate.config()
    settings.attributes["connection"] = connection
    run = command.downgrade if revision in ("base", "0001-") else command.upgrade
    run(settings, revision.strip("-"))


FIRST = """
INSERT INTO learners (tenant, key, version, profile, created_at) VALUES ('acme', 'k', 3, '{}', 1);
INSERT INTO identities (tenant, platform, platform_id, name, learner) VALUES ('acme', 'terminal', 'ana', 'Ana ✓', 'k');
INSERT INTO outbox (id, tenant, learner, platform, conversation, kind, body, due_at, state, sent_at) VALUES
 ('a', 'acme', 'k', 'terminal', 'ana', 'weekly-check-in', '"it''s due ✓"', 1799055000123457, 'ready', NULL),
 ('b', 'acme', 'k', 'terminal', 'ana', 'weekly-check-in', '{}', 1799055000123457, 'sending', NULL),
 ('c', 'acme', 'k', 'terminal', 'ana', 'weekly-check-in', '{}', 1, 'sent', 2)
"""


def test_rows_of_the_first_schema_survive(empty):
    """What an older Credpath queued is still there, in its state, and can be taken; accounts keep their learner."""
    assert codec.to_instant(NOW) == 1799055000123457
    engine = engine_of(empty)
    with engine.begin() as connection:
        to(connection, "0001")
        for statement in FIRST.split(";\n"):
            connection.exec_driver_sql(statement.strip())
    engine.dispose()
    store = open_store(empty)
    with store.begin() as work:
        record = work.learners.find(Person("acme", "terminal", "ana"))
        assert (record.key, record.version) == ("k", 3)
        assert work.accounts.of("acme", "k") == [Person("acme", "terminal", "ana", "Ana ✓")]
        expected = {"learner": "k", "platform": "terminal", "kind": "weekly-check-in"}
        first = letter("a", "ana", body='"it\'s due ✓"', **expected)
        assert work.outbox.get("acme", "a") == first
        assert (work.outbox.get("acme", "c").state, work.outbox.get("acme", "c").sent_at) == (
            "sent",
            codec.from_instant(2),
        )
        assert work.outbox.requeue("acme", "terminal", "ana") == 1
        assert [m.id for m in work.outbox.take("acme", "terminal", "ana", NOW, 9)] == ["a", "b"]
        assert work.outbox.waiting()["sending"] == 2
        assert work.outbox.lapsed(LEASE, "w", LEASE, 9) == []
        work.outbox.add(first)
        work.outbox.add(letter("d", "ana"))
        work.commit()
    assert [m.id for m in take(store)] == ["d"]
    store.close()


def test_migrations_and_tables_agree(empty):
    """Autogenerate finds nothing to do on a migrated database."""
    store = open_store(empty)
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, tables.metadata) == []
        partial = {index["name"] for table in ("inbox", "outbox") for index in inspect(connection).get_indexes(table)}
        made = connection.scalar(
            text("SELECT sql FROM sqlite_master WHERE name = 'ix_inbox_free'")
            if connection.dialect.name == "sqlite"
            else text("SELECT indexdef FROM pg_indexes WHERE indexname = 'ix_inbox_free'")
        )
    assert {"ix_inbox_place", "ix_inbox_claimed", "ix_outbox_ready", "ix_outbox_busy"} <= partial
    assert "WHERE" in made
    store.close()


def test_back_to_the_first_schema_and_up_again(empty):
    """Learners and sent messages live through both ways; numbers are never given twice."""
    store = open_store(empty)
    with store.begin() as work:
        record = work.learners.add(ANA)
        work.commit()
    record = saved(store, full(record))
    queue(store, letter("m1"), letter("m2", "p2"))
    take(store, limit=1)
    with store.engine.begin() as connection:
        to(connection, "0001-")
        assert set(connection.execute(text("SELECT id, state FROM outbox")).all()) == {("m1", "sent"), ("m2", "ready")}
        assert "evidence" not in inspect(connection).get_table_names()
    migrate.migrate(store.engine)
    with store.begin() as work:
        assert work.learners.get("acme", record.key).goals == record.goals
        assert work.outbox.get("acme", "m2").state == "ready"
    with store.engine.begin() as connection:
        to(connection, "base")
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
    migrate.migrate(store.engine)
    store.close()


def test_a_number_is_not_given_twice(database):
    """Not even after the newest row was deleted: a process that was taken for dead still knows the number."""
    queue(database, letter("m1"))
    with database.begin() as work:
        first = work.outbox.get("acme", "m1").number
        work.learners.forget("acme", "k")
        work.outbox.add(letter("m1"))
        work.commit()
    with database.begin() as work:
        assert work.outbox.get("acme", "m1").number > first
