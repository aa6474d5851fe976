"""The schema: Alembic's migrations, run inside the program. Alembic is imported only when there is one to run."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Column, Connection, Engine, MetaData, String, Table, select

from bot.errors import CredpathError

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0003"  # the newest revision in migrations/versions
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


def migrate(engine: Engine) -> None:
    """Bring the schema up to HEAD in one transaction; does nothing when it is there already.

    Processes that start together take turns. Raises CredpathError when the database is newer than this program.
    """
    with engine.connect() as connection:
        if stored_revision(connection) == HEAD:
            return
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            from adapters.store.postgres import lock_schema

            lock_schema(connection)
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
