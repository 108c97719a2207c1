"""The migrations make the tables that the models describe, on a fresh and on an existing database."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, insert, inspect, select, text
from sqlalchemy.exc import IntegrityError

from clinic.alerts.listing import AlarmList
from clinic.migrate import MigrationError, downgrade, upgrade
from clinic.records import Records
from clinic.records.database import open_database
from clinic.records.models import Base, Fact
from clinic.settings import Settings
from clinic.staff.audit import Actor


def tables(settings: Settings) -> set[str]:
    engine = open_database(settings.records_url)
    try:
        return set(inspect(engine).get_table_names())
    finally:
        engine.dispose()


def test_the_migrated_schema_is_the_models(engine: Engine) -> None:
    with engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, Base.metadata) == []


def test_a_change_of_the_models_would_be_seen(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE patients DROP COLUMN channel"))
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata)


def test_a_key_has_one_current_value(engine: Engine, records: Records) -> None:
    intake = records.begin_intake("s", "web")
    records.note(intake, {"stress": "low"}, message="calm")
    with engine.begin() as connection, pytest.raises(IntegrityError):
        row = dict(connection.execute(select(Fact.__table__)).one()._mapping)
        connection.execute(insert(Fact).values({**row, "id": row["id"] + 1}))


def test_a_second_upgrade_changes_nothing(migrated: Settings) -> None:
    records = Records.open(migrated)
    intake = records.begin_intake("s", "web")
    records.note(intake, {"age": 30}, message="30")
    upgrade(migrated)
    assert records.facts(intake) == {"age": 30}
    records.dispose()


def test_a_downgrade_leaves_no_table_and_an_upgrade_follows_it(migrated: Settings) -> None:
    before = tables(migrated)
    downgrade(migrated, "base")
    assert tables(migrated) == {"alembic_version"}
    upgrade(migrated)
    assert tables(migrated) == before


# a row of each table that the second migration changes, as the first release wrote it
FIRST_ROWS = (
    "INSERT INTO patients (id, channel, sender, created_at) VALUES (7, 'web', 'asha', '2026-03-01')",
    """INSERT INTO consents (id, patient_id, kind, version, text, given, at)
       VALUES (3, 7, 'intake', '1', 'May I?', true, '2026-03-01')""",
    """INSERT INTO alarms (id, patient_id, level, reasons, message, at)
       VALUES (41, 7, 'now', '["chemical_burn"]', 'it burns', '2026-03-02 10:00:00')""",
    """INSERT INTO hand_overs (id, patient_id, reason, at)
       VALUES (5, 7, 'asked_for_person', '2026-03-02 11:00:00')""",
)


def run(engine: Engine, *statements: str) -> list[tuple[object, ...]]:
    """Run statements; return the rows of the last."""
    with engine.begin() as connection:
        for each in statements:
            result = connection.exec_driver_sql(each)
        return [tuple(row) for row in result] if result.returns_rows else []


@pytest.fixture
def first(settings: Settings) -> Iterator[Engine]:
    """The records of the first release, with rows in them."""
    upgrade(settings, "0001")
    engine = open_database(settings.records_url)
    run(engine, *FIRST_ROWS)
    if engine.dialect.name == "postgresql":
        run(engine, "SELECT setval('alarms_id_seq', 41)")
    yield engine
    engine.dispose()


def test_what_the_first_release_kept_is_still_there(settings: Settings, first: Engine) -> None:
    upgrade(settings)
    records, listed = Records.open(settings), AlarmList.open(settings)
    alarms = listed.alarms()
    assert [(each.id, each.level, each.reasons) for each in alarms] == [
        (41, "now", ("chemical_burn",)),
        (42, "person", ("asked_for_person",)),
    ]
    assert [each.raised_at.hour for each in alarms] == [10, 11]
    assert run(first, "SELECT kind, withdrawn_at FROM consents") == [("intake", None)]
    records.erase("asha")
    records.hand_over("noor", "web", reason="asked_for_person")
    assert [each.id for each in listed.alarms()] == [43], "a number is never used again"
    records.dispose()
    listed.dispose()


def test_a_step_back_keeps_what_the_first_release_knows(settings: Settings, first: Engine) -> None:
    tables_before = tables(settings)
    upgrade(settings)
    listed = AlarmList.open(settings)
    listed.acknowledge(41, by=Actor(None, "Dr Rao"))
    listed.dispose()
    downgrade(settings, "0001")
    assert tables(settings) == tables_before
    assert run(first, "SELECT patient_id, reason FROM hand_overs") == [(7, "asked_for_person")]
    assert run(first, "SELECT id, level, message FROM alarms") == [(41, "now", "it burns")]
    upgrade(settings)
    listed = AlarmList.open(settings)
    assert [each.level for each in listed.alarms()] == ["now", "person"]
    listed.dispose()


def test_tables_of_others_are_left_alone(settings: Settings) -> None:
    """Rasa's conversations lie beside the records in PostgreSQL."""
    settings.var.mkdir()
    engine = open_database(settings.records_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE events (id INTEGER)"))
    upgrade(settings)
    downgrade(settings, "base")
    assert "events" in tables(settings)
    engine.dispose()


def test_a_migration_that_fails_leaves_nothing_behind(settings: Settings) -> None:
    settings.var.mkdir()
    engine = open_database(settings.records_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE turns (id INTEGER)"))
    with pytest.raises(MigrationError, match="turns"):
        upgrade(settings)
    assert tables(settings) <= {"turns", "alembic_version"}
    engine.dispose()


@pytest.mark.parametrize("named", [None, "sqlite:///{}/apart/records.db"])
def test_only_the_owner_can_read_the_files(named: str | None, tmp_path: Path) -> None:
    url = named and named.format(tmp_path)
    settings = Settings(var=tmp_path / "new" / "var", database_url=url)
    upgrade(settings)
    records = Records.open(settings)
    records.begin_intake("s", "web")
    file = settings.records_file
    assert file
    rights = {each.name: stat.S_IMODE(each.stat().st_mode) for each in file.parent.iterdir()}
    database = (file.name, f"{file.name}-wal", f"{file.name}-shm")
    beside = () if named else ("secret",)
    assert rights == dict.fromkeys((*database, *beside), 0o600)
    assert stat.S_IMODE(file.parent.stat().st_mode) == stat.S_IMODE(settings.var.stat().st_mode)
    assert stat.S_IMODE(settings.var.stat().st_mode) == 0o700
    records.dispose()


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("postgresql://dewy:zanzibarquark@127.0.0.1:1/dewy", "connection"),
        ("sqlite:////dev/null/x/dewy.db", "Not a directory"),
    ],
)
def test_a_database_out_of_reach_is_said_in_one_line(url: str, reason: str, tmp_path: Path) -> None:
    with pytest.raises(MigrationError) as refused:
        upgrade(Settings(var=tmp_path, database_url=url))
    line = str(refused.value)
    assert line.startswith("DATABASE_URL: ") and reason in line
    assert "\n" not in line and "zanzibarquark" not in line


def test_a_file_that_is_no_database_is_named_by_its_setting(tmp_path: Path) -> None:
    (tmp_path / "dewy.db").write_text("something else, long enough to be no header of SQLite")
    with pytest.raises(MigrationError, match=r"^DEWY_VAR: .*not a database"):
        upgrade(Settings(var=tmp_path))


def test_a_database_of_a_newer_release_is_left_alone(migrated: Settings, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(MigrationError, match="9999"):
        upgrade(migrated)
