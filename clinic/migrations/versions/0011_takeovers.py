"""Takeovers: in which talks somebody of the staff writes, so that the assistant is silent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "takeovers",
        sa.Column("sender", sa.String(255), nullable=False),
        sa.Column("staff_id", sa.Integer, nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("active_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sender", name="pk_takeovers"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_takeovers_staff_id_staff"),
    )


def downgrade() -> None:
    op.drop_table("takeovers")
