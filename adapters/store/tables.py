"""The tables. Every row carries its tenant; who a learner is on a platform stands in `identities` and nowhere else.

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
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)
_NUMBER = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts up only a column declared INTEGER


def _text(name: str, *, null: bool = False, key: bool = False) -> Column[Any]:
    return Column(name, Text, nullable=null, primary_key=key)


def _integer(name: str, *, null: bool = False) -> Column[Any]:
    return Column(name, BigInteger, nullable=null)


def _instant(name: str, *, null: bool = False) -> Column[Any]:
    return Column(name, BigInteger, nullable=null)


def _number() -> Column[Any]:
    return Column("number", _NUMBER, primary_key=True, autoincrement=True)


def _of_learner() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["tenant", "learner"], ["learners.tenant", "learners.key"], ondelete="CASCADE")


def _listed(name: str, *columns: Column[Any]) -> Table:
    """A table of the list `name` of a learner."""
    return Table(
        name,
        metadata,
        _text("tenant", key=True),
        _text("learner", key=True),
        Column("position", BigInteger, primary_key=True, autoincrement=False),
        *columns,
        _of_learner(),
    )


learners = Table(
    "learners",
    metadata,
    _text("tenant", key=True),
    _text("key", key=True),
    _integer("version"),
    _text("profile"),
    _instant("created_at"),
)

identities = Table(
    "identities",
    metadata,
    _text("tenant", key=True),
    _text("platform", key=True),
    _text("platform_id", key=True),
    _text("name"),
    _text("learner"),
    _of_learner(),
    Index(None, "tenant", "learner"),
)

achievements = _listed("achievements", _text("credential"), _text("kind"), Column("on", Date))
skill_claims = _listed("skill_claims", _text("skill"), _integer("level"))
goals = _listed("goals", _text("role"), Column("by", Date), _text("said"))
pathways = _listed("pathways", _text("plan"), _instant("accepted_at"))  # none or one
steps = _listed(
    "steps",
    _text("credential"),
    _text("status"),
    _integer("logged_quarter_hours"),
    _text("milestones"),
    Column("done_on", Date),
)
progress = _listed(
    "progress",
    _instant("at"),
    _text("kind"),
    _text("credential", null=True),
    Column("amount", Double),
    _text("note"),
)
reminders = _listed(
    "reminders",
    _text("id"),
    _text("kind"),
    _integer("weekday"),
    _text("at"),
    _text("zone"),
    _instant("next_due_at"),
    _text("platform"),
    _text("conversation"),
    _text("reason"),
    Column("paused", Boolean, nullable=False),
    _integer("ignored"),
)
Index(None, reminders.c.next_due_at)

LISTS = {table.name: table for table in (achievements, skill_claims, goals, pathways, steps, progress, reminders)}

journal = Table(
    "journal",
    metadata,
    _number(),
    _text("tenant"),
    _text("learner"),
    _instant("at"),
    _text("label"),
    _text("before"),
    _of_learner(),
    Index(None, "tenant", "learner", "number"),
)

dialogues = Table(
    "dialogues",
    metadata,
    _text("tenant", key=True),
    _text("learner", key=True),
    _text("conversation", key=True),
    _text("state"),
    _of_learner(),
)

# No foreign key: the message that says "I have forgotten you" goes out after its learner is gone.
outbox = Table(
    "outbox",
    metadata,
    _number(),
    _text("id"),
    _text("tenant"),
    _text("learner"),
    _text("platform"),
    _text("conversation"),
    _text("kind"),
    _text("body"),
    _instant("due_at"),
    _text("state"),
    _instant("sent_at", null=True),
    UniqueConstraint("tenant", "id"),
    Index(None, "tenant", "platform", "conversation", "state", "due_at"),
    Index(None, "tenant", "learner"),
)

reports = Table(
    "reports",
    metadata,
    _number(),
    _text("id"),
    _text("tenant"),
    _instant("at"),
    _text("credential"),
    _text("text"),
    UniqueConstraint("tenant", "id"),
)
