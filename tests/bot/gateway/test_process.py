"""The process as it runs: it says nothing of patients, and stops without losing a turn."""

from __future__ import annotations

import time
import uuid
from io import BytesIO
from pathlib import Path

import httpx
import psutil
import pytest
from PIL import Image

from clinic.settings import Settings
from tests.bot.gateway.served import Served
from tests.bot.gateway.stand_in import StandIn

MARKER = "zanzibarquark"


def wait_for(stand_in: StandIn, text: str) -> None:
    deadline = time.monotonic() + 20
    while text not in stand_in.texts:
        assert time.monotonic() < deadline, f"{text!r} never came"
        time.sleep(0.01)


def until_answered(client: httpx.Client) -> None:
    deadline = time.monotonic() + 20
    while None in (turn["messages"] for turn in client.get("/api/talk").json()["turns"]):
        assert time.monotonic() < deadline, "no answer"
        time.sleep(0.01)


@pytest.mark.parametrize("level", ["WARNING", "DEBUG"])
def test_no_log_holds_what_a_patient_says(
    stand_in: StandIn, settings: Settings, level: str
) -> None:
    with (
        Served(settings.var, stand_in, DEWY_LOG_LEVEL=level) as served,
        # a connection each: the server hangs up after an error of its own
        httpx.Client(base_url=served.url, headers={"Connection": "close"}) as client,
    ):
        client.post("/api/session", params={"q": MARKER})
        until_answered(client)
        said = {"id": str(uuid.uuid4()), "text": f"I am allergic to {MARKER}"}
        stand_in.begin_with([], [{"text": said["text"], "buttons": 7}], 500)
        client.post("/api/messages", json=said)
        until_answered(client)
        assert stand_in.texts == ["hello", *4 * [said["text"]]]
        client.post("/api/messages", json={**said, "text": f"{MARKER} again"})
        client.post("/api/messages", json={"id": MARKER, "text": f"{MARKER}\x00"})
        client.post("/api/messages", content=MARKER.encode())
        client.post("/api/photos", content=MARKER.encode(), headers={"Content-Type": "image/png"})
        client.get(f"/api/photos/{MARKER}")
        client.get("/plan", params={"ticket": MARKER})
        client.get("/api/talk")
        served.stop()
        served.process.wait(30)
        # the log is not empty: what failed is in it
        assert "Rasa answered nothing" in served.log
        assert "something that is no answer" in served.log
        assert "Rasa answered with status 500" in served.log
        assert MARKER not in served.log
        assert "/api/messages" not in served.log


def test_a_graceful_stop_finishes_the_turn_and_a_start_answers_the_rest(
    stand_in: StandIn, settings: Settings
) -> None:
    said = [{"id": str(uuid.uuid4()), "text": text} for text in ("acne", "oily")]
    with (
        Served(settings.var, stand_in) as served,
        httpx.Client(base_url=served.url) as client,
    ):
        client.post("/api/session")
        until_answered(client)
        cookies = client.cookies
        stand_in.seconds = 1
        for each in said:
            client.post("/api/messages", json=each)
        wait_for(stand_in, "acne")
        served.stop()
        assert served.process.wait(30) == 0
    assert stand_in.texts == ["hello", "acne"]
    stand_in.seconds = 0
    with (
        Served(settings.var, stand_in) as served,
        httpx.Client(base_url=served.url, cookies=cookies) as client,
    ):
        wait_for(stand_in, "oily")
        until_answered(client)
    assert stand_in.texts == ["hello", "acne", "oily"]


def test_a_stop_leaves_nothing_temporary_behind(
    stand_in: StandIn, settings: Settings, tmp_path: Path
) -> None:
    place = tmp_path / "temporary"
    place.mkdir()
    with Served(settings.var, stand_in, TMPDIR=str(place)) as served:
        with httpx.Client(base_url=served.url) as client:
            client.post("/api/session")
            client.post(
                "/api/photos", content=picture(), headers={"Content-Type": "image/png"}
            ).raise_for_status()
        workers = psutil.Process(served.process.pid).children(recursive=True)
        assert list(place.iterdir()) and workers
        served.stop()
        assert served.process.wait(30) == 0
    assert not list(place.iterdir())
    # one that has ended may still stand in the system's table
    _, left = psutil.wait_procs(workers, timeout=5)
    assert not [each for each in left if each.status() != psutil.STATUS_ZOMBIE]


def picture() -> bytes:
    file = BytesIO()
    Image.new("RGB", (64, 48), "tan").save(file, "PNG")
    return file.getvalue()
