"""Merges: which patients are one person, as staff saw."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "merges",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("patient_id", sa.Integer, nullable=False),
        sa.Column("same_as", sa.Integer, nullable=False),
        sa.Column("staff_id", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_merges"),
        _key("patient_id", "patients", "CASCADE"),
        _key("same_as", "patients", "CASCADE"),
        _key("staff_id", "staff"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_merges_patient_id", "merges", ["patient_id"])
    op.create_index("ix_merges_same_as", "merges", ["same_as"])


def downgrade() -> None:
    op.drop_table("merges")


def _key(column: str, other: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    name = f"fk_merges_{column}_{other}"
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete=ondelete)
