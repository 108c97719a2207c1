"""Alarms to send, a clock that a test moves, and where alerts arrive."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from clinic.alerts.alert import Alert
from tests.clinic.alerts.receivers import MailServer, Receiver


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.at = dt.datetime.now(dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.at

    def move(self, **time: float) -> None:
        self.at += dt.timedelta(**time)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The receivers are on this machine, whatever the environment says of the world."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as receiver:
        yield receiver


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


@pytest.fixture
def alert() -> Alert:
    return Alert(
        alarm=17,
        level="now",
        reasons=("chemical_burn", "eye_involvement"),
        channel="web",
        raised_at=dt.datetime(2026, 3, 1, 9, 30, tzinfo=dt.UTC),
        reminder=0,
    )
