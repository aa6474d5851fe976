"""The schema: Alembic's migrations, run inside the program. Alembic is imported only when there is one to run."""

import random
import time
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Column, Connection, Engine, MetaData, String, Table, select, text
from sqlalchemy.exc import OperationalError

from adapters.store.policies import seeing
from bot.errors import CredpathError

if TYPE_CHECKING:
    from alembic.config import Config

PATIENCE = 120.0  # seconds of giving way
GAVE_WAY = ("55P03", "40P01")  # the lock was not to be had in time; a deadlock that was broken at our side
HEAD = "0005"  # the newest revision in migrations/versions
_MIGRATIONS = Path(__file__).parent / "migrations"
_revision = Table("alembic_version", MetaData(), Column("version_num", String(32), primary_key=True))


def config() -> "Config":
    """Alembic's configuration, the same as in pyproject.toml (which an installed package has not)."""
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    made.set_main_option("path_separator", "os")
    return made


def stored_revision(connection: Connection) -> str | None:
    """The revision of the database, None when it is empty."""
    if not connection.dialect.has_table(connection, _revision.name):
        return None
    found: str | None = connection.scalar(select(_revision.c.version_num))
    return found


def behind(engine: Engine) -> str:
    """ "" when the schema is the one this program knows, else which one it is."""
    with engine.connect() as connection:
        stored = stored_revision(connection)
    return "" if stored == HEAD else f"schema {stored}, not {HEAD}"


def migrate(engine: Engine) -> None:
    """Bring the schema up to HEAD in one transaction; does nothing when it is there already.

    Processes that start together take turns. Raises CredpathError when the database is newer than this program.
    """
    with engine.connect() as connection:
        if stored_revision(connection) == HEAD:
            return None
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return _once(engine)
        except OperationalError as error:
            if getattr(error.orig, "sqlstate", None) not in GAVE_WAY or time.monotonic() > deadline:
                raise
            time.sleep(random.uniform(0.05, 0.5))  # noqa: S311


def _once(engine: Engine) -> None:
    """One attempt. Where people are at work on a table it gives way to them rather than have one of them refused."""
    with engine.connect() as connection, seeing(connection, None).begin():  # rows of all tenants are moved along
        if connection.dialect.name == "postgresql":
            from adapters.store.postgres import lock_schema

            lock_schema(connection)
            connection.execute(text("SET LOCAL lock_timeout = '200ms'"))  # before the server looks for deadlocks (1 s)
        stored = stored_revision(connection)
        if stored != HEAD:
            _upgrade(connection, stored)


def _upgrade(connection: Connection, stored: str | None) -> None:
    from alembic import command
    from alembic.script import ScriptDirectory

    settings = config()
    known = {script.revision for script in ScriptDirectory.from_config(settings).walk_revisions()}
    if stored is not None and stored not in known:
        raise CredpathError(
            f"This database was written by a newer Credpath (schema {stored}; this one knows {HEAD}). Update Credpath."
        )
    settings.attributes["connection"] = connection
    command.upgrade(settings, "head")
