"""The records on both databases that a clinic can have."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine

from clinic.migrate import upgrade
from clinic.photographs import Photographs
from clinic.records import Records, Transcript
from clinic.records.database import open_database
from clinic.retention import Retention
from clinic.settings import Settings
from tests.clinic.postgres import Postgres
from tests.clinic.records.lives import Parts


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    server = Postgres()
    server.start()
    yield server
    server.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Settings with an empty database."""
    if request.param == "sqlite":
        return Settings(var=tmp_path / "var")
    url = request.getfixturevalue("postgres").empty()
    return Settings(var=tmp_path / "var", database_url=url)


@pytest.fixture(scope="session")
def up_to_date(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of SQLite that is up to date, to be copied."""
    settings = Settings(var=tmp_path_factory.mktemp("up-to-date"))
    upgrade(settings)
    file = settings.records_file
    assert file is not None
    # what is in the write-ahead log is in the file too
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def migrated(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Settings with a database that is up to date."""
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres").migrated()
        return Settings(var=tmp_path / "var", database_url=url)
    settings = Settings(var=tmp_path / "var")
    settings.var.mkdir()
    shutil.copy(request.getfixturevalue("up_to_date"), settings.records_file or "")
    return settings


@pytest.fixture
def records(migrated: Settings) -> Iterator[Records]:
    records = Records.open(migrated)
    yield records
    records.dispose()


@pytest.fixture
def photographs(migrated: Settings) -> Iterator[Photographs]:
    photographs = Photographs.open(migrated)
    yield photographs
    photographs.dispose()


@pytest.fixture
def transcript(migrated: Settings) -> Iterator[Transcript]:
    transcript = Transcript.open(migrated)
    yield transcript
    transcript.dispose()


@pytest.fixture
def engine(migrated: Settings) -> Iterator[Engine]:
    """What a look into the tables needs."""
    engine = open_database(migrated.records_url)
    yield engine
    engine.dispose()


@pytest.fixture
def parts(migrated: Settings) -> Iterator[Parts]:
    """Every part of the clinic that keeps something of a patient."""
    parts = Parts.open(migrated)
    yield parts
    parts.dispose()


@pytest.fixture
def retention(migrated: Settings) -> Iterator[Retention]:
    retention = Retention(migrated)
    yield retention
    retention.dispose()
