"""The store of conversations: Rasa's own SQL store that can also forget one."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.trackers import DialogueStateTracker

ERASE_SLOT = "erase"


class ErasableTrackerStore(SQLTrackerStore):
    """Deletes a conversation instead of saving it once a turn has set the slot `erase`.

    Rasa writes a turn's events when the turn is over, so an action that deleted rows would see them
    written again; only the store itself can forget.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # an error of the database must not print what patients said
        self.engine.hide_parameters = True
        if self.engine.dialect.name == "sqlite":
            sa.event.listen(self.engine, "connect", _use_write_ahead_log)
            self.engine.dispose()

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Store the turn's new events, or delete the whole conversation where it asked for that.

        No copy is left in a file of SQLite then.
        """
        if not tracker.get_slot(ERASE_SLOT):
            await super().save(tracker)
            return
        with self.session_scope() as session:
            session.query(self.SQLEvent).filter_by(sender_id=tracker.sender_id).delete()
            session.commit()
        if self.engine.dialect.name == "sqlite":
            _wipe_deleted(self.engine.url.database)


def _use_write_ahead_log(connection: Any, _record: Any) -> None:
    """Readers do not wait for the writer, and a turn costs no full disk flush."""
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA secure_delete = ON")


def _wipe_deleted(file: str) -> None:
    """Leave no copy of deleted rows in SQLite's file or in its write-ahead log."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        # `secure_delete` misses the copies that SQLite leaves behind when it splits a page
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
