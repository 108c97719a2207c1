"""Reports of photographs: what the analysis measured, and when it looked."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TIME: Final = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("photographs", sa.Column("report", sa.JSON))
    op.add_column("photographs", sa.Column("looked_at", TIME))


def downgrade() -> None:
    op.drop_column("photographs", "looked_at")
    op.drop_column("photographs", "report")
