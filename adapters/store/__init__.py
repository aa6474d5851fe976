"""The store: everything remembered about learners, in SQLite (`open_store`) or in memory (`memory.MemoryStore`).

All SQL of the project is in this package. Importing it costs nothing: sqlalchemy comes with the first `open_store`.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import Damaged

if TYPE_CHECKING:
    from adapters.store.unit_of_work import SqlStore

__all__ = ["open_store"]


def open_store(path: str | Path, now: Callable[[], datetime] | None = None) -> "SqlStore":
    """The store in the SQLite file `path`, made (readable by its owner only) and brought up to date when needed.

    `now` gives the aware instants kept as the creation time of a learner; the system's UTC time by default. Raises
    CredpathError when a newer Credpath wrote the file, Damaged when it is no database. Close it with `close()`.
    """
    from sqlalchemy.exc import DatabaseError

    from adapters.store.engine import file_engine
    from adapters.store.migrate import migrate
    from adapters.store.unit_of_work import SqlStore

    engine = file_engine(Path(path))
    try:
        migrate(engine)
    except DatabaseError as error:
        engine.dispose()
        raise Damaged(
            f"{Path(path).name} is not a database that I can use; move it away or bring back a copy."
        ) from error
    except BaseException:
        engine.dispose()
        raise
    return SqlStore(engine, now)
