"""Forgetting a learner, and erasing a tenant, on SQL. What is still on disk afterwards `SqlStore.scrub` removes."""

from sqlalchemy import Connection, bindparam, delete, func, select, update

from adapters.store.columns import metadata
from adapters.store.mail_codec import written_by
from adapters.store.mail_tables import inbox, places
from adapters.store.tables import identities, learners

_i, _p, _d = inbox.c, places.c, identities.c
_accounts = select(_d.platform, _d.platform_id).where(_d.tenant == bindparam("of"), _d.learner == bindparam("by"))
_waiting = select(_i.number, _i.state).where(_i.tenant == bindparam("of"), _i.free_at.is_not(None))
_written = {  # where one text stands in another is all that the two spell differently
    name: _waiting.where(_i.platform == bindparam("on"), found(_i.body, bindparam("mark")) > 0)
    for name, found in (("sqlite", func.instr), ("postgresql", func.strpos))
}
_arrived = _waiting.where(
    _i.place.in_(select(_p.id).where(_p.tenant == bindparam("of"), _p.learner == bindparam("by")))
)
_empty = update(inbox).where(_i.number == bindparam("which")).values(body="")
_finish = update(inbox).where(_i.number == bindparam("which")).values(body="", state="done", free_at=None)
_named = delete(places).where(
    _p.tenant == bindparam("of"), _p.platform == bindparam("on"), _p.conversation == bindparam("named")
)


def forget(connection: Connection, tenant: str, learner: str) -> None:
    """Delete every row of the learner and what waits in the inbox from them.

    An event of theirs that is under way only loses its text: it is the one that asks to be forgotten.
    """
    accounts = connection.execute(_accounts, {"of": tenant, "by": learner}).all()
    unread: dict[int, str] = {}
    for account in accounts:
        mark = written_by(account.platform, tenant, account.platform_id)
        given = {"of": tenant, "on": account.platform, "mark": mark}
        unread |= {row.number: row.state for row in connection.execute(_written[connection.dialect.name], given)}
    unread |= {row.number: row.state for row in connection.execute(_arrived, {"of": tenant, "by": learner})}
    for number, state in unread.items():
        connection.execute(_empty if state == "claimed" else _finish, {"which": number})
    delete_rows(connection, tenant, learner)
    for account in accounts:  # a place that is called like its person: a chat on Telegram, a home tab on Slack
        connection.execute(_named, {"of": tenant, "on": account.platform, "named": account.platform_id})


def delete_rows(connection: Connection, tenant: str, learner: str) -> None:
    """Delete every row that names the learner, and the learner."""
    for table in reversed(metadata.sorted_tables):
        if "learner" in table.c:
            connection.execute(delete(table).where(table.c.tenant == tenant, table.c.learner == learner))
    connection.execute(delete(learners).where(learners.c.tenant == tenant, learners.c.key == learner))


def erase(connection: Connection, tenant: str) -> None:
    """Delete every row of a tenant."""
    for table in reversed(metadata.sorted_tables):
        if "tenant" in table.c:
            connection.execute(delete(table).where(table.c.tenant == tenant))
