"""The store of conversations: Rasa's own SQL store that can also forget one."""

from __future__ import annotations

import itertools
import sqlite3
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import closing
from typing import Any, NamedTuple

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.events import Event, SessionStarted
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool

ERASE_SLOT = "erase"
# Talks that are going on just now; one has about 50 kB.
MOST_RECENT = 64


class _Stored(NamedTuple):
    """A conversation as it was saved: how many events it had then, and how many rows."""

    tracker: DialogueStateTracker
    events: int
    rows: int


class ErasableTrackerStore(SQLTrackerStore):
    """Deletes a conversation instead of saving it once a turn has set the slot `erase`.

    Rasa writes a turn's events when the turn is over, so an action that deleted rows would see them
    written again; only the store itself can forget.

    What was saved last is kept in memory: to read and replay a talk's events costs a fifth of a
    turn. It is used only while the database has as many rows of it, and given out once, so that a
    turn that fails leaves nothing of itself behind.
    """

    engine: sa.engine.Engine

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.engine.dialect.name == "sqlite":
            # Rasa's would open the file for each look at it
            self.engine = sa.create_engine(self.engine.url, poolclass=QueuePool)
            self.sessionmaker = sa.orm.sessionmaker(bind=self.engine)
            sa.event.listen(self.engine, "connect", _use_write_ahead_log)
        # an error of the database must not print what patients said
        self.engine.hide_parameters = True
        self._recent: OrderedDict[str, _Stored] = OrderedDict()
        self._count = _count(self.SQLEvent.__table__)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Return a conversation, since its last session began; None where there is none."""
        recent = self._recent.pop(sender_id, None)
        # who saved it may have gone on with it
        if recent is not None and len(recent.tracker.events) == recent.events:
            with self.session_scope() as session:
                if self._rows(session, sender_id)[0] == recent.rows:
                    return recent.tracker
        return await super().retrieve(sender_id)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Store the turn's new events, or delete the whole conversation where it asked for that.

        No copy is left in a file of SQLite then.
        """
        self._recent.pop(tracker.sender_id, None)
        if not tracker.get_slot(ERASE_SLOT):
            await super().save(tracker)
            return
        with self.session_scope() as session:
            session.query(self.SQLEvent).filter_by(sender_id=tracker.sender_id).delete()
            session.commit()
        if self.engine.dialect.name == "sqlite":
            _wipe_deleted(self.engine.url.database)

    def _additional_events(
        self, session: Session, tracker: DialogueStateTracker
    ) -> Iterator[Event]:
        rows, of_session = self._rows(session, tracker.sender_id)
        new = list(itertools.islice(tracker.events, of_session, None))
        # of a conversation with a session that is new Rasa reads less than it has saved
        if not any(isinstance(event, SessionStarted) for event in new):
            # should the rows not be written after all, their number will not be this one
            self._recent[tracker.sender_id] = _Stored(tracker, len(tracker.events), rows + len(new))
            if len(self._recent) > MOST_RECENT:
                self._recent.popitem(last=False)
        return iter(new)

    def _rows(self, session: Session, sender_id: str) -> tuple[int, int]:
        """Return how many events are stored of a conversation, and of its last session."""
        rows, of_session = session.execute(self._count, {"sender": sender_id}).one()
        return rows, of_session or 0


def _count(events: sa.Table) -> sa.sql.Select:
    """Return the query of `_rows`, the second as Rasa's own store has it."""
    own = events.c.sender_id == sa.bindparam("sender")
    began = (
        sa.select(sa.func.max(events.c.timestamp))
        .where(own, events.c.type_name == SessionStarted.type_name)
        .scalar_subquery()
    )
    is_of_session = sa.or_(began.is_(None), events.c.timestamp >= began)
    return sa.select(sa.func.count(), sa.func.sum(sa.case((is_of_session, 1), else_=0))).where(own)


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
