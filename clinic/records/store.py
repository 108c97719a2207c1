"""What the parts that open the records' database have in common."""

from __future__ import annotations

from typing import Self

from sqlalchemy.orm import sessionmaker

from clinic.records.database import READS_ONLY, open_database
from clinic.settings import Settings


class Store:
    """A part of the records: `_session` writes, `_look` only reads and waits for no writer."""

    def __init__(self, url: str) -> None:
        """Open it at a database's address; the database must be migrated already."""
        self._engine = open_database(url)
        self._session = sessionmaker(self._engine)
        self._look = sessionmaker(self._engine.execution_options(**{READS_ONLY: True}))

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """Open it where the settings say."""
        return cls(settings.records_url)

    def dispose(self) -> None:
        """Close the connections to the database."""
        self._engine.dispose()
