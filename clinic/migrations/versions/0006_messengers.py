"""Messengers: addresses, arrivals, the outbox, codes for linking; edits and albums in a talk."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TIME: Final = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "addresses",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("sealed", sa.Text, nullable=False),
        sa.Column("sender", sa.String(255), nullable=False),
        sa.Column("heard_at", TIME, nullable=False),
        sa.Column("gone_at", TIME),
        sa.PrimaryKeyConstraint("id", name="pk_addresses"),
        sa.UniqueConstraint("key", name="uq_addresses_key"),
    )
    op.create_index("ix_addresses_sender", "addresses", ["sender"])
    op.create_table(
        "arrivals",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("address_key", sa.String(64)),
        sa.Column("owed", sa.Text),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_arrivals"),
    )
    op.create_index("ix_arrivals_at", "arrivals", ["at"])
    op.create_table(
        "outgoing",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("address_key", sa.String(64), nullable=False),
        sa.Column("sealed", sa.Text, nullable=False),
        sa.Column("sender", sa.String(255), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("message", sa.JSON, nullable=False),
        sa.Column("pieces_sent", sa.Integer, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("next_at", TIME),
        sa.Column("trying_at", TIME),
        sa.Column("last_error", sa.String(255)),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("sent_at", TIME),
        sa.Column("failed_at", TIME),
        sa.PrimaryKeyConstraint("id", name="pk_outgoing"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outgoing_sender", "outgoing", ["sender"])
    waiting = sa.text("next_at IS NOT NULL")
    op.create_index(
        "ix_outgoing_waiting",
        "outgoing",
        ["address_key", "id"],
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
    op.create_table(
        "link_codes",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("sender", sa.String(255), nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_link_codes"),
    )
    op.create_index("ix_link_codes_sender", "link_codes", ["sender"])
    op.add_column("turns", sa.Column("said_at", TIME))
    op.add_column("turns", sa.Column("album", sa.String(64)))
    op.add_column("turns", sa.Column("corrects", sa.String(64)))


def downgrade() -> None:
    for column in ("corrects", "album", "said_at"):
        op.drop_column("turns", column)
    for table in ("link_codes", "outgoing", "arrivals", "addresses"):
        op.drop_table(table)
