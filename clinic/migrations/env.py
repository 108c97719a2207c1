"""Runs migrations: for `clinic.migrate`, and for Alembic's own command (`alembic revision`)."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context

from clinic.records.database import open_database
from clinic.records.models import Base, UtcDateTime
from clinic.settings import load


def is_ours(name: str | None, kind: str, _parents: Any) -> bool:
    """Leave tables alone that are not of the records: Rasa's conversations may lie beside them."""
    return kind != "table" or name in Base.metadata.tables


def plain_type(_kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write our own column types into revisions as what the database has."""
    return "sa.DateTime(timezone=True)" if isinstance(item, UtcDateTime) else False


def migrate() -> None:
    """Migrate the database that the caller named, or the settings' own."""
    engine = open_database(context.config.attributes.get("url") or load().records_url)
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            include_name=is_ours,
            render_item=plain_type,
            # SQLite can change a table only by copying it
            render_as_batch=connection.dialect.name == "sqlite",
        )
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


migrate()
