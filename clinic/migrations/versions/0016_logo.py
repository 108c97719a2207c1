"""The clinic's logo."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "logos",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("png", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_logos"),
    )


def downgrade() -> None:
    op.drop_table("logos")
    op.execute("DELETE FROM choices WHERE name = 'logo'")
