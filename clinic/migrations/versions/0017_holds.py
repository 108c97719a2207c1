"""Holds on patients' records, and the erasures that were asked for meanwhile."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

TIME: Final = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "holds",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("patient_id", sa.Integer, nullable=False),
        sa.Column("staff_id", sa.Integer, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_holds"),
        _key("holds", "patient_id", "patients", "CASCADE"),
        _key("holds", "staff_id", "staff"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_holds_patient_id", "holds", ["patient_id"])
    op.create_table(
        "erasure_requests",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("patient_id", sa.Integer, nullable=False),
        sa.Column("reason", sa.String(16), nullable=False),
        sa.Column("asked_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_erasure_requests"),
        sa.UniqueConstraint("patient_id", name="uq_erasure_requests_patient_id"),
        _key("erasure_requests", "patient_id", "patients", "CASCADE"),
    )
    # what is old is looked for again and again
    op.create_index("ix_turns_at", "turns", ["at"])


def downgrade() -> None:
    op.drop_index("ix_turns_at", "turns")
    op.drop_table("erasure_requests")
    op.drop_table("holds")


def _key(
    table: str, column: str, other: str, ondelete: str | None = None
) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}_{other}"
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete=ondelete)
