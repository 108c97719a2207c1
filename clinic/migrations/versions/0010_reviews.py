"""Reviews: how far the clinic is with each intake; notes; the name that staff give a patient."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TIME: Final = sa.DateTime(timezone=True)
OPEN: Final = sa.text("status <> 'closed'")
ORDER: Final = ["urgency", "active_at", "intake_id"]


def upgrade() -> None:
    op.add_column("patients", sa.Column("label", sa.String(80)))
    op.create_table(
        "reviews",
        sa.Column("intake_id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("patient_id", sa.Integer, nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("urgency", sa.Integer, nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("assigned_to", sa.Integer),
        sa.Column("begun_at", TIME, nullable=False),
        sa.Column("active_at", TIME, nullable=False),
        sa.Column("seen_at", TIME),
        sa.Column("text", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("intake_id", name="pk_reviews"),
        _key("reviews", "intake_id", "intakes", "CASCADE"),
        _key("reviews", "patient_id", "patients", "CASCADE"),
        _key("reviews", "assigned_to", "staff"),
    )
    op.create_index("ix_reviews_queue", "reviews", ORDER)
    op.create_index("ix_reviews_open", "reviews", ORDER, sqlite_where=OPEN, postgresql_where=OPEN)
    for column in ("patient_id", "assigned_to", "active_at"):
        op.create_index(f"ix_reviews_{column}", "reviews", [column])
    op.create_table(
        "notes",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("intake_id", sa.Integer, nullable=False),
        sa.Column("staff_id", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_notes"),
        _key("notes", "intake_id", "intakes", "CASCADE"),
        _key("notes", "staff_id", "staff"),
    )
    op.create_index("ix_notes_intake_id", "notes", ["intake_id"])
    op.create_index("ix_warnings_rule", "warnings", ["rule", "intake_id"])
    # what came in before there was a queue; a search finds it once something new is noted
    op.execute(
        """
        INSERT INTO reviews
            (intake_id, patient_id, channel, urgency, status, begun_at, active_at, text)
        SELECT i.id, i.patient_id, p.channel,
            CASE i.triage_level WHEN 'now' THEN 4 WHEN 'same_day' THEN 3 WHEN 'soon' THEN 2
                WHEN 'routine' THEN 1 ELSE 0 END,
            'new', i.started_at, i.updated_at, ''
        FROM intakes AS i JOIN patients AS p ON p.id = i.patient_id
        """
    )


def downgrade() -> None:
    op.drop_index("ix_warnings_rule", "warnings")
    op.drop_table("notes")
    op.drop_table("reviews")
    op.drop_column("patients", "label")


def _key(
    table: str, column: str, other: str, ondelete: str | None = None
) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}_{other}"
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete=ondelete)
