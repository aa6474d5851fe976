"""The time that all processes on one database share.

Leases compare times that several hosts have written. So on PostgreSQL they are told by the server's clock
(`clock_timestamp()`, which goes on within a transaction), asked for now and then; in between a steady clock counts, and
no host's wall clock is looked at. On SQLite all are on one host and read its clock.
"""

import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, text

from adapters.store import values
from adapters.store.policies import seeing

EVERY = 30.0  # seconds between questions
_NOW = text("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint")


def server_time(connection: Connection) -> datetime:
    """What the server's clock says."""
    return values.from_instant(int(connection.scalar(_NOW) or 0))


class DatabaseClock:
    """The server's clock. Threads may share it; while the server cannot be reached it counts on."""

    def __init__(self, engine: Engine, steady: Callable[[], float] = time.monotonic) -> None:
        self._engine = engine
        self._steady = steady
        self._lock = threading.Lock()
        self._known = self._ask()  # one value, so that nobody sees half of a new one

    def now(self) -> datetime:
        """The current instant, UTC."""
        asked, said = self._known
        passed = self._steady() - asked
        if passed > EVERY and self._lock.acquire(blocking=False):
            threading.Thread(target=self._again, name="credpath-clock", daemon=True).start()
        return said + timedelta(seconds=passed)

    def _again(self) -> None:
        try:
            self._known = self._ask()
        except Exception:  # ask again later; meanwhile the steady clock is good enough
            asked, said = self._known
            at = self._steady()
            self._known = at, said + timedelta(seconds=at - asked)
        finally:
            self._lock.release()

    def _ask(self) -> tuple[float, datetime]:
        """The middle of asking, and the answer."""
        with self._engine.connect() as connection:
            seeing(connection, None)
            connection.execute(text("SELECT 1"))  # the connection is there, and the transaction begun
            before = self._steady()
            said = server_time(connection)
            return (before + self._steady()) / 2, said
