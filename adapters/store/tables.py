"""The tables of learners; those of messages are in `mail_tables`. Every row carries its tenant.

Who a learner is on a platform stands in `identities`, in the `places` where they are talked to, and in what waits in
the inbox, nowhere else.

Instants are integer microseconds since 1970 UTC (exact, ordered, the same in every database); days are DATE; JSON is
text written by `codec`. Tables with `position` hold the lists of a `LearnerRecord` in order, under the field names of
their dataclass. A table with a `learner` column is emptied of that learner by `forget`.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Double,
    ForeignKeyConstraint,
    Index,
    Table,
    UniqueConstraint,
    true,
)
from sqlalchemy import text as sql

from adapters.store.columns import instant, integer, metadata, number, text

__all__ = ["LISTS", "catalogs", "dialogues", "identities", "journal", "learners", "metadata", "reminders", "reports"]


def _of_learner() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["tenant", "learner"], ["learners.tenant", "learners.key"], ondelete="CASCADE")


def _listed(name: str, *columns: Column[Any]) -> Table:
    """A table of the list `name` of a learner."""
    return Table(
        name,
        metadata,
        text("tenant", key=True),
        text("learner", key=True),
        Column("position", BigInteger, primary_key=True, autoincrement=False),
        *columns,
        _of_learner(),
    )


learners = Table(
    "learners",
    metadata,
    text("tenant", key=True),
    text("key", key=True),
    integer("version"),
    text("profile"),
    instant("created_at"),
)

identities = Table(
    "identities",
    metadata,
    text("tenant", key=True),
    text("platform", key=True),
    text("platform_id", key=True),
    text("name"),
    text("learner"),
    integer("position", default="0"),  # the order in which a learner's accounts were added
    _of_learner(),
    Index(None, "tenant", "learner"),
)

achievements = _listed("achievements", text("credential"), text("kind"), Column("on", Date))
skill_claims = _listed("skill_claims", text("skill"), integer("level"))
goals = _listed("goals", text("role"), Column("by", Date), text("said"))
pathways = _listed("pathways", text("plan"), instant("accepted_at"))  # none or one
steps = _listed(
    "steps",
    text("credential"),
    text("status"),
    integer("logged_quarter_hours"),
    text("milestones"),
    Column("done_on", Date),
)
progress = _listed(
    "progress",
    instant("at"),
    text("kind"),
    text("credential", null=True),
    Column("amount", Double),
    text("note"),
)
reminders = _listed(
    "reminders",
    text("id"),
    text("kind"),
    integer("weekday"),
    text("at"),
    text("zone"),
    instant("next_due_at"),
    text("platform"),
    text("conversation"),
    text("reason"),
    Column("paused", Boolean, nullable=False),
    integer("ignored"),
    text("rule", default=""),
    text("about", default=""),
    Column("occurrence", BigInteger),
    Column("snoozed_to", BigInteger),
    Column("exact", Boolean, nullable=False, server_default=true()),
    text("stopped", default=""),
    text("moves", default="[]"),
    text("log", default="[]"),
)
UNPAUSED = sql("NOT paused")  # as in the index
Index(
    "ix_reminders_due",
    reminders.c.next_due_at,
    reminders.c.tenant,
    reminders.c.learner,
    sqlite_where=UNPAUSED,
    postgresql_where=UNPAUSED,
)
evidence = _listed(
    "evidence",
    text("credential", null=True),
    Column("on", Date),
    text("note"),
    text("url"),
    text("source"),
)

_LISTED = (achievements, skill_claims, goals, pathways, steps, progress, reminders, evidence)
LISTS = {table.name: table for table in _LISTED}

journal = Table(
    "journal",
    metadata,
    number(),
    text("tenant"),
    text("learner"),
    instant("at"),
    text("label"),
    text("before"),
    _of_learner(),
    Index(None, "tenant", "learner", "number"),
)

dialogues = Table(
    "dialogues",
    metadata,
    text("tenant", key=True),
    text("learner", key=True),
    text("conversation", key=True),
    text("state"),
    _of_learner(),
)

reports = Table(
    "reports",
    metadata,
    number(),
    text("id"),
    text("tenant"),
    instant("at"),
    text("credential"),
    text("text"),
    UniqueConstraint("tenant", "id"),
)

catalogs = Table(
    "catalogs",
    metadata,
    number(),  # imports are laid over the shipped catalog in the order of their first version
    text("tenant"),
    text("label"),
    integer("version"),
    text("format"),
    text("file"),
    text("sha256"),
    text("document"),
    instant("imported_at"),
    UniqueConstraint("tenant", "label", "version"),
    sqlite_autoincrement=True,
)
