"""first tables"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "learners",
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("profile", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "key", name=op.f("pk_learners")),
    )
    op.create_table(
        "outbox",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("learner", sa.Text(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("conversation", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_outbox")),
        sa.UniqueConstraint("tenant", "id", name=op.f("uq_outbox_tenant_id")),
    )
    op.create_index(op.f("ix_outbox_tenant_learner"), "outbox", ["tenant", "learner"])
    op.create_index(
        op.f("ix_outbox_tenant_platform_conversation_state_due_at"),
        "outbox",
        ["tenant", "platform", "conversation", "state", "due_at"],
    )
    op.create_table(
        "reports",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("credential", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_reports")),
        sa.UniqueConstraint("tenant", "id", name=op.f("uq_reports_tenant_id")),
    )
    op.create_table(
        "achievements",
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("learner", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("credential", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant", "learner"],
            ["learners.tenant", "learners.key"],
            name=op.f("fk_achievements_learners"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant", "learner", "position", name=op.f("pk_achievements")),
    )
    op.create_table(
        "dialogues",
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("learner", sa.Text(), nullable=False),
        sa.Column("conversation", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant", "learner"],
            ["learners.tenant", "learners.key"],
            name=op.f("fk_dialogues_learners"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant", "learner", "conversation", name=op.f("pk_dialogues")),
    )
    op.create_table(
        "goals",
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("learner", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("by", sa.Date(), nullable=True),
        sa.Column("said", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant", "learner"],
            ["learners.tenant", "learners.key"],
            name=op.f("fk_goals_learners"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant", "learner", "position", name=op.f("pk_goals")),
    )
    op.create_table(
        "identities",
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("platform_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("learner", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant", "learner"],
            ["learners.tenant", "learners.key"],
            name=op.f("fk_identities_learners"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant", "platform", "platform_id", name=op.f("pk_identities")),
    )
    op.create_index(op.f("ix_identities_tenant_learner"), "identities", ["tenant", "learner"])
    op.create_table(
        "journal",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("learner", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant", "learner"],
            ["learners.tenant", "learners.key"],
            name=op.f("fk_journal_learners"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_journal")),
    )
    op.create_index(op.f("ix_journal_tenant_learner_number"), "journal", ["tenant", "learner", "number"])
    op.create_table(
        "pathways",
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("learner", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("accepted_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant", "learner"],
            ["learners.tenant", "learners.key"],
            name=op.f("fk_pathways_learners"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant", "learner", "position", name=op.f("pk_pathways")),
    )
    op.create_table(
        "progress",
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("learner", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("credential", sa.Text(), nullable=True),
        sa.Column("amount", sa.Double(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant", "learner"],
            ["learners.tenant", "learners.key"],
            name=op.f("fk_progress_learners"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant", "learner", "position", name=op.f("pk_progress")),
    )
    op.create_table(
        "reminders",
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("learner", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("weekday", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("next_due_at", sa.BigInteger(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("conversation", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("ignored", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant", "learner"],
            ["learners.tenant", "learners.key"],
            name=op.f("fk_reminders_learners"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant", "learner", "position", name=op.f("pk_reminders")),
    )
    op.create_index(op.f("ix_reminders_next_due_at"), "reminders", ["next_due_at"])
    op.create_table(
        "skill_claims",
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("learner", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("skill", sa.Text(), nullable=False),
        sa.Column("level", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant", "learner"],
            ["learners.tenant", "learners.key"],
            name=op.f("fk_skill_claims_learners"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant", "learner", "position", name=op.f("pk_skill_claims")),
    )
    op.create_table(
        "steps",
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("learner", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("credential", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("logged_quarter_hours", sa.BigInteger(), nullable=False),
        sa.Column("milestones", sa.Text(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant", "learner"],
            ["learners.tenant", "learners.key"],
            name=op.f("fk_steps_learners"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant", "learner", "position", name=op.f("pk_steps")),
    )


def downgrade() -> None:
    op.drop_table("steps")
    op.drop_table("skill_claims")
    op.drop_index(op.f("ix_reminders_next_due_at"), table_name="reminders")
    op.drop_table("reminders")
    op.drop_table("progress")
    op.drop_table("pathways")
    op.drop_index(op.f("ix_journal_tenant_learner_number"), table_name="journal")
    op.drop_table("journal")
    op.drop_index(op.f("ix_identities_tenant_learner"), table_name="identities")
    op.drop_table("identities")
    op.drop_table("goals")
    op.drop_table("dialogues")
    op.drop_table("achievements")
    op.drop_table("reports")
    op.drop_index(op.f("ix_outbox_tenant_platform_conversation_state_due_at"), table_name="outbox")
    op.drop_index(op.f("ix_outbox_tenant_learner"), table_name="outbox")
    op.drop_table("outbox")
    op.drop_table("learners")
