"""Alarms are delivered and acknowledged, hand-overs among them; erasures; withdrawn consents."""

from __future__ import annotations

from typing import Final, Literal

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TIME: Final = sa.DateTime(timezone=True)
OPEN: Final = sa.text("acknowledged_at IS NULL")
DUE: Final = sa.text("next_at IS NOT NULL")
# The level of an alarm that is a wish for a person.
PERSON: Final = "person"

alarms: Final = sa.table(
    "alarms",
    sa.column("id", sa.Integer),
    sa.column("patient_id", sa.Integer),
    sa.column("level", sa.String),
    sa.column("reasons", sa.JSON),
    sa.column("at", TIME),
)
hand_overs: Final = sa.table(
    "hand_overs",
    sa.column("id", sa.Integer),
    sa.column("patient_id", sa.Integer),
    sa.column("reason", sa.String),
    sa.column("at", TIME),
)


def upgrade() -> None:
    # SQLite gives a table numbers that are never used again only by copying it
    with op.batch_alter_table(
        "alarms", recreate=_recreate(), table_kwargs={"sqlite_autoincrement": True}
    ) as batch:
        batch.add_column(sa.Column("acknowledged_at", TIME))
        batch.add_column(sa.Column("acknowledged_by", sa.String(80)))
    op.create_index("ix_alarms_open", "alarms", ["id"], sqlite_where=OPEN, postgresql_where=OPEN)
    _move_hand_overs_to_alarms()
    op.drop_table("hand_overs")
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("alarm_id", sa.Integer, nullable=False),
        sa.Column("route", sa.String(255), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("next_at", TIME),
        sa.Column("last_error", sa.String(255)),
        sa.Column("times_sent", sa.Integer, nullable=False),
        sa.Column("sent_at", TIME),
        sa.ForeignKeyConstraint(
            ["alarm_id"], ["alarms.id"], name="fk_deliveries_alarm_id_alarms", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("alarm_id", "route", name="uq_deliveries_alarm_id_route"),
    )
    op.create_index(
        "ix_deliveries_due", "deliveries", ["next_at"], sqlite_where=DUE, postgresql_where=DUE
    )
    op.create_table(
        "erasures",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("channel", sa.String(32)),
        sa.Column("reason", sa.String(16), nullable=False),
        sa.Column("deleted", sa.JSON, nullable=False),
        sa.Column("at", TIME, nullable=False),
    )
    op.add_column("consents", sa.Column("withdrawn_at", TIME))


def downgrade() -> None:
    op.drop_column("consents", "withdrawn_at")
    op.drop_table("erasures")
    op.drop_table("deliveries")
    op.create_table(
        "hand_overs",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("patient_id", sa.Integer, nullable=False),
        sa.Column("reason", sa.String(64), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["patient_id"],
            ["patients.id"],
            name="fk_hand_overs_patient_id_patients",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_hand_overs_patient_id", "hand_overs", ["patient_id"])
    _move_hand_overs_back()
    op.drop_index("ix_alarms_open", "alarms")
    with op.batch_alter_table(
        "alarms", recreate=_recreate(), table_kwargs={"sqlite_autoincrement": False}
    ) as batch:
        batch.drop_column("acknowledged_by")
        batch.drop_column("acknowledged_at")


def _recreate() -> Literal["always", "never"]:
    return "always" if op.get_bind().dialect.name == "sqlite" else "never"


def _move_hand_overs_to_alarms() -> None:
    rows = op.get_bind().execute(sa.select(hand_overs).order_by(hand_overs.c.id))
    moved = [
        {"patient_id": row.patient_id, "level": PERSON, "reasons": [row.reason], "at": row.at}
        for row in rows
    ]
    op.bulk_insert(alarms, moved)


def _move_hand_overs_back() -> None:
    wished = alarms.c.level == PERSON
    rows = op.get_bind().execute(sa.select(alarms).where(wished).order_by(alarms.c.id))
    moved = [{"patient_id": row.patient_id, "reason": row.reasons[0], "at": row.at} for row in rows]
    op.bulk_insert(hand_overs, moved)
    op.execute(sa.delete(alarms).where(wished))
