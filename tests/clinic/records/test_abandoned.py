"""An intake is given up when its patient falls silent, and goes on when they are back."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import Engine, select, update

from clinic.records import Records, TalkTurn, Transcript
from clinic.records.models import Intake, Turn

ASHA = ("asha-1f0c", "web")
NOW = dt.datetime.now(dt.UTC)
DAY_AGO = NOW - dt.timedelta(hours=24)


def age(engine: Engine, model: Any, **time: float) -> None:
    """Make all rows of a table as old as this."""
    column = "updated_at" if model is Intake else "at"
    with engine.begin() as connection:
        connection.execute(update(model).values({column: NOW - dt.timedelta(**time)}))


def statuses(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.execute(select(Intake.status).order_by(Intake.id)).scalars())


def test_after_a_day_of_silence_it_is_given_up(records: Records, engine: Engine) -> None:
    records.begin_intake(*ASHA)
    age(engine, Intake, hours=23)
    assert records.abandon(DAY_AGO) == 0
    assert statuses(engine) == ["open"]
    age(engine, Intake, hours=25)
    assert records.abandon(DAY_AGO) == 1
    assert statuses(engine) == ["abandoned"]
    assert records.abandon(DAY_AGO) == 0


def test_the_time_of_the_last_answer_stays(records: Records, engine: Engine) -> None:
    records.begin_intake(*ASHA)
    age(engine, Intake, hours=30)
    records.abandon(DAY_AGO)
    with engine.connect() as connection:
        assert connection.execute(select(Intake.updated_at)).scalar_one() == NOW - dt.timedelta(
            hours=30
        )


def test_who_only_asks_questions_is_not_silent(
    records: Records, transcript: Transcript, engine: Engine
) -> None:
    records.begin_intake(*ASHA)
    transcript.receive(ASHA[0], TalkTurn("m1", "what does niacinamide do?"))
    age(engine, Intake, hours=30)
    assert records.abandon(DAY_AGO) == 0
    age(engine, Turn, hours=25)
    transcript.receive("somebody-else", TalkTurn("m1", "hello"))
    assert records.abandon(DAY_AGO) == 1


def test_what_is_over_is_not_given_up(records: Records, engine: Engine) -> None:
    records.complete(
        records.begin_intake(*ASHA), {"triage": {"level": "soon", "reasons": []}, "warnings": []}
    )
    flag(records, records.begin_intake("noor", "web"), "now")
    age(engine, Intake, hours=48)
    assert records.abandon(DAY_AGO) == 0
    assert statuses(engine) == ["completed", "emergency"]


@pytest.mark.parametrize("level", [None, "soon", "now"])
def test_a_patient_who_is_back_goes_on(records: Records, engine: Engine, level: str | None) -> None:
    intake = records.begin_intake(*ASHA)
    records.note(intake, {"age": 30}, message="30")
    age(engine, Intake, hours=48)
    records.abandon(DAY_AGO)
    if level:
        flag(records, intake, level)
    else:
        records.note(intake, {"stress": "low"}, message="calm")
    assert statuses(engine) == ["emergency" if level == "now" else "open"]
    assert records.facts(intake)["age"] == 30
    assert records.abandon(DAY_AGO) == 0


def test_an_intake_that_another_has_replaced_stays_given_up(
    records: Records, engine: Engine
) -> None:
    former = records.begin_intake(*ASHA)
    records.begin_intake(*ASHA)
    records.note(former, {"age": 30}, message="30")
    assert statuses(engine) == ["abandoned", "open"]


def flag(records: Records, intake: int, level: str) -> None:
    records.flag(intake, sender=ASHA[0], channel="web", level=level, reasons=["x"], message="help")
