"""The process as it runs: it says nothing of patients, and stops without losing a turn."""

from __future__ import annotations

import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from clinic.settings import Settings
from tests.bot.gateway.served import Served
from tests.bot.gateway.stand_in import StandIn

MARKER = "zanzibarquark"


def wait_for(stand_in: StandIn, text: str) -> None:
    deadline = time.monotonic() + 20
    while text not in stand_in.texts:
        assert time.monotonic() < deadline, f"{text!r} never came"
        time.sleep(0.01)


@pytest.mark.parametrize("level", ["WARNING", "DEBUG"])
def test_no_log_holds_what_a_patient_says(
    stand_in: StandIn, settings: Settings, level: str
) -> None:
    with (
        Served(settings.var, rasa_port=stand_in.port, DEWY_LOG_LEVEL=level) as served,
        # a connection each: the server hangs up after an error of its own
        httpx.Client(base_url=served.url, headers={"Connection": "close"}) as client,
    ):
        client.get("/api/talk", params={"q": MARKER})
        said = {"id": str(uuid.uuid4()), "text": f"I am allergic to {MARKER}"}
        failures = [
            {"body": lambda _: []},
            {"body": lambda text: [{"text": text, "buttons": 7}]},
            {"status": 500},
            {},
        ]
        for failure in failures:
            stand_in.status, stand_in.body = 200, lambda text: [{"text": text}]
            for name, value in failure.items():
                setattr(stand_in, name, value)
            client.post("/api/messages", json=said)
        client.post("/api/messages", json={**said, "text": f"{MARKER} again"})
        client.post("/api/messages", json={"id": MARKER, "text": f"{MARKER}\x00"})
        client.post("/api/messages", content=MARKER.encode())
        client.get("/api/talk")
        served.stop()
        served.process.wait(30)
        # the log is not empty: what failed is in it
        assert "Rasa answered nothing" in served.log
        assert "Rasa answered with status 500" in served.log
        assert MARKER not in served.log
        assert "/api/messages" not in served.log


def test_a_graceful_stop_finishes_the_turn(stand_in: StandIn, settings: Settings) -> None:
    with (
        Served(settings.var, rasa_port=stand_in.port) as served,
        httpx.Client(base_url=served.url) as client,
        ThreadPoolExecutor() as pool,
    ):
        client.get("/api/talk")
        stand_in.seconds = 1
        said = {"id": str(uuid.uuid4()), "text": "acne"}
        answer = pool.submit(client.post, "/api/messages", json=said)
        wait_for(stand_in, "acne")
        served.stop()
        assert answer.result().json()["messages"][0]["texts"] == ["You said: acne"]
        assert served.process.wait(30) in (0, -15)


def test_a_turn_whose_patient_left_is_finished_before_the_stop(
    stand_in: StandIn, settings: Settings
) -> None:
    said = {"id": str(uuid.uuid4()), "text": "acne"}
    with (
        Served(settings.var, rasa_port=stand_in.port) as served,
        httpx.Client(base_url=served.url) as client,
    ):
        client.get("/api/talk")
        cookies = client.cookies
        stand_in.seconds = 1
        with pytest.raises(httpx.ReadTimeout):
            client.post("/api/messages", json=said, timeout=0.3)
        wait_for(stand_in, "acne")
        served.stop()
        served.process.wait(30)
    stand_in.seconds = 0
    with (
        Served(settings.var, rasa_port=stand_in.port) as served,
        httpx.Client(base_url=served.url, cookies=cookies) as client,
    ):
        talk = client.get("/api/talk").json()["turns"]
    assert talk[-1]["messages"][0]["texts"] == ["You said: acne"]
    assert stand_in.texts == ["hello", "acne"]
