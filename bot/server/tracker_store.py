"""The store of conversations: Rasa's own SQL store that can also forget one."""

from __future__ import annotations

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
        if self.engine.dialect.name == "sqlite":
            sa.event.listen(self.engine, "connect", _use_write_ahead_log)
            self.engine.dispose()

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Store the turn's new events, or delete the whole conversation where it asked for that.

        SQLite's write-ahead log is emptied then, so that no copy is left in a file.
        """
        if not tracker.get_slot(ERASE_SLOT):
            await super().save(tracker)
            return
        with self.session_scope() as session:
            session.query(self.SQLEvent).filter_by(sender_id=tracker.sender_id).delete()
            session.commit()
        if self.engine.dialect.name == "sqlite":
            with self.engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def _use_write_ahead_log(connection: Any, _record: Any) -> None:
    """Readers do not wait for the writer, and a turn costs no full disk flush."""
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA secure_delete = ON")
