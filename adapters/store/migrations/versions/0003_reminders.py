"""reminders: rules richer than weekly, what moved them, what became of them"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ADDED = (  # column, type, default
    ("rule", sa.Text(), ""),
    ("about", sa.Text(), ""),
    ("occurrence", sa.BigInteger(), None),
    ("snoozed_to", sa.BigInteger(), None),
    ("exact", sa.Boolean(), sa.true()),
    ("stopped", sa.Text(), ""),
    ("moves", sa.Text(), "[]"),
    ("log", sa.Text(), "[]"),
)


def upgrade() -> None:
    for name, kind, default in ADDED:
        op.add_column("reminders", sa.Column(name, kind, nullable=default is None, server_default=default))
    op.execute("UPDATE reminders SET occurrence = next_due_at, stopped = CASE WHEN paused THEN 'you' ELSE '' END")


def downgrade() -> None:
    with op.batch_alter_table("reminders") as reminders:
        for name, _, _ in reversed(ADDED):
            reminders.drop_column(name)
