"""Opens the records' database, SQLite or PostgreSQL, with what each needs to be safe and quick."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event

# How long a writer waits for another process's write, in milliseconds.
BUSY_TIMEOUT_MS = 5000


def open_database(url: str) -> Engine:
    """Return an engine for the records; nothing is connected or migrated yet.

    Errors never show a statement's values: they are what patients said.
    """
    engine = create_engine(url, hide_parameters=True, pool_pre_ping=not url.startswith("sqlite"))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    return engine


def empty_write_ahead_log(engine: Engine) -> None:
    """Make sure that no copy of deleted rows is left in SQLite's write-ahead log."""
    if engine.dialect.name == "sqlite":
        raw = engine.raw_connection()
        try:
            raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            raw.close()


def _prepare(connection: Any, _record: Any) -> None:
    # transactions are begun by `_begin`, not by Python's driver
    connection.isolation_level = None
    cursor = connection.cursor()
    # first, as switching to WAL itself may have to wait
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    # deleted rows are overwritten: an erasure must leave nothing in the file
    cursor.execute("PRAGMA secure_delete = ON")
    cursor.close()


def _begin(connection: Connection) -> None:
    # a write lock from the start: a reader that turns writer later cannot wait for the lock
    connection.exec_driver_sql("BEGIN IMMEDIATE")
