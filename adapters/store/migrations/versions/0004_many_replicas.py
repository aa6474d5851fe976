"""many replicas"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

SCOPED = (
    *("learners", "identities", "achievements", "skill_claims", "goals", "pathways", "steps", "progress", "reminders"),
    *("evidence", "journal", "dialogues", "reports", "inbox", "outbox", "actions", "places", "codes", "tries"),
    "installations",
)
SEES = "current_setting('credpath.sees', true) IN ('all', 'tenant:' || tenant)"
UNPAUSED = sa.text("NOT paused")


def upgrade() -> None:
    op.create_index(
        "ix_reminders_due",
        "reminders",
        ["next_due_at", "tenant", "learner"],
        sqlite_where=UNPAUSED,
        postgresql_where=UNPAUSED,
    )
    op.drop_index(op.f("ix_reminders_next_due_at"), table_name="reminders")
    op.create_table(
        "copies",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_copies")),
    )
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in SCOPED:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY tenants ON {table} USING ({SEES})")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in SCOPED:
            op.execute(f"DROP POLICY tenants ON {table}")
            op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
    op.drop_table("copies")
    op.create_index(op.f("ix_reminders_next_due_at"), "reminders", ["next_due_at"])
    op.drop_index("ix_reminders_due", table_name="reminders")
