"""Rasa's own store of conversations, as the clinic reaches it: only to delete some of it."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from sqlalchemy import column, delete, inspect, make_url, table

from clinic.records.database import open_database, wipe_deleted
from clinic.settings import Settings

EVENTS = table("events", column("sender_id"))


class Dialogues:
    """What the dialogue remembers of conversations.

    The one in which a patient asks for erasure Rasa forgets itself, as it writes that turn's events
    afterwards (`bot.server.tracker_store`), and then wipes its file. This is for the others, and
    for where staff erase.
    """

    def __init__(self, url: str) -> None:
        """Reach them at a database's address, which may be empty: Rasa makes its tables itself."""
        self._engine = open_database(url)

    @classmethod
    def open(cls, settings: Settings) -> Dialogues:
        """Reach them where the settings say."""
        url = make_url(settings.tracker_url)
        if url.drivername == "postgresql":
            # Rasa's environment has another driver
            url = url.set(drivername="postgresql+psycopg")
        return cls(url.render_as_string(hide_password=False))

    def dispose(self) -> None:
        """Close the connections to the database."""
        self._engine.dispose()

    def forget(self, senders: Collection[str]) -> None:
        """Delete conversations; each begins from nothing when its patient writes again.

        One that is being answered at this very moment is written once more when that turn is over.
        """
        if senders and self._is_there():
            with self._engine.begin() as connection:
                connection.execute(delete(EVENTS).where(EVENTS.c.sender_id.in_(senders)))

    def wipe(self) -> None:
        """Leave no trace of what was deleted in SQLite's file.

        Raises:
            TimeoutError: as of `wipe_deleted`.
        """
        if self._is_there():
            wipe_deleted(self._engine)

    def _is_there(self) -> bool:
        file = self._engine.url.database
        # SQLite would make an empty file of it
        if self._engine.dialect.name == "sqlite" and not (file and Path(file).exists()):
            return False
        return bool(inspect(self._engine).has_table(EVENTS.name))
