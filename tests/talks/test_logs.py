"""No words of a patient stand in a log, whatever becomes of the turn."""

from __future__ import annotations

import random
import sqlite3
import string
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from evaluation.client import NoAnswerError
from tests.house import House
from tests.talks.page import Page
from tests.talks.patient import Patient

pytestmark = pytest.mark.talk


@pytest.fixture
def marker() -> str:
    return "quokka" + "".join(random.choices(string.ascii_lowercase, k=12))


@contextmanager
def locked_records(house: House) -> Iterator[None]:
    """Keep everybody from writing, so that an action fails."""
    database = sqlite3.connect(house.folder / "dewy.db", isolation_level=None)
    database.execute("BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        database.execute("ROLLBACK")
        database.close()


def logged(house: House) -> str:
    return house.log.read_text("utf-8", errors="replace")


def test_a_turn_leaves_no_words(patient: Patient, house: House, marker: str) -> None:
    patient.consents().says(f"acne, oily skin, I'm allergic to {marker}")
    assert marker in patient.text
    patient.says(f"what about {marker}?").says(f"call me {marker}@example.com")
    assert marker not in logged(house)


@pytest.mark.parametrize(
    "command", ["/{}", '/inform{{"facts": "{}"}}', "/restart {}", "/session_start{}", '/{{"{}"']
)
def test_a_typed_command_leaves_no_words(
    patient: Patient, house: House, marker: str, command: str
) -> None:
    patient.consents().says(command.format(marker))
    assert marker not in logged(house)


def test_a_turn_that_fails_is_logged_without_its_words(
    patient: Patient, house: House, marker: str
) -> None:
    patient.consents().says("oily skin")
    before = len(logged(house))
    with locked_records(house), pytest.raises(NoAnswerError):
        patient.says(f"acne, and I'm allergic to {marker}")
    assert patient.says(f"acne, and I'm allergic to {marker}").asking
    assert "failed with OperationalError" in logged(house)[before:]
    assert marker not in logged(house)


@pytest.mark.parametrize("path", ["/webhooks/rest/webhook", "/model/parse"])
def test_what_cannot_be_read_leaves_no_words(house: House, marker: str, path: str) -> None:
    broken = f'{{"sender": "x", "message": "{marker}"'
    answer = httpx.post(house.rasa_url + path, content=broken)
    assert answer.is_error
    assert marker not in logged(house)


def test_the_gateway_leaves_no_words(house: House, marker: str) -> None:
    with Page(house.web_url) as page:
        for text in (marker, f"/restart {marker}"):
            page.says(text)
        for text in (marker * 200, f"\0{marker}"):
            page.post("/api/messages", json={"id": str(uuid.uuid4()), "text": text})
        assert marker in page.get("/api/talk").text
        assert page.post("/api/messages", content=f'{{"text": "{marker}"').is_error
        assert page.post(
            "/api/photos", content=marker, headers={"Content-Type": "image/png"}
        ).is_error
        assert page.get(f"/{marker}?{marker}").is_error
    assert marker not in logged(house)


def test_a_photograph_leaves_neither_words_nor_its_id(
    patient: Patient, house: House, marker: str
) -> None:
    photograph = patient.consents().uploads()
    patient.sends(photograph, f"I'm allergic to {marker}").says("yes")
    assert patient.kept == [photograph]
    assert marker not in logged(house) and photograph not in logged(house)
