"""What goes out names the turn that it answers, so that a button pressed late is known."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outgoing", sa.Column("turn", sa.String(64)))


def downgrade() -> None:
    op.drop_column("outgoing", "turn")
