"""What is particular to PostgreSQL: its addresses, its errors, its pool, and starting together."""

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from mail_records import event, letter, put
from sqlalchemy import make_url, text
from sqlalchemy.exc import DataError, IntegrityError
from store_records import ANA, NOW, full

from adapters.app import App, SystemClock
from adapters.settings import Settings
from adapters.store import open_store
from bot.errors import CredpathError
from bot.messages import Person
from bot.records import ProgressEntry

PLANTED = "Zarquon-7f3a"


def test_units_of_work_run_side_by_side(postgres):
    """There is no gate: two are open at once, and neither sees what the other has not committed."""
    both = threading.Barrier(2)

    def meet(name):
        with postgres.begin() as work:
            key = work.learners.add(Person("acme", "slack", name)).key
            both.wait(30)
            other = work.learners.find(Person("acme", "slack", "AB".replace(name, "")))
            both.wait(30)  # nobody commits before both have looked
            work.commit()
        return key, other

    with ThreadPoolExecutor(2) as pool:
        assert [other for _, other in pool.map(meet, "AB")] == [None, None]
    with postgres.begin() as work:
        level = work.connection.scalar(text("SHOW transaction_isolation"))
    assert level == "read committed"


def test_a_record_is_read_as_it_was_saved(postgres):
    """Never half of one version and half of the next, while somebody saves all the time."""
    with postgres.begin() as work:
        record = work.learners.add(ANA)
        work.commit()
    stop = threading.Event()

    def save(record):
        for i in range(60):
            wanted = replace(record, skills={"S": i}, progress=tuple(ProgressEntry(NOW, str(i)) for _ in range(3)))
            with postgres.begin() as work:
                record = work.learners.save(wanted)
                work.commit()
        stop.set()

    with ThreadPoolExecutor(1) as pool:
        saving, torn = pool.submit(save, record), []
        while not stop.is_set() and not saving.done():
            with postgres.begin() as work:
                read = work.learners.get("acme", record.key)
            said = {int(entry.kind) for entry in read.progress} | set(read.skills.values())
            torn += [read] if read.version and said != {read.version - 1} else []
        saving.result(30)
    assert torn == []


def test_the_setting_chooses_the_database(databases, tmp_path, monkeypatch):
    """CREDPATH_DATABASE_URL in the place of the file; it is not shown by the settings."""
    url = databases.emptied()
    monkeypatch.setenv("CREDPATH_DATABASE_URL", url)
    chosen = Settings()
    assert url not in repr(chosen)
    app = App(tmp_path, "acme", SystemClock(), chosen)
    put(app.store(), event())
    assert put(databases.store, event()) == [False]
    assert list(tmp_path.iterdir()) == []
    app.store().close()


@pytest.mark.parametrize("spelling", ["postgresql://", "postgres://", "postgresql+psycopg://"])
def test_spellings_of_the_address(databases, spelling):
    """Each opens the same database with the one driver."""
    store = open_store(databases.emptied().replace("postgresql://", spelling))
    assert store.engine.dialect.driver == "psycopg"
    store.close()


@pytest.mark.parametrize(
    "address",
    [
        f"postgresql://me:{PLANTED}@127.0.0.1:1/none",
        f"postgresql://me:{PLANTED}@[::1/none",
        f"postgresql://me:{PLANTED}@127.0.0.1:port/none",
        f"mysql://me:{PLANTED}@127.0.0.1/none",
    ],
)
def test_a_server_that_cannot_be_used_is_one_sentence(address, tmp_path, monkeypatch):
    """It repeats neither password nor address, in no part of the traceback, and makes no file of that name."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CredpathError) as caught:
        open_store(address)
    assert caught.value.message.endswith((".", "?"))
    assert PLANTED not in caught.value.message
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    assert list(tmp_path.iterdir()) == []


def test_a_missing_database_is_named_by_its_code(databases):
    """The server is there, the database is not."""
    gone = make_url(databases.emptied()).set(database="gone", password=PLANTED, username="postgres")
    with pytest.raises(CredpathError) as caught:
        open_store(gone.render_as_string(hide_password=False))
    assert "I cannot use the database" in caught.value.message
    assert PLANTED not in caught.value.message


def texts(error: BaseException | None) -> str:
    """What a log would show of an error and of what caused it."""
    return "" if error is None else f"{error}{error.args}{texts(error.__cause__)}{texts(error.__context__)}"


def test_errors_do_not_quote_what_people_wrote(postgres):
    """Neither the values nor the server's DETAIL, which has the whole row, nor a message that quotes a value."""
    with postgres.begin() as work:
        record = work.learners.add(ANA)
        broken = replace(full(record), progress=(ProgressEntry(NOW, PLANTED, None, 1.0, None),))
        with pytest.raises(IntegrityError) as caught:
            work.learners.save(broken)
    assert PLANTED not in texts(caught.value)
    assert "23502" in str(caught.value)
    with postgres.begin() as work, pytest.raises(DataError, match="22P02") as caught:
        work.connection.execute(text("SELECT CAST(:given AS bigint)"), {"given": PLANTED})
    assert PLANTED not in texts(caught.value)


def test_processes_opening_a_new_database_together(databases):
    """One brings the schema up to date, the others wait; all can write."""
    source = """
import os, sys
from adapters.app import App, SystemClock
from adapters.settings import Settings
from adapters.store import open_store
from bot.messages import Person
store = open_store(sys.argv[1])
with store.begin() as work:
    work.learners.add(Person("acme", "slack", str(os.getpid())))
    work.commit()
"""
    with databases.new() as url:
        runs = [subprocess.Popen([sys.executable, "-c", source, url]) for _ in range(3)]
        assert [run.wait(60) for run in runs] == [0, 0, 0]
        store = open_store(url)
        with store.engine.connect() as connection:
            assert connection.scalar(text("SELECT count(*) FROM identities")) == 3
            assert connection.scalar(text("SELECT count(*) FROM alembic_version")) == 1
        store.close()


def test_a_connection_that_broke_is_replaced(postgres, databases):
    """After the server dropped all connections the next unit of work succeeds."""
    with postgres.begin() as work:
        work.learners.find(ANA)
    with databases.owner.engine.connect() as connection:
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
        connection.execute(text(f"{others} AND pid <> pg_backend_pid()"))
    assert put(postgres, event()) == [True]


def test_more_threads_than_connections(postgres):
    """They take turns at the pool."""

    def one(i):
        return put(postgres, event(f"E{i}", f"D{i}"))

    with ThreadPoolExecutor(40) as pool:
        assert list(pool.map(one, range(80))) == [[True]] * 80


def test_scrub_vacuums(postgres):
    """There is a way to ask for it here too."""
    with postgres.begin() as work:
        work.outbox.add(letter())
        work.commit()
    assert postgres.scrub() is True
