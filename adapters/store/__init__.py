"""The store: everything remembered about learners, in a database (`open_store`) or in memory (`memory.MemoryStore`).

All SQL of the project is in this package. Importing it costs nothing: sqlalchemy comes with the first `open_store`.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import CredpathError, Damaged

if TYPE_CHECKING:
    from adapters.store.unit_of_work import SqlStore

__all__ = ["open_store"]


def open_store(place: str | Path, now: Callable[[], datetime] | None = None) -> "SqlStore":
    """The store in a database, brought up to date when needed. Close it with `close()`.

    `place` is the path of an SQLite file, made when missing (readable by its owner only), or the address of a
    PostgreSQL database, `postgresql://user:password@host/name`. `now` gives the aware instants kept as the creation
    time of a learner; the system's UTC time by default. Raises CredpathError when a newer Credpath wrote the database
    or the server cannot be reached, Damaged when the file is no database.
    """
    from adapters.store.postgres import is_url

    if isinstance(place, str) and "://" in place and not is_url(place):
        raise CredpathError("I can use SQLite and PostgreSQL only: a path, or postgresql://USER@HOST/NAME.")
    return _open_server(str(place), now) if is_url(str(place)) else _open_file(Path(place), now)


def _open_file(path: Path, now: Callable[[], datetime] | None) -> "SqlStore":
    from sqlalchemy.exc import DatabaseError

    from adapters.store.engine import file_engine
    from adapters.store.migrate import migrate
    from adapters.store.unit_of_work import SqlStore

    engine = file_engine(path)
    try:
        migrate(engine)
    except DatabaseError as error:
        engine.dispose()
        raise Damaged(f"{path.name} is not a database that I can use; move it away or bring back a copy.") from error
    except BaseException:
        engine.dispose()
        raise
    return SqlStore(engine, now)


def _open_server(url: str, now: Callable[[], datetime] | None) -> "SqlStore":
    from sqlalchemy.exc import DBAPIError

    from adapters.store.migrate import migrate
    from adapters.store.postgres import server_engine, unreachable
    from adapters.store.unit_of_work import SqlStore

    engine = server_engine(url)
    try:
        migrate(engine)
    except DBAPIError as error:
        engine.dispose()
        raise unreachable(error) from None
    except BaseException:
        engine.dispose()
        raise
    return SqlStore(engine, now)
