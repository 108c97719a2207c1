"""Requests of several kinds: for a talk alone beside one for photographs."""

from __future__ import annotations

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("erasure_requests") as table:
        table.drop_constraint("uq_erasure_requests_patient_id", type_="unique")
        table.create_unique_constraint(
            "uq_erasure_requests_patient_id_reason", ["patient_id", "reason"]
        )


def downgrade() -> None:
    # of several the first stays
    op.execute(
        "DELETE FROM erasure_requests WHERE id NOT IN "
        "(SELECT MIN(id) FROM erasure_requests GROUP BY patient_id)"
    )
    with op.batch_alter_table("erasure_requests") as table:
        table.drop_constraint("uq_erasure_requests_patient_id_reason", type_="unique")
        table.create_unique_constraint("uq_erasure_requests_patient_id", ["patient_id"])
