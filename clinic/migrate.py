"""Brings the records' database up to date; its folder is made where it is missing."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config

from clinic.settings import Settings

MIGRATIONS: Final = Path(__file__).with_name("migrations")


def upgrade(settings: Settings, revision: str = "head") -> None:
    """Migrate the records' database up to a revision."""
    settings.var.mkdir(parents=True, exist_ok=True)
    command.upgrade(_config(settings), revision)


def downgrade(settings: Settings, revision: str) -> None:
    """Migrate the records' database down to a revision; `base` leaves no table of ours."""
    command.downgrade(_config(settings), revision)


def _config(settings: Settings) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    # not as an option of the file: a password may hold "%"
    config.attributes["url"] = settings.records_url
    return config
