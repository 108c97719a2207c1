"""Check-ins: who is asked some weeks after the plan how the skin is, and what came back."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TIME: Final = sa.DateTime(timezone=True)
PENDING: Final = sa.text("begun_at IS NULL AND cancelled_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "check_ins",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("patient_id", sa.Integer, nullable=False),
        sa.Column("intake_id", sa.Integer, nullable=False),
        sa.Column("weeks", sa.Integer, nullable=False),
        sa.Column("due_at", TIME, nullable=False),
        sa.Column("begun_at", TIME),
        sa.Column("cancelled_at", TIME),
        sa.Column("answered_at", TIME),
        sa.Column("result", sa.JSON),
        sa.ForeignKeyConstraint(
            ["patient_id"],
            ["patients.id"],
            name="fk_check_ins_patient_id_patients",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["intake_id"],
            ["intakes.id"],
            name="fk_check_ins_intake_id_intakes",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_check_ins"),
        sa.UniqueConstraint("intake_id", "weeks", name="uq_check_ins_intake_id_weeks"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_check_ins_patient_id", "check_ins", ["patient_id"])
    op.create_index(
        "ix_check_ins_pending",
        "check_ins",
        ["due_at"],
        sqlite_where=PENDING,
        postgresql_where=PENDING,
    )


def downgrade() -> None:
    op.drop_table("check_ins")
