"""What the house deletes by itself as it was asked for while the patient was on hold."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine, select

from clinic import retention as module
from clinic.records.models import Intake, Patient, now
from clinic.records.requests import Due, due_requests
from clinic.retention import Retention
from clinic.settings import Settings
from tests.clinic.records.lives import Parts, counts, erasures, files, hold_house, picture
from tests.clinic.test_retention import OLD, noted, number, patients, unasked


@pytest.fixture
def hold(parts: Parts, engine: Engine) -> int:
    """The hold of Asha, who asked for nothing yet; she agreed to a photograph, which is kept."""
    hold = parts.hold(parts.live("asha", "her words"))
    parts.live("noor", "her words too")
    unasked(engine)
    return hold


def test_while_the_hold_lasts_they_wait(
    parts: Parts, retention: Retention, engine: Engine, hold: int
) -> None:
    parts.records.erase("asha")
    before = counts(engine)
    assert retention.turn() == 0
    assert counts(engine) == before and noted(engine) == []


def test_once_it_ends_everything_goes_and_the_log_tells(
    parts: Parts,
    retention: Retention,
    engine: Engine,
    migrated: Settings,
    hold: int,
) -> None:
    her = number(engine, "asha")
    parts.records.erase("asha")
    parts.lift(hold)
    assert retention.turn() == 1
    assert patients(engine) == {"noor"}
    assert {each.name for each in files(migrated.var / "photographs")} == {
        *parts.photographs.kept("noor"),
        *parts.photographs.received("noor"),
    }
    assert [each.reason for each in erasures(engine)] == ["said"]
    assert noted(engine) == [("erased", her, {"reason": "said"})]
    assert retention.turn() == 0


def test_while_the_house_is_on_hold_they_wait_too(
    parts: Parts, retention: Retention, engine: Engine, migrated: Settings
) -> None:
    parts.live("asha", "her words")
    unasked(engine)
    hold_house(migrated)
    parts.records.erase("asha")
    assert retention.turn() == 0 and patients(engine) == {"asha"}
    hold_house(migrated, held=False)
    assert retention.turn() == 1 and patients(engine) == set()


def test_photographs_go_alone_where_they_alone_were_asked_for(
    parts: Parts,
    retention: Retention,
    engine: Engine,
    migrated: Settings,
    hold: int,
) -> None:
    parts.records.withdraw_consent("asha", kind="photo")
    parts.lift(hold)
    before = counts(engine)
    assert retention.turn() == 1
    assert counts(engine) == {
        **before,
        "photographs": before["photographs"] - 2,
        "erasure_requests": 0,
    }
    assert len(files(migrated.var / "photographs")) == 2, "those of the other patient"
    assert noted(engine) == [("erased_photographs", number(engine, "asha"), {})]
    assert retention.turn() == 0


def test_what_is_taken_back_at_the_last_moment_is_not_done(
    parts: Parts,
    retention: Retention,
    engine: Engine,
    monkeypatch: pytest.MonkeyPatch,
    hold: int,
) -> None:
    parts.records.erase("asha")
    parts.lift(hold)

    def finds_then_agrees(*given: Any) -> list[Due]:
        found = due_requests(*given)
        unasked(engine)
        return found

    monkeypatch.setattr(module, "due_requests", finds_then_agrees)
    assert retention.turn() == 0 and patients(engine) == {"asha", "noor"}


def test_a_talk_goes_alone_where_consent_was_refused_in_it(
    parts: Parts, retention: Retention, engine: Engine, hold: int
) -> None:
    other = parts.live("asha elsewhere", "her words")
    with engine.connect() as connection:
        intake = connection.scalar(select(Intake.id).join(Patient).where(Patient.sender == "asha"))
    assert intake
    parts.merge(intake, other)
    unasked(engine)
    parts.records.forget_talk("asha elsewhere")
    parts.lift(hold)
    assert retention.turn() == 1
    assert parts.transcript.of("asha elsewhere") == [] and parts.transcript.of("asha")
    assert parts.photographs.kept("asha elsewhere") == [] and parts.photographs.kept("asha")
    assert patients(engine) == {"asha", "asha elsewhere", "noor"}
    assert noted(engine) == [("erased_talk", number(engine, "asha elsewhere"), {})]
    assert retention.turn() == 0


def test_what_she_agreed_to_since_stays(
    parts: Parts, retention: Retention, migrated: Settings, hold: int
) -> None:
    parts.records.withdraw_consent("asha", kind="photo")
    parts.records.give_consent("asha", "web", kind="photo", version="1", text="May I?", given=True)
    later = parts.photographs.receive("asha", "web", picture("later"))
    parts.photographs.keep("asha", later)
    parts.lift(hold)
    assert retention.turn() == 1
    assert parts.photographs.kept("asha") == [later]
    assert parts.photographs.received("asha") == []
    assert parts.photographs.read("asha", later)
    again = parts.photographs.receive("asha", "web", picture("again"))
    parts.photographs.keep("asha", again)
    assert parts.photographs.sweep(now() - OLD) == 2, "the files of what went"
    assert len(files(migrated.var / "photographs")) == 4
