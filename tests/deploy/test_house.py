"""`make run`'s promises on the real house: private files, a quiet log, one end for all."""

from __future__ import annotations

import os
import signal
import stat
from collections.abc import Iterator

import httpx
import psutil
import pytest

from clinic.settings import Settings
from deploy.ready import unusable_ports
from tests.house import House

pytestmark = pytest.mark.talk
MARKER = "zanzibarquark"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = House(tmp_path_factory.mktemp("own") / "var")
    house.folder.mkdir(0o700)
    house.start()
    yield house
    house.stop()


def said(house: House) -> list[str]:
    return [line for line in house.log.read_text().splitlines() if line]


def test_it_says_where_it_is_and_little_else(house: House) -> None:
    lines = said(house)
    assert f"  talk to it   {house.web_url}" in lines
    known = ("run:", "train:", "Dewy", "  ", "web     | nobody is told of alarms")
    assert [line for line in lines if not line.startswith(known)] == []


def test_no_log_holds_what_a_patient_wrote(house: House) -> None:
    for text in (f"my skin itches, {MARKER}", f"/{MARKER}", f'/inform{{"a": "{MARKER}"}}'):
        answer = httpx.post(
            f"{house.rasa_url}/webhooks/rest/webhook",
            json={"sender": "asha", "message": text},
            timeout=30,
        )
        assert answer.json()
    assert MARKER not in house.log.read_text()


def test_only_the_owner_can_read_what_it_keeps(house: House) -> None:
    kept = [path for path in house.folder.rglob("*") if path != house.log]
    assert {"dewy.db", "tracker.db"} <= {path.name for path in kept}
    assert [path.name for path in kept if stat.S_IMODE(path.stat().st_mode) & 0o077] == []


def test_only_loopback_is_listened_on(house: House) -> None:
    ports = {house.web_port, house.actions_port, house.rasa_port}
    listening = {
        (each.laddr.ip, each.laddr.port)
        for each in psutil.net_connections("tcp")
        if each.status == psutil.CONN_LISTEN and each.laddr.port in ports
    }
    assert listening == {("127.0.0.1", port) for port in ports}


def test_when_one_dies_all_stop_and_the_reason_is_said(house: House) -> None:
    (actions,) = {
        each.pid
        for each in psutil.net_connections("tcp")
        if each.status == psutil.CONN_LISTEN and each.laddr.port == house.actions_port
    }
    os.kill(actions, signal.SIGKILL)
    assert house.process.wait(30) == 137
    assert "run: actions ended with status -9, so all stop" in said(house)
    settings = Settings(
        web_port=house.web_port, actions_port=house.actions_port, rasa_port=house.rasa_port
    )
    assert list(unusable_ports(settings)) == []


def test_a_second_start_trains_nothing_and_ctrl_c_ends_it(house: House) -> None:
    house.start()
    assert not [line for line in said(house) if line.startswith("train:")]
    assert house.stop() == 130
    assert said(house)[-1] == "run: stopping"
