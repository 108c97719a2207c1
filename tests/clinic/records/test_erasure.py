"""An erasure takes everything of one patient, and leaves no trace of it in any file."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from clinic.alerts.outbox import Outbox
from clinic.migrate import upgrade
from clinic.records import Records, Transcript, UnknownIntakeError
from clinic.records.database import open_database
from clinic.records.models import Base, Erasure, now
from clinic.settings import Settings

ROUTES = ["webhook"]


@pytest.fixture
def outbox(migrated: Settings) -> Iterator[Outbox]:
    outbox = Outbox.open(migrated, ROUTES)
    yield outbox
    outbox.dispose()


def live(records: Records, transcript: Transcript, outbox: Outbox, sender: str, marker: str) -> int:
    """Fill each table with rows of a patient that hold the marker; return the intake."""
    transcript.receive(sender, "m1", f"hello {marker}", shown=True)
    transcript.answer(sender, "m1", [{"text": marker}])
    records.give_consent(sender, "web", kind="intake", version="1", text=marker, given=True)
    intake = records.begin_intake(sender, "web")
    records.note(intake, {"allergies": [marker]}, message=marker)
    records.note(intake, {"allergies": None}, message=f"no, not {marker}")
    records.flag(intake, sender=sender, channel="web", level="soon", reasons=["x"], message=marker)
    records.hand_over(sender, "web", reason="asked")
    outbox.claim(now(), 10)
    warning = {"id": "w", "severity": "info", "message": marker}
    records.complete(
        intake, {"triage": {"level": "soon", "reasons": []}, "warnings": [warning], "note": marker}
    )
    return intake


def counts(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        return {
            name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in Base.metadata.tables.items()
            if name != Erasure.__tablename__
        }


def erasures(engine: Engine) -> Sequence[Erasure]:
    with Session(engine) as session:
        return session.scalars(select(Erasure).order_by(Erasure.id)).all()


def test_every_table_forgets_the_patient_and_nobody_else(
    records: Records, transcript: Transcript, outbox: Outbox, engine: Engine
) -> None:
    live(records, transcript, outbox, "noor", "her words")
    others = counts(engine)
    assert all(others.values()), "each table should have a row to lose"
    live(records, transcript, outbox, "asha", "her words too")
    records.erase("asha")
    assert counts(engine) == others


def test_what_stays_tells_that_it_happened_and_not_whose(
    records: Records, transcript: Transcript, outbox: Outbox, engine: Engine
) -> None:
    before = now()
    live(records, transcript, outbox, "asha-1f0c", "her words")
    lost = counts(engine)
    records.erase("asha-1f0c")
    (kept,) = erasures(engine)
    assert kept.deleted == lost
    assert (kept.channel, kept.reason) == ("web", "said")
    assert before <= kept.at <= now()
    assert "asha" not in repr(vars(kept)) and "her words" not in repr(vars(kept))


@pytest.mark.parametrize("kind", ["intake", "guardian"])
def test_consent_that_is_taken_back_is_an_erasure(
    records: Records, transcript: Transcript, outbox: Outbox, engine: Engine, kind: str
) -> None:
    live(records, transcript, outbox, "asha", "her words")
    records.withdraw_consent("asha", kind=kind)
    assert not any(counts(engine).values())
    assert [each.reason for each in erasures(engine)] == ["withdrawn"]


def test_a_talk_without_a_patient_is_erased_too(
    records: Records, transcript: Transcript, engine: Engine
) -> None:
    transcript.receive("asha", "m1", "delete my data", shown=True)
    records.erase("asha")
    (kept,) = erasures(engine)
    assert (kept.channel, kept.deleted) == (None, {"turns": 1})


def test_an_unknown_reason_deletes_nothing(
    records: Records, transcript: Transcript, outbox: Outbox, engine: Engine
) -> None:
    live(records, transcript, outbox, "asha", "her words")
    before = counts(engine)
    with pytest.raises(ValueError, match="bored"):
        records.erase("asha", reason="bored")
    assert counts(engine) == before


def test_an_answer_that_comes_late_finds_no_intake(
    records: Records, transcript: Transcript, outbox: Outbox, engine: Engine
) -> None:
    """Its id is never given again, so that no words end in somebody else's intake."""
    gone = live(records, transcript, outbox, "asha", "her words")
    records.erase("asha")
    assert records.begin_intake("noor", "web") > gone
    with pytest.raises(UnknownIntakeError):
        records.note(gone, {"age": 30}, message="30")
    transcript.answer("asha", "m1", [{"text": "too late"}])
    assert transcript.of("asha") == []


def test_erasing_a_stranger_is_no_error_and_no_erasure(records: Records, engine: Engine) -> None:
    records.erase("nobody")
    assert erasures(engine) == []


@pytest.mark.parametrize("seed", range(3))
def test_no_file_holds_a_trace(tmp_path: Path, seed: int) -> None:
    """However many patients' rows lay around, and were moved between pages as the tables grew."""
    settings = Settings(var=tmp_path)
    upgrade(settings)
    records, transcript = Records.open(settings), Transcript.open(settings)
    outbox = Outbox.open(settings, ROUTES)
    chance = random.Random(seed)
    patients = {f"sender-{n}": f"{uuid.uuid4().hex}-{n}" for n in range(60)}
    for sender in chance.sample(list(patients), len(patients)):
        live(
            records,
            transcript,
            outbox,
            sender,
            patients[sender] + "x" * chance.choice([0, 10, 200, 900, 3000]),
        )
    for sender in chance.sample(list(patients), 50):
        records.erase(sender)
        marker = patients.pop(sender).encode()
        held = [each.name for each in tmp_path.iterdir() if marker in each.read_bytes()]
        assert held == []
    outbox.dispose()
    records.dispose()
    transcript.dispose()


def test_a_log_that_cannot_be_emptied_is_no_success(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clinic.records.database.BUSY_TIMEOUT_MS", 50)
    settings = Settings(var=tmp_path)
    upgrade(settings)
    records, transcript = Records.open(settings), Transcript.open(settings)
    reader = open_database(settings.records_url).raw_connection()
    outbox = Outbox.open(settings, ROUTES)
    live(records, transcript, outbox, "asha", "her words")
    outbox.dispose()
    reader.cursor().execute("BEGIN")
    reader.cursor().execute("SELECT * FROM facts").fetchall()
    with pytest.raises(TimeoutError, match="another process reads"):
        records.erase("asha")
    reader.rollback()
    records.erase("asha")
    reader.close()
    records.dispose()
    transcript.dispose()
