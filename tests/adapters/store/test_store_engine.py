"""The database itself: settings, schema, migrations, and that forgetting is real."""

import json
import sqlite3
import stat
import subprocess
import sys
from dataclasses import replace

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import IntegrityError
from sqlalchemy.schema import CreateTable
from store_records import ANA, BEN, NOW, full, message

from adapters.store import migrate, open_store, tables
from adapters.store.outbox import ready_messages
from bot.errors import CredpathError
from bot.messages import Person
from bot.records import Change, ProgressEntry

PLANTED = "Zarquon-7f3a"
SETTINGS = {
    "journal_mode": "wal",
    "synchronous": 2,
    "busy_timeout": 10_000,
    "foreign_keys": 1,
    "secure_delete": 1,
}


def test_settings_are_on_in_every_connection(sql):
    """The PRAGMAs hold on a second connection of the pool too."""
    with sql.engine.connect() as one, sql.engine.pool.connect() as other:
        for name, wanted in SETTINGS.items():
            assert one.exec_driver_sql(f"PRAGMA {name}").scalar() == wanted
            assert other.driver_connection.execute(f"PRAGMA {name}").fetchone()[0] == wanted
        assert other.driver_connection.isolation_level is None


def test_errors_do_not_quote_what_people_wrote(sql):
    """The text of a database error names the statement and hides its values."""
    with sql.begin() as work:
        record = work.learners.add(ANA)
        broken = replace(record, progress=(ProgressEntry(NOW, PLANTED, None, 1.0, None), ProgressEntry(NOW, PLANTED)))
        with pytest.raises(IntegrityError) as caught:
            work.learners.save(broken)
    assert "INSERT INTO progress" in str(caught.value)
    assert PLANTED not in str(caught.value)


def test_a_failed_connection_does_not_block_the_store(sql, monkeypatch):
    """When no connection can be had, the next unit of work still gets its turn."""
    with monkeypatch.context() as broken:
        broken.setattr(sql.engine.pool, "connect", lambda: (_ for _ in ()).throw(OSError("too many files")))
        with pytest.raises(OSError, match="too many"), sql.begin():
            pass
    with sql.begin() as work:
        assert work.learners.find(ANA) is None


def test_files_are_for_their_owner_only(tmp_path):
    """The database, its log and its folder cannot be read by others."""
    path = tmp_path / "home" / "credpath.db"
    store = open_store(path)
    with store.begin() as work:
        work.learners.add(ANA)
        work.commit()
    files = [path, *path.parent.glob("credpath.db-*")]
    assert len(files) == 3
    assert {stat.S_IMODE(f.stat().st_mode) for f in files} == {0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    store.close()


@pytest.mark.parametrize("name", ["with space & ünïcode.db", "a?b#c%20.db", "file:odd.db"])
def test_odd_file_names(tmp_path, name):
    """The path is a path, never an address with parameters."""
    store = open_store(tmp_path / name)
    store.close()
    assert [f.name for f in tmp_path.iterdir()] == [name]


def test_head_is_the_newest_migration():
    """The constant that lets a start skip alembic names the last script, and there is one line of scripts."""
    assert ScriptDirectory.from_config(migrate.config()).get_heads() == [migrate.HEAD]


def test_migrations_and_tables_agree(sql):
    """Autogenerate finds nothing to do on a migrated database."""
    with sql.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, tables.metadata) == []


def test_down_and_up_again(sql):
    """Every migration can be taken back to an empty database and run again."""
    settings = migrate.config()
    with sql.engine.begin() as connection:
        settings.attributes["connection"] = connection
        command.downgrade(settings, "base")
        assert migrate.stored_revision(connection) is None
        left = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars().all()
        assert set(left) - {"sqlite_sequence"} == {"alembic_version"}
    migrate.migrate(sql.engine)
    with sql.begin() as work:
        work.learners.add(ANA)
        work.commit()


def test_a_failing_migration_leaves_nothing(tmp_path, monkeypatch):
    """The schema change is one transaction: an error half way leaves the file empty, and the next start succeeds."""
    path = tmp_path / "credpath.db"
    upgrade = command.upgrade

    def broken(*given):
        upgrade(*given)
        raise OSError("disk full")

    monkeypatch.setattr(command, "upgrade", broken)
    with pytest.raises(OSError, match="disk full"):
        open_store(path)
    with sqlite3.connect(path) as plain:
        assert plain.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    plain.close()
    monkeypatch.undo()
    open_store(path).close()


def test_a_database_from_the_future_is_refused(sql, file):
    """A newer schema gives a sentence and is left alone."""
    with sql.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(CredpathError, match="newer Credpath"):
        open_store(file)


def test_a_file_that_is_no_database_is_left_alone(tmp_path):
    """Opening some other file raises and changes nothing in it."""
    path = tmp_path / "notes.txt"
    path.write_text("not a database, but something long enough to be one " * 40)
    before = path.read_bytes()
    with pytest.raises(Exception, match="not a database"):
        open_store(path)
    assert path.read_bytes() == before


def test_imports_are_lazy(file):
    """Package and twin work without sqlalchemy; an up-to-date file opens without alembic."""
    source = """
import sys
from adapters.store import open_store
from adapters.store.memory import MemoryStore
import adapters.store.people
print("sqlalchemy" in sys.modules)
open_store(sys.argv[1]).close()
print("alembic" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", source, file], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


def test_every_table_carries_its_tenant():
    """But those of the processes; and who a person is on a platform is in two tables."""
    for table in tables.metadata.sorted_tables:
        if table.name not in {"rates", "leases", "door_states", "copies"}:
            assert not table.c.tenant.nullable
        if table.name != "identities":
            assert not {"platform_id", "name"} & set(table.c.keys()) or table.name in {"leases", "copies"}


def test_due_queries_use_their_index(sql):
    """Neither reading due reminders nor claiming scans its table."""
    claim = ready_messages("acme", "slack", "D", NOW)
    compiled = claim.compile(sql.engine, compile_kwargs={"literal_binds": True})
    reminders = "SELECT learner FROM reminders WHERE next_due_at <= 5 AND NOT paused"
    with sql.engine.connect() as connection:
        for statement in (str(compiled), reminders):
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}").all()
            assert "USING INDEX" in plan[0][3]
            assert plan[0][3].startswith("SEARCH")


def test_postgresql_spelling():
    """Tables compile for PostgreSQL, and claiming skips rows that another worker has locked."""
    dialect = postgresql.dialect()
    for table in tables.metadata.sorted_tables:
        assert "CREATE TABLE" in str(CreateTable(table).compile(dialect=dialect))
    assert "BIGSERIAL" in str(CreateTable(tables.reports).compile(dialect=dialect))
    claim = ready_messages("acme", "slack", "D", NOW)
    assert str(claim.compile(dialect=dialect)).endswith("FOR UPDATE SKIP LOCKED")


def remnants(file):
    return [f.name for f in file.parent.iterdir() if PLANTED.encode() in f.read_bytes()]


def plant(store):
    """A learner with the secret in every text that the store keeps, changed several times, among others."""
    person = Person("acme", "slack", f"U-{PLANTED}", PLANTED)
    with store.begin() as work:
        record = work.learners.add(person)
        for i in range(30):
            other = work.learners.add(Person("acme", "slack", f"U{i}"))
            work.learners.save(full(other))
        work.commit()
    noted = tuple(ProgressEntry(NOW, "hours", PLANTED, 1.0, f"{PLANTED} {'x' * 500}") for _ in range(40))
    for progress in (noted, noted[:3], noted):
        with store.begin() as work:
            work.journal.push(Change(NOW, PLANTED, record))
            loud = replace(
                full(record),
                progress=progress,
                skills={PLANTED: 1},
                profile=replace(record.profile, language=PLANTED),
                pathway=replace(full(record).pathway, plan=json.dumps({PLANTED: 1})),
            )
            record = work.learners.save(loud)
            work.dialogues.save("acme", record.key, PLANTED, {"said": PLANTED})
            work.outbox.add(message(f"m{record.version}", learner=record.key, body=PLANTED))
            work.commit()
    return record


def test_forgetting_is_real(sql, file):
    """After forget and scrub no file of the database has a trace of the person, the key included."""
    record = plant(sql)
    assert remnants(file)
    with sql.begin() as work:
        work.learners.forget("acme", record.key)
        work.commit()
    assert sql.scrub() is True
    assert remnants(file) == []
    assert record.key.encode() not in b"".join(f.read_bytes() for f in file.parent.iterdir())
    with sql.begin() as work:
        assert work.learners.find(Person("acme", "slack", "U29")).goals
    with sql.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []


def test_forget_empties_every_table_of_the_learner(sql):
    """No row of the learner is left in any table that names one."""
    record = plant(sql)
    with sql.begin() as work:
        work.learners.forget("acme", record.key)
        work.commit()
    with sql.engine.connect() as connection:
        for table in tables.metadata.sorted_tables:
            if "learner" in table.c:
                query = f"SELECT count(*) FROM {table.name} WHERE learner = ?"  # noqa: S608
                assert connection.exec_driver_sql(query, (record.key,)).scalar() == 0


def test_scrub_says_when_somebody_was_reading(sql, file):
    """A reader in the way makes it False; afterwards the next call does the work."""
    record = plant(sql)
    with sql.begin() as work:
        work.learners.forget("acme", record.key)
        work.commit()
    with sql.engine.pool.connect() as pooled:
        pooled.driver_connection.execute("PRAGMA busy_timeout=20")
    for hold in ("BEGIN", "BEGIN IMMEDIATE"):
        reader = sqlite3.connect(file, isolation_level=None)
        reader.execute(hold)
        reader.execute("SELECT * FROM learners").fetchone()
        assert sql.scrub() is False
        reader.close()
    assert sql.scrub() is True
    assert remnants(file) == []


def test_forgetting_ana_keeps_ben_whole(sql):
    """The other person's record is equal afterwards."""
    with sql.begin() as work:
        ana, ben = work.learners.add(ANA), work.learners.add(BEN)
        work.learners.save(full(ana))
        ben = work.learners.save(full(ben))
        work.learners.forget("acme", ana.key)
        work.commit()
    sql.scrub()
    with sql.begin() as work:
        assert work.learners.find(BEN) == ben
