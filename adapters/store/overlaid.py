"""Whether an SQLite file holds imports of a tenant: asked by every command, so without loading SQLAlchemy."""

import sqlite3
from pathlib import Path

Mark = tuple[tuple[str, int], ...]


def mark(path: Path, tenant: str) -> Mark:
    """As `Catalogs.mark`. A file that is missing, older or no database has no imports; opening it tells the rest."""
    if not path.is_file():
        return ()
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    except sqlite3.Error:
        return ()
    try:
        connection.execute("PRAGMA busy_timeout=10000")
        found = connection.execute(
            "SELECT label, MAX(number) FROM catalogs WHERE tenant = ? GROUP BY label ORDER BY label", (tenant,)
        )
        return tuple((label, number) for label, number in found)
    except sqlite3.Error:
        return ()
    finally:
        connection.close()
