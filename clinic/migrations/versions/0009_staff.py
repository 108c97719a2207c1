"""Staff: accounts, sessions, links to set a password, and the log that only grows."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TIME: Final = sa.DateTime(timezone=True)
REFUSED: Final = "the audit log only grows"


def upgrade() -> None:
    op.create_table(
        "staff",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("login", sa.String(254), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("password_hash", sa.String(255)),
        sa.Column("must_change", sa.Boolean, nullable=False),
        sa.Column("totp", sa.Text),
        sa.Column("totp_used", sa.Integer),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("left_at", TIME),
        sa.PrimaryKeyConstraint("id", name="pk_staff"),
        sa.UniqueConstraint("login", name="uq_staff_login"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "staff_sessions",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("staff_id", sa.Integer, nullable=False),
        sa.Column("begun_at", TIME, nullable=False),
        sa.Column("seen_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_staff_sessions"),
        _of_staff("staff_sessions"),
    )
    op.create_index("ix_staff_sessions_staff_id", "staff_sessions", ["staff_id"])
    op.create_table(
        "password_links",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("staff_id", sa.Integer, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_password_links"),
        _of_staff("password_links"),
    )
    op.create_index("ix_password_links_staff_id", "password_links", ["staff_id"])
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("staff_id", sa.Integer),
        sa.Column("who", sa.String(80), nullable=False),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(16)),
        sa.Column("subject", sa.String(64)),
        sa.Column("detail", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_at", "audit", ["at"])
    op.create_index("ix_audit_staff_id", "audit", ["staff_id"])
    op.create_index("ix_audit_subject", "audit", ["kind", "subject", "id"])
    _let_it_only_grow()


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER audit_only_grows ON audit")
        op.execute("DROP FUNCTION audit_only_grows")
    for table in ("audit", "password_links", "staff_sessions", "staff"):
        op.drop_table(table)


def _of_staff(table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_staff_id_staff"
    return sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=name, ondelete="CASCADE")


def _let_it_only_grow() -> None:
    """Have the database itself refuse to change or delete an entry."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"""
            CREATE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION '{REFUSED}'; END $$
            """
        )
        op.execute(
            """
            CREATE TRIGGER audit_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
            FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows()
            """
        )
        return
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"""
            CREATE TRIGGER audit_{change.lower()} BEFORE {change} ON audit
            BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END
            """
        )
