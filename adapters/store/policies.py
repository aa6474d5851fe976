"""Which tenant's rows a transaction sees. On PostgreSQL the database keeps to it: row-level security, forced.

Each transaction says what it sees in the setting `credpath.sees`, which ends with it: `tenant:NAME`, or `all` for what
serves every tenant. Without it nothing is seen and nothing can be written. A superuser, or a role with BYPASSRLS,
is not held by any policy: `credpath doctor` says so (docs/operations.md).
"""

from sqlalchemy import Connection, Engine, event, text

SEES = "credpath_sees"
# Tables with a policy; a table that comes later gets its own in its migration. See migrations/versions/0004 and 0005.
SCOPED = (
    *("learners", "identities", "achievements", "skill_claims", "goals", "pathways", "steps", "progress", "reminders"),
    *("evidence", "journal", "dialogues", "reports", "inbox", "outbox", "actions", "places", "codes", "tries"),
    *("installations", "catalogs"),
)
_TELL = "SELECT set_config('credpath.sees', %s, true)"


def seeing(connection: Connection, tenant: str | None) -> Connection:
    """The connection, whose transactions see one tenant (None: all of them)."""
    if connection.dialect.name == "postgresql":
        connection.execution_options(**{SEES: "all" if tenant is None else f"tenant:{tenant}"})
    return connection


def tell(engine: Engine) -> None:
    """Make every transaction of the engine say what it sees. What opens none through a unit of work sees nothing."""
    event.listen(engine, "begin", _tell)


def _tell(connection: Connection) -> None:
    sees = connection.get_execution_options().get(SEES)
    if sees is not None:
        connection.exec_driver_sql(_TELL, (sees,))


def bypassed(connection: Connection) -> bool:
    """Whether the role of this connection is above all policies."""
    if connection.dialect.name != "postgresql":
        return False
    wanted = text("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
    return bool(connection.scalar(wanted))
