"""A talk survives a restart of everything."""

from __future__ import annotations

import pytest

from tests.house import House
from tests.talks.patient import Patient

pytestmark = pytest.mark.talk


def test_a_restart_in_the_middle_loses_nothing(tmp_path_factory: pytest.TempPathFactory) -> None:
    house = House(tmp_path_factory.mktemp("restarted"))
    house.start()
    try:
        patient = Patient(house.rasa_url, house.folder)
        patient.consents().says("acne and oily skin, glycolic every night")
        asked = patient.asking
        house.stop()
        house.start()
        patient.says("hello")
        assert patient.asking == asked
        patient.says("what have you noted?")
        assert "glycolic acid every day in the evening" in patient.text
    finally:
        house.stop()
