"""The connection to SQLite, and the few statements that databases spell differently.

Sources: sqlite.org/pragma.html, sqlite.org/wal.html; why BEGIN IMMEDIATE: a transaction that reads first and writes
later gets SQLITE_BUSY at once when another one wrote in between, whatever the busy timeout is.
"""

import os
import sqlite3
import time
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, Insert, Table, create_engine, event, text
from sqlalchemy.dialects import sqlite

BUSY_MILLISECONDS = 10_000
PRAGMAS = {
    "busy_timeout": BUSY_MILLISECONDS,
    "synchronous": 2,  # FULL: a committed transaction survives loss of power
    "foreign_keys": 1,
    "secure_delete": 1,  # deleted content is overwritten with zeros
}


def file_engine(path: Path) -> Engine:
    """An engine on the SQLite file `path`. Missing folders and the file are made for the owner's eyes only."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))  # -wal and -shm inherit the mode
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        hide_parameters=True,  # what people wrote must not get into logs through an error's text
    )
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def _configure(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the driver begins nothing by itself
    for name, value in PRAGMAS.items():
        connection.execute(f"PRAGMA {name}={value}")
    _use_wal(connection)


def _use_wal(connection: sqlite3.Connection) -> None:
    """Switch the file to WAL, once in its life: the switch does not honour the busy timeout, so wait here."""
    deadline = time.monotonic() + BUSY_MILLISECONDS / 1000
    while connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.01)


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


@cache
def insert_statement(table: Table, dialect: str) -> Insert:
    """Insert a row unless its key is taken. Made once: the statement is its own key in the cache of compiled ones."""
    build: Any = sqlite.insert
    if dialect == "postgresql":
        from sqlalchemy.dialects import postgresql

        build = postgresql.insert
    # `inline`: no RETURNING, which SQLite knows since 3.35 only
    made: Insert = build(table).on_conflict_do_nothing().inline().execution_options(preserve_rowcount=True)
    return made


@cache
def _insert_text(table: Table, dialect: str, names: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The same as the driver takes it, and in which order (none: by name)."""
    if dialect == "sqlite":
        made = insert_statement(table, dialect).compile(dialect=sqlite.dialect(), column_keys=list(names))
        return str(made), tuple(made.positiontup or ())
    from sqlalchemy.dialects.postgresql.psycopg import dialect as psycopg

    spelling: Any = psycopg
    made = insert_statement(table, dialect).compile(dialect=spelling(), column_keys=list(names))
    return str(made), ()


def insert_many(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows whose keys are not taken. All have the same columns, none of them a day: the driver gets the values
    as they are, which is several times as fast as to prepare each row.
    """
    if not rows:
        return
    statement, order = _insert_text(table, connection.dialect.name, tuple(rows[0]))
    values: Any = [tuple(row[name] for name in order) for row in rows] if order else list(rows)
    connection.exec_driver_sql(statement, values)


def insert_new(connection: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Insert the row unless its key is taken; tells whether it was inserted."""
    return connection.execute(insert_statement(table, connection.dialect.name), dict(row)).rowcount == 1


def scrub(engine: Engine) -> bool:
    """Rewrite the database without what was deleted, and empty the write-ahead log.

    PostgreSQL keeps what was deleted in its own log for as long as that is kept.

    False when another process was reading or writing meanwhile, so that a remnant may be left: call it again. Must
    not run inside a transaction. Takes time in proportion to the size of the database.
    """
    if engine.dialect.name != "sqlite":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM"))
        return True
    raw = engine.raw_connection()  # no `begin` event: VACUUM refuses to run inside a transaction
    try:
        driver: Any = raw.driver_connection
        try:
            driver.execute("VACUUM")
        except sqlite3.OperationalError as error:
            if getattr(error, "sqlite_errorcode", None) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                return False
            raise
        busy, _frames, _moved = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy
    finally:
        raw.close()
