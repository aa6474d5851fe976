"""The connection to PostgreSQL: a pool, READ COMMITTED, and errors that say nothing of what people wrote."""

from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import ArgumentError, DBAPIError

from adapters.store.policies import tell
from bot.errors import CredpathError

CONNECTIONS = 10  # kept open; as many again in a rush
MIGRATION_LOCK = 0x63726564  # one process brings the schema up to date at a time


def is_url(place: str) -> bool:
    """Whether this names a PostgreSQL database (else it is a path)."""
    return place.startswith(("postgres://", "postgresql://", "postgresql+psycopg://"))


def url(place: str) -> URL:
    """The address, with the one driver there is. Raises CredpathError for what is none, without repeating it."""
    try:
        return make_url(place).set(drivername="postgresql+psycopg")
    except (ArgumentError, ValueError):
        raise CredpathError("The address of the database cannot be read: postgresql://USER@HOST/NAME.") from None


def server_engine(place: str) -> Engine:
    """An engine on a PostgreSQL database. Connects when first used."""
    engine = create_engine(
        url(place),
        hide_parameters=True,
        isolation_level="READ COMMITTED",
        pool_size=CONNECTIONS,
        max_overflow=CONNECTIONS,
        pool_pre_ping=True,  # the server may have been started anew since
        connect_args={"application_name": "credpath", "connect_timeout": 10},
    )
    event.listen(engine, "handle_error", _silence)
    tell(engine)
    return engine


def _silence(context: ExceptionContext) -> None:
    """Cut an error down to its code: the server's DETAIL quotes the row, and some messages quote a value."""
    original: Any = context.original_exception
    state = getattr(original, "sqlstate", None)
    if state is None:
        return
    diag = original.diag
    names = [name for name in (diag.table_name, diag.constraint_name) if name]
    said = " ".join([f"SQLSTATE {state}", *names])
    original.args = (said,)
    made = context.sqlalchemy_exception
    if isinstance(made, DBAPIError):
        made.args = (f"({type(original).__name__}) {said}",)


def unreachable(error: DBAPIError) -> CredpathError:
    """The sentence for a database that does not let us in; it names neither password nor address."""
    state = getattr(error.orig, "sqlstate", None)
    return CredpathError(f"I cannot use the database ({state or type(error.orig).__name__}). Is the server running?")


def lock_schema(connection: Connection) -> None:
    """Wait until no other process migrates; until the transaction ends."""
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
