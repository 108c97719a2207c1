"""The work between messages: alerts go out by themselves, silent intakes are given up."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import time
from collections.abc import Callable

import pytest
from PIL import Image
from sqlalchemy import Engine, insert, select, update

from analysis.keeping import to_keep
from clinic import background as module
from clinic.alerts.outbox import Outbox
from clinic.background import background
from clinic.migrate import downgrade
from clinic.photographs import Photographs
from clinic.records import Records
from clinic.records.models import Alarm, Intake, Patient, Photograph
from clinic.records.review_models import Review
from clinic.settings import Settings
from tests.clinic.alerts.receivers import Receiver
from tests.clinic.records.lives import hold_house

PATIENCE_SECONDS = 10
# what a look may cost: at one a second, less than a hundredth of a core
LOOK_SECONDS = 0.01


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def alerting(settings: Settings, receiver: Receiver) -> Settings:
    given = {"alert_webhook": receiver.url, "alert_secret": "s"}
    return Settings(var=settings.var, database_url=settings.database_url, **given)


def flag(records: Records, reason: str = "chemical_burn") -> None:
    records.flag(
        None, sender="asha", channel="web", level="now", reasons=[reason], message="it burns"
    )


async def until(true: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < deadline, "it never came"
        await asyncio.sleep(0.02)


async def test_an_alarm_that_another_process_writes_goes_out_within_seconds(
    migrated: Settings, records: Records
) -> None:
    with Receiver() as receiver:
        async with background(alerting(migrated, receiver)):
            await asyncio.sleep(0.1)
            began = time.monotonic()
            await asyncio.to_thread(flag, records)
            await until(lambda: receiver.bodies)
            assert time.monotonic() - began < 3


async def test_two_processes_send_it_once(migrated: Settings, records: Records) -> None:
    with Receiver() as receiver:
        settings = alerting(migrated, receiver)
        async with background(settings), background(settings):
            for n in range(5):
                await asyncio.to_thread(flag, records, f"reason-{n}")
            await until(lambda: len(receiver.bodies) >= 5)
            await asyncio.sleep(1.2)
        assert len(receiver.bodies) == 5


async def test_the_end_waits_for_what_is_being_sent(migrated: Settings, records: Records) -> None:
    flag(records)
    with Receiver() as receiver:
        receiver.seconds = 0.5
        async with background(alerting(migrated, receiver)):
            await until(lambda: receiver.bodies)
    outbox = Outbox(migrated, ["webhook"])
    later = dt.datetime.now(dt.UTC) + dt.timedelta(minutes=5)
    assert outbox.claim(later, 10) == [], "it was kept as sent: neither due nor taken"
    outbox.dispose()


async def test_without_a_route_one_line_says_so_and_the_rest_goes_on(
    migrated: Settings, records: Records, engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    silent = records.begin_intake("asha", "web")
    with engine.begin() as connection:
        long_ago = dt.datetime.now(dt.UTC) - dt.timedelta(hours=25)
        connection.execute(update(Intake).values(updated_at=long_ago))

    def status() -> str:
        with engine.connect() as connection:
            query = select(Intake.status).where(Intake.id == silent)
            return connection.execute(query).scalar_one()

    async with background(migrated):
        await until(lambda: status() == "abandoned")
        await asyncio.sleep(0.2)
    (line,) = [each.message for each in caplog.records if each.name == "clinic.background"]
    assert "DEWY_SMTP_HOST or DEWY_ALERT_WEBHOOK" in line and "python -m clinic alarms" in line


async def test_a_photograph_that_nobody_agreed_to_goes_after_a_day(
    migrated: Settings, photographs: Photographs, engine: Engine
) -> None:
    old, young = (
        photographs.receive("asha", "web", to_keep(Image.new("RGB", (9, 9)))) for _ in range(2)
    )
    with engine.begin() as connection:
        a_day_ago = dt.datetime.now(dt.UTC) - dt.timedelta(hours=24, minutes=1)
        connection.execute(
            update(Photograph).where(Photograph.id == old).values(created_at=a_day_ago)
        )
    async with background(migrated):
        await until(lambda: photographs.received("asha") == [young])
        folder = migrated.var / "photographs"
        await until(lambda: [each.name for each in folder.rglob("*") if each.is_file()] == [young])


async def test_settings_that_change_meanwhile_count_at_once(
    migrated: Settings, records: Records, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the console changes them, in the very settings that the house was started with."""
    for name in ("ABANDON_SECONDS", "SWEEP_SECONDS"):
        monkeypatch.setattr(module, name, 0.05)
    intake = records.begin_intake("asha", "web")
    long_ago = dt.datetime.now(dt.UTC) - dt.timedelta(days=31)
    with engine.begin() as connection:
        for column in (Intake.updated_at, Patient.created_at, Review.active_at):
            connection.execute(update(column.class_).values({column: long_ago}))

    def status() -> str | None:
        with engine.connect() as connection:
            return connection.scalar(select(Intake.status).where(Intake.id == intake))

    change = vars(migrated).update
    change(abandoned_after_hours=24 * 365)
    async with background(migrated):
        await asyncio.sleep(0.3)
        assert status() == "open"
        hold_house(migrated)
        change(abandoned_after_hours=24)
        await until(lambda: status() == "abandoned")
        change(records_kept_days=30)
        await asyncio.sleep(0.3)
        assert status() == "abandoned", "on hold"
        hold_house(migrated, held=False)
        await until(lambda: status() is None)


async def test_a_photograph_is_kept_for_as_long_as_the_settings_say_now(
    migrated: Settings,
    records: Records,
    photographs: Photographs,
    engine: Engine,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "SWEEP_SECONDS", 0.05)
    records.give_consent("asha", "web", kind="photo", version="1", text="May I?", given=True)
    kept = photographs.receive("asha", "web", to_keep(Image.new("RGB", (9, 9))))
    photographs.keep("asha", kept)
    with engine.begin() as connection:
        long_ago = dt.datetime.now(dt.UTC) - dt.timedelta(days=10)
        connection.execute(update(Photograph).values(kept_at=long_ago))
    async with background(migrated):
        await asyncio.sleep(0.3)
        assert photographs.kept("asha") == [kept]
        vars(migrated).update(photos_kept_days=9)
        await until(lambda: photographs.kept("asha") == [])


async def test_a_database_that_fails_is_said_once_and_tried_again(
    migrated: Settings, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LOOK_SECONDS", 0.02)
    downgrade(migrated, "base")
    with Receiver() as receiver:
        async with background(alerting(migrated, receiver)):
            await asyncio.sleep(0.5)
    lines = [each.message for each in caplog.records if each.levelno == logging.ERROR]
    # one for the alerts, one for the intakes, one for the records, one for the photographs
    assert len(lines) == 4
    assert set(lines) <= {
        "work in the background failed: OperationalError",
        "work in the background failed: ProgrammingError",
    }


def test_a_look_costs_next_to_nothing(migrated: Settings, records: Records, engine: Engine) -> None:
    """With hundreds of alarms that nobody has acknowledged, and thousands that somebody has."""
    flag(records)
    with engine.begin() as connection:
        patient = connection.execute(select(Patient.id)).scalar_one()
        at = dt.datetime.now(dt.UTC)
        row = {"patient_id": patient, "level": "now", "reasons": ["x"], "at": at}
        done = {"acknowledged_at": at, "acknowledged_by": "Dr Rao"}
        connection.execute(insert(Alarm), [row] * 300)
        connection.execute(insert(Alarm), [{**row, **done}] * 5000)
    outbox = Outbox(migrated, ["mail:nurse@clinic.example", "webhook"])
    at = dt.datetime.now(dt.UTC)
    while claims := outbox.claim(at, 200):
        for claim in claims:
            outbox.sent(claim, at)
    began = time.process_time()
    for _ in range(50):
        assert outbox.claim(at, 10) == []
    cost = (time.process_time() - began) / 50
    print(f"a look: {cost * 1000:.2f} ms")
    assert cost < LOOK_SECONDS
    outbox.dispose()
