"""One unit of work at a time within a process: waiting threads take turns instead of polling the database."""

import threading
from datetime import UTC, datetime


def utc_now() -> datetime:
    """The system's time, UTC, aware."""
    return datetime.now(UTC)


class Gate:
    """A lock that names two mistakes instead of hanging: a unit of work inside another one, and one never left."""

    def __init__(self, patience: float = 30.0) -> None:
        self._lock = threading.Lock()
        self._holder: int | None = None
        self._patience = patience  # seconds

    def enter(self) -> None:
        """Wait for the turn. Raises RuntimeError when this thread is inside already, TimeoutError after patience."""
        if self._holder == threading.get_ident():
            raise RuntimeError("This thread has a unit of work open already: leave it before beginning another.")
        if not self._lock.acquire(timeout=self._patience):
            raise TimeoutError(f"A unit of work of another thread was not left within {self._patience:g} seconds.")
        self._holder = threading.get_ident()

    def leave(self) -> None:
        """Let the next one in."""
        self._holder = None
        self._lock.release()


class OpenGate:
    """For a database that serves many at once: lets all in, and names the unit of work inside another one."""

    def __init__(self) -> None:
        self._inside = threading.local()

    def enter(self) -> None:
        """Go in. Raises RuntimeError when this thread is inside already."""
        if getattr(self._inside, "yes", False):
            raise RuntimeError("This thread has a unit of work open already: leave it before beginning another.")
        self._inside.yes = True

    def leave(self) -> None:
        """Go out."""
        self._inside.yes = False
