"""Row-level security: whatever is asked for, a unit of work of one tenant has no row of another one in it.

The role of these tests owns nothing and cannot bypass policies. Without the policies the same questions do leak: that
is tested too, so that these tests could fail.
"""

from dataclasses import replace

import pytest
from mail_records import action, event, letter, put
from sqlalchemy import func, select, text
from sqlalchemy.exc import ProgrammingError
from store_records import ANA, NOW, full, saved

from adapters.store import forgetting, policies, tables
from adapters.store.catalogs import Catalogs, Overlay
from adapters.store.columns import metadata
from adapters.store.policies import SCOPED
from bot.messages import Person
from bot.records import Change, FactReport
from bot.traffic import Code

STRANGER = Person("other", "slack", "U9", "Bo")


def lived(store, person):
    """A tenant with a row in every table."""
    tenant = person.tenant
    put(store, event("E1", user=person.id, tenant=tenant), event("E2", f"D{tenant}", person.id, tenant))
    with store.begin(tenant) as work:
        record = work.learners.add(person)
        work.commit()
    record = saved(store, full(record))
    with store.begin(tenant) as work:
        work.journal.push(Change(NOW, "a change", record))
        work.dialogues.save(tenant, record.key, "D", {"a": 1})
        work.reports.add(FactReport("r", tenant, NOW, "c", "wrong"))
        work.outbox.add(letter("m1", tenant=tenant, learner=record.key))
        work.actions.add([action(tenant=tenant, learner=record.key)])
        work.accounts.offer(Code("digest", tenant, record.key, NOW))
        work.accounts.tried(tenant, record.key, NOW, 3)
        work.commit()
    Catalogs(store).keep(Overlay(tenant, "academy", "own", "academy.yaml", "0" * 64, "{}", NOW), ())
    return record


def seen(store, tenant):
    """How many rows of which tenants a unit of work of this tenant counts, table by table, asked without a WHERE."""
    found = {}
    with store.begin(tenant) as work:
        for table in metadata.sorted_tables:
            if "tenant" in table.c:
                rows = select(table.c.tenant, func.count()).group_by(table.c.tenant)
                found[table.name] = dict(work.connection.execute(rows).all())
    return found


@pytest.fixture
def two(postgres):
    """Two tenants, and what each of them has."""
    mine, theirs = lived(postgres, ANA), lived(postgres, STRANGER)
    return postgres, mine, theirs


def test_the_role_is_held_by_policies(databases, postgres):
    """The tests would prove nothing otherwise; and the owner of the tables is held too, unless it is a superuser."""
    with postgres.begin() as work:
        assert not policies.bypassed(work.connection)
        assert (
            work.connection.scalar(text("SELECT tableowner FROM pg_tables WHERE tablename = 'outbox'"))
            != "credpath_app"
        )
        forced = text("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
        assert set(work.connection.scalars(forced)) == {t.name for t in metadata.sorted_tables if "tenant" in t.c}
    with databases.owner.begin() as work:
        assert policies.bypassed(work.connection)


def test_every_table_with_a_tenant_has_a_policy():
    """A new table must not be forgotten."""
    assert set(SCOPED) == {table.name for table in metadata.sorted_tables if "tenant" in table.c}


def test_nothing_of_another_tenant_is_there(two):
    """Asked without any condition, each tenant counts its own rows, in every table; all together see both."""
    store, *_ = two
    whole = {name: rows for name, rows in seen(store, None).items() if name != "installations"}
    assert all(set(rows) == {"acme", "other"} for rows in whole.values()), whole
    for tenant in ("acme", "other"):
        mine = seen(store, tenant)
        assert {name: mine[name] for name in whole} == {name: {tenant: n[tenant]} for name, n in whole.items()}


def test_without_saying_whose_nothing_is_there(two):
    """A transaction that does not say what it sees sees nothing; so does one that says nonsense."""
    store, *_ = two
    for tenant in ("", "all", "acme' OR true --", "*"):
        assert not any(seen(store, tenant).values())
    with store.engine.connect() as connection:
        connection.execution_options(**{policies.SEES: None})
        assert connection.scalar(select(func.count()).select_from(tables.learners)) == 0


def test_every_question_about_another_tenant_finds_nothing(two):
    """Through the ports: asked in the wrong tenant's unit of work, even for the right tenant."""
    store, _, theirs = two
    with store.begin("acme") as work:
        assert work.learners.find(STRANGER) is None
        assert work.learners.get("other", theirs.key) is None
        assert work.journal.pop("other", theirs.key) is None
        assert work.dialogues.load("other", theirs.key, "D") == {}
        assert work.reports.all("other") == []
        assert work.outbox.get("other", "m1") is None
        assert work.outbox.take("other", "slack", "p1", NOW, 9) == []
        assert work.actions.find("other", action().token) is None
        assert work.places.find("other", "slack", "Dother") is None
        assert work.places.of("other", theirs.key) == []
        assert work.accounts.of("other", theirs.key) == []
        assert work.accounts.redeem("other", "digest", NOW.replace(year=2000)) is None
        assert work.reminders.claim(NOW.replace(year=2200), 9)[0][0].tenant == "acme"
        assert {tenant for tenant, _ in work.reminders.due(NOW.replace(year=2200), 9)} == {"acme"}
        assert {m.person.tenant for m in work.inbox.claim("w", NOW, NOW.replace(year=2200), 9)} == {"acme"}


def test_every_change_of_another_tenant_changes_nothing(two):
    """Deleting, erasing, pausing and writing on: the other one's rows stay as they were."""
    store, _, theirs = two
    before = seen(store, "other")
    with store.begin("acme") as work:
        work.learners.forget("other", theirs.key)
        forgetting.erase(work.connection, "other")
        work.outbox.pause("other", "p1", "gone")
        work.actions.spend("other", action().group, "x")
        work.places.bury("other", "p1", "gone")
        for table in metadata.sorted_tables:
            if "tenant" in table.c and table.name != "learners":
                assert work.connection.execute(table.delete().where(table.c.tenant == "other")).rowcount == 0
        work.commit()
    assert seen(store, "other") == before
    with store.begin("other") as work:
        assert work.learners.get("other", theirs.key) == theirs
        assert work.outbox.get("other", "m1").state == "ready"


def test_a_row_cannot_be_written_for_another_tenant(two):
    """Neither new nor moved over."""
    store, *_ = two
    for write in (
        lambda work: work.outbox.add(letter("m9", tenant="other")),
        lambda work: work.outbox.add_all([letter("m9", tenant="other")]),
        lambda work: work.inbox.put([event("E9", user="U9", tenant="other")], NOW),
        lambda work: work.learners.add(replace(STRANGER, id="new")),
        lambda work: work.connection.execute(tables.reports.update().values(tenant="other")),
    ):
        with store.begin("acme") as work, pytest.raises(ProgrammingError, match="42501"):
            write(work)


def test_what_is_seen_ends_with_the_transaction(two):
    """A connection of the pool does not remember for whom it worked; a commit begins anew with the same."""
    store, *_ = two
    with store.begin() as work:
        work.outbox.waiting()
    with store.begin("acme") as work:
        first = work.connection.scalar(select(func.count()).select_from(tables.learners))
        work.commit()
        assert work.connection.scalar(select(func.count()).select_from(tables.learners)) == first == 1


def test_without_the_policies_the_same_questions_leak(two, databases):
    """What is dropped here is what kept the tenants apart above."""
    store, _, theirs = two
    with databases.owner.engine.begin() as connection:
        for name in SCOPED:
            connection.execute(text(f"ALTER TABLE {name} DISABLE ROW LEVEL SECURITY"))
    try:
        leaking = [name for name, rows in seen(store, "acme").items() if "other" in rows]
        assert set(leaking) == set(SCOPED) - {"installations"}
        with store.begin("acme") as work:
            assert work.learners.get("other", theirs.key) == theirs
            work.outbox.add(letter("m9", tenant="other"))
    finally:
        with databases.owner.engine.begin() as connection:
            for name in SCOPED:
                connection.execute(text(f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY"))
