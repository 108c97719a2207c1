"""Delete everything: asked once more, then nothing is left."""

from __future__ import annotations

import uuid

import httpx
import pytest

from tests.house import House
from tests.talks.files import holds
from tests.talks.patient import Patient

pytestmark = pytest.mark.talk
MARKER = "zanzibarquark"


def test_everything_is_deleted_and_stays_deleted(patient: Patient, house: House) -> None:
    folder = house.folder
    patient.consents().says(f"acne, oily skin, I'm allergic to {MARKER}")
    assert holds(folder, MARKER)
    patient.says("delete my data")
    assert patient.buttons
    patient.says("yes, delete everything")
    assert "deleted" in patient.text
    assert holds(folder, MARKER) == []
    patient.says("hello")
    assert patient.asking == ["consent"]
    assert holds(folder, MARKER) == []


def test_an_erasure_can_be_taken_back(patient: Patient) -> None:
    patient.consents().says("acne, oily skin")
    patient.says("delete my data").says("no, keep it")
    assert patient.asking
    patient.says("what have you noted?")
    assert "oily" in patient.text


def test_a_withdrawn_consent_deletes_too(patient: Patient, house: House) -> None:
    patient.consents().says(f"acne, oily skin, I'm allergic to {MARKER}")
    assert holds(house.folder, MARKER)
    patient.says("I withdraw my consent")
    assert patient.buttons
    patient.says("yes, delete everything")
    assert holds(house.folder, MARKER) == []


def test_after_an_alarm_on_the_page_nothing_is_left_either(house: House) -> None:
    with httpx.Client(base_url=house.web_url, headers={"Origin": house.web_url}) as page:
        page.get("/api/talk")

        def says(text: str) -> str:
            message = {"id": uuid.uuid4().hex, "text": text}
            return page.post("/api/messages", json=message, timeout=60).raise_for_status().text

        says("Yes, I agree")
        says(f"acne, oily skin, I'm allergic to {MARKER}")
        assert "112" in says(f"my lips are swelling up since I used {MARKER}")
        assert holds(house.folder, MARKER)
        says("delete my data")
        assert "deleted" in says("yes, delete everything")
        assert holds(house.folder, MARKER) == []
        assert MARKER not in page.get("/api/talk").text
        says("hello")
        assert holds(house.folder, MARKER) == []
