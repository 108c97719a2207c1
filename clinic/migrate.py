"""Brings the records' database up to date; where it is a file, only its owner can read it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from clinic.settings import Settings

MIGRATIONS: Final = Path(__file__).with_name("migrations")


class MigrationError(Exception):
    """The records' database cannot be brought up to date; one line says what and why."""


def upgrade(settings: Settings, revision: str = "head") -> None:
    """Migrate the records' database up to a revision; its folder and file are made where missing.

    Raises:
        MigrationError: the database is out of reach, or no database of ours.
    """
    try:
        settings.var.mkdir(mode=0o700, parents=True, exist_ok=True)
        if file := settings.records_file:
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            # SQLite gives its companion files the same rights
            file.touch(mode=0o600)
            file.chmod(0o600)
        command.upgrade(_config(settings), revision)
    except (OSError, SQLAlchemyError, CommandError) as error:
        name = "DATABASE_URL" if settings.database_url else "DEWY_VAR"
        reason = error.orig if isinstance(error, DBAPIError) else error
        raise MigrationError(
            f"{name}: the records' database cannot be used: {' '.join(str(reason).split())}"
        ) from error


def downgrade(settings: Settings, revision: str) -> None:
    """Migrate the records' database down to a revision; `base` leaves no table of ours."""
    command.downgrade(_config(settings), revision)


def _config(settings: Settings) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    # not as an option of the file: a password may hold "%"
    config.attributes["url"] = settings.records_url
    return config
