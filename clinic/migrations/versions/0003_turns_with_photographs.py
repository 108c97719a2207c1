"""A message has its channel and may bring a photograph; those that wait are found at once."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# The only channel there was.
WEB: Final = "web"
WAITING: Final = sa.text("answers IS NULL")


def upgrade() -> None:
    op.add_column("turns", sa.Column("channel", sa.String(32), nullable=False, server_default=WEB))
    op.add_column("turns", sa.Column("photo", sa.String(64)))
    op.create_index(
        "ix_turns_waiting", "turns", ["sender"], sqlite_where=WAITING, postgresql_where=WAITING
    )


def downgrade() -> None:
    op.drop_index("ix_turns_waiting", "turns")
    op.drop_column("turns", "photo")
    op.drop_column("turns", "channel")
