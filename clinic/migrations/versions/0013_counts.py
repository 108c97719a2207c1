"""Indexes to count the queue and to read what is one person's; one for changes alone in the log."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

COUNTED: Final = [
    *("status", "urgency", "active_at", "intake_id"),
    *("channel", "assigned_to", "begun_at", "seen_at"),
]
CHANGES: Final = sa.text("action <> 'viewed'")
OF_ONE: Final = ["assigned_to", "urgency", "active_at", "intake_id", "status"]


def upgrade() -> None:
    op.create_index("ix_reviews_counted", "reviews", COUNTED)
    op.drop_index("ix_reviews_assigned_to", "reviews")
    op.create_index("ix_reviews_of_one", "reviews", OF_ONE)
    op.create_index(
        "ix_audit_changes", "audit", ["id"], sqlite_where=CHANGES, postgresql_where=CHANGES
    )


def downgrade() -> None:
    op.drop_index("ix_audit_changes", "audit")
    op.drop_index("ix_reviews_of_one", "reviews")
    op.create_index("ix_reviews_assigned_to", "reviews", ["assigned_to"])
    op.drop_index("ix_reviews_counted", "reviews")
