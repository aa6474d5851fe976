"""mail"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OLD_INDEX = "ix_outbox_tenant_platform_conversation_state_due_at"
UNFINISHED, READY = "free_at IS NOT NULL", "state = 'ready'"
PARTIAL = (
    ("ix_inbox_free", "inbox", ["free_at", "number"], UNFINISHED),
    ("ix_inbox_place", "inbox", ["tenant", "place", "number"], UNFINISHED),
    ("ix_inbox_claimed", "inbox", ["tenant", "place"], "state = 'claimed'"),
    ("ix_inbox_finished", "inbox", ["came_at"], "free_at IS NULL"),
    ("ix_outbox_ready", "outbox", ["platform", "priority", "due_at", "number"], READY),
    (
        "ix_outbox_place",
        "outbox",
        ["tenant", "conversation", "platform", "priority", "due_at", "number"],
        READY,
    ),
    ("ix_outbox_busy", "outbox", ["tenant", "conversation", "platform", "free_at", "number"], "free_at <> 0"),
    ("ix_outbox_replaces", "outbox", ["tenant", "replaces"], "state = 'ready' AND replaces <> ''"),
    ("ix_outbox_flagged", "outbox", ["state", "number"], "state IN ('in-doubt', 'failed')"),
    ("ix_outbox_finished", "outbox", ["due_at"], "free_at IS NULL AND body <> ''"),
)
ADDED = (  # column, type, default for the rows that are there
    ("thread", sa.Text(), None),
    ("priority", sa.BigInteger(), "1"),
    ("replaces", sa.Text(), ""),
    ("edits", sa.Text(), ""),
    ("part", sa.BigInteger(), "0"),
    ("receipts", sa.Text(), ""),
    ("attempt", sa.BigInteger(), "0"),
    ("doubts", sa.BigInteger(), "0"),
    ("reason", sa.Text(), ""),
    ("owner", sa.Text(), ""),
    ("free_at", sa.BigInteger(), None),
)


def text(name: str) -> sa.Column:
    return sa.Column(name, sa.Text(), nullable=False)


def whole(name: str, null: bool = False) -> sa.Column:
    return sa.Column(name, sa.BigInteger(), nullable=null)


def upgrade() -> None:
    op.drop_index(OLD_INDEX, table_name="outbox")
    with op.batch_alter_table("outbox", table_kwargs={"sqlite_autoincrement": True}) as outbox:
        for name, kind, default in ADDED:
            outbox.add_column(sa.Column(name, kind, nullable=default is None, server_default=default))
    with op.batch_alter_table("outbox", table_kwargs={"sqlite_autoincrement": True}) as outbox:
        for name, kind, default in ADDED:
            if default is not None:
                outbox.alter_column(name, existing_type=kind, existing_nullable=False, server_default=None)
    op.execute("UPDATE outbox SET free_at = CASE state WHEN 'ready' THEN 0 WHEN 'sending' THEN 9007199254740992 END")
    op.add_column("identities", sa.Column("position", sa.BigInteger(), nullable=False, server_default="0"))
    op.create_table(
        "inbox",
        sa.Column("number", NUMBER, autoincrement=True, nullable=False),
        *(text(name) for name in ("tenant", "platform", "id", "place", "body")),
        whole("came_at"),
        text("state"),
        whole("attempt"),
        text("owner"),
        whole("free_at", null=True),
        text("reason"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_inbox")),
        sa.UniqueConstraint("platform", "tenant", "id", name=op.f("uq_inbox_platform_tenant_id")),
        sqlite_autoincrement=True,
    )
    for name, table, columns, where in PARTIAL:
        op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
    op.create_table(
        "evidence",
        text("tenant"),
        text("learner"),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("credential", sa.Text(), nullable=True),
        sa.Column("on", sa.Date(), nullable=True),
        *(text(name) for name in ("note", "url", "source")),
        sa.ForeignKeyConstraint(
            ["tenant", "learner"],
            ["learners.tenant", "learners.key"],
            name=op.f("fk_evidence_learners"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant", "learner", "position", name=op.f("pk_evidence")),
    )
    op.create_table(
        "actions",
        *(text(name) for name in ("tenant", "token", "learner", "place", "says", "label", "group")),
        whole("expires_at"),
        *(text(name) for name in ("kind", "context", "spent")),
        sa.PrimaryKeyConstraint("tenant", "token", name=op.f("pk_actions")),
    )
    op.create_index(op.f("ix_actions_tenant_group"), "actions", ["tenant", "group"])
    op.create_index(op.f("ix_actions_tenant_learner"), "actions", ["tenant", "learner"])
    op.create_index(op.f("ix_actions_expires_at"), "actions", ["expires_at"])
    op.create_table(
        "places",
        *(text(name) for name in ("tenant", "id", "platform", "conversation", "kind")),
        sa.Column("learner", sa.Text(), nullable=True),
        text("dead"),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_places")),
        sa.UniqueConstraint("tenant", "platform", "conversation", name=op.f("uq_places_tenant_platform_conversation")),
    )
    op.create_index(op.f("ix_places_tenant_learner"), "places", ["tenant", "learner"])
    op.create_table(
        "codes",
        *(text(name) for name in ("tenant", "learner", "digest")),
        whole("expires_at"),
        sa.PrimaryKeyConstraint("tenant", "learner", name=op.f("pk_codes")),
    )
    op.create_index(op.f("ix_codes_tenant_digest"), "codes", ["tenant", "digest"])
    op.create_table(
        "tries",
        sa.Column("number", NUMBER, autoincrement=True, nullable=False),
        text("tenant"),
        text("learner"),
        whole("at"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_tries")),
    )
    op.create_index(op.f("ix_tries_tenant_learner_at"), "tries", ["tenant", "learner", "at"])
    op.create_table(
        "installations",
        *(text(name) for name in ("enterprise", "team", "tenant")),
        sa.Column("whole_enterprise", sa.Boolean(), nullable=False),
        text("sealed"),
        text("bot_user"),
        whole("refreshed_at"),
        whole("version"),
        sa.PrimaryKeyConstraint("enterprise", "team", name=op.f("pk_installations")),
    )
    op.create_index(op.f("ix_installations_tenant"), "installations", ["tenant"])
    for table, key, columns in (
        ("door_states", text("digest"), [whole("expires_at")]),
        ("rates", text("key"), [whole("free_at"), whole("paused_until")]),
        ("leases", text("name"), [text("owner"), whole("until")]),
    ):
        op.create_table(table, key, *columns, sa.PrimaryKeyConstraint(key.name, name=op.f(f"pk_{table}")))


def downgrade() -> None:
    for table in ("leases", "rates", "door_states", "installations", "tries", "codes", "places", "actions"):
        op.drop_table(table)
    op.drop_table("evidence")
    op.drop_table("inbox")
    op.drop_column("identities", "position")
    for name, table, _, _ in PARTIAL:
        if table == "outbox":
            op.drop_index(name, table_name=table)
    with op.batch_alter_table("outbox") as outbox:
        for name, _, _ in ADDED:
            outbox.drop_column(name)
    op.execute("UPDATE outbox SET state = 'sent' WHERE state NOT IN ('ready', 'sending')")
    op.create_index(OLD_INDEX, "outbox", ["tenant", "platform", "conversation", "state", "due_at"])
