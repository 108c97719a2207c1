"""Delete everything: asked once more, then nothing is left."""

from __future__ import annotations

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
