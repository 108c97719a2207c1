"""First records: patients, consents, intakes with facts and warnings, alarms, hand-overs, turns."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
CURRENT = sa.text("superseded_at IS NULL")
INDEXES = {
    "consents": ["patient_id"],
    "intakes": ["patient_id"],
    "facts": ["intake_id"],
    "warnings": ["intake_id"],
    "alarms": ["patient_id", "intake_id"],
    "hand_overs": ["patient_id"],
}


def upgrade() -> None:
    op.create_table(
        "patients",
        _id(),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("sender", sa.String(255), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.UniqueConstraint("sender", name="uq_patients_sender"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "consents",
        _id(),
        *_belongs_to("consents", "patient"),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("version", sa.String(32), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("given", sa.Boolean, nullable=False),
        sa.Column("at", TIME, nullable=False),
    )
    op.create_table(
        "intakes",
        _id(),
        *_belongs_to("intakes", "patient"),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("season", sa.String(8)),
        sa.Column("started_at", TIME, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        sa.Column("completed_at", TIME),
        sa.Column("triage_level", sa.String(16)),
        sa.Column("triage_reasons", sa.JSON, nullable=False),
        sa.Column("advice", sa.JSON),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "facts",
        _id(),
        *_belongs_to("facts", "intake"),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("value", sa.JSON, nullable=False),
        sa.Column("origin", sa.String(16), nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("superseded_at", TIME),
    )
    op.create_table(
        "warnings",
        _id(),
        *_belongs_to("warnings", "intake"),
        sa.Column("rule", sa.String(64), nullable=False),
        sa.Column("severity", sa.String(16), nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("at", TIME, nullable=False),
    )
    op.create_table(
        "alarms",
        _id(),
        *_belongs_to("alarms", "patient"),
        *_belongs_to("alarms", "intake", nullable=True),
        sa.Column("level", sa.String(16), nullable=False),
        sa.Column("reasons", sa.JSON, nullable=False),
        sa.Column("message", sa.Text),
        sa.Column("at", TIME, nullable=False),
    )
    op.create_table(
        "hand_overs",
        _id(),
        *_belongs_to("hand_overs", "patient"),
        sa.Column("reason", sa.String(64), nullable=False),
        sa.Column("at", TIME, nullable=False),
    )
    op.create_table(
        "turns",
        _id(),
        sa.Column("sender", sa.String(255), nullable=False),
        sa.Column("message_id", sa.String(64), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("shown", sa.Boolean, nullable=False),
        sa.Column("answers", sa.JSON),
        sa.Column("at", TIME, nullable=False),
        sa.UniqueConstraint("sender", "message_id", name="uq_turns_sender_message_id"),
    )
    for table, columns in INDEXES.items():
        for column in columns:
            op.create_index(f"ix_{table}_{column}", table, [column])
    op.create_index(
        "ix_facts_current",
        "facts",
        ["intake_id", "key"],
        unique=True,
        sqlite_where=CURRENT,
        postgresql_where=CURRENT,
    )


def downgrade() -> None:
    for table in ("turns", "hand_overs", "alarms", "warnings", "facts", "intakes", "consents"):
        op.drop_table(table)
    op.drop_table("patients")


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.Integer, primary_key=True)


def _belongs_to(table: str, owner: str, *, nullable: bool = False) -> tuple[Any, Any]:
    column = f"{owner}_id"
    return (
        sa.Column(column, sa.Integer, nullable=nullable),
        sa.ForeignKeyConstraint(
            [column], [f"{owner}s.id"], name=f"fk_{table}_{column}_{owner}s", ondelete="CASCADE"
        ),
    )
