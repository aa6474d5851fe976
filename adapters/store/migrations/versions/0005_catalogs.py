"""catalogs"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

SEES = "current_setting('credpath.sees', true) IN ('all', 'tenant:' || tenant)"
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "catalogs",
        sa.Column("number", NUMBER, autoincrement=True, nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("format", "file", "sha256", "document")),
        sa.Column("imported_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_catalogs")),
        sa.UniqueConstraint("tenant", "label", "version", name=op.f("uq_catalogs_tenant_label_version")),
        sqlite_autoincrement=True,
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE catalogs ENABLE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE catalogs FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY tenants ON catalogs USING ({SEES})")


def downgrade() -> None:
    op.drop_table("catalogs")
