"""Opens the records' database, SQLite or PostgreSQL, with what each needs to be safe and quick."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from threading import Lock
from typing import Any, Final
from weakref import WeakValueDictionary

from sqlalchemy import Connection, Engine, create_engine, event

# How long a writer waits for another process's write, in milliseconds.
BUSY_TIMEOUT_MS: Final = 5000
# An engine's option: what it runs writes nothing, so that it need not wait for those who write.
READS_ONLY: Final = "reads_only"
_engines: WeakValueDictionary[str, Engine] = WeakValueDictionary()
_opening: Final = Lock()


def open_database(url: str) -> Engine:
    """Return the process's engine for a database; nothing is connected or migrated yet.

    Whoever opens the same address shares its connections, as long as anybody holds the engine; to
    dispose of it closes those that nobody uses just now. Errors never show a statement's values:
    they are what patients said.
    """
    with _opening:
        engine = _engines.get(url)
        if engine is None:
            engine = _engines[url] = _create(url)
    return engine


def _create(url: str) -> Engine:
    engine = create_engine(url, hide_parameters=True, pool_pre_ping=not url.startswith("sqlite"))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    return engine


def wipe_deleted(engine: Engine) -> None:
    """Make sure that no copy of deleted rows is left in SQLite's file or its write-ahead log.

    Raises:
        TimeoutError: another process reads without end, so that the log is still there, or the
            file could not be written anew.
    """
    if engine.dialect.name != "sqlite":
        return
    with closing(engine.raw_connection()) as connection:
        cursor = connection.cursor()
        # `secure_delete` misses the copies that SQLite leaves behind when it splits a page
        try:
            cursor.execute("VACUUM")
        except sqlite3.OperationalError as error:
            raise TimeoutError("deleted rows may still be in the file") from error
        busy, *_ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise TimeoutError("deleted rows are still in the write-ahead log: another process reads")


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
    cursor.execute("PRAGMA temp_store = MEMORY")
    cursor.close()


def _begin(connection: Connection) -> None:
    # a write lock from the start: a reader that turns writer later cannot wait for the lock
    reads_only = connection.get_execution_options().get(READS_ONLY)
    connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")
