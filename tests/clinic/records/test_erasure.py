"""An erasure takes everything of one patient, and leaves no trace of it in any file."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from clinic.migrate import upgrade
from clinic.photographs import NotConsentedError
from clinic.records import (
    TalkTurn,
    UnknownIntakeError,
)
from clinic.records.database import open_database
from clinic.records.erasure import _owned
from clinic.records.messenger_models import Arrival
from clinic.records.models import Base, now
from clinic.settings import Settings
from clinic.vault import Vault
from tests.clinic.records.lives import STAY, Parts, counts, erasures, files, picture


def test_every_table_forgets_the_patient_and_nobody_else(parts: Parts, engine: Engine) -> None:
    parts.live_twice("noor", "her words")
    others = counts(engine)
    assert all(others.values()), "each table should have a row to lose"
    parts.live_twice("asha", "her words too")
    parts.records.erase("asha")
    assert counts(engine) == others


def test_every_table_belongs_to_patients_or_stays() -> None:
    owned = {model.__tablename__ for model, _ in _owned("asha")}
    assert owned | STAY == set(Base.metadata.tables)
    assert owned & STAY == {"holds"}, "an erasure meets none, and would leave none"


def test_what_came_in_stays_known_and_tells_of_nobody(parts: Parts, engine: Engine) -> None:
    parts.live("asha", "her words")
    parts.records.erase("asha")
    with Session(engine) as session:
        (kept,) = session.scalars(select(Arrival)).all()
    assert (kept.key, kept.channel) == ("m1-asha", "telegram")
    assert kept.owed is None and kept.address_key is None


def test_what_stays_tells_that_it_happened_and_not_whose(parts: Parts, engine: Engine) -> None:
    before = now()
    parts.live("asha-1f0c", "her words")
    lost = {table: count for table, count in counts(engine).items() if count}
    parts.records.erase("asha-1f0c")
    (kept,) = erasures(engine)
    assert kept.deleted == lost
    assert (kept.channel, kept.reason) == ("web", "said")
    assert before <= kept.at <= now()
    assert "asha" not in repr(vars(kept)) and "her words" not in repr(vars(kept))


@pytest.mark.parametrize("kind", ["intake", "guardian"])
def test_consent_that_is_taken_back_is_an_erasure(parts: Parts, engine: Engine, kind: str) -> None:
    parts.live("asha", "her words")
    parts.records.withdraw_consent("asha", kind=kind)
    assert not any(counts(engine).values())
    assert [each.reason for each in erasures(engine)] == ["withdrawn"]


def test_a_talk_without_a_patient_is_erased_too(parts: Parts, engine: Engine) -> None:
    parts.transcript.receive("asha", TalkTurn("m1", "delete my data"))
    parts.records.erase("asha")
    (kept,) = erasures(engine)
    assert (kept.channel, kept.deleted) == (None, {"turns": 1})


def test_no_picture_of_hers_is_left_and_everybody_elses_is(
    parts: Parts, migrated: Settings
) -> None:
    parts.live("noor", "her words")
    parts.live("asha", "her words too")
    (kept,), (received,) = parts.photographs.kept("noor"), parts.photographs.received("noor")
    parts.records.erase("asha")
    assert {path.name for path in files(migrated.var / "photographs")} == {kept, received}
    assert parts.photographs.read("noor", kept) and parts.photographs.read("noor", received)
    assert parts.photographs.kept("asha") == parts.photographs.received("asha") == []


def test_while_they_are_kept_no_file_shows_a_picture(parts: Parts, migrated: Settings) -> None:
    marker = "zanzibarquark"
    parts.live("asha", marker)
    stored = files(migrated.var / "photographs")
    assert len(stored) == 2
    plain = parts.photographs.read("asha", parts.photographs.kept("asha")[0])
    for path in stored:
        sealed = path.read_bytes()
        assert len(sealed) > 1000
        assert marker.encode() not in sealed and b"JFIF" not in sealed
        assert not any(plain[at : at + 8] in sealed for at in range(0, len(plain) - 8, 8))
        assert "asha" not in str(path.relative_to(migrated.var))
    assert marker.encode() not in plain, "what it said of itself is gone before it is kept"


@pytest.mark.parametrize("forget", ["erase", "withdraw", "forget_talk"])
def test_where_files_are_out_of_reach_it_is_no_success_and_the_next_try_finishes(
    parts: Parts,
    engine: Engine,
    migrated: Settings,
    monkeypatch: pytest.MonkeyPatch,
    forget: str,
) -> None:
    parts.live("asha", "her words")
    forgets = {
        "erase": lambda: parts.records.erase("asha"),
        "withdraw": lambda: parts.records.withdraw_consent("asha", kind="photo"),
        "forget_talk": lambda: parts.records.forget_talk("asha"),
    }[forget]

    def fails(_vault: Vault, _owner: str) -> None:
        raise OSError("out of reach")

    with monkeypatch.context() as broken:
        broken.setattr(Vault, "delete_all", fails)
        with pytest.raises(OSError, match="out of reach"):
            forgets()
    assert counts(engine)["photographs"] == 0, "nobody can ask for the pictures any more"
    assert files(migrated.var / "photographs")
    forgets()
    assert files(migrated.var / "photographs") == []


def test_a_crash_between_rows_and_files_leaves_nothing_that_nobody_deletes(
    parts: Parts, migrated: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts.live("asha", "her words")
    parts.live("noor", "her words")

    def crashes(_vault: Vault, _owner: str) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(Vault, "delete_all", crashes)
        with pytest.raises(KeyboardInterrupt):
            parts.records.erase("asha")
    assert parts.photographs.sweep(now() - dt.timedelta(days=1)) == 2
    remaining = {path.name for path in files(migrated.var / "photographs")}
    assert remaining == {*parts.photographs.kept("noor"), *parts.photographs.received("noor")}


def test_consent_to_photographs_that_is_taken_back_deletes_those_alone(
    parts: Parts, engine: Engine
) -> None:
    parts.live("asha", "her words")
    before = counts(engine)
    parts.records.withdraw_consent("asha", kind="photo")
    assert counts(engine) == {**before, "photographs": 0}
    with pytest.raises(NotConsentedError):
        parts.photographs.keep("asha", parts.photographs.receive("asha", "web", picture("again")))


def test_a_talk_that_is_forgotten_takes_its_photographs_along(
    parts: Parts, migrated: Settings
) -> None:
    parts.photographs.receive("asha", "web", picture("before any consent"))
    parts.records.forget_talk("asha")
    assert parts.photographs.received("asha") == []
    assert files(migrated.var / "photographs") == []


def test_an_unknown_reason_deletes_nothing(parts: Parts, engine: Engine) -> None:
    parts.live("asha", "her words")
    before = counts(engine)
    with pytest.raises(ValueError, match="bored"):
        parts.records.erase("asha", reason="bored")
    assert counts(engine) == before


def test_an_answer_that_comes_late_finds_no_intake(parts: Parts, engine: Engine) -> None:
    """Its id is never given again, so that no words end in somebody else's intake."""
    gone = parts.live("asha", "her words")
    parts.records.erase("asha")
    assert parts.records.begin_intake("noor", "web") > gone
    with pytest.raises(UnknownIntakeError):
        parts.records.note(gone, {"age": 30}, message="30")
    parts.transcript.answer("asha", TalkTurn("m1", ""), [{"text": "too late"}])
    assert parts.transcript.of("asha") == []


def test_erasing_a_stranger_is_no_error_and_no_erasure(parts: Parts, engine: Engine) -> None:
    parts.records.erase("nobody")
    assert erasures(engine) == []


@pytest.mark.parametrize("seed", range(3))
def test_no_file_holds_a_trace(tmp_path: Path, seed: int) -> None:
    """However many patients' rows lay around, and were moved between pages as the tables grew."""
    settings = Settings(var=tmp_path)
    upgrade(settings)
    parts = Parts.open(settings)
    chance = random.Random(seed)
    patients = {f"sender-{n}": f"{uuid.uuid4().hex}-{n}" for n in range(60)}
    for sender in chance.sample(list(patients), len(patients)):
        parts.live(sender, patients[sender] + "x" * chance.choice([0, 10, 200, 900, 3000]))
    for sender in chance.sample(list(patients), 50):
        parts.records.erase(sender)
        marker = patients.pop(sender).encode()
        held = [each.name for each in files(tmp_path) if marker in each.read_bytes()]
        assert held == []
    assert len(files(tmp_path / "photographs")) == 2 * len(patients)
    parts.dispose()


def test_a_log_that_cannot_be_emptied_is_no_success(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clinic.records.database.BUSY_TIMEOUT_MS", 50)
    settings = Settings(var=tmp_path)
    upgrade(settings)
    parts = Parts.open(settings)
    reader = open_database(settings.records_url).raw_connection()
    parts.live("asha", "her words")
    parts.outbox.dispose()
    reader.cursor().execute("BEGIN")
    reader.cursor().execute("SELECT * FROM facts").fetchall()
    with pytest.raises(TimeoutError, match="another process reads"):
        parts.records.erase("asha")
    reader.rollback()
    parts.records.erase("asha")
    reader.close()
    parts.dispose()
