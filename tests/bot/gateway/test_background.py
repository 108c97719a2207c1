"""The web process does the clinic's work between messages, for as long as it runs."""

from __future__ import annotations

import json
import time
from collections.abc import Callable

import pytest

from clinic.records import Records
from clinic.settings import Settings
from tests.bot.gateway.served import Served
from tests.bot.gateway.stand_in import StandIn
from tests.clinic.alerts.receivers import Receiver

SECRET = "zanzibarquark"


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def served(settings: Settings, stand_in: StandIn, receiver: Receiver) -> Served:
    return Served(
        settings.var,
        stand_in,
        DEWY_ALERT_WEBHOOK=receiver.url,
        DEWY_ALERT_SECRET=SECRET,
    )


def report_emergency(settings: Settings) -> None:
    """Write an alarm as the action server does, from another process."""
    records = Records.open(settings)
    intake = records.begin_intake("asha", "web")
    records.flag(
        intake,
        sender="asha",
        channel="web",
        level="now",
        reasons=["chemical_burn"],
        message=f"it burns {SECRET}",
    )
    records.dispose()


def wait_for(true: Callable[[], object]) -> None:
    deadline = time.monotonic() + 30
    while not true():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.02)


def test_staff_are_told_within_seconds(settings: Settings, stand_in: StandIn) -> None:
    with Receiver() as receiver, served(settings, stand_in, receiver) as web:
        began = time.monotonic()
        report_emergency(settings)
        wait_for(lambda: receiver.bodies)
        assert time.monotonic() - began < 5
        web.stop()
        web.process.wait(30)
        assert json.loads(receiver.bodies[0])["level"] == "now"
        assert "nobody is told" not in web.log


def test_a_restart_loses_no_alert(settings: Settings, stand_in: StandIn) -> None:
    with Receiver() as receiver:
        receiver.status = 500
        with served(settings, stand_in, receiver) as web:
            report_emergency(settings)
            wait_for(lambda: "try 1: answered with status 500" in web.log)
            assert SECRET not in web.log
        failed, receiver.status = len(receiver.bodies), 200
        with served(settings, stand_in, receiver):
            wait_for(lambda: len(receiver.bodies) > failed)


def test_two_processes_tell_staff_once(settings: Settings, stand_in: StandIn) -> None:
    with (
        Receiver() as receiver,
        served(settings, stand_in, receiver),
        served(settings, stand_in, receiver),
    ):
        report_emergency(settings)
        wait_for(lambda: receiver.bodies)
        time.sleep(2.5)
        assert len(receiver.bodies) == 1


def test_a_clinic_that_set_no_route_is_told_so_at_the_start(
    settings: Settings, stand_in: StandIn
) -> None:
    with Served(settings.var, stand_in) as web:
        wait_for(lambda: "DEWY_ALERT_WEBHOOK" in web.log)
        assert web.log.count("nobody is told of alarms") == 1
