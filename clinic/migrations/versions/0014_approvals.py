"""Plans that wait for the clinic's review, and who of the staff stands by a plan."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

COLUMNS = ("plan_held", "approved_by", "approved_at", "plan_words")


def upgrade() -> None:
    op.add_column(
        "intakes",
        sa.Column("plan_held", sa.Boolean, nullable=False, server_default=sa.false()),
    )
    op.add_column("intakes", sa.Column("approved_by", sa.String(80)))
    op.add_column("intakes", sa.Column("approved_at", sa.DateTime(timezone=True)))
    op.add_column("intakes", sa.Column("plan_words", sa.Text))


def downgrade() -> None:
    for column in COLUMNS:
        op.drop_column("intakes", column)
